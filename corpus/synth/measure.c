/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "measure.h"

#include <math.h>
#include <stdlib.h>

#include "article/parse.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "random.h"
#include "schema/field.h"
#include "text/analyze.h"

/* Lengths of which mean, and mean and deviation of the logarithm are printed. */
enum length {
    OF_WORDS = KB_SECTION_COUNT, /* those before: words of a section of that kind */
    OF_TERMS,
    OF_POSTINGS,
    OF_BYTES,
    OF_TITLE,
    OF_QUERY_WORDS,
    OF_PRODUCTS,
    OF_KEYWORDS,
    OF_REFERENCES,
    N_LENGTHS
};

static const struct {
    enum length length;
    const char *name;
} lengths[] = {
    {OF_WORDS, "words"},
    {OF_TERMS, "terms"},
    {OF_POSTINGS, "postings"},
    {OF_BYTES, "bytes"},
    {OF_TITLE, "title-words"},
    {OF_QUERY_WORDS, "query-words"},
    {OF_PRODUCTS, "product-words"},
    {OF_KEYWORDS, "keywords"},
    {OF_REFERENCES, "references"},
    {(enum length)KB_SECTION_BODY, "section-none"},
    {(enum length)KB_SECTION_SYMPTOMS, "section-symptoms"},
    {(enum length)KB_SECTION_CAUSE, "section-cause"},
    {(enum length)KB_SECTION_RESOLUTION, "section-resolution"},
    {(enum length)KB_SECTION_WORKAROUND, "section-workaround"},
    {(enum length)KB_SECTION_STATUS, "section-status"},
    {(enum length)KB_SECTION_SUMMARY, "section-summary"},
    {(enum length)KB_SECTION_MORE_INFORMATION, "section-more-information"},
    {(enum length)KB_SECTION_REFERENCES, "section-references"},
};

struct sum {
    double n, x, log, log2;
};

struct term {
    uint32_t n_articles;
    uint32_t n_words;
    uint32_t seen[KB_FIELD_COUNT + 1]; /* article that had it last, by field; all */
};

struct measure {
    struct kb_analyzer *analyzer;
    struct kb_tokens tokens;
    struct kb_article article;
    struct kb_buf bytes;
    struct term *terms; /* by term number */
    size_t n_terms;     /* of them with words: others are parts and whole names */
    size_t capacity;
    char **paths;
    size_t n_paths;
    size_t paths_capacity;
    uint32_t *references;
    size_t n_references;
    size_t references_capacity;
    uint8_t *is_there; /* a bit for each article number */
    uint32_t n_articles;
    double n_words;
    double n_kinds[KB_TOKEN_CODE + 1];
    size_t n_article_terms;
    size_t n_postings;
    struct sum sums[N_LENGTHS];
    FILE *out;
};

static void
add(struct measure *m, enum length length, size_t n)
{
    struct sum *sum = &m->sums[length];
    double x = (double)n;
    if (n == 0)
        return;
    sum->n++;
    sum->x += x;
    sum->log += log(x);
    sum->log2 += log(x) * log(x);
}

static enum kb_status
grow_terms(struct measure *m, struct kb_error *err)
{
    size_t n = kb_lexicon_n_terms(kb_analyzer_lexicon_borrow(m->analyzer));
    size_t old = m->capacity;
    while (m->capacity < n) {
        if (kb_mem_grow(&m->terms, m->capacity, &m->capacity, sizeof(*m->terms)) !=
            KB_OK)
            return kb_error_set(err, KB_E_NOMEM, "no memory for %zu terms", n);
    }
    for (size_t i = old; i < m->capacity; i++)
        m->terms[i] = (struct term){.n_articles = 0};
    return KB_OK;
}

static void
count_token(struct measure *m, const struct kb_token *token, enum kb_field_id field)
{
    struct term *term = &m->terms[token->word->term_id];
    bool is_own = (kb_field(field)->flags & KB_FIELD_OWN) != 0;
    m->n_kinds[token->kind]++;
    if (is_own && term->seen[field] != m->n_articles)
        m->n_postings++;
    term->seen[field] = m->n_articles;
    if (term->seen[KB_FIELD_COUNT] != m->n_articles) {
        term->seen[KB_FIELD_COUNT] = m->n_articles;
        m->n_postings++;
        m->n_article_terms += token->kind == KB_TOKEN_WORD;
        m->n_terms += term->n_articles == 0;
        term->n_articles++;
    }
    term->n_words++;
}

