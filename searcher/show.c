/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "show.h"

#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "index/inputs.h"
#include "render/escape.h"
#include "render/list.h"
#include "terminal.h"
#include "text/encode.h"

enum {
    OUTPUT_MAX_BYTES = 256 * 1024 * 1024,
    MAX_CITING = 20 /* articles that cite one, in text output */
};

/* "Q260695", "KB260695", "260695", in any case. */
static enum kb_status
read_number(const char *text, uint32_t *out, struct kb_error *err)
{
    const char *at = text;
    uint32_t number = 0;
    if ((at[0] == 'K' || at[0] == 'k') && (at[1] == 'B' || at[1] == 'b'))
        at += 2;
    else if (at[0] == 'Q' || at[0] == 'q')
        at++;
    size_t n = strspn(at, "0123456789");
    for (size_t i = 0; i < n && number <= KB_ARTICLE_MAX_ID; i++)
        number = number * 10 + (uint32_t)(at[i] - '0');
    if (n == 0 || at[n] != '\0' || number == 0 || number > KB_ARTICLE_MAX_ID)
        return kb_error_set(err, KB_E_INVALID,
                            "an article is named by its number, as in Q260695, not "
                            "'%.60s'",
                            text);
    *out = number;
    return KB_OK;
}

static struct kb_render_options
look_of(const struct kb_search_options *options, const struct kb_settings *settings)
{
    struct kb_render_options look = KB_RENDER_OPTIONS_INIT;
    look.width = kb_terminal_width();
    look.colour = kb_terminal_styles(options->colour);
    look.link = settings->link.n_bytes > 0 ? kb_buf_cstr(&settings->link) : NULL;
    look.end = options->nul ? '\0' : '\n';
    return look;
}

static enum kb_status
show(struct kb_engine *engine, const struct kb_search_options *options,
     const struct kb_settings *settings, int *exit_code, struct kb_error *err)
{
    struct kb_view view;
    struct kb_buf text = KB_BUF_INIT(OUTPUT_MAX_BYTES);
    struct kb_render_options look = look_of(options, settings);
    bool as_json = options->format == KB_FORMAT_JSON;
    uint32_t id = 0;
    kb_view_init(&view);
    enum kb_status st = read_number(options->subject, &id, err);
    if (st == KB_OK)
        st = kb_view_read(engine, id, as_json ? KB_HITS_MAX : MAX_CITING, &view, err);
    if (st == KB_E_NOT_FOUND) {
        *exit_code = 1;
        st = KB_OK;
    }
    if (st == KB_OK)
        st = as_json ? kb_render_view_json(&view, &text, err)
                     : kb_render_view_text(&view, &look, &text, err);
    if (st == KB_OK)
        st = as_json ? kb_terminal_print(&text, err) : kb_terminal_page(&text, err);
    kb_view_clear(&view);
    kb_buf_clear(&text);
    return st;
}

static enum kb_status
relate(struct kb_engine *engine, const struct kb_search_options *options,
       const struct kb_settings *settings, int *exit_code, struct kb_error *err)
{
    struct kb_related related = {0};
    struct kb_buf text = KB_BUF_INIT(OUTPUT_MAX_BYTES);
    struct kb_render_options look = look_of(options, settings);
    uint32_t id = 0;
    enum kb_status st = read_number(options->subject, &id, err);
    if (st == KB_OK)
        st = kb_related_find(engine, id, options->n_max, &related, err);
    bool is_missing = st == KB_E_NOT_FOUND;
    if (is_missing) {
        fprintf(stderr, "kbsearch: Q%u is not in this archive\n", id);
        st = KB_OK;
    }
    if (st == KB_OK && options->format == KB_FORMAT_JSON)
        st = kb_render_related_json(&related, &text, err);
    else if (st == KB_OK && options->format == KB_FORMAT_TSV)
        st = kb_render_related_tsv(&related, look.end, &text, err);
    else if (st == KB_OK)
        st = kb_render_related_text(&related, &look, &text, err);
    if (st == KB_OK)
        st = kb_terminal_print(&text, err);
    *exit_code = is_missing || text.n_bytes == 0 ? 1 : 0;
    kb_related_clear(&related);
    kb_buf_clear(&text);
    return st;
}

