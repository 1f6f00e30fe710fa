/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/tidy.h"

#include "base/limits.h"

/* The lexemes that stand so far are the first `n` of the array: never more than were
 * read. */
struct tidy {
    struct kb_span query;
    struct kb_lexeme *items;
    size_t n;
    uint32_t depth;
    uint32_t n_ignored; /* brackets open that are too deep (count) */
    struct kb_notes *notes;
};

static bool
is_value(enum kb_lexeme_kind kind)
{
    return kind == KB_LEX_WORD || kind == KB_LEX_PREFIX || kind == KB_LEX_PHRASE ||
           kind == KB_LEX_OPEN;
}

static bool
is_operator(enum kb_lexeme_kind kind)
{
    return kind == KB_LEX_AND || kind == KB_LEX_OR || kind == KB_LEX_NOT ||
           kind == KB_LEX_NEAR;
}

static bool
can_be_near(const struct kb_lexeme *lexeme)
{
    return lexeme->kind == KB_LEX_WORD || lexeme->kind == KB_LEX_PHRASE;
}

static void
make_word(struct tidy *t, struct kb_lexeme *lexeme, const char *why)
{
    struct kb_span text =
        kb_span_at(t->query.data + lexeme->start, lexeme->stop - lexeme->start);
    kb_notes_add(t->notes, lexeme->start, lexeme->stop, "%s '%.*s': taken as a word",
                 why, KB_SPAN_ARG(text));
    lexeme->kind = KB_LEX_WORD;
    lexeme->sign = 0;
    lexeme->begin = lexeme->start;
    lexeme->end = lexeme->stop;
}

/* What stood last needs something behind it that does not come. */
static void
close_last(struct tidy *t)
{
    while (t->n > 0 && is_operator(t->items[t->n - 1].kind))
        make_word(t, &t->items[t->n - 1], "nothing stands behind");
    if (t->n > 0 && t->items[t->n - 1].kind == KB_LEX_NAME)
        make_word(t, &t->items[t->n - 1], "nothing stands behind");
}

static void
put(struct tidy *t, struct kb_lexeme lexeme)
{
    struct kb_lexeme *last = t->n > 0 ? &t->items[t->n - 1] : NULL;
    if (last != NULL && last->kind == KB_LEX_NEAR &&
        (!can_be_near(&lexeme) || lexeme.sign != 0))
        make_word(t, last, "no word or phrase stands behind");
    if (last != NULL && last->kind == KB_LEX_NAME && lexeme.start != last->stop)
        make_word(t, last, "nothing stands behind");
    if (last != NULL && last->kind == KB_LEX_NOT) {
        lexeme.sign = '-';
        *last = lexeme;
        return;
    }
    t->items[t->n++] = lexeme;
}

/* A word or phrase, and not a value such as that of "product:". */
static bool
can_stand_before_near(const struct tidy *t)
{
    const struct kb_lexeme *before = t->n > 1 ? &t->items[t->n - 2] : NULL;
    return can_be_near(&t->items[t->n - 1]) &&
           (before == NULL || before->kind != KB_LEX_NAME ||
            kb_name(before->name)->kind == KB_NAME_PART);
}

static void
put_operator(struct tidy *t, struct kb_lexeme lexeme)
{
    if (t->n > 0 && t->items[t->n - 1].kind == KB_LEX_NAME)
        make_word(t, &t->items[t->n - 1], "nothing stands behind");
    if (t->n > 0 && t->items[t->n - 1].kind == KB_LEX_NEAR)
        make_word(t, &t->items[t->n - 1], "no word or phrase stands behind");
    enum kb_lexeme_kind last = t->n > 0 ? t->items[t->n - 1].kind : KB_LEX_OPEN;
    bool needs_left = lexeme.kind != KB_LEX_NOT;
    if (needs_left && (last == KB_LEX_OPEN || is_operator(last)))
        make_word(t, &lexeme, "nothing stands before");
    else if (lexeme.kind == KB_LEX_NEAR && !can_stand_before_near(t))
        make_word(t, &lexeme, "no word or phrase stands before");
    if (lexeme.kind == KB_LEX_WORD) {
        put(t, lexeme);
        return;
    }
    if (lexeme.kind == KB_LEX_NOT && last == KB_LEX_NOT && t->n > 0)
        return; /* NOT NOT is NOT */
    t->items[t->n++] = lexeme;
}

static void
put_open(struct tidy *t, struct kb_lexeme lexeme)
{
    if (t->depth == KB_QUERY_MAX_DEPTH) {
        kb_notes_add(t->notes, lexeme.start, lexeme.stop,
                     "brackets more than %d deep are left out",
                     (int)KB_QUERY_MAX_DEPTH);
        t->n_ignored++;
        return;
    }
    t->depth++;
    put(t, lexeme);
}

/* A bracket with nothing behind it, and the name whose value it would be. */
static void
drop_open(struct tidy *t)
{
    t->n--;
    if (t->n > 0 && t->items[t->n - 1].kind == KB_LEX_NAME)
        t->n--;
}

static void
put_close(struct tidy *t, struct kb_lexeme lexeme)
{
    if (t->n_ignored > 0) {
        t->n_ignored--;
        return;
    }
    if (t->depth == 0) {
        kb_notes_add(t->notes, lexeme.start, lexeme.stop,
                     "a ')' without its '(' is left out");
        return;
    }
    close_last(t);
    t->depth--;
    if (t->items[t->n - 1].kind != KB_LEX_OPEN) {
        t->items[t->n++] = lexeme;
        return;
    }
    drop_open(t);
}

/* "in:cause" with nothing behind it that could be in it is a word. */
static void
check_in(struct tidy *t)
{
    for (size_t i = 0; i < t->n; i++) {
        struct kb_lexeme *name = &t->items[i];
        if (name->kind != KB_LEX_NAME || name->name != KB_NAME_IN_PART)
            continue;
        const struct kb_lexeme *value = &t->items[i + 1];
        const struct kb_lexeme *what = i + 2 < t->n ? &t->items[i + 2] : NULL;
        enum kb_name_id part = kb_name_find(
            kb_span_at(t->query.data + value->begin, value->end - value->begin));
        bool is_part = value->kind == KB_LEX_WORD && part != KB_NAME_COUNT &&
                       kb_name(part)->kind == KB_NAME_PART;
        if (!is_part)
            make_word(t, name, "no part of articles stands behind");
        else if (what == NULL || !is_value(what->kind) || what->sign != 0)
            make_word(t, name, "nothing to look for stands behind the part of");
    }
}

void
kb_tidy(struct kb_span query, struct kb_lexemes *lexemes, struct kb_notes *notes)
{
    struct tidy t = {query, lexemes->items, 0, 0, 0, notes};
    for (size_t i = 0; i < lexemes->n; i++) {
        struct kb_lexeme lexeme = lexemes->items[i];
        if (is_operator(lexeme.kind))
            put_operator(&t, lexeme);
        else if (lexeme.kind == KB_LEX_OPEN)
            put_open(&t, lexeme);
        else if (lexeme.kind == KB_LEX_CLOSE)
            put_close(&t, lexeme);
        else
            put(&t, lexeme);
    }
    if (t.depth > 0)
        kb_notes_add(notes, 0, 0, "a '(' without its ')' ends with the query");
    while (t.n > 0 && t.items[t.n - 1].kind == KB_LEX_OPEN)
        drop_open(&t);
    close_last(&t);
    lexemes->n = t.n;
    check_in(&t);
}
