#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# An index of another version, or one that has lost a part: status 3, what is wrong, and
# what to do about it. A new run puts it right.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build whole "$SAMPLE"
build_id=$(basename "$(readlink whole/current)")

fresh() {
    say "$1"
    rm -rf index
    cp -a whole index
}
manifest() {
    jq "$@" whole/current/manifest.json >index/current/manifest.json
}
search() {
    run kbsearch -i index -n 1 legato
}
fresh 'older schema'
manifest '.schema = 0'
search
echo legato | run kbsearch -i index --batch=-
fresh 'other analyzer'
manifest '.analyzer = "rules 0, icu of another time"'
search
fresh 'other format of the manifest'
manifest '.format = 99'
search
fresh 'manifest without its digest'
manifest 'del(.digest)'
search
fresh 'manifest with a shard in another place'
manifest '.shards[0].name = "../../../whole/current/shard-0"'
search
fresh 'manifest without shards'
manifest '.shards = []'
search
fresh 'manifest that is cut'
head -c 100 whole/current/manifest.json >index/current/manifest.json
search
fresh 'manifest that is empty'
: >index/current/manifest.json
search
fresh 'lost: manifest'
rm index/current/manifest.json
search
fresh 'lost: shard'
rm -r index/current/shard-0
search
for table in postlist docdata termlist; do
    fresh "lost: $table table"
    rm "index/current/shard-0/$table.glass"
    search
    fresh "cut: $table table"
    truncate -s 8192 "index/current/shard-0/$table.glass"
    search
    fresh "empty: $table table"
    : >"index/current/shard-0/$table.glass"
    search
    fresh "overwritten: $table table"
    size=$(stat -c %s "index/current/shard-0/$table.glass")
    head -c "$size" /dev/zero | tr '\0' 'x' >"index/current/shard-0/$table.glass"
    search
done
fresh 'lost: the version file of a shard'
rm index/current/shard-0/iamglass
search
fresh 'lost: current'
rm index/current
search
fresh 'lost: builds'
rm -r index/builds
search
fresh 'current points elsewhere'
ln -sfn ../whole/builds/"$build_id" index/current
search
fresh 'current is a folder'
rm index/current
cp -r "whole/builds/$build_id" index/current
search
fresh 'current points to a build that is gone'
ln -sfn builds/20000101T000000Za index/current
search
fresh 'what is left over does no harm: put right by the next run'
rm -r index/current/shard-0
run kbindex --quiet -o index "$SAMPLE"
search
