# SPDX-License-Identifier: GPL-2.0-or-later
# slips.awk -v seed=N: each line of standard input with one slip of the keyboard in one of
# its words of five small letters and more: a letter left out (40 %), put in (15 %),
# another from beside it on the keyboard (20 %), turned round with its neighbour, or the
# word written together with the next one (12 %). The first letter is hit seldom, as people
# do. A line without such a word stays. The same seed gives the same slips.

# 0 to below 1; Park & Miller, CACM 31(10), 1988
function chance() {
    state = state * 16807 % 2147483647
    return state / 2147483647
}

function pick(n) {
    return 1 + int(chance() * n)
}

function slip(word,    at, beside, kind) {
    at = chance() < 0.06 ? 1 : 1 + pick(length(word) - 1)
    beside = keys[substr(word, at, 1)]
    beside = substr(beside, pick(length(beside)), 1)
    kind = chance()
    if (kind < 0.4)
        return substr(word, 1, at - 1) substr(word, at + 1)
    if (kind < 0.55)
        return substr(word, 1, at) (chance() < 0.5 ? substr(word, at, 1) : beside) substr(word, at + 1)
    if (kind < 0.75)
        return substr(word, 1, at - 1) beside substr(word, at + 1)
    if (at == length(word))
        at--
    return substr(word, 1, at - 1) substr(word, at + 1, 1) substr(word, at, 1) substr(word, at + 2)
}

function is_word(word) {
    return length(word) >= 5 && word ~ /^[abcdefghijklmnopqrstuvwxyz]+$/
}

BEGIN {
    state = seed * 7919 % 2147483646 + 1
    n = split("a:qwsz b:vghn c:xdfv d:serfcx e:wsdr f:drtgvc g:ftyhbv h:gyujnb i:ujko " \
        "j:huikmn k:jiolm l:kop m:njk n:bhjm o:iklp p:ol q:wa r:edft s:awedxz t:rfgy " \
        "u:yhji v:cfgb w:qase x:zsdc y:tghu z:asx", row, " ")
    for (i = 1; i <= n; i++)
        keys[substr(row[i], 1, 1)] = substr(row[i], 3)
}

{
    n = split($0, words, " ")
    n_able = 0
    for (i = 1; i <= n; i++) {
        if (is_word(words[i]))
            able[++n_able] = i
    }
    joined = 0
    if (n_able > 0) {
        hit = able[pick(n_able)]
        if (hit < n && is_word(words[hit + 1]) && chance() < 0.12)
            joined = hit
        else {
            old = words[hit]
            do
                words[hit] = slip(old)
            while (words[hit] == old)
        }
    }
    line = ""
    for (i = 1; i <= n; i++)
        line = line words[i] (i == n || i == joined ? "" : " ")
    print line
}
