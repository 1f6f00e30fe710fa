#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# help.sh MANUAL FILE: print the help page's HTML: the text of kbquery(7) as mandoc sets it,
# without the manual's frame and what is about the command line, and FILE. All headings
# stand below the page's own.
set -eu

echo '<h1>How to search</h1>'
mandoc -T html -O fragment "$1" | awk '
    /^<table class="(head|foot)">/ { in_frame = 1 }
    in_frame { if (/<\/table>/) in_frame = 0; next }
    /^<section class="Sh">/ { held = $0; next }
    held != "" {
        left_out = /id="(NAME|ON_THE_COMMAND_LINE|EXIT_STATUS|SEE_ALSO|AUTHORS)"/
        if (!left_out)
            print held
        held = ""
        depth = 1
    }
    left_out {
        depth += gsub(/<section/, "<section") - gsub(/<\/section>/, "</section>")
        if (depth == 0)
            left_out = 0
        next
    }
    # A command line as an example: its query.
    /<code class="Li">\$ kbsearch/ {
        while (!/<\/div>/ && (getline rest) > 0) {
            sub(/^ +/, "", rest)
            $0 = $0 " " rest
        }
        if (/--explain-query/)
            next
        sub(/\$ kbsearch -i index '"'?"'/, "")
        sub(/'"'?"'<\/code>/, "</code>")
    }
    { print }' | sed -E \
    -e 's/<div class="manual-text">/<div class="manual">/' \
    -e 's/ style="[^"]*"//g' \
    -e 's/<(\/?)h1/<\1h2/g' -e 's/>DESCRIPTION</>In short</' \
    -e 's/>EXAMPLES</>Examples</' -e 's/>CAVEATS</>Limits</' \
    -e 's/<\/?a( [^>]*)?>//g' \
    -e 's/<var class="Ar">/<var>/g'
cat "$2"