/* Adds up in *n, so that an article's lists count as one. */
static enum kb_status
count_text(struct measure *m, struct kb_span text, enum kb_field_id field, size_t *n,
           struct kb_error *err)
{
    kb_tokens_reset(&m->tokens);
    enum kb_status st = kb_analyze(m->analyzer, text, &m->tokens, err);
    if (st == KB_OK)
        st = grow_terms(m, err);
    for (size_t i = 0; i < m->tokens.n && st == KB_OK; i++) {
        count_token(m, &m->tokens.items[i], field);
        *n += m->tokens.items[i].kind == KB_TOKEN_WORD;
    }
    return st;
}

static size_t
count_blanks(struct kb_span list)
{
    size_t n = 0;
    for (size_t i = 0; i < list.n_bytes; i++)
        n += list.data[i] != ' ' && (i == 0 || list.data[i - 1] == ' ');
    return n;
}

static enum kb_status
keep_references(struct measure *m, struct kb_error *err)
{
    const struct kb_article *a = &m->article;
    m->is_there[a->id / 8] |= (uint8_t)(1 << a->id % 8);
    add(m, OF_REFERENCES, a->n_references);
    for (size_t i = 0; i < a->n_references; i++) {
        if (kb_mem_grow(&m->references, m->n_references, &m->references_capacity,
                        sizeof(*m->references)) != KB_OK)
            return kb_error_set(err, KB_E_NOMEM, "no memory for references");
        m->references[m->n_references++] = a->references[i];
    }
    return KB_OK;
}

static enum kb_status
count_article(struct measure *m, struct kb_error *err)
{
    const struct kb_article *a = &m->article;
    size_t title = 0;
    size_t query_words = 0;
    size_t products = 0;
    size_t sections[KB_SECTION_COUNT] = {0};
    m->n_articles++;
    m->n_article_terms = 0;
    m->n_postings = 0;
    enum kb_status st = count_text(m, a->title, KB_FIELD_TITLE, &title, err);
    if (st == KB_OK)
        st = count_text(m, a->query_words, KB_FIELD_QUERY_WORDS, &query_words, err);
    if (st == KB_OK)
        st = count_text(m, a->products, KB_FIELD_APPLIES_TO, &products, err);
    for (size_t i = 0; i < a->applies_to.n && st == KB_OK; i++)
        st = count_text(m, a->applies_to.items[i], KB_FIELD_APPLIES_TO, &products, err);
    for (size_t i = 0; i < a->n_sections && st == KB_OK; i++)
        st =
            count_text(m, a->sections[i].text, kb_field_of_section(a->sections[i].kind),
                       &sections[a->sections[i].kind], err);
    size_t n_words = title + query_words + products;
    for (int i = 0; i < KB_SECTION_COUNT; i++) {
        n_words += sections[i];
        add(m, (enum length)i, sections[i]);
    }
    m->n_words += (double)n_words;
    add(m, OF_WORDS, n_words);
    add(m, OF_TERMS, m->n_article_terms);
    add(m, OF_POSTINGS, m->n_postings);
    add(m, OF_BYTES, m->bytes.n_bytes);
    add(m, OF_TITLE, title);
    add(m, OF_QUERY_WORDS, query_words);
    add(m, OF_PRODUCTS, products);
    add(m, OF_KEYWORDS, count_blanks(a->keywords));
    return st == KB_OK ? keep_references(m, err) : st;
}

/* ---- files ---- */

static enum kb_status
visit(const char *path, void *context, struct kb_error *err)
{
    struct measure *m = context;
    if (strrchr(path, '.') == NULL || strrchr(path, '.') < strrchr(path, '/'))
        return kb_file_each(path, visit, m, err);
    char *copy = kb_mem_copy(path, strlen(path));
    if (copy == NULL || kb_mem_grow(&m->paths, m->n_paths, &m->paths_capacity,
                                    sizeof(*m->paths)) != KB_OK) {
        kb_mem_free(copy);
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu paths", m->n_paths);
    }
    m->paths[m->n_paths++] = copy;
    return KB_OK;
}

/* An order that has nothing to do with age, so that a part of it is a sample. */
static uint64_t
place_of(const char *path)
{
    const char *name = strrchr(path, 'Q');
    return kb_random_mix(name == NULL ? 0 : strtoull(name + 1, NULL, 10));
}

static int
by_place(const void *a, const void *b)
{
    uint64_t x = place_of(*(char *const *)a);
    uint64_t y = place_of(*(char *const *)b);
    return (x > y) - (x < y);
}

