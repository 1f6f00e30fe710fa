#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Files that are no good article: each is skipped with its reason, or taken for what it
# holds; the others are indexed, nothing is lost without a word.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
page corpus/good.md 100001 01-JAN-2000 'A good one' 'plain text'

: >corpus/empty
echo 'just some words' >corpus/no-article.txt
head -c 4096 /dev/zero >corpus/zeros
printf '\177ELF\002\001\001\000\000\377\376\375binary' >corpus/binary
printf 'DOCUMENT:Q0000  01-JAN-2000  [x]\r\nTITLE   :x\r\n' >corpus/number-zero.txt
printf 'DOCUMENT:Q99999999  01-JAN-2000  [x]\r\nTITLE   :x\r\n' >corpus/number-large.txt
printf 'DOCUMENT:\r\n' >corpus/number-none.txt
page large.md 100002 01-JAN-2000 'Front matter of a 100 MB file' 'text'
cp large.md corpus/large-100-mb.md
truncate -s 100M corpus/large-100-mb.md
truncate -s 100M corpus/zeros-100-mb
page whole 100003 01-JAN-2000 'Truncated in its front matter' 'text'
head -c 20 whole >corpus/truncated-before-title.md
head -c 60 whole >corpus/truncated-in-title.md
page whole 100004 01-JAN-2000 'Truncated in its header' 'text'
head -c 200 whole >corpus/truncated-in-header.md
page corpus/nul.md 100005 01-JAN-2000 'With bytes that are zero' 'before@beyond nulword'
tr '@' '\000' <corpus/nul.md >nul
mv nul corpus/nul.md
page corpus/bytes.md 100006 01-JAN-2000 'With bytes that are not UTF-8' \
    "$(printf 'caf\351 \377\376 \300\257 bytesword')"
page corpus/long-line.md 100007 01-JAN-2000 'With a line of 1 MB' \
    "$(head -c 60000 /dev/zero | tr '\0' 'y') longword"
head -c 1000000 /dev/zero | tr '\0' 'z' | sed 's/$/ endword/' >>corpus/long-line.md
page corpus/words-line.md 100008 01-JAN-2000 'With 150,000 words in a line' 'text'
seq -s ' ' 1 150000 >>corpus/words-line.md
mkfifo corpus/pipe

run kbindex -o index --report=report corpus
say 'the report'
jq . report
say 'what was taken is found'
for word in plain nulword before beyond bytesword 'café' longword endword header matter 149999; do
    printf '%-10s %s\n' "$word" "$(kbsearch -i index -n 1 "$word" | sed -n 's/^ 1. //p')"
done
kbsearch -i index nulword | cat -v
kbsearch -i index --format=json bytesword | jq -c '.hits[0].snippet'
