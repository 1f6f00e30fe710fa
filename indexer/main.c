/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "diff.h"
#include "index/program.h"
#include "journal.h"
#include "manage.h"
#include "options.h"
#include "run.h"

enum {
    TEXT_MAX_BYTES = 64 * 1024 /* of --help and of a failure */
};

static enum kb_status
print(const struct kb_buf *text, struct kb_error *err)
{
    if (fputs(kb_buf_cstr(text), stdout) == EOF || fflush(stdout) != 0)
        return kb_error_os(err, errno, "cannot write to standard output");
    return KB_OK;
}

static enum kb_status
act(const struct kb_index_options *options, size_t *n_skipped, struct kb_error *err)
{
    struct kb_buf text = KB_BUF_INIT(TEXT_MAX_BYTES);
    enum kb_status st = KB_OK;
    switch (options->action) {
    case KB_INDEX_RUN:
        st = kb_run(&options->run, n_skipped, err);
        break;
    case KB_INDEX_LIST:
        st = kb_manage_list(options, stdout, err);
        break;
    case KB_INDEX_ROLLBACK:
        st = kb_manage_rollback(options, stdout, err);
        break;
    case KB_INDEX_VERIFY:
        st = kb_manage_verify(options, stdout, err);
        break;
    case KB_INDEX_DIFF:
        st = kb_diff(options, stdout, err);
        break;
    case KB_INDEX_HELP:
        st = kb_index_options_help(&text, err);
        break;
    case KB_INDEX_VERSION:
        st = kb_program_version("kbindex", &text, err);
        break;
    }
    if (st == KB_OK)
        st = print(&text, err);
    kb_buf_clear(&text);
    return st;
}

/* Lines on stderr; the journal is told their grade. */
static void
tell(const char *lines)
{
    bool graded = kb_journal_is(STDERR_FILENO);
    while (*lines != '\0') {
        size_t n = strcspn(lines, "\n");
        fprintf(stderr, "%s%.*s\n", graded ? kb_journal_prefix(KB_GRADE_ERROR) : "",
                (int)n, lines);
        lines += n + (lines[n] == '\n');
    }
}

int
main(int argc, char **argv)
{
    struct kb_error err = KB_ERROR_INIT;
    struct kb_index_options options;
    size_t n_skipped = 0;
    enum kb_status st = kb_index_options_parse(argc, argv, &options, &err);
    if (st == KB_OK)
        st = act(&options, &n_skipped, &err);
    if (st == KB_OK)
        return n_skipped > 0 ? 1 : 0;
    struct kb_buf text = KB_BUF_INIT(TEXT_MAX_BYTES);
    kb_program_failure("kbindex", &err, &text);
    tell(kb_buf_cstr(&text));
    kb_buf_clear(&text);
    return kb_status_exit(st);
}
