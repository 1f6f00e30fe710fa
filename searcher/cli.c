/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli.h"

#include <stdio.h>

#include "answer.h"
#include "base/limits.h"
#include "batch.h"
#include "render/escape.h"
#include "query/dump.h"
#include "query/parse.h"
#include "settings.h"
#include "show.h"
#include "terminal.h"
#include "text/encode.h"

enum {
    OUTPUT_MAX_BYTES = 256 * 1024 * 1024,
    LONGEST_LINE = 120, /* of text output */
    PASSAGE_LINES = 3   /* " */
};

/* The words of the command line with a space between them, as valid UTF-8. */
static enum kb_status
join_words(const struct kb_search_options *options, struct kb_buf *out,
           struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < options->n_words && st == KB_OK; i++) {
        if (i > 0)
            st = kb_buf_append_byte(out, ' ', err);
        if (st == KB_OK)
            st = kb_encode_utf8(kb_span_cstr(options->words[i]), out, err);
    }
    return st;
}

/* The line is the user's own, made to stay one and to act on no terminal. */
static enum kb_status
tell_correction(const struct kb_results *results, struct kb_error *err)
{
    struct kb_buf shown = KB_BUF_INIT(4 * KB_QUERY_MAX_BYTES);
    enum kb_status st =
        kb_escape_terminal(kb_buf_span(&results->corrected), &shown, err);
    if (st == KB_OK && results->is_corrected)
        fprintf(stderr,
                "kbsearch: nothing found: these are the results of '%s' (--no-correct "
                "searches as typed)\n",
                kb_buf_cstr(&shown));
    else if (st == KB_OK)
        fprintf(stderr, "kbsearch: did you mean: %s\n", kb_buf_cstr(&shown));
    kb_buf_clear(&shown);
    return st;
}

/* What was made of the query; its words in there must act on no terminal. */
static enum kb_status
tell_notes(const struct kb_notes *notes, struct kb_error *err)
{
    struct kb_buf shown = KB_BUF_INIT(4 * KB_NOTE_TEXT_BYTES);
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < notes->n && st == KB_OK; i++) {
        kb_buf_reset(&shown);
        st = kb_escape_terminal(kb_span_cstr(notes->items[i].text), &shown, err);
        if (st == KB_OK)
            fprintf(stderr, "kbsearch: note: %s\n", kb_buf_cstr(&shown));
    }
    kb_buf_clear(&shown);
    return st;
}

/* How a query is read, without an index. */
static enum kb_status
explain_query(const struct kb_search_options *options, struct kb_error *err)
{
    struct kb_buf query = KB_BUF_INIT(4 * KB_ARTICLE_MAX_BYTES);
    struct kb_buf tree_text = KB_BUF_INIT(OUTPUT_MAX_BYTES);
    struct kb_buf shown = KB_BUF_INIT(OUTPUT_MAX_BYTES);
    struct kb_expr_tree tree = {.nodes = NULL};
    enum kb_status st = join_words(options, &query, err);
    if (st == KB_OK)
        st = kb_parse(kb_buf_span(&query), &tree, err);
    if (st == KB_OK)
        st = tell_notes(&tree.notes, err);
    if (st == KB_OK && tree.article != 0)
        st = kb_buf_printf(&shown, err, "article Q%u first\n", tree.article);
    if (st == KB_OK)
        st = kb_dump(&tree, true, &tree_text, err);
    struct kb_span rest = kb_buf_span(&tree_text);
    while (st == KB_OK && rest.n_bytes > 0) { /* escaped line by line */
        const char *end = memchr(rest.data, '\n', rest.n_bytes);
        size_t n = end == NULL ? rest.n_bytes : (size_t)(end - rest.data);
        st = kb_escape_terminal(kb_span_at(rest.data, n), &shown, err);
        if (st == KB_OK)
            st = kb_buf_append_byte(&shown, '\n', err);
        rest = kb_span_skip(rest, end == NULL ? n : n + 1);
    }
    if (st == KB_OK)
        st = kb_terminal_print(&shown, err);
    kb_expr_clear(&tree);
    kb_buf_clear(&query);
    kb_buf_clear(&tree_text);
    kb_buf_clear(&shown);
    return st;
}

