/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a worker notes down of its articles so that the run can learn from them (learn):
 * the words of title, symptoms, summary, cause, resolution and query words, in order,
 * and of each query word whether the article has it elsewhere. A file beside the shard
 * that lives no longer than the run; numbers of 32 bits as the machine has them:
 *   DEFINE n m bytes   the next word: n bytes of it, m of its term, filled up with NUL
 *   ARTICLE number     an article begins
 *   PART + kind        a part begins: enum kb_section_kind
 *   number             a word, by the order of definition; + ELSEWHERE: see above
 *   NAME n bytes       a short name, a space, and the words of the long one, as the
 *                      article spells it out (acronym), in small letters; filled up
 * An article that tests (holdout) has no query words here.
 * No stop words and no codes of the archive's keepers ("kbmm", "prodnt"); but for query
 * words, only words of at least three letters and nothing else. Called by
 * indexer/document and worker; calls text, article and base. */
#ifndef KB_INDEXER_LESSON_H
#define KB_INDEXER_LESSON_H

#include "article/article.h"
#include "base/error.h"
#include "text/analyze.h"

/* Of the file, behind the name of the shard. */
#define KB_LESSON_SUFFIX ".lesson"

enum {
    KB_LESSON_ARTICLES_MAX = 120000 /* of more, an even sample (count) */
};

#define KB_LESSON_DEFINE 0xffffffffu
#define KB_LESSON_ARTICLE 0xfffffffeu
#define KB_LESSON_NAME 0xfffffffdu
#define KB_LESSON_PART 0xffff0000u
#define KB_LESSON_ELSEWHERE 0x80000000u

struct kb_lesson;

/**
 * Begin a file.
 *
 *   n_articles    about how many the whole corpus has, to take a sample of very many
 *
 * Fails: KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_lesson_open(const char *path, size_t n_articles,
                              struct kb_lesson **out, struct kb_error *err) KB_CHECKED;

/**
 * An article begins. NULL as lesson is allowed here and in kb_lesson_part, _names and
 * _end:
 * then nothing is noted down.
 */
void kb_lesson_begin(struct kb_lesson *lesson, uint32_t id);

/**
 * A part of the article.
 *
 *   tokens    of its text; their words are remembered until kb_lesson_forget
 *
 * Fails: KB_E_NOMEM; KB_E_IO.
 */
enum kb_status kb_lesson_part(struct kb_lesson *lesson, enum kb_section_kind kind,
                              const struct kb_tokens *tokens,
                              struct kb_error *err) KB_CHECKED;

/**
 * The names that a text of the article spells out.
 *
 *   text    UTF-8
 *
 * A failure to write is told by kb_lesson_end.
 */
void kb_lesson_names(struct kb_lesson *lesson, struct kb_span text);

/**
 * The article ends. Fails: KB_E_IO, KB_E_NOMEM.
 */
enum kb_status kb_lesson_end(struct kb_lesson *lesson, struct kb_error *err) KB_CHECKED;

/**
 * The analyzer's lexicon forgets its words: numbers of words begin anew.
 */
void kb_lesson_forget(struct kb_lesson *lesson);

/**
 * Write out what is left and close the file; NULL is allowed.
 *
 * Fails: KB_E_IO. The lesson is gone all the same.
 */
enum kb_status kb_lesson_close(struct kb_lesson *lesson,
                               struct kb_error *err) KB_CHECKED;

#endif
