#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every example of the manual pages runs as it is written.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
ln -s "$SAMPLE" archive
printf '%s\n' 'backup hangs legato' 'C++ compiler' >queries.txt

# The displays that are commands: ".Dl $ command", as the reader sees it.
examples() {
    sed -n '/^\.Sh EXAMPLES/,/^\.Sh SEE/s/^\.Dl \$ //p' "$1" | sed -e 's/\\-/-/g' -e 's/\\(dq/"/g'
}
for page in indexer/man/kbindex.1 searcher/man/kbsearch.1 searcher/man/kbquery.7 \
    searcher/man/kbsearch.cgi.8; do
    examples "$KB_ROOT/$page" >commands
    while IFS= read -r example; do
        say "$example"
        run sh -c "$example" </dev/null | sed 1d |
            sed -E -e 's/^(no new privileges|landlock|seccomp): .*/\1: as the kernel has it/' \
                -e 's/"took_us":[0-9]+/"took_us":0/' |
            cut -c 1-160 | head -n 12
    done <commands
done

say 'kbsearch.conf.5'
mkdir -p .config/kbsearch
sed -n '/^\.Sh EXAMPLES/,/^\.Sh SEE/p' "$KB_ROOT/searcher/man/kbsearch.conf.5" |
    sed -n '/^\.Bd/,/^\.Ed/p' | grep -v '^\.' >.config/kbsearch/kbsearch.conf
cat .config/kbsearch/kbsearch.conf
run kbsearch -i index -n 1 legato | sed -n '1,2p; $p'
