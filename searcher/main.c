/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <signal.h>
#include <stdio.h>

#include "cli.h"
#include "index/program.h"
#include "options.h"

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
act(const struct kb_search_options *options, int *exit_code, struct kb_error *err)
{
    struct kb_buf text = KB_BUF_INIT(TEXT_MAX_BYTES);
    enum kb_status st = KB_OK;
    switch (options->action) {
    case KB_SEARCH_QUERY:
    case KB_SEARCH_BATCH:
    case KB_SEARCH_SHOW:
    case KB_SEARCH_OPEN:
    case KB_SEARCH_RELATED:
    case KB_SEARCH_SUGGEST:
        st = kb_cli_run(options, exit_code, err);
        break;
    case KB_SEARCH_HELP:
        st = kb_search_options_help(&text, err);
        break;
    case KB_SEARCH_VERSION:
        st = kb_program_version("kbsearch", &text, err);
        break;
    }
    if (st == KB_OK)
        st = print(&text, err);
    kb_buf_clear(&text);
    return st;
}

int
main(int argc, char **argv)
{
    struct kb_error err = KB_ERROR_INIT;
    struct kb_search_options options;
    int exit_code = 0;
    /* A reader that has seen enough (head, less) ends us without a word. */
    (void)signal(SIGPIPE, SIG_DFL);
    enum kb_status st = kb_search_options_parse(argc, argv, &options, &err);
    if (st == KB_OK)
        st = act(&options, &exit_code, &err);
    if (st == KB_OK)
        return exit_code;
    struct kb_buf text = KB_BUF_INIT(TEXT_MAX_BYTES);
    kb_program_failure("kbsearch", &err, &text);
    fputs(kb_buf_cstr(&text), stderr);
    kb_buf_clear(&text);
    return kb_status_exit(st);
}
