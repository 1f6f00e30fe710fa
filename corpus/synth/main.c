/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kbsynth: made-up articles with the statistics of the archive, any number of them. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "article.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/opt.h"
#include "measure.h"

enum {
    DEFAULT_ARTICLES = 60335, /* as many as the archive has */
    MAX_ARTICLES = 1900000,   /* five numbers each, up to KB_ARTICLE_MAX_ID */
    PAGE_MAX_BYTES = 16 * 1024 * 1024
};

enum {
    OPT_SEED = 1,
    OPT_ARTICLES,
    OPT_QUERIES,
    OPT_MEASURE,
    OPT_HELP
};

static const struct kb_opt opts[] = {
    {OPT_SEED, 's', "seed", "SEED", "another archive for each number (default 1)"},
    {OPT_ARTICLES, 'n', "articles", "N", "how many articles (default 60335)"},
    {OPT_QUERIES, 'q', "queries", "N", "print N queries instead, one a line"},
    {OPT_MEASURE, 'm', "measure", NULL, "print the statistics of the archive in DIR"},
    {OPT_HELP, 'h', "help", NULL, "show this help"},
    {0, '\0', NULL, NULL, NULL},
};

struct options {
    long seed;
    long n_articles;
    long n_queries;
    bool measure;
    bool help;
};

static enum kb_status
take_option(void *context, int id, const char *value, struct kb_error *err)
{
    struct options *o = context;
    switch (id) {
    case OPT_SEED:
        return kb_opt_number("seed", value, 0, 2000000000, &o->seed, err);
    case OPT_ARTICLES:
        return kb_opt_number("articles", value, 1, MAX_ARTICLES, &o->n_articles, err);
    case OPT_QUERIES:
        return kb_opt_number("queries", value, 1, MAX_ARTICLES, &o->n_queries, err);
    case OPT_MEASURE:
        o->measure = true;
        return KB_OK;
    default:
        o->help = true;
        return KB_OK;
    }
}

/* ---- files ---- */

/* The folder of a thousand numbers that is open: most articles go where the one before
 * them went, and names are looked up from there. */
struct folders {
    int kb;     /* OUTDIR/kb */
    int folder; /* OUTDIR/kb/012, -1 = none */
    uint32_t thousands;
};

