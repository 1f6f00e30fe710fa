/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files of searcher/templates that are part of the program; made into a source of the
 * build by searcher/templates/embed.sh. Called by searcher/render and searcher/cgi;
 * calls base. */
#ifndef KB_SEARCHER_RENDER_ASSET_H
#define KB_SEARCHER_RENDER_ASSET_H

#include "base/span.h"

struct kb_asset {
    const char *name;       /* "style.css" */
    struct kb_span bytes;   /* static */
    struct kb_span gzipped; /* the same, compressed; static */
    const char *version;    /* 16 hexadecimal digits of its content */
};

/**
 * The asset of a name, or NULL; static.
 */
const struct kb_asset *kb_asset_find(struct kb_span name);

/* The list that embed.sh writes; it ends with a name that is NULL. */
extern const struct kb_asset kb_assets[];

#endif
