#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# layers.sh ROOT: arrows between folders go one way. An #include "..." may name a folder
# further left or its own:
#   base < shim < text < article < schema < index < query < search < {indexer | searcher} < tests
# Files of common are named with their folder; a program names its own files from its own
# folder, and never those of another program. The generator in corpus is such a program too.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$1
cd "$root"
faults=$("$here/files.sh" . '\.(c|h|cc|hh)$' | while IFS= read -r file; do
    awk -v file="$file" '
        function exists(path,    line, status) {
            status = (getline line < path)
            close(path)
            return status >= 0
        }
        function fault(what) {
            printf "%s:%d: #include \"%s\": %s\n", file, FNR, name, what
        }
        BEGIN {
            n_layers = split("base shim text article schema index query search", layers, " ")
            for (i = 1; i <= n_layers; i++)
                rank[layers[i]] = i
            split(file, part, "/")
            own = part[1] == "common" ? part[2] : part[1]
            dir = file
            sub("/[^/]*$", "", dir)
        }
        /^[ \t]*#[ \t]*include[ \t]*"/ {
            name = $0
            sub(/^[^"]*"/, "", name)
            sub(/".*$/, "", name)
            folder = name
            sub("/.*$", "", folder)
            if (name ~ /\.\./)
                fault("climbs out of its folder")
            else if (part[1] == "common" && !(own in rank))
                fault("folder common/" own " is in no layer")
            else if (part[1] == "common" && !(folder in rank))
                fault("common may name common only, as folder/file")
            else if (part[1] == "common" && rank[folder] > rank[own])
                fault(own " may not know " folder)
            else if (folder in rank && name ~ "/") {
                if (!exists("common/" name))
                    fault("no such file in common")
            } else if (part[1] ~ /^(indexer|searcher|corpus)$/) {
                if (!exists(part[1] "/" name) && !exists(dir "/" name))
                    fault("no file of " part[1])
            } else if (part[1] == "tests") {
                if (!exists(dir "/" name) && !exists("tests/unit/" name) && \
                    !exists("tests/relevance/" name) && \
                    !exists("indexer/" name) && !exists("searcher/" name))
                    fault("no such file")
            } else
                fault("no source stands in this folder")
        }' "$file"
done)
[ -n "$faults" ] || exit 0
printf '%s\n' "$faults"
exit 1
