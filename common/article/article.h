/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One support article as plain C: what its file says, decoded, not yet analysed.
 * Knows no file format (article/parse) and no index.
 * Called by article/parse, the indexer and tests; calls base. */
#ifndef KB_ARTICLE_ARTICLE_H
#define KB_ARTICLE_ARTICLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"

/* Which of the archive's two forms the bytes had. */
enum kb_article_form {
    KB_FORM_PAGE, /* kb/NNN/QNNNNNN/README.md */
    KB_FORM_TEXT  /* txt/NNN/QNNNNNN.TXT */
};

/* What a section is about; the heading's words as the archive writes them. */
#define KB_SECTION_TABLE(X)                                                            \
    X(KB_SECTION_BODY, "") /* text that stands outside of any section */               \
    X(KB_SECTION_SYMPTOMS, "SYMPTOMS")                                                 \
    X(KB_SECTION_CAUSE, "CAUSE")                                                       \
    X(KB_SECTION_RESOLUTION, "RESOLUTION")                                             \
    X(KB_SECTION_WORKAROUND, "WORKAROUND")                                             \
    X(KB_SECTION_STATUS, "STATUS")                                                     \
    X(KB_SECTION_SUMMARY, "SUMMARY")                                                   \
    X(KB_SECTION_MORE_INFORMATION, "MORE INFORMATION")                                 \
    X(KB_SECTION_REFERENCES, "REFERENCES")                                             \
    X(KB_SECTION_OTHER, "") /* a heading of its own, such as INTRODUCTION */           \
    /* no sections of a file: names of other parts, for stored texts and results */    \
    X(KB_SECTION_APPLIES_TO, "APPLIES TO")                                             \
    X(KB_SECTION_QUERY_WORDS, "QUERY WORDS")                                           \
    X(KB_SECTION_TITLE, "TITLE")                                                       \
    X(KB_SECTION_PRODUCT, "PRODUCT")

enum kb_section_kind {
#define KB_SECTION_ENUM(name, heading) name,
    KB_SECTION_TABLE(KB_SECTION_ENUM)
#undef KB_SECTION_ENUM
    KB_SECTION_COUNT
};

struct kb_section {
    enum kb_section_kind kind;
    struct kb_span
        heading;         /* as written, e.g. "MORE INFORMATION"; empty for the body */
    struct kb_span text; /* UTF-8, LF between lines, no blank line at either end */
};

/* A list of spans or numbers: `n` entries in use. */
struct kb_span_list {
    struct kb_span *items; /* owned array; the bytes belong to the article */
    size_t n;
    size_t capacity;
};

struct kb_article {
    uint32_t id; /* 260695 for Q260695 */
    enum kb_article_form form;
    uint32_t modified;            /* YYYYMMDD, 0 = the file has none that can be read */
    struct kb_span title;         /* entities decoded, without "Q260695: " */
    struct kb_span products;      /* "Microsoft Exchange" */
    struct kb_span versions;      /* "winnt:5.5 SP3" */
    struct kb_span systems;       /* operating systems */
    struct kb_span keywords;      /* of the header */
    struct kb_span query_words;   /* "Additional query words", wrapped lines joined; no
                                     data when the article has no such line */
    struct kb_span component;     /* footer fields */
    struct kb_span technology;    /* " */
    struct kb_span issue_type;    /* " e.g. "kbbug" */
    struct kb_span solution_type; /* " */
    struct kb_span_list
        applies_to;              /* one entry a product of the list, bullet removed */
    struct kb_section *sections; /* owned array, in the order of the file */
    size_t n_sections;
    size_t sections_capacity;
    uint32_t *references; /* owned array: numbers of articles that the text names, each
                             once, in order of appearance, never its own */
    size_t n_references;
    size_t references_capacity;
    struct kb_buf text; /* owns every byte the spans above point to; valid UTF-8 */
};

/**
 * An empty article; the only preparation kb_article_parse needs.
 */
void kb_article_init(struct kb_article *article);

/**
 * Free what the article owns and leave it empty, ready for the next parse.
 */
void kb_article_clear(struct kb_article *article);

/**
 * Forget the article's content but keep its memory for the next parse.
 */
void kb_article_reset(struct kb_article *article);

/**
 * The parts of an article that are words to search: title, products, sections,
 * applies-to entries, query words. Empty ones are passed over.
 *
 *   at      which to look at next, 0 to begin; moved on
 *   text    borrowed from the article
 *
 * Returns false when there are no more.
 */
bool kb_article_next_part(const struct kb_article *article, size_t *at,
                          enum kb_section_kind *kind, struct kb_span *text);

/**
 * The section kind as a label for people: "MORE INFORMATION", "" for the body; static.
 */
const char *kb_section_label(enum kb_section_kind kind);

#endif
