# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of kbsearch for bash: options, their words, article numbers, queries.
# shellcheck shell=bash disable=SC2207

# _kbsearch_suggest TYPED PATTERN: suggestions that are one word of this pattern
_kbsearch_suggest() {
    COMPREPLY=($(kbsearch "${index[@]}" --suggest="$1" -n 20 2>/dev/null | grep -xE "$2"))
}

_kbsearch() {
    local cur=$2 prev=$3 i index=() option=
    for ((i = 1; i < COMP_CWORD - 1; i++)); do
        [[ ${COMP_WORDS[i]} == -i ]] && index=(-i "${COMP_WORDS[i + 1]}")
    done
    # bash parts --show=Q2 into --show, = and Q2
    if [[ $cur == = ]]; then
        option=$prev cur=
    elif [[ $prev == = ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $option in
    --show | --open | --related)
        _kbsearch_suggest "${cur:-Q1}" 'Q[0-9]+'
        return
        ;;
    --format) COMPREPLY=($(compgen -W 'text json jsonl tsv' -- "$cur")) ;;
    --sort) COMPREPLY=($(compgen -W 'score date id' -- "$cur")) ;;
    --color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")) ;;
    --facets) COMPREPLY=($(compgen -W 'product year type' -- "$cur")) ;;
    --learned) COMPREPLY=($(compgen -W 'on off' -- "$cur")) ;;
    --boost) COMPREPLY=($(compgen -W 'title= querywords=' -- "$cur")) ;;
    --fields)
        COMPREPLY=($(compgen -W 'rank id title product modified score section snippet matched twins' -- "$cur"))
        ;;
    --index) COMPREPLY=($(compgen -d -- "$cur")) ;;
    --batch | --config) COMPREPLY=($(compgen -f -- "$cur")) ;;
    --build | --max | --page | --format-version | --suggest) COMPREPLY=() ;;
    *)
        case $cur,$prev in
        *,-i) COMPREPLY=($(compgen -d -- "$cur")) ;;
        *,-n) COMPREPLY=() ;;
        -*)
            COMPREPLY=($(compgen -W '--index= --build= --max= --page= --sort= --all --facets=
                --no-correct --boost= --explain --explain-query --show= --open=
                --related= --suggest= --batch= --learned=
                --format= --fields= --null --count --id-only --format-version= --color=
                --config= --help --version' -- "$cur"))
            [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
            ;;
        ?*,*)
            # the last word of a query
            _kbsearch_suggest "$cur" '[^ ]+'
            ;;
        esac
        ;;
    esac
}
complete -F _kbsearch kbsearch
