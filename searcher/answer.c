/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answer.h"

enum {
    JSON_PASSAGE_BYTES = 240,
    SHOWN_BYTES = 60 /* of a wrong name */
};

static enum kb_status
read_facets(struct kb_span text, unsigned *out, struct kb_error *err)
{
    static const struct {
        const char *name;
        unsigned flag;
    } facets[] = {{"product", KB_FACET_PRODUCT},
                  {"year", KB_FACET_YEAR},
                  {"type", KB_FACET_TYPE}};
    for (;;) {
        const char *comma =
            text.n_bytes == 0 ? NULL : memchr(text.data, ',', text.n_bytes);
        size_t n = comma == NULL ? text.n_bytes : (size_t)(comma - text.data);
        struct kb_span name = kb_span_trim(kb_span_at(text.data, n));
        unsigned flag = 0;
        for (size_t i = 0; i < sizeof(facets) / sizeof(facets[0]); i++) {
            if (kb_span_equal(name, kb_span_cstr(facets[i].name)))
                flag = facets[i].flag;
        }
        if (flag == 0)
            return kb_error_set(
                err, KB_E_INVALID,
                "--facets: there are product, year and type, not '%.*s'",
                (int)(name.n_bytes < SHOWN_BYTES ? name.n_bytes : SHOWN_BYTES),
                name.data);
        *out |= flag;
        if (comma == NULL)
            return KB_OK;
        text = kb_span_skip(text, n + 1);
    }
}

/* Passages cost more than the search: they are made only where they are shown. */
static bool
needs_passages(const struct kb_search_options *options)
{
    bool is_table = options->format == KB_FORMAT_TSV;
    if (options->only != KB_ONLY_NOTHING_LEFT_OUT)
        return false;
    for (size_t i = 0; i < options->columns.n; i++) {
        enum kb_column column = options->columns.items[i];
        if (column == KB_COLUMN_SECTION || column == KB_COLUMN_SNIPPET ||
            column == KB_COLUMN_MATCHED)
            return true;
    }
    return !options->has_columns && !is_table;
}

enum kb_status
kb_answer_request(const struct kb_search_options *options, struct kb_request *out,
                  struct kb_error *err)
{
    *out = (struct kb_request){.n_max = options->n_max,
                               .first = (options->page - 1) * options->n_max,
                               .sort = options->sort,
                               .all = options->all,
                               .exact_total = options->only == KB_ONLY_COUNT,
                               .no_correct = options->no_correct,
                               .explain = options->explain,
                               .passage_bytes =
                                   needs_passages(options) ? JSON_PASSAGE_BYTES : 0};
    if (options->facets == NULL)
        return KB_OK;
    return read_facets(kb_span_cstr(options->facets), &out->facets, err);
}

static enum kb_status
render_ids(const struct kb_results *results, const struct kb_render_options *look,
           struct kb_buf *out, struct kb_error *err)
{
    static const struct kb_columns id = {{KB_COLUMN_ID}, 1};
    struct kb_render_options only = *look;
    only.columns = &id;
    return kb_render_tsv(results, &only, out, err);
}

static enum kb_status
render_count(const struct kb_results *results, const struct kb_render_options *look,
             struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    if (look->line > 0)
        st = kb_buf_printf(out, err, "%zu\t", look->line);
    if (st == KB_OK)
        st = kb_buf_printf(out, err, "%u", results->total);
    return st == KB_OK ? kb_buf_append_byte(out, look->end, err) : st;
}

enum kb_status
kb_answer_render(const struct kb_search_options *options,
                 const struct kb_results *results, const struct kb_render_options *look,
                 struct kb_buf *out, struct kb_error *err)
{
    struct kb_render_options mine = *look;
    if (options->has_columns)
        mine.columns = &options->columns;
    mine.end = options->nul ? '\0' : '\n';
    if (options->only == KB_ONLY_COUNT)
        return render_count(results, &mine, out, err);
    if (options->only == KB_ONLY_IDS)
        return render_ids(results, &mine, out, err);
    switch (options->format) {
    case KB_FORMAT_TEXT:
        break;
    case KB_FORMAT_JSON:
        return kb_render_json(results, &mine, out, err);
    case KB_FORMAT_JSONL:
        return kb_render_jsonl(results, &mine, out, err);
    case KB_FORMAT_TSV:
        return kb_render_tsv(results, &mine, out, err);
    }
    return kb_render_text(results, &mine, out, err);
}
