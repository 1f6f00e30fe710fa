/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every way a call can end, in one table: name, exit code, HTTP code, plain words,
 * hint. Holds no text of a single failure (that is base/error) and decides nothing.
 * Called by everything; calls nothing. */
#ifndef KB_BASE_STATUS_H
#define KB_BASE_STATUS_H

/* name, exit code of a program, HTTP status, plain words, what to do about it */
#define KB_STATUS_TABLE(X)                                                             \
    X(KB_OK, 0, 200, "ok", "")                                                         \
    X(KB_E_NOMEM, 2, 503, "out of memory", "free some memory or index fewer at once")  \
    X(KB_E_IO, 2, 500, "input or output failed", "")                                   \
    X(KB_E_NOT_FOUND, 2, 404, "not found", "")                                         \
    X(KB_E_INVALID, 2, 400, "invalid argument", "")                                    \
    X(KB_E_LIMIT, 2, 413, "over a limit", "")                                          \
    X(KB_E_ENCODING, 2, 400, "wrong text encoding", "")                                \
    X(KB_E_QUERY, 2, 400, "query cannot be answered", "")                              \
    X(KB_E_NO_INDEX, 3, 503, "no index", "build it first: kbindex -o INDEX CORPUS")    \
    X(KB_E_SCHEMA, 3, 503, "index of another version",                                 \
      "build it again: kbindex -o INDEX CORPUS")                                       \
    X(KB_E_CORRUPT, 3, 503, "damaged", "build it again: kbindex -o INDEX CORPUS")      \
    X(KB_E_BUSY, 75, 503, "in use", "try again when the other run has ended")          \
    X(KB_E_STALE, 75, 503, "changed while it was read", "try again")                   \
    X(KB_E_INTERNAL, 2, 500, "internal error", "please report it")

enum kb_status {
#define KB_STATUS_ENUM(name, exit_code, http, words, hint) name,
    KB_STATUS_TABLE(KB_STATUS_ENUM)
#undef KB_STATUS_ENUM
    KB_STATUS_COUNT
};

/* Results that must not be ignored. */
#define KB_CHECKED __attribute__((warn_unused_result))

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The status's name as scripts and reports see it, e.g. "KB_E_BUSY"; static.
 */
const char *kb_status_name(enum kb_status st);

/**
 * The exit code that a program ends with for this status.
 */
int kb_status_exit(enum kb_status st);

/**
 * The HTTP status code of a response that ends this way.
 */
int kb_status_http(enum kb_status st);

/**
 * The status in plain words, lower case, no full stop; static.
 */
const char *kb_status_words(enum kb_status st);

/**
 * What the user can do about it, or "" where that depends on the case; static.
 */
const char *kb_status_hint(enum kb_status st);

#ifdef __cplusplus
}
#endif
#endif