static int
open_folder(int parent, const char *name)
{
    if (mkdirat(parent, name, 0777) != 0 && errno != EEXIST)
        return -1;
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int
write_all(int fd, struct kb_span bytes)
{
    while (bytes.n_bytes > 0) {
        ssize_t n = write(fd, bytes.data, bytes.n_bytes);
        if (n < 0)
            return -1;
        bytes = kb_span_skip(bytes, (size_t)n);
    }
    return 0;
}

/* mkdir, open, write, close: no fsync, since the archive can be made again. */
static int
write_article(struct folders *to, uint32_t number, struct kb_span page)
{
    char name[64];
    if (to->folder < 0 || to->thousands != number / 1000) {
        if (to->folder >= 0)
            close(to->folder);
        to->thousands = number / 1000;
        snprintf(name, sizeof(name), "%03u", to->thousands);
        to->folder = open_folder(to->kb, name);
        if (to->folder < 0)
            return -1;
    }
    snprintf(name, sizeof(name), "Q%u", number);
    if (mkdirat(to->folder, name, 0777) != 0 && errno != EEXIST)
        return -1;
    snprintf(name, sizeof(name), "Q%u/README.md", number);
    int fd = openat(to->folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return -1;
    int failed = write_all(fd, page);
    return close(fd) != 0 ? -1 : failed;
}

static enum kb_status
write_articles(struct kb_synth *synth, uint32_t n, const char *dir,
               struct kb_error *err)
{
    struct folders to = {.folder = -1};
    struct kb_buf page = KB_BUF_INIT(PAGE_MAX_BYTES);
    char *kb = kb_file_join(dir, "kb");
    enum kb_status st = KB_OK;
    if (kb == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a path");
    if ((mkdir(dir, 0777) != 0 && errno != EEXIST) ||
        (to.kb = open_folder(AT_FDCWD, kb)) < 0)
        st = kb_error_os(err, errno, "cannot make folder '%s'", kb);
    for (uint32_t i = 0; i < n && st == KB_OK; i++) {
        kb_buf_reset(&page);
        st = kb_synth_page(synth, i, &page, err);
        uint32_t number = kb_synth_number(synth, i);
        if (st == KB_OK && write_article(&to, number, kb_buf_span(&page)) != 0)
            st =
                kb_error_os(err, errno, "cannot write article Q%u in '%s'", number, kb);
    }
    if (to.folder >= 0)
        close(to.folder);
    if (to.kb > 0)
        close(to.kb);
    kb_mem_free(kb);
    kb_buf_clear(&page);
    return st;
}

/* ---- the rest ---- */

static enum kb_status
print(struct kb_buf *text, struct kb_error *err)
{
    if (fputs(kb_buf_cstr(text), stdout) == EOF || fflush(stdout) != 0)
        return kb_error_os(err, errno, "cannot write to standard output");
    return KB_OK;
}

static enum kb_status
print_queries(struct kb_synth *synth, uint32_t n, uint32_t n_articles,
              struct kb_error *err)
{
    struct kb_buf text = KB_BUF_INIT(PAGE_MAX_BYTES);
    enum kb_status st = KB_OK;
    for (uint32_t i = 0; i < n && st == KB_OK; i++) {
        kb_buf_reset(&text);
        st = kb_synth_query(synth, i, n_articles, &text, err);
        if (st == KB_OK)
            st = print(&text, err);
    }
    kb_buf_clear(&text);
    return st;
}

static enum kb_status
print_help(struct kb_error *err)
{
    struct kb_buf text = KB_BUF_INIT(PAGE_MAX_BYTES);
    enum kb_status st = kb_buf_printf(&text, err,
                                      "usage: kbsynth [-s SEED] [-n ARTICLES] DIR\n"
                                      "       kbsynth [-s SEED] [-n ARTICLES] -q N\n"
                                      "       kbsynth -m DIR\n\n"
                                      "Writes an archive of made-up articles into DIR, "
                                      "or prints queries for it, or the\n"
                                      "statistics of an archive.\n\n");
    if (st == KB_OK)
        st = kb_opt_help(opts, &text, err);
    if (st == KB_OK)
        st = print(&text, err);
    kb_buf_clear(&text);
    return st;
}

static enum kb_status
act(const struct options *o, int n_operands, char **operands, struct kb_error *err)
{
    if (o->help)
        return print_help(err);
    if (n_operands != (o->n_queries > 0 ? 0 : 1))
        return kb_error_set(err, KB_E_INVALID, "%s: see --help",
                            o->n_queries > 0 ? "queries need no folder"
                                             : "exactly one folder is needed");
    if (o->measure)
        return kb_measure(operands[0], stdout, err);
    struct kb_synth *synth = NULL;
    enum kb_status st = kb_synth_new((uint64_t)o->seed, &synth, err);
    if (st == KB_OK && o->n_queries > 0)
        st = print_queries(synth, (uint32_t)o->n_queries, (uint32_t)o->n_articles, err);
    else if (st == KB_OK)
        st = write_articles(synth, (uint32_t)o->n_articles, operands[0], err);
    kb_synth_free(synth);
    return st;
}

int
main(int argc, char **argv)
{
    struct kb_error err = KB_ERROR_INIT;
    struct options o = {.seed = 1, .n_articles = DEFAULT_ARTICLES};
    int first = 0;
    enum kb_status st = kb_opt_parse(opts, argc, argv, take_option, &o, &first, &err);
    if (st == KB_OK)
        st = act(&o, argc - first, argv + first, &err);
    if (st == KB_OK)
        return 0;
    fprintf(stderr, "kbsynth: %s\n", err.msg);
    return kb_status_exit(st);
}
