/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/terminal.h"

static void
mask_controls(char *text)
{
    struct kb_span rest = kb_span_cstr(text);
    while (rest.n_bytes > 0) {
        size_t n = kb_terminal_control(rest);
        size_t done = (size_t)(rest.data - text);
        memset(text + done, '?', n);
        rest = kb_span_skip(rest, n > 0 ? n : 1);
    }
}

enum kb_status
kb_error_set(struct kb_error *err, enum kb_status code, const char *fmt, ...)
{
    if (err == NULL)
        return code;
    va_list args;
    va_start(args, fmt);
    vsnprintf(err->msg, sizeof(err->msg), fmt, args);
    va_end(args);
    mask_controls(err->msg);
    err->code = code;
    err->os_errno = 0;
    return code;
}

enum kb_status
kb_error_os(struct kb_error *err, int os_errno, const char *fmt, ...)
{
    enum kb_status code = os_errno == ENOMEM ? KB_E_NOMEM : KB_E_IO;
    if (err == NULL)
        return code;
    va_list args;
    va_start(args, fmt);
    vsnprintf(err->msg, sizeof(err->msg), fmt, args);
    va_end(args);
    size_t used = strlen(err->msg);
    char reason[128];
    if (strerror_r(os_errno, reason, sizeof(reason)) != 0)
        snprintf(reason, sizeof(reason), "error %d", os_errno);
    snprintf(err->msg + used, sizeof(err->msg) - used, ": %s", reason);
    mask_controls(err->msg);
    err->code = code;
    err->os_errno = os_errno;
    return code;
}

void
kb_error_context(struct kb_error *err, const char *fmt, ...)
{
    if (err == NULL)
        return;
    char cause[KB_ERROR_MAX_BYTES];
    memcpy(cause, err->msg, sizeof(cause));
    va_list args;
    va_start(args, fmt);
    vsnprintf(err->msg, sizeof(err->msg), fmt, args);
    va_end(args);
    size_t used = strlen(err->msg);
    snprintf(err->msg + used, sizeof(err->msg) - used, ": %s", cause);
    mask_controls(err->msg);
}
