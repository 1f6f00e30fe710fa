/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What cgi/answer and the files that fill answers share: one function per address of
 * the site. Called by cgi/answer; calls searcher/render and search. */
#ifndef KB_SEARCHER_CGI_HANDLER_H
#define KB_SEARCHER_CGI_HANDLER_H

#include "cgi/answer.h"
#include "render/page.h"

#define KB_TYPE_JSON "application/json; charset=utf-8"

struct kb_handling {
    struct kb_site *site;
    struct kb_exchange *exchange;
    struct kb_page page; /* base, origin and query are set */
    struct kb_ask ask;   /* from the form */
    struct kb_span rest; /* of the path, behind what names the handler */
};

/**
 * Fill the answer. A failure's status decides the HTTP status; on KB_E_NOT_FOUND
 * without text the address leads to nothing.
 */
typedef enum kb_status (*kb_handler_fn)(struct kb_handling *handling,
                                        struct kb_error *err);

enum kb_status kb_handle_start(struct kb_handling *handling,
                               struct kb_error *err) KB_CHECKED;
enum kb_status kb_handle_search(struct kb_handling *handling,
                                struct kb_error *err) KB_CHECKED;
enum kb_status kb_handle_article(struct kb_handling *handling,
                                 struct kb_error *err) KB_CHECKED;
/* Leads other ways to write an article's number to its address. */
enum kb_status kb_handle_other_number(struct kb_handling *handling,
                                      struct kb_error *err) KB_CHECKED;
enum kb_status kb_handle_help(struct kb_handling *handling,
                              struct kb_error *err) KB_CHECKED;
enum kb_status kb_handle_static(struct kb_handling *handling,
                                struct kb_error *err) KB_CHECKED;
enum kb_status kb_handle_robots(struct kb_handling *handling,
                                struct kb_error *err) KB_CHECKED;
enum kb_status kb_handle_opensearch(struct kb_handling *handling,
                                    struct kb_error *err) KB_CHECKED;
enum kb_status kb_handle_feed(struct kb_handling *handling,
                              struct kb_error *err) KB_CHECKED;
enum kb_status kb_handle_api_search(struct kb_handling *handling,
                                    struct kb_error *err) KB_CHECKED;
enum kb_status kb_handle_api_suggest(struct kb_handling *handling,
                                     struct kb_error *err) KB_CHECKED;
enum kb_status kb_handle_opensearch_suggest(struct kb_handling *handling,
                                            struct kb_error *err) KB_CHECKED;
enum kb_status kb_handle_api_article(struct kb_handling *handling,
                                     struct kb_error *err) KB_CHECKED;

/**
 * Whether the client has the answer of this build already; then it is done: 304. Call
 * it after kb_site_refresh, when the answer is known to be a good one.
 */
bool kb_handle_known(struct kb_handling *handling);

/**
 * Open the index, and see whether the client has the answer already.
 *
 *   done    kb_handle_known, set on KB_OK
 *
 * Fails: as kb_site_refresh.
 */
enum kb_status kb_handle_build(struct kb_handling *handling, bool *done,
                               struct kb_error *err) KB_CHECKED;

/* One way to show results. */
struct kb_results_form {
    char tag;         /* tells answers to the same query apart */
    const char *type; /* static */
    unsigned facets;  /* enum kb_facet_flags */
    enum kb_status (*write)(struct kb_handling *handling,
                            const struct kb_results *results, struct kb_error *err);
};

/**
 * Answer with the results of what the form asks for: from what was answered before, or
 * by a search. Noted for the log.
 *
 * Fails: as kb_engine_search and the form's function.
 */
enum kb_status kb_handle_results(struct kb_handling *handling,
                                 const struct kb_results_form *form,
                                 struct kb_error *err) KB_CHECKED;

#endif
