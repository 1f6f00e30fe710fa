/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Labelled lines, as both forms have them in header and footer: "PRODUCT :Microsoft
 * ...". Which labels there are is the caller's table. Called by the files of article/
 * only; calls base. */
#ifndef KB_ARTICLE_FIELDS_H
#define KB_ARTICLE_FIELDS_H

#include "article/lines.h"

struct kb_field {
    struct kb_span label;   /* without the colon and the spaces before it */
    struct kb_span *target; /* where the value goes; NULL: known, but not kept */
};

struct kb_fields {
    const struct kb_field *items; /* the labels that are known; borrowed */
    size_t n;
    struct kb_span
        *current; /* where a line that continues the last one goes, or NULL */
    size_t start; /* offset of that value in the article's text */
};

/**
 * Take one line: a known label begins a value, any other line continues the value
 * before it, joined by a space. Nothing else may be put into the text between two
 * calls.
 */
void kb_fields_take(struct kb_fields *fields, struct kb_span line,
                    struct kb_article *article);

#endif
