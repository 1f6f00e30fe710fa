/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/twins.h"

#include <stdlib.h>
#include <xxhash.h>

#include "base/limits.h"
#include "base/mem.h"
#include "schema/stored.h"

enum {
    LABEL_MAX_BYTES = 12,
    KEY_MIN_WORDS = 3,
    WORDS_MAX = 20000, /* of a text that are compared; the archive's longest has more */
    YEAR_FIRST = 1985,
    YEAR_LAST = 2005,
    SHORT_YEAR_FIRST = 95 /* "Word 97" */
};

#define TWIN_LIKENESS 0.5

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_word_byte(char c)
{
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || (c & 0x80) != 0;
}

/* The next run of letters and digits, with single dots between digits. */
static bool
next_word(struct kb_span text, size_t *at, struct kb_span *word)
{
    size_t i = *at;
    while (i < text.n_bytes && !is_word_byte(text.data[i]))
        i++;
    size_t begin = i;
    while (i < text.n_bytes &&
           (is_word_byte(text.data[i]) ||
            (text.data[i] == '.' && i > begin && is_digit(text.data[i - 1]) &&
             i + 1 < text.n_bytes && is_digit(text.data[i + 1]))))
        i++;
    *at = i;
    *word = kb_span_at(text.data + begin, i - begin);
    return i > begin;
}

/* "3.11", "4.0a", "97", "1998", "SP4" */
static bool
is_version(struct kb_span word)
{
    if (word.n_bytes > 2 && lower(word.data[0]) == 's' && lower(word.data[1]) == 'p')
        word = kb_span_skip(word, 2);
    else if (memchr(word.data, '.', word.n_bytes) != NULL)
        return is_digit(word.data[0]);
    else if (word.n_bytes != 2 && word.n_bytes != 4)
        return false;
    unsigned value = 0;
    for (size_t i = 0; i < word.n_bytes; i++) {
        if (!is_digit(word.data[i]))
            return false;
        value = value * 10 % 100000 + (unsigned)(word.data[i] - '0');
    }
    return word.n_bytes == 1 || (value >= SHORT_YEAR_FIRST && value < 100) ||
           (value >= YEAR_FIRST && value <= YEAR_LAST);
}

/* Bytes of a label at the begin with its colon: "XADM: ", "PC Win: "; 0 = none. */
static size_t
label(struct kb_span title)
{
    size_t n = 0;
    while (n < title.n_bytes && n <= LABEL_MAX_BYTES && title.data[n] != ':')
        n++;
    return n < title.n_bytes && n > 0 && title.data[n] == ':' &&
                   n + 1 < title.n_bytes && title.data[n + 1] == ' '
               ? n + 2
               : 0;
}

uint64_t
kb_twin_key(struct kb_span title)
{
    XXH64_hash_t key = 1;
    size_t n_words = 0;
    size_t at = 0;
    struct kb_span word;
    for (size_t n = label(title); n > 0; n = label(title))
        title = kb_span_trim(kb_span_skip(title, n));
    while (next_word(title, &at, &word)) {
        char low[KB_WORD_MAX_BYTES];
        size_t n = word.n_bytes < sizeof(low) ? word.n_bytes : sizeof(low);
        if (is_version(word))
            continue;
        for (size_t i = 0; i < n; i++)
            low[i] = lower(word.data[i]);
        key = XXH3_64bits_withSeed(low, n, key);
        n_words++;
    }
    return n_words < KEY_MIN_WORDS ? 0 : key;
}

/* Pairs of neighbouring words of a body, sorted, each once. */
struct pairs {
    uint64_t *items;
    size_t n;
    size_t capacity;
};

