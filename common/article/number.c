/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article/number.h"

#include "base/limits.h"
#include "base/mem.h"

enum {
    /* digits of a number in running text: "Q1" or "Q12" there is a question's number */
    REFERENCE_MIN_DIGITS = 5,
    REFERENCE_MAX_DIGITS = 7
};

static bool
is_word_byte(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           c == '_';
}

size_t
kb_number_read(struct kb_span text, uint32_t *number)
{
    if (text.n_bytes < 2 || text.data[0] != 'Q' || text.data[1] == '0')
        return 0;
    uint32_t value = 0;
    size_t i = 1;
    for (; i < text.n_bytes && text.data[i] >= '0' && text.data[i] <= '9'; i++) {
        if (value <= KB_ARTICLE_MAX_ID)
            value = value * 10 + (uint32_t)(text.data[i] - '0');
    }
    if (i == 1 || (i < text.n_bytes && is_word_byte(text.data[i])))
        return 0;
    *number = value <= KB_ARTICLE_MAX_ID ? value : KB_ARTICLE_MAX_ID + 1;
    return i;
}

static enum kb_status
add_reference(struct kb_article *article, uint32_t number, struct kb_error *err)
{
    for (size_t i = 0; i < article->n_references; i++) {
        if (article->references[i] == number)
            return KB_OK;
    }
    if (article->n_references == KB_ARTICLE_MAX_PARTS)
        return kb_error_set(err, KB_E_LIMIT, "names more than %d other articles",
                            KB_ARTICLE_MAX_PARTS);
    if (kb_mem_grow(&article->references, article->n_references,
                    &article->references_capacity, sizeof(uint32_t)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for the list of references");
    article->references[article->n_references++] = number;
    return KB_OK;
}

bool
kb_number_next(struct kb_span text, struct kb_number_place *place)
{
    size_t i = place->end;
    while (i < text.n_bytes) {
        const char *at = memchr(text.data + i, 'Q', text.n_bytes - i);
        if (at == NULL)
            return false;
        i = (size_t)(at - text.data);
        uint32_t number = 0;
        size_t n = kb_number_read(kb_span_skip(text, i), &number);
        bool alone = i == 0 || !is_word_byte(at[-1]);
        if (alone && n > REFERENCE_MIN_DIGITS && n <= REFERENCE_MAX_DIGITS + 1) {
            *place = (struct kb_number_place){i, i + n, number};
            return true;
        }
        i += n > 0 ? n : 1;
    }
    return false;
}

static enum kb_status
collect_from(struct kb_article *article, struct kb_span text, struct kb_error *err)
{
    struct kb_number_place place = {0, 0, 0};
    enum kb_status st = KB_OK;
    while (st == KB_OK && kb_number_next(text, &place)) {
        if (place.number != article->id)
            st = add_reference(article, place.number, err);
    }
    return st;
}

enum kb_status
kb_number_collect(struct kb_article *article, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < article->n_sections && st == KB_OK; i++)
        st = collect_from(article, article->sections[i].text, err);
    return st;
}
