#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# selftest.sh: each check passes a small good tree and finds each fault put into it.
# What is written to files is taken as it stands, quotes and all.
# shellcheck disable=SC1003,SC2016,SC2026
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
failed=0
spdx='SPDX-License-Identifier: GPL-2.0-or-later'

# put FILE LINE...: write a file of the tree.
put() {
    file=$tree/$1
    shift
    mkdir -p "$(dirname "$file")"
    printf '%s\n' "$@" >"$file"
}

good_tree() {
    rm -rf "$tree"
    put Makefile "# $spdx" 'COMMON_C = common/base/buf.c \' '  common/text/words.c' \
        'COMMON_CC =' 'INDEXER_C =' 'SEARCHER_C =' 'UNIT_TESTS =' 'ARCHIVE_TESTS =' \
        'check: indexer/main.c' 'all: searcher/main.c'
    put README.md 'Read [the parts](common/base/buf.h), `text/words`, `make check`.'
    put .gitignore '/build/'
    for program in indexer searcher; do
        put $program/main.c "/* $spdx */" '#include "run.h"' '' 'int' 'main(void)' '{' \
            '    return 0;' '}'
        put $program/run.h "/* $spdx */" '#ifndef RUN_H' '#define RUN_H' \
            '#include "text/words.h"' '#endif'
        put $program/man/$program.1 ".\\\" $spdx" '.Dd November 22, 2026' '.Dt X 1' '.Os' \
            '.Sh NAME' '.Nm x' '.Nd an example'
    done
    put common/base/buf.h "/* $spdx */" '/* See tests/run.sh. */' '#ifndef BUF_H' \
        '#define BUF_H' 'int kb_buf(int n);' '#endif'
    put common/base/buf.c "/* $spdx */" '#include "base/buf.h"' '' 'int' 'kb_buf(int n)' '{' \
        '    const char *say = "strcpy(";' '    return n + (say == 0);' '}'
    put common/text/words.h "/* $spdx */" '#ifndef WORDS_H' '#define WORDS_H' \
        '#include "base/buf.h"' '#endif'
    put common/text/words.c "/* $spdx */" '#include "text/words.h"'
    put tests/run.sh '#!/bin/sh' "# $spdx" 'echo "tests: 0 passed"'
}

# library: what symbols.sh looks at.
library() {
    cc=${CC:-gcc}
    (cd "$tree" && $cc -std=c11 -Icommon -c -o "$work/buf.o" common/base/buf.c &&
        rm -f "$work/libkb.a" && ar rcs "$work/libkb.a" "$work/buf.o")
}

# check NAME: run one check over the tree.
check() {
    set -- "$1" "$tree"
    if [ "$1" = symbols ]; then
        library
        set -- "$@" "$work/libkb.a"
    fi
    name=$1
    shift
    "$here/$name.sh" "$@" >"$work/out" 2>&1
}

# finds NAME WORDS: the check fails on the tree and its output has the words.
finds() {
    if check "$1"; then
        echo "$1 does not see: $2"
        failed=1
    elif ! grep -qF -e "$2" "$work/out"; then
        echo "$1 fails without saying: $2"
        cat "$work/out"
        failed=1
    fi
    good_tree
}

# many N TEXT: N lines of it.
many() {
    awk -v n="$1" -v text="$2" 'BEGIN { for (i = 0; i < n; i++) print text }'
}

good_tree
cp "$here/../../.clang-format" "$tree/.clang-format"
for name in layers headers symbols banned sizes spdx toplevel links paths sources lint; do
    if ! check $name; then
        echo "$name finds a fault in the good tree:"
        cat "$work/out"
        failed=1
    fi
done

put common/base/buf.h "/* $spdx */" '#include "text/words.h"'
finds layers 'base may not know text'
put common/text/words.c "/* $spdx */" '#include "run.h"'
finds layers 'common may name common only'
put common/text/words.c "/* $spdx */" '#include "text/../base/buf.h"'
finds layers 'climbs out of its folder'
put searcher/main.c "/* $spdx */" '#include "plan.h"'
put indexer/plan.h "/* $spdx */"
finds layers 'no file of searcher'

