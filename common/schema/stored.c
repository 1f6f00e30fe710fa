/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/stored.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/limits.h"

enum {
    PART_HEAD_BYTES = 5 /* kind, length */
};

/* A line's value must stay on its line. */
static enum kb_status
append_line(const char *name, struct kb_span value, struct kb_buf *out,
            struct kb_error *err)
{
    enum kb_status st = kb_buf_printf(out, err, "%s=", name);
    size_t begin = out->n_bytes;
    if (st == KB_OK)
        st = kb_buf_append(out, value, err);
    for (size_t i = begin; i < out->n_bytes; i++) {
        if (out->data[i] == '\n' || out->data[i] == '\r')
            out->data[i] = ' ';
    }
    return st == KB_OK ? kb_buf_append_byte(out, '\n', err) : st;
}

static enum kb_status
append_if_any(const char *name, struct kb_span value, struct kb_buf *out,
              struct kb_error *err)
{
    return value.n_bytes == 0 ? KB_OK : append_line(name, value, out, err);
}

/* The stored parts name the kind of a section, which is not enough for these. */
static enum kb_status
append_headings(const struct kb_article *article, struct kb_buf *out,
                struct kb_error *err)
{
    enum kb_status st = KB_OK;
    const char *before = "headings=";
    for (size_t i = 0; i < article->n_sections && st == KB_OK; i++) {
        const struct kb_section *section = &article->sections[i];
        if (section->kind != KB_SECTION_OTHER || section->text.n_bytes == 0)
            continue;
        st = kb_buf_append(out, kb_span_cstr(before), err);
        size_t begin = out->n_bytes;
        if (st == KB_OK)
            st = kb_buf_append(out, section->heading, err);
        for (size_t at = begin; at < out->n_bytes; at++) {
            if (memchr("\t\r\n", out->data[at], 3) != NULL)
                out->data[at] = ' ';
        }
        before = "\t";
    }
    return st == KB_OK && before[0] == '\t' ? kb_buf_append_byte(out, '\n', err) : st;
}

enum kb_status
kb_stored_head_write(const struct kb_article *article, struct kb_buf *out,
                     struct kb_error *err)
{
    enum kb_status st = kb_buf_printf(out, err, "id=Q%u\n", article->id);
    if (st == KB_OK)
        st = append_line("title", article->title, out, err);
    if (st == KB_OK)
        st = append_line("product", article->products, out, err);
    if (st == KB_OK && article->modified != 0)
        st = kb_buf_printf(out, err, "modified=%08u\n", article->modified);
    for (size_t i = 0; i < article->n_references && st == KB_OK; i++)
        st = kb_buf_printf(out, err, "%s%u", i == 0 ? "cites=" : ",",
                           article->references[i]);
    if (st == KB_OK && article->n_references > 0)
        st = kb_buf_append_byte(out, '\n', err);
    if (st == KB_OK)
        st = append_if_any("versions", article->versions, out, err);
    if (st == KB_OK)
        st = append_if_any("systems", article->systems, out, err);
    if (st == KB_OK)
        st = append_if_any("keywords", article->keywords, out, err);
    return st == KB_OK ? append_headings(article, out, err) : st;
}

static bool
read_number(struct kb_span text, uint32_t *out)
{
    uint32_t value = 0;
    if (text.n_bytes == 0 || text.n_bytes > 8)
        return false;
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(text.data[i] - '0');
    }
    *out = value;
    return true;
}

static bool
read_line(struct kb_span name, struct kb_span value, struct kb_stored_head *out)
{
    if (kb_span_equal(name, KB_SPAN_LITERAL("id")))
        return value.n_bytes > 0 && value.data[0] == 'Q' &&
               read_number(kb_span_skip(value, 1), &out->id);
    if (kb_span_equal(name, KB_SPAN_LITERAL("modified")))
        return read_number(value, &out->modified);
    const struct {
        const char *name;
        struct kb_span *value;
    } texts[] = {
        {"title", &out->title},       {"product", &out->product},
        {"versions", &out->versions}, {"systems", &out->systems},
        {"keywords", &out->keywords}, {"headings", &out->headings},
        {"cites", &out->cites},
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (kb_span_equal(name, kb_span_cstr(texts[i].name)))
            *texts[i].value = value;
    }
    return true;
}

