/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words in lines: titles, sentences, paragraphs, in the tabbed lines of the page form.
 * Which parts an article has is the business of corpus/synth/article.c, its caller;
 * calls corpus/synth/{model,words}.h and base. */
#ifndef KB_SYNTH_PROSE_H
#define KB_SYNTH_PROSE_H

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "model.h"
#include "words.h"

enum {
    KB_PROSE_COLUMNS = 80, /* of a line at most (count) */
    KB_PROSE_WORD_BYTES =
        KB_WORDS_MAX_BYTES + 32 /* room that a word with a phrase before it needs */
};

struct kb_prose {
    const struct kb_model *model;       /* borrowed */
    const struct kb_words_table *table; /* borrowed */
    struct kb_history history;
    struct kb_random text;  /* what is said */
    struct kb_random twist; /* where a twin says something else */
    bool is_twin;
    uint32_t column;    /* of the next byte */
    struct kb_buf *out; /* borrowed; has room for what is put next */
};

static inline void
kb_prose_put_bytes(struct kb_prose *prose, const char *bytes, size_t n)
{
    memcpy(prose->out->data + prose->out->n_bytes, bytes, n);
    prose->out->n_bytes += n;
}

static inline void
kb_prose_put(struct kb_prose *prose, const char *text)
{
    kb_prose_put_bytes(prose, text, strlen(text));
}

/**
 * A number in decimal digits, at least `n_digits` of them.
 */
void kb_prose_number(struct kb_prose *prose, uint32_t number, unsigned n_digits);

/**
 * A word with a blank before it where the line has one; the line goes on below when
 * it is full.
 */
void kb_prose_word(struct kb_prose *prose, struct kb_draw draw, bool capital);

/**
 * The next word of the article; a twin has another one now and then.
 */
struct kb_draw kb_prose_next(struct kb_prose *prose);

/**
 * Sentences and paragraphs of `n` words.
 */
void kb_prose_text(struct kb_prose *prose, uint32_t n);

/**
 * A title of `n` words, in one line.
 */
void kb_prose_title(struct kb_prose *prose, uint32_t n);

/**
 * One of the sentences that many articles have, of ranks below `n_ranks`.
 *
 *   sentence   the stream of the sentence
 *
 * Returns its number of words.
 */
uint32_t kb_prose_stock(struct kb_prose *prose, struct kb_random sentence,
                        uint32_t n_ranks);

#endif
