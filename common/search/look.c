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
    kb_words_clear(&look->words);
    kb_mem_free(look->matches);
    look->matches = NULL;
    look->n = 0;
    look->capacity = 0;
}

enum kb_status
kb_look_find(struct kb_look *look, struct kb_error *err)
{
    const struct kb_words *words = &look->words;
    uint32_t part = 0;
    look->n = 0;
    for (size_t i = 0; i < words->n; i++) {
        const struct kb_place *place = &words->places[i];
        uint8_t term = *slot(look, place->code);
        if (term == 0)
            continue;
        if (kb_mem_grow(&look->matches, look->n, &look->capacity,
                        sizeof(*look->matches)) != KB_OK)
            return kb_error_set(err, KB_E_NOMEM, "no memory for %zu matches", look->n);
        while (part + 1 < words->n_parts && words->parts[part + 1].first_place <= i)
            part++;
        look->matches[look->n++] = (struct kb_match){term - 1u, place->position, part};
    }
    return KB_OK;
}
