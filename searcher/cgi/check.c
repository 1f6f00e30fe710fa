/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cgi/check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "cgi/sandbox.h"
#include "cgi/site.h"

static void
ignore(void *context, const char *line)
{
    (void)context;
    (void)line;
}

static void
print_sandbox(const struct kb_sandbox *sandbox)
{
    printf("no new privileges: %s\n", sandbox->no_new_privileges ? "yes" : "no");
    if (sandbox->landlock_abi > 0)
        printf("landlock: yes, version %d\n", sandbox->landlock_abi);
    else
        printf("landlock: no\n");
    printf("seccomp: %s\n", sandbox->seccomp ? "yes" : "no");
}

static void
print_index(const struct kb_setup *setup, int *exit_code)
{
    struct kb_error err = KB_ERROR_INIT;
    struct kb_response tag = KB_RESPONSE_INIT;
    struct kb_site site = KB_SITE_INIT(setup, ignore, NULL);
    enum kb_status st = kb_site_refresh(&site, &tag, &err);
    if (st == KB_OK) {
        const struct kb_manifest *manifest = kb_site_manifest(&site);
        printf("index: build %s, %u articles\n", manifest->build, manifest->n_articles);
    } else {
        printf("index: %s\n", err.msg);
        *exit_code = kb_status_exit(st);
    }
    kb_site_clear(&site);
    kb_response_clear(&tag);
}

static void
print_log(const struct kb_setup *setup, int *exit_code)
{
    if (setup->log == NULL) {
        printf("query log: off\n");
        return;
    }
    int fd = open(setup->log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    if (fd >= 0) {
        printf("query log: can be written\n");
        (void)close(fd);
        return;
    }
    struct kb_error err = KB_ERROR_INIT;
    (void)kb_error_os(&err, errno, "'%s'", setup->log);
    printf("query log: %s\n", err.msg);
    if (*exit_code == 0)
        *exit_code = kb_status_exit(KB_E_IO);
}

enum kb_status
kb_check(const struct kb_setup *setup, int *exit_code, struct kb_error *err)
{
    struct kb_sandbox sandbox;
    enum kb_status st = kb_sandbox_enter(setup, &sandbox, err);
    if (st != KB_OK)
        return st;
    print_sandbox(&sandbox);
    print_index(setup, exit_code);
    print_log(setup, exit_code);
    if (fflush(stdout) != 0)
        return kb_error_os(err, errno, "cannot write to standard output");
    return KB_OK;
}
