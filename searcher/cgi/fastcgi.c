/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ppoll is Linux. */
#define _GNU_SOURCE 1

#include "cgi/fastcgi.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cgi/answer.h"
#include "cgi/deadline.h"
#include "cgi/keeper.h"
#include "cgi/sandbox.h"

enum {
    BACKLOG = 1024,
    HEAD_BYTES = 8, /* of a record */
    RECORD_STDOUT = 6,
    RECORD_END = 3,
    LATE_MAX_BYTES = 2048
};

struct server {
    const struct kb_setup *setup;
    int listener;
};

struct worker {
    struct kb_site site;
    struct kb_buf out;
    FCGX_Request request;
};

/* A worker that shall end, but after the request it is at. */
static volatile sig_atomic_t is_over;

static void
note_end(int signal_number)
{
    (void)signal_number;
    is_over = 1;
}

bool
kb_fastcgi_is_wanted(const struct kb_setup *setup)
{
    return setup->socket != NULL || FCGX_IsCGI() == 0;
}

static const char *
variable(void *context, const char *name)
{
    FCGX_Request *request = context;
    return FCGX_GetParam(name, request->envp);
}

static void
complain(void *context, const char *line)
{
    struct worker *worker = context;
    /* Into the web server's log where there is a request, else where it all goes. */
    if (worker->request.err != NULL)
        (void)FCGX_FPrintF(worker->request.err, "%s\n", line);
    else
        fprintf(stderr, "%s\n", line);
}

/* The answer for one whose time is over, as records of the protocol.
 * Source: FastCGI specification 1.0, sections 3.3, 5.3 and 5.5. */
static struct kb_span
late_answer(int request_id, unsigned char out[LATE_MAX_BYTES])
{
    static const char text[] = KB_DEADLINE_ANSWER;
    size_t n_text = sizeof(text) - 1;
    unsigned char id_high = (unsigned char)(request_id >> 8);
    unsigned char id_low = (unsigned char)request_id;
    const unsigned char head[HEAD_BYTES] = {1,
                                            RECORD_STDOUT,
                                            id_high,
                                            id_low,
                                            (unsigned char)(n_text >> 8),
                                            (unsigned char)n_text};
    const unsigned char tail[3 * HEAD_BYTES] = {
        1, RECORD_STDOUT, id_high, id_low, 0, 0, 0, 0, /* end of the output */
        1, RECORD_END,    id_high, id_low, 0, 8, 0, 0, /* end of the request */
    };
    _Static_assert(sizeof(text) + 4 * HEAD_BYTES <= LATE_MAX_BYTES, "it has room");
    memcpy(out, head, sizeof(head));
    memcpy(out + sizeof(head), text, n_text);
    memcpy(out + sizeof(head) + n_text, tail, sizeof(tail));
    return kb_span_at((const char *)out, sizeof(head) + n_text + sizeof(tail));
}

/* The client may be gone: then the bytes go nowhere and the next one is answered. */
static void
send_answer(struct worker *worker, const struct kb_exchange *exchange)
{
    struct kb_error err = KB_ERROR_INIT;
    bool with_body = exchange->request.method != KB_WEB_HEAD;
    kb_buf_reset(&worker->out);
    kb_deadline_sending();
    if (kb_response_write(&exchange->response, with_body, &worker->out, &err) !=
        KB_OK) {
        kb_site_complain(&worker->site, "cannot send", &err);
        worker->site.is_worn = true;
        return;
    }
    if (FCGX_PutStr(worker->out.data, (int)worker->out.n_bytes, worker->request.out) <
        0)
        return;
}

static void
answer_one(struct worker *worker)
{
    unsigned char late[LATE_MAX_BYTES];
    struct kb_exchange exchange = KB_EXCHANGE_INIT;
    kb_deadline_answer(worker->request.ipcFd,
                       late_answer(worker->request.requestId, late));
    kb_web_answer(&worker->site, variable, &worker->request, &exchange);
    send_answer(worker, &exchange);
    /* One request a connection: a server that keeps many open would wait for a worker
     * that waits on another of them. */
    worker->request.keepConnection = 0;
    FCGX_Finish_r(&worker->request);
    kb_deadline_stop();
    kb_web_answer_log(&worker->site, &exchange);
    kb_exchange_clear(&exchange);
}

/* Wait for a client; false when the worker shall end. Signals arrive only here. */
static bool
wait_for_client(int listener)
{
    sigset_t all_open;
    struct pollfd poll_fd = {.fd = listener, .events = POLLIN};
    (void)sigemptyset(&all_open);
    while (is_over == 0) {
        int n = ppoll(&poll_fd, 1, NULL, &all_open);
        if (n > 0)
            return true;
        if (n < 0 && errno != EINTR)
            return false;
    }
    return false;
}

static void
answer_many(struct worker *worker, const struct server *server)
{
    unsigned n_left = server->setup->requests;
    while (n_left > 0 && !worker->site.is_worn && wait_for_client(server->listener)) {
        /* Half a request and then silence must not hold the worker either. */
        kb_deadline_start(server->setup->seconds);
        if (FCGX_Accept_r(&worker->request) == 0) {
            answer_one(worker);
            n_left--;
        }
        kb_deadline_stop(); /* another worker was quicker */
    }
}

static void
prepare_signals(void)
{
    struct sigaction action;
    sigset_t blocked;
    memset(&action, 0, sizeof(action));
    action.sa_handler = note_end;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigemptyset(&blocked);
    (void)sigaddset(&blocked, SIGTERM);
    (void)sigaddset(&blocked, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &blocked, NULL);
    kb_deadline_install();
}

static int
work(void *context)
{
    struct server *server = context;
    struct worker worker = {.out = KB_BUF_INIT(KB_WEB_BODY_MAX_BYTES + 65536)};
    struct kb_error err = KB_ERROR_INIT;
    struct kb_sandbox sandbox;
    worker.site = (struct kb_site)KB_SITE_INIT(server->setup, complain, &worker);
    worker.site.has_cache = server->setup->has_cache;
    prepare_signals();
    if (kb_sandbox_enter(server->setup, &sandbox, &err) != KB_OK) {
        kb_site_complain(&worker.site, "cannot begin", &err);
        return 1;
    }
    if (FCGX_Init() == 0 && FCGX_InitRequest(&worker.request, server->listener, 0) == 0)
        answer_many(&worker, server);
    FCGX_Free(&worker.request, 1);
    kb_site_clear(&worker.site);
    kb_buf_clear(&worker.out);
    return 0;
}

enum kb_status
kb_fastcgi_serve(const struct kb_setup *setup, struct kb_error *err)
{
    struct server server = {setup, STDIN_FILENO};
    if (setup->socket != NULL) {
        server.listener = FCGX_OpenSocket(setup->socket, BACKLOG);
        if (server.listener < 0)
            return kb_error_os(err, errno, "cannot listen on '%s'", setup->socket);
    }
    /* A worker must not wait in accept for a client that another one has taken. */
    int flags = fcntl(server.listener, F_GETFL);
    if (flags < 0 || fcntl(server.listener, F_SETFL, flags | O_NONBLOCK) != 0)
        return kb_error_os(err, errno, "cannot prepare the socket");
    return kb_keeper_run(setup->workers, work, &server, err);
}
