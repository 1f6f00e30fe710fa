/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One word -> the form under which it is looked up: compatibility forms resolved, case
 * folded, accents removed ("Resume" = "resume" with accents = full-width letters).
 * Does not cut or stem. Called by text/analyze; calls ICU and base. */
#ifndef KB_TEXT_FOLD_H
#define KB_TEXT_FOLD_H

#include "base/buf.h"
#include "base/span.h"

/**
 * Append the folded word.
 *
 *   word    valid UTF-8
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM of `out`; KB_E_INTERNAL when ICU has no normaliser.
 * Source: NFKC_Casefold of Unicode Standard Annex #44, then NFD without marks (Mn).
 */
enum kb_status kb_fold(struct kb_span word, struct kb_buf *out,
                       struct kb_error *err) KB_CHECKED;

#endif
