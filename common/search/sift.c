/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/sift.h"

#include "base/limits.h"
#include "search/quick.h"

void
kb_sift_clear(struct kb_sift *sift)
{
    kb_spots_clear(&sift->spots);
    kb_tokens_clear(&sift->tokens);
}

enum kb_status
kb_sift_accepts(void *context, uint32_t id, bool *accepted, struct kb_error *err)
{
    struct kb_sift *sift = context;
    struct kb_span record;
    enum kb_status st =
        kb_store_words(sift->store, id % sift->n_shards, id, &record, err);
    struct kb_words_cursor words;
    if (st == KB_OK)
        st = kb_words_begin(record, &words, err);
    if (st != KB_OK)
        return st;
    struct kb_span codes =
        kb_span_at((const char *)words.next, (size_t)(words.end - words.next));
    enum kb_quick quick = kb_quick_judge(sift->need, codes);
    *accepted = quick == KB_QUICK_YES;
    if (quick != KB_QUICK_OPEN)
        return KB_OK;
    st = kb_spots_of_record(record, &sift->spots, err);
    if (st == KB_OK)
        *accepted = kb_need_met(sift->need, &sift->spots);
    return st;
}

/* Positions as the forward index has them: a gap between two parts. */
static enum kb_status
add_part(struct kb_sift *sift, enum kb_section_kind kind, struct kb_span text,
         struct kb_error *err)
{
    struct kb_tokens *tokens = &sift->tokens;
    tokens->n = 0;
    enum kb_status st = kb_analyze(sift->analyzer, text, tokens, err);
    if (st == KB_OK)
        st = kb_spots_add_tokens(tokens, kind, &sift->spots, err);
    tokens->next_position += KB_WORDS_PART_GAP;
    return st;
}

enum kb_status
kb_sift_confirms(struct kb_sift *sift, uint32_t id, bool *met, struct kb_error *err)
{
    struct kb_buf bytes = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    struct kb_stored_head head;
    struct kb_span body;
    kb_tokens_reset(&sift->tokens);
    sift->spots.n = 0;
    enum kb_status st = kb_store_head(sift->store, id, NULL, &bytes, &head, err);
    if (st == KB_OK)
        st = add_part(sift, KB_SECTION_TITLE, head.title, err);
    if (st == KB_OK)
        st = add_part(sift, KB_SECTION_PRODUCT, head.product, err);
    if (st == KB_OK)
        st = kb_store_body(sift->store, id % sift->n_shards, id, &body, err);
    while (st == KB_OK && body.n_bytes > 0) {
        enum kb_section_kind kind;
        struct kb_span text;
        st = kb_stored_body_next(&body, &kind, &text, err);
        if (st == KB_OK)
            st = add_part(sift, kind, text, err);
    }
    if (st == KB_OK)
        *met = kb_need_met(sift->need, &sift->spots);
    kb_buf_clear(&bytes);
    return st;
}
