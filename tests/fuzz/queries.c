/* SPDX-License-Identifier: GPL-2.0-or-later */
/* queries INDEX DICTIONARY N SEED: N random queries, put together from a dictionary,
 * made longer, doubled and damaged, are asked of an index. Each must be answered or
 * refused for its size, within a second, with results that agree with themselves.
 * Prints how many were found, empty and refused, and the slowest. */
#include <inttypes.h>
#include <time.h>

#include "base/limits.h"
#include "fuzz.h"
#include "search/search.h"
#include "text/encode.h"

enum {
    WORDS_MAX = 200,
    WORD_BYTES = 64,
    QUERY_BYTES = 256 * 1024,
    PARTS_MAX = 14,
    SLOWEST_MS = 1000,
    PASSAGE_EVERY = 8 /* queries; passages are slow to make */
};

struct dictionary {
    char words[WORDS_MAX][WORD_BYTES];
    size_t n_bytes[WORDS_MAX];
    size_t n;
};

/* xorshift64*: the same queries for the same seed everywhere. */
static uint64_t state;

static uint32_t
below(uint32_t n)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)((state * UINT64_C(2685821657736338717)) >> 33) % n;
}

/* A line "word" in libFuzzer's form, with \x41, \\ and \". */
static void
read_word(const char *line, struct dictionary *out)
{
    size_t n = 0;
    const char *p = strchr(line, '"');
    if (line[0] == '#' || p == NULL || out->n == WORDS_MAX)
        return;
    for (p++; *p != '"' && *p != '\0' && n < WORD_BYTES; p++) {
        unsigned byte = 0;
        if (*p == '\\' && p[1] == 'x' && sscanf(p + 2, "%2x", &byte) == 1)
            p += 3;
        else if (*p == '\\')
            byte = (unsigned char)*++p;
        else
            byte = (unsigned char)*p;
        out->words[out->n][n++] = (char)byte;
    }
    out->n_bytes[out->n++] = n;
}

static void
read_dictionary(const char *path, struct dictionary *out)
{
    char line[512];
    FILE *in = fopen(path, "r");
    FUZZ_CHECK(in != NULL);
    while (fgets(line, sizeof(line), in) != NULL)
        read_word(line, out);
    FUZZ_CHECK(out->n > 0 && fclose(in) == 0);
}

static void
append(struct kb_buf *out, const char *bytes, size_t n)
{
    if (out->n_bytes + n < QUERY_BYTES)
        FUZZ_CHECK(kb_buf_append(out, kb_span_at(bytes, n), NULL) == KB_OK);
}

static void
damage(struct kb_buf *query)
{
    for (uint32_t i = below(4); i > 0 && query->n_bytes > 0; i--)
        query->data[below((uint32_t)query->n_bytes)] = (char)below(256);
    if (below(8) == 0)
        query->n_bytes = below((uint32_t)query->n_bytes + 1);
}

/* Most are as people write them; one of some thousand is far too long or too deep. */
static void
make_query(const struct dictionary *words, struct kb_buf *out)
{
    kb_buf_reset(out);
    for (uint32_t n = 1 + below(PARTS_MAX); n > 0; n--) {
        uint32_t w = below((uint32_t)words->n);
        uint32_t times = below(3000) == 0 ? below(12000) : 1;
        for (; times > 0; times--)
            append(out, words->words[w], words->n_bytes[w]);
        if (below(3) > 0)
            append(out, " ", 1);
    }
    if (below(3) == 0)
        damage(out);
}

static uint64_t
now_ms(void) /* of this process: others may keep it waiting */
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static bool
is_within(struct kb_span part, struct kb_span whole)
{
    return part.data >= whole.data &&
           part.data + part.n_bytes <= whole.data + whole.n_bytes;
}

static void
check_results(const struct kb_request *request, const struct kb_results *results)
{
    FUZZ_CHECK(results->n <= request->n_max && results->n <= results->total);
    FUZZ_CHECK(results->notes.n <= KB_NOTES_MAX);
    for (size_t i = 0; i < results->n; i++) {
        const struct kb_result *r = &results->items[i];
        FUZZ_CHECK(r->rank == i + 1 && r->id > 0);
        for (size_t k = 0; k < r->n_matched; k++) {
            FUZZ_CHECK(is_within(r->matched[k], request->query) ||
                       is_within(r->matched[k], kb_buf_span(&results->corrected)));
        }
        for (size_t k = 0; k < i; k++)
            FUZZ_CHECK(results->items[k].id != r->id);
    }
}

struct counts {
    size_t found;
    size_t empty;
    size_t refused;
    uint64_t slowest_ms;
};

static void
ask(struct kb_engine *engine, struct kb_span query, bool passages,
    struct counts *counts)
{
    struct kb_results results = KB_RESULTS_INIT;
    struct kb_error err = KB_ERROR_INIT;
    const struct kb_request request = {
        .query = query, .n_max = 10, .passage_bytes = passages ? 200 : 0};
    uint64_t start = now_ms();
    enum kb_status st = kb_engine_search(engine, &request, &results, &err);
    uint64_t took = now_ms() - start;
    bool is_too_long = query.n_bytes > KB_QUERY_MAX_BYTES;
    bool is_empty = kb_span_trim(query).n_bytes == 0;
    if (took > SLOWEST_MS || (st != KB_OK && !is_too_long && !is_empty))
        fprintf(stderr, "%" PRIu64 " ms, %s: %.2000s\n", took, err.msg,
                query.n_bytes == 0 ? "" : query.data);
    FUZZ_CHECK(took <= SLOWEST_MS);
    FUZZ_CHECK(st == (is_empty ? KB_E_QUERY : is_too_long ? KB_E_LIMIT : KB_OK));
    if (st == KB_OK)
        check_results(&request, &results);
    counts->refused += st != KB_OK;
    counts->found += st == KB_OK && results.n > 0;
    counts->empty += st == KB_OK && results.n == 0;
    if (took > counts->slowest_ms)
        counts->slowest_ms = took;
    kb_results_clear(&results);
}

int
main(int argc, char **argv)
{
    static struct dictionary words;
    struct kb_engine *engine = NULL;
    struct kb_error err = KB_ERROR_INIT;
    struct counts counts = {0, 0, 0, 0};
    struct kb_buf raw = KB_BUF_INIT(QUERY_BYTES);
    if (argc != 5) {
        fprintf(stderr, "usage: queries INDEX DICTIONARY N SEED\n");
        return 2;
    }
    read_dictionary(argv[2], &words);
    state = strtoull(argv[4], NULL, 10) * 2 + 1;
    if (kb_engine_open(argv[1], &engine, &err) != KB_OK) {
        fprintf(stderr, "queries: %s\n", err.msg);
        return 2;
    }
    for (size_t n = strtoul(argv[3], NULL, 10); n > 0; n--) {
        struct kb_buf query = KB_BUF_INIT(4 * QUERY_BYTES);
        make_query(&words, &raw);
        FUZZ_CHECK(kb_encode_utf8(kb_buf_span(&raw), &query, NULL) == KB_OK);
        ask(engine, kb_buf_span(&query), n % PASSAGE_EVERY == 0, &counts);
        kb_buf_clear(&query);
    }
    printf("queries: %zu found, %zu empty, %zu refused, slowest %" PRIu64 " ms\n",
           counts.found, counts.empty, counts.refused, counts.slowest_ms);
    kb_engine_free(engine);
    kb_buf_clear(&raw);
    return 0;
}
