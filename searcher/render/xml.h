/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What other programs read of the site as XML: the OpenSearch description and the Atom
 * feed of a search. Called by searcher/cgi; calls render/{html,page}. */
#ifndef KB_SEARCHER_RENDER_XML_H
#define KB_SEARCHER_RENDER_XML_H

#include "render/page.h"

/**
 * The description by which a browser adds the site to its search engines.
 *
 * Source: OpenSearch 1.1 draft 6, https://github.com/dewitt/opensearch
 */
void kb_xml_opensearch(struct kb_html *xml, const struct kb_page *page);

/**
 * The results as an Atom feed. Source: RFC 4287.
 */
void kb_xml_feed(struct kb_html *xml, const struct kb_page *page,
                 const struct kb_ask *ask, const struct kb_results *results);

#endif
