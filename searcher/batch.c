/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "batch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "answer.h"
#include "base/limits.h"
#include "text/encode.h"

enum {
    OUTPUT_MAX_BYTES = 256 * 1024 * 1024
};

struct batch {
    struct kb_engine *engine;
    struct kb_search_options options;
    struct kb_request request;
    struct kb_buf query;
    struct kb_buf text; /* output of one line */
    size_t line;
    size_t n_failed;
    bool is_stuck; /* a new build could not be opened: said once */
    struct kb_error *err;
};

/* Whoever asks for hours gets answers of the build in service. */
static void
refresh(struct batch *b)
{
    struct kb_error why = KB_ERROR_INIT;
    enum kb_status st = kb_engine_refresh(b->engine, &why);
    if (st != KB_OK && !b->is_stuck)
        fprintf(stderr, "kbsearch: searching build %s on: %s\n",
                kb_engine_index_borrow(b->engine)->manifest.build, why.msg);
    b->is_stuck = st != KB_OK;
}

static enum kb_status
answer(struct batch *b, struct kb_span line, struct kb_error *why)
{
    struct kb_results results = KB_RESULTS_INIT;
    struct kb_render_options look = KB_RENDER_OPTIONS_INIT;
    look.line = b->line;
    kb_buf_reset(&b->query);
    refresh(b);
    enum kb_status st = kb_encode_utf8(line, &b->query, why);
    b->request.query = kb_buf_span(&b->query);
    if (st == KB_OK)
        st = kb_engine_search(b->engine, &b->request, &results, why);
    if (st == KB_OK)
        st = kb_answer_render(&b->options, &results, &look, &b->text, why);
    kb_results_clear(&results);
    return st;
}

/* Other formats have no place for it but stderr. */
static enum kb_status
render_failure(struct batch *b, const struct kb_error *why)
{
    const struct kb_search_options *o = &b->options;
    bool as_json = o->only == KB_ONLY_NOTHING_LEFT_OUT && o->format != KB_FORMAT_TSV;
    kb_buf_reset(&b->text);
    enum kb_status st =
        as_json ? kb_render_json_failure(b->line, why, &b->text, b->err) : KB_OK;
    if (b->text.n_bytes > 0 && o->nul)
        b->text.data[b->text.n_bytes - 1] = '\0';
    return st;
}

static enum kb_status
answer_line(struct batch *b, struct kb_span line)
{
    struct kb_error why = KB_ERROR_INIT;
    enum kb_status st = KB_OK;
    b->line++;
    kb_buf_reset(&b->text);
    if (line.n_bytes > KB_QUERY_MAX_BYTES)
        st = kb_error_set(&why, KB_E_LIMIT, "the query has %zu bytes, at most %d",
                          line.n_bytes, KB_QUERY_MAX_BYTES);
    else
        st = answer(b, line, &why);
    if (st == KB_E_NOMEM)
        return kb_error_set(b->err, st, "line %zu: %s", b->line, why.msg);
    if (st != KB_OK) {
        b->n_failed++;
        fprintf(stderr, "kbsearch: line %zu: %s\n", b->line, why.msg);
        st = render_failure(b, &why);
        if (st != KB_OK)
            return st;
    }
    /* A program may wait for this answer before it asks on. */
    if (fwrite(kb_buf_cstr(&b->text), 1, b->text.n_bytes, stdout) != b->text.n_bytes ||
        fflush(stdout) != 0)
        return kb_error_os(b->err, errno, "cannot write to standard output");
    return KB_OK;
}

static enum kb_status
answer_lines(struct batch *b, FILE *in, const char *path)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t n;
    enum kb_status st = KB_OK;
    int end = b->options.nul ? '\0' : '\n';
    while (st == KB_OK && (n = getdelim(&line, &capacity, end, in)) >= 0) {
        size_t length = (size_t)n;
        if (length > 0 && line[length - 1] == end)
            length--;
        while (!b->options.nul && length > 0 && line[length - 1] == '\r')
            length--;
        st = answer_line(b, kb_span_at(line, length));
    }
    if (st == KB_OK && ferror(in))
        st = kb_error_os(b->err, errno, "cannot read batch file '%s'", path);
    free(line);
    return st;
}

enum kb_status
kb_batch_run(struct kb_engine *engine, const struct kb_search_options *options,
             const struct kb_request *request, size_t *n_failed, struct kb_error *err)
{
    const char *path = options->batch;
    struct batch b = {.engine = engine,
                      .options = *options,
                      .request = *request,
                      .query = KB_BUF_INIT(4 * KB_QUERY_MAX_BYTES),
                      .text = KB_BUF_INIT(OUTPUT_MAX_BYTES),
                      .err = err};
    bool from_stdin = strcmp(path, "-") == 0;
    FILE *in = from_stdin ? stdin : fopen(path, "r");
    if (in == NULL)
        return errno == ENOENT
                   ? kb_error_set(err, KB_E_NOT_FOUND, "batch file '%s' is not there",
                                  path)
                   : kb_error_os(err, errno, "cannot open batch file '%s'", path);
    if (b.options.format == KB_FORMAT_TEXT)
        b.options.format = KB_FORMAT_JSON;
    enum kb_status st = answer_lines(&b, in, path);
    if (!from_stdin)
        (void)fclose(in);
    *n_failed = b.n_failed;
    kb_buf_clear(&b.query);
    kb_buf_clear(&b.text);
    return st;
}
