# SPDX-License-Identifier: GPL-2.0-or-later
# edit.awk: random edits of a corpus, as shell commands. Input: its files, a line each.
# Variables: seed, share (of the files that are touched), round, pool (a folder of more
# articles, out of which some come in).
function chance(n) {
    x = (x * 16807) % 2147483647 # Lehmer's generator
    return int(x % n)
}
BEGIN { x = seed + round * 7919 }
{
    files[n++] = $0
}
END {
    for (i = 0; i < 20; i++)
        chance(2)
    for (i = 0; i < n; i++) {
        if (chance(100000) >= share * 100000)
            continue
        what = chance(8)
        f = files[i]
        other = files[chance(n)]
        if (what == 0) # other query words
            printf "sed -i 's/^\\(\t*\\)Additional query words:.*/\\1Additional query words: backup restore round%d word%d/' '%s'\n",
                round, chance(50), f
        else if (what <= 2) # other words
            printf "sed -i 's/^\\(\\t*\\)SUMMARY/\\1SUMMARY/; 18s/$/ edited%d round%d backup/' '%s'\n",
                chance(50), round, f
        else if (what == 3) # gone for good, or until it comes back
            printf "mkdir -p '%s' && mv '%s' '%s/'%d\n", pool, f, pool, ++gone + round * 1000
        else if (what == 4) # touched
            printf "touch '%s'\n", f
        else if (what == 5) # another name
            printf "mv '%s' '%s.moved%d'\n", f, f, round
        else if (what == 6 && f != other) # two files swap what they hold
            printf "[ ! -f '%s' ] || [ ! -f '%s' ] || { cp '%s' swap; cp '%s' '%s'; cp swap '%s'; rm swap; }\n",
                f, other, f, other, f, other
        else # cut short: no article any more
            printf "[ ! -f '%s' ] || truncate -s 40 '%s'\n", f, f
    }
    # some of those that went come back
    printf "for f in '%s'/*; do [ ! -f \"$f\" ] || [ $(( ${f##*/} %% 3 )) != %d ] || mv \"$f\" 'corpus/back-%d-'\"${f##*/}\"; done\n",
        pool, round % 3, round
}
