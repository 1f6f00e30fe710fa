/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A first judgement of a need (search/need) on the bytes of an article's words in
 * order, without reading them word by word: most candidates go here. Called by
 * search/sift; calls search/need, schema/words. */
#ifndef KB_SEARCH_QUICK_H
#define KB_SEARCH_QUICK_H

#include "search/need.h"

enum kb_quick {
    KB_QUICK_NO,  /* the need is not met */
    KB_QUICK_YES, /* kb_need_met by code may be taken for true */
    KB_QUICK_OPEN /* the words must be read */
};

/**
 * Whether a need is ever refused by words in order: what must not be there is not,
 * since hashes cannot deny, nor are prefixes.
 */
bool kb_quick_refuses(const struct kb_need *need);

/**
 * Judge a record, see schema/words.
 *
 *   codes    the codes alone, without anchors
 */
enum kb_quick kb_quick_judge(const struct kb_need *need, struct kb_span codes);

#endif
