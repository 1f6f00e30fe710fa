/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/words.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/mem.h"

struct kb_words {
    bool icu_only;
    UBreakIterator *breaks; /* NULL until a text needs ICU */
};

enum byte_class {
    OTHER,
    LETTER,
    DIGIT,
    EXTEND,     /* '_' joins everything */
    MID_NUMBER, /* ',' ';' join digits */
    MID_BOTH,   /* '.' '\'' join letters, and digits */
    NOT_ASCII
};

#define L LETTER
#define D DIGIT
#define N NOT_ASCII
#define L7 L, L, L, L, L, L, L
#define N16 N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N

/* clang-format off */
static const unsigned char classes[256] = {
    ['_'] = EXTEND, [','] = MID_NUMBER, [';'] = MID_NUMBER,
    ['.'] = MID_BOTH, ['\''] = MID_BOTH,
    ['0'] = D, D, D, D, D, D, D, D, D, D,
    ['A'] = L7, L7, L7, L, L, L, L, L,
    ['a'] = L7, L7, L7, L, L, L, L, L,
    [0x80] = N16, N16, N16, N16, N16, N16, N16, N16};
/* clang-format on */

#undef L
#undef D
#undef N
#undef L7
#undef N16

static inline enum byte_class
class_of(unsigned char c)
{
    return (enum byte_class)classes[c];
}

static bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Where ICU is not asked: at a colon and an at sign, which join in
 * some of its versions (CLDR 42) but separate in technical texts ("error:access"). */
static bool
is_cut(char c)
{
    return c == ':' || c == '@';
}

enum kb_status
kb_words_new(bool icu_only, struct kb_words **out, struct kb_error *err)
{
    struct kb_words *words = kb_mem_array(1, sizeof(*words));
    if (words == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a word splitter");
    words->icu_only = icu_only;
    *out = words;
    return KB_OK;
}

void
kb_words_free(struct kb_words *words)
{
    if (words == NULL)
        return;
    if (words->breaks != NULL)
        ubrk_close(words->breaks);
    kb_mem_free(words);
}

void
kb_segments_clear(struct kb_segments *segments)
{
    kb_mem_free(segments->items);
    segments->items = NULL;
    segments->n = 0;
    segments->capacity = 0;
}

static enum kb_status
add(struct kb_segments *out, size_t begin, size_t end, struct kb_error *err)
{
    enum kb_status st =
        kb_mem_grow(&out->items, out->n, &out->capacity, sizeof(*out->items));
    if (st != KB_OK)
        return kb_error_set(err, st, "no memory for %zu words", out->n);
    out->items[out->n].begin = (uint32_t)begin;
    out->items[out->n].end = (uint32_t)end;
    out->n++;
    return KB_OK;
}

/* Whether a word that has come to `i` goes on behind the one joining byte there. */
static bool
joins(const unsigned char *p, size_t i, size_t n, enum byte_class before)
{
    if (i + 1 >= n)
        return false;
    enum byte_class here = class_of(p[i]);
    enum byte_class after = class_of(p[i + 1]);
    if (before == LETTER && after == LETTER)
        return here == MID_BOTH;
    if (before == DIGIT && after == DIGIT)
        return here == MID_NUMBER || here == MID_BOTH;
    return false;
}

/* The ASCII scanner: cuts text[at, end), which holds no other bytes. */
static enum kb_status
split_ascii(struct kb_span text, size_t at, size_t end, struct kb_segments *out,
            struct kb_error *err)
{
    const unsigned char *p = (const unsigned char *)text.data;
    size_t i = at;
    while (i < end) {
        enum byte_class c = class_of(p[i]);
        if (c != LETTER && c != DIGIT && c != EXTEND) {
            i++;
            continue;
        }
        size_t begin = i;
        bool found = false;
        for (;;) {
            enum byte_class last = OTHER;
            while (i < end && (c = class_of(p[i])) >= LETTER && c <= EXTEND) {
                found = found || c != EXTEND;
                last = c;
                i++;
            }
            if (!joins(p, i, end, last))
                break;
            i++;
        }
        if (found) {
            enum kb_status st = add(out, begin, i, err);
            if (st != KB_OK)
                return st;
        }
    }
    return KB_OK;
}

static enum kb_status
open_breaks(struct kb_words *words, struct kb_error *err)
{
    if (words->breaks != NULL)
        return KB_OK;
    UErrorCode icu = U_ZERO_ERROR;
    words->breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &icu);
    if (U_FAILURE(icu)) {
        words->breaks = NULL;
        return kb_error_set(err, KB_E_INTERNAL, "no word rules in ICU: %s",
                            u_errorName(icu));
    }
    return KB_OK;
}

