/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cgi/setup.h"

#include <stdlib.h>

enum {
    WORKERS_MAX = 256,
    REQUESTS_MAX = 1000000000,
    SECONDS_MAX = 3600,
    DEFAULT_WORKERS = 2,
    DEFAULT_REQUESTS = 100000,
    DEFAULT_SECONDS = 5
};

/* The value of a variable, NULL when it is missing or empty. */
static const char *
variable(const char *name)
{
    const char *value = getenv(name);
    return value == NULL || value[0] == '\0' ? NULL : value;
}

static enum kb_status
read_number(const char *name, long max, unsigned *out, struct kb_error *err)
{
    const char *value = variable(name);
    long number = 0;
    if (value == NULL)
        return KB_OK;
    if (kb_opt_number(name, value, 1, max, &number, NULL) != KB_OK)
        return kb_error_set(err, KB_E_INVALID, "%s is a number from 1 to %ld, not '%s'",
                            name, max, value);
    *out = (unsigned)number;
    return KB_OK;
}

static enum kb_status
read_cache(bool *out, struct kb_error *err)
{
    const char *value = variable("KBSEARCH_CACHE");
    *out = value == NULL || strcmp(value, "on") == 0;
    if (!*out && strcmp(value, "off") != 0)
        return kb_error_set(err, KB_E_INVALID, "KBSEARCH_CACHE is on or off, not '%s'",
                            value);
    return KB_OK;
}

static enum kb_status
read_sandbox(enum kb_sandbox_mode *out, struct kb_error *err)
{
    const char *value = variable("KBSEARCH_SANDBOX");
    if (value == NULL || strcmp(value, "on") == 0)
        *out = KB_SANDBOX_ON;
    else if (strcmp(value, "off") == 0)
        *out = KB_SANDBOX_OFF;
    else if (strcmp(value, "must") == 0)
        *out = KB_SANDBOX_MUST;
    else
        return kb_error_set(err, KB_E_INVALID,
                            "KBSEARCH_SANDBOX is on, off or must, not '%s'", value);
    return KB_OK;
}

/* It goes into links: no character that would need an escape there. */
static enum kb_status
read_origin(const char **out, struct kb_error *err)
{
    const char *value = variable("KBSEARCH_ORIGIN");
    if (value == NULL)
        return KB_OK;
    const char *host = strstr(value, "://");
    bool is_web =
        strncmp(value, "http://", 7) == 0 || strncmp(value, "https://", 8) == 0;
    size_t n = host == NULL ? 0 : strlen(host + 3);
    if (!is_web || n == 0 || n > KB_WEB_PATH_MAX_BYTES ||
        strspn(host + 3, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                         "0123456789-._:[]") != n)
        return kb_error_set(err, KB_E_INVALID,
                            "KBSEARCH_ORIGIN is such as https://example.org, not '%s'",
                            value);
    *out = value;
    return KB_OK;
}

enum kb_status
kb_setup_read(struct kb_setup *out, struct kb_error *err)
{
    struct kb_search_options options = {.config = variable("KBSEARCH_CONFIG")};
    out->log = variable("KBSEARCH_LOG");
    out->socket = variable("KBSEARCH_SOCKET");
    out->is_check = variable("KBSEARCH_CHECK") != NULL;
    out->workers = DEFAULT_WORKERS;
    out->requests = DEFAULT_REQUESTS;
    out->seconds = DEFAULT_SECONDS;
    enum kb_status st = kb_settings_read(&options, &out->settings, err);
    if (st == KB_OK)
        st = read_number("KBSEARCH_WORKERS", WORKERS_MAX, &out->workers, err);
    if (st == KB_OK)
        st = read_number("KBSEARCH_REQUESTS", REQUESTS_MAX, &out->requests, err);
    if (st == KB_OK)
        st = read_number("KBSEARCH_SECONDS", SECONDS_MAX, &out->seconds, err);
    if (st == KB_OK)
        st = read_cache(&out->has_cache, err);
    if (st == KB_OK)
        st = read_sandbox(&out->sandbox, err);
    return st == KB_OK ? read_origin(&out->origin, err) : st;
}

void
kb_setup_clear(struct kb_setup *setup)
{
    kb_settings_clear(&setup->settings);
}
