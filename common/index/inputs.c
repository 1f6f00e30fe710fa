/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/inputs.h"

#include <string.h>
#include <xxhash.h>
#include <zstd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"

/* The file is one zstd frame of this; all numbers little endian.
 *   head     "kbinputs", format (4), n (4), begun_ns (8)
 *   record   n_bytes, mtime_ns, ctime_ns, hash_low, hash_high (8 each), id, modified (4
 *            each), form, state, status, again (1 each), path and reason, each ended by
 *            a NUL
 *   tail     XXH3, 64 bits, of all before (8) */
static const char magic[8] = {'k', 'b', 'i', 'n', 'p', 'u', 't', 's'};

enum {
    HEAD_BYTES = 24,
    RECORD_BYTES = 52, /* without its texts */
    TAIL_BYTES = 8,
    PACK_LEVEL = 1 /* 3 is no smaller */
};

/* ---- numbers ---- */

static void
put_number(char *to, uint64_t value, size_t n_bytes)
{
    for (size_t i = 0; i < n_bytes; i++)
        to[i] = (char)(value >> 8 * i & 0xff);
}

static uint64_t
get_number(const char *from, size_t n_bytes)
{
    uint64_t value = 0;
    for (size_t i = n_bytes; i > 0; i--)
        value = value << 8 | (unsigned char)from[i - 1];
    return value;
}

static void
put_record(const struct kb_input *input, char to[RECORD_BYTES])
{
    put_number(to, input->n_bytes, 8);
    put_number(to + 8, (uint64_t)input->mtime_ns, 8);
    put_number(to + 16, (uint64_t)input->ctime_ns, 8);
    put_number(to + 24, input->hash_low, 8);
    put_number(to + 32, input->hash_high, 8);
    put_number(to + 40, input->id, 4);
    put_number(to + 44, input->modified, 4);
    to[48] = (char)input->form;
    to[49] = (char)input->state;
    to[50] = (char)input->status;
    to[51] = (char)input->again;
}

static void
get_record(const char *from, struct kb_input *out)
{
    *out = (struct kb_input){.n_bytes = get_number(from, 8),
                             .mtime_ns = (int64_t)get_number(from + 8, 8),
                             .ctime_ns = (int64_t)get_number(from + 16, 8),
                             .hash_low = get_number(from + 24, 8),
                             .hash_high = get_number(from + 32, 8),
                             .id = (uint32_t)get_number(from + 40, 4),
                             .modified = (uint32_t)get_number(from + 44, 4),
                             .form = (uint8_t)from[48],
                             .state = (uint8_t)from[49],
                             .status = (uint8_t)from[50],
                             .again = from[51] != 0};
}

/* ---- the table as bytes ---- */

enum kb_status
kb_inputs_format(const struct kb_inputs *inputs, struct kb_buf *out,
                 struct kb_error *err)
{
    char head[HEAD_BYTES];
    char record[RECORD_BYTES];
    char tail[TAIL_BYTES];
    size_t begin = out->n_bytes;
    memcpy(head, magic, sizeof(magic));
    put_number(head + 8, KB_INPUTS_FORMAT, 4);
    put_number(head + 12, inputs->n, 4);
    put_number(head + 16, (uint64_t)inputs->begun_ns, 8);
    enum kb_status st = kb_buf_append(out, kb_span_at(head, sizeof(head)), err);
    for (size_t i = 0; i < inputs->n && st == KB_OK; i++) {
        const struct kb_input *input = &inputs->items[i];
        const char *reason = input->reason == NULL ? "" : input->reason;
        put_record(input, record);
        st = kb_buf_append(out, kb_span_at(record, sizeof(record)), err);
        if (st == KB_OK)
            st = kb_buf_append(out, kb_span_at(input->path, strlen(input->path) + 1),
                               err);
        if (st == KB_OK)
            st = kb_buf_append(out, kb_span_at(reason, strlen(reason) + 1), err);
    }
    if (st != KB_OK)
        return st;
    put_number(tail, XXH3_64bits(out->data + begin, out->n_bytes - begin), TAIL_BYTES);
    return kb_buf_append(out, kb_span_at(tail, sizeof(tail)), err);
}