/* ICU takes a run of '_' for a word. */
static bool
has_word(struct kb_span segment)
{
    size_t i = 0;
    while (i < segment.n_bytes && segment.data[i] == '_')
        i++;
    return i < segment.n_bytes;
}

/* ICU cuts text[at, end), which holds no is_cut byte. */
static enum kb_status
split_stretch(struct kb_words *words, struct kb_span text, size_t at, size_t end,
              struct kb_segments *out, struct kb_error *err)
{
    UErrorCode icu = U_ZERO_ERROR;
    UText view = UTEXT_INITIALIZER;
    utext_openUTF8(&view, text.data + at, (int64_t)(end - at), &icu);
    ubrk_setUText(words->breaks, &view, &icu);
    if (U_FAILURE(icu)) {
        utext_close(&view);
        return kb_error_set(err, KB_E_INTERNAL, "ICU cannot read text: %s",
                            u_errorName(icu));
    }
    int32_t begin = ubrk_first(words->breaks);
    int32_t stop;
    enum kb_status st = KB_OK;
    while (st == KB_OK && (stop = ubrk_next(words->breaks)) != UBRK_DONE) {
        struct kb_span segment =
            kb_span_at(text.data + at + (size_t)begin, (size_t)(stop - begin));
        if (ubrk_getRuleStatus(words->breaks) >= UBRK_WORD_NONE_LIMIT &&
            has_word(segment))
            st = add(out, at + (size_t)begin, at + (size_t)stop, err);
        begin = stop;
    }
    utext_close(&view);
    return st;
}

/* ICU cuts text[at, end). */
static enum kb_status
split_icu(struct kb_words *words, struct kb_span text, size_t at, size_t end,
          struct kb_segments *out, struct kb_error *err)
{
    enum kb_status st = open_breaks(words, err);
    while (at < end && st == KB_OK) {
        size_t stop = at;
        while (stop < end && !is_cut(text.data[stop]))
            stop++;
        if (stop > at)
            st = split_stretch(words, text, at, stop, out, err);
        at = stop + 1;
    }
    return st;
}

/* Words never reach across a space, so text is cut into stretches between spaces: those
 * that are ASCII to the scanner, the others to ICU. */
enum kb_status
kb_words_split(struct kb_words *words, struct kb_span text, struct kb_segments *out,
               struct kb_error *err)
{
    const unsigned char *p = (const unsigned char *)text.data;
    if (words->icu_only)
        return split_icu(words, text, 0, text.n_bytes, out, err);
    size_t done = 0;
    size_t i = 0;
    while (i < text.n_bytes) {
        if (p[i] < 0x80) {
            i++;
            continue;
        }
        size_t begin = i;
        while (begin > done && !is_space(text.data[begin - 1]))
            begin--;
        while (i < text.n_bytes && !is_space(text.data[i]))
            i++;
        enum kb_status st = split_ascii(text, done, begin, out, err);
        if (st == KB_OK)
            st = split_icu(words, text, begin, i, out, err);
        if (st != KB_OK)
            return st;
        done = i;
    }
    return split_ascii(text, done, text.n_bytes, out, err);
}
