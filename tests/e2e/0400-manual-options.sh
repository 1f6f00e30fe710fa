#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every option of --help is in the manual page, and the other way round, with the same
# letters and values; the pages have no mistake that mandoc finds.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
command -v mandoc >/dev/null || skip 'no mandoc (package mandoc)'

# --help: "  -n, --max=N    text" and "      --format=FORMAT    text"
of_help() {
    "$1" --help | sed -n -E 's/^  (-.,|   ) (--[a-z-]+)(=[^ ]+)? .*/\1 \2\3/p' | tr -d ' '
}
# mdoc: ".It Fl n Ar N , Fl -max Ns = Ns Ar N"
of_manual() {
    sed -n -E 's/^\.It (Fl [a-zA-Z].*|Fl -.*)/\1/p' "$1" | sed -E \
        -e 's/ Ns = Ns Ar /=/' -e 's/ Ar [^ ]+ , / , /' -e 's/Fl //g' \
        -e 's/^([a-zA-Z]) , /-\1,/' -e 's/(^|,)-([a-z-]+)/\1--\2/g' -e 's/^--([a-z]),/-\1,/'
}
for program in kbindex:indexer kbsearch:searcher; do
    page=$KB_ROOT/${program#*:}/man/${program%:*}.1
    program=${program%:*}
    say "$program"
    of_help "$program" | LC_ALL=C sort >help
    of_manual "$page" | LC_ALL=C sort >manual
    cat help
    diff help manual && echo 'the same in the manual page'
    for section in NAME SYNOPSIS DESCRIPTION ENVIRONMENT FILES 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
        grep -q "^\.Sh $section\$" "$page" || echo "no section $section"
    done
done
say 'kbsearch.conf'
page=$KB_ROOT/searcher/man/kbsearch.conf.5
kbsearch --boost=none=1 x 2>&1 | sed 's/.*: //' | tr -d ' ' | tr ',' '\n' | LC_ALL=C sort >help
sed -n 's/^\.It Cm \([a-z]*\) = Ar N$/\1/p' "$page" | LC_ALL=C sort >manual
diff help manual && echo 'the fields of [boost] are those that have a boost'

say 'mandoc'
for page in "$KB_ROOT"/indexer/man/*.[1-8] "$KB_ROOT"/searcher/man/*.[1-8]; do
    # whether other pages are installed does not matter
    mandoc -T lint "$page" | grep -v 'referenced manual not found' || :
done
