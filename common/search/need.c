/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/need.h"

#include "base/mem.h"

enum {
    ALL_SECTIONS = (1u << KB_SECTION_COUNT) - 1
};

enum kb_status
kb_need_new(enum kb_need_kind kind, struct kb_need **out, struct kb_error *err)
{
    struct kb_need *need = kb_mem_array(1, sizeof(*need));
    if (need == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a condition");
    need->kind = kind;
    *out = need;
    return KB_OK;
}

enum kb_status
kb_need_add(struct kb_need *need, struct kb_need *part, struct kb_error *err)
{
    if (need->kind == KB_NEED_NEAR && need->n_parts == KB_NEED_NEAR_MAX)
        return kb_error_set(err, KB_E_LIMIT, "more than %d words near each other",
                            (int)KB_NEED_NEAR_MAX);
    if (kb_mem_grow(&need->parts, need->n_parts, &need->parts_capacity,
                    sizeof(*need->parts)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu conditions",
                            need->n_parts);
    need->parts[need->n_parts++] = part;
    return KB_OK;
}

enum kb_status
kb_need_add_word(struct kb_need *need, const struct kb_word *word, struct kb_error *err)
{
    if (kb_mem_grow(&need->words, need->n_words, &need->words_capacity,
                    sizeof(*need->words)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu words", need->n_words);
    need->words[need->n_words++] = word;
    return KB_OK;
}

/* Trees are as deep as KB_QUERY_MAX_DEPTH allows. */
void
kb_need_free(struct kb_need *need)
{
    if (need == NULL)
        return;
    for (size_t i = 0; i < need->n_parts; i++)
        kb_need_free(need->parts[i]);
    kb_mem_free(need->parts);
    kb_mem_free(need->words);
    kb_mem_free(need);
}

void
kb_spots_clear(struct kb_spots *spots)
{
    kb_mem_free(spots->items);
    *spots = (struct kb_spots){NULL, 0, 0, false};
}

static enum kb_status
add_spot(struct kb_spots *spots, struct kb_spot spot, struct kb_error *err)
{
    if (kb_mem_grow(&spots->items, spots->n, &spots->capacity, sizeof(*spots->items)) !=
        KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu words", spots->n);
    spots->items[spots->n++] = spot;
    return KB_OK;
}

/* Room for `n` spots: a code takes at least one byte. */
static enum kb_status
make_room(struct kb_spots *spots, size_t n, struct kb_error *err)
{
    if (n <= spots->capacity)
        return KB_OK;
    struct kb_spot *grown = kb_mem_resize(spots->items, n, sizeof(*grown));
    if (grown == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu words", n);
    spots->items = grown;
    spots->capacity = n;
    return KB_OK;
}

enum kb_status
kb_spots_of_record(struct kb_span record, struct kb_spots *out, struct kb_error *err)
{
    struct kb_words_cursor c;
    enum kb_words_step step = KB_WORDS_AT_END;
    out->n = 0;
    out->by_code = true;
    enum kb_status st = kb_words_begin(record, &c, err);
    if (st == KB_OK)
        st = make_room(out, (size_t)(c.end - c.next), err);
    while (st == KB_OK && (step = kb_words_next(&c)) < KB_WORDS_AT_END) {
        if (step == KB_WORDS_AT_WORD)
            out->items[out->n++] =
                (struct kb_spot){c.place.position, kb_code_of_term(c.place.code),
                                 c.place.code,     {NULL, 0},
                                 c.place.kind,     c.place.is_added};
    }
    if (st == KB_OK && step == KB_WORDS_DAMAGED)
        st = kb_error_set(err, KB_E_CORRUPT, "a record of words is damaged");
    return st;
}

enum kb_status
kb_spots_add_tokens(const struct kb_tokens *tokens, enum kb_section_kind section,
                    struct kb_spots *out, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    out->by_code = false;
    for (size_t i = 0; i < tokens->n && st == KB_OK; i++) {
        const struct kb_token *t = &tokens->items[i];
        st = add_spot(out,
                      (struct kb_spot){t->position, t->word->term_id, t->word->word_id,
                                       t->word->text, (uint8_t)section,
                                       t->kind != KB_TOKEN_WORD},
                      err);
    }
    return st;
}

static bool
has_term(const struct kb_spot *spot, const struct kb_word *word, bool by_code)
{
    return spot->term == (by_code ? kb_code_of_term(word->code) : word->term_id);
}

static bool
is_word(const struct kb_spot *spot, const struct kb_word *word, bool by_code)
{
    return spot->word == (by_code ? word->code : word->word_id);
}

/* Whether the phrase begins at spot `first`. A word with what the analysis adds to it
 * takes several spots of one position; any of them will do. */
static bool
phrase_at(const struct kb_need *need, const struct kb_spots *spots, size_t first)
{
    uint32_t begin = spots->items[first].position;
    size_t i = first;
    for (uint32_t k = 1; k < need->n_words; k++) {
        if (need->words[k] == NULL)
            continue;
        while (i < spots->n && spots->items[i].position < begin + k)
            i++;
        bool found = false;
        for (; i < spots->n && spots->items[i].position == begin + k && !found; i++)
            found = is_word(&spots->items[i], need->words[k], spots->by_code);
        if (!found)
            return false;
    }
    return true;
}

/* By code: one of the words that begin so. */
static bool
may_begin(const struct kb_need *need, const struct kb_spot *spot)
{
    for (size_t i = 0; i < need->n_words; i++) {
        if (is_word(spot, need->words[i], true))
            return true;
    }
    return need->n_words == 0;
}

/* Whether a term, a phrase or a prefix stands at spot `i`. */
static bool
stands_at(const struct kb_need *need, const struct kb_spots *spots, size_t i)
{
    const struct kb_spot *spot = &spots->items[i];
    if (need->kind == KB_NEED_TERM)
        return has_term(spot, need->words[0], spots->by_code);
    if (need->kind == KB_NEED_PREFIX)
        return spots->by_code ? may_begin(need, spot)
                              : kb_span_starts(spot->text, need->prefix);
    bool fits = need->words[0] == NULL ? !spot->is_added
                                       : is_word(spot, need->words[0], spots->by_code);
    return fits && phrase_at(need, spots, i);
}

/* Whether all parts stand within the distance behind spot `first`. A spot serves one
 * part only: "error NEAR error" asks for two. */
static bool
near_at(const struct kb_need *need, const struct kb_spots *spots, size_t first)
{
    uint64_t found = 0;
    size_t n_found = 0;
    uint32_t end = spots->items[first].position + need->distance;
    for (size_t i = first; i < spots->n && spots->items[i].position <= end; i++) {
        bool is_taken = false;
        for (size_t k = 0; k < need->n_parts && !is_taken; k++) {
            is_taken = (found >> k & 1) == 0 && stands_at(need->parts[k], spots, i);
            found |= (uint64_t)is_taken << k;
        }
        n_found += is_taken;
        if (i == first && !is_taken)
            return false;
    }
    return n_found == need->n_parts;
}

static bool
found_in(const struct kb_need *need, const struct kb_spots *spots, uint32_t sections)
{
    for (size_t i = 0; i < spots->n; i++) {
        if ((sections >> spots->items[i].section & 1) != 0 &&
            (need->kind == KB_NEED_NEAR ? near_at(need, spots, i)
                                        : stands_at(need, spots, i)))
            return true;
    }
    return false;
}

/* What hashes cannot deny they cannot affirm either: by code a NOT is never refused,
 * and what stands below it is asked of the text alone. */
static bool
met(const struct kb_need *need, const struct kb_spots *spots, uint32_t sections)
{
    bool any = false;
    bool all = true;
    switch (need->kind) {
    case KB_NEED_TERM:
    case KB_NEED_PHRASE:
    case KB_NEED_PREFIX:
    case KB_NEED_NEAR:
        return found_in(need, spots, sections);
    case KB_NEED_NOT:
        return spots->by_code || !met(need->parts[0], spots, sections);
    case KB_NEED_IN:
        return met(need->parts[0], spots, sections & need->sections);
    case KB_NEED_ALL:
    case KB_NEED_ANY:
        for (size_t i = 0; i < need->n_parts; i++) {
            bool is_met = met(need->parts[i], spots, sections);
            any = any || is_met;
            all = all && is_met;
        }
        break;
    }
    return need->kind == KB_NEED_ALL ? all : any;
}

bool
kb_need_met(const struct kb_need *need, const struct kb_spots *spots)
{
    return met(need, spots, ALL_SECTIONS);
}
