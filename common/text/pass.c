/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/pass.h"

#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "text/code.h"

struct kb_span
kb_pass_gap(const struct kb_pass *p, size_t i)
{
    size_t begin = p->segments[i].end;
    size_t end = i + 1 < p->n ? p->segments[i + 1].begin : p->text.n_bytes;
    return kb_span_at(p->text.data + begin, end - begin);
}

bool
kb_pass_gap_is(const struct kb_pass *p, size_t i, char c)
{
    struct kb_span gap = kb_pass_gap(p, i);
    return i + 1 < p->n && gap.n_bytes == 1 && gap.data[0] == c;
}

bool
kb_pass_gap_of(const struct kb_pass *p, size_t i, const char *bytes)
{
    struct kb_span gap = kb_pass_gap(p, i);
    for (size_t k = 0; k < gap.n_bytes; k++) {
        if (gap.data[k] == '\0' || strchr(bytes, gap.data[k]) == NULL)
            return false;
    }
    return i + 1 < p->n && p->words[i + 1] != NULL;
}

char
kb_pass_before(const struct kb_pass *p, size_t i, size_t back)
{
    size_t begin = p->segments[i].begin;
    return begin >= back ? p->text.data[begin - back] : ' ';
}

enum kb_status
kb_pass_find(struct kb_pass *p, struct kb_span folded, const struct kb_word **out)
{
    *out = NULL;
    if (folded.n_bytes == 0 || folded.n_bytes > KB_WORD_MAX_BYTES)
        return KB_OK;
    return kb_lexicon_find(p->lexicon, folded, out, p->err);
}

enum kb_status
kb_pass_emit(struct kb_pass *p, const struct kb_word *word, size_t first, size_t last,
             enum kb_token_kind kind)
{
    struct kb_tokens *out = p->out;
    if (kb_mem_grow(&out->items, out->n, &out->capacity, sizeof(*out->items)) != KB_OK)
        return kb_error_set(p->err, KB_E_NOMEM, "no memory for %zu tokens", out->n);
    out->items[out->n++] =
        (struct kb_token){word, p->base + (uint32_t)first, p->segments[first].begin,
                          p->segments[last].end, kind};
    return KB_OK;
}

enum kb_status
kb_pass_emit_compound(struct kb_pass *p, size_t first, size_t last,
                      enum kb_token_kind kind)
{
    const struct kb_word *word;
    enum kb_status st = kb_pass_find(p, kb_buf_span(p->compound), &word);
    return st == KB_OK && word != NULL ? kb_pass_emit(p, word, first, last, kind) : st;
}

enum kb_status
kb_pass_emit_code(struct kb_pass *p, struct kb_span word, bool negative, size_t first,
                  size_t last)
{
    char normal[KB_CODE_BYTES];
    const struct kb_word *code;
    if (!kb_code_normal(word, negative, normal) ||
        kb_span_equal(word, kb_span_cstr(normal)))
        return KB_OK;
    enum kb_status st = kb_pass_find(p, kb_span_cstr(normal), &code);
    return st == KB_OK ? kb_pass_emit(p, code, first, last, KB_TOKEN_CODE) : st;
}

enum kb_status
kb_pass_spell(struct kb_pass *p, size_t first, size_t last, struct kb_span between)
{
    kb_buf_reset(p->compound);
    enum kb_status st = kb_buf_append(p->compound, p->words[first]->text, p->err);
    for (size_t i = first + 1; i <= last && st == KB_OK; i++) {
        st = kb_buf_append(p->compound, between, p->err);
        if (st == KB_OK)
            st = kb_buf_append(p->compound, p->words[i]->text, p->err);
    }
    return st;
}
