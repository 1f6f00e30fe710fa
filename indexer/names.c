/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "names.h"

#include <stdlib.h>
#include <string.h>

#include "acronym.h"
#include "base/limits.h"
#include "base/mem.h"
#include "text/lexicon.h"
#include "text/vocabulary.h"

enum {
    LEAST_ARTICLES =
        3, /* that spell a name out; fewer are a slip or a name of theirs */
    KEYS_MAX_BYTES = 1024 * 1024 * 1024,
    KEY_MAX_BYTES = UINT8_MAX /* as the file has it */
};

/* One wording of one name. */
struct reading {
    struct kb_span brief; /* "owa": as it is written, since "wins" is no "win" */
    struct kb_span words; /* "outlook web access", stop words left out */
    struct kb_span terms; /* of the words, a space between */
    uint32_t n_docs;      /* articles that spell it so (count) */
};

/* An entry of the file. */
struct entry {
    struct kb_span key;
    struct kb_learned_name name;
};

struct work {
    struct kb_lexicon *lexicon;
    struct kb_buf keys; /* what readings borrow; has room for all from the start */
    struct reading *readings; /* owned array */
    size_t n_readings;
    struct entry *entries; /* owned array */
    size_t n_entries;
    struct kb_error *err;
};

/* ---- what articles say ---- */

static enum kb_status
append(struct work *w, size_t begin, struct kb_span text)
{
    enum kb_status st = KB_OK;
    if (w->keys.n_bytes > begin)
        st = kb_buf_append_byte(&w->keys, ' ', w->err);
    return st == KB_OK ? kb_buf_append(&w->keys, text, w->err) : st;
}

/* "Service Pack 4": the analysis itself shortens it. */
static bool
is_known(const struct kb_word *const *words, size_t n)
{
    size_t n_words = 0;
    return n > 1 &&
           kb_vocabulary_name(words[0]->text, words[1]->text, &n_words) != NULL &&
           n == n_words + 1 && words[n - 1]->text.data[0] <= '9';
}

/* Set words and terms of a long name. Of much more than stop words, or there is none:
 * nobody asks for "what you see is what you get" in its words. */
static enum kb_status
read_long(struct work *w, struct kb_span text, struct reading *out)
{
    const struct kb_word *words[KB_ACRONYM_WORDS_MAX];
    size_t n_all = 0;
    size_t n = 0;
    enum kb_status st = KB_OK;
    while (text.n_bytes > 0 && n < KB_ACRONYM_WORDS_MAX && st == KB_OK) {
        st = kb_lexicon_find(w->lexicon, kb_span_cut(&text, ' '), &words[n], w->err);
        n_all++;
        n += st == KB_OK && (words[n]->flags & KB_VOCABULARY_STOP) == 0;
    }
    size_t begin = w->keys.n_bytes;
    if (n_all == n && is_known(words, n))
        n = 0;
    for (size_t i = 0; i < n && st == KB_OK; i++)
        st = append(w, begin, words[i]->text);
    size_t middle = w->keys.n_bytes;
    for (size_t i = 0; i < n && st == KB_OK; i++)
        st = append(w, middle, words[i]->term);
    out->words = kb_span_at(w->keys.data + begin, middle - begin);
    out->terms = kb_span_at(w->keys.data + middle, w->keys.n_bytes - middle);
    if (2 * n <= n_all || out->words.n_bytes > KEY_MAX_BYTES ||
        out->terms.n_bytes > KEY_MAX_BYTES)
        out->words.n_bytes = 0;
    return st;
}

/* One text, which so many articles have. */
static enum kb_status
add_reading(struct work *w, struct kb_span text, uint32_t n_docs)
{
    struct reading *r = &w->readings[w->n_readings];
    const struct kb_word *brief = NULL;
    enum kb_status st =
        kb_lexicon_find(w->lexicon, kb_span_cut(&text, ' '), &brief, w->err);
    if (st != KB_OK || (brief->flags & KB_VOCABULARY_STOP) != 0)
        return st;
    *r = (struct reading){.brief = brief->text, .n_docs = n_docs};
    st = read_long(w, text, r);
    w->n_readings += st == KB_OK && r->words.n_bytes > 0;
    return st;
}

static enum kb_status
read_all(struct work *w, const struct kb_lessons *lessons)
{
    size_t n_bytes = 0;
    for (size_t i = 0; i < lessons->n_names; i++)
        n_bytes += 2 * lessons->names[i].text.n_bytes + 4 * KB_ACRONYM_WORDS_MAX;
    w->readings = kb_mem_array(lessons->n_names, sizeof(*w->readings));
    if (w->readings == NULL)
        return kb_error_set(w->err, KB_E_NOMEM, "no memory for %zu names",
                            lessons->n_names);
    enum kb_status st = kb_buf_reserve(&w->keys, n_bytes, w->err);
    uint32_t n_docs = 0;
    for (size_t i = 0; i < lessons->n_names && st == KB_OK; i++) {
        struct kb_span text = lessons->names[i].text;
        n_docs++;
        if (i + 1 < lessons->n_names && kb_span_equal(text, lessons->names[i + 1].text))
            continue;
        st = add_reading(w, text, n_docs);
        n_docs = 0;
    }
    return st;
}