static const char *
take_text(struct kb_span *rest)
{
    const char *text = rest->data;
    const char *end = rest->n_bytes == 0 ? NULL : memchr(text, '\0', rest->n_bytes);
    if (end == NULL)
        return NULL;
    *rest = kb_span_skip(*rest, (size_t)(end - text) + 1);
    return text;
}

/* Whether the next record is whole and what it says can be. */
static bool
take_record(struct kb_span *rest, struct kb_input *out)
{
    if (rest->n_bytes < RECORD_BYTES)
        return false;
    get_record(rest->data, out);
    *rest = kb_span_skip(*rest, RECORD_BYTES);
    out->path = take_text(rest);
    out->reason = take_text(rest);
    return out->path != NULL && out->reason != NULL && out->path[0] == '/' &&
           out->state != KB_INPUT_UNKNOWN && out->state < KB_INPUT_STATES &&
           out->status < KB_STATUS_COUNT && out->id <= KB_ARTICLE_MAX_ID &&
           (out->state == KB_INPUT_SKIPPED || out->id != 0);
}

static enum kb_status
parse_records(struct kb_span rest, size_t n, struct kb_inputs *out,
              struct kb_error *err)
{
    /* A false number must not take the memory. */
    if (n > rest.n_bytes / RECORD_BYTES)
        return kb_error_set(err, KB_E_CORRUPT, "it is cut short");
    out->items = kb_mem_array(n, sizeof(*out->items));
    if (out->items == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu files", n);
    for (out->n = 0; out->n < n; out->n++) {
        struct kb_input *input = &out->items[out->n];
        if (!take_record(&rest, input) ||
            (out->n > 0 && strcmp(input[-1].path, input->path) >= 0))
            return kb_error_set(err, KB_E_CORRUPT, "record %zu is wrong", out->n);
    }
    if (rest.n_bytes > 0)
        return kb_error_set(err, KB_E_CORRUPT, "it goes on after its end");
    return KB_OK;
}

static enum kb_status
parse(struct kb_span bytes, struct kb_inputs *out, struct kb_error *err)
{
    if (bytes.n_bytes < HEAD_BYTES + TAIL_BYTES ||
        !kb_span_starts(bytes, kb_span_at(magic, sizeof(magic))))
        return kb_error_set(err, KB_E_CORRUPT, "it is no table of inputs");
    uint64_t format = get_number(bytes.data + 8, 4);
    if (format != KB_INPUTS_FORMAT)
        return kb_error_set(err, KB_E_SCHEMA, "it has format %u, wanted is %d",
                            (unsigned)format, KB_INPUTS_FORMAT);
    bytes.n_bytes -= TAIL_BYTES;
    if (get_number(bytes.data + bytes.n_bytes, TAIL_BYTES) !=
        XXH3_64bits(bytes.data, bytes.n_bytes))
        return kb_error_set(err, KB_E_CORRUPT, "its bytes do not fit its check sum");
    out->begun_ns = (int64_t)get_number(bytes.data + 16, 8);
    return parse_records(kb_span_skip(bytes, HEAD_BYTES),
                         (size_t)get_number(bytes.data + 12, 4), out, err);
}

enum kb_status
kb_inputs_parse(struct kb_buf *bytes, struct kb_inputs *out, struct kb_error *err)
{
    struct kb_inputs read = KB_INPUTS_INIT;
    enum kb_status st = parse(kb_buf_span(bytes), &read, err);
    if (st != KB_OK) {
        kb_mem_free(read.items);
        return st;
    }
    read.capacity = read.n;
    read.bytes = *bytes;
    *bytes = (struct kb_buf)KB_BUF_INIT(bytes->max_bytes);
    *out = read;
    return KB_OK;
}

/* ---- the file ---- */

static enum kb_status
pack(struct kb_span bytes, struct kb_buf *out, struct kb_error *err)
{
    size_t bound = ZSTD_compressBound(bytes.n_bytes);
    enum kb_status st = kb_buf_reserve(out, bound, err);
    if (st != KB_OK)
        return st;
    size_t got = ZSTD_compress(out->data, bound, bytes.data, bytes.n_bytes, PACK_LEVEL);
    if (ZSTD_isError(got))
        return kb_error_set(err, KB_E_INTERNAL, "cannot pack %zu bytes: %s",
                            bytes.n_bytes, ZSTD_getErrorName(got));
    out->n_bytes = got;
    return KB_OK;
}

static enum kb_status
unpack(struct kb_span packed, struct kb_buf *out, struct kb_error *err)
{
    unsigned long long size = ZSTD_getFrameContentSize(packed.data, packed.n_bytes);
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR ||
        size > out->max_bytes)
        return kb_error_set(err, KB_E_CORRUPT, "it is no table of inputs");
    enum kb_status st = kb_buf_reserve(out, (size_t)size, err);
    if (st != KB_OK)
        return st;
    size_t got = ZSTD_decompress(out->data, (size_t)size, packed.data, packed.n_bytes);
    if (ZSTD_isError(got))
        return kb_error_set(err, KB_E_CORRUPT, "it is damaged: %s",
                            ZSTD_getErrorName(got));
    out->n_bytes = got;
    return KB_OK;
}

