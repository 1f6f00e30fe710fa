/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/expansion.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

enum {
    TERMS_MAX = 100000 /* that are looked at for one prefix */
};

void
kb_expansion_clear(struct kb_expansion *expansion)
{
    kb_mem_free(expansion->terms);
    kb_term_list_clear(&expansion->lists[0]);
    kb_term_list_clear(&expansion->lists[1]);
    *expansion = (struct kb_expansion)KB_EXPANSION_INIT;
}

static int
most_documents_first(const void *a, const void *b)
{
    const struct kb_term_entry *x = a;
    const struct kb_term_entry *y = b;
    if (x->n_docs != y->n_docs)
        return x->n_docs > y->n_docs ? -1 : 1;
    return kb_span_compare(x->term, y->term);
}

/* Terms of other fields begin with capitals: words never do. */
static bool
is_word(struct kb_span term, size_t n_prefix)
{
    return term.n_bytes > n_prefix &&
           !(term.data[n_prefix] >= 'A' && term.data[n_prefix] <= 'Z');
}

static enum kb_status
merge(struct kb_expansion *out, size_t n_field_prefix, struct kb_error *err)
{
    size_t n = out->lists[0].n + out->lists[1].n;
    out->terms = kb_mem_array(n, sizeof(*out->terms));
    if (out->terms == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu words", n);
    for (size_t k = 0; k < 2; k++) {
        size_t n_prefix = n_field_prefix + (k == 0 ? 1 : 0);
        for (size_t i = 0; i < out->lists[k].n; i++) {
            if (is_word(out->lists[k].items[i].term, n_prefix))
                out->terms[out->n++] = out->lists[k].items[i];
        }
    }
    qsort(out->terms, out->n, sizeof(*out->terms), most_documents_first);
    out->is_whole = out->lists[0].is_whole && out->lists[1].is_whole &&
                    out->n <= KB_QUERY_MAX_EXPANSION;
    if (out->n > KB_QUERY_MAX_EXPANSION)
        out->n = KB_QUERY_MAX_EXPANSION;
    return KB_OK;
}

enum kb_status
kb_expansion_read(struct kb_reader *reader, enum kb_field_id field,
                  struct kb_span prefix, struct kb_expansion *out, struct kb_error *err)
{
    struct kb_span own =
        field == KB_FIELD_COUNT ? KB_SPAN_LITERAL("") : kb_field(field)->prefix;
    struct kb_buf head = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    enum kb_status st = KB_OK;
    for (size_t k = 0; k < 2 && st == KB_OK; k++) {
        kb_buf_reset(&head);
        st = k == 0 ? kb_buf_append_byte(&head, 'Z', err) : KB_OK;
        if (st == KB_OK)
            st = kb_buf_append(&head, own, err);
        if (st == KB_OK)
            st = kb_buf_append(&head, prefix, err);
        if (st == KB_OK)
            st = kb_reader_terms(reader, kb_buf_span(&head), TERMS_MAX, &out->lists[k],
                                 err);
    }
    kb_buf_clear(&head);
    if (st == KB_OK)
        st = merge(out, own.n_bytes, err);
    if (st != KB_OK)
        kb_expansion_clear(out);
    return st;
}
