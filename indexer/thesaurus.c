/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "thesaurus.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "text/lexicon.h"

enum {
    FILE_MAX_BYTES = 256 * 1024 * 1024,
    SENSES_MAX = 1000, /* of one word */
    /* Of the articles that teach, one in so many may have a word that is looked up:
     * what the archive says more often it teaches better. */
    ARTICLES_OF = 20
};

#define BEST 0.3f /* strength of a word that means the same in the first sense */

struct reading {
    const struct kb_lessons *lessons;
    const char *path;
    struct kb_span rest; /* of the file */
    size_t n_lines;      /* that were read (count) */
    struct kb_lexicon *lexicon;
    struct kb_links *out;
    struct kb_error *err;
};

static enum kb_status
malformed(const struct reading *r, const char *what)
{
    return kb_error_set(r->err, KB_E_INVALID,
                        "'%s', line %zu: %s, this is no thesaurus", r->path, r->n_lines,
                        what);
}

static struct kb_span
next_line(struct reading *r)
{
    r->n_lines++;
    return kb_span_cut(&r->rest, '\n');
}

/* Names, words with a hyphen and several words are left out. */
static bool
is_plain(struct kb_span word)
{
    for (size_t i = 0; i < word.n_bytes; i++) {
        if (word.data[i] < 'a' || word.data[i] > 'z')
            return false;
    }
    return word.n_bytes > 2 && word.n_bytes <= KB_WORD_MAX_BYTES;
}

static int
compare_term(const void *key, const void *entry)
{
    const struct kb_taught_term *term = entry;
    return kb_span_compare(*(const struct kb_span *)key, term->term);
}

/* NULL = the articles have no such term. */
static enum kb_status
find_term(const struct reading *r, struct kb_span text,
          const struct kb_taught_term **out)
{
    const struct kb_word *word = NULL;
    enum kb_status st = kb_lexicon_find(r->lexicon, text, &word, r->err);
    *out = st == KB_OK ? bsearch(&word->term, r->lessons->terms, r->lessons->n_terms,
                                 sizeof(r->lessons->terms[0]), compare_term)
                       : NULL;
    return st;
}

static enum kb_status
read_sense(const struct reading *r, const struct kb_taught_term *asked,
           struct kb_span line, size_t sense)
{
    enum kb_status st = KB_OK;
    (void)kb_span_cut(&line, '|'); /* the part of speech */
    while (line.n_bytes > 0 && st == KB_OK) {
        const struct kb_taught_term *term = NULL;
        struct kb_span word = kb_span_cut(&line, '|');
        if (!is_plain(word))
            continue;
        st = find_term(r, word, &term);
        if (st != KB_OK || term == NULL || term == asked)
            continue;
        st = kb_links_add(r->out,
                          (struct kb_link){(uint32_t)(asked - r->lessons->terms),
                                           (uint32_t)(term - r->lessons->terms),
                                           BEST / (float)(sense + 1)},
                          r->err);
    }
    return st;
}

/* SENSES_MAX at most; false when it is no such number. */
static bool
read_count(struct kb_span digits, size_t *out)
{
    *out = 0;
    for (size_t i = 0; i < digits.n_bytes && *out <= SENSES_MAX; i++) {
        if (digits.data[i] < '0' || digits.data[i] > '9')
            return false;
        *out = 10 * *out + (size_t)(digits.data[i] - '0');
    }
    return digits.n_bytes > 0 && *out <= SENSES_MAX;
}

static enum kb_status
read_word(struct reading *r)
{
    struct kb_span line = next_line(r);
    struct kb_span word = kb_span_cut(&line, '|');
    const struct kb_taught_term *asked = NULL;
    size_t n = 0;
    enum kb_status st = KB_OK;
    if (!read_count(line, &n))
        return malformed(r, "no number of senses");
    if (is_plain(word))
        st = find_term(r, word, &asked);
    bool is_wanted =
        asked != NULL && (size_t)asked->n_docs * ARTICLES_OF <= r->lessons->n_articles;
    for (size_t sense = 0; sense < n && st == KB_OK; sense++) {
        if (r->rest.n_bytes == 0)
            return malformed(r, "fewer senses than it says");
        line = next_line(r);
        if (is_wanted)
            st = read_sense(r, asked, line, sense);
    }
    return st;
}

enum kb_status
kb_thesaurus_parse(const struct kb_lessons *lessons, struct kb_span file,
                   const char *path, struct kb_links *out, struct kb_error *err)
{
    struct reading r = {
        .lessons = lessons, .path = path, .rest = file, .out = out, .err = err};
    enum kb_status st = kb_lexicon_new(&r.lexicon, err);
    if (st == KB_OK)
        (void)next_line(
            &r); /* the encoding: words of ASCII alone are the same in all */
    while (st == KB_OK && r.rest.n_bytes > 0)
        st = read_word(&r);
    kb_lexicon_free(r.lexicon);
    return st;
}

enum kb_status
kb_thesaurus_read(const struct kb_lessons *lessons, const char *path,
                  struct kb_links *out, struct kb_error *err)
{
    struct kb_span file = {NULL, 0};
    enum kb_status st = kb_file_map(path, FILE_MAX_BYTES, &file, err);
    if (st == KB_OK)
        st = kb_thesaurus_parse(lessons, file, path, out, err);
    kb_file_unmap(&file);
    return st;
}
