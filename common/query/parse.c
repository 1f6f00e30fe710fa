/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The grammar, loosest first; kb_tidy has seen to it that all rows of lexemes fit it.
 *   any_of   = all_of { OR all_of }
 *   all_of   = row { AND row }
 *   row      = item { item }                    the more the better
 *   item     = [ + | - ] ( group | name value | near | word )
 *   near     = leaf { NEAR leaf }
 *   group    = "(" any_of ")"
 * It recurses for brackets only, at most KB_QUERY_MAX_DEPTH deep. */
#include "query/parse.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/mem.h"
#include "query/number.h"
#include "query/tidy.h"
#include "query/when.h"

enum {
    /* a bracket can need a node each for AND, OR, the part of an article and MUST */
    LEAVES_END = KB_QUERY_MAX_NODES - 4 * (KB_QUERY_MAX_DEPTH + 1)
};

struct parser {
    struct kb_expr_tree *tree;
    const struct kb_lexeme *items;
    size_t n;
    size_t at;
    enum kb_name_id value_of; /* words are values of this name, KB_NAME_COUNT = not */
    bool in_part;             /* of an article: values make no sense there */
    uint32_t depth;           /* brackets we are in */
    bool has_operator;        /* AND or OR was met outside of brackets */
    uint32_t filters;         /* at the end of the query, see cut_filters */
    uint32_t n_lookups;       /* prefixes and values so far (count) */
    uint32_t rest;            /* where the query goes on when the tree is full */
    bool is_full;             /* a limit was met: no node any more */
    enum kb_status status;
    struct kb_error *err;
};

static uint32_t parse_any_of(struct parser *p);

static bool
is_at(const struct parser *p, enum kb_lexeme_kind kind)
{
    return p->at < p->n && p->items[p->at].kind == kind;
}

static struct kb_expr *
node(struct parser *p, uint32_t i)
{
    return &p->tree->nodes[i];
}

static uint32_t
add_any(struct parser *p, enum kb_expr_kind kind, uint32_t begin, uint32_t end)
{
    struct kb_expr_tree *tree = p->tree;
    if (tree->n >= KB_QUERY_MAX_NODES)
        return 0;
    if (kb_mem_grow(&tree->nodes, tree->n, &tree->capacity, sizeof(*tree->nodes)) !=
        KB_OK) {
        p->status = kb_error_set(p->err, KB_E_NOMEM, "no memory for a query's tree");
        p->is_full = true;
        return 0;
    }
    tree->nodes[tree->n] = (struct kb_expr){
        .kind = kind, .name = KB_NAME_COUNT, .begin = begin, .end = end};
    return (uint32_t)tree->n++;
}

/* A new leaf or row; 0 when there is no room, which all that take nodes pass over. Room
 * is left for the parents of what is there. */
static uint32_t
add(struct parser *p, enum kb_expr_kind kind, uint32_t begin, uint32_t end)
{
    struct kb_span query = p->tree->query;
    if (!p->is_full && p->tree->n >= LEAVES_END) {
        p->is_full = true;
        p->rest = begin;
        kb_notes_add(
            &p->tree->notes, begin, (uint32_t)query.n_bytes,
            "the query has too many parts: taken as words from '%.*s' on",
            KB_SPAN_ARG(kb_notes_cut(kb_span_at(query.data + begin, end - begin))));
    }
    return p->is_full ? 0 : add_any(p, kind, begin, end);
}

static uint32_t
last_child(struct parser *p, uint32_t parent)
{
    uint32_t child = node(p, parent)->first;
    while (child != 0 && node(p, child)->next != 0)
        child = node(p, child)->next;
    return child;
}

static void
append(struct parser *p, uint32_t parent, uint32_t child)
{
    if (parent == 0 || child == 0)
        return;
    uint32_t last = last_child(p, parent);
    if (last == 0)
        node(p, parent)->first = child;
    else
        node(p, last)->next = child;
    if (node(p, child)->end > node(p, parent)->end)
        node(p, parent)->end = node(p, child)->end;
}

