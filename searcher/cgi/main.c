/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kbsearch.cgi: one program for CGI and FastCGI. Never reads argv: a CGI server may put
 * the query string there. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cgi/answer.h"
#include "cgi/check.h"
#include "cgi/deadline.h"
#include "cgi/fastcgi.h"
#include "cgi/sandbox.h"
#include "index/program.h"

enum {
    FAILURE_MAX_BYTES = 4096,
    BODY_MAX_BYTES = 1024 * 1024 /* of a request, passed over */
};

static const char *
variable(void *context, const char *name)
{
    (void)context;
    return getenv(name);
}

static void
complain(void *context, const char *line)
{
    (void)context;
    fprintf(stderr, "%s\n", line);
}

/* A request that is refused may have a body: a server whose bytes are not taken may
 * throw the answer away. */
static void
pass_over_body(void)
{
    char bytes[4096];
    const char *length = getenv("CONTENT_LENGTH");
    size_t n_read = 0;
    ssize_t n = length == NULL || length[0] == '\0' || length[0] == '0' ? 0 : 1;
    while (n > 0 && n_read < BODY_MAX_BYTES) {
        n = read(STDIN_FILENO, bytes, sizeof(bytes));
        n_read += n > 0 ? (size_t)n : 0;
    }
}

static enum kb_status
print(const struct kb_response *response, bool with_body, struct kb_error *err)
{
    struct kb_buf out = KB_BUF_INIT(KB_WEB_BODY_MAX_BYTES + 65536);
    enum kb_status st = kb_response_write(response, with_body, &out, err);
    kb_deadline_sending();
    /* A client that is gone is no failure of ours. */
    if (st == KB_OK &&
        (fwrite(out.data, 1, out.n_bytes, stdout) != out.n_bytes ||
         fflush(stdout) != 0) &&
        errno != EPIPE)
        st = kb_error_os(err, errno, "cannot write to standard output");
    kb_buf_clear(&out);
    return st;
}

static enum kb_status
answer_cgi(const struct kb_setup *setup, struct kb_error *err)
{
    struct kb_site site = KB_SITE_INIT(setup, complain, NULL);
    struct kb_exchange exchange = KB_EXCHANGE_INIT;
    struct kb_sandbox sandbox;
    kb_deadline_install();
    kb_deadline_start(setup->seconds);
    kb_deadline_answer(STDOUT_FILENO, KB_SPAN_LITERAL(KB_DEADLINE_ANSWER));
    enum kb_status st = kb_sandbox_enter(setup, &sandbox, err);
    if (st == KB_OK) {
        kb_web_answer(&site, variable, NULL, &exchange);
        pass_over_body();
        st = print(&exchange.response, exchange.request.method != KB_WEB_HEAD, err);
        kb_web_answer_log(&site, &exchange);
    }
    kb_deadline_stop();
    kb_exchange_clear(&exchange);
    kb_site_clear(&site);
    return st;
}

/* The setup is wrong: the client gets a status, the administrator the reason. */
static void
fail(const struct kb_error *err)
{
    struct kb_buf text = KB_BUF_INIT(FAILURE_MAX_BYTES);
    kb_program_failure("kbsearch.cgi", err, &text);
    fputs(kb_buf_cstr(&text), stderr);
    kb_buf_clear(&text);
    if (getenv("REQUEST_METHOD") != NULL)
        printf("Status: 500 Internal Server Error\r\n"
               "Content-Type: text/plain; charset=utf-8\r\n"
               "Cache-Control: no-store\r\n\r\n"
               "The search is not set up right; its administrator finds the reason in "
               "the server's log.\n");
}

int
main(void)
{
    struct kb_error err = KB_ERROR_INIT;
    struct kb_setup setup = KB_SETUP_INIT;
    int exit_code = 0;
    /* Neither a client that left nor a full disk may end the process. */
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN);
    enum kb_status st = kb_setup_read(&setup, &err);
    if (st == KB_OK && setup.is_check && getenv("REQUEST_METHOD") == NULL)
        st = kb_check(&setup, &exit_code, &err);
    else if (st == KB_OK && kb_fastcgi_is_wanted(&setup))
        st = kb_fastcgi_serve(&setup, &err);
    else if (st == KB_OK)
        st = answer_cgi(&setup, &err);
    if (st != KB_OK) {
        fail(&err);
        exit_code = kb_status_exit(st);
    }
    kb_setup_clear(&setup);
    return exit_code;
}
