/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "samples.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/mem.h"
#include "lesson.h"

enum {
    MIN_WORDS = 2,      /* one word alone names no article */
    MIXED_OF_TITLE = 3, /* words that are taken at most */
    MIXED_OF_QUERY_WORDS = 2,
    MIXED_MIN_BYTES = 3, /* of a word */
    CITED_MIN_WORDS = 3,
    CITED_MAX_BYTES = 200,
    CITED_REACH = 500, /* bytes from what is said to the number */
    QUERY_MAX_BYTES = 1000
};

/* A pass over the articles of an index. */
struct pass {
    struct kb_store store;
    struct kb_analyzer *analyzer;
    struct kb_lesson *lessons[KB_SAMPLE_FOLDS];
    struct kb_tokens tokens;
    struct kb_buf title;
    struct kb_samples *out;
    struct kb_error *err;
};

static uint32_t
mixed(uint32_t id)
{
    uint32_t h = id * 2654435761u;
    h ^= h >> 15;
    h *= 2246822519u;
    return h ^ h >> 13;
}

unsigned
kb_sample_fold(uint32_t id)
{
    return mixed(id) % KB_SAMPLE_FOLDS;
}

void
kb_samples_clear(struct kb_samples *samples)
{
    for (size_t i = 0; i < samples->n; i++)
        kb_mem_free(samples->items[i].query);
    kb_mem_free(samples->items);
    *samples = (struct kb_samples){NULL, 0, 0};
}

/* ---- text -> query ---- */

static bool
is_code(struct kb_span word)
{
    for (size_t i = 0; i < word.n_bytes; i++) {
        if (word.data[i] >= '0' && word.data[i] <= '9')
            return true;
    }
    return (word.n_bytes >= 2 && strncasecmp(word.data, "kb", 2) == 0) ||
           (word.n_bytes >= 4 && strncasecmp(word.data, "prod", 4) == 0);
}

static size_t
word_bytes(struct kb_span text)
{
    size_t n = 0;
    while (n < text.n_bytes && strchr(" \t\r\n", text.data[n]) == NULL)
        n++;
    return n;
}

/* Words in lower case, without what means something in a query. */
static enum kb_status
put_words(struct kb_span text, bool drops_codes, struct kb_buf *out, size_t *n,
          struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (text = kb_span_trim(text); text.n_bytes > 0 && st == KB_OK;
         text = kb_span_trim(text)) {
        struct kb_span word = kb_span_at(text.data, word_bytes(text));
        text = kb_span_skip(text, word.n_bytes);
        if (drops_codes && is_code(word))
            continue;
        (*n)++;
        st = kb_buf_append_byte(out, ' ', err);
        for (size_t i = 0; i < word.n_bytes && st == KB_OK; i++) {
            char c = word.data[i];
            bool is_mark = strchr("\"()*:-+~^<>[]{}", c) != NULL &&
                           !(c == '-' && i > 0 && i + 1 < word.n_bytes);
            if (c >= 'A' && c <= 'Z')
                c = (char)(c - 'A' + 'a');
            st = kb_buf_append_byte(out, is_mark ? ' ' : c, err);
        }
    }
    return st;
}

static enum kb_status
add_sample(struct pass *p, struct kb_sample sample, struct kb_span text,
           size_t min_words)
{
    struct kb_buf query = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    struct kb_samples *out = p->out;
    size_t n = 0;
    enum kb_status st =
        put_words(text, sample.set == KB_SAMPLE_QUERY_WORDS, &query, &n, p->err);
    if (st == KB_OK && n >= min_words && query.n_bytes <= QUERY_MAX_BYTES) {
        sample.query = kb_mem_copy(query.data, query.n_bytes);
        sample.hash = mixed(sample.wanted * 7 + sample.source + (uint32_t)sample.set);
        if (sample.query == NULL || kb_mem_grow(&out->items, out->n, &out->capacity,
                                                sizeof(*out->items)) != KB_OK) {
            kb_mem_free(sample.query);
            st = kb_error_set(p->err, KB_E_NOMEM, "no memory for samples");
        } else
            out->items[out->n++] = sample;
    }
    kb_buf_clear(&query);
    return st;
}

/* Some words of the text, in order: those that the article's number chooses. */
static enum kb_status
pick(struct pass *p, uint32_t id, struct kb_span text, size_t n_max, bool drops_codes,
     struct kb_buf *out)
{
    enum kb_status st = KB_OK;
    size_t n = 0;
    for (uint32_t i = 0; text.n_bytes > 0 && st == KB_OK && n < n_max; i++) {
        text = kb_span_trim(text);
        struct kb_span word = kb_span_at(text.data, word_bytes(text));
        text = kb_span_skip(text, word.n_bytes);
        size_t n_words = 0;
        if (word.n_bytes < MIXED_MIN_BYTES || mixed(id + 977 * i) % 2 == 0)
            continue;
        st = put_words(word, drops_codes, out, &n_words, p->err);
        n += n_words;
    }
    return st;
}

