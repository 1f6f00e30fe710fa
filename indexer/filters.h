/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an article can be filtered, sorted and counted by: terms of whole values
 * (schema/field, KB_FIELD_WHOLE) and value slots. Called by indexer/document; calls
 * article, schema, the shim and base. */
#ifndef KB_INDEXER_FILTERS_H
#define KB_INDEXER_FILTERS_H

#include "article/article.h"
#include "shim/kb_shim.h"

/**
 * Add them to a document.
 *
 *   scratch    its bytes are overwritten
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM; the document may then only be reset or freed.
 */
enum kb_status kb_filters_add(const struct kb_article *article, struct kb_doc *doc,
                              struct kb_buf *scratch, struct kb_error *err) KB_CHECKED;

#endif
