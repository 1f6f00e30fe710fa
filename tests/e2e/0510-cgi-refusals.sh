#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What kbsearch.cgi refuses, and what it takes although it is odd.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/cgi.sh"

build index "$SAMPLE"

# repeat N TEXT
repeat() {
    awk -v n="$1" -v text="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", text }'
}

say 'methods'
ask / '' REQUEST_METHOD=HEAD
echo "body: $(wc -c <body) bytes, length said: $([ "$(header Content-Length)" -gt 500 ] && echo more)"
for method in POST PUT DELETE TRACE OPTIONS CONNECT get G ''; do
    ask / '' REQUEST_METHOD=$method
    header Allow
done

say 'addresses'
for path in /nothing /search/ /searchx /static/ /static/nothing.css /static/../main.c \
    /static/help.html /api/ /api/nothing //search /../../etc/passwd /%2e%2e/x '/<script>' \
    /index/current/manifest.json; do
    ask "$path" ''
    ! grep -qF 'script>alert' body || echo 'UNESCAPED'
done
ask "/$(repeat 255 a)" ''
ask "/$(repeat 256 a)" ''
ask search ''

say 'hostile environment'
ask / '' SCRIPT_NAME=//evil.example/kb
ask / '' SCRIPT_NAME='/kb"><script>'
has_not '"><script>'
ask / '' "SCRIPT_NAME=/$(repeat 300 a)"
ask / '' HTTP_HOST='evil.example"><script>'
has_not '"><script>'
ask /opensearch.xml '' HTTP_HOST="evil.example
X-Injected: yes"
grep -c '^X-Injected' answer
ask /feed 'q=disk' HTTP_HOST=evil.example/x
env -i KBSEARCH_INDEX=index KBSEARCH_SANDBOX="${cgi_sandbox:?}" "$(command -v kbsearch.cgi)" \
    -n 5 --help q=disk </dev/null 2>&1 | head -n 1 | tr -d '\r'

say 'query strings'
ask /search "q=$(repeat 2048 a)"
ask /search "q=$(repeat 2049 a)"
ask /search "q=$(repeat 8190 a)"
ask /search "q=$(repeat 8191 a)"
ask /api/search "q=$(repeat 2049 a)"
cat body
ask /search "$(repeat 10000 'a&')"
ask /search "$(repeat 65 'a&')"
ask /search 'q=disk&q=<script>'
has 'value="disk"'
ask /search 'q=100%'
has 'value="100%"'
ask /search 'q=%'
ask /search 'q=%C0%BCscript%C0%BE'
has_not '<script>'
ask /search 'q=%ED%A0%80%FF%FE'
ask /search 'q=a%00b%0d%0aSet-Cookie:%20x=y'
grep -c '^Set-Cookie' answer
has 'value="a b  Set-Cookie: x=y"'
ask /search 'q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E%27%26'
has 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;"'
has_not '<script>alert'
for page in 0 -1 1x 101 1000000000000 99999999999999999999999999 1e1 +1 %201; do
    ask /search "q=disk&page=$page"
done
ask /search 'q=disk&page='
ask /search 'q=disk&page=100'

say 'a wrong setup'
ask / '' KBSEARCH_SECONDS=0
cat body
ask / '' KBSEARCH_SANDBOX=perhaps
ask / '' KBSEARCH_ORIGIN=example.org
ask / '' KBSEARCH_CONFIG=nowhere.conf
