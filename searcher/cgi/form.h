/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query string of a URL -> names and values, decoded as browsers encode forms.
 * Knows no names. Called by cgi/request; calls text/encode and base. */
#ifndef KB_SEARCHER_CGI_FORM_H
#define KB_SEARCHER_CGI_FORM_H

#include "base/buf.h"
#include "base/limits.h"

struct kb_form_field {
    struct kb_span name;
    struct kb_span value;
};

struct kb_form {
    struct kb_form_field fields[KB_WEB_FIELDS_MAX];
    size_t n;
    struct kb_buf text; /* owns the bytes of names and values: valid UTF-8 */
};

#define KB_FORM_INIT                                                                   \
    {                                                                                  \
        .n = 0, .text = KB_BUF_INIT(8 * KB_WEB_URL_MAX_BYTES)                          \
    }

/**
 * Read a query string. "+" is a space, "%XX" a byte; a "%" that is none of these stands
 * for itself. Bytes that are no UTF-8 are read as Windows-1252, so that nothing is lost
 * and overlong forms are no way to write a character; controls become spaces.
 *
 *   text    any bytes; not kept
 *   out     KB_FORM_INIT; kb_form_clear
 *
 * Fails: KB_E_LIMIT over KB_WEB_URL_MAX_BYTES or KB_WEB_FIELDS_MAX; KB_E_NOMEM.
 * Source: https://url.spec.whatwg.org/#urlencoded-parsing (2026), but for legacy bytes.
 */
enum kb_status kb_form_read(struct kb_span text, struct kb_form *out,
                            struct kb_error *err) KB_CHECKED;

void kb_form_clear(struct kb_form *form);

/**
 * The value of the first field of a name; empty when there is none.
 */
struct kb_span kb_form_value(const struct kb_form *form, const char *name);

#endif
