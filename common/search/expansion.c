/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/expansion.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "schema/lexemes.h"
#include "schema/term.h"
#include "search/wordlist.h"

enum {
    TERMS_MAX = 100000, /* that are looked at for one prefix */
    STEM_CHANGE = 3,    /* last bytes of a stem that its words may not have: "relat" of
                           "relational", "happi" of "happy" */
    SHORT_WORD = 2      /* bytes of words that no list has */
};

/* A word that begins so. */
struct form {
    const struct kb_word *word;
    uint32_t count; /* occurrences */
};

/* A term that may be taken. */
struct candidate {
    struct kb_span text; /* without the prefixes of index and field */
    bool is_stem;
    uint32_t n_docs;
    const struct form *forms; /* its words that begin so, most frequent first */
    size_t n_forms;           /* 0 = the lists have none */
};

struct work {
    const struct kb_expansion_in *in;
    struct kb_span own; /* prefix of the field's terms */
    struct kb_span prefix;
    struct kb_term_list lists[2]; /* stems and exact words that begin so */
    struct form *forms;           /* owned */
    size_t n_forms;
    size_t forms_capacity;
    struct candidate *candidates; /* owned */
    size_t n_candidates;
    struct kb_expansion *out;
    struct kb_error *err;
};

void
kb_expansion_clear(struct kb_expansion *expansion)
{
    kb_mem_free(expansion->terms);
    kb_mem_free(expansion->words);
    *expansion = (struct kb_expansion)KB_EXPANSION_INIT;
}

/* Whether all words of a stem begin so, by its letters alone. */
static bool
is_sure(const struct work *w, struct kb_span stem)
{
    return kb_span_starts(stem, w->prefix) &&
           (w->prefix.n_bytes == 1 ||
            stem.n_bytes >= w->prefix.n_bytes + (size_t)STEM_CHANGE);
}

/* ---- what begins so ---- */

static enum kb_status
read_lists(struct work *w)
{
    struct kb_buf head = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    enum kb_status st = KB_OK;
    for (size_t k = 0; k < 2 && st == KB_OK; k++) {
        kb_buf_reset(&head);
        st = k == 0 ? kb_buf_append_byte(&head, 'Z', w->err) : KB_OK;
        if (st == KB_OK)
            st = kb_buf_append(&head, w->own, w->err);
        if (st == KB_OK)
            st = kb_buf_append(&head, w->prefix, w->err);
        if (st == KB_OK)
            st = kb_reader_terms(w->in->reader, kb_buf_span(&head), TERMS_MAX,
                                 &w->lists[k], w->err);
        w->out->is_whole = w->out->is_whole && w->lists[k].is_whole;
    }
    kb_buf_clear(&head);
    return st;
}

