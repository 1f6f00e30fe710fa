/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Bytes of a character that acts on a terminal, 0 = it does not: controls (C0, DEL, C1)
 * and those that turn the direction of writing. */
static size_t
acts_on_terminal(const unsigned char *p)
{
    if (p[0] < 0x20 || p[0] == 0x7f)
        return 1;
    if ((p[0] == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0) || (p[0] == 0xd8 && p[1] == 0x9c))
        return 2;
    if (p[0] == 0xe2 && p[1] == 0x80 &&
        (p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xaa && p[2] <= 0xae)))
        return 3;
    return p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9 ? 3 : 0;
}

static void
mask_controls(char *text)
{
    unsigned char *p = (unsigned char *)text;
    while (*p != '\0') {
        size_t n = acts_on_terminal(p);
        memset(p, '?', n);
        p += n > 0 ? n : 1;
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
