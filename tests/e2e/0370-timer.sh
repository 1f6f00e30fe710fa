#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The sample service and timer are such as systemd takes them, and locked down; the options they
# use are kbindex's own.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
units=$KB_ROOT/indexer/systemd
command -v systemd-analyze >/dev/null || skip 'no systemd-analyze (package systemd)'
for unit in kbindex.service kbindex.timer; do
    # what it starts need not be installed here
    sed 's|/usr/local/bin/kbindex|/bin/true|; s|/usr/local/lib/kbsearch/fetch|/bin/true|' \
        "$units/$unit" >"$unit"
done
run systemd-analyze verify --man=no ./kbindex.service ./kbindex.timer
score=$(systemd-analyze security --offline=yes --no-pager ./kbindex.service |
    sed -n 's/.*exposure level for kbindex.service: \([0-9.]*\).*/\1/p')
awk -v score="$score" 'BEGIN { exit score == "" || score > 1.2 }' || fail "exposure $score"
echo 'exposure: 1.2 at most'
ln -s "$SAMPLE" archive
sed -n 's|^ExecStart=/usr/local/bin/kbindex||p' "$units/kbindex.service" |
    sed 's|/var/lib/kbsearch-corpus/archive|archive|; s|/var/lib/kbsearch|index|g' >line-of-unit
sed 's|index/skipped.json|skipped.json|' line-of-unit >options
run sh -c "kbindex --quiet $(cat options)"
line=$(grep '^15 3' "$units/kbindex.cron" | sed 's|.*; /usr/local/bin/||; s|/var/lib/kbsearch-corpus/archive|archive|; s|/var/lib/kbsearch/skipped|skipped|; s|/var/lib/kbsearch|index|')
run sh -c "$line"
say 'graded lines for the journal'
: >log
stream=$(stat -L -c '%d:%i' log)
JOURNAL_STREAM=$stream kbindex -o index --full archive missing 2>>log
echo "exit $?"
cat log
