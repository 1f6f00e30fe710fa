# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the tests share; a test reads it first: . "$KB_ROOT/tests/e2e/lib.sh"
set -u

SAMPLE=$KB_ROOT/corpus/sample

# say TEXT...: a heading of the transcript
say() {
    printf '\n# %s\n' "$*"
}

fail() {
    echo "FAILED: $*"
    exit 1
}

skip() {
    echo "$*" >&2
    exit 77
}

# quoted WORD...: the words as one would type them; a long one is cut
quoted() {
    for quoted_word; do
        case $quoted_word in
        '' | *[!-A-Za-z0-9_./=,:+@%]*) quoted_mark="'" ;;
        *) quoted_mark='' ;;
        esac
        if [ "${#quoted_word}" -gt 200 ]; then
            quoted_word="$(printf %.20s "$quoted_word" | tr '\n' ' ')...(${#quoted_word})"
        fi
        printf ' %s%s%s' "$quoted_mark" "$quoted_word" "$quoted_mark"
    done
}

# run COMMAND...: a command with what it says, stderr marked, and its exit status
run() {
    run_out=$(mktemp)
    run_err=$(mktemp)
    run_status=0
    "$@" >"$run_out" 2>"$run_err" || run_status=$?
    printf '$%s\n' "$(quoted "$@")"
    cat "$run_out"
    sed 's/^/err: /' "$run_err"
    echo "exit $run_status"
    rm -f "$run_out" "$run_err"
}

# A run that builds from nothing, whatever stands in the index folder.
ANEW='--full --allow-shrink=100'

# build INDEX CORPUS...: an index that a test needs, without a word
build() {
    # options are words
    # shellcheck disable=SC2086
    kbindex --quiet $ANEW -o "$@" || fail "kbindex $* ended with $?"
}

# page FILE NUMBER DATE TITLE TEXT: an article in page form
page() {
    mkdir -p "$(dirname "$1")"
    {
        printf -- '---\nlayout: page\ntitle: "Q%s: %s"\npermalink: /kb/000/Q%s/\n---\n\n' \
            "$2" "$4" "$2"
        printf '## Q%s: %s\n\n{%% raw %%}\n\n' "$2" "$4"
        printf '\tArticle: Q%s\n\tProduct(s): Test Product\n\tVersion(s): 1.0\n' "$2"
        printf '\tOperating System(s): \n\tKeyword(s): kbtest\n\tLast Modified: %s\n\t\n' "$3"
        printf '\tSUMMARY\n\t=======\n\t\n\t%s\n\t\n\n{%% endraw %%}\n' "$5"
    } >"$1"
}

# text FILE NUMBER DATE TITLE TEXT: an article in text form
text() {
    mkdir -p "$(dirname "$1")"
    {
        printf 'DOCUMENT:Q%s  %s  [test]\r\nTITLE   :%s\r\n' "$2" "$3" "$4"
        printf 'PRODUCT :Test Product\r\nPROD/VER:1.0\r\nOPER/SYS:\r\nKEYWORDS:kbtest\r\n\r\n'
        printf '%s\r\n' ======================================================================
        printf 'SUMMARY\r\n=======\r\n\r\n%s' "$5"
    } >"$1"
}

# many FOLDER COPIES: a corpus of so many copies of the sample, each with numbers and one
# word of its own
many() {
    mkdir -p "$1"
    find "$SAMPLE" -type f | LC_ALL=C sort | LC_ALL=C awk -v folder="$1" -v copies="$2" '
        function number_of(path) {
            match(path, /Q[0-9]+/)
            return substr(path, RSTART, RLENGTH)
        }
        {
            path = $0
            whole = ""
            while ((getline line < path) > 0)
                whole = whole line "\n"
            close(path)
            sub(/.*\//, "", path)
            if (path == "README.md")
                path = $0
            n++
            texts[n] = whole
            numbers[n] = number_of(path)
        }
        END {
            for (c = 1; c <= copies; c++)
                for (i = 1; i <= n; i++) {
                    whole = texts[i]
                    to = "Q" (1000000 + c * 1000 + i)
                    gsub(numbers[i], to, whole)
                    # lengths differ, and so do scores
                    words = " copy" c
                    for (w = (c * 7 + i * 3) % 11; w > 0; w--)
                        words = words " filler" w
                    sub(/Additional query words:/, "&" words, whole)
                    file = folder "/" to ".txt"
                    printf "%s", whole > file
                    close(file)
                }
        }'
}

# builds INDEX: how many there are
builds() {
    echo "builds: $(find "$1/builds" -mindepth 1 -maxdepth 1 | wc -l)"
}

# same_build INDEX BEFORE: whether the build in service is the one before
same_build() {
    if [ "$(readlink "$1/current")" = "$2" ]; then
        echo 'the same build is in service'
    else
        echo 'ANOTHER BUILD IS IN SERVICE'
    fi
}
