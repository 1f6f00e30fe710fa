#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Colours only on a terminal, unless asked for; lines fit the width; nothing in an article
# or a query reaches the terminal as a control character.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
export KBSEARCH_INDEX="$PWD/index"

# escapes visible
seen() {
    sed -e "s/$(printf '\033')/ESC/g" -e "s/$(printf '\r')//g"
}
# on_terminal VARIABLE=VALUE... COMMAND: with a terminal of its own
on_terminal() {
    # shellcheck disable=SC2016 # for the shell of script
    env "$@" script -qec 'kbsearch -n 1 $options legato tape' /dev/null </dev/null | seen
}
coloured() {
    if grep -q 'ESC\['; then echo colours; else echo plain; fi
}

say 'colours: number and title bold, product dim, words that match bold red'
kbsearch -n 1 --color=always legato tape | seen
say 'when'
echo "pipe:                   $(kbsearch -n 1 legato | seen | coloured)"
echo "pipe, always:           $(kbsearch -n 1 --color=always legato | seen | coloured)"
echo "pipe, always, NO_COLOR: $(NO_COLOR=1 kbsearch -n 1 --color=always legato | seen | coloured)"
echo "terminal:               $(on_terminal TERM=xterm | coloured)"
echo "terminal, never:        $(on_terminal TERM=xterm options=--color=never | coloured)"
echo "terminal, NO_COLOR:     $(on_terminal TERM=xterm NO_COLOR=1 | coloured)"
echo "terminal, NO_COLOR=:    $(on_terminal TERM=xterm NO_COLOR= | coloured)"
echo "terminal, dumb:         $(on_terminal TERM=dumb | coloured)"
echo "terminal, always, dumb: $(on_terminal TERM=dumb options=--color=always | coloured)"

say 'width'
COLUMNS=40 run kbsearch -n 1 backup hangs legato
COLUMNS=200 run kbsearch -n 1 backup hangs legato
for columns in 1 20 40 79 80 120 200 0 -5 none 99999; do
    COLUMNS=$columns kbsearch -n 50 windows error >lines
    echo "COLUMNS=$columns: longest line $(wc -L <lines)"
done

say 'JSON has no colours and no width'
COLUMNS=20 kbsearch --color=always -n 1 --format=json legato >one.json
kbsearch -n 1 --format=json legato >two.json
jq 'del(.took_us)' one.json >one
jq 'del(.took_us)' two.json >two
cmp one two && echo same

say 'control characters of an article, and of its title'
page corpus/a 100001 01-JAN-2000 "$(printf 'Title \033]0;owned\007 \302\233 \342\200\256 end')" \
    "$(printf 'hostile \033[2J text \303\251 here')"
build hostile corpus
kbsearch -i hostile hostile | LC_ALL=C sed -e 's/[^ -~]/<&>/g' | cat -v
kbsearch -i hostile --format=json hostile | jq -c '.hits[0] | {title, snippet}' -a
