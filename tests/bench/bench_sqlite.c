/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_sqlite DATABASE QUERIES: ask SQLite FTS5 every query (the first column of a
 * line) as a ranked OR of its words, title 4, body 1, query words 3, the best ten with
 * number and title, and print for each
 *
 *   microseconds TAB results
 *
 * Stop words are left out, as kbsearch and Lucene do. Warm: the database is mapped,
 * which makes SQLite a fifth faster, the statement is prepared once and every query is
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

static const char *const question =
    "SELECT id, title FROM articles WHERE articles MATCH ?1 "
    "AND rank MATCH 'bm25(0.0, 4.0, 1.0, 3.0)' ORDER BY rank LIMIT 10";

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

/* "a" OR "b"; all words when there are only stop words. */
static void
write_match(const char *query, size_t n_query, int with_stop_words, char *out)
{
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < n_query;) {
        size_t start = i;
        while (i < n_query && query[i] != ' ')
            i++;
        size_t length = i - start;
        i++;
        if (length == 0 || (!with_stop_words && is_stop_word(query + start, length)))
            continue;
        int put = snprintf(out + n, MATCH_MAX_BYTES - n, "%s\"%.*s\"",
                           n == 0 ? "" : " OR ", (int)length, query + start);
        if (put < 0 || (size_t)put >= MATCH_MAX_BYTES - n)
            break;
        n += (size_t)put;
    }
    if (n == 0 && !with_stop_words)
        write_match(query, n_query, 1, out);
}

static void
die(sqlite3 *db, const char *what)
{
    fprintf(stderr, "bench_sqlite: %s: %s\n", what, sqlite3_errmsg(db));
    exit(2);
}

int
main(int argc, char **argv)
{
    static char match[MATCH_MAX_BYTES];
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    FILE *in = argc == 3 ? fopen(argv[2], "r") : NULL;
    if (in == NULL) {
        fprintf(stderr, "usage: bench_sqlite DATABASE QUERIES\n");
        return 2;
    }
    if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA mmap_size = 4294967296", NULL, NULL, NULL) !=
            SQLITE_OK ||
        sqlite3_prepare_v2(db, question, -1, &statement, NULL) != SQLITE_OK)
        die(db, argv[1]);
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, in) >= 0) {
        double start = now_us();
        int n = 0;
        int st;
        write_match(line, strcspn(line, "\t\n"), 0, match);
        sqlite3_bind_text(statement, 1, match, -1, SQLITE_STATIC);
        while ((st = sqlite3_step(statement)) == SQLITE_ROW)
            n += sqlite3_column_text(statement, 1) != NULL;
        if (st != SQLITE_DONE)
            die(db, match);
        sqlite3_reset(statement);
        printf("%.0f\t%d\n", now_us() - start, n);
    }
    free(line);
    fclose(in);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return 0;
}
