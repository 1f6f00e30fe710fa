/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the JSON outputs share: text, numbers and dates of articles as values, an object
 * as a line. Called by the JSON files of searcher/render; calls jansson and base. */
#ifndef KB_SEARCHER_RENDER_JSON_VALUE_H
#define KB_SEARCHER_RENDER_JSON_VALUE_H

#include <jansson.h>
#include <stdint.h>

#include "base/buf.h"

enum {
    KB_JSON_VERSION = 1 /* of all objects; common/doc/json.md */
};

/**
 * Valid UTF-8 as a JSON string; NULL without memory.
 */
json_t *kb_json_text(struct kb_span text);

/**
 * 260695 as "Q260695"; NULL without memory.
 */
json_t *kb_json_id(uint32_t id);

/**
 * 20001111 as "2000-11-11", 0 as ""; NULL without memory.
 */
json_t *kb_json_date(uint32_t date);

/**
 * Append an object and the byte that ends it. The object is taken.
 *
 *   root    NULL = there was no memory to make it
 *
 * Fails: KB_E_NOMEM; KB_E_LIMIT of `out`.
 */
enum kb_status kb_json_append(json_t *root, char end, struct kb_buf *out,
                              struct kb_error *err) KB_CHECKED;

#endif
