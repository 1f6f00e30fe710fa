#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What browsers and proxies may keep, and for how long.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/cgi.sh"

build index "$SAMPLE"

say 'a page is kept until there is another build'
ask /search 'q=disk'
header Cache-Control
tag=$(header ETag)
date=$(header Last-Modified)
ask /search 'q=disk' "HTTP_IF_NONE_MATCH=$tag"
wc -c <body
[ "$(header ETag)" = "$tag" ] && echo 'the same tag'
ask /search 'q=disk' "HTTP_IF_NONE_MATCH=\"other\", $tag"
ask /search 'q=disk' "HTTP_IF_MODIFIED_SINCE=$date"
ask /search 'q=disk' "HTTP_IF_MODIFIED_SINCE=Sun, 06 Nov 1994 08:49:37 GMT"
ask /search 'q=disk' "HTTP_IF_MODIFIED_SINCE=$date" 'HTTP_IF_NONE_MATCH="other"'
for path in / /Q260695 /Q191014 /feed /api/search /api/article/Q260695; do
    ask $path 'q=disk' "HTTP_IF_NONE_MATCH=$tag"
done
build index "$SAMPLE"
ask /search 'q=disk' "HTTP_IF_NONE_MATCH=$tag"
tag=$(header ETag)
printf '[boost]\ntitle = 9\n' >boost.conf
ask /search 'q=disk' "HTTP_IF_NONE_MATCH=$tag" KBSEARCH_CONFIG=boost.conf

say 'failures are not kept'
ask /nothing ''
header Cache-Control
header ETag
ask /search 'q=disk&page=0' "HTTP_IF_NONE_MATCH=$tag"
header Cache-Control

say 'files have their version in the address'
ask / ''
file=$(grep -o '/kb/static/style.css?v=[0-9a-f]*' body)
ask /static/style.css "${file#*\?}"
header Cache-Control
tag=$(header ETag)
cmp body "$KB_ROOT/searcher/templates/style.css" && echo 'the file'
ask /static/style.css "${file#*\?}" "HTTP_IF_NONE_MATCH=$tag"
ask /static/style.css 'v=0'
header Cache-Control
ask /static/style.css "${file#*\?}" HTTP_ACCEPT_ENCODING='gzip, br'
header Content-Encoding
header Vary
[ "$(header ETag)" = "$tag" ] || echo 'another tag'
[ "$(header Content-Length)" = "$(wc -c <body)" ] && echo 'the length is right'
gzip -dc <body | cmp - "$KB_ROOT/searcher/templates/style.css" && echo 'the file'
for name in suggest.js icon.svg; do
    ask /static/$name ''
    header Content-Type
    cmp body "$KB_ROOT/searcher/templates/$name" && echo 'the file'
done
