#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No index, one that is damaged or of another version, one that is replaced.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/cgi.sh"

ask / ''
has 'There is no index that can be searched'
header Retry-After
header Cache-Control
ask /api/search 'q=disk'
cat body
ask /help ''
ask /static/style.css ''

build index "$SAMPLE"
ask /search 'q=disk'
has_not "$PWD"
build index "$SAMPLE"
ask /search 'q=disk'

say 'of another version'
cp -r index other
file=other/current/manifest.json
jq -c '.schema = 999' "$file" >changed && cp changed "$file"
ask /search 'q=disk' KBSEARCH_INDEX=other
has_not 999

say 'damaged'
rm -rf other
cp -r index other
for table in postlist.glass docdata.glass; do
    for file in other/current/shard-*/"$table"; do
        printf '%s' "$(head -c 100 "$file")" >changed && cp changed "$file"
    done
done
ask /search 'q=disk' KBSEARCH_INDEX=other | sed 's/^log: .*/log: (what is damaged)/'
rm -rf other/current/shard-0
ask /search 'q=disk' KBSEARCH_INDEX=other | sed 's/^log: .*/log: (what is missing)/'
: >not-a-folder
ask /search 'q=disk' KBSEARCH_INDEX=not-a-folder

say 'the report'
check() {
    env -i ASAN_OPTIONS="$ASAN_OPTIONS" KBSEARCH_SANDBOX="${cgi_sandbox:?}" KBSEARCH_CHECK=1 "$@" \
        "$(command -v kbsearch.cgi)" </dev/null >report || echo "exit $?"
    grep -E '^(index|query log)' report
}
check KBSEARCH_INDEX=index KBSEARCH_LOG=search.log
check KBSEARCH_INDEX=nowhere KBSEARCH_LOG=nowhere/search.log
grep -cE '^(no new privileges|seccomp): (yes|no)$|^landlock: (yes, version [0-9]+|no)$' report