/* A node of one child. */
static uint32_t
wrap(struct parser *p, enum kb_expr_kind kind, uint32_t child)
{
    if (child == 0)
        return 0;
    uint32_t parent = add_any(p, kind, node(p, child)->begin, node(p, child)->end);
    append(p, parent, child);
    return parent;
}

static bool
is_plain_words(struct parser *p, uint32_t i)
{
    return i != 0 && node(p, i)->kind == KB_EXPR_WORDS &&
           node(p, i)->name == KB_NAME_COUNT;
}

/* Only a hint for the order of answers: it rules out no article. */
static bool
is_hint(struct parser *p, uint32_t i)
{
    if (is_plain_words(p, i) || node(p, i)->kind == KB_EXPR_PREFIX)
        return true;
    if (node(p, i)->kind != KB_EXPR_ANY)
        return false;
    for (uint32_t child = node(p, i)->first; child != 0; child = node(p, child)->next) {
        if (!is_plain_words(p, child) && node(p, child)->kind != KB_EXPR_PREFIX)
            return false;
    }
    return true;
}

/* ---- leaves ---- */

static void
note_words(struct parser *p, const struct kb_lexeme *name,
           const struct kb_lexeme *value, const char *why)
{
    struct kb_span text = kb_notes_cut(
        kb_span_at(p->tree->query.data + name->begin, value->stop - name->begin));
    kb_notes_add(&p->tree->notes, name->begin, value->stop, "'%.*s' %s: taken as words",
                 KB_SPAN_ARG(text), why);
}

static uint32_t
date_leaf(struct parser *p, enum kb_name_id name, const struct kb_lexeme *value)
{
    struct kb_when when;
    if (!kb_when_read(kb_span_trim(kb_span_at(p->tree->query.data + value->begin,
                                              value->end - value->begin)),
                      &when))
        return 0;
    if (when.is_reversed)
        kb_notes_add(
            &p->tree->notes, value->begin, value->end,
            "the range '%.*s' runs backwards: turned round",
            KB_SPAN_ARG(kb_notes_cut(kb_span_at(p->tree->query.data + value->begin,
                                                value->end - value->begin))));
    uint32_t leaf = add(p, KB_EXPR_DATE, value->begin, value->end);
    if (leaf == 0)
        return 0;
    node(p, leaf)->from = name == KB_NAME_AFTER ? kb_date_next(when.to) : when.from;
    node(p, leaf)->to = when.to;
    if (name == KB_NAME_AFTER)
        node(p, leaf)->to = KB_WHEN_LAST;
    if (name == KB_NAME_BEFORE) {
        node(p, leaf)->from = KB_WHEN_FIRST;
        node(p, leaf)->to = kb_date_previous(when.from);
    }
    return leaf;
}

/* "C:\WINDOWS\USER.EXE" -> where "USER.EXE" begins */
static uint32_t
file_begin(struct parser *p, const struct kb_lexeme *value)
{
    uint32_t begin = value->begin;
    for (uint32_t i = value->begin; i + 1 < value->end; i++) {
        if (p->tree->query.data[i] == '\\' || p->tree->query.data[i] == '/')
            begin = i + 1;
    }
    return begin;
}

/* Whether one more prefix or value may be looked up. */
static bool
may_look_up(struct parser *p, const struct kb_lexeme *lexeme)
{
    if (p->n_lookups++ < KB_QUERY_MAX_LOOKUPS)
        return true;
    kb_notes_add(&p->tree->notes, lexeme->begin, lexeme->end,
                 "more than %d prefixes and values: the rest are taken as words",
                 (int)KB_QUERY_MAX_LOOKUPS);
    return false;
}

