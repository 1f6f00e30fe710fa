/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/names.h"

#include <string.h>

#include "base/limits.h"

enum {
    QUERY_TERMS_MAX = 24, /* of a query that was typed and not pasted */
    KEY_MAX_BYTES = 256,
    STEP_MAX = 2, /* from one word of a name to the next: a stop word is between */
    /* Of the articles that have the short name so many spell it out, at least: "com" is
     * an ending of files before it is the component object model. */
    SPELLED_OF = 50
};

/* As good as what was typed: so much of it. */
#define STRENGTH 0.6

struct asking {
    struct kb_asked *asked;
    struct kb_analyzer *analyzer;
    struct kb_reader *reader;
    const struct kb_learned *learned;
    double weight;
    struct kb_error *err;
};

/* Set the words of a name and how many articles have the first of them. */
static enum kb_status
read_words(const struct asking *a, struct kb_span text, const struct kb_word **words,
           size_t *n)
{
    enum kb_status st = KB_OK;
    *n = 0;
    while (text.n_bytes > 0 && *n < KB_ASKED_NAME_WORDS && st == KB_OK) {
        st = kb_lexicon_find(kb_analyzer_lexicon_borrow(a->analyzer),
                             kb_span_cut(&text, ' '), &words[*n], a->err);
        ++*n;
    }
    return st;
}

static enum kb_status
add(const struct asking *a, uint32_t of, uint32_t n_of,
    const struct kb_learned_name *known)
{
    const struct kb_word *words[KB_ASKED_NAME_WORDS];
    const struct kb_asked_name name = {
        .of = of, .n_of = n_of, .strength = STRENGTH * a->weight};
    struct kb_term_stats stats = {.n_docs = a->asked->terms[of].n_docs};
    size_t n = 0;
    enum kb_status st = read_words(a, known->other, words, &n);
    if (st == KB_OK && !known->is_brief)
        st = kb_reader_term(a->reader, words[0]->term, &stats, a->err);
    if (st != KB_OK || (uint64_t)known->n_docs * SPELLED_OF < stats.n_docs)
        return st;
    return kb_asked_add_name(a->asked, a->reader, &name, words, n, a->err);
}

/* Short names that people type and articles do not spell out in brackets. What each
 * gives is in common/doc/relevance.md; one that gives nothing has no place here. */
static const struct spoken {
    struct kb_span brief;
    struct kb_span other;
} spoken[] = {
    {{"bsod", 4}, {"blue screen", 11}}, {{"ppt", 3}, {"powerpoint", 10}},
    {{"qb", 2}, {"quickbasic", 10}},    {{"w2k", 3}, {"win2000", 7}},
    {{"win2k", 5}, {"win2000", 7}},     {{"xl", 2}, {"excel", 5}},
};

static void
find_spoken(struct kb_span brief, struct kb_learned_name *out)
{
    for (size_t i = 0; i < sizeof(spoken) / sizeof(spoken[0]); i++) {
        if (kb_span_equal(brief, spoken[i].brief))
            *out = (struct kb_learned_name){spoken[i].other, UINT32_MAX, true};
    }
}

static enum kb_status
ask_brief(const struct asking *a, uint32_t i)
{
    struct kb_learned_name known;
    bool goes_on;
    struct kb_span brief = a->asked->terms[i].word->text;
    enum kb_status st =
        kb_learned_find_name(a->learned, brief, &known, &goes_on, a->err);
    if (st == KB_OK && known.other.n_bytes == 0)
        find_spoken(brief, &known);
    return st == KB_OK && known.other.n_bytes > 0 && known.is_brief
               ? add(a, i, 1, &known)
               : st;
}

/* How far a term stands behind the one before; 0 = it was made of that one's word. */
static uint32_t
step_to(const struct kb_asked *asked, uint32_t i)
{
    return asked->terms[i].position - asked->terms[i - 1].position;
}

/* The longest name that begins with a term; sets how many terms it has. */
static enum kb_status
ask_long(const struct asking *a, uint32_t first, uint32_t n_main, uint32_t *n_of)
{
    char bytes[KEY_MAX_BYTES];
    size_t n_bytes = 0;
    struct kb_learned_name best = {.n_docs = 0};
    uint32_t n_best = 0;
    bool goes_on = true;
    enum kb_status st = KB_OK;
    for (uint32_t i = first; i < n_main && goes_on && st == KB_OK; i++) {
        struct kb_span term = a->asked->terms[i].word->term;
        uint32_t step = i > first ? step_to(a->asked, i) : 1;
        if (step == 0)
            continue;
        if (step > STEP_MAX || a->asked->terms[i].group != 0 ||
            n_bytes + 1 + term.n_bytes > sizeof(bytes))
            break;
        if (i > first)
            bytes[n_bytes++] = ' ';
        memcpy(bytes + n_bytes, term.data, term.n_bytes);
        n_bytes += term.n_bytes;
        struct kb_learned_name known;
        st = kb_learned_find_name(a->learned, kb_span_at(bytes, n_bytes), &known,
                                  &goes_on, a->err);
        if (st != KB_OK || known.other.n_bytes == 0 || known.is_brief)
            continue;
        best = known;
        n_best = i + 1 - first;
    }
    *n_of = n_best;
    return st == KB_OK && n_best > 0 ? add(a, first, n_best, &best) : st;
}

enum kb_status
kb_names_ask(struct kb_asked *asked, struct kb_analyzer *analyzer,
             struct kb_reader *reader, const struct kb_learned *learned, double weight,
             struct kb_error *err)
{
    const struct asking a = {asked, analyzer, reader, learned, weight, err};
    uint32_t n_main = (uint32_t)asked->n_main;
    enum kb_status st = KB_OK;
    if (asked->in_titles || asked->n + asked->n_unknown > QUERY_TERMS_MAX)
        return KB_OK;
    for (uint32_t i = 0, n = 0; i < n_main && st == KB_OK; i += n > 0 ? n : 1) {
        n = 0;
        if (asked->terms[i].group != 0)
            continue;
        st = ask_long(&a, i, n_main, &n);
        if (st == KB_OK && n == 0)
            st = ask_brief(&a, i);
    }
    return st;
}
