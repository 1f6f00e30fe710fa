#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A shard is joined from parts of 1,000 articles, whose files are open at once: a build must
# not fail because few files may be open, where the system allows more.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
many corpus 90
run prlimit --nofile=24: kbindex --quiet -j 1 -o index corpus
run kbsearch -i index --format=json -n 1 legato
