/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which word comes next: ranks drawn so that words are as frequent, as new and as
 * clustered as in the archive. Knows no spelling (corpus/synth/words.h). Called by
 * corpus/synth/article.c; calls base. */
#ifndef KB_SYNTH_MODEL_H
#define KB_SYNTH_MODEL_H

#include "base/error.h"
#include "random.h"

enum {
    KB_MODEL_TOPICS = 32,      /* each article has one; a power of two */
    KB_MODEL_RANKS = 65536,    /* ranks that are drawn from a table (count) */
    KB_MODEL_COMMON = 128,     /* ranks below are words of every text */
    KB_MODEL_MAX_WORDS = 65536 /* of one article (count) */
};

/* A word as it stands in a text: its rank from 0, the most frequent, without end; and
 * bits that choose its form. */
struct kb_draw {
    uint64_t rank;
    uint64_t form;
};

/* What one article has said so far. */
struct kb_history {
    struct kb_draw *words; /* owned; KB_MODEL_MAX_WORDS */
    uint32_t n;            /* words so far */
    uint32_t n_new;        /* of them drawn, not repeated */
    uint32_t copy;         /* next word of the run that is being repeated */
    uint32_t n_copy;       /* words left of that run */
    uint32_t topic;        /* below KB_MODEL_TOPICS */
};

struct kb_model;

/**
 * The table of ranks.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_model_new(struct kb_model **out, struct kb_error *err) KB_CHECKED;

/**
 * Free a model; NULL is allowed.
 */
void kb_model_free(struct kb_model *model);

/**
 * A word of a topic, whatever was said before.
 */
uint64_t kb_model_rank(const struct kb_model *model, struct kb_random *random,
                       uint32_t topic);

/**
 * The next word of an article: an earlier one, with those behind it, or a new one. Put
 * into the history; there must be room.
 */
struct kb_draw kb_model_next(const struct kb_model *model, struct kb_random *random,
                             struct kb_history *history);

#endif
