/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/status.h"

#include <assert.h>

static const struct row {
    const char *name;
    int exit_code;
    int http;
    const char *words;
    const char *hint;
} rows[] = {
#define KB_STATUS_ROW(name, exit_code, http, words, hint)                              \
    {#name, exit_code, http, words, hint},
    KB_STATUS_TABLE(KB_STATUS_ROW)
#undef KB_STATUS_ROW
};

static const struct row *
row(enum kb_status st)
{
    assert(st < KB_STATUS_COUNT);
    return &rows[st];
}

const char *
kb_status_name(enum kb_status st)
{
    return row(st)->name;
}

int
kb_status_exit(enum kb_status st)
{
    return row(st)->exit_code;
}

int
kb_status_http(enum kb_status st)
{
    return row(st)->http;
}

const char *
kb_status_words(enum kb_status st)
{
    return row(st)->words;
}

const char *
kb_status_hint(enum kb_status st)
{
    return row(st)->hint;
}
