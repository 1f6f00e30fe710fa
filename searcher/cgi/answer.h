/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One request and its answer. Whatever happens there is an answer: a failure is a page
 * (or an object, for programs) that says what to do, and its details go to the
 * administrator. Called by cgi/{main,fastcgi}; calls the rest of searcher/cgi,
 * searcher/render, search. */
#ifndef KB_SEARCHER_CGI_ANSWER_H
#define KB_SEARCHER_CGI_ANSWER_H

#include "cgi/request.h"
#include "cgi/response.h"
#include "cgi/site.h"

struct kb_exchange {
    struct kb_web_request request;
    struct kb_response response;
    struct kb_log_entry log;
};

#define KB_EXCHANGE_INIT                                                               \
    {                                                                                  \
        .request = KB_WEB_REQUEST_INIT, .response = KB_RESPONSE_INIT                   \
    }

/**
 * Read a request and answer it.
 *
 *   exchange    KB_EXCHANGE_INIT; kb_exchange_clear. response is complete afterwards.
 */
void kb_web_answer(struct kb_site *site, kb_web_variable_fn variable, void *context,
                   struct kb_exchange *exchange);

/**
 * Note the exchange in the query log, if there is one and it was a search. Call it when
 * the answer is sent.
 */
void kb_web_answer_log(struct kb_site *site, const struct kb_exchange *exchange);

void kb_exchange_clear(struct kb_exchange *exchange);

#endif
