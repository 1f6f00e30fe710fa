/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/asked.h"

#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "schema/term.h"
#include "text/vocabulary.h"

/* What a match is worth at least. */
#define MIN_IDF 0.2

/* What a word is worth that stands inside a wider one which is asked for as well:
 * "pack" beside "sp4" in "service pack 4", which would count twice. Free queries: 0.1
 * to 0.5 find 1.2 % more than 1. */
#define PIECE_SHARE 0.3

/* What the parts of a word that is asked for as well are worth together, of what it is
 * worth: "irql", "less" and "equal" would count more than "irql_not_less_or_equal"
 * does. Free queries: 0.5 finds 0.3 % more than no bound, 1 0.1 % more. */
#define PARTS_SHARE 0.5

void
kb_asked_clear(struct kb_asked *asked)
{
    kb_mem_free(asked->terms);
    kb_mem_free(asked->standins);
    kb_mem_free(asked->unknown);
    *asked = (struct kb_asked)KB_ASKED_INIT;
}

static bool
is_asked(const struct kb_asked *asked, uint32_t term_id)
{
    for (size_t i = 0; i < asked->n; i++) {
        if (asked->terms[i].word->term_id == term_id)
            return true;
    }
    return false;
}

static enum kb_status
add_term(struct kb_asked *asked, const struct kb_token *token,
         const struct kb_asked_text *text, struct kb_error *err)
{
    uint32_t position = (uint32_t)asked->n_words + token->position;
    if (is_asked(asked, token->word->term_id))
        return KB_OK;
    if (kb_mem_grow(&asked->terms, asked->n, &asked->capacity, sizeof(*asked->terms)) !=
        KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu query terms", asked->n);
    struct kb_span shown =
        text->shown.data != NULL
            ? text->shown
            : kb_span_at(text->text.data + token->begin, token->end - token->begin);
    asked->terms[asked->n++] =
        (struct kb_asked_term){.word = token->word,
                               .text = shown,
                               .weight = 1,
                               .strength = 1,
                               .share = 1,
                               .n_of = 1,
                               .position = position,
                               .is_part = token->kind == KB_TOKEN_PART,
                               .group = text->word == NULL ? 0 : position + 1};
    return KB_OK;
}

static enum kb_status
add_text(struct kb_asked *asked, struct kb_analyzer *analyzer,
         const struct kb_asked_text *text, bool with_stop_words, struct kb_error *err)
{
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    enum kb_status st = kb_analyze(analyzer, text->text, &tokens, err);
    for (size_t i = 0; i < tokens.n && st == KB_OK; i++) {
        bool is_stop = (tokens.items[i].word->flags & KB_VOCABULARY_STOP) != 0;
        if (with_stop_words || !is_stop)
            st = add_term(asked, &tokens.items[i], text, err);
    }
    if (!with_stop_words)
        asked->n_words += tokens.next_position;
    kb_tokens_clear(&tokens);
    return st;
}

/* A word that is given as such; behind one that stands for the same bytes of the query
 * it stands at that one's place. */
static enum kb_status
add_word(struct kb_asked *asked, const struct kb_asked_text *text, bool goes_on,
         bool with_stop_words, struct kb_error *err)
{
    struct kb_token token = {.word = text->word, .kind = KB_TOKEN_WORD};
    enum kb_status st = KB_OK;
    if (!with_stop_words && goes_on)
        asked->n_words--;
    if (with_stop_words || (text->word->flags & KB_VOCABULARY_STOP) == 0)
        st = add_term(asked, &token, text, err);
    if (!with_stop_words)
        asked->n_words++;
    return st;
}

static enum kb_status
add_texts(struct kb_asked *asked, struct kb_analyzer *analyzer,
          const struct kb_asked_text *texts, size_t n, bool with_stop_words,
          struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < n && st == KB_OK; i++) {
        bool goes_on = i > 0 && texts[i - 1].word != NULL &&
                       texts[i - 1].shown.data == texts[i].shown.data;
        st = texts[i].word == NULL
                 ? add_text(asked, analyzer, &texts[i], with_stop_words, err)
                 : add_word(asked, &texts[i], goes_on, with_stop_words, err);
    }
    return st;
}

enum kb_status
kb_asked_index_term(const struct kb_asked *asked, size_t i, struct kb_buf *out,
                    struct kb_error *err)
{
    struct kb_span term = asked->terms[i].word->term;
    if (asked->in_titles)
        return kb_term_of_word(KB_FIELD_TITLE, term, out, err);
    kb_buf_reset(out);
    return kb_buf_append(out, term, err);
}

