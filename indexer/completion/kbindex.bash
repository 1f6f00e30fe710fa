# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of kbindex for bash: the options of its --help, and files.
# shellcheck shell=bash disable=SC2207

_kbindex() {
    if [[ $2 == -* ]]; then
        COMPREPLY=($(compgen -W "$(kbindex --help 2>/dev/null |
            sed -n 's/^  .*--\([a-z-]*\)\(=\{0,1\}\).*/--\1\2/p')" -- "$2"))
        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
    else
        COMPREPLY=($(compgen -f -- "$2"))
    fi
}
complete -o filenames -F _kbindex kbindex
