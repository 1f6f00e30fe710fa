/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a web server says of a request, by CGI's names -> a struct, every length
 * checked. Opens nothing and decides nothing. Called by cgi/answer; calls cgi/form and
 * base. */
#ifndef KB_SEARCHER_CGI_REQUEST_H
#define KB_SEARCHER_CGI_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "cgi/form.h"

/* The value of a variable such as "QUERY_STRING", or NULL; borrowed. */
typedef const char *(*kb_web_variable_fn)(void *context, const char *name);

enum kb_web_method {
    KB_WEB_GET,
    KB_WEB_HEAD
};

struct kb_web_request {
    enum kb_web_method method;
    struct kb_buf base;   /* path of the program: "" or "/cgi-bin/kbsearch.cgi" */
    struct kb_buf path;   /* what follows: "/search", "/Q260695"; "/" at least */
    struct kb_buf origin; /* "https://example.org", "" when the server does not say */
    struct kb_form form;  /* of the query string */
    struct kb_buf etags;  /* If-None-Match */
    struct kb_buf since;  /* If-Modified-Since */
    bool takes_gzip;
};

#define KB_WEB_REQUEST_INIT                                                            \
    {                                                                                  \
        .base = KB_BUF_INIT(KB_WEB_PATH_MAX_BYTES),                                    \
        .path = KB_BUF_INIT(KB_WEB_PATH_MAX_BYTES),                                    \
        .origin = KB_BUF_INIT(2 * KB_WEB_PATH_MAX_BYTES), .form = KB_FORM_INIT,        \
        .etags = KB_BUF_INIT(KB_WEB_URL_MAX_BYTES),                                    \
        .since = KB_BUF_INIT(KB_WEB_URL_MAX_BYTES),                                    \
    }

/**
 * Read a request. The method and the base are set as soon as they are known, so that a
 * failure can be answered.
 *
 *   out          KB_WEB_REQUEST_INIT; kb_web_request_clear
 *   http         set to 400, 405 or 414 when the request is refused, else 200
 *
 * Fails: KB_E_INVALID for another method, a script name or path that is none, a host
 * with wrong characters; KB_E_LIMIT for what is too long; KB_E_NOMEM.
 * Source: RFC 3875 (CGI/1.1).
 */
enum kb_status kb_web_request_read(kb_web_variable_fn variable, void *context,
                                   struct kb_web_request *out, int *http,
                                   struct kb_error *err) KB_CHECKED;

void kb_web_request_clear(struct kb_web_request *request);

#endif
