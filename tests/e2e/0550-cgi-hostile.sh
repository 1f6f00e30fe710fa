#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Articles that hold HTML and script in each of their parts: nothing of it acts.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/cgi.sh"

bad='</title></h1></a></mark><script>alert(1)</script><img src=x onerror=alert(2)>&amp;"'"'"
mkdir -p corpus
{
    printf 'DOCUMENT:Q900001  11-NOV-2000  [test]\r\nTITLE   :Hostile %s\r\n' "$bad"
    printf 'PRODUCT :Product %s\r\nPROD/VER:1.0 %s\r\nOPER/SYS:%s\r\n' "$bad" "$bad" "$bad"
    printf 'KEYWORDS:kbtest %s\r\n\r\n' "$bad"
    printf '%s\r\n' ======================================================================
    printf 'The information in this article applies to:\r\n\r\n - Applies %s\r\n\r\n' "$bad"
    printf 'SYMPTOMS\r\n========\r\n\r\nhostile %s\r\n\r\n' "$bad"
    printf '   code  %s   gap\r\n\r\nSee Q900002 %s\r\n\r\n' "$bad" "$bad"
    printf 'ODD <B>HEADING\r\n==============\r\n\r\nhostile too\r\n\r\n'
    printf 'Additional query words: hostile %s\r\n' "$bad"
} >corpus/Q900001.TXT
text corpus/Q900002.TXT 900002 11-NOV-2000 "$bad" "hostile <script>alert(3)</script> Q900001"
build index corpus

for page in '/search q=hostile' '/search q=hostile+script+alert' '/Q900001 q=script+alert' \
    '/Q900001 ' '/Q900002 q=hostile' '/feed q=hostile'; do
    ask "${page%% *}" "${page#* }"
    grep -oiE '<(script|img|b>|iframe|svg)[^>]*>?' body | grep -v '^<script src="/kb/static/' |
        sed 's/^/UNESCAPED: /'
    # Every tag of ours is closed where it must be: a text that acts would upset the count.
    for tag in title h1 a mark; do
        [ "$(grep -oE "<${tag}[ >]" body | wc -l)" = "$(grep -oF "</$tag>" body | wc -l)" ] ||
            echo "UNBALANCED: $tag"
    done
done
ask /api/search 'q=hostile'
jq -r '.hits | length' body
