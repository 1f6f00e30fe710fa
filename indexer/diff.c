/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diff.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "change.h"
#include "index/publish.h"
#include "search/search.h"
#include "text/encode.h"

enum {
    TOP = 10 /* ranks that are compared */
};

struct diff {
    const struct kb_index_options *options;
    const char *builds[2];
    struct kb_inputs inputs[2];
    struct kb_changes changes;
    struct kb_engine *engines[2];
    json_t *articles; /* owned */
    json_t *queries;  /* owned; only those whose answers differ */
    size_t n_queries;
    struct kb_error *err;
};

static const char *const kinds[] = {"added", "changed", "removed"};

static enum kb_status
no_memory(struct diff *d)
{
    return kb_error_set(d->err, KB_E_NOMEM, "no memory for a comparison");
}

/* ---- articles ---- */

static enum kb_status
read_inputs(struct diff *d, size_t i)
{
    struct kb_buf dir = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = kb_buf_printf(&dir, d->err, "%s/builds/%s",
                                      d->options->run.index, d->builds[i]);
    if (st == KB_OK)
        st = kb_inputs_read(dir.data, &d->inputs[i], d->err);
    if (st == KB_E_NOT_FOUND)
        st = kb_error_set(d->err, st,
                          "index '%s' has no build '%s' with a table of "
                          "inputs (see --list)",
                          d->options->run.index, d->builds[i]);
    kb_buf_clear(&dir);
    return st;
}

static enum kb_status
compare_articles(struct diff *d)
{
    enum kb_status st = read_inputs(d, 0);
    if (st == KB_OK)
        st = read_inputs(d, 1);
    if (st == KB_OK)
        st = kb_change_list(&d->inputs[0], &d->inputs[1], &d->changes, d->err);
    for (size_t i = 0; i < d->changes.n && st == KB_OK; i++) {
        const struct kb_change *change = &d->changes.items[i];
        json_t *article = json_pack("{s:s, s:I}", "change", kinds[change->kind], "id",
                                    (json_int_t)change->id);
        if (json_array_append_new(d->articles, article) != 0)
            st = no_memory(d);
    }
    return st;
}

/* ---- answers ---- */

static enum kb_status
ask(struct diff *d, size_t i, struct kb_span query, uint32_t top[TOP])
{
    struct kb_results results = KB_RESULTS_INIT;
    struct kb_request request = {.query = query, .n_max = TOP};
    enum kb_status st = kb_engine_search(d->engines[i], &request, &results, d->err);
    for (size_t k = 0; k < TOP; k++)
        top[k] = st == KB_OK && k < results.n ? results.items[k].id : 0;
    kb_results_clear(&results);
    return st;
}

static size_t
rank_in(const uint32_t top[TOP], uint32_t id)
{
    for (size_t k = 0; k < TOP; k++) {
        if (top[k] == id)
            return k + 1;
    }
    return 0;
}

static int
add_move(json_t *moves, uint32_t id, size_t before, size_t now)
{
    return json_array_append_new(
        moves,
        json_pack("{s:I, s:o, s:o}", "id", (json_int_t)id, "before",
                  before == 0 ? json_null() : json_integer((json_int_t)before), "now",
                  now == 0 ? json_null() : json_integer((json_int_t)now)));
}

static enum kb_status
note_moves(struct diff *d, struct kb_span query, const uint32_t before[TOP],
           const uint32_t now[TOP])
{
    json_t *moves = json_array();
    int failed = 0;
    for (size_t k = 0; k < TOP; k++) {
        if (now[k] != 0 && now[k] != before[k])
            failed |= add_move(moves, now[k], rank_in(before, now[k]), k + 1);
    }
    for (size_t k = 0; k < TOP; k++) {
        if (before[k] != 0 && rank_in(now, before[k]) == 0)
            failed |= add_move(moves, before[k], k + 1, 0);
    }
    json_t *entry =
        json_pack("{s:s%, s:o}", "query", query.data, query.n_bytes, "moves", moves);
    if (failed != 0 || json_array_append_new(d->queries, entry) != 0)
        return no_memory(d);
    return KB_OK;
}

static enum kb_status
compare_answers(struct diff *d, struct kb_span line, size_t number)
{
    uint32_t before[TOP];
    uint32_t now[TOP];
    struct kb_buf query = KB_BUF_INIT(4 * KB_QUERY_MAX_BYTES);
    if (kb_span_trim(line).n_bytes == 0)
        return KB_OK;
    d->n_queries++;
    enum kb_status st = kb_encode_utf8(line, &query, d->err);
    if (st == KB_OK)
        st = ask(d, 0, kb_buf_span(&query), before);
    if (st == KB_OK)
        st = ask(d, 1, kb_buf_span(&query), now);
    if (st == KB_OK && memcmp(before, now, sizeof(now)) != 0)
        st = note_moves(d, kb_buf_span(&query), before, now);
    if (st != KB_OK)
        kb_error_context(d->err, "line %zu of '%s'", number, d->options->queries);
    kb_buf_clear(&query);
    return st;
}

