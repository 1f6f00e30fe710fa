/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/code.h"

#include <stdint.h>
#include <stdio.h>

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Digits of one base into 32 bits; false when a byte is none or they do not fit. */
static bool
read_number(struct kb_span digits, unsigned base, uint32_t *out)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.n_bytes; i++) {
        int d = hex_digit(digits.data[i]);
        if (d < 0 || (unsigned)d >= base)
            return false;
        value = value * base + (unsigned)d;
        if (value > UINT32_MAX)
            return false;
    }
    *out = (uint32_t)value;
    return digits.n_bytes > 0;
}

static bool
has_decimal_digit(struct kb_span word)
{
    for (size_t i = 0; i < word.n_bytes; i++) {
        if (word.data[i] >= '0' && word.data[i] <= '9')
            return true;
    }
    return false;
}

/* 0x80004005, 80004005h, 80004005; "each" and "effaced" are words. */
static bool
read_hex(struct kb_span word, uint32_t *out)
{
    size_t n = word.n_bytes;
    if (kb_span_starts(word, KB_SPAN_LITERAL("0x")))
        return read_number(kb_span_skip(word, 2), 16, out);
    if (n >= 2 && n <= 9 && word.data[n - 1] == 'h') {
        bool begins_as_number = word.data[0] >= '0' && word.data[0] <= '9';
        return (begins_as_number || (n == 9 && has_decimal_digit(word))) &&
               read_number(kb_span_at(word.data, n - 1), 16, out);
    }
    return n == 8 && has_decimal_digit(word) && read_number(word, 16, out) &&
           *out >= UINT32_C(0x80000000);
}

bool
kb_code_normal(struct kb_span word, bool negative, char out[KB_CODE_BYTES])
{
    uint32_t value = 0;
    bool found = false;
    if (negative) {
        found = word.n_bytes >= 3 && read_number(word, 10, &value) &&
                value <= UINT32_C(0x80000000);
        value = 0 - value;
    } else {
        found = read_hex(word, &value) ||
                (word.n_bytes == 10 && read_number(word, 10, &value) &&
                 value >= UINT32_C(0x80000000));
    }
    if (found)
        snprintf(out, KB_CODE_BYTES, "0x%x", value);
    return found;
}
