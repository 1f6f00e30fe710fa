/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every fuzz target has: the entry that libFuzzer or replay.c calls, and a check
 * that ends the process where a promise is broken. */
#ifndef KB_FUZZ_H
#define KB_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/span.h"

/* abort and not assert: it must hold whatever flags the build has. */
#define FUZZ_CHECK(promise)                                                            \
    do {                                                                               \
        if (!(promise)) {                                                              \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #promise);      \
            abort();                                                                   \
        }                                                                              \
    } while (0)

/* One input; always returns 0. Visible, since libFuzzer is linked from outside. */
__attribute__((visibility("default"))) int LLVMFuzzerTestOneInput(const uint8_t *data,
                                                                  size_t size);

static inline struct kb_span
fuzz_input(const uint8_t *data, size_t size)
{
    return kb_span_at(size == 0 ? "" : (const char *)data, size);
}

#endif
