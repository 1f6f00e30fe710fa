#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tune.sh: search of the parameters of ranking; writes common/search/params.h.
#   CORPUS     what to index: the whole archive, or what comes out means little
#   INDEX      use this one and build none
#   N          queries of each set (1000)
#   PARAMS     the file to write (common/search/params.h)
#   THESAURUS  to learn from (that of mythes-en-us, where it is), or none
#   KB_BUILD   tree with the programs (build)
# The same corpus gives the same parameters. Look at the difference, build, and let
# `make relevance` confirm before a commit.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${KB_BUILD:-$root/build}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
index=${INDEX:-$work/index}
if [ -z "${INDEX:-}" ]; then
    "$build/kbindex" -q ${THESAURUS:+--thesaurus="$THESAURUS"} -o "$index" "${CORPUS:-$root/corpus/sample}"
fi
thesaurus=${THESAURUS:-/usr/share/mythes/th_en_US_v2.dat}
if [ "$thesaurus" != none ] && { [ -n "${THESAURUS:-}" ] || [ -r "$thesaurus" ]; }; then
    set -- -t "$thesaurus"
fi
"$build/relevance/tune" -n "${N:-1000}" "$@" "$index" "$work" "${PARAMS:-$root/common/search/params.h}"
