/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/notes.h"

#include <stdarg.h>
#include <stdio.h>

enum {
    CUT_BYTES = 40
};

/* Bytes of `text` up to `max` that end with a whole character. */
static size_t
whole_characters(const char *text, size_t n_bytes, size_t max)
{
    if (n_bytes <= max)
        return n_bytes;
    while (max > 0 && ((unsigned char)text[max] & 0xc0) == 0x80)
        max--;
    return max;
}

void
kb_notes_add(struct kb_notes *notes, uint32_t begin, uint32_t end, const char *format,
             ...)
{
    char text[2 * KB_NOTE_TEXT_BYTES];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (n < 0)
        return;
    text[whole_characters(text, strlen(text), KB_NOTE_TEXT_BYTES - 1)] = '\0';
    for (size_t i = 0; i < notes->n; i++) {
        if (strcmp(notes->items[i].text, text) == 0)
            return;
    }
    if (notes->n == KB_NOTES_MAX) {
        notes->n_left_out++;
        return;
    }
    struct kb_note *note = &notes->items[notes->n++];
    note->begin = begin;
    note->end = end;
    memcpy(note->text, text, strlen(text) + 1);
}

struct kb_span
kb_notes_cut(struct kb_span text)
{
    return kb_span_at(text.data, whole_characters(text.data, text.n_bytes, CUT_BYTES));
}