static enum kb_status
add_mixed(struct pass *p, uint32_t id, struct kb_span query_words)
{
    struct kb_buf query = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    enum kb_status st =
        pick(p, id, kb_buf_span(&p->title), MIXED_OF_TITLE, false, &query);
    if (st == KB_OK)
        st = pick(p, id + 1, query_words, MIXED_OF_QUERY_WORDS, true, &query);
    if (st == KB_OK)
        st = add_sample(p, (struct kb_sample){.set = KB_SAMPLE_MIXED, .wanted = id},
                        kb_buf_span(&query), MIN_WORDS + 1);
    kb_buf_clear(&query);
    return st;
}

/* ---- citations ---- */

static const char *
find(const char *at, const char *end, const char *what)
{
    size_t n = strlen(what);
    for (; (size_t)(end - at) >= n; at++) {
        if (strncasecmp(at, what, n) == 0)
            return at;
    }
    return NULL;
}

/* The number behind "Q", 0 = none. */
static uint32_t
number_at(const char *at, const char *end)
{
    uint32_t number = 0;
    size_t n = 0;
    for (at++; at < end && *at >= '0' && *at <= '9' && n < 7; at++, n++)
        number = number * 10 + (uint32_t)(*at - '0');
    return n >= 5 && n <= 6 ? number : 0;
}

static uint32_t
next_number(const char *at, const char *end)
{
    for (; at < end; at++) {
        if ((*at == 'Q' || *at == 'q') && number_at(at, end) != 0)
            return number_at(at, end);
    }
    return 0;
}

/* The first place of any of the texts. */
static const char *
find_any(const char *at, const char *end, const char *const *what, size_t n)
{
    const char *first = NULL;
    for (size_t i = 0; i < n; i++) {
        const char *found = find(at, end, what[i]);
        if (found != NULL && (first == NULL || found < first))
            first = found;
    }
    return first;
}

/* "For more information about SUBJECT, see the article Q123456" */
static enum kb_status
take_cited(struct pass *p, uint32_t id, struct kb_span text)
{
    static const char *const begins[] = {"formation about ", "formation on ",
                                         "formation regarding ",
                                         "formation concerning "};
    static const char *const ends[] = {", see",   ", please", ", click", ", query",
                                       ", refer", ", search", ", view"};
    const char *end = text.data + text.n_bytes;
    enum kb_status st = KB_OK;
    for (const char *at = text.data; st == KB_OK;) {
        at = find_any(at, end, begins, sizeof(begins) / sizeof(begins[0]));
        if (at == NULL)
            break;
        at += strlen("formation ");
        while (at < end && *at != ' ')
            at++;
        const char *limit = end - at > CITED_MAX_BYTES ? at + CITED_MAX_BYTES : end;
        const char *stop = find_any(at, limit, ends, sizeof(ends) / sizeof(ends[0]));
        if (stop == NULL)
            continue;
        limit = end - stop > CITED_REACH ? stop + CITED_REACH : end;
        uint32_t wanted = next_number(stop, limit);
        if (wanted != 0 && wanted != id)
            st = add_sample(p,
                            (struct kb_sample){
                                .set = KB_SAMPLE_CITED, .wanted = wanted, .source = id},
                            kb_span_at(at, (size_t)(stop - at)), CITED_MIN_WORDS);
        at = stop;
    }
    return st;
}

/* ---- articles ---- */

/* "PRB: Title" */
static struct kb_span
without_type(struct kb_span title)
{
    size_t n = 0;
    while (n < title.n_bytes && title.data[n] >= 'A' && title.data[n] <= 'Z')
        n++;
    return n >= 2 && n + 1 < title.n_bytes && title.data[n] == ':'
               ? kb_span_skip(title, n + 1)
               : title;
}

