/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The dictionary of the packed bodies, trained on a fixed sample of the corpus.
 * Called by indexer/run; calls indexer/change, article, schema and base. */
#ifndef KB_INDEXER_DICTIONARY_H
#define KB_INDEXER_DICTIONARY_H

#include "base/buf.h"
#include "base/error.h"
#include "change.h"

/**
 * Append a dictionary to `out`; nothing when the corpus is too small to train one. The
 * same articles give the same bytes.
 *
 *   changes   the articles of the build, all KB_CHANGE_ADD
 *
 * Fails: KB_E_NOMEM; KB_E_LIMIT of `out`. Articles that cannot be read are passed over:
 * their worker reports them.
 */
enum kb_status kb_dictionary_train(const struct kb_inputs *inputs,
                                   const struct kb_changes *changes, struct kb_buf *out,
                                   struct kb_error *err) KB_CHECKED;

#endif
