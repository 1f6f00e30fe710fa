/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What sort of article it is: a known bug, a fix, a how-to ... as its title's first
 * words or its footer say. Called by the indexer; calls article and base. */
#ifndef KB_ARTICLE_TYPE_H
#define KB_ARTICLE_TYPE_H

#include "article/article.h"

/**
 * The type in short: "bug", "fix", "prb", "howto", "info", "doc", "sample", "file";
 * "" where the article says none. A label of the title goes before the footer's issue
 * type, which knows no fixes: "BUG: ...", "XADM: HOWTO: ...". Static.
 */
const char *kb_article_type(const struct kb_article *article);

#endif
