/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one configuration file, read by inih: "[section]" and "key = value" lines.
 * Comments: lines that begin with ';' or '#', and what stands behind " ;". Knows no
 * keys: it hands each to the program. Called by the programs; calls base. */
#ifndef KB_BASE_CONFIG_H
#define KB_BASE_CONFIG_H

#include "base/error.h"

/* Called for each key; a status other than KB_OK ends the reading. */
typedef enum kb_status (*kb_config_fn)(void *context, const char *section,
                                       const char *key, const char *value,
                                       struct kb_error *err);

/**
 * Read a configuration file.
 *
 * Fails: KB_E_NOT_FOUND; KB_E_LIMIT for a line over KB_CONFIG_LINE_MAX_BYTES;
 * KB_E_INVALID for a line that is none of the above, or what `found` returned, both
 * with path and line; KB_E_IO. Source: inih's syntax, https://github.com/benhoyt/inih
 */
enum kb_status kb_config_read(const char *path, kb_config_fn found, void *context,
                              struct kb_error *err) KB_CHECKED;

#endif
