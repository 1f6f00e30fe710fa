/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_sqlite DATABASE QUERIES: ask SQLite FTS5 every query of bench_queries as a
 * ranked OR of its words, title 4, body 1, query words 3, the best ten with number and
 * title, and print for each
 *
 *   microseconds TAB results
 *
 * A phrase is one of FTS5's, in any forms of its words; the beginning of a word is one
 * of the words; a product is a value of the article that is compared. Stop words are
 * left out, as kbsearch and Lucene do, but in phrases. Warm: the database is mapped,
 * which makes SQLite a fifth faster, statements are prepared once and every query is
 * asked once in one process. Exit: 0, or 2 when it fails. */
#include <ctype.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"

enum {
    MATCH_MAX_BYTES = 65536
};

/* The list of Lucene's EnglishAnalyzer. */
static const char *const stop_words =
    " a an and are as at be but by for if in into is it no not of on or such that the "
    "their then there these they this to was will with ";

#define QUESTION                                                                       \
    "SELECT id, title FROM articles WHERE articles MATCH ?1 "                          \
    "AND rank MATCH 'bm25(0.0, 0.0, 4.0, 1.0, 3.0)' "
#define BEST_TEN "ORDER BY rank LIMIT 10"

static const char *const questions[] = {QUESTION BEST_TEN,
                                        QUESTION "AND product = ?2 " BEST_TEN};

/* Part of a line. */
struct part {
    const char *text;
    size_t n;
};

static int
is_stop_word(const char *word, size_t n)
{
    char padded[16];
    if (n > 8)
        return 0;
    padded[0] = ' ';
    for (size_t i = 0; i < n; i++)
        padded[i + 1] = (char)tolower((unsigned char)word[i]);
    padded[n + 1] = ' ';
    padded[n + 2] = '\0';
    return strstr(stop_words, padded) != NULL;
}

static size_t
put(char *out, size_t n, const char *before, struct part part, const char *behind)
{
    int more = snprintf(out + n, MATCH_MAX_BYTES - n, "%s\"%.*s\"%s",
                        n == 0 ? "" : before, (int)part.n, part.text, behind);
    if (more < 0 || (size_t)more >= MATCH_MAX_BYTES - n) {
        fprintf(stderr, "bench_sqlite: too long a query\n");
        exit(2);
    }
    return n + (size_t)more;
}

/* "a" OR "b"; all words when there are only stop words. */
static size_t
put_words(char *out, size_t n, struct part words, int with_stop_words)
{
    size_t n_before = n;
    for (size_t i = 0; i < words.n; i++) {
        struct part word = {words.text + i, 0};
        while (i < words.n && words.text[i] != ' ')
            i++;
        word.n = (size_t)(words.text + i - word.text);
        if (word.n > 0 && (with_stop_words || !is_stop_word(word.text, word.n)))
            n = put(out, n, " OR ", word, "");
    }
    return n > n_before || with_stop_words ? n : put_words(out, n, words, 1);
}

/* The next column of a line. */
static struct part
next_part(const char **at)
{
    struct part part = {*at, strcspn(*at, "\t\n")};
    *at += part.n + ((*at)[part.n] != '\0');
    return part;
}

static int
is_kind(struct part kind, const char *name)
{
    return kind.n == strlen(name) && memcmp(kind.text, name, kind.n) == 0;
}

/* Write what is matched; a product is set where the kind has one. */
static void
write_match(const char *line, char *out, struct part *product)
{
    struct part kind = next_part(&line);
    struct part words = next_part(&line);
    struct part beside = next_part(&line);
    *product = (struct part){NULL, 0};
    if (is_kind(kind, "phrase") || is_kind(kind, "common-phrase")) {
        put(out, 0, "", words, "");
        return;
    }
    size_t n = is_kind(kind, "wildcard") ? put(out, 0, "", beside, "*") : 0;
    put_words(out, n, words, 0);
    if (is_kind(kind, "filtered"))
        *product = beside;
}

static void
die(sqlite3 *db, const char *what)
{
    fprintf(stderr, "bench_sqlite: %s: %s\n", what, sqlite3_errmsg(db));
    exit(2);
}

/* Ask one query; the number of results. */
static int
ask(sqlite3 *db, sqlite3_stmt *const *statements, const char *line)
{
    static char match[MATCH_MAX_BYTES];
    struct part product;
    write_match(line, match, &product);
    sqlite3_stmt *statement = statements[product.text != NULL];
    if (sqlite3_bind_text(statement, 1, match, -1, SQLITE_STATIC) != SQLITE_OK ||
        (product.text != NULL &&
         sqlite3_bind_text(statement, 2, product.text, (int)product.n,
                           SQLITE_TRANSIENT) != SQLITE_OK))
        die(db, match);
    int n = 0;
    int st;
    while ((st = sqlite3_step(statement)) == SQLITE_ROW)
        n += sqlite3_column_text(statement, 1) != NULL;
    if (st != SQLITE_DONE || sqlite3_reset(statement) != SQLITE_OK)
        die(db, match);
    return n;
}

int
main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statements[2] = {NULL, NULL};
    FILE *in = argc == 3 ? fopen(argv[2], "r") : NULL;
    if (in == NULL) {
        fprintf(stderr, "usage: bench_sqlite DATABASE QUERIES\n");
        return 2;
    }
    if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA mmap_size = 4294967296", NULL, NULL, NULL) !=
            SQLITE_OK)
        die(db, argv[1]);
    for (size_t i = 0; i < 2; i++) {
        if (sqlite3_prepare_v2(db, questions[i], -1, &statements[i], NULL) != SQLITE_OK)
            die(db, questions[i]);
    }
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, in) >= 0) {
        double start = now_us();
        int n = ask(db, statements, line);
        printf("%.0f\t%d\n", now_us() - start, n);
    }
    free(line);
    fclose(in);
    for (size_t i = 0; i < 2; i++)
        sqlite3_finalize(statements[i]);
    sqlite3_close(db);
    return 0;
}