static int
ascending(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static enum kb_status
add_pairs(struct pairs *pairs, struct kb_span text, struct kb_error *err)
{
    size_t at = 0;
    uint64_t last = 0;
    struct kb_span word;
    while (pairs->n < WORDS_MAX && next_word(text, &at, &word)) {
        char low[KB_WORD_MAX_BYTES];
        size_t n = word.n_bytes < sizeof(low) ? word.n_bytes : sizeof(low);
        if (is_digit(word.data[0]))
            continue;
        for (size_t i = 0; i < n; i++)
            low[i] = lower(word.data[i]);
        uint64_t hash = XXH3_64bits(low, n);
        if (kb_mem_grow(&pairs->items, pairs->n, &pairs->capacity,
                        sizeof(*pairs->items)) != KB_OK)
            return kb_error_set(err, KB_E_NOMEM, "no memory for %zu words", pairs->n);
        pairs->items[pairs->n++] = last * 31 + hash;
        last = hash;
    }
    return KB_OK;
}

static enum kb_status
read_pairs(struct kb_span body, struct pairs *pairs, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    size_t kept = 0;
    while (body.n_bytes > 0 && st == KB_OK) {
        enum kb_section_kind kind = KB_SECTION_BODY;
        struct kb_span text;
        st = kb_stored_body_next(&body, &kind, &text, err);
        if (st == KB_OK && kind != KB_SECTION_APPLIES_TO &&
            kind != KB_SECTION_QUERY_WORDS)
            st = add_pairs(pairs, text, err);
    }
    if (pairs->n > 0)
        qsort(pairs->items, pairs->n, sizeof(*pairs->items), ascending);
    for (size_t i = 0; i < pairs->n; i++) {
        if (kept == 0 || pairs->items[kept - 1] != pairs->items[i])
            pairs->items[kept++] = pairs->items[i];
    }
    pairs->n = kept;
    return st;
}

static double
share(const struct pairs *a, const struct pairs *b)
{
    size_t i = 0;
    size_t j = 0;
    size_t both = 0;
    while (i < a->n && j < b->n) {
        uint64_t x = a->items[i];
        uint64_t y = b->items[j];
        both += x == y;
        i += x <= y;
        j += y <= x;
    }
    size_t any = a->n + b->n - both;
    return any == 0 ? 0 : (double)both / (double)any;
}

enum kb_status
kb_twin_likeness(struct kb_span a, struct kb_span b, double *out, struct kb_error *err)
{
    struct pairs of_a = {NULL, 0, 0};
    struct pairs of_b = {NULL, 0, 0};
    enum kb_status st = read_pairs(a, &of_a, err);
    if (st == KB_OK)
        st = read_pairs(b, &of_b, err);
    if (st == KB_OK)
        *out = share(&of_a, &of_b);
    kb_mem_free(of_a.items);
    kb_mem_free(of_b.items);
    return st;
}

enum kb_status
kb_twin_check(struct kb_engine *engine, const struct kb_fold_entry *a,
              const struct kb_fold_entry *b, bool *out, struct kb_error *err)
{
    struct kb_buf kept = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    struct kb_span body;
    double likeness = 0;
    if (a->key == 0 || a->key != b->key || a->id == b->id) {
        *out = false;
        return KB_OK;
    }
    enum kb_status st = kb_store_body(&engine->store, a->shard, a->id, &body, err);
    if (st == KB_OK)
        st = kb_buf_append(&kept, body, err);
    if (st == KB_OK)
        st = kb_store_body(&engine->store, b->shard, b->id, &body, err);
    if (st == KB_OK)
        st = kb_twin_likeness(kb_buf_span(&kept), body, &likeness, err);
    *out = likeness >= TWIN_LIKENESS;
    kb_buf_clear(&kept);
    return st;
}

/* The twin of an article of the window is counted there; any other is added. */
static enum kb_status
add(struct kb_fold *fold, struct kb_engine *engine, const struct kb_fold_entry *entry,
    struct kb_error *err)
{
    enum kb_status st = KB_OK;
    bool is_twin = false;
    for (size_t i = fold->n_before; i < fold->n && st == KB_OK && !is_twin; i++) {
        if (entry->key != 0 && fold->items[i].key == entry->key)
            st = kb_twin_check(engine, &fold->items[i], entry, &is_twin, err);
        if (is_twin)
            fold->items[i].n_twins++;
    }
    if (st != KB_OK || is_twin)
        return st;
    if (kb_mem_grow(&fold->items, fold->n, &fold->capacity, sizeof(*fold->items)) !=
        KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu results", fold->n);
    fold->items[fold->n++] = *entry;
    return KB_OK;
}

static enum kb_status
read_key(struct kb_engine *engine, struct kb_fold_entry *entry, struct kb_error *err)
{
    struct kb_stored_head head;
    enum kb_status st =
        kb_store_head(&engine->store, entry->id, NULL, &entry->head, &head, err);
    if (st == KB_OK)
        entry->key = kb_twin_key(head.title);
    return st;
}

size_t
kb_fold_depth(const struct kb_request *request)
{
    size_t shown = (size_t)request->first + request->n_max;
    return request->all ? shown : shown + shown / 8;
}

enum kb_status
kb_fold_hits(struct kb_fold *fold, struct kb_engine *engine,
             const struct kb_request *request, struct kb_hits *hits,
             struct kb_error *err)
{
    size_t shown = (size_t)request->first + request->n_max;
    size_t kept = 0;
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < hits->n && st == KB_OK; i++) {
        bool begins_window = i % KB_FOLD_WINDOW == 0;
        if (fold->n >= shown && (request->all || begins_window))
            break;
        if (begins_window)
            fold->n_before = fold->n;
        struct kb_hit hit = hits->items[i];
        struct kb_fold_entry entry = {.id = hit.docid,
                                      .shard = hit.shard,
                                      .head = KB_BUF_INIT(KB_STORED_MAX_BYTES)};
        size_t n_before = fold->n;
        if (!request->all)
            st = read_key(engine, &entry, err);
        if (st == KB_OK)
            st = add(fold, engine, &entry, err);
        if (st != KB_OK)
            kb_error_context(err, "article Q%u", hit.docid);
        if (fold->n > n_before && fold->n > request->first && kept < request->n_max) {
            hits->items[kept++] = hit;
            continue; /* the list has taken the head */
        }
        kb_buf_clear(&entry.head);
        if (fold->n > n_before)
            fold->items[n_before].head = entry.head;
    }
    hits->n = kept;
    return st;
}

void
kb_fold_clear(struct kb_fold *fold)
{
    for (size_t i = 0; i < fold->n; i++)
        kb_buf_clear(&fold->items[i].head);
    kb_mem_free(fold->items);
    *fold = (struct kb_fold){NULL, 0, 0, 0};
}
