/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The build in service as what the next one is made from: manifest, table of inputs,
 * dictionary; or why nothing can be made from it. Changes nothing. Called by indexer/
 * run; calls index and base. */
#ifndef KB_INDEXER_BASE_H
#define KB_INDEXER_BASE_H

#include "index/inputs.h"
#include "index/publish.h"

struct kb_base {
    bool in_service; /* there is a build in service, whatever it is like */
    bool is_usable;  /* the next build can be made from it */
    char why_not[KB_ERROR_MAX_BYTES];
    char build[KB_BUILD_ID_BYTES];
    struct kb_manifest manifest; /* n_articles 0 when it cannot be read */
    struct kb_inputs inputs;
    struct kb_buf dir;        /* its folder */
    struct kb_buf dictionary; /* of its packed bodies */
};

/**
 * Look at the build in service. That it is none, or damaged, or of another version is
 * no failure.
 *
 *   out    cleared with kb_base_clear
 *
 * Fails: KB_E_NOMEM; KB_E_IO.
 */
enum kb_status kb_base_load(const char *index, struct kb_base *out,
                            struct kb_error *err) KB_CHECKED;

void kb_base_clear(struct kb_base *base);

#endif
