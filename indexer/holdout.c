/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "holdout.h"

#include <xxhash.h>

enum {
    SEED = 5 /* another one gives other articles */
};

uint64_t
kb_holdout_place(uint32_t id)
{
    return XXH3_64bits_withSeed(&id, sizeof(id), SEED);
}

bool
kb_holdout_has(uint32_t id)
{
    return kb_holdout_place(id) < UINT64_MAX / KB_HOLDOUT_EVERY;
}
