/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/compound.h"

#include <string.h>

#include "text/vocabulary.h"

enum {
    CHAIN_MAX = 4, /* words that hyphens join into one: "back-to-back" */
    DOS_NAME = 8,  /* columns of a name in a listing of files */
    DOS_TYPE = 3   /* letters of its type */
};

/* The last segment of a chain of words with nothing but one `c` between them. */
static size_t
chain_end(const struct kb_pass *p, size_t i, char c)
{
    size_t last = i;
    while (kb_pass_gap_is(p, last, c) && p->words[last + 1] != NULL)
        last++;
    return last;
}

/* "back-up" -> "backup", "8000-4005" -> "80004005" and its code. */
static enum kb_status
emit_hyphens(struct kb_pass *p, size_t i)
{
    size_t last = chain_end(p, i, '-');
    if (last == i || last - i >= CHAIN_MAX || (i > 0 && kb_pass_gap_is(p, i - 1, '-')))
        return KB_OK;
    enum kb_status st = kb_pass_spell(p, i, last, kb_span_at(NULL, 0));
    if (st == KB_OK)
        st = kb_pass_emit_compound(p, i, last, KB_TOKEN_JOINED);
    if (st == KB_OK)
        st = kb_pass_emit_code(p, kb_buf_span(p->compound), false, i, last);
    return st;
}

/* "tcp/ip", "at&t", "ind$file": two words that are a name together. Fractions and dates
 * are not. */
static enum kb_status
emit_pair_by_mark(struct kb_pass *p, size_t i)
{
    static const char marks[] = "/&$";
    struct kb_span gap = kb_pass_gap(p, i);
    if (i + 1 >= p->n || gap.n_bytes != 1 || p->words[i + 1] == NULL ||
        strchr(marks, gap.data[0]) == NULL || gap.data[0] == '\0')
        return KB_OK;
    if (chain_end(p, i, gap.data[0]) != i + 1 ||
        kb_pass_before(p, i, 1) == gap.data[0] ||
        kb_pass_is_digit(p->words[i]->text.data[0]))
        return KB_OK;
    enum kb_status st = kb_pass_spell(p, i, i + 1, gap);
    return st == KB_OK ? kb_pass_emit_compound(p, i, i + 1, KB_TOKEN_WHOLE) : st;
}

/* "\\server\share" */
static enum kb_status
emit_share(struct kb_pass *p, size_t i)
{
    static const struct kb_span slash = {"\\", 1};
    if (kb_pass_before(p, i, 1) != '\\' || kb_pass_before(p, i, 2) != '\\' ||
        !kb_pass_gap_is(p, i, '\\') || p->words[i + 1] == NULL)
        return KB_OK;
    kb_buf_reset(p->compound);
    enum kb_status st = kb_buf_append(p->compound, KB_SPAN_LITERAL("\\\\"), p->err);
    if (st == KB_OK)
        st = kb_buf_append(p->compound, p->words[i]->text, p->err);
    if (st == KB_OK)
        st = kb_buf_append(p->compound, slash, p->err);
    if (st == KB_OK)
        st = kb_buf_append(p->compound, p->words[i + 1]->text, p->err);
    return st == KB_OK ? kb_pass_emit_compound(p, i, i + 1, KB_TOKEN_WHOLE) : st;
}

/* What follows a name directly: "++" of "c++", "#" of "c#"; empty when it is no name.
 */
static struct kb_span
name_suffix(const struct kb_pass *p, size_t i)
{
    struct kb_span gap = kb_pass_gap(p, i);
    bool at_end = i + 1 >= p->n;
    if (kb_span_starts(gap, KB_SPAN_LITERAL("++")) && (gap.n_bytes > 2 || at_end))
        return kb_span_at(gap.data, 2);
    if (kb_span_starts(gap, KB_SPAN_LITERAL("#")) && (gap.n_bytes > 1 || at_end) &&
        p->words[i]->text.n_bytes == 1)
        return kb_span_at(gap.data, 1);
    return kb_span_at(NULL, 0);
}

