/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as text: made UTF-8, then analysed twice, with the ASCII fast path and by
 * ICU alone; both must give the same tokens, each within the text. */
#include "base/limits.h"
#include "fuzz.h"
#include "text/analyze.h"
#include "text/encode.h"

enum {
    /* An analyzer keeps every word it has seen: a fuzzer makes millions. */
    TERMS_MAX = 100000
};

static struct kb_analyzer *
fresh_analyzer(struct kb_analyzer *analyzer, bool icu_only)
{
    if (analyzer == NULL)
        FUZZ_CHECK(kb_analyzer_new(icu_only, &analyzer, NULL) == KB_OK);
    if (kb_lexicon_n_terms(kb_analyzer_lexicon_borrow(analyzer)) > TERMS_MAX)
        kb_lexicon_forget(kb_analyzer_lexicon_borrow(analyzer));
    return analyzer;
}

static void
check_same(const struct kb_tokens *fast, const struct kb_tokens *icu, size_t n_text)
{
    FUZZ_CHECK(fast->n == icu->n);
    FUZZ_CHECK(fast->next_position == icu->next_position);
    for (size_t i = 0; i < fast->n; i++) {
        const struct kb_token *a = &fast->items[i];
        const struct kb_token *b = &icu->items[i];
        FUZZ_CHECK(a->kind == b->kind);
        FUZZ_CHECK(a->position == b->position);
        FUZZ_CHECK(a->begin == b->begin && a->end == b->end);
        FUZZ_CHECK(a->begin < a->end && a->end <= n_text);
        FUZZ_CHECK(a->position < fast->next_position);
        FUZZ_CHECK(kb_span_equal(a->word->text, b->word->text));
        FUZZ_CHECK(kb_span_equal(a->word->term, b->word->term));
        FUZZ_CHECK(a->word->term.n_bytes <= KB_TERM_MAX_BYTES);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kb_analyzer *fast;
    static struct kb_analyzer *icu;
    struct kb_tokens fast_tokens = {0};
    struct kb_tokens icu_tokens = {0};
    struct kb_buf text = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    fast = fresh_analyzer(fast, false);
    icu = fresh_analyzer(icu, true);
    enum kb_status st = kb_encode_utf8(fuzz_input(data, size), &text, NULL);
    FUZZ_CHECK(st == KB_OK || st == KB_E_LIMIT);
    if (st == KB_OK) {
        struct kb_span span = kb_buf_span(&text);
        FUZZ_CHECK(kb_encode_is_utf8(span));
        FUZZ_CHECK(kb_analyze(fast, span, &fast_tokens, NULL) == KB_OK);
        FUZZ_CHECK(kb_analyze(icu, span, &icu_tokens, NULL) == KB_OK);
        check_same(&fast_tokens, &icu_tokens, span.n_bytes);
    }
    kb_tokens_clear(&fast_tokens);
    kb_tokens_clear(&icu_tokens);
    kb_buf_clear(&text);
    return 0;
}
