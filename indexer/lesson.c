/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lesson.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "acronym.h"
#include "base/limits.h"
#include "base/mem.h"
#include "holdout.h"
#include "text/vocabulary.h"

enum {
    WORD_MIN_BYTES = 3,
    QUERY_WORDS_MAX = 40, /* of one article: nobody teaches alone */
    NAMES_MAX = 20,       /* likewise */
    FIRST_SLOTS = 1 << 12
};

/* Numbers of the lexicon -> what is known of them here; grows with the numbers. */
struct table {
    uint32_t *items; /* owned */
    size_t n;
};

struct kb_lesson {
    FILE *file;
    struct table defined; /* by word_id: number in the file + 1 */
    struct table seen;    /* by term_id: number of the article that last had it */
    uint32_t n_defined;
    uint32_t n_articles; /* begun; 0 = none yet */
    uint32_t every;      /* of so many articles, one is noted down */
    bool skips;          /* the present article is not in the sample */
    bool tests;          /* its query words teach nothing */
    const struct kb_word *query_words[QUERY_WORDS_MAX];
    size_t n_query_words;
    size_t n_names;
};

enum kb_status
kb_lesson_open(const char *path, size_t n_articles, struct kb_lesson **out,
               struct kb_error *err)
{
    struct kb_lesson *lesson = kb_mem_array(1, sizeof(*lesson));
    if (lesson == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a lesson");
    lesson->every = (uint32_t)(n_articles / KB_LESSON_ARTICLES_MAX) + 1;
    lesson->file = fopen(path, "wb");
    if (lesson->file == NULL) {
        enum kb_status st = kb_error_os(err, errno, "cannot write '%s'", path);
        kb_mem_free(lesson);
        return st;
    }
    *out = lesson;
    return KB_OK;
}

/* An even sample that does not depend on which worker has the article. */
static uint32_t
mixed(uint32_t id)
{
    uint32_t h = id * 2654435761u;
    return h ^ h >> 16;
}

void
kb_lesson_begin(struct kb_lesson *lesson, uint32_t id)
{
    if (lesson == NULL)
        return;
    lesson->n_articles++;
    lesson->n_query_words = 0;
    lesson->n_names = 0;
    lesson->skips = mixed(id) % lesson->every != 0;
    lesson->tests = kb_holdout_has(id);
    if (lesson->skips)
        return;
    uint32_t head[] = {KB_LESSON_ARTICLE, id};
    fwrite(head, sizeof(head[0]), 2, lesson->file); /* ferror tells at the end */
}

static enum kb_status
reach(struct table *table, uint32_t i, struct kb_error *err)
{
    if (i < table->n)
        return KB_OK;
    size_t n = table->n == 0 ? FIRST_SLOTS : table->n;
    while (n <= i)
        n *= 2;
    uint32_t *items = kb_mem_resize(table->items, n, sizeof(*items));
    if (items == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu words", n);
    memset(items + table->n, 0, (n - table->n) * sizeof(*items));
    table->items = items;
    table->n = n;
    return KB_OK;
}

/* Words that people ask for. The keepers' codes say what an article is filed under, not
 * what is wrong. */
static bool
is_asked_for(const struct kb_word *word)
{
    return (word->flags & KB_VOCABULARY_STOP) == 0 &&
           !kb_span_starts(word->text, KB_SPAN_LITERAL("kb")) &&
           !kb_span_starts(word->text, KB_SPAN_LITERAL("prod"));
}

/* Words that can stand for others: no versions, file names and numbers. */
static bool
teaches(const struct kb_word *word)
{
    return word->term.data[0] == 'Z' && word->text.n_bytes >= WORD_MIN_BYTES &&
           is_asked_for(word);
}

/* Fill up to whole numbers. */
static void
write_filling(struct kb_lesson *lesson, size_t n)
{
    static const char nul[4] = "";
    fwrite(nul, 1, (4 - n % 4) % 4, lesson->file);
}

static enum kb_status
write_word(struct kb_lesson *lesson, const struct kb_word *word, uint32_t flag,
           struct kb_error *err)
{
    enum kb_status st = reach(&lesson->defined, word->word_id, err);
    if (st != KB_OK)
        return st;
    uint32_t *number = &lesson->defined.items[word->word_id];
    if (*number == 0) {
        uint32_t head[] = {KB_LESSON_DEFINE, (uint32_t)word->text.n_bytes,
                           (uint32_t)word->term.n_bytes};
        fwrite(head, sizeof(head[0]), 3, lesson->file);
        fwrite(word->text.data, 1, word->text.n_bytes, lesson->file);
        fwrite(word->term.data, 1, word->term.n_bytes, lesson->file);
        write_filling(lesson, word->text.n_bytes + word->term.n_bytes);
        *number = ++lesson->n_defined;
    }
    uint32_t value = (*number - 1) | flag;
    fwrite(&value, sizeof(value), 1, lesson->file);
    return KB_OK;
}

static bool
is_kept(enum kb_section_kind kind)
{
    return kind == KB_SECTION_TITLE || kind == KB_SECTION_SYMPTOMS ||
           kind == KB_SECTION_SUMMARY || kind == KB_SECTION_CAUSE ||
           kind == KB_SECTION_RESOLUTION || kind == KB_SECTION_WORKAROUND;
}

static void
keep_query_words(struct kb_lesson *lesson, const struct kb_tokens *tokens)
{
    for (size_t i = 0; i < tokens->n; i++) {
        const struct kb_token *token = &tokens->items[i];
        if (token->kind == KB_TOKEN_WORD && is_asked_for(token->word) &&
            lesson->n_query_words < QUERY_WORDS_MAX)
            lesson->query_words[lesson->n_query_words++] = token->word;
    }
}

static void
write_part(struct kb_lesson *lesson, enum kb_section_kind kind)
{
    uint32_t part = KB_LESSON_PART + (uint32_t)kind;
    fwrite(&part, sizeof(part), 1, lesson->file);
}

enum kb_status
kb_lesson_part(struct kb_lesson *lesson, enum kb_section_kind kind,
               const struct kb_tokens *tokens, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    if (lesson == NULL || lesson->skips)
        return KB_OK;
    if (kind == KB_SECTION_QUERY_WORDS) {
        if (!lesson->tests)
            keep_query_words(lesson, tokens);
        return KB_OK;
    }
    bool kept = is_kept(kind);
    if (kept)
        write_part(lesson, kind);
    for (size_t i = 0; i < tokens->n && st == KB_OK; i++) {
        const struct kb_token *token = &tokens->items[i];
        st = reach(&lesson->seen, token->word->term_id, err);
        if (st != KB_OK)
            return st;
        lesson->seen.items[token->word->term_id] = lesson->n_articles;
        if (kept && token->kind == KB_TOKEN_WORD && teaches(token->word))
            st = write_word(lesson, token->word, 0, err);
    }
    return st;
}

static void
write_name(struct kb_lesson *lesson, const struct kb_acronym *name)
{
    char text[KB_ACRONYM_LETTERS_MAX + KB_ACRONYM_WORDS_MAX * (KB_WORD_MAX_BYTES + 1)];
    size_t n = name->n_brief;
    memcpy(text, name->brief, n);
    for (size_t i = 0; i < name->n_words; i++) {
        struct kb_span word = name->words[i];
        if (word.n_bytes > KB_WORD_MAX_BYTES)
            return;
        text[n++] = ' ';
        for (size_t k = 0; k < word.n_bytes; k++) {
            bool is_capital = word.data[k] >= 'A' && word.data[k] <= 'Z';
            text[n++] = (char)(word.data[k] + (is_capital ? 'a' - 'A' : 0));
        }
    }
    uint32_t head[] = {KB_LESSON_NAME, (uint32_t)n};
    fwrite(head, sizeof(head[0]), 2, lesson->file);
    fwrite(text, 1, n, lesson->file);
    write_filling(lesson, n);
    lesson->n_names++;
}

void
kb_lesson_names(struct kb_lesson *lesson, struct kb_span text)
{
    struct kb_acronym name;
    size_t at = 0;
    if (lesson == NULL || lesson->skips)
        return;
    while (lesson->n_names < NAMES_MAX && kb_acronym_next(text, &at, &name))
        write_name(lesson, &name);
}

enum kb_status
kb_lesson_end(struct kb_lesson *lesson, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    if (lesson == NULL)
        return KB_OK;
    if (lesson->n_query_words > 0)
        write_part(lesson, KB_SECTION_QUERY_WORDS);
    for (size_t i = 0; i < lesson->n_query_words && st == KB_OK; i++) {
        const struct kb_word *word = lesson->query_words[i];
        bool elsewhere = word->term_id < lesson->seen.n &&
                         lesson->seen.items[word->term_id] == lesson->n_articles;
        st = write_word(lesson, word, elsewhere ? KB_LESSON_ELSEWHERE : 0, err);
    }
    if (st == KB_OK && ferror(lesson->file) != 0)
        st = kb_error_os(err, errno, "cannot write a lesson");
    return st;
}

void
kb_lesson_forget(struct kb_lesson *lesson)
{
    if (lesson == NULL)
        return;
    if (lesson->defined.n > 0)
        memset(lesson->defined.items, 0, lesson->defined.n * sizeof(uint32_t));
    if (lesson->seen.n > 0)
        memset(lesson->seen.items, 0, lesson->seen.n * sizeof(uint32_t));
}

enum kb_status
kb_lesson_close(struct kb_lesson *lesson, struct kb_error *err)
{
    if (lesson == NULL)
        return KB_OK;
    bool failed = ferror(lesson->file) != 0;
    failed = fclose(lesson->file) != 0 || failed;
    int reason = errno;
    kb_mem_free(lesson->defined.items);
    kb_mem_free(lesson->seen.items);
    kb_mem_free(lesson);
    return failed ? kb_error_os(err, reason, "cannot write a lesson") : KB_OK;
}
