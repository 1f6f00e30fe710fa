/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An answer, whole in memory before its first byte is sent: status, headers, body.
 * Sends nothing itself. Called by searcher/cgi; calls base. */
#ifndef KB_SEARCHER_CGI_RESPONSE_H
#define KB_SEARCHER_CGI_RESPONSE_H

#include "base/buf.h"
#include "base/limits.h"

enum {
    KB_ETAG_BYTES = 64,
    KB_HTTP_DATE_BYTES = 32
};

/* How long others may keep the answer. */
enum kb_web_cache {
    KB_CACHE_NONE,   /* not at all: failures */
    KB_CACHE_ASK,    /* kept, but asked again each time: what a new build changes */
    KB_CACHE_HOUR,   /* files that may change with the program */
    KB_CACHE_FOREVER /* files whose URL has their version */
};

struct kb_response {
    int status;       /* 200, 404, ... */
    const char *type; /* static: "text/html; charset=utf-8" */
    enum kb_web_cache cache;
    bool is_gzipped;
    char etag[KB_ETAG_BYTES];               /* with its quotes; "" = none */
    char last_modified[KB_HTTP_DATE_BYTES]; /* "" = none */
    struct kb_buf location;                 /* of a redirect; "" = none */
    struct kb_buf body;
};

#define KB_RESPONSE_INIT                                                               \
    {                                                                                  \
        .status = 200, .type = "text/html; charset=utf-8", .cache = KB_CACHE_NONE,     \
        .location = KB_BUF_INIT(4 * KB_WEB_URL_MAX_BYTES),                             \
        .body = KB_BUF_INIT(KB_WEB_BODY_MAX_BYTES),                                    \
    }

/**
 * Append the answer as CGI wants it: "Status: 200 OK", headers, an empty line, body.
 *
 *   with_body    false for HEAD: the headers tell the length all the same
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM of `out`.
 * Source: RFC 3875 section 6; the headers' names: RFC 9110, RFC 9111, CSP level 3.
 */
enum kb_status kb_response_write(const struct kb_response *response, bool with_body,
                                 struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/**
 * Empty the answer for the next request, keeping its memory.
 */
void kb_response_reset(struct kb_response *response);

void kb_response_clear(struct kb_response *response);

/**
 * Whether the client has this answer already: its tags (If-None-Match) name the etag,
 * or, where it sent none, the date it has is that of the answer. Dates are compared as
 * text: going back to an older build is a change too.
 */
bool kb_response_is_known(const struct kb_response *response, struct kb_span etags,
                          struct kb_span since);

#endif
