/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of everyday life that stand for the archive's: "remark" for "comment". What
 * people say and articles seldom do, these cannot teach; a thesaurus knows it. Called
 * by indexer/learn; calls indexer/{lessons,links}, text/lexicon and base. */
#ifndef KB_INDEXER_THESAURUS_H
#define KB_INDEXER_THESAURUS_H

#include "lessons.h"
#include "links.h"

/* Of Debian's package mythes-en-us: WordNet, as LibreOffice has it. */
#define KB_THESAURUS_FILE "/usr/share/mythes/th_en_US_v2.dat"

/**
 * Append links from words that few articles have to the words that mean the same in the
 * file, weaker from sense to sense: what a word means most often comes first there.
 *
 *   file    as MyThes reads it: its encoding in the first line, for each word
 *           "WORD|SENSES" and so many lines "(PART OF SPEECH)|WORD|WORD ..."; what has
 *           something in brackets behind it means nearly the same and is left out
 *   path    of the file, for messages
 *
 * Fails: KB_E_INVALID when it is no such file; KB_E_NOMEM.
 * Source of the format: data_layout.txt of MyThes 1.2.
 */
enum kb_status kb_thesaurus_parse(const struct kb_lessons *lessons, struct kb_span file,
                                  const char *path, struct kb_links *out,
                                  struct kb_error *err) KB_CHECKED;

/**
 * The same for a file that is read. Fails: KB_E_NOT_FOUND; KB_E_LIMIT; KB_E_IO, too.
 */
enum kb_status kb_thesaurus_read(const struct kb_lessons *lessons, const char *path,
                                 struct kb_links *out, struct kb_error *err) KB_CHECKED;

#endif
