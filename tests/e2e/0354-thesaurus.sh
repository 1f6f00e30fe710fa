#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Words that mean the same according to a thesaurus: learned from the file that is named,
# not from another; what is no thesaurus is refused and leaves the index as it is.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
many corpus 4
page corpus/comment 100001 01-JAN-2000 'How to leave a comment in a grommet file' 'A comment.'
page corpus/table 100002 01-JAN-2000 'How to leave a table in a grommet file' 'A table.'
page corpus/remark 100003 01-JAN-2000 'Something else' 'A remark on other things.'
cat >words <<'EOF'
UTF-8
remark|2
(noun)|comment|annotation
(verb)|note
EOF

# learns OPTION...: what the summary says of words, and who is found by another one
learns() {
    say "kbindex $*"
    kbindex --full --relearn=always "$@" -o index corpus 2>err | sed -n '/^words/p'
    kbsearch -i index --explain 'grommet remark' 2>err | sed -n 's,^ *[0-9.]*  \(.*learned from.*\),    \1,p; /^ [12]\./p'
}
learns --thesaurus=words
learns --thesaurus=none
before=$(readlink index/current)

say 'what is none'
run kbindex -o index --thesaurus=nowhere corpus
printf 'UTF-8\nremark|2\n(noun)|comment\n' >broken
kbindex --full -o index --thesaurus=broken corpus 2>err
echo "exit $?"
tail -n 1 err
[ "$(readlink index/current)" = "$before" ] && echo 'the build before is in service'