static enum kb_status
read_articles(struct measure *m, struct kb_error *err)
{
    size_t part = m->n_paths / 64;
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < m->n_paths && st == KB_OK; i++) {
        kb_buf_reset(&m->bytes);
        st = kb_file_read(m->paths[i], &m->bytes, err);
        if (st == KB_OK)
            st = kb_article_parse(kb_buf_span(&m->bytes), &m->article, err);
        if (st == KB_OK)
            st = count_article(m, err);
        if (st != KB_OK)
            kb_error_context(err, "cannot measure '%s'", m->paths[i]);
        if (i + 1 == part || i + 1 == m->n_paths) {
            fprintf(m->out, "vocabulary\t%zu articles\t%.0f words\t%zu terms\n", i + 1,
                    m->n_words, m->n_terms);
            part = part * 2;
        }
    }
    return st;
}

/* ---- output ---- */

static int
by_articles(const void *a, const void *b)
{
    const struct term *x = a;
    const struct term *y = b;
    return (x->n_articles < y->n_articles) - (x->n_articles > y->n_articles);
}

static int
by_words(const void *a, const void *b)
{
    const struct term *x = a;
    const struct term *y = b;
    return (x->n_words < y->n_words) - (x->n_words > y->n_words);
}

/* The terms of rank 1, 2, 3, 5, 7 times 1, 10, 100 ... */
static void
print_ranks(struct measure *m)
{
    static const size_t steps[] = {1, 2, 3, 5, 7};
    for (int words = 0; words < 2; words++) {
        qsort(m->terms, m->capacity, sizeof(*m->terms), words ? by_words : by_articles);
        for (size_t ten = 1; ten <= m->n_terms; ten *= 10) {
            for (size_t i = 0; i < 5 && steps[i] * ten <= m->n_terms; i++) {
                const struct term *term = &m->terms[steps[i] * ten - 1];
                fprintf(m->out, "%s\t%zu\t%u\n",
                        words ? "words-of-rank" : "articles-of-rank", steps[i] * ten,
                        words ? term->n_words : term->n_articles);
            }
        }
    }
}

static void
print_figures(struct measure *m)
{
    static const char *const kinds[] = {"word",   "part", "whole",
                                        "joined", "name", "code"};
    size_t n_absent = 0;
    for (size_t i = 0; i < m->n_references; i++) {
        uint32_t id = m->references[i];
        n_absent += id > KB_ARTICLE_MAX_ID || (m->is_there[id / 8] >> id % 8 & 1) == 0;
    }
    fprintf(m->out, "articles\t%u\nreferences-absent\t%zu of %zu\n", m->n_articles,
            n_absent, m->n_references);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        fprintf(m->out, "tokens-%s\t%.0f\n", kinds[i], m->n_kinds[i]);
    fprintf(m->out, "figure\tshare\tmean\tmu\tsigma\n");
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        const struct sum *sum = &m->sums[lengths[i].length];
        double n = sum->n > 0 ? sum->n : 1;
        double mu = sum->log / n;
        double square = sum->log2 / n - mu * mu;
        fprintf(m->out, "%s\t%.4f\t%.2f\t%.3f\t%.3f\n", lengths[i].name,
                sum->n / (m->n_articles > 0 ? m->n_articles : 1), sum->x / n, mu,
                sqrt(square > 0 ? square : 0));
    }
    print_ranks(m);
}

enum kb_status
kb_measure(const char *dir, FILE *out, struct kb_error *err)
{
    struct measure m = {.bytes = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES), .out = out};
    kb_article_init(&m.article);
    enum kb_status st = kb_analyzer_new(false, &m.analyzer, err);
    m.is_there = kb_mem_array(KB_ARTICLE_MAX_ID / 8 + 1, 1);
    if (st == KB_OK && m.is_there == NULL)
        st = kb_error_set(err, KB_E_NOMEM, "no memory for article numbers");
    if (st == KB_OK)
        st = kb_file_each(dir, visit, &m, err);
    if (st == KB_OK && m.n_paths > 0)
        qsort(m.paths, m.n_paths, sizeof(*m.paths), by_place);
    if (st == KB_OK)
        st = read_articles(&m, err);
    if (st == KB_OK)
        print_figures(&m);
    if (st == KB_OK && (fflush(out) != 0 || ferror(out)))
        st = kb_error_set(err, KB_E_IO, "cannot write the figures");
    for (size_t i = 0; i < m.n_paths; i++)
        kb_mem_free(m.paths[i]);
    kb_mem_free(m.paths);
    kb_mem_free(m.references);
    kb_mem_free(m.is_there);
    kb_mem_free(m.terms);
    kb_tokens_clear(&m.tokens);
    kb_buf_clear(&m.bytes);
    kb_article_clear(&m.article);
    kb_analyzer_free(m.analyzer);
    return st;
}
