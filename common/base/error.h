/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What went wrong, in words, beside a status for machines.
 * Never allocates, so it works when memory is gone; never prints.
 * Called by everything; calls base/status. */
#ifndef KB_BASE_ERROR_H
#define KB_BASE_ERROR_H

#include "base/status.h"

enum {
    KB_ERROR_MAX_BYTES = 1024 /* bytes of text with its NUL; longer text is cut */
};

struct kb_error {
    enum kb_status code;
    int os_errno;                 /* errno of the failed call, 0 = none */
    char msg[KB_ERROR_MAX_BYTES]; /* lower case, 'thing' quoted, no full stop */
};

#define KB_ERROR_INIT                                                                  \
    {                                                                                  \
        KB_OK, 0, ""                                                                   \
    }

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Note a failure and give back its status, so that the failing place can return it.
 * Control characters in what is printed are replaced by '?', so that no file name or
 * query can play with the terminal or a log.
 *
 *   err     optional; overwritten
 *   code    not KB_OK
 *   fmt     printf format: lower case, thing in 'single quotes', no full stop
 */
enum kb_status kb_error_set(struct kb_error *err, enum kb_status code, const char *fmt,
                            ...) __attribute__((format(printf, 3, 4)));

/**
 * The same for a failed system call: ": " and the text of `os_errno` are appended.
 * ENOMEM becomes KB_E_NOMEM, every other errno KB_E_IO.
 */
enum kb_status kb_error_os(struct kb_error *err, int os_errno, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/**
 * Put context in front of a noted failure: "context: what was there".
 */
void kb_error_context(struct kb_error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#ifdef __cplusplus
}
#endif
#endif
