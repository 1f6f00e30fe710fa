/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/stored.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/limits.h"

enum {
    LENGTH_BYTES = 4,
    PART_HEAD_BYTES = 1 + LENGTH_BYTES /* kind, length */
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
    return st;
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

/* A line's name, and where its value goes. */
struct named {
    const char *name;
    struct kb_span *value;
};

static enum kb_status
read_lines(struct kb_span bytes, const struct named *names, size_t n_names,
           struct kb_error *err)
{
    while (bytes.n_bytes > 0) {
        struct kb_span line = kb_span_cut(&bytes, '\n');
        size_t n = line.n_bytes;
        struct kb_span name = kb_span_cut(&line, '=');
        if (name.n_bytes == n)
            return kb_error_set(err, KB_E_CORRUPT, "a stored article has a wrong line");
        for (size_t i = 0; i < n_names; i++) {
            if (kb_span_equal(name, kb_span_cstr(names[i].name)))
                *names[i].value = line;
        }
    }
    return KB_OK;
}

enum kb_status
kb_stored_head_read(struct kb_span bytes, struct kb_stored_head *out,
                    struct kb_error *err)
{
    const struct kb_span none = {"", 0};
    struct kb_stored_head head = {0, 0, none, none, none};
    struct kb_span id = {NULL, 0};
    struct kb_span modified = {NULL, 0};
    const struct named names[] = {{"id", &id},
                                  {"title", &head.title},
                                  {"product", &head.product},
                                  {"modified", &modified},
                                  {"cites", &head.cites}};
    enum kb_status st = read_lines(bytes, names, sizeof(names) / sizeof(names[0]), err);
    if (st != KB_OK)
        return st;
    if (!kb_span_starts(id, KB_SPAN_LITERAL("Q")) ||
        !read_number(kb_span_skip(id, 1), &head.id) || head.id == 0 ||
        head.id > KB_ARTICLE_MAX_ID)
        return kb_error_set(err, KB_E_CORRUPT, "a stored article has no number");
    if (modified.data != NULL && !read_number(modified, &head.modified))
        return kb_error_set(err, KB_E_CORRUPT, "a stored article has a wrong date");
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

static void
put_length(size_t n, char out[LENGTH_BYTES])
{
    for (size_t i = 0; i < LENGTH_BYTES; i++)
        out[i] = (char)(n >> 8 * i & 0xff);
}

static size_t
length_at(const char *bytes)
{
    size_t n = 0;
    for (size_t i = 0; i < LENGTH_BYTES; i++)
        n |= (size_t)(unsigned char)bytes[i] << 8 * i;
    return n;
}

static enum kb_status
append_part(enum kb_section_kind kind, struct kb_span text, struct kb_buf *out,
            struct kb_error *err)
{
    char head[PART_HEAD_BYTES] = {(char)kind};
    put_length(text.n_bytes, head + 1);
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
kb_stored_record_write(const struct kb_article *article, struct kb_buf *out,
                       struct kb_error *err)
{
    char length[LENGTH_BYTES] = {0};
    size_t begin = out->n_bytes;
    enum kb_status st = kb_buf_append(out, kb_span_at(length, sizeof(length)), err);
    if (st == KB_OK)
        st = append_if_any("versions", article->versions, out, err);
    if (st == KB_OK)
        st = append_if_any("systems", article->systems, out, err);
    if (st == KB_OK)
        st = append_if_any("keywords", article->keywords, out, err);
    if (st == KB_OK)
        st = append_headings(article, out, err);
    if (st != KB_OK)
        return st;
    put_length(out->n_bytes - begin - LENGTH_BYTES, out->data + begin);
    return kb_stored_body_write(article, out, err);
}

enum kb_status
kb_stored_record_read(struct kb_span bytes, struct kb_stored_record *out,
                      struct kb_error *err)
{
    const struct kb_span none = {"", 0};
    struct kb_stored_record record = {none, none, none, none, none};
    const struct named names[] = {{"versions", &record.versions},
                                  {"systems", &record.systems},
                                  {"keywords", &record.keywords},
                                  {"headings", &record.headings}};
    size_t n = bytes.n_bytes < LENGTH_BYTES ? 0 : length_at(bytes.data);
    if (bytes.n_bytes < LENGTH_BYTES || n > bytes.n_bytes - LENGTH_BYTES)
        return kb_error_set(err, KB_E_CORRUPT, "a stored article is cut short");
    record.body = kb_span_skip(bytes, LENGTH_BYTES + n);
    enum kb_status st = read_lines(kb_span_at(bytes.data + LENGTH_BYTES, n), names,
                                   sizeof(names) / sizeof(names[0]), err);
    if (st == KB_OK)
        *out = record;
    return st;
}

enum kb_status
kb_stored_body_next(struct kb_span *rest, enum kb_section_kind *kind,
                    struct kb_span *text, struct kb_error *err)
{
    if (rest->n_bytes < PART_HEAD_BYTES ||
        (unsigned char)rest->data[0] >= KB_SECTION_COUNT)
        return kb_error_set(err, KB_E_CORRUPT, "a stored text has a wrong section");
    size_t n = length_at(rest->data + 1);
    if (n > rest->n_bytes - PART_HEAD_BYTES)
        return kb_error_set(err, KB_E_CORRUPT, "a stored text is cut short");
    *kind = (enum kb_section_kind)rest->data[0];
    *text = kb_span_at(rest->data + PART_HEAD_BYTES, n);
    *rest = kb_span_skip(*rest, PART_HEAD_BYTES + n);
    return KB_OK;
}
