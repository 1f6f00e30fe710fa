# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of kbindex for fish: the options of its --help, and files.

for line in (kbindex --help 2>/dev/null | string match -r '^  .*--[a-z-]+.*')
    set -l name (string replace -r '^.*--([a-z-]+).*$' '$1' -- $line)
    set -l text (string replace -r '^.*--[a-z-]+(=[^ ]+)? +' '' -- $line)
    if string match -q -r -- "--$name=" $line
        complete -c kbindex -l $name -r -F -d $text
    else
        complete -c kbindex -l $name -d $text
    end
end
