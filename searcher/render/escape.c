/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/escape.h"

#include <stdbool.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/terminal.h"

/* The code point at `*at`, which moves behind it; U+FFFD for bytes that are none. */
static UChar32
next_point(struct kb_span text, size_t *at)
{
    const unsigned char *p = (const unsigned char *)text.data;
    if (p[*at] < 0x80)
        return p[(*at)++];
    int32_t i = (int32_t)*at;
    UChar32 c;
    U8_NEXT_OR_FFFD(p, i, (int32_t)text.n_bytes, c);
    *at = (size_t)i;
    return c;
}

enum kb_status
kb_escape_terminal(struct kb_span text, struct kb_buf *out, struct kb_error *err)
{
    size_t i = 0;
    enum kb_status st = KB_OK;
    while (i < text.n_bytes && st == KB_OK) {
        size_t begin = i;
        bool acts = kb_terminal_control(kb_span_skip(text, begin)) > 0;
        (void)next_point(text, &i);
        st = acts ? kb_buf_append_byte(out, '?', err)
                  : kb_buf_append(out, kb_span_at(text.data + begin, i - begin), err);
    }
    return st;
}

size_t
kb_escape_width(struct kb_span text)
{
    size_t width = 0;
    size_t i = 0;
    while (i < text.n_bytes) {
        bool acts = kb_terminal_control(kb_span_skip(text, i)) > 0;
        UChar32 c = next_point(text, &i);
        if (c < 0x300 || acts) { /* the latter is shown as '?' */
            width++;
            continue;
        }
        int type = u_charType(c);
        int east_asian = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
        if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
            type == U_FORMAT_CHAR)
            continue;
        width += east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
    }
    return width;
}
