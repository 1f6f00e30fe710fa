/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "learn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "crew.h"
#include "links.h"
#include "names.h"
#include "neighbour.h"
#include "schema/learned.h"
#include "text/lexicon.h"
#include "thesaurus.h"
#include "translate.h"

/* How likely an article has a word that is asked for, before anything is known of it,
 * and how many articles that weighs. Held-out query words: 0.3 and 20 find more than
 * 0.5 and 0.8, and 20 as much as 5 and 80. */
#define PRIOR 0.3
#define PRIOR_ARTICLES 20.0

#define MIN_STRENGTH 0.05f /* links below it change no order */

enum {
    WAYS = 3, /* to learn: translate, neighbour and thesaurus */
    LINKS_MAX_BYTES = 500 * 1000 * 1000
};

/* What a match of the word says beyond its idf: the log odds of its being in an article
 * that is asked for by it. People who ask for "hang" get articles that say "stops
 * responding"; "fastfat" is in every article that is asked for by it.
 * Source: Robertson & Sparck Jones, JASIS 27(3), 1976, with the query words as judged
 * queries. */
static double
worth(const struct kb_taught_term *term)
{
    double p =
        (term->n_answered + PRIOR * PRIOR_ARTICLES) / (term->n_asked + PRIOR_ARTICLES);
    return log(p / (1 - p)) - log(PRIOR / (1 - PRIOR));
}

static int
by_words(const void *a, const void *b)
{
    const struct kb_link *x = a;
    const struct kb_link *y = b;
    if (x->asked != y->asked)
        return x->asked < y->asked ? -1 : 1;
    if (x->word != y->word)
        return x->word < y->word ? -1 : 1;
    return (x->strength > y->strength) - (x->strength < y->strength);
}

static int
strongest_first(const void *a, const void *b)
{
    const struct kb_link *x = a;
    const struct kb_link *y = b;
    if (x->asked != y->asked)
        return x->asked < y->asked ? -1 : 1;
    if (x->strength > y->strength || x->strength < y->strength)
        return x->strength > y->strength ? -1 : 1;
    return (x->word > y->word) - (x->word < y->word);
}

/* Two ways to know of one pair make it surer. */
static void
join_links(struct kb_links *links)
{
    size_t n = 0;
    if (links->n > 0)
        qsort(links->items, links->n, sizeof(*links->items), by_words);
    for (size_t i = 0; i < links->n; i++) {
        struct kb_link *last = n > 0 ? &links->items[n - 1] : NULL;
        const struct kb_link *link = &links->items[i];
        if (last != NULL && last->asked == link->asked && last->word == link->word)
            last->strength = 1 - (1 - last->strength) * (1 - link->strength);
        else
            links->items[n++] = *link;
    }
    links->n = n;
}

static enum kb_status
write_words(const struct kb_lessons *lessons, const struct kb_links *links,
            struct kb_learned_writer *writer, struct kb_learn_result *result,
            struct kb_error *err)
{
    enum kb_status st = KB_OK;
    size_t next = 0;
    for (uint32_t t = 0; t < lessons->n_terms && st == KB_OK; t++) {
        struct kb_learned_word word = {.worth = worth(&lessons->terms[t])};
        for (; next < links->n && links->items[next].asked == t; next++) {
            const struct kb_link *link = &links->items[next];
            if (word.n < KB_LEARNED_RELATED_MAX && link->strength >= MIN_STRENGTH)
                word.related[word.n++] = (struct kb_learned_link){
                    lessons->terms[link->word].word,
                    kb_code_by_term(lessons->terms[link->word].term),
                    (double)link->strength};
        }
        if (word.n == 0 && lessons->terms[t].n_asked == 0)
            continue;
        st = kb_learned_add(writer, lessons->terms[t].term, &word, err);
        result->n_words++;
        result->n_links += word.n;
    }
    return st;
}

struct sources {
    struct kb_lessons lessons;
    const char *thesaurus; /* NULL = none */
};

/* The ways to learn, each in a process of its own. */
static enum kb_status
find_links(void *context, size_t part, struct kb_buf *out, struct kb_error *err)
{
    const struct sources *from = context;
    struct kb_links links = {NULL, 0, 0};
    enum kb_status st = KB_OK;
    if (part == 0)
        st = kb_translate(&from->lessons, &links, err);
    else if (part == 1)
        st = kb_neighbour(&from->lessons, &links, err);
    else if (from->thesaurus != NULL)
        st = kb_thesaurus_read(&from->lessons, from->thesaurus, &links, err);
    if (st == KB_OK)
        st = kb_buf_append(
            out, kb_span_at((const char *)links.items, links.n * sizeof(*links.items)),
            err);
    kb_links_clear(&links);
    return st;
}

static enum kb_status
take_links(const struct kb_buf *from, struct kb_links *links, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    struct kb_link link;
    for (size_t at = 0; at < from->n_bytes && st == KB_OK; at += sizeof(link)) {
        memcpy(&link, from->data + at, sizeof(link));
        st = kb_links_add(links, link, err);
    }
    return st;
}

static enum kb_status
learn(struct sources *from, struct kb_links *links, struct kb_learned_writer *writer,
      struct kb_learn_result *result, struct kb_error *err)
{
    struct kb_buf found[WAYS];
    for (size_t i = 0; i < WAYS; i++)
        found[i] = (struct kb_buf)KB_BUF_INIT(LINKS_MAX_BYTES);
    enum kb_status st = kb_crew_run(WAYS, find_links, from, found, err);
    for (size_t i = 0; i < WAYS; i++) {
        if (st == KB_OK)
            st = take_links(&found[i], links, err);
        kb_buf_clear(&found[i]);
    }
    if (st == KB_OK) {
        join_links(links);
        if (links->n > 0)
            qsort(links->items, links->n, sizeof(*links->items), strongest_first);
        st = write_words(&from->lessons, links, writer, result, err);
    }
    return st;
}

enum kb_status
kb_learn(const char *const *paths, size_t n, const char *thesaurus, const char *path,
         struct kb_learn_result *out, struct kb_error *err)
{
    struct sources from = {.lessons.n_files = 0, .thesaurus = thesaurus};
    struct kb_links links = {NULL, 0, 0};
    struct kb_learned_writer writer;
    struct kb_learn_result result = {0, 0, 0};
    struct kb_buf bytes = KB_BUF_INIT(KB_LEARNED_MAX_BYTES);
    kb_learned_writer_init(&writer);
    enum kb_status st = kb_lessons_read(paths, n, &from.lessons, err);
    if (st == KB_OK)
        st = learn(&from, &links, &writer, &result, err);
    if (st == KB_OK)
        st = kb_names_learn(&from.lessons, &writer, &result.n_names, err);
    if (st == KB_OK)
        st = kb_learned_finish(&writer, &bytes, err);
    if (st == KB_OK)
        st = kb_file_write(path, kb_buf_span(&bytes), err);
    if (st == KB_OK && out != NULL)
        *out = result;
    kb_lessons_clear(&from.lessons);
    kb_links_clear(&links);
    kb_learned_writer_clear(&writer);
    kb_buf_clear(&bytes);
    if (st != KB_OK)
        kb_error_context(err, "cannot learn words");
    return st;
}
