#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# links.sh ROOT: what the texts name is there: relative links and `paths` and `make TARGET`s
# of *.md, and paths in comments of sources.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
work=$(mktemp)
trap 'rm -f "$work"' EXIT

# A path from the top, or from common as #include has it; without ending it may be a module.
is_there() {
    for prefix in "" common/; do
        for ending in "" .c .cc .h .sh; do
            [ ! -e "$prefix${1%/}$ending" ] || return 0
        done
    done
    return 1
}

"$here/files.sh" . '\.md$' | grep -v '^corpus/sample/' | while IFS= read -r file; do
    folder=$(dirname "$file")
    grep -noE '\]\([^)]+\)' "$file" | sed 's/](\(.*\))$/\1/' |
        while IFS=: read -r line target; do
            case $target in
            http://* | https://* | mailto:* | \#*) continue ;;
            esac
            [ -e "$folder/${target%%#*}" ] || echo "$file:$line: link to $target"
        done
    # shellcheck disable=SC2016 # the marks of Markdown
    grep -noE '`[^`]+`' "$file" | sed 's/`//g' | while IFS=: read -r line target; do
        case $target in
        make\ *)
            word=$(printf '%s' "${target#make }" | tr ' ' '\n' | grep -v = | head -n 1)
            case $word in
            '' | *[!a-z-]*) continue ;;
            esac
            grep -qE "^$word:" Makefile || echo "$file:$line: no target: $target"
            continue
            ;;
        *[!A-Za-z0-9_./-]* | /* | ../*) continue ;;
        esac
        # `kb/012/Q12422/README.md` is a path of the archive, `build/x` comes later
        case $target in
        common/* | indexer/* | searcher/* | corpus/* | tests/* | .ci/* | \
            base/* | shim/* | text/* | article/* | schema/* | index/*) ;;
        *) continue ;;
        esac
        is_there "$target" || [ -e "$folder/$target" ] ||
            echo "$file:$line: no such path: $target"
    done
done >"$work"

"$here/files.sh" . '\.(c|h|cc|hh)$' | while IFS= read -r file; do
    grep -noE '(^|[^A-Za-z0-9_./-])(common|indexer|searcher|corpus|tests)/[A-Za-z0-9_./-]+' \
        "$file" | sed -E 's/:[^A-Za-z0-9_.\/-]/:/; s/[.,]+$//' |
        while IFS=: read -r line target; do
            is_there "$target" || echo "$file:$line: no such path: $target"
        done
done >>"$work"

[ -s "$work" ] || exit 0
cat "$work"
exit 1
