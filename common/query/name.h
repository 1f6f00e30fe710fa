/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names that stand before a colon in a query, one table: "title:", "date:" ...
 * What each means to the index is search/build's part.
 * Called by query and search, and for lists of the names; calls article, schema. */
#ifndef KB_QUERY_NAME_H
#define KB_QUERY_NAME_H

#include "article/article.h"
#include "schema/field.h"

enum kb_name_kind {
    KB_NAME_PART, /* words in one part of the article; argument: enum kb_section_kind */
    KB_NAME_VALUE,  /* a value of the article as a whole; argument: enum kb_field_id */
    KB_NAME_FORM,   /* a word written in one way; no argument */
    KB_NAME_NUMBER, /* an article's number; no argument */
    KB_NAME_DATE,   /* a day, a month, a year or a range; no argument */
    KB_NAME_IN      /* the name of a part; what follows is looked for there */
};

/* id, name, kind, argument, what for (one line of a list) */
#define KB_NAME_TABLE(X)                                                               \
    X(KB_NAME_TITLE, "title", KB_NAME_PART, KB_SECTION_TITLE, "words of the title")    \
    X(KB_NAME_QUERY_WORDS, "querywords", KB_NAME_PART, KB_SECTION_QUERY_WORDS,         \
      "words its editors added")                                                       \
    X(KB_NAME_SYMPTOMS, "symptoms", KB_NAME_PART, KB_SECTION_SYMPTOMS,                 \
      "words of the section")                                                          \
    X(KB_NAME_CAUSE, "cause", KB_NAME_PART, KB_SECTION_CAUSE, "words of the section")  \
    X(KB_NAME_RESOLUTION, "resolution", KB_NAME_PART, KB_SECTION_RESOLUTION,           \
      "words of resolution or workaround")                                             \
    X(KB_NAME_WORKAROUND, "workaround", KB_NAME_PART, KB_SECTION_WORKAROUND,           \
      "words of the section")                                                          \
    X(KB_NAME_STATUS, "status", KB_NAME_PART, KB_SECTION_STATUS,                       \
      "words of the section")                                                          \
    X(KB_NAME_SUMMARY, "summary", KB_NAME_PART, KB_SECTION_SUMMARY,                    \
      "words of the section")                                                          \
    X(KB_NAME_MORE, "more", KB_NAME_PART, KB_SECTION_MORE_INFORMATION,                 \
      "words of more information")                                                     \
    X(KB_NAME_REFERENCES, "references", KB_NAME_PART, KB_SECTION_REFERENCES,           \
      "words of the section")                                                          \
    X(KB_NAME_IN_PART, "in", KB_NAME_IN, 0, "in:cause legato: what follows, there")    \
    X(KB_NAME_PRODUCT, "product", KB_NAME_VALUE, KB_FIELD_PRODUCT,                     \
      "product it is filed under")                                                     \
    X(KB_NAME_APPLIES, "applies", KB_NAME_VALUE, KB_FIELD_APPLIES_TO,                  \
      "product and version it applies to")                                             \
    X(KB_NAME_VERSION, "version", KB_NAME_VALUE, KB_FIELD_VERSION, "version number")   \
    X(KB_NAME_KEYWORD, "keyword", KB_NAME_VALUE, KB_FIELD_KEYWORD, "keyword")          \
    X(KB_NAME_TYPE, "type", KB_NAME_VALUE, KB_FIELD_TYPE,                              \
      "bug, fix, prb, howto, info, doc, sample, file")                                 \
    X(KB_NAME_FILE, "file", KB_NAME_FORM, 0, "file name as a whole")                   \
    X(KB_NAME_CODE, "code", KB_NAME_FORM, 0, "error code, however written")            \
    X(KB_NAME_ID, "id", KB_NAME_NUMBER, 0, "the article of that number")               \
    X(KB_NAME_CITES, "cites", KB_NAME_NUMBER, 0, "articles that name that one")        \
    X(KB_NAME_CITED_BY, "citedby", KB_NAME_NUMBER, 0, "articles that one names")       \
    X(KB_NAME_DATE_IS, "date", KB_NAME_DATE, 0, "last modified: 1999..2001, >2000-06") \
    X(KB_NAME_YEAR, "year", KB_NAME_DATE, 0, "as date")                                \
    X(KB_NAME_BEFORE, "before", KB_NAME_DATE, 0, "last modified before")               \
    X(KB_NAME_AFTER, "after", KB_NAME_DATE, 0, "last modified after")

enum kb_name_id {
#define KB_NAME_ENUM(id, name, kind, argument, what) id,
    KB_NAME_TABLE(KB_NAME_ENUM)
#undef KB_NAME_ENUM
    KB_NAME_COUNT
};

struct kb_name {
    const char *name;
    enum kb_name_kind kind;
    int argument;
    const char *what;
};

/**
 * A name's line of the table; static.
 */
const struct kb_name *kb_name(enum kb_name_id id);

/**
 * The name a user wrote, in any case; KB_NAME_COUNT if it is none.
 */
enum kb_name_id kb_name_find(struct kb_span text);

#endif
