/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TIOCGWINSZ is not POSIX. */
#define _DEFAULT_SOURCE 1

#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/limits.h"
#include "batch.h"
#include "render/render.h"
#include "search/search.h"
#include "settings.h"
#include "text/encode.h"

enum {
    OUTPUT_MAX_BYTES = 256 * 1024 * 1024,
    DEFAULT_WIDTH = 80,
    JSON_PASSAGE_BYTES = 240,
    PASSAGE_LINES = 3 /* of text output */
};

static unsigned
terminal_width(void)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col > 0)
        return size.ws_col;
    long n = columns == NULL ? 0 : strtol(columns, NULL, 10);
    return n > 0 && n < 1000 ? (unsigned)n : DEFAULT_WIDTH;
}

static bool
wants_colour(enum kb_colour when)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if (when != KB_COLOUR_AUTO)
        return when == KB_COLOUR_ALWAYS;
    return isatty(STDOUT_FILENO) == 1 && (no_colour == NULL || no_colour[0] == '\0') &&
           term != NULL && strcmp(term, "dumb") != 0;
}

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

static enum kb_status
print(const struct kb_buf *text, struct kb_error *err)
{
    if (fwrite(kb_buf_cstr(text), 1, text->n_bytes, stdout) != text->n_bytes ||
        fflush(stdout) != 0)
        return kb_error_os(err, errno, "cannot write to standard output");
    return KB_OK;
}

static enum kb_status
run_query(struct kb_engine *engine, const struct kb_search_options *options,
          const struct kb_boosts *boosts, int *exit_code, struct kb_error *err)
{
    struct kb_buf query = KB_BUF_INIT(4 * KB_ARTICLE_MAX_BYTES);
    struct kb_buf text = KB_BUF_INIT(OUTPUT_MAX_BYTES);
    struct kb_results results = KB_RESULTS_INIT;
    struct kb_render_options look = {terminal_width(), wants_colour(options->colour)};
    bool as_json = options->format == KB_FORMAT_JSON;
    struct kb_request request = {
        .n_max = options->n_max,
        .passage_bytes =
            as_json ? JSON_PASSAGE_BYTES
                    : (size_t)PASSAGE_LINES * (look.width < 120 ? look.width : 120),
        .boosts = *boosts};
    enum kb_status st = join_words(options, &query, err);
    request.query = kb_buf_span(&query);
    if (st == KB_OK)
        st = kb_engine_search(engine, &request, &results, err);
    if (st == KB_OK && !results.has_words)
        fputs("kbsearch: the query has no letters or digits to look for\n", stderr);
    if (st == KB_OK)
        st = as_json ? kb_render_json(&results, &text, err)
                     : kb_render_text(&results, &look, &text, err);
    if (st == KB_OK)
        st = print(&text, err);
    *exit_code = results.n > 0 ? 0 : 1;
    kb_results_clear(&results);
    kb_buf_clear(&text);
    kb_buf_clear(&query);
    return st;
}

static enum kb_status
run_batch(struct kb_engine *engine, const struct kb_search_options *options,
          const struct kb_boosts *boosts, int *exit_code, struct kb_error *err)
{
    struct kb_request request = {.n_max = options->n_max,
                                 .passage_bytes = JSON_PASSAGE_BYTES,
                                 .boosts = *boosts};
    size_t n_failed = 0;
    enum kb_status st = kb_batch_run(engine, &request, options->batch, &n_failed, err);
    *exit_code = n_failed > 0 ? 2 : 0;
    return st;
}

enum kb_status
kb_cli_run(const struct kb_search_options *options, int *exit_code,
           struct kb_error *err)
{
    struct kb_settings settings = KB_SETTINGS_INIT;
    struct kb_engine *engine = NULL;
    enum kb_status st = kb_settings_read(options, &settings, err);
    if (st == KB_OK)
        st = kb_engine_open(kb_buf_cstr(&settings.index), &engine, err);
    if (st == KB_OK && options->action == KB_SEARCH_BATCH)
        st = run_batch(engine, options, &settings.boosts, exit_code, err);
    else if (st == KB_OK)
        st = run_query(engine, options, &settings.boosts, exit_code, err);
    kb_engine_free(engine);
    kb_settings_clear(&settings);
    return st;
}
