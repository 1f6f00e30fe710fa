#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The build in service is damaged, edited, of the past or of the future: the next run says so,
# builds from nothing and puts it right. --verify finds a single flipped bit.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
many corpus 3
build whole corpus
fresh() {
    say "$1"
    rm -rf index
    cp -a whole index
    manifest=index/current/manifest.json
}
# flip FILE OFFSET: one bit
flip() {
    byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
    # shellcheck disable=SC2059 # an octal number
    printf "\\$(printf %o $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}
mended() {
    run kbindex -o index --verify
    [ "${1:-}" = untouched ] || page corpus/new 999999 01-JAN-2000 New "word $(date +%N)"
    kbindex --format=json -o index corpus >summary 2>err || echo "exit $?"
    grep -v -e reading -e " left$" -e building -e updating -e publishing -e learning err
    # A flipped bit of what is packed can show as either of two.
    jq -r '"\(.action): \(.why_full)"' summary | sed -e 's/[0-9]\{8\}T[0-9]*Z[a-z]*/BUILD/g' \
        -e 's/it is damaged: .*/its bytes do not fit its check sum/'
    kbindex -q -o index --verify && kbsearch -i index -n 1 legato | sed -n 1p
}
for file in shard-0/postlist.glass shard-0/termlist.glass shard-0/docdata.glass; do
    fresh "a flipped bit: $file"
    flip "index/current/$file" 9000
    mended
done
fresh 'a flipped bit: the table of inputs'
flip index/current/inputs 300
mended
fresh 'a table of the index is gone'
rm index/current/shard-0/termlist.glass
mended untouched
fresh 'a table is cut short'
truncate -s 8192 index/current/shard-0/postlist.glass
mended untouched
fresh 'the table of inputs is gone'
rm index/current/inputs
mended untouched
fresh 'the table of inputs is of tomorrow'
zstd -qdc index/current/inputs >inputs
printf '\002' | dd of=inputs bs=1 seek=8 conv=notrunc 2>/dev/null
zstd -1 --no-check -qf inputs -o index/current/inputs
mended untouched
fresh 'the manifest is edited'
jq '.articles = 1' whole/current/manifest.json >"$manifest"
mended untouched
fresh 'the manifest is cut short'
head -c 300 whole/current/manifest.json >"$manifest"
mended untouched
fresh 'the manifest is of the future'
jq '.format = 99' whole/current/manifest.json >"$manifest"
mended untouched
fresh 'another schema'
jq '.schema = 99' whole/current/manifest.json >"$manifest"
mended untouched
fresh 'another analysis'
jq '.analyzer = "rules of the past"' whole/current/manifest.json >"$manifest"
mended untouched
fresh 'current leads nowhere'
ln -sfn builds/20000101T000000Za index/current
mended untouched