/* "c++", "c#", ".net" */
static enum kb_status
emit_marked_name(struct kb_pass *p, size_t i)
{
    struct kb_span suffix = name_suffix(p, i);
    char before = kb_pass_before(p, i, 1);
    char further = kb_pass_before(p, i, 2);
    bool dotted = before == '.' && further != '.' && !kb_pass_is_alnum(further) &&
                  (unsigned char)further < 0x80 &&
                  !kb_pass_is_digit(p->words[i]->text.data[0]);
    if ((suffix.n_bytes == 0 || kb_pass_is_digit(p->words[i]->text.data[0])) && !dotted)
        return KB_OK;
    kb_buf_reset(p->compound);
    enum kb_status st = dotted ? kb_buf_append_byte(p->compound, '.', p->err) : KB_OK;
    if (st == KB_OK)
        st = kb_buf_append(p->compound, p->words[i]->text, p->err);
    if (st == KB_OK)
        st = kb_buf_append(p->compound, suffix, p->err);
    size_t before_n = p->out->n;
    if (st == KB_OK)
        st = kb_pass_emit_compound(p, i, i, KB_TOKEN_WHOLE);
    if (st == KB_OK && p->out->n > before_n) {
        struct kb_token *token = &p->out->items[p->out->n - 1];
        token->begin -= dotted ? 1 : 0;
        token->end += (uint32_t)suffix.n_bytes;
    }
    return st;
}

/* "back up" -> "backup", for the pairs of the vocabulary. */
static enum kb_status
emit_pair(struct kb_pass *p, size_t i)
{
    if (!kb_pass_gap_of(p, i, KB_PASS_SPACES) ||
        !kb_vocabulary_is_pair(p->words[i]->text, p->words[i + 1]->text))
        return KB_OK;
    enum kb_status st = kb_pass_spell(p, i, i + 1, kb_span_at(NULL, 0));
    return st == KB_OK ? kb_pass_emit_compound(p, i, i + 1, KB_TOKEN_JOINED) : st;
}

static bool
is_capital_or_digit(const struct kb_pass *p, size_t i)
{
    char c = p->text.data[p->segments[i].begin];
    return kb_pass_is_digit(c) || (c >= 'A' && c <= 'Z');
}

/* "XCOPY32  EXE    41,472" of a listing of files -> "xcopy32.exe": DOS gives a name
 * eight columns, and its type three behind one more. */
static enum kb_status
emit_listed(struct kb_pass *p, size_t i)
{
    const struct kb_segment *s = &p->segments[i];
    if (i + 2 >= p->n || s[1].begin - s->begin != DOS_NAME + 1 ||
        s[1].end - s[1].begin > DOS_TYPE || s[1].end - s[1].begin < DOS_TYPE - 1)
        return KB_OK;
    if (!kb_pass_is_digit(p->text.data[s[2].begin]) || !is_capital_or_digit(p, i) ||
        !is_capital_or_digit(p, i + 1) ||
        strchr(KB_PASS_SPACES, kb_pass_before(p, i, 1)) == NULL)
        return KB_OK;
    if (!kb_pass_gap_of(p, i, KB_PASS_SPACES) ||
        !kb_pass_gap_of(p, i + 1, KB_PASS_SPACES))
        return KB_OK;
    enum kb_status st = kb_pass_spell(p, i, i + 1, KB_SPAN_LITERAL("."));
    return st == KB_OK ? kb_pass_emit_compound(p, i, i + 1, KB_TOKEN_WHOLE) : st;
}

/* Few words have any of the marks that make a compound next to them. */
static bool
has_marks_around(const struct kb_pass *p, size_t i)
{
    size_t end = p->segments[i].end;
    char after = end < p->text.n_bytes ? p->text.data[end] : ' ';
    char before = kb_pass_before(p, i, 1);
    return before == '.' || before == '\\' || after == '-' || after == '/' ||
           after == '&' || after == '$' || after == '+' || after == '#' ||
           after == '\\';
}

enum kb_status
kb_compound_emit(struct kb_pass *p, size_t i)
{
    enum kb_status st = KB_OK;
    if (has_marks_around(p, i)) {
        st = emit_hyphens(p, i);
        if (st == KB_OK)
            st = emit_pair_by_mark(p, i);
        if (st == KB_OK)
            st = emit_share(p, i);
        if (st == KB_OK)
            st = emit_marked_name(p, i);
    }
    if (st == KB_OK && (p->words[i]->flags & KB_VOCABULARY_PAIR_HEAD) != 0)
        st = emit_pair(p, i);
    return st == KB_OK ? emit_listed(p, i) : st;
}
