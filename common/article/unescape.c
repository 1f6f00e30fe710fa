/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article/unescape.h"

enum {
    ESCAPE_BYTES = 4 /* "<A0>" */
};

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The value of "<A0>" with its first byte at `at`; 0 when no such thing stands there.
 */
static unsigned
escape_value(struct kb_span text, size_t at)
{
    const char *p = text.data + at;
    if (text.n_bytes - at < ESCAPE_BYTES || p[0] != '<' || p[3] != '>')
        return 0;
    int high = hex_digit(p[1]);
    int low = hex_digit(p[2]);
    return high < 0 || low < 0 ? 0 : (unsigned)(high * 16 + low);
}

static bool
is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool
is_letter(char c)
{
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

/* The archive holds the same four characters with another meaning: keys (<F5>), a drive
 * (<CD>), an HTML tag (<DD>), part of a name (<99>), a NetBIOS suffix (<1C>, <BE>). So
 *  - DEL and the signs A0 to BD are always the byte (in Windows-1252 no-break space,
 *    bullet, paragraph ...);
 *  - letters, C0 and above, when they stand in a word: a letter before or a small
 * letter behind;
 *  - the rest, code page 437's letters among it, when a small letter stands behind;
 *  - any of them beside another escape, unless both are letters ("<F1><F2>" are keys).
 * Checked by eye on all pages of the archive that have such characters; the text form
 * of nine of them agrees. */
static bool
is_byte(struct kb_span text, size_t at, unsigned value)
{
    if (value == 0x7F || (value >= 0xA0 && value <= 0xBD))
        return true;
    if (value < 0x80)
        return false;
    size_t behind = at + ESCAPE_BYTES;
    char before = at == 0 ? '\n' : text.data[at - 1];
    if (value >= 0xC0 && is_letter(before))
        return true;
    if (behind < text.n_bytes && is_lower(text.data[behind]))
        return true;
    unsigned left = at < ESCAPE_BYTES ? 0 : escape_value(text, at - ESCAPE_BYTES);
    unsigned right = escape_value(text, behind);
    unsigned limit = value >= 0xC0 ? 0xC0 : 0x100;
    return (left >= 0x80 && left < limit) || (right >= 0x80 && right < limit);
}

/* The next place at or behind `at`; the text's length when there is none. */
static size_t
find_byte(struct kb_span text, size_t at)
{
    while (at < text.n_bytes) {
        const char *p = memchr(text.data + at, '<', text.n_bytes - at);
        if (p == NULL)
            break;
        at = (size_t)(p - text.data);
        unsigned value = escape_value(text, at);
        if (value != 0 && is_byte(text, at, value))
            return at;
        at++;
    }
    return text.n_bytes;
}

enum kb_status
kb_unescape(struct kb_span bytes, struct kb_buf *out, size_t *n_found,
            struct kb_error *err)
{
    *n_found = 0;
    size_t done = 0;
    size_t at = find_byte(bytes, 0);
    if (at == bytes.n_bytes)
        return KB_OK;
    enum kb_status st = kb_buf_reserve(out, bytes.n_bytes, err);
    while (st == KB_OK) {
        st = kb_buf_append(out, kb_span_at(bytes.data + done, at - done), err);
        if (st != KB_OK || at == bytes.n_bytes)
            break;
        char byte = (char)(unsigned char)escape_value(bytes, at);
        st = kb_buf_append_byte(out, byte, err);
        ++*n_found;
        done = at + ESCAPE_BYTES;
        at = find_byte(bytes, done);
    }
    return st;
}
