#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Each address of kbsearch.cgi, run as a web server would run it.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/cgi.sh"

build index "$SAMPLE"

say 'start page'
ask / ''
tr -d '\r' <answer | sed '/^$/,$d' |
    sed -E -e 's/^Last-Modified: .*GMT$/Last-Modified: DATE/' -e 's/-[0-9a-f]{8}"$/-LOOK"/' \
        -e 's/^(Content-Length): .*/\1: N/'
has '106 articles'
has 'action="/kb/search"'

say 'results'
ask /search 'q=backup+hangs+legato'
has '<h2><a href="/kb/Q260695?q=backup%20hangs%20legato">'
has '<mark>Legato</mark>'
has '<p role="status" class="count">'
has 'value="backup hangs legato"'
has 'rel="next" href="/kb/search?page=2&amp;q=backup%20hangs%20legato"'
ask /search 'q=backup+hangs+legato&page=2'
has '<ol class="results" start="11">'
has 'rel="prev" href="/kb/search?q=backup%20hangs%20legato"'
ask / 'q=legato'
has 'value="legato"'
ask /search 'q=legato&page=99'
has 'There is nothing on this page.'
ask /search 'q=xyzzyxq'
has 'No article found'
ask /search 'q=%3F%21'
has 'no letters or digits'
ask /search ''
has 'Search the Knowledge Base'

say 'article'
ask /Q260695 ''
has '<h1>XADM: Third-Party Backup Program May Stop Working After Fix</h1>'
has '<link rel="canonical" href="/kb/Q260695">'
has '<a href="/kb/Q254682">Q254682</a>'
has '<h2>SYMPTOMS</h2>'
has_not '<mark>'
ask /Q260695 'q=hangs'
has '<mark>hang</mark>'
ask /Q191014 ''
has 'Q191014 is not in this archive'
has '2 articles of the archive cite it:'
ask /Q9999999 ''
has 'No article of the archive cites it either.'
for path in /q260695 /KB260695 /kb260695; do
    ask $path ''
    header Location
done
for path in /Q /Q0 /Q012 /Q26069x /Q12345678 /Q99999999999999999999; do
    ask $path ''
done

say 'programs'
ask /api/search 'q=backup+hangs+legato'
header Content-Type
jq -c '[.version, .query, .hits[0].id]' body
ask /api/article/Q260695 ''
jq -c '[.version, .id, .title]' body
ask /api/article/Q191014 ''
jq -c '[.id, .in_archive, .cited_by_total]' body
ask /api/article/Q1x ''
cat body
ask /api/search ''
cat body
ask /opensearch.xml '' HTTP_HOST=example.org HTTPS=on
header Content-Type
has '"https://example.org/kb/search?q={searchTerms}"'
ask /opensearch.xml '' HTTP_HOST=example.org KBSEARCH_ORIGIN=https://kb.example
has '"https://kb.example/kb/search?q={searchTerms}"'
ask /feed 'q=backup' HTTP_HOST=example.org
header Content-Type
has '<link rel="self" href="http://example.org/kb/feed?sort=date&amp;q=backup"/>'
grep -c '<entry>' body
echo 'dates, newest first:'
grep '^<updated>' body | sed 1d | sort -r -c && echo yes
ask /robots.txt ''
cat body

say 'below no folder'
ask /search 'q=legato' SCRIPT_NAME=
has 'action="/search"'
has 'href="/static/style.css?v='