/* As Xapian's BM25 has it, see kb_query_boosted. */
static double
bm25_idf(uint32_t n_all, uint32_t n_docs)
{
    double t = ((double)n_all - n_docs + 0.5) / (n_docs + 0.5);
    return log(t < 2 ? 1 + t / 2 : t);
}

/* Words for one thing are worth what a word would be that stood in all their articles.
 */
static void
weigh_groups(struct kb_asked *asked, uint32_t n_all)
{
    for (size_t first = 0, n = 0; first < asked->n; first += n) {
        uint64_t n_docs = asked->terms[first].n_docs;
        for (n = 1; first + n < asked->n && kb_asked_is_other(asked, first + n); n++)
            n_docs += asked->terms[first + n].n_docs;
        double idf = bm25_idf(n_all, n_docs < n_all ? (uint32_t)n_docs : n_all);
        for (size_t i = first; n > 1 && i < first + n; i++) {
            asked->terms[i].weight = idf / asked->terms[i].idf;
            asked->terms[i].idf = idf;
        }
    }
}

/* Whether `piece` begins within the bytes of the query that a term stands for. */
static bool
begins_in(const struct kb_asked_term *piece, const struct kb_asked_term *term)
{
    return piece->text.data >= term->text.data &&
           piece->text.data < term->text.data + term->text.n_bytes;
}

static void
weigh(struct kb_asked_term *term, double share)
{
    term->share *= share;
    term->idf *= share;
    term->weight *= share;
}

static void
weigh_piece(struct kb_asked_term *piece, const struct kb_asked_term *term)
{
    if (piece->share >= 1 && piece->text.n_bytes < term->text.n_bytes)
        weigh(piece, PIECE_SHARE);
}

/* Terms are in order of their begin. */
static void
weigh_pieces(struct kb_asked *asked)
{
    struct kb_asked_term *terms = asked->terms;
    for (size_t i = 0; i < asked->n; i++) {
        for (size_t k = i; k > 0 && begins_in(&terms[k - 1], &terms[i]); k--)
            weigh_piece(&terms[k - 1], &terms[i]);
        for (size_t k = i + 1; k < asked->n && begins_in(&terms[k], &terms[i]); k++)
            weigh_piece(&terms[k], &terms[i]);
    }
}

static bool
is_part_of(const struct kb_asked_term *part, const struct kb_asked_term *whole)
{
    return part->is_part && !whole->is_part && part->text.data == whole->text.data;
}

/* Parts stand behind their word. */
static void
weigh_parts(struct kb_asked *asked)
{
    struct kb_asked_term *terms = asked->terms;
    for (size_t i = 0, n = 0; i < asked->n; i += n) {
        double together = 0;
        for (n = 1; i + n < asked->n && is_part_of(&terms[i + n], &terms[i]); n++)
            together += terms[i + n].idf;
        double most = PARTS_SHARE * terms[i].idf;
        for (size_t k = i + 1; k < i + n && together > most; k++)
            weigh(&terms[k], most / together);
    }
}

