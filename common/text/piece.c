/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/piece.h"

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

struct kb_span
kb_piece_version(struct kb_span word)
{
    size_t n_dots = 0;
    for (size_t i = 0; i < word.n_bytes; i++) {
        if (word.data[i] == '.')
            n_dots++;
        else if (!is_digit(word.data[i]))
            return kb_span_at(NULL, 0);
    }
    if (word.n_bytes > 5 || n_dots > 1)
        return kb_span_at(NULL, 0);
    while (n_dots == 1 && word.data[word.n_bytes - 1] == '0')
        word.n_bytes--;
    if (n_dots == 1 && word.data[word.n_bytes - 1] == '.')
        word.n_bytes--;
    return word;
}

bool
kb_piece_service_pack(struct kb_span word, struct kb_span *version,
                      struct kb_span *pack)
{
    size_t n = 0;
    while (n < word.n_bytes && (is_digit(word.data[n]) || word.data[n] == '.'))
        n++;
    *version = kb_span_at(word.data, n);
    *pack = kb_span_skip(word, n);
    return n > 0 && pack->n_bytes >= 3 &&
           kb_span_starts(*pack, KB_SPAN_LITERAL("sp")) && is_digit(pack->data[2]);
}

size_t
kb_piece_elision(struct kb_span word)
{
    static const struct kb_span marks[] = {{"'", 1}, {"\xe2\x80\x99", 3}};
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        if (word.n_bytes > marks[i].n_bytes + 1 &&
            kb_span_starts(kb_span_skip(word, 1), marks[i]))
            return marks[i].n_bytes + 1;
    }
    return 0;
}

void
kb_piece_drop_apostrophes(struct kb_buf *word)
{
    static const char curly[] = "\xe2\x80\x99";
    size_t kept = 0;
    char *p = word->data;
    for (size_t i = 0; i < word->n_bytes; i++) {
        bool is_curly = word->n_bytes - i >= 3 && memcmp(p + i, curly, 3) == 0;
        size_t width = is_curly ? 3 : 1;
        if (is_curly || p[i] == '\'') {
            if (kept > 0 && i + width + 1 == word->n_bytes && p[i + width] == 's')
                break;
            i += width - 1;
        } else if (p[i] != ',' || kept == 0 || !is_digit(p[kept - 1])) {
            p[kept++] = p[i];
        }
    }
    word->n_bytes = kept;
    p[kept] = '\0';
}
