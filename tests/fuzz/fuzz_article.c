/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as an article file: parsing neither crashes nor gives anything that is not
 * valid UTF-8 of its own text, and what it gives can be stored and read back. */
#include "article/parse.h"
#include "base/limits.h"
#include "fuzz.h"
#include "schema/stored.h"
#include "text/encode.h"

static void
check_span(const struct kb_article *article, struct kb_span span)
{
    uintptr_t text = (uintptr_t)article->text.data;
    uintptr_t at = (uintptr_t)span.data;
    if (span.n_bytes == 0)
        return;
    FUZZ_CHECK(at >= text);
    FUZZ_CHECK(at + span.n_bytes <= text + article->text.n_bytes);
    FUZZ_CHECK(kb_encode_is_utf8(span));
}

static void
check_article(const struct kb_article *article)
{
    const struct kb_span fields[] = {
        article->title,         article->products,   article->versions,
        article->systems,       article->keywords,   article->component,
        article->technology,    article->issue_type, article->query_words,
        article->solution_type,
    };
    FUZZ_CHECK(article->id > 0 && article->id <= KB_ARTICLE_MAX_ID);
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        check_span(article, fields[i]);
    for (size_t i = 0; i < article->applies_to.n; i++)
        check_span(article, article->applies_to.items[i]);
    for (size_t i = 0; i < article->n_sections; i++) {
        FUZZ_CHECK(article->sections[i].kind < KB_SECTION_COUNT);
        check_span(article, article->sections[i].heading);
        check_span(article, article->sections[i].text);
    }
    for (size_t i = 0; i < article->n_references; i++) {
        uint32_t id = article->references[i];
        FUZZ_CHECK(id > 0 && id <= KB_ARTICLE_MAX_ID && id != article->id);
    }
}

static void
check_stored(const struct kb_article *article)
{
    struct kb_buf bytes = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    struct kb_stored_head head;
    struct kb_stored_record record;
    enum kb_section_kind kind;
    struct kb_span text;
    FUZZ_CHECK(kb_stored_head_write(article, &bytes, NULL) == KB_OK);
    FUZZ_CHECK(kb_stored_head_read(kb_buf_span(&bytes), &head, NULL) == KB_OK);
    FUZZ_CHECK(head.id == article->id && head.modified == article->modified);
    kb_buf_reset(&bytes);
    FUZZ_CHECK(kb_stored_record_write(article, &bytes, NULL) == KB_OK);
    FUZZ_CHECK(kb_stored_record_read(kb_buf_span(&bytes), &record, NULL) == KB_OK);
    struct kb_span rest = record.body;
    while (rest.n_bytes > 0) {
        FUZZ_CHECK(kb_stored_body_next(&rest, &kind, &text, NULL) == KB_OK);
        FUZZ_CHECK(kb_encode_is_utf8(text));
    }
    kb_buf_clear(&bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Kept from input to input, as the indexer does. */
    static struct kb_article article;
    static bool is_ready;
    struct kb_span bytes = fuzz_input(data, size);
    uint32_t id = 0;
    enum kb_article_form form;
    if (!is_ready)
        kb_article_init(&article);
    is_ready = true;
    enum kb_status peeked = kb_article_peek(bytes, &id, &form, NULL);
    enum kb_status parsed = kb_article_parse(bytes, &article, NULL);
    if (parsed == KB_OK) {
        FUZZ_CHECK(peeked == KB_OK && id == article.id && form == article.form);
        check_article(&article);
        check_stored(&article);
    }
    return 0;
}
