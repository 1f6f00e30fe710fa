#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A batch answers each line by one JSON object, in order, also where the line is bad; then
# the status is 2 and each bad line is named on stderr.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
export KBSEARCH_INDEX="$PWD/index"

# What matters of the answers: their order and their first hit.
brief() {
    jq -c 'if has("error") then {line, error, status}
           else {query: .query[0:40], total, first: .hits[0].id} end'
}

say 'from a file'
printf '%s\n' 'backup hangs legato' 'MSBACKUP compatibility test' zzzqqq 'C++ compiler' >good
run kbsearch --batch=good -n 1
say 'from standard input, the last line without its end'
printf 'backup hangs legato\nzzzqqq' | run kbsearch --batch - -n 1
say 'nothing at all'
run kbsearch --batch=- </dev/null

{
    printf 'legato\n'
    printf '\n'
    printf '   \t\n'
    printf 'tape\r\n'
    printf 'fran\347ais \377\376 tape\n'
    printf 'tape\000drive\n'
    printf '?!...\n'
    printf 'the of and\n'
    head -c 40000 /dev/zero | tr '\0' 'x'
    printf '\n'
    printf '%s tape\n' "$(head -c 32000 /dev/zero | tr '\0' 'x')"
    printf '\033[2J legato\n'
    printf -- '--help\n'
    printf 'last legato'
} >bad
say 'bad lines'
run kbsearch --batch=bad >said
status=$(sed -n 's/^exit //p' said)
grep '^{' said >answers
echo "status $status, $(wc -l <answers) answers"
brief <answers
grep '^err: ' said
jq -s -c 'map(.version) | unique' answers

say 'the same from standard input'
kbsearch --batch=- <bad 2>/dev/null | jq -c 'del(.took_us)' >one
jq -c 'del(.took_us)' answers >two
cmp one two && echo same

say 'a single query gives the object that a batch gives'
kbsearch --format=json -n 3 backup hangs legato | jq 'del(.took_us)' >one
echo 'backup hangs legato' | kbsearch --batch=- -n 3 | jq 'del(.took_us)' >two
cmp one two && echo same

say 'each answer comes as soon as its line is there'
mkfifo questions answers.fifo
kbsearch --batch=questions -n 1 >answers.fifo &
exec 4<answers.fifo 3>questions
for query in legato tape; do
    echo "$query" >&3
    read -r answer <&4
    echo "$answer" | brief
done
exec 3>&- 4<&-
wait "$!"
echo "exit $?"