/* ---- what is sure enough ---- */

static int
by_names(const void *a, const void *b)
{
    const struct reading *x = a;
    const struct reading *y = b;
    int c = kb_span_compare(x->brief, y->brief);
    if (c == 0)
        c = kb_span_compare(x->terms, y->terms);
    if (c == 0)
        c = (x->n_docs < y->n_docs) - (x->n_docs > y->n_docs);
    return c != 0 ? c : kb_span_compare(x->words, y->words);
}

/* Wordings of the same terms count together, and the most frequent one stands for them.
 */
static void
join_wordings(struct work *w)
{
    size_t n = 0;
    if (w->n_readings > 0)
        qsort(w->readings, w->n_readings, sizeof(*w->readings), by_names);
    for (size_t i = 0; i < w->n_readings; i++) {
        struct reading *last = n > 0 ? &w->readings[n - 1] : NULL;
        const struct reading *r = &w->readings[i];
        if (last != NULL && kb_span_equal(last->brief, r->brief) &&
            kb_span_equal(last->terms, r->terms))
            last->n_docs += r->n_docs;
        else
            w->readings[n++] = *r;
    }
    w->n_readings = n;
}

static void
add_entries(struct work *w, const struct reading *r)
{
    w->entries[w->n_entries++] = (struct entry){r->brief, {r->words, r->n_docs, true}};
    w->entries[w->n_entries++] = (struct entry){r->terms, {r->brief, r->n_docs, false}};
}

/* Of each short name the reading that most of those have who spell it out. */
static void
choose(struct work *w, uint32_t least)
{
    w->n_entries = 0;
    for (size_t first = 0, n = 0; first < w->n_readings; first += n) {
        const struct reading *best = &w->readings[first];
        uint64_t n_docs = 0;
        for (n = 0; first + n < w->n_readings &&
                    kb_span_equal(w->readings[first + n].brief, best->brief);
             n++) {
            n_docs += w->readings[first + n].n_docs;
            if (w->readings[first + n].n_docs > best->n_docs)
                best = &w->readings[first + n];
        }
        if (best->n_docs >= least && 2 * (uint64_t)best->n_docs > n_docs)
            add_entries(w, best);
    }
}

static int
by_key(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;
    int c = kb_span_compare(x->key, y->key);
    if (c == 0)
        c = (x->name.n_docs < y->name.n_docs) - (x->name.n_docs > y->name.n_docs);
    return c != 0 ? c : kb_span_compare(x->name.other, y->name.other);
}

static enum kb_status
write_entries(struct work *w, struct kb_learned_writer *writer, size_t *n_names)
{
    enum kb_status st = KB_OK;
    if (w->n_entries > 0)
        qsort(w->entries, w->n_entries, sizeof(*w->entries), by_key);
    for (size_t i = 0; i < w->n_entries && st == KB_OK; i++) {
        const struct entry *e = &w->entries[i];
        if (i > 0 && kb_span_equal(e->key, w->entries[i - 1].key))
            continue; /* a long name with several short ones: the likeliest */
        st = kb_learned_add_name(writer, e->key, &e->name, w->err);
        *n_names += e->name.is_brief;
    }
    return st;
}

enum kb_status
kb_names_learn(const struct kb_lessons *lessons, struct kb_learned_writer *writer,
               size_t *n_names, struct kb_error *err)
{
    struct work w = {.keys = KB_BUF_INIT(KEYS_MAX_BYTES), .err = err};
    size_t n = 0;
    enum kb_status st = KB_OK;
    if (lessons->n_names > 0)
        st = kb_lexicon_new(&w.lexicon, err);
    if (st == KB_OK && lessons->n_names > 0)
        st = read_all(&w, lessons);
    if (st == KB_OK) {
        join_wordings(&w);
        w.entries = kb_mem_array(2 * w.n_readings + 1, sizeof(*w.entries));
        if (w.entries == NULL)
            st = kb_error_set(err, KB_E_NOMEM, "no memory for %zu names", w.n_readings);
    }
    uint32_t least = LEAST_ARTICLES;
    for (w.n_entries = SIZE_MAX; st == KB_OK && w.n_entries > KB_LEARNED_NAMES_MAX;)
        choose(&w, least++);
    if (st == KB_OK)
        st = write_entries(&w, writer, &n);
    if (st == KB_OK && n_names != NULL)
        *n_names = n;
    kb_buf_clear(&w.keys);
    kb_mem_free(w.readings);
    kb_mem_free(w.entries);
    kb_lexicon_free(w.lexicon);
    return st;
}