/* The leaf of a name's value; 0 if the value is none for it. */
static uint32_t
value_leaf(struct parser *p, enum kb_name_id name, const struct kb_lexeme *value)
{
    uint32_t leaf = 0;
    uint32_t number = 0;
    switch (kb_name(name)->kind) {
    case KB_NAME_VALUE:
        if (!may_look_up(p, value))
            return add(p, KB_EXPR_WORDS, value->begin, value->end);
        /* with the star of a prefix */
        leaf = add(p, KB_EXPR_VALUE, value->begin,
                   value->kind == KB_LEX_PHRASE ? value->end : value->stop);
        break;
    case KB_NAME_FORM:
        leaf =
            add(p, KB_EXPR_WORDS,
                name == KB_NAME_FILE ? file_begin(p, value) : value->begin, value->end);
        break;
    case KB_NAME_NUMBER:
        number = kb_number_of_word(
            kb_span_at(p->tree->query.data + value->begin, value->end - value->begin));
        if (number == 0)
            return 0;
        leaf = add(p,
                   name == KB_NAME_ID      ? KB_EXPR_ID
                   : name == KB_NAME_CITES ? KB_EXPR_CITES
                                           : KB_EXPR_CITED_BY,
                   value->begin, value->end);
        break;
    case KB_NAME_DATE:
        return date_leaf(p, name, value);
    case KB_NAME_PART:
    case KB_NAME_IN:
        return 0;
    }
    if (leaf != 0) {
        node(p, leaf)->name = name;
        node(p, leaf)->number = number;
    }
    return leaf;
}

static uint32_t
leaf(struct parser *p)
{
    const struct kb_lexeme *lexeme = &p->items[p->at++];
    if (p->value_of != KB_NAME_COUNT) {
        uint32_t value = value_leaf(p, p->value_of, lexeme);
        if (value != 0 || p->is_full)
            return value;
        kb_notes_add(
            &p->tree->notes, lexeme->begin, lexeme->end,
            "'%.*s' is no value of '%s:': taken as words",
            KB_SPAN_ARG(kb_notes_cut(kb_span_at(p->tree->query.data + lexeme->begin,
                                                lexeme->end - lexeme->begin))),
            kb_name(p->value_of)->name);
    }
    if (lexeme->kind == KB_LEX_PREFIX && may_look_up(p, lexeme))
        return add(p, KB_EXPR_PREFIX, lexeme->begin, lexeme->end);
    if (lexeme->kind == KB_LEX_PHRASE)
        return add(p, KB_EXPR_PHRASE, lexeme->begin, lexeme->end);
    return add(p, KB_EXPR_WORDS, lexeme->begin, lexeme->end);
}

static uint32_t
parse_near(struct parser *p)
{
    uint32_t first = leaf(p);
    if (!is_at(p, KB_LEX_NEAR))
        return first;
    bool is_value = p->value_of != KB_NAME_COUNT;
    uint32_t near = wrap(p, is_value ? KB_EXPR_ANY : KB_EXPR_NEAR, first);
    while (is_at(p, KB_LEX_NEAR)) {
        uint32_t distance = p->items[p->at++].number;
        append(p, near, leaf(p));
        if (near != 0 && distance > node(p, near)->number)
            node(p, near)->number = distance;
    }
    return near;
}

/* ---- items ---- */

static uint32_t
parse_group(struct parser *p)
{
    p->at++;
    p->depth++;
    uint32_t group = parse_any_of(p);
    p->depth--;
    p->at += is_at(p, KB_LEX_CLOSE);
    return group;
}

/* Words, a phrase or a group, within one part of the article. */
static uint32_t
parse_in_part(struct parser *p, enum kb_name_id part)
{
    bool was_in_part = p->in_part;
    p->in_part = true;
    uint32_t child = is_at(p, KB_LEX_OPEN) ? parse_group(p) : parse_near(p);
    p->in_part = was_in_part;
    uint32_t in = wrap(p, KB_EXPR_IN, child);
    if (in != 0)
        node(p, in)->name = part;
    return in;
}

/* A name and its value as plain words. */
static uint32_t
parse_name_as_words(struct parser *p, const char *why)
{
    const struct kb_lexeme *name = &p->items[p->at++];
    const struct kb_lexeme *value = &p->items[p->at];
    note_words(p, name, value, why);
    if (value->kind == KB_LEX_OPEN)
        return parse_group(p);
    p->at++;
    return add(p, KB_EXPR_WORDS, name->begin, value->end);
}