enum kb_status
kb_stored_head_read(struct kb_span bytes, struct kb_stored_head *out,
                    struct kb_error *err)
{
    const struct kb_span none = {"", 0};
    struct kb_stored_head head = {0, 0, none, none, none, none, none, none, none};
    while (bytes.n_bytes > 0) {
        const char *end = memchr(bytes.data, '\n', bytes.n_bytes);
        size_t n = end == NULL ? bytes.n_bytes : (size_t)(end - bytes.data);
        const char *equals = memchr(bytes.data, '=', n);
        size_t n_name = equals == NULL ? 0 : (size_t)(equals - bytes.data);
        struct kb_span line = kb_span_at(bytes.data, n);
        if (equals == NULL || !read_line(kb_span_at(line.data, n_name),
                                         kb_span_skip(line, n_name + 1), &head))
            return kb_error_set(err, KB_E_CORRUPT, "a stored article has a wrong line");
        bytes = kb_span_skip(bytes, end == NULL ? n : n + 1);
    }
    if (head.id == 0 || head.id > KB_ARTICLE_MAX_ID)
        return kb_error_set(err, KB_E_CORRUPT, "a stored article has no number");
    *out = head;
    return KB_OK;
}

void
kb_stored_body_key(uint32_t id, char out[KB_STORED_KEY_BYTES])
{
    snprintf(out, KB_STORED_KEY_BYTES, "body/%07u", id);
}

void
kb_stored_words_key(uint32_t id, char out[KB_STORED_KEY_BYTES])
{
    snprintf(out, KB_STORED_KEY_BYTES, "words/%07u", id);
}

static enum kb_status
append_part(enum kb_section_kind kind, struct kb_span text, struct kb_buf *out,
            struct kb_error *err)
{
    size_t n = text.n_bytes;
    const char head[PART_HEAD_BYTES] = {(char)kind, (char)(n & 0xff),
                                        (char)(n >> 8 & 0xff), (char)(n >> 16 & 0xff),
                                        (char)(n >> 24 & 0xff)};
    enum kb_status st = kb_buf_append(out, kb_span_at(head, sizeof(head)), err);
    return st == KB_OK ? kb_buf_append(out, text, err) : st;
}

enum kb_status
kb_stored_body_write(const struct kb_article *article, struct kb_buf *out,
                     struct kb_error *err)
{
    enum kb_status st = KB_OK;
    enum kb_section_kind kind;
    struct kb_span text;
    for (size_t at = 0;
         st == KB_OK && kb_article_next_part(article, &at, &kind, &text);) {
        if (kind != KB_SECTION_TITLE && kind != KB_SECTION_PRODUCT)
            st = append_part(kind, text, out, err);
    }
    return st;
}

enum kb_status
kb_stored_body_next(struct kb_span *rest, enum kb_section_kind *kind,
                    struct kb_span *text, struct kb_error *err)
{
    const unsigned char *head = (const unsigned char *)rest->data;
    if (rest->n_bytes < PART_HEAD_BYTES || head[0] >= KB_SECTION_COUNT)
        return kb_error_set(err, KB_E_CORRUPT, "a stored text has a wrong section");
    size_t n = (size_t)head[1] | (size_t)head[2] << 8 | (size_t)head[3] << 16 |
               (size_t)head[4] << 24;
    if (n > rest->n_bytes - PART_HEAD_BYTES)
        return kb_error_set(err, KB_E_CORRUPT, "a stored text is cut short");
    *kind = (enum kb_section_kind)head[0];
    *text = kb_span_at(rest->data + PART_HEAD_BYTES, n);
    *rest = kb_span_skip(*rest, PART_HEAD_BYTES + n);
    return KB_OK;
}
