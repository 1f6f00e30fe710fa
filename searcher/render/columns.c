/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/columns.h"

#include <stdbool.h>

#include "base/buf.h"

enum {
    NAMES_MAX_BYTES = 512,
    SHOWN_BYTES = 60 /* of a wrong name */
};

static const char *const names[KB_COLUMN_COUNT] = {
#define KB_COLUMN_NAME(id, name) name,
    KB_COLUMN_TABLE(KB_COLUMN_NAME)
#undef KB_COLUMN_NAME
};

const char *
kb_column_name(enum kb_column column)
{
    return names[column];
}

struct kb_columns
kb_columns_all(void)
{
    struct kb_columns all = {{KB_COLUMN_RANK}, 0};
    for (; all.n < KB_COLUMN_COUNT; all.n++)
        all.items[all.n] = (enum kb_column)all.n;
    return all;
}

static bool
has_column(const struct kb_columns *columns, enum kb_column column)
{
    for (size_t i = 0; i < columns->n; i++) {
        if (columns->items[i] == column)
            return true;
    }
    return false;
}

static enum kb_status
no_column(struct kb_span name, const char *what, struct kb_error *err)
{
    struct kb_buf list = KB_BUF_INIT(NAMES_MAX_BYTES);
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < KB_COLUMN_COUNT && st == KB_OK; i++)
        st = kb_buf_printf(&list, err, "%s%s", i == 0 ? "" : ",", names[i]);
    if (st == KB_OK)
        st =
            kb_error_set(err, KB_E_INVALID, "--fields: '%.*s' %s: there are %s",
                         (int)(name.n_bytes < SHOWN_BYTES ? name.n_bytes : SHOWN_BYTES),
                         name.data, what, kb_buf_cstr(&list));
    kb_buf_clear(&list);
    return st;
}

enum kb_status
kb_columns_read(struct kb_span text, struct kb_columns *out, struct kb_error *err)
{
    struct kb_columns columns = {{KB_COLUMN_RANK}, 0};
    for (;;) {
        const char *comma =
            text.n_bytes == 0 ? NULL : memchr(text.data, ',', text.n_bytes);
        size_t n = comma == NULL ? text.n_bytes : (size_t)(comma - text.data);
        struct kb_span name = kb_span_trim(kb_span_at(text.data, n));
        size_t i = 0;
        while (i < KB_COLUMN_COUNT && !kb_span_equal(name, kb_span_cstr(names[i])))
            i++;
        if (i == KB_COLUMN_COUNT)
            return no_column(name, "is no field", err);
        if (has_column(&columns, (enum kb_column)i))
            return no_column(name, "stands there twice", err);
        columns.items[columns.n++] = (enum kb_column)i;
        if (comma == NULL)
            break;
        text = kb_span_skip(text, n + 1);
    }
    *out = columns;
    return KB_OK;
}
