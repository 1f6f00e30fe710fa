/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article/article.h"

#include <assert.h>

#include "base/limits.h"
#include "base/mem.h"

enum {
    /* a byte of a code page becomes at most three bytes of UTF-8 */
    TEXT_MAX_BYTES = 3 * KB_ARTICLE_MAX_BYTES
};

void
kb_article_init(struct kb_article *article)
{
    static const struct kb_article empty = {.text = KB_BUF_INIT(TEXT_MAX_BYTES)};
    *article = empty;
}

void
kb_article_clear(struct kb_article *article)
{
    if (article == NULL)
        return;
    kb_mem_free(article->applies_to.items);
    kb_mem_free(article->sections);
    kb_mem_free(article->references);
    kb_buf_clear(&article->text);
    kb_article_init(article);
}

void
kb_article_reset(struct kb_article *article)
{
    struct kb_article kept = *article;
    kb_article_init(article);
    article->applies_to.items = kept.applies_to.items;
    article->applies_to.capacity = kept.applies_to.capacity;
    article->sections = kept.sections;
    article->sections_capacity = kept.sections_capacity;
    article->references = kept.references;
    article->references_capacity = kept.references_capacity;
    article->text = kept.text;
    kb_buf_reset(&article->text);
}

const char *
kb_section_label(enum kb_section_kind kind)
{
    static const char *const labels[] = {
#define KB_SECTION_LABEL(name, heading) heading,
        KB_SECTION_TABLE(KB_SECTION_LABEL)
#undef KB_SECTION_LABEL
    };
    assert(kind < KB_SECTION_COUNT);
    return labels[kind];
}

/* Part `i` of all, empty ones too; false behind the last. */
static bool
part(const struct kb_article *article, size_t i, enum kb_section_kind *kind,
     struct kb_span *text)
{
    const struct kb_section *sections = article->sections;
    size_t n_sections = article->n_sections;
    size_t n_applies_to = article->applies_to.n;
    *text = article->title;
    *kind = KB_SECTION_TITLE;
    if (i == 0)
        return true;
    *text = article->products;
    *kind = KB_SECTION_PRODUCT;
    if (i == 1)
        return true;
    i -= 2;
    if (i < n_sections) {
        *text = sections[i].text;
        *kind = sections[i].kind;
        return true;
    }
    i -= n_sections;
    *kind = i < n_applies_to ? KB_SECTION_APPLIES_TO : KB_SECTION_QUERY_WORDS;
    *text = i < n_applies_to ? article->applies_to.items[i] : article->query_words;
    return i <= n_applies_to;
}

bool
kb_article_next_part(const struct kb_article *article, size_t *at,
                     enum kb_section_kind *kind, struct kb_span *text)
{
    while (part(article, (*at)++, kind, text)) {
        if (text->n_bytes > 0)
            return true;
    }
    return false;
}
