/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/article.h"

#include <stdio.h>

#include "article/number.h"
#include "base/limits.h"
#include "base/mem.h"
#include "schema/stored.h"
#include "schema/term.h"
#include "search/engine.h"

enum {
    NUMBER_BYTES = 16 /* "9999999" and its NUL, with room */
};

void
kb_view_init(struct kb_view *view)
{
    *view = (struct kb_view){.head = KB_BUF_INIT(KB_STORED_MAX_BYTES),
                             .record = KB_BUF_INIT(KB_STORED_MAX_BYTES)};
}

void
kb_links_clear(struct kb_links *links)
{
    for (size_t i = 0; i < links->n; i++)
        kb_buf_clear(&links->items[i].head);
    kb_mem_free(links->items);
    *links = (struct kb_links){NULL, 0, 0, 0};
}

void
kb_view_clear(struct kb_view *view)
{
    if (view == NULL)
        return;
    kb_links_clear(&view->cites);
    kb_links_clear(&view->cited_by);
    kb_mem_free(view->applies_to);
    kb_mem_free(view->parts);
    kb_buf_clear(&view->head);
    kb_buf_clear(&view->record);
    kb_view_init(view);
}

enum kb_status
kb_links_add(struct kb_links *links, struct kb_engine *engine, uint32_t id,
             struct kb_error *err)
{
    struct kb_stored_head head;
    if (kb_mem_grow(&links->items, links->n, &links->capacity, sizeof(*links->items)) !=
        KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu links", links->n);
    struct kb_link *link = &links->items[links->n++];
    *link = (struct kb_link){.id = id, .head = KB_BUF_INIT(KB_STORED_MAX_BYTES)};
    links->total++;
    enum kb_status st =
        kb_store_head(&engine->store, id, NULL, &link->head, &head, err);
    if (st == KB_E_NOT_FOUND)
        return KB_OK;
    if (st != KB_OK)
        return st;
    link->is_here = true;
    link->modified = head.modified;
    link->title = head.title;
    link->product = head.product;
    return KB_OK;
}

static bool
has_link(const struct kb_links *links, uint32_t id)
{
    for (size_t i = 0; i < links->n; i++) {
        if (links->items[i].id == id)
            return true;
    }
    return false;
}

static enum kb_status
add_cited(struct kb_view *view, struct kb_engine *engine, struct kb_span text,
          struct kb_error *err)
{
    struct kb_number_place place = {0, 0, 0};
    enum kb_status st = KB_OK;
    while (st == KB_OK && kb_number_next(text, &place)) {
        if (place.number != view->id && !has_link(&view->cites, place.number) &&
            view->cites.n < KB_ARTICLE_MAX_PARTS)
            st = kb_links_add(&view->cites, engine, place.number, err);
    }
    return st;
}

static enum kb_status
count_parts(struct kb_span body, size_t *n, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    enum kb_section_kind kind = KB_SECTION_BODY;
    struct kb_span text;
    for (*n = 0; body.n_bytes > 0 && st == KB_OK; (*n)++)
        st = kb_stored_body_next(&body, &kind, &text, err);
    return st;
}

static enum kb_status
fill_parts(struct kb_view *view, struct kb_engine *engine,
           const struct kb_stored_record *record, struct kb_error *err)
{
    struct kb_span rest = record->body;
    struct kb_span headings = record->headings;
    size_t n = 0;
    enum kb_status st = count_parts(rest, &n, err);
    if (st != KB_OK)
        return st;
    view->parts = kb_mem_array(n, sizeof(*view->parts));
    view->applies_to = kb_mem_array(n, sizeof(*view->applies_to));
    if (view->parts == NULL || view->applies_to == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu parts", n);
    while (rest.n_bytes > 0 && st == KB_OK) {
        struct kb_view_part part = {KB_SECTION_BODY, {"", 0}, {"", 0}};
        st = kb_stored_body_next(&rest, &part.kind, &part.text, err);
        if (st != KB_OK)
            break;
        if (part.kind == KB_SECTION_APPLIES_TO) {
            view->applies_to[view->n_applies_to++] = part.text;
            continue;
        }
        if (part.kind == KB_SECTION_QUERY_WORDS) {
            view->query_words = part.text;
            continue;
        }
        part.heading = part.kind == KB_SECTION_OTHER
                           ? kb_span_cut(&headings, '\t')
                           : kb_span_cstr(kb_section_label(part.kind));
        view->parts[view->n_parts++] = part;
        st = add_cited(view, engine, part.text, err);
    }
    return st;
}

static enum kb_status
read_article(struct kb_engine *engine, uint32_t id, struct kb_view *view,
             struct kb_error *err)
{
    struct kb_stored_head head;
    struct kb_stored_record record;
    struct kb_span bytes;
    size_t shard = 0;
    enum kb_status st =
        kb_store_head(&engine->store, id, &shard, &view->head, &head, err);
    if (st == KB_E_NOT_FOUND)
        return kb_error_set(err, st, "Q%u is not in this archive", id);
    if (st == KB_OK)
        st = kb_store_record(&engine->store, shard, id, &bytes, err);
    if (st == KB_OK)
        st = kb_buf_append(&view->record, bytes, err);
    if (st == KB_OK)
        st = kb_stored_record_read(kb_buf_span(&view->record), &record, err);
    if (st != KB_OK)
        return st;
    view->modified = head.modified;
    view->title = head.title;
    view->product = head.product;
    view->versions = record.versions;
    view->systems = record.systems;
    view->keywords = record.keywords;
    return fill_parts(view, engine, &record, err);
}

/* Articles with a term of the number: they have no score, so they come by number. */
static enum kb_status
add_citing(struct kb_links *links, struct kb_engine *engine, struct kb_span term,
           size_t max, struct kb_error *err)
{
    struct kb_reader *reader = engine->index.reader;
    struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    struct kb_query *query = NULL;
    struct kb_hits hits = KB_HITS_INIT;
    struct kb_term_stats stats = {0};
    params.max = (uint32_t)max;
    enum kb_status st = kb_reader_term(reader, term, &stats, err);
    if (st != KB_OK || stats.n_docs == 0)
        return st;
    st = kb_query_term(term, 1.0, &query, err);
    if (st == KB_OK)
        st = kb_reader_search(reader, query, &params, &hits, err);
    for (size_t i = 0; i < hits.n && st == KB_OK; i++)
        st = kb_links_add(links, engine, hits.items[i].docid, err);
    links->total = stats.n_docs;
    kb_hits_clear(&hits);
    kb_query_free(query);
    return st;
}

static enum kb_status
read_citing(struct kb_engine *engine, uint32_t id, size_t max, struct kb_links *out,
            struct kb_error *err)
{
    char digits[NUMBER_BYTES];
    struct kb_buf term = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    int n = snprintf(digits, sizeof(digits), "%u", id);
    enum kb_status st =
        kb_term_of_value(KB_FIELD_CITES, kb_span_at(digits, (size_t)n), &term, err);
    if (st == KB_OK)
        st = add_citing(out, engine, kb_buf_span(&term), max, err);
    kb_buf_clear(&term);
    return st;
}

enum kb_status
kb_view_read(struct kb_engine *engine, uint32_t id, size_t max_citing,
             struct kb_view *out, struct kb_error *err)
{
    out->id = id;
    enum kb_status st = read_citing(engine, id, max_citing, &out->cited_by, err);
    if (st == KB_OK)
        st = read_article(engine, id, out, err);
    if (st != KB_OK && st != KB_E_NOT_FOUND)
        kb_error_context(err, "article Q%u", id);
    return st;
}
