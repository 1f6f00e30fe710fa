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
    sed -n -E 's/^\.It (Fl [a-zA-Z0-9].*|Fl -.*)/\1/p' "$1" | sed -E \
        -e 's/ Ns = Ns Ar /=/' -e 's/ Ar [^ ]+ , / , /' -e 's/Fl //g' \
        -e 's/^([a-zA-Z0-9]) , /-\1,/' -e 's/(^|,)-([a-z-]+)/\1--\2/g' -e 's/^--([a-z]),/-\1,/'
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

# What completion offers: the option table's names and words. That of kbindex asks --help.
say 'completion'
folder=$KB_ROOT/searcher/completion
kbsearch --help | sed -n -E 's/^  (-.,|   ) --([a-z-]+).*/\2/p' | LC_ALL=C sort >help
sed -n -E 's/^complete -c kbsearch .*-l ([a-z-]+).*/\1/p' "$folder/kbsearch.fish" |
    LC_ALL=C sort -u >kbsearch.fish
for file in kbsearch.bash _kbsearch; do
    grep -v '^ *#' "$folder/$file" | sed 's/kbsearch .*//' | grep -oE -- '--[a-z][a-z-]+' |
        sed 's/^--//' | LC_ALL=C sort -u >"$file"
done
for file in kbsearch.bash _kbsearch kbsearch.fish; do
    diff help "$file" && echo "$file: all options and no other"
done
fields() { # FILE: the words that --fields takes, as the file has them
    grep -oE 'rank[ ,|a-z()_]*twins' "$1" | head -n 1 | tr -cs 'a-z\n' ' ' | sed 's/ *$//'
}
kbsearch --fields=none x 2>&1 | sed 's/.*: there are //' | tr ',' ' ' >help
for file in kbsearch.bash _kbsearch kbsearch.fish; do
    fields "$KB_ROOT/searcher/completion/$file" | diff help - && echo "$file: the fields are those there are"
done
for file in kbsearch.bash _kbsearch kbsearch.fish; do
    for words in 'text json jsonl tsv' 'score date id' 'product year type' 'auto always never'; do
        grep -q "$words" "$folder/$file" || echo "$file: no '$words'"
    done
done

# completed LINE: what bash makes of it
completed() {
    bash -c '. "$1"; COMP_WORDS=($2); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        compopt() { :; }
        "_$3" "$3" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf "%s\n" "${COMPREPLY[@]}"' bash "$1" "$2" "$3" | head -n 4
}
if command -v bash >/dev/null; then
    build index "$SAMPLE"
    completed "$folder/kbsearch.bash" 'kbsearch --fo' kbsearch
    completed "$folder/kbsearch.bash" 'kbsearch --sort = d' kbsearch
    completed "$folder/kbsearch.bash" 'kbsearch -i index --show = Q26' kbsearch
    completed "$folder/kbsearch.bash" 'kbsearch -i index backu' kbsearch
    completed "$KB_ROOT/indexer/completion/kbindex.bash" 'kbindex --ou' kbindex
fi

say 'kbsearch.conf'
page=$KB_ROOT/searcher/man/kbsearch.conf.5
kbsearch --boost=none=1 x 2>&1 | sed 's/.*: //' | tr -d ' ' | tr ',' '\n' | LC_ALL=C sort >help
sed -n 's/^\.It Cm \([a-z]*\) = Ar N$/\1/p' "$page" | LC_ALL=C sort >manual
diff help manual && echo 'the fields of [boost] are those that have a boost'

say 'mandoc'
for page in "$KB_ROOT"/indexer/man/*.[1-8] "$KB_ROOT"/searcher/man/*.[1-8]; do
    # whether other pages are installed does not matter
    mandoc -T lint "$page" 2>/dev/null | grep -v 'referenced manual not found' || :
done
