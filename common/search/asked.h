/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query string -> the terms it asks for, with what the index knows of each. Scores
 * nothing and reads no articles. Called by the other files of search; calls text,
 * schema, the shim and base. */
#ifndef KB_SEARCH_ASKED_H
#define KB_SEARCH_ASKED_H

#include <stdbool.h>

#include "schema/field.h"
#include "schema/learned.h"
#include "shim/kb_shim.h"
#include "text/analyze.h"

enum {
    KB_STANDINS_MAX = 256,  /* of one query (count) */
    KB_ASKED_NAMES_MAX = 6, /* likewise */
    KB_ASKED_NAME_WORDS = 8 /* of one name (count) */
};

/* One term that is looked up. */
struct kb_asked_term {
    const struct kb_word *word; /* borrowed from the analyzer */
    struct kb_span text;        /* the bytes of the query it stands for, borrowed */
    uint32_t n_docs;            /* articles that have it (count) */
    double idf;    /* BM25's, and what was learned: what a match is worth, > 0 */
    double weight; /* idf over BM25's own: factor of its score */
    double share;  /* of what it would be worth by itself; 1, less: a wider term says
                      it all */
    uint32_t position; /* where it stands in the query (words) */
    uint32_t group;  /* terms side by side with the same one are words for one thing, of
                        which any will do, and have one idf: of a prefix; 0 = none */
    double strength; /* 1; less: of what stands for others; 0: a word of a name alone */
    uint32_t of;     /* index of the term it stands for, its own where for none */
    uint32_t n_of;   /* terms from there on that it stands for (count) */
    bool is_guess;   /* not what was typed, but what may have been meant */
    bool is_part;    /* a piece of the word at its place: "ntfs" of "ntfs.sys" */
};

/* A term that no article has. */
struct kb_asked_unknown {
    const struct kb_word *word; /* as in kb_asked_term, all */
    struct kb_span text;
    uint32_t position;
    bool is_mended; /* another is asked for in its place */
};

/* A word of articles that was learned to stand for an asked one. */
struct kb_standin {
    struct kb_span word;    /* borrowed from what was learned */
    struct kb_span indexed; /* its term; borrowed from the analyzer */
    uint32_t term;          /* index of the asked term */
    uint16_t code;          /* kb_code_of_term of it */
    float strength;         /* above 0, at most 1: as good as the asked word itself */
};

/* Another name of what was asked for: articles that have all of its words are found by
 * it, and those that have them side by side are taken to have what it stands for. */
struct kb_asked_name {
    uint32_t of;                         /* index of the first term it stands for */
    uint32_t n_of;                       /* terms from there on (count) */
    uint32_t terms[KB_ASKED_NAME_WORDS]; /* indices, in order */
    size_t n;
    double strength; /* 1: as good as what was asked */
};

struct kb_asked {
    struct kb_asked_term *terms; /* owned; each once: those of the query in its order,
                                    then those that stand for one of them */
    size_t n;
    size_t n_main; /* those of the query (count) */
    size_t capacity;
    size_t n_words;              /* words the query has, stop words and all (count) */
    struct kb_standin *standins; /* owned array; each code once, the best for it */
    size_t n_standins;
    size_t standins_capacity;
    struct kb_asked_name names[KB_ASKED_NAMES_MAX];
    size_t n_names;
    struct kb_asked_unknown *unknown; /* owned array: terms that were left out */
    size_t n_unknown;
    bool in_titles; /* nothing but stop words, which only titles are indexed by */
};

/* Whether a term is another word for the one before it. */
static inline bool
kb_asked_is_other(const struct kb_asked *asked, size_t i)
{
    return i > 0 && asked->terms[i].group != 0 &&
           asked->terms[i].group == asked->terms[i - 1].group;
}

#define KB_ASKED_INIT                                                                  \
    {                                                                                  \
        .n = 0                                                                         \
    }

/**
 * Read a query: analysed as documents are. Stop words are left out unless there is
 * nothing else, then titles are searched for them; left out are also terms that no
 * article has, and of more than KB_QUERY_MAX_TERMS the most common ones.
 *
 *   query    valid UTF-8, at most KB_QUERY_MAX_BYTES; borrowed as long as `out`
 *   out      empty; kb_asked_clear
 *
 * Fails: KB_E_NOMEM; KB_E_INTERNAL; KB_E_CORRUPT, KB_E_IO of the reader.
 */
enum kb_status kb_asked_read(struct kb_analyzer *analyzer, struct kb_reader *reader,
                             struct kb_span query, struct kb_asked *out,
                             struct kb_error *err) KB_CHECKED;

/* One stretch of words of a query. */
struct kb_asked_text {
    struct kb_span text;  /* what is analysed; borrowed as long as the asked terms */
    struct kb_span shown; /* the bytes of the query it stands for; no data: `text` is
                             such bytes itself */
    const struct kb_word *word; /* a word instead of `text`; those with the same `shown`
                                   stand at one place. NULL = none */
};

/**
 * The same for words that stand in several places of a query, each analysed by itself.
 */
enum kb_status kb_asked_read_texts(struct kb_analyzer *analyzer,
                                   struct kb_reader *reader,
                                   const struct kb_asked_text *texts, size_t n,
                                   struct kb_asked *out,
                                   struct kb_error *err) KB_CHECKED;

/**
 * Add what was learned: what each term is worth, and which words stand for it.
 *
 *   learned    borrowed as long as `asked`
 *   weight     factor on all of it, 0 to 1
 *
 * Fails: KB_E_CORRUPT; KB_E_NOMEM.
 */
enum kb_status kb_asked_learn(struct kb_asked *asked, struct kb_analyzer *analyzer,
                              const struct kb_learned *learned, double weight,
                              struct kb_error *err) KB_CHECKED;

/**
 * Add a term that was not typed, if articles have it and it is not asked for already:
 * one with strength 1 in its place among those of the query, any other behind them all.
 *
 *   term    word, text, position, strength, of, n_of
 *
 * Fails: as kb_asked_read.
 */
enum kb_status kb_asked_add(struct kb_asked *asked, struct kb_reader *reader,
                            const struct kb_asked_term *term,
                            struct kb_error *err) KB_CHECKED;

/**
 * Add another name of terms that are asked for, if articles have its words.
 *
 *   name     of, n_of, strength; the rest is set here
 *   words    borrowed from the analyzer
 *
 * Fails: as kb_asked_read.
 */
enum kb_status kb_asked_add_name(struct kb_asked *asked, struct kb_reader *reader,
                                 const struct kb_asked_name *name,
                                 const struct kb_word *const *words, size_t n,
                                 struct kb_error *err) KB_CHECKED;

/**
 * Of the terms that an article has (bits), those that count: with what the other names
 * that it has stand for, and without the words of these.
 */
uint64_t kb_asked_counted(const struct kb_asked *asked, uint64_t has);

void kb_asked_clear(struct kb_asked *asked);

/**
 * Replace `out` by the term of the index under which an asked one is looked up.
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM of `out`.
 */
enum kb_status kb_asked_index_term(const struct kb_asked *asked, size_t i,
                                   struct kb_buf *out, struct kb_error *err) KB_CHECKED;

#endif
