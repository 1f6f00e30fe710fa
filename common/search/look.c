/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/look.h"

#include "base/limits.h"
#include "base/mem.h"

_Static_assert(KB_QUERY_MAX_TERMS < UINT8_MAX, "an asked term's number fits a byte");

static uint8_t *
slot(struct kb_look *look, uint16_t code)
{
    if ((code & KB_CODE_HASHED) == 0)
        return &look->by_stop[code];
    return &look->by_code[code >> KB_CODE_WORD_BITS & (KB_LOOK_SLOTS - 1)];
}

void
kb_look_begin(struct kb_look *look, const struct kb_asked *asked)
{
    look->asked = asked;
    memset(look->by_code, 0, sizeof(look->by_code));
    memset(look->by_stop, 0, sizeof(look->by_stop));
    for (size_t i = 0; i < asked->n; i++)
        *slot(look, asked->terms[i].word->code) = (uint8_t)(i + 1);
}

void
kb_look_clear(struct kb_look *look)
{
    kb_mem_free(look->parts);
    kb_mem_free(look->matches);
    *look = (struct kb_look){.asked = NULL};
}

static enum kb_status
add_part(struct kb_look *look, const struct kb_place *first, struct kb_error *err)
{
    if (kb_mem_grow(&look->parts, look->n_parts, &look->parts_capacity,
                    sizeof(*look->parts)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu parts", look->n_parts);
    look->parts[look->n_parts++] = (struct kb_words_part){
        (enum kb_section_kind)first->kind, first->position, 0, 0};
    return KB_OK;
}

static enum kb_status
add_match(struct kb_look *look, uint32_t term, uint32_t position, struct kb_error *err)
{
    if (kb_mem_grow(&look->matches, look->n, &look->capacity, sizeof(*look->matches)) !=
        KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu matches", look->n);
    look->matches[look->n++] =
        (struct kb_match){term, position, (uint32_t)look->n_parts - 1};
    return KB_OK;
}

enum kb_status
kb_look_at(struct kb_look *look, struct kb_span record, struct kb_error *err)
{
    struct kb_words_cursor c;
    enum kb_words_step step = KB_WORDS_AT_END;
    look->n = 0;
    look->n_parts = 0;
    enum kb_status st = kb_words_begin(record, &c, err);
    while (st == KB_OK && (step = kb_words_next(&c)) < KB_WORDS_AT_END) {
        if (step == KB_WORDS_AT_PART) {
            st = add_part(look, &c.place, err);
            continue;
        }
        look->parts[look->n_parts - 1].n_words = c.n_words;
        uint8_t term = *slot(look, c.place.code);
        if (term != 0)
            st = add_match(look, term - 1u, c.place.position, err);
    }
    if (st == KB_OK && step == KB_WORDS_DAMAGED)
        st = kb_error_set(err, KB_E_CORRUPT, "a record of words is damaged");
    if (st == KB_OK)
        look->anchors = c.anchors;
    return st;
}
