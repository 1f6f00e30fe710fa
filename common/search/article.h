/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One article out of the index: what its header said, its sections, which articles it
 * cites and which cite it. Text is unescaped. Reads no file and renders nothing.
 * Called by the programs and search/; calls search/engine, article, schema, the shim.
 */
#ifndef KB_SEARCH_ARTICLE_H
#define KB_SEARCH_ARTICLE_H

#include "article/article.h"
#include "search/search.h"

/* An article that another one names. */
struct kb_link {
    uint32_t id;
    bool is_here;      /* false: the archive does not have it; all else is empty */
    uint32_t modified; /* YYYYMMDD, 0 = not known */
    struct kb_span title;
    struct kb_span product;
    struct kb_buf head; /* owns the bytes of title and product */
};

struct kb_links {
    struct kb_link *items; /* owned array */
    size_t n;
    size_t capacity;
    size_t total; /* how many there are, of which the first n are here (count) */
};

/* A piece of the text, in the order of the article. */
struct kb_view_part {
    enum kb_section_kind kind;
    struct kb_span heading; /* "SYMPTOMS"; empty for text outside of any section */
    struct kb_span text;    /* lines, as written */
};

/* Spans belong to the two buffers. */
struct kb_view {
    uint32_t id;
    uint32_t modified; /* YYYYMMDD, 0 = not known */
    struct kb_span title;
    struct kb_span product;
    struct kb_span versions; /* as the header of the file has it, empty = nothing */
    struct kb_span systems;
    struct kb_span keywords;
    struct kb_span query_words;
    struct kb_span *applies_to; /* owned array */
    size_t n_applies_to;
    struct kb_view_part *parts; /* owned array: sections and text outside of them */
    size_t n_parts;
    struct kb_links cites;    /* in the order of the text */
    struct kb_links cited_by; /* by number */
    struct kb_buf head;
    struct kb_buf record;
};

/**
 * Make a view empty: the only preparation kb_view_read needs.
 */
void kb_view_init(struct kb_view *view);

/**
 * Free what the view owns and leave it empty.
 */
void kb_view_clear(struct kb_view *view);

/**
 * Read an article.
 *
 *   id            260695 for Q260695
 *   max_citing    articles that cite it to list at most (count); their total is exact
 *   out           kb_view_init; kb_view_clear
 *
 * Fails: KB_E_NOT_FOUND when the archive does not have it: out->cited_by is filled all
 * the same. KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_view_read(struct kb_engine *engine, uint32_t id, size_t max_citing,
                            struct kb_view *out, struct kb_error *err) KB_CHECKED;

/**
 * Append an article's number, title, product and date to a list; one that the archive
 * does not have is appended with its number alone.
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_links_add(struct kb_links *links, struct kb_engine *engine,
                            uint32_t id, struct kb_error *err) KB_CHECKED;

/**
 * Free the list; it can be used again.
 */
void kb_links_clear(struct kb_links *links);

#endif
