/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/date.h"
#include "render/render.h"

static const struct kb_columns usual = {{KB_COLUMN_RANK, KB_COLUMN_ID, KB_COLUMN_SCORE,
                                         KB_COLUMN_MODIFIED, KB_COLUMN_PRODUCT,
                                         KB_COLUMN_TITLE},
                                        6};

/* A value must stay in its column and on its line. */
static enum kb_status
append_value(struct kb_span text, struct kb_buf *out, struct kb_error *err)
{
    size_t begin = out->n_bytes;
    enum kb_status st = kb_buf_append(out, text, err);
    for (size_t i = begin; i < out->n_bytes; i++) {
        if ((unsigned char)out->data[i] < ' ' || out->data[i] == 0x7f)
            out->data[i] = ' ';
    }
    return st;
}

static enum kb_status
append_matched(const struct kb_result *result, struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < result->n_matched && st == KB_OK; i++) {
        if (i > 0)
            st = kb_buf_append_byte(out, ' ', err);
        if (st == KB_OK)
            st = append_value(result->matched[i], out, err);
    }
    return st;
}

static enum kb_status
append_column(enum kb_column column, const struct kb_result *result, struct kb_buf *out,
              struct kb_error *err)
{
    char modified[KB_DATE_TEXT_BYTES];
    switch (column) {
    case KB_COLUMN_RANK:
        return kb_buf_printf(out, err, "%u", result->rank);
    case KB_COLUMN_ID:
        return kb_buf_printf(out, err, "Q%u", result->id);
    case KB_COLUMN_TITLE:
        return append_value(result->title, out, err);
    case KB_COLUMN_PRODUCT:
        return append_value(result->product, out, err);
    case KB_COLUMN_MODIFIED:
        kb_date_format(result->modified, modified);
        return kb_buf_append(out, kb_span_cstr(modified), err);
    case KB_COLUMN_SCORE:
        return kb_buf_printf(out, err, "%.8g", result->score);
    case KB_COLUMN_SECTION:
        return append_value(kb_span_cstr(result->passage.section), out, err);
    case KB_COLUMN_SNIPPET:
        return append_value(kb_buf_span(&result->passage.text), out, err);
    case KB_COLUMN_MATCHED:
        return append_matched(result, out, err);
    case KB_COLUMN_TWINS:
        return kb_buf_printf(out, err, "%u", result->n_twins);
    case KB_COLUMN_COUNT:
        break;
    }
    return kb_error_set(err, KB_E_INTERNAL, "column %d is not handled", (int)column);
}

enum kb_status
kb_render_tsv(const struct kb_results *results, const struct kb_render_options *options,
              struct kb_buf *out, struct kb_error *err)
{
    const struct kb_columns *columns =
        options->columns == NULL ? &usual : options->columns;
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < results->n && st == KB_OK; i++) {
        if (options->line > 0)
            st = kb_buf_printf(out, err, "%zu\t", options->line);
        for (size_t c = 0; c < columns->n && st == KB_OK; c++) {
            if (c > 0)
                st = kb_buf_append_byte(out, '\t', err);
            if (st == KB_OK)
                st = append_column(columns->items[c], &results->items[i], out, err);
        }
        if (st == KB_OK)
            st = kb_buf_append_byte(out, options->end, err);
    }
    return st;
}
