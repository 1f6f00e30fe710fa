/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

/* The inputs that are articles, as a list that can be sorted. */
struct articles {
    struct kb_input **items; /* owned array; borrowed items */
    size_t n;
};

static enum kb_status
list_articles(const struct kb_inputs *inputs, struct articles *out,
              struct kb_error *err)
{
    out->n = 0;
    out->items = kb_mem_array(inputs->n, sizeof(*out->items));
    if (out->items == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu files", inputs->n);
    for (size_t i = 0; i < inputs->n; i++) {
        if (inputs->items[i].state == KB_INPUT_ARTICLE)
            out->items[out->n++] = &inputs->items[i];
    }
    return KB_OK;
}

static int
by_id(const void *a, const void *b)
{
    const struct kb_input *x = *(struct kb_input *const *)a;
    const struct kb_input *y = *(struct kb_input *const *)b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    if (x == y)
        return 0;
    return kb_input_is_better(x, y) ? -1 : 1;
}

static enum kb_status
lose(struct kb_inputs *inputs, struct kb_input *loser, const struct kb_input *winner,
     struct kb_error *err)
{
    struct kb_error why = KB_ERROR_INIT;
    loser->state = KB_INPUT_TWIN;
    loser->status = (uint8_t)kb_error_set(&why, KB_E_INVALID, "Q%u is taken from '%s'",
                                          winner->id, winner->path);
    return kb_inputs_keep(inputs, kb_span_cstr(why.msg), &loser->reason, err);
}

enum kb_status
kb_change_choose(struct kb_inputs *inputs, struct kb_error *err)
{
    struct articles all = {NULL, 0};
    enum kb_status st = list_articles(inputs, &all, err);
    if (st == KB_OK && all.n > 0)
        qsort(all.items, all.n, sizeof(all.items[0]), by_id);
    const struct kb_input *winner = NULL;
    for (size_t i = 0; i < all.n && st == KB_OK; i++) {
        if (winner != NULL && winner->id == all.items[i]->id)
            st = lose(inputs, all.items[i], winner, err);
        else
            winner = all.items[i];
    }
    kb_mem_free(all.items);
    return st;
}

static enum kb_status
add(struct kb_changes *out, const struct kb_inputs *now, const struct kb_input *input,
    enum kb_change_kind kind, struct kb_error *err)
{
    if (kb_mem_grow(&out->items, out->n, &out->capacity, sizeof(*out->items)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu changes", out->n);
    bool gone = kind == KB_CHANGE_REMOVE;
    out->items[out->n++] =
        (struct kb_change){input->id, kind, gone ? 0 : (uint32_t)(input - now->items)};
    out->n_added += kind == KB_CHANGE_ADD;
    out->n_replaced += kind == KB_CHANGE_REPLACE;
    out->n_removed += gone;
    return KB_OK;
}

static enum kb_status
list_both(const struct articles *before, const struct articles *after,
          const struct kb_inputs *now, struct kb_changes *out, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    size_t k = 0;
    for (size_t i = 0; (i < after->n || k < before->n) && st == KB_OK;) {
        const struct kb_input *old = k < before->n ? before->items[k] : NULL;
        const struct kb_input *new = i < after->n ? after->items[i] : NULL;
        if (new == NULL || (old != NULL && old->id < new->id)) {
            st = add(out, now, old, KB_CHANGE_REMOVE, err);
            k++;
        } else if (old == NULL || new->id < old->id) {
            st = add(out, now, new, KB_CHANGE_ADD, err);
            i++;
        } else {
            if (!kb_input_same_bytes(old, new))
                st = add(out, now, new, KB_CHANGE_REPLACE, err);
            else
                out->n_moved += strcmp(old->path, new->path) != 0;
            i++;
            k++;
        }
    }
    out->n_articles = (uint32_t)after->n;
    return st;
}

enum kb_status
kb_change_list(const struct kb_inputs *before, const struct kb_inputs *now,
               struct kb_changes *out, struct kb_error *err)
{
    struct articles old = {NULL, 0};
    struct articles new = {NULL, 0};
    enum kb_status st = list_articles(before, &old, err);
    if (st == KB_OK)
        st = list_articles(now, &new, err);
    /* each number stands in each list once */
    if (st == KB_OK && old.n > 0)
        qsort(old.items, old.n, sizeof(old.items[0]), by_id);
    if (st == KB_OK && new.n > 0)
        qsort(new.items, new.n, sizeof(new.items[0]), by_id);
    if (st == KB_OK)
        st = list_both(&old, &new, now, out, err);
    if (st != KB_OK)
        kb_changes_clear(out);
    kb_mem_free(old.items);
    kb_mem_free(new.items);
    return st;
}

void
kb_changes_clear(struct kb_changes *changes)
{
    kb_mem_free(changes->items);
    *changes = (struct kb_changes){0};
}
