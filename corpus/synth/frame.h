/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands around an article's text: front matter, header, list of products, footer.
 * Called by corpus/synth/article.c; calls corpus/synth/{prose,families}.h and base. */
#ifndef KB_SYNTH_FRAME_H
#define KB_SYNTH_FRAME_H

#include "families.h"
#include "prose.h"

enum {
    KB_FRAME_MAX_BYTES = 16 * 1024 /* of front matter, header, list and footer */
};

struct kb_frame {
    struct kb_prose *prose; /* borrowed; gets the bytes */
    const struct kb_family *family;
    uint32_t number;         /* of the article */
    struct kb_random shared; /* what twins have alike: keywords, products */
    struct kb_random own;    /* what they have not: versions, date */
};

/**
 * Front matter, heading, header and list of products.
 *
 *   title   where the title begins in prose->out: it stands there already, behind an
 *           opening of kb_frame_open
 */
void kb_frame_head(const struct kb_frame *frame, size_t title);

/**
 * The first bytes of a page, up to its title.
 */
void kb_frame_open(const struct kb_frame *frame);

/**
 * The footer, and the end of the page.
 */
void kb_frame_foot(const struct kb_frame *frame);

#endif
