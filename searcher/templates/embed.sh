#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# embed.sh FILE...: print a C source that has the files as assets (render/asset.h), each
# also compressed. The same files give the same source.
set -eu

# bytes: standard input as members of an array
bytes() {
    od -An -v -tx1 | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
}

echo '#include "render/asset.h"'
n=0
for file; do
    n=$((n + 1))
    printf 'static const unsigned char plain_%s[] = {\n' "$n"
    bytes <"$file"
    printf '};\nstatic const unsigned char packed_%s[] = {\n' "$n"
    gzip -9nc "$file" | bytes
    echo '};'
done
echo 'const struct kb_asset kb_assets[] = {'
n=0
for file; do
    n=$((n + 1))
    version=$(sha256sum <"$file" | cut -c1-16)
    printf '    {"%s", {(const char *)plain_%s, sizeof(plain_%s)},\n' \
        "$(basename "$file")" "$n" "$n"
    printf '     {(const char *)packed_%s, sizeof(packed_%s)}, "%s"},\n' "$n" "$n" "$version"
done
printf '    {NULL, {NULL, 0}, {NULL, 0}, NULL},\n};\n'
