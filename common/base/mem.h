/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Allocation whose sizes cannot overflow, and the hook by which tests make it fail.
 * Keeps no pools and no counts outside of tests.
 * Called by everything that owns memory; calls nothing. */
#ifndef KB_BASE_MEM_H
#define KB_BASE_MEM_H

#include <stddef.h>

#include "base/status.h"

/**
 * Zeroed memory for `n` things of `n_bytes` each; NULL when there is none or the
 * product does not fit. n * n_bytes == 0 gives a pointer that may be freed. Owned by
 * the caller.
 */
void *kb_mem_array(size_t n, size_t n_bytes) KB_CHECKED;

/**
 * `old` (from this module, or NULL) resized to `n` things; bytes that are new are not
 * set. On failure NULL, and `old` is still valid and still owned by the caller.
 */
void *kb_mem_resize(void *old, size_t n, size_t n_bytes) KB_CHECKED;

/**
 * Make room for one more thing in a growing array: doubles `*capacity` when n_used
 * reaches it. `*array` and `*capacity` are untouched on failure.
 *
 *   array       pointer to the array pointer
 *   n_used      things in use (count)
 *   capacity    things there is room for (count)
 *   n_bytes     size of one thing
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_mem_grow(void *array, size_t n_used, size_t *capacity,
                           size_t n_bytes) KB_CHECKED;

/**
 * A NUL-ended copy of `n_bytes` bytes; NULL when there is no memory. Owned by the
 * caller.
 */
char *kb_mem_copy(const char *bytes, size_t n_bytes) KB_CHECKED;

/**
 * Free memory of this module; NULL is allowed.
 */
void kb_mem_free(void *memory);

/**
 * For tests only: the n-th allocation from now fails, and every one after it, until
 * called with 0. Single-threaded.
 */
void kb_mem_fail_at(size_t n);

#endif
