/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which words of an article lead an editor to a query word: from "stops responding" to
 * "hang". Learned from the articles that have query words. Called by indexer/learn;
 * calls indexer/{lessons,links} and base. */
#ifndef KB_INDEXER_TRANSLATE_H
#define KB_INDEXER_TRANSLATE_H

#include "lessons.h"
#include "links.h"

/**
 * Append links with log(t / p) / log(1 / p) as strength, t = t(query word | word) and p
 * = the query word's share of all.
 *
 * Fails: KB_E_NOMEM.
 * Source: t is of IBM model 1, Brown et al., Computational Linguistics 19(2), 1993:
 * query words and title as translation of title, symptoms, summary and cause, with an
 * empty word. Strength is as normalized pointwise mutual information has it: Bouma,
 * Proceedings of GSCL, 2009.
 */
enum kb_status kb_translate(const struct kb_lessons *lessons, struct kb_links *out,
                            struct kb_error *err) KB_CHECKED;

#endif
