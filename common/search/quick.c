/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/quick.h"

#include <stddef.h>

enum {
    N_OF_TERM = 1 << KB_CODE_WORD_BITS
};

static bool
is_hashed(uint16_t code)
{
    return (code & KB_CODE_HASHED) != 0;
}

/* Whether the bytes of a code are there, its lowest bits masked; those of two codes
 * side by side may be taken for it, but none is overseen. */
static bool
may_have(struct kb_span codes, uint16_t code, uint16_t mask)
{
    int head = is_hashed(code) ? code >> 8 : code;
    const char *end = codes.data + codes.n_bytes;
    const char *at =
        codes.n_bytes == 0 ? NULL : memchr(codes.data, head, codes.n_bytes);
    while (at != NULL && is_hashed(code) && at + 1 < end) {
        if ((((unsigned char)at[1] ^ code) & mask & 0xff) == 0)
            return true;
        at = memchr(at + 1, head, (size_t)(end - at) - 1);
    }
    return at != NULL && !is_hashed(code);
}

/* The code at `*at`, which moves behind it; false at the end or where a part begins. */
static bool
next_code(const unsigned char **at, const unsigned char *end, uint16_t *code)
{
    const unsigned char *p = *at;
    if (p == end || *p == KB_WORDS_PART)
        return false;
    bool is_two = *p >= 0x80 && end - p > 1;
    unsigned wide = is_two ? (unsigned)p[0] << 8 | p[1] : p[0];
    *code = (uint16_t)wide;
    *at = p + (is_two ? 2 : 1);
    return true;
}

/* Whether the words of a phrase but its first stand at the places from `at` on; what is
 * added to a word stands at its place. */
static bool
goes_on(const struct kb_need *need, const unsigned char *at, const unsigned char *end)
{
    uint16_t code = 0;
    size_t k = 0;
    bool fits = true;
    while (next_code(&at, end, &code)) {
        bool is_added = code == KB_WORDS_ADDED;
        if (is_added && !next_code(&at, end, &code))
            break;
        if (!is_added) { /* the next place */
            if (!fits || ++k == need->n_words)
                return fits;
            fits = false;
        }
        fits = fits || k == 0 || need->words[k] == NULL || need->words[k]->code == code;
    }
    return fits && k + 1 >= need->n_words;
}

static bool
stands_at(const char *at, const char *end, uint16_t code)
{
    if (!is_hashed(code))
        return at < end && (unsigned char)at[0] == code;
    return end - at > 1 && (unsigned char)at[0] == code >> 8 &&
           (unsigned char)at[1] == (code & 0xff);
}

static const char *
find_byte(const char *from, const char *end, int byte)
{
    return from < end ? memchr(from, byte, (size_t)(end - from)) : NULL;
}

/* Whether a word may end before `at`: its code there, or something added to a word. */
static bool
ends_at(const char *begin, const char *at, uint16_t code)
{
    ptrdiff_t room = at - begin;
    ptrdiff_t n_bytes = is_hashed(code) ? 2 : 1;
    if (room >= n_bytes && stands_at(at - n_bytes, at, code))
        return true;
    for (ptrdiff_t back = 1; back <= 3 && back <= room; back++) {
        if (at[-back] == KB_WORDS_ADDED)
            return true;
    }
    return false;
}

/* Whether one word may stand before another: their codes side by side, or something
 * added to the first, or the second added to another. Looks at bytes, whichever codes
 * they belong to, which costs a tenth of reading the codes; for those of the second
 * word where the first is a stop word, which stands everywhere. */
static bool
may_follow(struct kb_span codes, uint16_t first, uint16_t second)
{
    const char *end = codes.data + codes.n_bytes;
    bool by_second = !is_hashed(first) && is_hashed(second);
    uint16_t sought = by_second ? second : first;
    int head = is_hashed(sought) ? sought >> 8 : sought;
    const char *at = codes.data;
    for (; (at = find_byte(at, end, head)) != NULL; at++) {
        const char *next = at + (is_hashed(first) ? 2 : 1);
        if (!stands_at(at, end, sought))
            continue;
        if (by_second
                ? ends_at(codes.data, at, first)
                : stands_at(next, end, second) || stands_at(next, end, KB_WORDS_ADDED))
            return true;
    }
    for (at = codes.data; !by_second && (at = find_byte(at, end, KB_WORDS_ADDED));
         at++) {
        if (stands_at(at + 1, end, second))
            return true;
    }
    return false;
}