static enum kb_status
read_queries(struct diff *d, FILE *in)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t n;
    enum kb_status st = KB_OK;
    for (size_t number = 1; st == KB_OK && (n = getline(&line, &capacity, in)) >= 0;
         number++)
        st = compare_answers(d, kb_span_trim(kb_span_at(line, (size_t)n)), number);
    if (st == KB_OK && ferror(in))
        st = kb_error_os(d->err, errno, "cannot read '%s'", d->options->queries);
    free(line);
    return st;
}

static enum kb_status
compare_queries(struct diff *d)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < 2 && st == KB_OK; i++)
        st = kb_engine_open_build(d->options->run.index, d->builds[i], &d->engines[i],
                                  d->err);
    if (st != KB_OK)
        return st;
    FILE *in = fopen(d->options->queries, "r");
    if (in == NULL)
        return errno == ENOENT ? kb_error_set(d->err, KB_E_NOT_FOUND,
                                              "file of queries '%s' is not there",
                                              d->options->queries)
                               : kb_error_os(d->err, errno, "cannot open '%s'",
                                             d->options->queries);
    st = read_queries(d, in);
    (void)fclose(in);
    return st;
}

/* ---- output ---- */

static void
print_moves(const json_t *moves, FILE *out)
{
    size_t i;
    json_t *move;
    json_array_foreach(moves, i, move)
    {
        json_int_t before = json_integer_value(json_object_get(move, "before"));
        json_int_t now = json_integer_value(json_object_get(move, "now"));
        json_int_t id = json_integer_value(json_object_get(move, "id"));
        if (before == 0)
            fprintf(out, "    Q%lld: new at %lld\n", (long long)id, (long long)now);
        else if (now == 0)
            fprintf(out, "    Q%lld: gone, was at %lld\n", (long long)id,
                    (long long)before);
        else
            fprintf(out, "    Q%lld: %lld to %lld\n", (long long)id, (long long)before,
                    (long long)now);
    }
}

static void
print_text(const struct diff *d, FILE *out)
{
    size_t i;
    json_t *query;
    fprintf(out, "articles: %u added, %u changed, %u removed\n", d->changes.n_added,
            d->changes.n_replaced, d->changes.n_removed);
    for (i = 0; i < d->changes.n; i++)
        fprintf(out, "    Q%u %s\n", d->changes.items[i].id,
                kinds[d->changes.items[i].kind]);
    if (d->options->queries == NULL)
        return;
    fprintf(out, "queries: %zu, other answers: %zu\n", d->n_queries,
            json_array_size(d->queries));
    json_array_foreach(d->queries, i, query)
    {
        /* masked as all messages are: a query may come from anywhere */
        struct kb_error text;
        (void)kb_error_set(&text, KB_E_INVALID, "%s",
                           json_string_value(json_object_get(query, "query")));
        fprintf(out, "  %s\n", text.msg);
        print_moves(json_object_get(query, "moves"), out);
    }
}

static enum kb_status
print(struct diff *d, FILE *out)
{
    if (d->options->run.as_json) {
        json_t *root =
            json_pack("{s:i, s:s, s:s, s:O, s:I, s:O}", "version", 1, "before",
                      d->builds[0], "now", d->builds[1], "articles", d->articles,
                      "n_queries", (json_int_t)d->n_queries, "queries", d->queries);
        char *text = root == NULL ? NULL : json_dumps(root, JSON_INDENT(1));
        json_decref(root);
        if (text == NULL)
            return no_memory(d);
        fprintf(out, "%s\n", text);
        free(text);
    } else {
        print_text(d, out);
    }
    if (fflush(out) != 0 || ferror(out))
        return kb_error_os(d->err, errno, "cannot write to standard output");
    return KB_OK;
}

enum kb_status
kb_diff(const struct kb_index_options *options, FILE *out, struct kb_error *err)
{
    struct diff d = {.options = options,
                     .builds = {options->run.corpus[0], options->run.corpus[1]},
                     .inputs = {KB_INPUTS_INIT, KB_INPUTS_INIT},
                     .articles = json_array(),
                     .queries = json_array(),
                     .err = err};
    enum kb_status st = d.articles == NULL || d.queries == NULL ? no_memory(&d) : KB_OK;
    if (st == KB_OK)
        st = compare_articles(&d);
    if (st == KB_OK && options->queries != NULL)
        st = compare_queries(&d);
    if (st == KB_OK)
        st = print(&d, out);
    for (size_t i = 0; i < 2; i++) {
        kb_engine_free(d.engines[i]);
        kb_inputs_clear(&d.inputs[i]);
    }
    kb_changes_clear(&d.changes);
    json_decref(d.articles);
    json_decref(d.queries);
    return st;
}
