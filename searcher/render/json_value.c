/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/json_value.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"

enum {
    SCORE_DIGITS = 8,
    ID_BYTES = 16
};

json_t *
kb_json_text(struct kb_span text)
{
    return json_stringn(text.data == NULL ? "" : text.data, text.n_bytes);
}

json_t *
kb_json_id(uint32_t id)
{
    char text[ID_BYTES];
    snprintf(text, sizeof(text), "Q%u", id);
    return json_string(text);
}

json_t *
kb_json_date(uint32_t date)
{
    char text[KB_DATE_TEXT_BYTES];
    kb_date_format(date, text);
    return json_string(text);
}

enum kb_status
kb_json_append(json_t *root, char end, struct kb_buf *out, struct kb_error *err)
{
    char *text = root == NULL ? NULL
                              : json_dumps(root, JSON_COMPACT | JSON_ESCAPE_SLASH |
                                                     JSON_REAL_PRECISION(SCORE_DIGITS));
    enum kb_status st = text == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for JSON")
                            : kb_buf_append(out, kb_span_cstr(text), err);
    if (st == KB_OK)
        st = kb_buf_append_byte(out, end, err);
    free(text);
    json_decref(root);
    return st;
}
