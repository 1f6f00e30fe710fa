/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/look.h"

#include "base/limits.h"
#include "base/mem.h"

/* What stands for a term with less strength is not taken for it. */
#define OTHER_MIN 0.4

enum {
    NAME_STEP_MAX = 2 /* from one word of a name to the next (words) */
};

_Static_assert(KB_QUERY_MAX_TERMS <= 64, "an asked term is a bit of 64");

static size_t
slot_number(uint16_t code)
{
    return code >> KB_CODE_WORD_BITS & (KB_LOOK_SLOTS - 1);
}

static uint8_t *
slot(struct kb_look *look, uint16_t code)
{
    if ((code & KB_CODE_HASHED) == 0)
        return &look->by_stop[code];
    return &look->by_code[slot_number(code)];
}

void
kb_look_begin(struct kb_look *look, const struct kb_asked *asked, unsigned unseen)
{
    look->asked = asked;
    memset(look->by_code, 0, sizeof(look->by_code));
    memset(look->by_stop, 0, sizeof(look->by_stop));
    memset(look->standin_by_code, 0, sizeof(look->standin_by_code));
    look->unseen = unseen;
    for (size_t i = 0; i < asked->n_standins; i++)
        look->standin_by_code[slot_number(asked->standins[i].code)] = (uint16_t)(i + 1);
    for (size_t i = 0; i < asked->n; i++) {
        look->firsts[i] =
            kb_asked_is_other(asked, i) ? look->firsts[i - 1] : (uint8_t)i;
        *slot(look, asked->terms[i].word->code) = (uint8_t)(look->firsts[i] + 1);
    }
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

static unsigned
places_of_part(uint8_t kind)
{
    bool is_product = kind == KB_SECTION_APPLIES_TO || kind == KB_SECTION_PRODUCT;
    return KB_LOOK_ANYWHERE | (is_product ? KB_LOOK_PRODUCT : 0);
}

static void
note_standin(struct kb_look *look, uint16_t code, unsigned places)
{
    uint16_t i =
        (code & KB_CODE_HASHED) == 0 ? 0 : look->standin_by_code[slot_number(code)];
    if (i == 0 || places == 0)
        return;
    look->standins[(i - 1) / 64] |= (uint64_t)1 << (i - 1) % 64;
}

/* A name is found where its words stand side by side; a stop word may be between. */
static enum kb_status
note_names(struct kb_look *look, uint32_t term, const struct kb_place *place,
           unsigned places, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t k = 0; k < look->asked->n_names && st == KB_OK; k++) {
        const struct kb_asked_name *name = &look->asked->names[k];
        bool goes_on = look->names[k].n > 0 && name->terms[look->names[k].n] == term &&
                       place->position - look->names[k].position <= NAME_STEP_MAX;
        if (goes_on)
            look->names[k].n++;
        else
            look->names[k].n = name->terms[0] == term;
        look->names[k].position = place->position;
        if (look->names[k].n < name->n)
            continue;
        look->names[k].n = 0;
        for (uint32_t i = name->of; i < name->of + name->n_of && st == KB_OK; i++) {
            look->terms[i].places |= places;
            st = add_match(look, i, place->position, err);
        }
    }
    return st;
}

/* A term is found where it stands, and where one stands that is as good as it. */
static enum kb_status
note_term(struct kb_look *look, uint32_t term, const struct kb_place *place,
          unsigned places, struct kb_error *err)
{
    const struct kb_asked_term *asked = &look->asked->terms[term];
    bool is_exact =
        asked->group != 0 || (asked->of == term && place->code == asked->word->code);
    enum kb_status st = KB_OK;
    if (asked->strength < OTHER_MIN)
        return KB_OK;
    for (uint32_t i = asked->of; i < asked->of + asked->n_of && st == KB_OK; i++) {
        look->terms[i].places |= places | (is_exact ? KB_LOOK_EXACT : 0);
        st = add_match(look, i, place->position, err);
    }
    return st;
}

enum kb_status
kb_look_at(struct kb_look *look, struct kb_span record, uint64_t has,
           struct kb_error *err)
{
    struct kb_words_cursor c;
    enum kb_words_step step = KB_WORDS_AT_END;
    look->n = 0;
    look->n_parts = 0;
    look->n_words = 0;
    unsigned places = 0;
    memset(look->terms, 0, look->asked->n * sizeof(look->terms[0]));
    memset(look->standins, 0, sizeof(look->standins));
    memset(look->names, 0, sizeof(look->names));
    for (size_t i = 0; i < look->asked->n; i++)
        has |= (has >> i & 1) << look->firsts[i];
    enum kb_status st = kb_words_begin(record, &c, err);
    while (st == KB_OK && (step = kb_words_next(&c)) < KB_WORDS_AT_END) {
        if (step == KB_WORDS_AT_PART) {
            st = add_part(look, &c.place, err);
            places = (look->unseen >> c.place.kind & 1u) != 0
                         ? 0
                         : places_of_part(c.place.kind);
            continue;
        }
        look->parts[look->n_parts - 1].n_words = c.n_words;
        look->n_words += !c.place.is_added;
        uint8_t term = *slot(look, c.place.code);
        if (term == 0)
            note_standin(look, c.place.code, places);
        if (term == 0 || places == 0 || (has >> (term - 1) & 1) == 0)
            continue;
        st = note_term(look, term - 1u, &c.place, places, err);
        if (st == KB_OK && look->asked->n_names > 0)
            st = note_names(look, term - 1u, &c.place, places, err);
    }
    if (st == KB_OK && step == KB_WORDS_DAMAGED)
        st = kb_error_set(err, KB_E_CORRUPT, "a record of words is damaged");
    if (st == KB_OK)
        look->anchors = c.anchors;
    return st;
}
