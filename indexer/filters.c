/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "filters.h"

#include <stdbool.h>
#include <stdio.h>

#include "article/type.h"
#include "base/limits.h"
#include "schema/field.h"
#include "schema/term.h"

enum {
    NUMBER_BYTES = 16 /* "20001111" or an article's number, and its NUL */
};

/* One article while its terms are added. */
struct filters {
    const struct kb_article *article;
    struct kb_doc *doc;
    struct kb_buf *scratch;
    struct kb_error *err;
};

static enum kb_status
add(const struct filters *f, enum kb_field_id id, struct kb_span value)
{
    if (kb_span_trim(value).n_bytes == 0)
        return KB_OK;
    enum kb_status st = kb_term_of_value(id, value, f->scratch, f->err);
    return st == KB_OK ? kb_doc_add_flag(f->doc, kb_buf_span(f->scratch), f->err) : st;
}

static enum kb_status
add_number(const struct filters *f, enum kb_field_id id, uint32_t number)
{
    char digits[NUMBER_BYTES];
    int n = snprintf(digits, sizeof(digits), "%u", number);
    return add(f, id, kb_span_at(digits, (size_t)n));
}

/* Take what stands before the next `end` off a list; false at its end. */
static bool
next_item(struct kb_span *rest, char end, struct kb_span *item)
{
    if (rest->n_bytes == 0)
        return false;
    *item = kb_span_trim(kb_span_cut(rest, end));
    return true;
}

static bool
begins_with_digit(struct kb_span s)
{
    return s.n_bytes > 0 && s.data[0] >= '0' && s.data[0] <= '9';
}

/* "5.5 SP3" is one version, "3.10 3.5 4.0" are three. */
static enum kb_status
add_versions_of_item(const struct filters *f, struct kb_span item)
{
    struct kb_span rest = item;
    struct kb_span word;
    const char *begin = item.data;
    bool after_number = false;
    enum kb_status st = KB_OK;
    while (st == KB_OK && next_item(&rest, ' ', &word)) {
        if (after_number && begins_with_digit(word)) {
            st = add(f, KB_FIELD_VERSION,
                     kb_span_at(begin, (size_t)(word.data - begin)));
            begin = word.data;
        }
        after_number = begins_with_digit(word) || (after_number && word.n_bytes == 0);
    }
    return st == KB_OK
               ? add(f, KB_FIELD_VERSION,
                     kb_span_at(begin, item.n_bytes - (size_t)(begin - item.data)))
               : st;
}

/* Where an article has no applies-to list, its product and one group of its versions
 * are an entry of it: "Microsoft Windows NT, winnt 3.5,3.51". */
static enum kb_status
add_group_as_entry(const struct filters *f, struct kb_span group)
{
    struct kb_buf entry = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    enum kb_status st =
        kb_buf_printf(&entry, f->err, "%.*s %.*s", KB_SPAN_ARG(f->article->products),
                      KB_SPAN_ARG(group));
    for (size_t i = 0; i < entry.n_bytes; i++) {
        if (entry.data[i] == ':')
            entry.data[i] = ' ';
    }
    if (st == KB_OK)
        st = add(f, KB_FIELD_APPLIES_TO, kb_buf_span(&entry));
    kb_buf_clear(&entry);
    return st;
}

/* "winnt:5.5 SP3; WINDOWS:4.0,5.0" */
static enum kb_status
add_versions(const struct filters *f)
{
    struct kb_span groups = f->article->versions;
    struct kb_span group;
    struct kb_span item;
    enum kb_status st = KB_OK;
    while (st == KB_OK && next_item(&groups, ';', &group)) {
        const char *colon =
            group.n_bytes == 0 ? NULL : memchr(group.data, ':', group.n_bytes);
        size_t n_platform = colon == NULL ? 0 : (size_t)(colon - group.data) + 1;
        struct kb_span versions = kb_span_skip(group, n_platform);
        if (f->article->applies_to.n == 0 && kb_span_trim(versions).n_bytes > 0)
            st = add_group_as_entry(f, group);
        while (st == KB_OK && next_item(&versions, ',', &item))
            st = add_versions_of_item(f, item);
    }
    return st;
}

static enum kb_status
add_terms(const struct filters *f)
{
    const struct kb_article *a = f->article;
    struct kb_span rest = a->keywords;
    struct kb_span word;
    enum kb_status st = add_number(f, KB_FIELD_ID, a->id);
    if (st == KB_OK)
        st = add(f, KB_FIELD_PRODUCT, a->products);
    while (st == KB_OK && next_item(&rest, ' ', &word))
        st = add(f, KB_FIELD_KEYWORD, word);
    for (size_t i = 0; i < a->applies_to.n && st == KB_OK; i++)
        st = add(f, KB_FIELD_APPLIES_TO, a->applies_to.items[i]);
    if (st == KB_OK && a->applies_to.n == 0)
        st = add(f, KB_FIELD_APPLIES_TO, a->products);
    if (st == KB_OK)
        st = add_versions(f);
    for (size_t i = 0; i < a->n_references && st == KB_OK; i++)
        st = add_number(f, KB_FIELD_CITES, a->references[i]);
    return st;
}

enum kb_status
kb_filters_add(const struct kb_article *article, struct kb_doc *doc,
               struct kb_buf *scratch, struct kb_error *err)
{
    const struct filters f = {article, doc, scratch, err};
    struct kb_span type = kb_span_cstr(kb_article_type(article));
    char date[NUMBER_BYTES];
    enum kb_status st = add_terms(&f);
    if (st == KB_OK)
        st = add(&f, KB_FIELD_TYPE, type);
    if (st == KB_OK && article->modified != 0)
        st = add_number(&f, KB_FIELD_YEAR, article->modified / 10000);
    if (st == KB_OK && article->modified != 0) {
        snprintf(date, sizeof(date), "%08u", article->modified);
        st = kb_doc_set_value(doc, KB_SLOT_MODIFIED, kb_span_cstr(date), err);
    }
    if (st == KB_OK)
        st = kb_doc_set_value(doc, KB_SLOT_TYPE, type, err);
    kb_buf_reset(scratch);
    if (st == KB_OK)
        st = kb_buf_append(scratch, article->products, err);
    if (st == KB_OK && scratch->n_bytes > KB_VALUE_MAX_BYTES)
        scratch->n_bytes = KB_VALUE_MAX_BYTES;
    return st == KB_OK
               ? kb_doc_set_value(doc, KB_SLOT_PRODUCT, kb_buf_span(scratch), err)
               : st;
}