static enum kb_status
run_query(struct kb_engine *engine, const struct kb_search_options *options,
          const struct kb_settings *settings, int *exit_code, struct kb_error *err)
{
    struct kb_buf query = KB_BUF_INIT(4 * KB_ARTICLE_MAX_BYTES);
    struct kb_buf text = KB_BUF_INIT(OUTPUT_MAX_BYTES);
    struct kb_results results = KB_RESULTS_INIT;
    struct kb_render_options look = KB_RENDER_OPTIONS_INIT;
    struct kb_request request;
    look.width = kb_terminal_width();
    look.colour = kb_terminal_styles(options->colour);
    look.link = settings->link.n_bytes > 0 ? kb_buf_cstr(&settings->link) : NULL;
    enum kb_status st = kb_answer_request(options, &request, err);
    request.boosts = settings->boosts;
    request.learned = settings->learned;
    if (options->format == KB_FORMAT_TEXT && request.passage_bytes > 0)
        request.passage_bytes = (size_t)PASSAGE_LINES *
                                (look.width < LONGEST_LINE ? look.width : LONGEST_LINE);
    if (st == KB_OK)
        st = join_words(options, &query, err);
    request.query = kb_buf_span(&query);
    if (st == KB_OK)
        st = kb_engine_search(engine, &request, &results, err);
    if (st == KB_OK)
        st = tell_notes(&results.notes, err);
    if (st == KB_OK && results.corrected.n_bytes > 0 && !results.is_both)
        st = tell_correction(&results, err);
    if (st == KB_OK)
        st = kb_answer_render(options, &results, &look, &text, err);
    if (st == KB_OK)
        st = kb_terminal_print(&text, err);
    *exit_code = results.n > 0 ? 0 : 1;
    kb_results_clear(&results);
    kb_buf_clear(&text);
    kb_buf_clear(&query);
    return st;
}

static enum kb_status
run_batch(struct kb_engine *engine, const struct kb_search_options *options,
          const struct kb_settings *settings, int *exit_code, struct kb_error *err)
{
    struct kb_request request;
    size_t n_failed = 0;
    enum kb_status st = kb_answer_request(options, &request, err);
    request.boosts = settings->boosts;
    request.learned = settings->learned;
    if (st == KB_OK)
        st = kb_batch_run(engine, options, &request, &n_failed, err);
    *exit_code = n_failed > 0 ? 2 : 0;
    return st;
}

static enum kb_status
act(struct kb_engine *engine, const struct kb_search_options *options,
    const struct kb_settings *settings, int *exit_code, struct kb_error *err)
{
    switch (options->action) {
    case KB_SEARCH_QUERY:
    case KB_SEARCH_HELP:
    case KB_SEARCH_VERSION:
        break;
    case KB_SEARCH_BATCH:
        return run_batch(engine, options, settings, exit_code, err);
    case KB_SEARCH_SHOW:
    case KB_SEARCH_OPEN:
    case KB_SEARCH_RELATED:
    case KB_SEARCH_SUGGEST:
        return kb_show_run(engine, options, settings, exit_code, err);
    }
    return run_query(engine, options, settings, exit_code, err);
}

enum kb_status
kb_cli_run(const struct kb_search_options *options, int *exit_code,
           struct kb_error *err)
{
    struct kb_settings settings = KB_SETTINGS_INIT;
    struct kb_engine *engine = NULL;
    if (options->explain_query) {
        *exit_code = 0;
        return explain_query(options, err);
    }
    enum kb_status st = kb_settings_read(options, &settings, err);
    const char *index = kb_buf_cstr(&settings.index);
    if (st == KB_OK)
        st = options->build == NULL
                 ? kb_engine_open(index, &engine, err)
                 : kb_engine_open_build(index, options->build, &engine, err);
    if (st == KB_OK)
        st = act(engine, options, &settings, exit_code, err);
    kb_engine_free(engine);
    kb_settings_clear(&settings);
    return st;
}
