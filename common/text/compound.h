/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that belong together by what stands between them: "tcp/ip", "back-up", "c++",
 * "\\server\share", "back up", "XCOPY32  EXE". Called by text/analyze; calls
 * text/{pass,vocabulary} and base. */
#ifndef KB_TEXT_COMPOUND_H
#define KB_TEXT_COMPOUND_H

#include "text/pass.h"

/**
 * Append the compounds that begin at segment i, which is a word.
 *
 * Fails: KB_E_NOMEM; KB_E_LIMIT.
 */
enum kb_status kb_compound_emit(struct kb_pass *p, size_t i) KB_CHECKED;

#endif