/* Whether all neighbours of a phrase may stand side by side; the rarest pairs, which
 * have the fewest stop words, are looked for first. */
static bool
may_have_pairs(const struct kb_need *need, struct kb_span codes)
{
    for (size_t n_stop = 0; n_stop <= 2; n_stop++) {
        for (size_t i = 0; i + 1 < need->n_words; i++) {
            const struct kb_word *first = need->words[i];
            const struct kb_word *second = need->words[i + 1];
            if (first == NULL || second == NULL ||
                (size_t)!is_hashed(first->code) + !is_hashed(second->code) != n_stop)
                continue;
            if (!may_follow(codes, first->code, second->code))
                return false;
        }
    }
    return true;
}

static enum kb_quick
judge_phrase(const struct kb_need *need, struct kb_span codes)
{
    const unsigned char *at = (const unsigned char *)codes.data;
    const unsigned char *end = at + codes.n_bytes;
    uint16_t code = 0;
    if (need->n_words == 0 || need->words[0] == NULL)
        return KB_QUICK_OPEN;
    if (!may_have_pairs(need, codes))
        return KB_QUICK_NO;
    uint16_t first = need->words[0]->code;
    while (at < end) {
        if (!next_code(&at, end, &code))
            at += end - at > 1 ? 2 : 1; /* a part begins: its kind */
        else if (code == first && goes_on(need, at, end))
            return KB_QUICK_YES;
    }
    return KB_QUICK_NO;
}

static enum kb_quick
judge_term(const struct kb_word *word, struct kb_span codes)
{
    return may_have(codes, word->code, (uint16_t) ~(N_OF_TERM - 1u)) ? KB_QUICK_YES
                                                                     : KB_QUICK_NO;
}

static enum kb_quick
judge_prefix(const struct kb_need *need, struct kb_span codes)
{
    for (size_t i = 0; i < need->n_words; i++) {
        if (may_have(codes, need->words[i]->code, UINT16_MAX))
            return KB_QUICK_YES;
    }
    return need->n_words == 0 ? KB_QUICK_YES : KB_QUICK_NO;
}

static enum kb_quick
judge_parts(const struct kb_need *need, struct kb_span codes)
{
    bool all = need->kind != KB_NEED_ANY;
    bool is_open = false;
    for (size_t i = 0; i < need->n_parts; i++) {
        enum kb_quick part = kb_quick_judge(need->parts[i], codes);
        if (part == (all ? KB_QUICK_NO : KB_QUICK_YES))
            return part;
        is_open = is_open || part == KB_QUICK_OPEN;
    }
    return is_open ? KB_QUICK_OPEN : all ? KB_QUICK_YES : KB_QUICK_NO;
}

enum kb_quick
kb_quick_judge(const struct kb_need *need, struct kb_span codes)
{
    enum kb_quick parts = KB_QUICK_OPEN;
    switch (need->kind) {
    case KB_NEED_TERM:
        return judge_term(need->words[0], codes);
    case KB_NEED_PHRASE:
        return judge_phrase(need, codes);
    case KB_NEED_PREFIX:
        return judge_prefix(need, codes);
    case KB_NEED_NOT:
        return KB_QUICK_YES;
    case KB_NEED_ALL:
    case KB_NEED_ANY:
        return judge_parts(need, codes);
    case KB_NEED_NEAR:
    case KB_NEED_IN:
        parts = judge_parts(need, codes);
        break;
    }
    return parts == KB_QUICK_NO ? KB_QUICK_NO : KB_QUICK_OPEN;
}

bool
kb_quick_refuses(const struct kb_need *need)
{
    size_t n = 0;
    switch (need->kind) {
    case KB_NEED_PREFIX:
        return need->n_words > 0;
    case KB_NEED_NOT:
        return false;
    case KB_NEED_ALL:
    case KB_NEED_ANY:
        for (size_t i = 0; i < need->n_parts; i++)
            n += kb_quick_refuses(need->parts[i]);
        break;
    case KB_NEED_TERM:
    case KB_NEED_PHRASE:
    case KB_NEED_NEAR:
    case KB_NEED_IN:
        return true;
    }
    return need->kind == KB_NEED_ALL ? n > 0 : n == need->n_parts;
}
