/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lessons of all workers as one: terms in alphabetical order, articles by number,
 * so that what is learned depends neither on the number of workers nor on their pace.
 * Called by indexer/learn; calls indexer/lesson's format and base. */
#ifndef KB_INDEXER_LESSONS_H
#define KB_INDEXER_LESSONS_H

#include "lesson.h"

struct kb_taught_term {
    struct kb_span term; /* "Zrespond"; borrowed from the files */
    struct kb_span word; /* as articles mostly write it: "responding" */
    uint32_t n_docs;     /* articles that have it in title, symptoms, ... (count) */
    uint32_t n_asked;    /* articles that have it among their query words (count) */
    uint32_t n_answered; /* of these, articles that have it elsewhere too (count) */
};

/* One article: notes from `first` up to the next KB_LESSON_ARTICLE or the end. */
struct kb_taught_article {
    uint32_t id;
    const uint32_t *notes; /* KB_LESSON_PART + kind, or index of a term */
    size_t n_notes;
};

/* A name that an article spells out. */
struct kb_taught_name {
    struct kb_span text; /* "owa outlook web access"; borrowed from the files */
    uint32_t id;         /* the article's number */
};

struct kb_lessons {
    struct kb_buf *files; /* owned array */
    size_t n_files;
    struct kb_taught_term *terms; /* owned array */
    size_t n_terms;
    struct kb_taught_article *articles; /* owned array */
    size_t n_articles;
    uint32_t *notes;              /* owned array, of all articles */
    struct kb_taught_name *names; /* owned array, by text, then number; each once */
    size_t n_names;
};

/**
 * Read files of kb_lesson_close.
 *
 *   out    kb_lessons_clear
 *
 * Fails: KB_E_IO; KB_E_CORRUPT; KB_E_NOMEM.
 */
enum kb_status kb_lessons_read(const char *const *paths, size_t n,
                               struct kb_lessons *out, struct kb_error *err) KB_CHECKED;

void kb_lessons_clear(struct kb_lessons *lessons);

#endif
