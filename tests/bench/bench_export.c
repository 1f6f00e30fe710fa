/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_export DIR CORPUS...: the articles of the corpus as other engines read them, by
 * the parser of kbindex, so that all index the same words:
 *
 *   DIR/articles.csv    number, product, title, body, query words (SQLite's .import)
 *   DIR/articles.dump   number, title, body, query words for Omega's scriptindex
 *   DIR/articles.tsv    the same and the product, one article a line (Lucene, queries)
 *
 * The body is the text of all sections and the list of products. The first file of a
 * number counts, folders in the order of their names. Prints the number of articles and
 * of files left out. Exit: 0, or 2 when it fails. */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article/parse.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"

enum {
    DEPTH_MAX = KB_WALK_MAX_DEPTH
};

static FILE *csv;
static FILE *dump;
static FILE *tsv;
static unsigned char known[KB_ARTICLE_MAX_ID / 8 + 1]; /* one bit an article */
static size_t n_articles;
static size_t n_left_out;

static void
die(const char *what, const char *path)
{
    fprintf(stderr, "bench_export: %s '%s': %s\n", what, path, strerror(errno));
    exit(2);
}

static void
append(struct kb_buf *out, struct kb_span text, const char *path)
{
    struct kb_error err = KB_ERROR_INIT;
    if (text.n_bytes == 0)
        return;
    if ((out->n_bytes > 0 && kb_buf_append_byte(out, '\n', &err) != KB_OK) ||
        kb_buf_append(out, text, &err) != KB_OK)
        die(err.msg, path);
}

static void
put_csv(struct kb_span text, char end)
{
    putc('"', csv);
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (text.data[i] == '"')
            putc('"', csv);
        putc(text.data[i], csv);
    }
    putc('"', csv);
    putc(end, csv);
}

/* A line that goes on begins with '='. */
static void
put_dump(const char *name, struct kb_span text)
{
    fprintf(dump, "%s=", name);
    for (size_t i = 0; i < text.n_bytes; i++) {
        putc(text.data[i], dump);
        if (text.data[i] == '\n')
            putc('=', dump);
    }
    putc('\n', dump);
}

static void
put_tsv(struct kb_span text, char end)
{
    for (size_t i = 0; i < text.n_bytes; i++)
        putc(strchr("\t\n\r", text.data[i]) == NULL ? text.data[i] : ' ', tsv);
    putc(end, tsv);
}

static void
export_article(const struct kb_article *article, const char *path)
{
    static struct kb_buf body = KB_BUF_INIT(2 * KB_ARTICLE_MAX_BYTES);
    kb_buf_reset(&body);
    for (size_t i = 0; i < article->n_sections; i++)
        append(&body, article->sections[i].text, path);
    for (size_t i = 0; i < article->applies_to.n; i++)
        append(&body, article->applies_to.items[i], path);

    char id[16];
    snprintf(id, sizeof(id), "%u", (unsigned)article->id);
    put_csv(kb_span_cstr(id), ',');
    put_csv(article->products, ',');
    put_csv(article->title, ',');
    put_csv(kb_buf_span(&body), ',');
    put_csv(article->query_words, '\n');

    put_dump("id", kb_span_cstr(id));
    put_dump("title", article->title);
    put_dump("body", kb_buf_span(&body));
    put_dump("querywords", article->query_words);
    putc('\n', dump);

    put_tsv(kb_span_cstr(id), '\t');
    put_tsv(article->title, '\t');
    put_tsv(kb_buf_span(&body), '\t');
    put_tsv(article->query_words, '\t');
    put_tsv(article->products, '\n');
}

static void
take(const char *path, struct kb_span bytes)
{
    static struct kb_article article;
    if (article.text.max_bytes == 0)
        kb_article_init(&article);
    if (kb_article_parse(bytes, &article, NULL) != KB_OK ||
        (known[article.id / 8] >> (article.id % 8) & 1) != 0) {
        n_left_out++;
        return;
    }
    known[article.id / 8] |= (unsigned char)(1u << (article.id % 8));
    n_articles++;
    export_article(&article, path);
}

static int
not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void
walk(const char *path, int depth)
{
    static struct kb_buf bytes = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    struct dirent **entries;
    int n = depth < DEPTH_MAX ? scandir(path, &entries, not_hidden, alphasort) : 0;
    if (n < 0 && errno == ENOTDIR) {
        kb_buf_reset(&bytes);
        if (kb_file_read(path, &bytes, NULL) == KB_OK)
            take(path, kb_buf_span(&bytes));
        else
            n_left_out++;
        return;
    }
    if (n < 0)
        die("cannot read", path);
    if (n == 0)
        return;
    for (int i = 0; i < n; i++) {
        char *inner = kb_file_join(path, entries[i]->d_name);
        if (inner == NULL)
            die("no memory in", path);
        walk(inner, depth + 1);
        kb_mem_free(inner);
        free(entries[i]);
    }
    free(entries);
}

static FILE *
create(const char *dir, const char *name)
{
    char *path = kb_file_join(dir, name);
    FILE *out = path == NULL ? NULL : fopen(path, "w");
    if (out == NULL)
        die("cannot write", path == NULL ? name : path);
    kb_mem_free(path);
    return out;
}

int
main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: bench_export DIR CORPUS...\n");
        return 2;
    }
    csv = create(argv[1], "articles.csv");
    dump = create(argv[1], "articles.dump");
    tsv = create(argv[1], "articles.tsv");
    for (int i = 2; i < argc; i++)
        walk(argv[i], 0);
    FILE *files[] = {csv, dump, tsv};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        int failed = ferror(files[i]);
        if (fclose(files[i]) != 0 || failed)
            die("cannot write in", argv[1]);
    }
    printf("%zu %zu\n", n_articles, n_left_out);
    return 0;
}
