#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Learned words are an input of a build: kept while little changed, counted, learned anew when
# more than a tenth of the articles changed since, and whenever it is asked for.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
many corpus 4
# run_index TITLE [OPTION...]: what a run does about words
run_index() {
    say "$1"
    shift
    kbindex --format=json -o index "$@" corpus >summary 2>err || {
        cat err
        echo "exit $?"
    }
    jq -r '"\(.action)\(if .why_full then ": " + .why_full else "" end); \(.learned // {} | "anew: \(.anew), of \(.articles), changes since: \(.changes)")"' summary
}
learned() {
    cksum <index/current/learned
}
# edit FIRST LAST: other text in articles of the first copy
edit() {
    for i in $(seq "$1" "$2"); do
        sed -i -e 's/Additional query words:/& edited/' -e '20s/$/ edited/' "corpus/Q$((1001000 + i)).txt"
    done
}
run_index 'the first'
first=$(learned)
jq -c '.learned | .build |= (. != "") | del(.rules)' index/current/manifest.json
edit 1 20
run_index 'a few changed'
[ "$(learned)" = "$first" ] && echo 'the words are as they were'
rm corpus/Q1001021.txt
page corpus/new 100001 01-JAN-2000 New text
run_index 'a few more, the same one twice'
edit 1 1
run_index 'and once more'
kbindex -o index corpus 2>err
run_index 'nothing'
edit 22 41
run_index 'too many: what would be done' --dry-run
kbindex -o index -n corpus 2>err | sed -n '/^would/p; /^words/p'
run_index 'too many, but never' --relearn=never
run_index 'nothing changed, but the words are old'
[ "$(learned)" = "$first" ] || echo 'other words'
kbindex -q -o fresh corpus
cmp index/current/learned fresh/current/learned && echo 'those of a build from nothing'
run_index 'they are right' --relearn=always
edit 42 42
run_index 'always' --relearn=always
edit 43 43
before=$(learned)
run_index 'from nothing, with the same words' --full --relearn=never
[ "$(learned)" = "$before" ] && echo 'the words are as they were'
run_index 'from nothing' --full

say 'the words are damaged'
printf x | dd of=index/current/learned bs=1 seek=20 conv=notrunc 2>/dev/null
run_index 'from nothing, to keep them' --full --relearn=never | sed 's/builds[^ ]*learned/learned/'
run kbindex -o index --verify -q
run kbindex -o index --relearn=sometimes corpus