static enum kb_status
take_part(struct pass *p, uint32_t id, enum kb_section_kind kind, struct kb_span text)
{
    kb_tokens_reset(&p->tokens);
    struct kb_sample sample = {.wanted = id};
    enum kb_status st = kb_analyze(p->analyzer, text, &p->tokens, p->err);
    if (st == KB_OK)
        st = kb_lesson_part(p->lessons[kb_sample_fold(id)], kind, &p->tokens, p->err);
    if (st != KB_OK)
        return st;
    kb_lesson_names(p->lessons[kb_sample_fold(id)], text);
    if (kind == KB_SECTION_TITLE) {
        sample.set = KB_SAMPLE_TITLE;
        kb_buf_reset(&p->title);
        st = kb_buf_append(&p->title, without_type(text), p->err);
        if (st != KB_OK)
            return st;
        return add_sample(p, sample, without_type(text), MIN_WORDS + 1);
    }
    if (kind == KB_SECTION_QUERY_WORDS) {
        sample.set = KB_SAMPLE_QUERY_WORDS;
        st = add_sample(p, sample, text, MIN_WORDS);
        return st == KB_OK ? add_mixed(p, id, text) : st;
    }
    return take_cited(p, id, text);
}

static enum kb_status
take_article(struct pass *p, size_t shard, uint32_t id)
{
    struct kb_stored_head head;
    struct kb_buf bytes = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    struct kb_span body;
    struct kb_lesson *lesson = p->lessons[kb_sample_fold(id)];
    kb_lesson_begin(lesson, id);
    enum kb_status st = kb_store_head(&p->store, id, NULL, &bytes, &head, p->err);
    if (st == KB_OK)
        st = take_part(p, id, KB_SECTION_TITLE, head.title);
    if (st == KB_OK)
        st = take_part(p, id, KB_SECTION_PRODUCT, head.product);
    if (st == KB_OK)
        st = kb_store_body(&p->store, shard, id, &body, p->err);
    while (st == KB_OK && body.n_bytes > 0) {
        enum kb_section_kind kind;
        struct kb_span text;
        st = kb_stored_body_next(&body, &kind, &text, p->err);
        if (st == KB_OK)
            st = take_part(p, id, kind, text);
    }
    kb_buf_clear(&bytes);
    return st == KB_OK ? kb_lesson_end(lesson, p->err) : st;
}

static enum kb_status
take_shard(struct pass *p, struct kb_reader *reader, size_t shard)
{
    uint32_t *ids = NULL;
    size_t n = 0;
    enum kb_status st = kb_reader_ids(reader, shard, &ids, &n, p->err);
    for (size_t i = 0; i < n && st == KB_OK; i++)
        st = take_article(p, shard, ids[i]);
    kb_mem_free(ids);
    return st;
}

static int
by_set_and_hash(const void *a, const void *b)
{
    const struct kb_sample *x = a;
    const struct kb_sample *y = b;
    if (x->set != y->set)
        return x->set < y->set ? -1 : 1;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->wanted != y->wanted)
        return x->wanted < y->wanted ? -1 : 1;
    return strcmp(x->query, y->query);
}

/* Articles that many cite would be asked for again and again. */
static bool
is_again(const struct kb_sample *items, size_t n, const struct kb_sample *sample)
{
    for (size_t i = n; i > 0 && items[i - 1].set == sample->set; i--) {
        if (items[i - 1].wanted == sample->wanted ||
            strcmp(items[i - 1].query, sample->query) == 0)
            return true;
    }
    return false;
}

static void
choose(struct kb_samples *all, size_t n_max)
{
    size_t kept = 0;
    size_t of_set[KB_SAMPLE_SETS] = {0};
    if (all->n > 0)
        qsort(all->items, all->n, sizeof(*all->items), by_set_and_hash);
    for (size_t i = 0; i < all->n; i++) {
        struct kb_sample *sample = &all->items[i];
        if (of_set[sample->set] < n_max && !is_again(all->items, kept, sample)) {
            of_set[sample->set]++;
            all->items[kept++] = *sample;
        } else {
            kb_mem_free(sample->query);
        }
    }
    all->n = kept;
}

enum kb_status
kb_samples_take(struct kb_reader *reader, size_t n_shards, const char *const *lessons,
                size_t n_max, struct kb_samples *out, struct kb_error *err)
{
    struct pass p = {
        .title = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES), .out = out, .err = err};
    kb_store_init(&p.store, reader);
    enum kb_status st = kb_analyzer_new(false, &p.analyzer, err);
    for (size_t i = 0; i < KB_SAMPLE_FOLDS && st == KB_OK; i++)
        st = kb_lesson_open(lessons[i], 0, &p.lessons[i], err);
    for (size_t i = 0; i < n_shards && st == KB_OK; i++)
        st = take_shard(&p, reader, i);
    for (size_t i = 0; i < KB_SAMPLE_FOLDS; i++) {
        enum kb_status closed = kb_lesson_close(p.lessons[i], err);
        st = st == KB_OK ? closed : st;
    }
    kb_tokens_clear(&p.tokens);
    kb_buf_clear(&p.title);
    kb_store_clear(&p.store);
    kb_analyzer_free(p.analyzer);
    if (st == KB_OK)
        choose(out, n_max);
    return st;
}