static uint32_t
parse_named(struct parser *p)
{
    const struct kb_lexeme *name = &p->items[p->at];
    const struct kb_lexeme *value = &p->items[p->at + 1];
    if (p->value_of != KB_NAME_COUNT || p->in_part)
        return parse_name_as_words(p, "stands within the value of another name");
    if (name->name == KB_NAME_IN_PART) {
        p->at += 2;
        return parse_in_part(p,
                             kb_name_find(kb_span_at(p->tree->query.data + value->begin,
                                                     value->end - value->begin)));
    }
    if (kb_name(name->name)->kind == KB_NAME_PART) {
        p->at++;
        return parse_in_part(p, name->name);
    }
    uint32_t found = 0;
    if (value->kind == KB_LEX_OPEN) {
        p->at++;
        p->value_of = name->name;
        found = parse_group(p);
        p->value_of = KB_NAME_COUNT;
        return found;
    }
    found = value_leaf(p, name->name, value);
    if (found == 0 && !p->is_full)
        return parse_name_as_words(p, kb_name(name->name)->kind == KB_NAME_DATE
                                          ? "is no date"
                                          : "is no article's number");
    p->at += 2;
    return found;
}

static uint32_t
parse_item(struct parser *p)
{
    if (is_at(p, KB_LEX_OPEN))
        return parse_group(p);
    return is_at(p, KB_LEX_NAME) ? parse_named(p) : parse_near(p);
}

/* Words that stand next to each other are analysed together: "service pack 4". */
static bool
joins(struct parser *p, uint32_t row, uint32_t item)
{
    uint32_t last = row == 0 ? 0 : last_child(p, row);
    if (!is_plain_words(p, last) || !is_plain_words(p, item) ||
        node(p, item)->begin < node(p, last)->end)
        return false;
    node(p, last)->end = node(p, item)->end;
    node(p, row)->end = node(p, item)->end;
    return true;
}

static bool
is_filter(struct parser *p, uint32_t item)
{
    enum kb_expr_kind kind = node(p, item)->kind;
    if (kind != KB_EXPR_MUST && kind != KB_EXPR_NOT)
        return false;
    kind = node(p, node(p, item)->first)->kind;
    return kind == KB_EXPR_VALUE || kind == KB_EXPR_DATE || kind == KB_EXPR_ID ||
           kind == KB_EXPR_CITES || kind == KB_EXPR_CITED_BY;
}

/* Filters at the end hold for the whole query: "a OR b type:bug" is (a OR b) of that
 * type. They are taken off the last row, which keeps its first item. */
static void
cut_filters(struct parser *p, uint32_t row)
{
    uint32_t last = node(p, row)->first; /* that stays */
    for (uint32_t i = last; i != 0; i = node(p, i)->next) {
        if (!is_filter(p, i))
            last = i;
    }
    if (last == 0)
        return;
    p->filters = node(p, last)->next;
    node(p, last)->next = 0;
}

static uint32_t
parse_row(struct parser *p)
{
    uint32_t row = add(p, KB_EXPR_ANY, p->items[p->at].begin, p->items[p->at].end);
    while (p->at < p->n && !is_at(p, KB_LEX_CLOSE) && !is_at(p, KB_LEX_AND) &&
           !is_at(p, KB_LEX_OR)) {
        char sign = p->items[p->at].sign;
        size_t n_before = p->tree->n;
        uint32_t item = parse_item(p);
        if (item != 0 && sign == 0 && joins(p, row, item)) {
            p->tree->n = n_before; /* its nodes are not needed any more */
            continue;
        }
        if (item == 0)
            continue;
        if (sign == '-')
            item = wrap(p, KB_EXPR_NOT, item);
        else if (sign == '+' || (p->value_of == KB_NAME_COUNT && !is_hint(p, item)))
            item = wrap(p, KB_EXPR_MUST, item);
        append(p, row, item);
    }
    if (row == 0 || node(p, row)->first == 0)
        return 0;
    if (p->depth == 0 && p->has_operator && p->at == p->n)
        cut_filters(p, row);
    /* a row of one is what it has; only a word that must be there stays so */
    uint32_t only = node(p, row)->first;
    if (node(p, only)->next != 0)
        return row;
    bool is_wrapped = node(p, only)->kind == KB_EXPR_MUST;
    if (is_wrapped && !is_hint(p, node(p, only)->first))
        return node(p, only)->first;
    return only;
}

