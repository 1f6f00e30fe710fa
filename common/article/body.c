/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article/body.h"

#include "article/query_words.h"
#include "base/limits.h"
#include "base/mem.h"

enum {
    APPLIES_RULE_MIN_BYTES = 20, /* the archive's have 79 */
    UNDERLINE_SLACK = 2          /* bytes an underline may be longer or shorter */
};

struct walk {
    struct kb_lines lines;
    struct kb_article *article;
    struct kb_error *err;
    struct kb_query_place query; /* the next one */
    size_t section_start;        /* offset of the last section's text */
    size_t n_blank;              /* blank lines since the last line of text */
    struct kb_lines products;    /* the list "applies to", when it was met */
    bool has_products;
};

/* Headings that open a section, with the misspellings that occur. About 2,000 other
 * lines of the archive are underlined too: listings, tables, read-me files inside a
 * section. */
static const struct heading {
    const char *words;
    enum kb_section_kind kind;
} headings[] = {
    {"SYMPTOMS", KB_SECTION_SYMPTOMS},
    {"SYMPTOM", KB_SECTION_SYMPTOMS},
    {"SYMPTONS", KB_SECTION_SYMPTOMS},
    {"CAUSE", KB_SECTION_CAUSE},
    {"CAUSES", KB_SECTION_CAUSE},
    {"RESOLUTION", KB_SECTION_RESOLUTION},
    {"RESOLUTIONS", KB_SECTION_RESOLUTION},
    {"WORKAROUND", KB_SECTION_WORKAROUND},
    {"WORKAROUNDS", KB_SECTION_WORKAROUND},
    {"STATUS", KB_SECTION_STATUS},
    {"SUMMARY", KB_SECTION_SUMMARY},
    {"MORE INFORMATION", KB_SECTION_MORE_INFORMATION},
    {"REFERENCES", KB_SECTION_REFERENCES},
    {"REFERENCE", KB_SECTION_REFERENCES},
    {"INTRODUCTION", KB_SECTION_OTHER},
    {"CONTENTS", KB_SECTION_OTHER},
};

static void
close_section(struct walk *walk)
{
    struct kb_article *article = walk->article;
    if (article->n_sections > 0)
        article->sections[article->n_sections - 1].text =
            kb_text_since(article, walk->section_start);
}

static enum kb_status
open_section(struct walk *walk, enum kb_section_kind kind, struct kb_span words)
{
    struct kb_article *article = walk->article;
    close_section(walk);
    if (article->n_sections == KB_ARTICLE_MAX_PARTS)
        return kb_error_set(walk->err, KB_E_LIMIT, "line %zu: more than %d sections",
                            walk->lines.number, KB_ARTICLE_MAX_PARTS);
    if (kb_mem_grow(&article->sections, article->n_sections,
                    &article->sections_capacity, sizeof(struct kb_section)) != KB_OK)
        return kb_error_set(walk->err, KB_E_NOMEM,
                            "no memory for the list of sections");
    size_t start = article->text.n_bytes;
    kb_text_put(article, words);
    struct kb_section section = {kind, kb_text_since(article, start), {NULL, 0}};
    article->sections[article->n_sections++] = section;
    walk->section_start = article->text.n_bytes;
    walk->n_blank = 0;
    return KB_OK;
}

static enum kb_status
add_line(struct walk *walk, struct kb_span line)
{
    struct kb_article *article = walk->article;
    if (article->n_sections == 0) {
        enum kb_status st = open_section(walk, KB_SECTION_BODY, kb_span_at(NULL, 0));
        if (st != KB_OK)
            return st;
    }
    if (article->text.n_bytes > walk->section_start) {
        for (size_t i = 0; i <= walk->n_blank; i++)
            kb_text_put(article, KB_SPAN_LITERAL("\n"));
    }
    walk->n_blank = 0;
    kb_text_put(article, line);
    return KB_OK;
}

/* The heading that the line is, with its underline right behind it; or NULL. */
static const struct heading *
find_heading(const struct walk *walk, struct kb_span line)
{
    struct kb_lines ahead = walk->lines;
    struct kb_span underline;
    const char *next = ahead.at;
    if (ahead.tabbed && next != ahead.end && *next == '\t')
        next++;
    if (next == ahead.end || *next != '=' || !kb_lines_next(&ahead, &underline))
        return NULL;
    if (underline.n_bytes > line.n_bytes + UNDERLINE_SLACK ||
        underline.n_bytes + UNDERLINE_SLACK < line.n_bytes ||
        !kb_line_is_rule(underline, '=', 1))
        return NULL;
    for (size_t i = 0; i < sizeof(headings) / sizeof(headings[0]); i++) {
        if (kb_span_equal(line, kb_span_cstr(headings[i].words)))
            return &headings[i];
    }
    return NULL;
}

