/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/name.h"

#include <string.h>

#include "text/piece.h"
#include "text/vocabulary.h"

enum {
    NAME_REACH = 9, /* words between a name and the last of its versions */
    GAP_MAX = 8     /* bytes between two of its words */
};

static bool
is_word(const struct kb_pass *p, size_t i, const char *word)
{
    return p->words[i] != NULL && kb_span_equal(p->words[i]->text, kb_span_cstr(word));
}

/* "32-bit" */
static bool
is_bits(const struct kb_pass *p, size_t i)
{
    return kb_pass_gap_is(p, i, '-') && is_word(p, i + 1, "bit");
}

static bool
has_dot(struct kb_span number)
{
    return memchr(number.data, '.', number.n_bytes) != NULL;
}

/* "98" goes on with a list that began with "95", and "4.0" with "3.51"; the 2 of
 * "Windows 95, 2 disks" does not. */
static bool
goes_on(struct kb_span first, struct kb_span number)
{
    return has_dot(first) == has_dot(number) && number.n_bytes > 1;
}

static enum kb_status
emit_version(struct kb_pass *p, const char *brief, struct kb_span number, size_t first,
             size_t last)
{
    kb_buf_reset(p->compound);
    enum kb_status st = kb_buf_append(p->compound, kb_span_cstr(brief), p->err);
    if (st == KB_OK)
        st = kb_buf_append(p->compound, number, p->err);
    return st == KB_OK ? kb_pass_emit_compound(p, first, last, KB_TOKEN_NAME) : st;
}

/* The next segment that may be a version, behind words such as "Server", "Enterprise
 * Edition, 32-bit, for Windows, version"; 0 = there is none. */
static size_t
next_number(const struct kb_pass *p, size_t i, size_t end, bool in_list)
{
    const char *between = in_list ? KB_PASS_SPACES ",/" : KB_PASS_SPACES ",+";
    while (i < end && kb_pass_gap_of(p, i, between) &&
           kb_pass_gap(p, i).n_bytes <= GAP_MAX) {
        i++;
        bool is_inner = in_list ? is_word(p, i, "and") || is_word(p, i, "or")
                                : (p->words[i]->flags & KB_VOCABULARY_NAME_INNER) != 0;
        if (!in_list && is_bits(p, i))
            i++;
        else if (!is_inner)
            return i;
    }
    return 0;
}

enum kb_status
kb_name_emit(struct kb_pass *p, size_t i)
{
    size_t n_words = 0;
    struct kb_span second = {NULL, 0};
    if (i < p->name_end) /* the Windows of "Visual FoxPro for Windows, version 3.0" */
        return KB_OK;
    if (kb_pass_gap_of(p, i, KB_PASS_SPACES))
        second = p->words[i + 1]->text;
    const char *brief = kb_vocabulary_name(p->words[i]->text, second, &n_words);
    if (brief == NULL)
        return KB_OK;
    struct kb_span first = {NULL, 0};
    size_t last = i + n_words - 1;
    size_t end = last + NAME_REACH;
    enum kb_status st = KB_OK;
    while (st == KB_OK && (last = next_number(p, last, end, first.data != NULL)) != 0) {
        struct kb_span word = p->words[last]->text;
        struct kb_span number = kb_piece_version(word);
        if (number.n_bytes == 0 || is_bits(p, last) ||
            (first.data != NULL && !goes_on(first, word)))
            break;
        first = first.data == NULL ? word : first;
        p->name_end = last;
        st = emit_version(p, brief, number, i, last);
    }
    return st;
}
