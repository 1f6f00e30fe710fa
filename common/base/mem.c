/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The one mutable global of the library, set by tests only: 0 = allocation works. */
static size_t fail_countdown;

static bool
must_fail(void)
{
    if (fail_countdown == 0)
        return false;
    if (fail_countdown > 1) {
        fail_countdown--;
        return false;
    }
    return true;
}

void
kb_mem_fail_at(size_t n)
{
    fail_countdown = n;
}

void *
kb_mem_array(size_t n, size_t n_bytes)
{
    if (must_fail())
        return NULL;
    if (n == 0 || n_bytes == 0)
        return calloc(1, 1);
    if (n > SIZE_MAX / n_bytes)
        return NULL;
    return calloc(n, n_bytes);
}

void *
kb_mem_resize(void *old, size_t n, size_t n_bytes)
{
    if (must_fail() || (n_bytes != 0 && n > SIZE_MAX / n_bytes))
        return NULL;
    size_t total = n * n_bytes;
    return realloc(old, total == 0 ? 1 : total);
}

enum kb_status
kb_mem_grow(void *array, size_t n_used, size_t *capacity, size_t n_bytes)
{
    if (n_used < *capacity)
        return KB_OK;
    size_t wanted = *capacity == 0 ? 16 : *capacity * 2;
    if (wanted <= n_used)
        return KB_E_NOMEM;
    void *old;
    memcpy(&old, array, sizeof(old));
    void *grown = kb_mem_resize(old, wanted, n_bytes);
    if (grown == NULL)
        return KB_E_NOMEM;
    memcpy(array, &grown, sizeof(grown));
    *capacity = wanted;
    return KB_OK;
}

char *
kb_mem_copy(const char *bytes, size_t n_bytes)
{
    if (n_bytes == SIZE_MAX)
        return NULL;
    char *copy = kb_mem_array(n_bytes + 1, 1);
    if (copy != NULL && n_bytes > 0)
        memcpy(copy, bytes, n_bytes);
    return copy;
}

void
kb_mem_free(void *memory)
{
    free(memory);
}