static enum kb_status
push_product(struct walk *walk)
{
    struct kb_span_list *list = &walk->article->applies_to;
    if (list->n == KB_ARTICLE_MAX_PARTS)
        return kb_error_set(walk->err, KB_E_LIMIT,
                            "line %zu: applies to more than %d products",
                            walk->lines.number, KB_ARTICLE_MAX_PARTS);
    if (kb_mem_grow(&list->items, list->n, &list->capacity, sizeof(struct kb_span)) !=
        KB_OK)
        return kb_error_set(walk->err, KB_E_NOMEM,
                            "no memory for the list of products");
    list->n++;
    return KB_OK;
}

/* The lines between the two rules: each bullet, however deep, is an entry; a line
 * without one goes on with the entry before it. A bullet alone ("-" above a nested
 * list) is none. */
static enum kb_status
read_products(struct walk *walk, struct kb_lines block)
{
    struct kb_article *article = walk->article;
    enum kb_status st = KB_OK;
    size_t start = 0;
    bool fresh = true;
    struct kb_span line;
    while (st == KB_OK && kb_lines_next(&block, &line)) {
        line = kb_span_trim(line);
        bool bullet = line.n_bytes > 0 && line.data[0] == '-' &&
                      (line.n_bytes == 1 || kb_line_is_space(line.data[1]));
        fresh = fresh || bullet || line.n_bytes == 0;
        if (bullet)
            line = kb_span_trim(kb_span_skip(line, 1));
        if (line.n_bytes == 0)
            continue;
        if (fresh) {
            st = push_product(walk);
            start = article->text.n_bytes;
        } else {
            kb_text_put(article, KB_SPAN_LITERAL(" "));
        }
        if (st == KB_OK) {
            kb_text_put(article, line);
            article->applies_to.items[article->applies_to.n - 1] =
                kb_text_since(article, start);
        }
        fresh = false;
    }
    return st;
}

/* Behind a rule of '-': the block of products up to its second rule, if it stands
 * there. It is only marked here and read last, because the text of a section that goes
 * on behind it has to stay in one piece. A second block (one article has it) is text.
 */
static bool
mark_products(struct walk *walk)
{
    struct kb_lines ahead = walk->lines;
    struct kb_span line;
    if (walk->has_products || !kb_lines_next(&ahead, &line) ||
        !kb_span_equal(line,
                       KB_SPAN_LITERAL("The information in this article applies to:")))
        return false;
    walk->products = ahead;
    walk->products.end = ahead.at;
    while (kb_lines_next(&ahead, &line)) {
        if (kb_line_is_rule(line, '-', APPLIES_RULE_MIN_BYTES)) {
            walk->has_products = true;
            walk->lines = ahead;
            return true;
        }
        walk->products.end = ahead.at;
    }
    return false;
}

/* The query words are already read; here their paragraph is left out of the text. */
static enum kb_status
skip_query_words(struct walk *walk, struct kb_span line)
{
    enum kb_status st = KB_OK;
    size_t n =
        walk->query.start > line.data ? (size_t)(walk->query.start - line.data) : 0;
    while (n > 0 && kb_line_is_space(line.data[n - 1]))
        n--;
    if (n > 0)
        st = add_line(walk, kb_span_at(line.data, n));
    do {
        const char *end = walk->query.words.end;
        for (const char *p = walk->lines.at; p < end; p++)
            walk->lines.number += *p == '\n';
        walk->lines.at = end;
        walk->query = kb_query_words_find(walk->lines);
        /* a line full of places is not searched for its end at each of them */
    } while (walk->query.start == walk->lines.at);
    return st;
}

static enum kb_status
take_line(struct walk *walk, struct kb_span line)
{
    if (walk->query.start != NULL && walk->query.start < walk->lines.at)
        return skip_query_words(walk, line);
    if (line.n_bytes == 0) {
        walk->n_blank++;
        return KB_OK;
    }
    if (kb_line_is_rule(line, '-', APPLIES_RULE_MIN_BYTES) && mark_products(walk))
        return KB_OK;
    const struct heading *heading = find_heading(walk, line);
    if (heading == NULL)
        return add_line(walk, line);
    enum kb_status st = open_section(walk, heading->kind, line);
    struct kb_span underline;
    if (st == KB_OK && !kb_lines_next(&walk->lines, &underline))
        st = kb_error_set(walk->err, KB_E_INTERNAL, "an underline is gone");
    return st;
}

enum kb_status
kb_body_read(struct kb_lines lines, struct kb_article *article, struct kb_error *err)
{
    struct walk walk = {lines, article, err, {NULL, lines}, 0, 0, lines, false};
    kb_query_words_read(lines, article);
    walk.query = kb_query_words_find(lines);
    enum kb_status st = KB_OK;
    struct kb_span line;
    while (st == KB_OK && kb_lines_next(&walk.lines, &line))
        st = take_line(&walk, line);
    if (st == KB_OK)
        close_section(&walk);
    if (st == KB_OK && walk.has_products)
        st = read_products(&walk, walk.products);
    return st;
}