enum kb_status
kb_inputs_read(const char *dir, struct kb_inputs *out, struct kb_error *err)
{
    struct kb_buf packed = KB_BUF_INIT(KB_INPUTS_MAX_BYTES);
    struct kb_buf bytes = KB_BUF_INIT(KB_INPUTS_MAX_BYTES);
    char *path = kb_file_join(dir, KB_INPUTS_NAME);
    enum kb_status st = path == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for a path")
                            : kb_file_read(path, &packed, err);
    if (st == KB_OK) {
        st = unpack(kb_buf_span(&packed), &bytes, err);
        if (st == KB_OK)
            st = kb_inputs_parse(&bytes, out, err);
        if (st != KB_OK)
            kb_error_context(err, "'%s'", path);
    }
    kb_buf_clear(&bytes);
    kb_buf_clear(&packed);
    kb_mem_free(path);
    return st;
}

enum kb_status
kb_inputs_write(const struct kb_inputs *inputs, const char *dir, struct kb_error *err)
{
    struct kb_buf bytes = KB_BUF_INIT(KB_INPUTS_MAX_BYTES);
    struct kb_buf packed = KB_BUF_INIT(KB_INPUTS_MAX_BYTES);
    char *path = kb_file_join(dir, KB_INPUTS_NAME);
    enum kb_status st = path == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for a path")
                            : kb_inputs_format(inputs, &bytes, err);
    if (st == KB_OK)
        st = pack(kb_buf_span(&bytes), &packed, err);
    if (st == KB_OK)
        st = kb_file_write(path, kb_buf_span(&packed), err);
    kb_buf_clear(&packed);
    kb_buf_clear(&bytes);
    kb_mem_free(path);
    return st;
}

void
kb_inputs_clear(struct kb_inputs *inputs)
{
    for (size_t i = 0; i < inputs->n_strings; i++)
        kb_mem_free(inputs->strings[i]);
    kb_mem_free(inputs->strings);
    kb_mem_free(inputs->items);
    kb_buf_clear(&inputs->bytes);
    *inputs = (struct kb_inputs)KB_INPUTS_INIT;
}

/* ---- what is asked of it ---- */

const struct kb_input *
kb_inputs_find(const struct kb_inputs *inputs, uint32_t id)
{
    for (size_t i = 0; i < inputs->n; i++) {
        if (inputs->items[i].id == id && inputs->items[i].state == KB_INPUT_ARTICLE)
            return &inputs->items[i];
    }
    return NULL;
}

enum kb_status
kb_inputs_keep(struct kb_inputs *inputs, struct kb_span text, const char **out,
               struct kb_error *err)
{
    char *copy = kb_mem_copy(text.data, text.n_bytes);
    if (copy == NULL ||
        kb_mem_grow(&inputs->strings, inputs->n_strings, &inputs->strings_capacity,
                    sizeof(*inputs->strings)) != KB_OK) {
        kb_mem_free(copy);
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu bytes", text.n_bytes);
    }
    inputs->strings[inputs->n_strings++] = copy;
    *out = copy;
    return KB_OK;
}

bool
kb_input_same_bytes(const struct kb_input *a, const struct kb_input *b)
{
    return a->hash_low == b->hash_low && a->hash_high == b->hash_high &&
           (a->hash_low != 0 || a->hash_high != 0);
}

bool
kb_input_is_better(const struct kb_input *a, const struct kb_input *b)
{
    if (a->modified != b->modified)
        return a->modified > b->modified;
    if (a->form != b->form) /* the page form comes first */
        return a->form < b->form;
    return strcmp(a->path, b->path) < 0;
}
