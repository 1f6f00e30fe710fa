/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/quick.h"

#include <stddef.h>

enum {
    N_OF_TERM = 1 << KB_CODE_WORD_BITS,
    BLOCK = 64 /* bytes that are compared at once */
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

/* Whether the words of a phrase behind one of them stand at the places from `at` on;
 * what is added to a word stands at its place. */
static bool
goes_on(const struct kb_need *need, size_t one, const unsigned char *at,
        const unsigned char *end)
{
    uint16_t code = 0;
    size_t k = one;
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
        fits =
            fits || k == one || need->words[k] == NULL || need->words[k]->code == code;
    }
    return fits && k + 1 >= need->n_words;
}

static bool
stands_at(const unsigned char *at, const unsigned char *end, uint16_t code)
{
    if (!is_hashed(code))
        return at < end && at[0] == code;
    return end - at > 1 && at[0] == code >> 8 && at[1] == (code & 0xff);
}

static ptrdiff_t
n_bytes_of(uint16_t code)
{
    return is_hashed(code) ? 2 : 1;
}

/* Where one word may end and another begin: the last byte of the first, or something
 * added, and then the first byte of the second, or something added. */
struct seam {
    unsigned char last;
    unsigned char next;
};

static bool
is_seam(const unsigned char *at, struct seam seam)
{
    return (at[0] == seam.last && (at[1] == seam.next || at[1] == KB_WORDS_ADDED)) ||
           (at[0] == KB_WORDS_ADDED && at[1] == seam.next);
}

/* The next seam; NULL = none. Compares without branches, many bytes by one instruction,
 * as most articles have none. */
static const unsigned char *
find_seam(const unsigned char *at, const unsigned char *end, struct seam seam)
{
    const unsigned char added = KB_WORDS_ADDED;
    for (; end - at > BLOCK; at += BLOCK) {
        unsigned char any = 0;
        for (int i = 0; i < BLOCK; i++) {
            unsigned char ends = (unsigned char)(at[i] == seam.last);
            unsigned char is_added = (unsigned char)(at[i] == added);
            unsigned char begins = (unsigned char)(at[i + 1] == seam.next);
            unsigned char adds = (unsigned char)(at[i + 1] == added);
            any |= (unsigned char)((ends & (begins | adds)) | (is_added & begins));
        }
        if (any != 0)
            break;
    }
    while (end - at > 1 && !is_seam(at, seam))
        at++;
    return end - at > 1 ? at : NULL;
}

/* The first of two neighbours in the phrase by which it is looked for: of those with
 * the fewest stop words, which stand everywhere. need->n_words = there are none. */
static size_t
rarest_pair(const struct kb_need *need)
{
    size_t best = need->n_words;
    int most = 0;
    for (size_t i = 0; i + 1 < need->n_words; i++) {
        const struct kb_word *first = need->words[i];
        const struct kb_word *second = need->words[i + 1];
        if (first == NULL || second == NULL)
            continue;
        int n_hashed = is_hashed(first->code) + is_hashed(second->code);
        if (n_hashed > most) {
            most = n_hashed;
            best = i;
        }
    }
    return best;
}

/* Whether the bytes of a phrase from its rarest pair on are there; they may belong to
 * other codes, but none is overseen. Reading all codes, to know where each begins,
 * takes many times as long. */
static bool
may_have_phrase(const struct kb_need *need, struct kb_span codes)
{
    const unsigned char *begin = (const unsigned char *)codes.data;
    const unsigned char *end = begin + codes.n_bytes;
    size_t i = rarest_pair(need);
    if (i == need->n_words)
        return true;
    uint16_t first = need->words[i]->code;
    uint16_t second = need->words[i + 1]->code;
    const struct seam seam = {
        (unsigned char)(first & 0xff),
        (unsigned char)(is_hashed(second) ? second >> 8 : second)};
    for (const unsigned char *at = begin; (at = find_seam(at, end, seam)) != NULL;
         at++) {
        const unsigned char *next = at + 1;
        bool is_first = next - begin >= n_bytes_of(first) &&
                        stands_at(next - n_bytes_of(first), next, first);
        if (is_first && goes_on(need, i, next, end))
            return true;
        if (at[0] == KB_WORDS_ADDED && stands_at(next, end, second) &&
            goes_on(need, i + 1, next + n_bytes_of(second), end))
            return true;
    }
    return false;
}

static enum kb_quick
judge_phrase(const struct kb_need *need, struct kb_span codes)
{
    const unsigned char *at = (const unsigned char *)codes.data;
    const unsigned char *end = at + codes.n_bytes;
    uint16_t code = 0;
    if (need->n_words == 0 || need->words[0] == NULL)
        return KB_QUICK_OPEN;
    if (!may_have_phrase(need, codes))
        return KB_QUICK_NO;
    uint16_t first = need->words[0]->code;
    while (at < end) {
        if (!next_code(&at, end, &code))
            at += end - at > 1 ? 2 : 1; /* a part begins: its kind */
        else if (code == first && goes_on(need, 0, at, end))
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
