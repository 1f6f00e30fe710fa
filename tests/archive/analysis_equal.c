/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proof on the real archive: the fast path for ASCII gives what ICU alone gives. Every
 * article's title and sections are analysed both ways; words, kinds, positions and byte
 * ranges must be the same.
 *
 *   analysis_equal DIR
 *
 * Exit: 0 all are equal, 1 some are not, 2 wrong usage. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "article/parse.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "text/analyze.h"

enum {
    SHOWN_DIFFERENCES = 10
};

static struct counts {
    size_t articles, failed, texts, tokens, different;
    uint64_t bytes;
} counts;

/* One of the two ways. */
static struct side {
    struct kb_analyzer *analyzer;
    struct kb_tokens tokens;
} quick, slow;

static void
die(const char *what, const char *path)
{
    fprintf(stderr, "analysis_equal: %s '%s'\n", what, path);
    exit(2);
}

static void
analyze(struct side *side, struct kb_span text, const char *path)
{
    struct kb_error err = KB_ERROR_INIT;
    kb_tokens_reset(&side->tokens);
    if (kb_analyze(side->analyzer, text, &side->tokens, &err) != KB_OK)
        die(err.msg, path);
}

static bool
same_token(const struct kb_token *a, const struct kb_token *b)
{
    return kb_span_equal(a->word->text, b->word->text) &&
           kb_span_equal(a->word->term, b->word->term) && a->kind == b->kind &&
           a->position == b->position && a->begin == b->begin && a->end == b->end;
}

static void
print_token(const char *side, const struct kb_tokens *tokens, size_t i)
{
    if (i >= tokens->n) {
        printf("  %s: no token %zu\n", side, i);
        return;
    }
    const struct kb_token *t = &tokens->items[i];
    printf("  %s: '%.*s' kind %d position %u bytes %u to %u\n", side,
           KB_SPAN_ARG(t->word->text), (int)t->kind, t->position, t->begin, t->end);
}

/* The text around the first difference. */
static void
print_difference(const char *path, struct kb_span text, size_t i)
{
    const struct kb_tokens *t = i < quick.tokens.n ? &quick.tokens : &slow.tokens;
    size_t begin = i < t->n ? t->items[i].begin : 0;
    begin = begin > 20 ? begin - 20 : 0;
    size_t n = text.n_bytes - begin < 60 ? text.n_bytes - begin : 60;
    printf("different: %s: '%.*s'\n", path, (int)n, text.data + begin);
    print_token("quick", &quick.tokens, i);
    print_token("icu", &slow.tokens, i);
}

static void
compare(const char *path, struct kb_span text)
{
    analyze(&quick, text, path);
    analyze(&slow, text, path);
    size_t i = 0;
    while (i < quick.tokens.n && i < slow.tokens.n &&
           same_token(&quick.tokens.items[i], &slow.tokens.items[i]))
        i++;
    counts.texts++;
    counts.tokens += quick.tokens.n;
    counts.bytes += text.n_bytes;
    if (i == quick.tokens.n && i == slow.tokens.n &&
        quick.tokens.next_position == slow.tokens.next_position)
        return;
    if (counts.different++ < SHOWN_DIFFERENCES)
        print_difference(path, text, i);
}

static void
compare_article(const char *path, struct kb_span bytes)
{
    static struct kb_article article;
    struct kb_error err = KB_ERROR_INIT;
    if (article.text.max_bytes == 0)
        kb_article_init(&article);
    if (kb_article_parse(bytes, &article, &err) != KB_OK) {
        counts.failed++;
        printf("failed: %s: %s\n", path, err.msg);
        return;
    }
    counts.articles++;
    compare(path, article.title);
    compare(path, article.query_words);
    for (size_t i = 0; i < article.n_sections; i++)
        compare(path, article.sections[i].text);
}

static int
not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Folders of the archive are three deep; what cannot be opened as a folder is a file.
 */
static void
walk(const char *dir)
{
    static struct kb_buf bytes = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    struct dirent **entries;
    int n = scandir(dir, &entries, not_hidden, alphasort);
    if (n < 0) {
        kb_buf_reset(&bytes);
        if (kb_file_read(dir, &bytes, NULL) != KB_OK)
            die("cannot read", dir);
        compare_article(dir, kb_buf_span(&bytes));
        return;
    }
    for (int i = 0; i < n; i++) {
        char *path = kb_file_join(dir, entries[i]->d_name);
        if (path == NULL)
            die("no memory in", dir);
        walk(path);
        kb_mem_free(path);
        free(entries[i]);
    }
    free(entries);
}

int
main(int argc, char **argv)
{
    struct kb_error err = KB_ERROR_INIT;
    if (argc != 2) {
        fprintf(stderr, "usage: analysis_equal DIR\n");
        return 2;
    }
    if (kb_analyzer_new(false, &quick.analyzer, &err) != KB_OK ||
        kb_analyzer_new(true, &slow.analyzer, &err) != KB_OK)
        die(err.msg, argv[1]);
    walk(argv[1]);
    kb_tokens_clear(&quick.tokens);
    kb_tokens_clear(&slow.tokens);
    kb_analyzer_free(quick.analyzer);
    kb_analyzer_free(slow.analyzer);
    printf("analysis: %zu articles (%zu failed), %zu texts, %.1f MB, %zu tokens, "
           "%zu texts different\n",
           counts.articles, counts.failed, counts.texts, (double)counts.bytes / 1e6,
           counts.tokens, counts.different);
    return counts.different == 0 && counts.failed == 0 && counts.articles > 0 ? 0 : 1;
}