/* What each term is worth; those that no article has are told apart. */
static enum kb_status
weigh_terms(struct kb_asked *asked, struct kb_reader *reader, struct kb_error *err)
{
    struct kb_buf name = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    uint32_t n_all = 0;
    size_t kept = 0;
    asked->unknown = kb_mem_array(asked->n, sizeof(*asked->unknown));
    if (asked->unknown == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu query terms", asked->n);
    enum kb_status st = kb_reader_count(reader, &n_all, err);
    for (size_t i = 0; i < asked->n && st == KB_OK; i++) {
        struct kb_asked_term *term = &asked->terms[i];
        struct kb_term_stats stats;
        st = kb_asked_index_term(asked, i, &name, err);
        if (st == KB_OK)
            st = kb_reader_term(reader, kb_buf_span(&name), &stats, err);
        if (st == KB_OK && stats.n_docs == 0)
            asked->unknown[asked->n_unknown++] = (struct kb_asked_unknown){
                term->word, term->text, term->position, false};
        if (st != KB_OK || stats.n_docs == 0)
            continue;
        term->n_docs = stats.n_docs;
        term->idf = bm25_idf(n_all, stats.n_docs);
        asked->terms[kept++] = *term;
    }
    asked->n = kept;
    weigh_groups(asked, n_all);
    weigh_pieces(asked);
    weigh_parts(asked);
    kb_buf_clear(&name);
    return st;
}

static int
rarest_first(const void *a, const void *b)
{
    const struct kb_asked_term *x = a;
    const struct kb_asked_term *y = b;
    if (x->n_docs != y->n_docs)
        return x->n_docs < y->n_docs ? -1 : 1;
    return x->text.data < y->text.data ? -1 : x->text.data > y->text.data;
}

static int
as_asked(const void *a, const void *b)
{
    const struct kb_asked_term *x = a;
    const struct kb_asked_term *y = b;
    if (x->text.data != y->text.data)
        return x->text.data < y->text.data ? -1 : 1;
    return (x->text.n_bytes > y->text.n_bytes) - (x->text.n_bytes < y->text.n_bytes);
}

enum kb_status
kb_asked_read(struct kb_analyzer *analyzer, struct kb_reader *reader,
              struct kb_span query, struct kb_asked *out, struct kb_error *err)
{
    const struct kb_asked_text text = {.text = query};
    return kb_asked_read_texts(analyzer, reader, &text, 1, out, err);
}

enum kb_status
kb_asked_read_texts(struct kb_analyzer *analyzer, struct kb_reader *reader,
                    const struct kb_asked_text *texts, size_t n, struct kb_asked *out,
                    struct kb_error *err)
{
    enum kb_status st = add_texts(out, analyzer, texts, n, false, err);
    if (st == KB_OK && out->n == 0) {
        out->in_titles = true;
        st = add_texts(out, analyzer, texts, n, true, err);
    }
    if (st == KB_OK)
        st = weigh_terms(out, reader, err);
    if (st == KB_OK && out->n > KB_QUERY_MAX_TERMS) {
        qsort(out->terms, out->n, sizeof(out->terms[0]), rarest_first);
        out->n = KB_QUERY_MAX_TERMS;
        qsort(out->terms, out->n, sizeof(out->terms[0]), as_asked);
    }
    out->n_main = out->n;
    for (uint32_t i = 0; i < out->n; i++)
        out->terms[i].of = i;
    if (st != KB_OK)
        kb_asked_clear(out);
    return st;
}

/* Terms of the query stay in its order; those that stand for others keep to them. */
static size_t
place_of(const struct kb_asked *asked, const struct kb_asked_term *term)
{
    size_t at = asked->n;
    if (term->strength < 1)
        return at;
    at = asked->n_main;
    while (at > 0 && asked->terms[at - 1].position > term->position)
        at--;
    return at;
}

enum kb_status
kb_asked_add(struct kb_asked *asked, struct kb_reader *reader,
             const struct kb_asked_term *term, struct kb_error *err)
{
    struct kb_term_stats stats;
    uint32_t n_all = 0;
    if (asked->in_titles || asked->n == KB_QUERY_MAX_TERMS ||
        is_asked(asked, term->word->term_id))
        return KB_OK;
    if (kb_mem_grow(&asked->terms, asked->n, &asked->capacity, sizeof(*asked->terms)) !=
        KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu query terms", asked->n);
    enum kb_status st = kb_reader_count(reader, &n_all, err);
    if (st == KB_OK)
        st = kb_reader_term(reader, term->word->term, &stats, err);
    if (st != KB_OK || stats.n_docs == 0)
        return st;
    size_t at = place_of(asked, term);
    bool is_main = term->strength >= 1;
    for (size_t i = asked->n++; i > at; i--)
        asked->terms[i] = asked->terms[i - 1];
    asked->n_main += is_main;
    struct kb_asked_term *added = &asked->terms[at];
    *added = *term;
    added->n_docs = stats.n_docs;
    added->idf = bm25_idf(n_all, stats.n_docs);
    added->weight = 1;
    added->share = 1;
    added->is_guess = true;
    for (uint32_t i = 0; i < asked->n && is_main; i++) {
        if (i < asked->n_main)
            asked->terms[i].of = i;
        else
            asked->terms[i].of += asked->terms[i].of >= at;
    }
    return KB_OK;
}

/* The index of a term, or asked->n. */
static uint32_t
index_of(const struct kb_asked *asked, uint32_t term_id)
{
    uint32_t i = 0;
    while (i < asked->n && asked->terms[i].word->term_id != term_id)
        i++;
    return i;
}

enum kb_status
kb_asked_add_name(struct kb_asked *asked, struct kb_reader *reader,
                  const struct kb_asked_name *name, const struct kb_word *const *words,
                  size_t n, struct kb_error *err)
{
    struct kb_asked_name added = *name;
    enum kb_status st = KB_OK;
    size_t n_asked = 0;
    for (size_t i = 0; i < n; i++)
        n_asked += is_asked(asked, words[i]->term_id);
    if (n_asked == n || asked->n_names == KB_ASKED_NAMES_MAX ||
        n > KB_ASKED_NAME_WORDS || asked->n + n > KB_QUERY_MAX_TERMS)
        return KB_OK;
    for (added.n = 0; added.n < n && st == KB_OK; added.n++) {
        struct kb_asked_term term = {.word = words[added.n],
                                     .text = asked->terms[name->of].text,
                                     .position = asked->terms[name->of].position,
                                     .of = name->of};
        st = kb_asked_add(asked, reader, &term, err);
        added.terms[added.n] = index_of(asked, words[added.n]->term_id);
        if (st == KB_OK && added.terms[added.n] == asked->n)
            return KB_OK; /* no article has it */
    }
    if (st == KB_OK)
        asked->names[asked->n_names++] = added;
    return st;
}

uint64_t
kb_asked_counted(const struct kb_asked *asked, uint64_t has)
{
    uint64_t counted = has;
    for (size_t t = asked->n_main; t < asked->n; t++) {
        if (!(asked->terms[t].strength > 0))
            counted &= ~((uint64_t)1 << t);
    }
    for (size_t i = 0; i < asked->n_names; i++) {
        const struct kb_asked_name *name = &asked->names[i];
        bool has_all = true;
        for (size_t k = 0; k < name->n; k++)
            has_all = has_all && (has >> name->terms[k] & 1) != 0;
        for (uint32_t t = name->of; t < name->of + name->n_of && has_all; t++)
            counted |= (uint64_t)1 << t;
    }
    return counted;
}

/* The same word may stand for several; it counts where it is best. */
static enum kb_status
add_standin(struct kb_asked *asked, const struct kb_standin *standin,
            struct kb_error *err)
{
    for (size_t i = 0; i < asked->n; i++) {
        if (kb_code_of_term(asked->terms[i].word->code) == standin->code)
            return KB_OK;
    }
    for (size_t i = 0; i < asked->n_standins; i++) {
        if (asked->standins[i].code != standin->code)
            continue;
        if (asked->standins[i].strength < standin->strength)
            asked->standins[i] = *standin;
        return KB_OK;
    }
    if (asked->n_standins == KB_STANDINS_MAX)
        return KB_OK;
    if (kb_mem_grow(&asked->standins, asked->n_standins, &asked->standins_capacity,
                    sizeof(*asked->standins)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu words",
                            asked->n_standins);
    asked->standins[asked->n_standins++] = *standin;
    return KB_OK;
}

enum kb_status
kb_asked_learn(struct kb_asked *asked, struct kb_analyzer *analyzer,
               const struct kb_learned *learned, double weight, struct kb_error *err)
{
    struct kb_learned_word known;
    enum kb_status st = KB_OK;
    for (uint32_t i = 0; i < asked->n && st == KB_OK; i++) {
        struct kb_asked_term *term = &asked->terms[i];
        if (term->group != 0)
            continue; /* what it stands for is told */
        st = kb_learned_find(learned, term->word->term, &known, err);
        if (st != KB_OK)
            continue;
        double bm25 = term->idf / term->weight;
        double idf = term->idf + term->share * weight * known.worth;
        idf = idf < term->share * MIN_IDF ? term->share * MIN_IDF : idf;
        term->weight = idf / bm25;
        term->idf = idf;
        for (size_t k = 0; k < known.n && i < asked->n_main && st == KB_OK; k++) {
            const struct kb_learned_link *related = &known.related[k];
            const struct kb_word *word = NULL;
            st = kb_lexicon_find(kb_analyzer_lexicon_borrow(analyzer), related->word,
                                 &word, err);
            if (st == KB_OK)
                st = add_standin(
                    asked,
                    &(struct kb_standin){related->word, word->term, i,
                                         kb_code_of_term(word->code),
                                         (float)(weight * related->strength)},
                    err);
        }
    }
    return st;
}