static uint32_t
parse_operands(struct parser *p, enum kb_lexeme_kind between, enum kb_expr_kind kind,
               uint32_t (*parse_operand)(struct parser *))
{
    uint32_t first = parse_operand(p);
    uint32_t all = 0;
    while (is_at(p, between)) {
        p->at++;
        p->has_operator = p->has_operator || p->depth == 0;
        if (all == 0)
            all = wrap(p, kind, first);
        uint32_t operand = parse_operand(p);
        if (all != 0)
            append(p, all, operand);
        else
            first = operand; /* the first was nothing */
    }
    return all == 0 ? first : all;
}

static uint32_t
parse_all_of(struct parser *p)
{
    return parse_operands(p, KB_LEX_AND, KB_EXPR_AND, parse_row);
}

static uint32_t
parse_any_of(struct parser *p)
{
    return parse_operands(p, KB_LEX_OR, KB_EXPR_OR, parse_all_of);
}

/* What a full tree did not take, as words. */
static uint32_t
with_rest(struct parser *p, uint32_t root)
{
    if (p->rest == 0 || p->status != KB_OK || root == 0)
        return root;
    uint32_t rest =
        add_any(p, KB_EXPR_WORDS, p->rest, (uint32_t)p->tree->query.n_bytes);
    uint32_t row = root;
    if (rest != 0 && node(p, root)->kind != KB_EXPR_ANY)
        row = wrap(p, KB_EXPR_ANY, wrap(p, KB_EXPR_MUST, root));
    append(p, row, rest);
    return row == 0 ? root : row;
}

/* The tree with the filters of its end. */
static uint32_t
with_filters(struct parser *p, uint32_t root)
{
    uint32_t next = p->filters;
    uint32_t all = next == 0 ? 0 : wrap(p, KB_EXPR_AND, root);
    while (next != 0 && all != 0) {
        uint32_t filter = next;
        next = node(p, filter)->next;
        node(p, filter)->next = 0;
        append(p, all,
               node(p, filter)->kind == KB_EXPR_MUST ? node(p, filter)->first : filter);
    }
    return all == 0 ? root : all;
}

enum kb_status
kb_parse(struct kb_span query, struct kb_expr_tree *out, struct kb_error *err)
{
    struct kb_lexemes lexemes = {NULL, 0, 0};
    if (query.n_bytes > KB_QUERY_MAX_BYTES)
        return kb_error_set(err, KB_E_LIMIT, "the query has %zu bytes, at most %d",
                            query.n_bytes, KB_QUERY_MAX_BYTES);
    *out = (struct kb_expr_tree){.query = query};
    out->article = kb_number_of_query(query);
    struct parser p = {
        .tree = out, .value_of = KB_NAME_COUNT, .status = KB_OK, .err = err};
    (void)add(&p, KB_EXPR_NOTHING, 0, 0); /* 0 is no node's number */
    if (p.status == KB_OK)
        p.status = kb_lex(query, &lexemes, &out->notes, err);
    if (p.status == KB_OK) {
        kb_tidy(query, &lexemes, &out->notes);
        p.items = lexemes.items;
        p.n = lexemes.n;
        if (p.n > 0)
            out->root = with_rest(&p, with_filters(&p, parse_any_of(&p)));
    }
    kb_lexemes_clear(&lexemes);
    if (p.status != KB_OK)
        kb_expr_clear(out);
    return p.status;
}
