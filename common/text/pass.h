/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One text while it is analysed: its segments, the words they are, and the tokens they
 * become. Called by text/{analyze,compound,name} alone; calls text/{lexicon,code} and
 * base. */
#ifndef KB_TEXT_PASS_H
#define KB_TEXT_PASS_H

#include "text/analyze.h"
#include "text/words.h"

/* Between words that stand side by side. */
#define KB_PASS_SPACES " \t\r\n"

struct kb_pass {
    struct kb_span text;
    const struct kb_segment *segments; /* borrowed, as all here */
    size_t n;                          /* of them (count) */
    const struct kb_word **words;      /* one a segment; NULL = too long to be one */
    struct kb_lexicon *lexicon;
    struct kb_buf *compound; /* what is put together */
    struct kb_tokens *out;
    uint32_t base;   /* position of the first segment */
    size_t name_end; /* segments before it belong to a name that was found */
    struct kb_error *err;
};

static inline bool
kb_pass_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool
kb_pass_is_alnum(char c)
{
    return kb_pass_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline struct kb_span
kb_pass_segment(const struct kb_pass *p, size_t i)
{
    const struct kb_segment *s = &p->segments[i];
    return kb_span_at(p->text.data + s->begin, s->end - s->begin);
}

/**
 * The bytes between segment i and the next; the rest of the text behind the last.
 */
struct kb_span kb_pass_gap(const struct kb_pass *p, size_t i);

/**
 * Whether a word follows segment i with nothing but one `c` between them.
 */
bool kb_pass_gap_is(const struct kb_pass *p, size_t i, char c);

/**
 * Whether a word follows segment i with nothing but those bytes between them.
 */
bool kb_pass_gap_of(const struct kb_pass *p, size_t i, const char *bytes);

/**
 * The byte `back` before segment i; a space at the text's begin.
 */
char kb_pass_before(const struct kb_pass *p, size_t i, size_t back);

/**
 * The word of the lexicon; NULL when it is empty or too long to be one.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_pass_find(struct kb_pass *p, struct kb_span folded,
                            const struct kb_word **out) KB_CHECKED;

/**
 * Append a token for segments first to last. Fails: KB_E_NOMEM.
 */
enum kb_status kb_pass_emit(struct kb_pass *p, const struct kb_word *word, size_t first,
                            size_t last, enum kb_token_kind kind) KB_CHECKED;

/**
 * The same with what stands in `compound`, if that is a word.
 */
enum kb_status kb_pass_emit_compound(struct kb_pass *p, size_t first, size_t last,
                                     enum kb_token_kind kind) KB_CHECKED;

/**
 * Append the code that a word is, if it is one that has another normal form.
 *
 *   negative   a minus sign stands before it
 */
enum kb_status kb_pass_emit_code(struct kb_pass *p, struct kb_span word, bool negative,
                                 size_t first, size_t last) KB_CHECKED;

/**
 * Put the words of segments first to last into `compound`, `between` between them.
 *
 * Fails: KB_E_NOMEM; KB_E_LIMIT.
 */
enum kb_status kb_pass_spell(struct kb_pass *p, size_t first, size_t last,
                             struct kb_span between) KB_CHECKED;

#endif