put common/text/words.h "/* $spdx */" 'size_t kb_words(void);'
finds headers 'size_t'
put common/text/words.h "/* $spdx */" 'struct kb_word { int n; };'
finds headers 'redefinition'
put searcher/run.h "/* $spdx */" '#include "nowhere.h"'
finds headers 'nowhere.h'
put common/base/buf.h "/* $spdx */" '#ifdef __cplusplus' 'extern "C" {' '#endif' \
    'int kb_buf(int *restrict n);' '#ifdef __cplusplus' '}' '#endif'
finds headers 'restrict'

put common/base/buf.c "/* $spdx */" 'int loose(void);' 'int loose(void)' '{' 'return 1;' '}'
finds symbols 'loose'
put common/base/buf.c "/* $spdx */" 'extern int kb_count;' 'int kb_count = 3;'
finds symbols 'kb_count'
put common/base/buf.c "/* $spdx */" '#include "base/buf.h"' 'int' 'kb_buf(int n)' '{' \
    '    static int sum;' '    return sum += n;' '}'
finds symbols 'sum'

for call in strcpy strcat sprintf strtok atoi gets setlocale alloca; do
    put indexer/main.c "/* $spdx */" "    $call(to, from);"
    finds banned "indexer/main.c:2:    $call("
done
for call in printf exit getenv; do
    put common/base/buf.c "/* $spdx */" "    $call(a);"
    finds banned "common/base/buf.c:2:    $call("
done
put common/text/words.c "/* $spdx */" 'int kb_f(int n);' 'int' 'kb_f(int n)' '{' \
    '    int a[n];' '    return a[0];' '}'
finds banned 'vla'
put searcher/main.c "/* $spdx */" '#include <xapian.h>'
finds banned 'xapian.h'
put common/text/words.h "/* $spdx */" '/* TO''DO: finish */'
finds banned 'finish'
put tests/run.sh '#!/bin/sh' "# $spdx" '# FIX''ME later'
finds banned 'later'

many 601 '' >>"$tree/indexer/main.c"
finds sizes 'lines, at most 600'
many 201 '' >>"$tree/indexer/run.h"
finds sizes 'lines, at most 200'
{
    printf '%s\n' 'static void' 'too_long(void)' '{'
    many 58 '    f();'
    echo '}'
} >>"$tree/indexer/main.c"
finds sizes 'too_long has 62 lines, at most 60'

for file in common/base/buf.c common/base/buf.h tests/run.sh indexer/man/indexer.1 \
    Makefile; do
    sed "s/$spdx//" "$tree/$file" >"$work/new"
    cp "$work/new" "$tree/$file"
    finds spdx "$file"
done
put corpus/fetch '#!/bin/sh' 'echo got it'
finds spdx 'corpus/fetch'

put notes.txt 'a note'
finds toplevel 'notes.txt'
put doc/architecture.md 'text'
finds toplevel 'doc'

put README.md 'Read [this](common/doc/lost.md).'
finds links 'common/doc/lost.md'
put README.md 'Read `tests/lost.sh`.'
finds links 'tests/lost.sh'
put README.md 'Read `text/lost`.'
finds links 'text/lost'
put README.md 'Say `make coffee`.'
finds links 'make coffee'
put common/base/buf.h "/* $spdx */" '/* tests/unit/test_lost.c proves it. */'
finds links 'tests/unit/test_lost.c'

for path in /wor''k/main /far''m/x /roo''t/.cache /hom''e/me /tmp/k''b; do
    put tests/run.sh '#!/bin/sh' "# $spdx" "cd $path"
    finds paths "$path"
done

put common/base/lost.c "/* $spdx */"
finds sources 'in no list of the Makefile: common/base/lost.c'
rm "$tree/common/text/words.c"
finds sources 'but not there: common/text/words.c'
put tests/unit/test_lost.c "/* $spdx */"
finds sources 'tests/unit/test_lost.c'

# Left out of quotes as a careless author would.
put tests/run.sh '#!/bin/sh' "# $spdx" 'rm $1'
finds lint 'SC2086'
put indexer/man/indexer.1 ".\\\" $spdx" '.Dd November 22, 2026' '.Dt X 1' '.Os' '.Sh NAME' \
    '.Nm x' '.Nd an example' '.Zz' 
finds lint 'Zz'
put .clang-format 'BasedOnStyle: LLVM'
put indexer/main.c "/* $spdx */" 'int   x;'
finds lint 'indexer/main.c: not as clang-format has it'

exit $failed
