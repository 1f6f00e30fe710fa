/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/encode.h"

#include <unicode/ucnv.h>
#include <unicode/utf8.h>

static const struct kb_span replacement = {"\xEF\xBF\xBD", 3}; /* U+FFFD */

/* Eight bytes at a time: a word holds a NUL or a byte above 127 exactly when one of its
 * top bits is set after the carry-free subtraction below. */
bool
kb_encode_is_ascii(struct kb_span bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t i = 0;
    for (; i + sizeof(uint64_t) <= bytes.n_bytes; i += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, bytes.data + i, sizeof(word));
        if (((word | (word - ones)) & (ones << 7)) != 0)
            return false;
    }
    for (; i < bytes.n_bytes; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        if (c == 0 || c >= 0x80)
            return false;
    }
    return true;
}

/* U8_NEXT takes int32_t lengths; the bytes left are handed over in pieces that fit, and
 * no sequence is longer than four bytes. */
static bool
utf8_step(struct kb_span bytes, size_t *at)
{
    size_t left = bytes.n_bytes - *at;
    int32_t n = left < 4 ? (int32_t)left : 4;
    const uint8_t *s = (const uint8_t *)bytes.data + *at;
    int32_t i = 0;
    UChar32 c;
    U8_NEXT(s, i, n, c);
    *at += (size_t)i;
    return c >= 0;
}

static bool
utf8_or_nul(struct kb_span bytes, bool *has_nul)
{
    *has_nul = false;
    for (size_t i = 0; i < bytes.n_bytes;) {
        unsigned char c = (unsigned char)bytes.data[i];
        if (c == 0)
            *has_nul = true;
        if (c < 0x80)
            i++;
        else if (!utf8_step(bytes, &i))
            return false;
    }
    return true;
}

bool
kb_encode_is_utf8(struct kb_span bytes)
{
    bool has_nul;
    return kb_encode_is_ascii(bytes) || (utf8_or_nul(bytes, &has_nul) && !has_nul);
}

/* Windows-1252 leaves these five bytes open. */
static bool
is_open_in_1252(unsigned char c)
{
    return c == 0x81 || c == 0x8D || c == 0x8F || c == 0x90 || c == 0x9D;
}

/* In code page 437 a horizontal line, a shade or a block: what boxes and bars repeat.
 */
static bool
is_line_in_437(unsigned char c)
{
    return c == 0xC4 || c == 0xCD || (c >= 0xB0 && c <= 0xB2) || c == 0xDB ||
           c == 0xDC || c == 0xDF;
}

/* Code page 437 if three equal line bytes stand in a row (in Windows-1252 that would be
 * three A with diaeresis or three degree signs), or if a byte is no Windows-1252 at
 * all. */
static bool
is_code_page_437(struct kb_span bytes)
{
    size_t run = 0;
    unsigned char before = 0;
    for (size_t i = 0; i < bytes.n_bytes; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        if (is_open_in_1252(c))
            return true;
        run = c == before ? run + 1 : 1;
        if (run == 3 && is_line_in_437(c))
            return true;
        before = c;
    }
    return false;
}

/* The characters of the code page's upper half; U+FFFD for what it leaves open, where
 * ICU gives a control character. */
static enum kb_status
load_upper_half(const char *code_page, UChar upper[128], struct kb_error *err)
{
    char bytes[128];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(unsigned char)(0x80 + i);
    UErrorCode icu = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(code_page, &icu);
    int32_t n = 0;
    if (U_SUCCESS(icu))
        n = ucnv_toUChars(converter, upper, 128, bytes, (int32_t)sizeof(bytes), &icu);
    ucnv_close(converter);
    if (icu == U_MEMORY_ALLOCATION_ERROR)
        return kb_error_set(err, KB_E_NOMEM, "no memory for code page '%s'", code_page);
    if (U_FAILURE(icu) || n != 128)
        return kb_error_set(err, KB_E_INTERNAL, "cannot use code page '%s': %s",
                            code_page, u_errorName(icu));
    return KB_OK;
}

size_t
kb_encode_char(uint32_t code, char out[KB_ENCODE_CHAR_MAX_BYTES])
{
    static const unsigned char heads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    out[0] = (char)(heads[n] | code);
    return n;
}

static enum kb_status
append_char(uint32_t code, struct kb_buf *out, struct kb_error *err)
{
    char utf8[KB_ENCODE_CHAR_MAX_BYTES];
    size_t n = kb_encode_char(code, utf8);
    return kb_buf_append(out, kb_span_at(utf8, n), err);
}

/* Appends the bytes whose upper half is `upper`; runs of plain ASCII at once. `upper`
 * NULL: the bytes are UTF-8 and only their NULs change. */
static enum kb_status
append_mapped(struct kb_span bytes, const UChar *upper, struct kb_buf *out,
              struct kb_error *err)
{
    enum kb_status st = KB_OK;
    size_t done = 0;
    for (size_t i = 0; i <= bytes.n_bytes && st == KB_OK; i++) {
        bool at_end = i == bytes.n_bytes;
        unsigned char c = at_end ? 0 : (unsigned char)bytes.data[i];
        if (c != 0 && (c < 0x80 || upper == NULL))
            continue;
        if (i > done)
            st = kb_buf_append(out, kb_span_at(bytes.data + done, i - done), err);
        if (st == KB_OK && !at_end)
            st = c == 0 ? kb_buf_append(out, replacement, err)
                        : append_char(upper[c - 0x80], out, err);
        done = i + 1;
    }
    return st;
}

enum kb_status
kb_encode_utf8(struct kb_span bytes, struct kb_buf *out, struct kb_error *err)
{
    UChar upper[128];
    bool has_nul;
    if (kb_encode_is_ascii(bytes))
        return kb_buf_append(out, bytes, err);
    bool utf8 = utf8_or_nul(bytes, &has_nul);
    if (utf8 && !has_nul)
        return kb_buf_append(out, bytes, err);
    enum kb_status st = KB_OK;
    if (!utf8)
        st = load_upper_half(is_code_page_437(bytes) ? "ibm-437" : "windows-1252",
                             upper, err);
    size_t before = out->n_bytes;
    if (st == KB_OK)
        st = append_mapped(bytes, utf8 ? NULL : upper, out, err);
    if (st != KB_OK && out->data != NULL) {
        out->n_bytes = before;
        out->data[before] = '\0';
    }
    return st;
}
