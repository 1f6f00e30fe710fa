/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cgi/form.h"

#include "text/encode.h"

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return (c | 0x20) - 'a' + 10;
    return -1;
}

static enum kb_status
decode_bytes(struct kb_span text, struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < text.n_bytes && st == KB_OK; i++) {
        char c = text.data[i];
        if (c == '%' && i + 2 < text.n_bytes && hex_digit(text.data[i + 1]) >= 0 &&
            hex_digit(text.data[i + 2]) >= 0) {
            c = (char)(hex_digit(text.data[i + 1]) * 16 + hex_digit(text.data[i + 2]));
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        bool is_control = (unsigned char)c < 0x20 || c == 0x7f;
        st = kb_buf_append_byte(out, is_control ? ' ' : c, err);
    }
    return st;
}

/* Append one name or value to the form's text and say where it stands. */
static enum kb_status
decode(struct kb_span text, struct kb_buf *bytes, struct kb_form *form, size_t *begin,
       struct kb_error *err)
{
    kb_buf_reset(bytes);
    *begin = form->text.n_bytes;
    enum kb_status st = decode_bytes(text, bytes, err);
    return st == KB_OK ? kb_encode_utf8(kb_buf_span(bytes), &form->text, err) : st;
}

enum kb_status
kb_form_read(struct kb_span text, struct kb_form *out, struct kb_error *err)
{
    struct kb_buf bytes = KB_BUF_INIT(KB_WEB_URL_MAX_BYTES);
    size_t places[KB_WEB_FIELDS_MAX][3]; /* name, value, end: the text may move */
    enum kb_status st = KB_OK;
    if (text.n_bytes > KB_WEB_URL_MAX_BYTES)
        return kb_error_set(err, KB_E_LIMIT,
                            "the query string has %zu bytes, at most %d", text.n_bytes,
                            KB_WEB_URL_MAX_BYTES);
    while (text.n_bytes > 0 && st == KB_OK) {
        const char *end = memchr(text.data, '&', text.n_bytes);
        size_t n = end == NULL ? text.n_bytes : (size_t)(end - text.data);
        struct kb_span field = kb_span_at(text.data, n);
        const char *equals = n == 0 ? NULL : memchr(field.data, '=', n);
        size_t n_name = equals == NULL ? n : (size_t)(equals - field.data);
        text = kb_span_skip(text, end == NULL ? n : n + 1);
        if (n == 0)
            continue;
        if (out->n == KB_WEB_FIELDS_MAX) {
            st = kb_error_set(err, KB_E_LIMIT, "the URL has more than %d parameters",
                              KB_WEB_FIELDS_MAX);
            break;
        }
        size_t *place = places[out->n];
        st = decode(kb_span_at(field.data, n_name), &bytes, out, &place[0], err);
        if (st == KB_OK)
            st = decode(kb_span_skip(field, equals == NULL ? n : n_name + 1), &bytes,
                        out, &place[1], err);
        place[2] = out->text.n_bytes;
        if (st == KB_OK)
            out->n++;
    }
    for (size_t i = 0; i < out->n; i++) {
        const char *base = kb_buf_cstr(&out->text);
        out->fields[i].name =
            kb_span_at(base + places[i][0], places[i][1] - places[i][0]);
        out->fields[i].value =
            kb_span_at(base + places[i][1], places[i][2] - places[i][1]);
    }
    kb_buf_clear(&bytes);
    return st;
}

void
kb_form_clear(struct kb_form *form)
{
    kb_buf_clear(&form->text);
    form->n = 0;
}

struct kb_span
kb_form_value(const struct kb_form *form, const char *name)
{
    for (size_t i = 0; i < form->n; i++) {
        if (kb_span_equal(form->fields[i].name, kb_span_cstr(name)))
            return form->fields[i].value;
    }
    return kb_span_at("", 0);
}