static enum kb_status
take_form(void *context, struct kb_span text, uint32_t count, struct kb_error *err)
{
    struct work *w = context;
    const struct kb_word *word = NULL;
    if (!kb_span_starts(text, w->prefix))
        return KB_OK;
    enum kb_status st = kb_lexicon_find(w->in->lexicon, text, &word, err);
    if (st != KB_OK || word->term.data[0] != 'Z')
        return st; /* of exact words the index has the list */
    if (kb_mem_grow(&w->forms, w->n_forms, &w->forms_capacity, sizeof(*w->forms)) !=
        KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu words", w->n_forms);
    w->forms[w->n_forms++] = (struct form){word, count};
    return KB_OK;
}

static int
by_term(const void *a, const void *b)
{
    const struct form *x = a;
    const struct form *y = b;
    if (x->word->term_id != y->word->term_id)
        return x->word->term_id < y->word->term_id ? -1 : 1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return kb_span_compare(x->word->text, y->word->text);
}

/* A single letter never goes when a word is stemmed: there the stems are enough. */
static enum kb_status
read_forms(struct work *w)
{
    if (w->prefix.n_bytes < KB_LEXEME_HEAD_BYTES)
        return KB_OK;
    enum kb_status st = kb_wordlist_read(w->in->reader, w->in->n_shards, w->prefix,
                                         take_form, w, w->err);
    if (st == KB_OK && w->n_forms > 0)
        qsort(w->forms, w->n_forms, sizeof(*w->forms), by_term);
    return st;
}

/* ---- candidates ---- */

/* Terms of other fields begin with capitals: words never do. */
static bool
is_word(struct kb_span text)
{
    return text.n_bytes > 0 && !(text.data[0] >= 'A' && text.data[0] <= 'Z');
}

static int
as_listed(const void *key, const void *item)
{
    const struct kb_span *name = key;
    const struct kb_term_entry *entry = item;
    return kb_span_compare(*name, entry->term);
}

/* Articles with a term; where the list of stems has it, its entry is used up. */
static enum kb_status
count_docs(struct work *w, struct kb_span term, uint32_t *out)
{
    struct kb_buf name = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    struct kb_term_stats stats = {0};
    struct kb_term_entry *entry = NULL;
    enum kb_status st = w->in->field == KB_FIELD_COUNT
                            ? kb_buf_append(&name, term, w->err)
                            : kb_term_of_word(w->in->field, term, &name, w->err);
    struct kb_span key = kb_buf_span(&name);
    if (st == KB_OK && w->lists[0].n > 0)
        entry =
            bsearch(&key, w->lists[0].items, w->lists[0].n, sizeof(*entry), as_listed);
    if (st == KB_OK && entry == NULL)
        st = kb_reader_term(w->in->reader, key, &stats, w->err);
    *out = entry != NULL ? entry->n_docs : stats.n_docs;
    if (entry != NULL)
        entry->n_docs = 0;
    kb_buf_clear(&name);
    return st;
}

/* The words of one term. */
static enum kb_status
add_forms(struct work *w, const struct form *forms, size_t n)
{
    struct kb_span term = forms[0].word->term;
    struct kb_span stem = kb_span_skip(term, 1);
    uint64_t count = 0;
    uint32_t n_docs = 0;
    enum kb_status st = count_docs(w, term, &n_docs);
    for (size_t i = 0; i < n; i++)
        count += forms[i].count;
    if (!is_sure(w, stem) && count < n_docs)
        n_docs = (uint32_t)count;
    if (st == KB_OK && n_docs > 0)
        w->candidates[w->n_candidates++] =
            (struct candidate){stem, true, n_docs, forms, n};
    return st;
}

/* What no list of words has: words with digits, and those of other places. */
static void
add_listed(struct work *w, size_t k)
{
    size_t n_own = w->own.n_bytes;
    for (size_t i = 0; i < w->lists[k].n; i++) {
        const struct kb_term_entry *entry = &w->lists[k].items[i];
        struct kb_span word = kb_span_skip(entry->term, n_own + (k == 0 ? 1 : 0));
        if (entry->n_docs > 0 && is_word(word))
            w->candidates[w->n_candidates++] =
                (struct candidate){word, k == 0, entry->n_docs, NULL, 0};
    }
}

static int
most_articles_first(const void *a, const void *b)
{
    const struct candidate *x = a;
    const struct candidate *y = b;
    if (x->n_docs != y->n_docs)
        return x->n_docs > y->n_docs ? -1 : 1;
    int c = kb_span_compare(x->text, y->text);
    return c != 0 ? c : x->is_stem - y->is_stem;
}

static enum kb_status
read_candidates(struct work *w)
{
    size_t n_max = w->n_forms + w->lists[0].n + w->lists[1].n;
    enum kb_status st = KB_OK;
    w->candidates = kb_mem_array(n_max, sizeof(*w->candidates));
    if (w->candidates == NULL)
        return kb_error_set(w->err, KB_E_NOMEM, "no memory for %zu words", n_max);
    for (size_t i = 0, n = 0; i < w->n_forms && st == KB_OK; i += n) {
        for (n = 1; i + n < w->n_forms &&
                    w->forms[i + n].word->term_id == w->forms[i].word->term_id;)
            n++;
        st = add_forms(w, &w->forms[i], n);
    }
    add_listed(w, 0);
    add_listed(w, 1);
    if (w->n_candidates > 0)
        qsort(w->candidates, w->n_candidates, sizeof(*w->candidates),
              most_articles_first);
    return st;
}

/* ---- those that are taken ---- */

/* A word of a stem, where the stem itself is none. */
struct sought {
    struct kb_lexicon *lexicon;
    struct kb_span stem;
    struct kb_span begin; /* what all its words share with it */
    const struct kb_word *found;
};

static enum kb_status
take_sought(void *context, struct kb_span text, uint32_t count, struct kb_error *err)
{
    struct sought *sought = context;
    const struct kb_word *word = NULL;
    (void)count;
    if (sought->found != NULL || !kb_span_starts(text, sought->begin))
        return KB_OK;
    enum kb_status st = kb_lexicon_find(sought->lexicon, text, &word, err);
    if (st == KB_OK && word->term.n_bytes > 0 && word->term.data[0] == 'Z' &&
        kb_span_equal(kb_span_skip(word->term, 1), sought->stem))
        sought->found = word;
    return st;
}

/* The word of a candidate; NULL if no word that begins so has its term. */
static enum kb_status
word_of(const struct work *w, const struct candidate *c, const struct kb_word **out)
{
    const struct kb_word *word = NULL;
    if (c->n_forms > 0) {
        *out = c->forms[0].word;
        return KB_OK;
    }
    enum kb_status st = kb_lexicon_find(w->in->lexicon, c->text, &word, w->err);
    if (st != KB_OK)
        return st;
    struct kb_span term = kb_span_skip(word->term, c->is_stem ? 1 : 0);
    if (kb_span_equal(term, c->text) && (word->term.data[0] == 'Z') == c->is_stem) {
        *out = word;
        return KB_OK;
    }
    *out = NULL;
    if (!c->is_stem || w->prefix.n_bytes >= KB_LEXEME_HEAD_BYTES ||
        c->text.n_bytes < KB_LEXEME_HEAD_BYTES)
        return KB_OK;
    size_t n_begin = c->text.n_bytes > KB_LEXEME_HEAD_BYTES + STEM_CHANGE
                         ? c->text.n_bytes - STEM_CHANGE
                         : KB_LEXEME_HEAD_BYTES;
    struct sought sought = {w->in->lexicon, c->text, kb_span_at(c->text.data, n_begin),
                            NULL};
    st = kb_wordlist_read(w->in->reader, w->in->n_shards, sought.begin, take_sought,
                          &sought, w->err);
    *out = sought.found;
    return st;
}

/* The best candidates come to the front. */
static enum kb_status
take_best(struct work *w)
{
    struct kb_expansion *out = w->out;
    size_t n_max = w->n_candidates < KB_QUERY_MAX_EXPANSION ? w->n_candidates
                                                            : KB_QUERY_MAX_EXPANSION;
    enum kb_status st = KB_OK;
    out->terms = kb_mem_array(n_max, sizeof(*out->terms));
    if (out->terms == NULL)
        return kb_error_set(w->err, KB_E_NOMEM, "no memory for %zu words", n_max);
    for (size_t i = 0; i < w->n_candidates && st == KB_OK; i++) {
        const struct candidate *c = &w->candidates[i];
        const struct kb_word *word = NULL;
        if (out->n == n_max) {
            out->is_whole = false;
            break;
        }
        st = word_of(w, c, &word);
        if (st != KB_OK || word == NULL)
            continue;
        w->candidates[out->n] = *c;
        out->terms[out->n++] = (struct kb_expanded){word, c->n_docs};
    }
    w->n_candidates = out->n;
    return st;
}

/* ---- whether the terms have other words ---- */

/* Words that begin otherwise but may have one of the stems. */
struct others {
    struct work *work;
    struct kb_span begin; /* what they share with the prefix */
};

static enum kb_status
take_other(void *context, struct kb_span text, uint32_t count, struct kb_error *err)
{
    const struct others *others = context;
    struct work *w = others->work;
    const struct kb_word *word = NULL;
    (void)count;
    if (!w->out->is_exact || !kb_span_starts(text, others->begin) ||
        kb_span_starts(text, w->prefix))
        return KB_OK;
    enum kb_status st = kb_lexicon_find(w->in->lexicon, text, &word, err);
    for (size_t i = 0; i < w->out->n && st == KB_OK; i++) {
        if (w->out->terms[i].word->term_id == word->term_id)
            w->out->is_exact = false;
    }
    return st;
}

static enum kb_status
check_others(struct work *w)
{
    size_t n_begin = w->prefix.n_bytes;
    bool all_sure = true;
    for (size_t i = 0; i < w->n_candidates; i++) {
        const struct candidate *c = &w->candidates[i];
        if (!c->is_stem || is_sure(w, c->text))
            continue;
        all_sure = false;
        if (c->text.n_bytes <= SHORT_WORD && w->prefix.n_bytes > SHORT_WORD)
            w->out->is_exact = false;
        if (memcmp(c->text.data, w->prefix.data,
                   c->text.n_bytes < KB_LEXEME_HEAD_BYTES ? c->text.n_bytes
                                                          : KB_LEXEME_HEAD_BYTES) != 0)
            w->out->is_exact = false; /* "die" of "dying" */
        if (c->text.n_bytes < n_begin)
            n_begin = c->text.n_bytes;
    }
    if (all_sure || !w->out->is_exact)
        return KB_OK;
    n_begin = n_begin > KB_LEXEME_HEAD_BYTES + STEM_CHANGE ? n_begin - STEM_CHANGE
                                                           : KB_LEXEME_HEAD_BYTES;
    struct others others = {w, kb_span_at(w->prefix.data, n_begin)};
    return kb_wordlist_read(w->in->reader, w->in->n_shards, w->prefix, take_other,
                            &others, w->err);
}

/* ---- their words ---- */

/* One of each code: more cannot be told apart in an article's words. */
static void
add_code(struct kb_expansion *out, const struct kb_word *word)
{
    for (size_t i = 0; i < out->n_words; i++) {
        if (out->words[i]->code == word->code)
            return;
    }
    out->words[out->n_words++] = word;
}

static enum kb_status
collect_words(struct work *w)
{
    size_t n_max = 0;
    for (size_t i = 0; i < w->n_candidates; i++) {
        const struct candidate *c = &w->candidates[i];
        if (c->is_stem && c->n_forms == 0)
            return KB_OK; /* which ones is not known */
        n_max += c->n_forms > 0 ? c->n_forms : 1;
    }
    w->out->words = kb_mem_array(n_max, sizeof(*w->out->words));
    if (w->out->words == NULL)
        return kb_error_set(w->err, KB_E_NOMEM, "no memory for %zu words", n_max);
    for (size_t i = 0; i < w->n_candidates; i++) {
        const struct candidate *c = &w->candidates[i];
        add_code(w->out, w->out->terms[i].word);
        for (size_t k = 1; k < c->n_forms; k++)
            add_code(w->out, c->forms[k].word);
    }
    return KB_OK;
}

enum kb_status
kb_expansion_read(const struct kb_expansion_in *in, struct kb_span prefix,
                  struct kb_expansion *out, struct kb_error *err)
{
    struct work w = {
        .in = in,
        .own = in->field == KB_FIELD_COUNT ? KB_SPAN_LITERAL("")
                                           : kb_field(in->field)->prefix,
        .prefix = prefix,
        .lists = {KB_TERM_LIST_INIT, KB_TERM_LIST_INIT},
        .out = out,
        .err = err,
    };
    enum kb_status st = read_lists(&w);
    if (st == KB_OK)
        st = read_forms(&w);
    if (st == KB_OK)
        st = read_candidates(&w);
    if (st == KB_OK)
        st = take_best(&w);
    if (st == KB_OK)
        st = check_others(&w);
    if (st == KB_OK)
        st = collect_words(&w);
    kb_mem_free(w.forms);
    kb_mem_free(w.candidates);
    kb_term_list_clear(&w.lists[0]);
    kb_term_list_clear(&w.lists[1]);
    if (st != KB_OK)
        kb_expansion_clear(out);
    return st;
}