static enum kb_status
suggest(struct kb_engine *engine, const struct kb_search_options *options,
        int *exit_code, struct kb_error *err)
{
    struct kb_suggestions suggestions = {NULL, 0, 0};
    struct kb_buf typed = KB_BUF_INIT(4 * KB_ARTICLE_MAX_BYTES);
    struct kb_buf text = KB_BUF_INIT(OUTPUT_MAX_BYTES);
    char end = options->nul ? '\0' : '\n';
    enum kb_status st = kb_encode_utf8(kb_span_cstr(options->subject), &typed, err);
    if (st == KB_OK)
        st = kb_suggest(engine, kb_buf_span(&typed), options->n_max, &suggestions, err);
    if (st == KB_OK)
        st = options->format == KB_FORMAT_JSON
                 ? kb_render_suggestions_json(kb_buf_span(&typed), &suggestions, &text,
                                              err)
                 : kb_render_suggestions(&suggestions, options->format == KB_FORMAT_TSV,
                                         end, &text, err);
    if (st == KB_OK)
        st = kb_terminal_print(&text, err);
    *exit_code = suggestions.n > 0 ? 0 : 1;
    kb_suggestions_clear(&suggestions);
    kb_buf_clear(&typed);
    kb_buf_clear(&text);
    return st;
}

/* The table of inputs is the one thing beside the shards that is read here. */
static enum kb_status
find_path(struct kb_engine *engine, const struct kb_settings *settings, uint32_t id,
          struct kb_buf *out, struct kb_error *err)
{
    struct kb_inputs inputs = KB_INPUTS_INIT;
    struct kb_buf dir = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st =
        kb_buf_printf(&dir, err, "%s/builds/%s", kb_buf_cstr(&settings->index),
                      kb_engine_index_borrow(engine)->manifest.build);
    if (st == KB_OK)
        st = kb_inputs_read(kb_buf_cstr(&dir), &inputs, err);
    const struct kb_input *input = st == KB_OK ? kb_inputs_find(&inputs, id) : NULL;
    if (input != NULL)
        st = kb_buf_append(out, kb_span_cstr(input->path), err);
    kb_inputs_clear(&inputs);
    kb_buf_clear(&dir);
    return st;
}

static enum kb_status
open_file(struct kb_engine *engine, const struct kb_search_options *options,
          const struct kb_settings *settings, int *exit_code, struct kb_error *err)
{
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    struct kb_buf text = KB_BUF_INIT(4 * KB_PATH_MAX_BYTES);
    uint32_t id = 0;
    enum kb_status st = read_number(options->subject, &id, err);
    if (st == KB_OK)
        st = find_path(engine, settings, id, &path, err);
    *exit_code = st == KB_OK && path.n_bytes == 0 ? 1 : 0;
    if (*exit_code != 0)
        fprintf(stderr, "kbsearch: Q%u is not in this archive\n", id);
    else if (st == KB_OK && access(path.data, R_OK) != 0) {
        fprintf(stderr, "kbsearch: the file of Q%u cannot be read any more\n", id);
        *exit_code = 1;
    }
    /* Programs get the bytes as they are. */
    if (st == KB_OK && path.n_bytes > 0)
        st = isatty(STDOUT_FILENO) == 1
                 ? kb_escape_terminal(kb_buf_span(&path), &text, err)
                 : kb_buf_append(&text, kb_buf_span(&path), err);
    if (st == KB_OK && path.n_bytes > 0)
        st = kb_buf_append_byte(&text, options->nul ? '\0' : '\n', err);
    if (st == KB_OK)
        st = kb_terminal_print(&text, err);
    kb_buf_clear(&path);
    kb_buf_clear(&text);
    return st;
}

enum kb_status
kb_show_run(struct kb_engine *engine, const struct kb_search_options *options,
            const struct kb_settings *settings, int *exit_code, struct kb_error *err)
{
    if (options->action == KB_SEARCH_SHOW)
        return show(engine, options, settings, exit_code, err);
    if (options->action == KB_SEARCH_RELATED)
        return relate(engine, options, settings, exit_code, err);
    if (options->action == KB_SEARCH_SUGGEST)
        return suggest(engine, options, exit_code, err);
    if (options->action == KB_SEARCH_OPEN)
        return open_file(engine, options, settings, exit_code, err);
    return kb_error_set(err, KB_E_INTERNAL, "action %d is not handled",
                        (int)options->action);
}
