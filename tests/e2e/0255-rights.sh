#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What a user may not read or write: files and folders of a corpus are skipped and named;
# an index folder is an error. Root may do all, so these tests run as somebody else.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"

as_user() {
    "$@"
}
if [ "$(id -u)" = 0 ]; then
    user=65534
    as_user() {
        setpriv --reuid="$user" --regid="$user" --clear-groups "$@"
    }
    mkdir bin
    cp "$(command -v kbindex)" "$(command -v kbsearch)" bin
    PATH=$PWD/bin:$PATH
    chown -R "$user:$user" .
    chmod go+x ..
    as_user kbindex --version >version 2>&1 || skip 'cannot become another user'
fi

as_user mkdir corpus corpus/locked index readonly
page corpus/1 100001 01-JAN-2000 'One' text
page corpus/2 100002 01-JAN-2000 'Two' text
page corpus/locked/3 100003 01-JAN-2000 'Three' text
chmod a+r corpus/1
chmod 0 corpus/2 corpus/locked

say 'corpus'
run as_user kbindex --quiet -o index --report=report corpus
jq -c '.skipped[]' report
run as_user kbindex --quiet -o index corpus/2
run as_user kbindex --quiet -o index corpus/locked/3
say 'index folder'
chmod 0555 readonly
run as_user kbindex --quiet -o readonly corpus
run as_user kbindex --quiet -o readonly/index corpus
before=$(readlink index/current)
chmod 0555 index/builds
run as_user kbindex --quiet --full -o index corpus
chmod 0755 index/builds
chmod 0555 index
run as_user kbindex --quiet --full -o index corpus
same_build index "$before"
builds index
say 'searching needs no right to write'
run as_user kbsearch -i index -n 1 text
say 'searching needs the right to read'
chmod 0 index/current/manifest.json
run as_user kbsearch -i index -n 1 text
chmod 0644 index/current/manifest.json
chmod 0 index/current/shard-0/postlist.glass
run as_user kbsearch -i index -n 1 text
chmod 0 index
run as_user kbsearch -i index -n 1 text
chmod 0755 index corpus/locked
