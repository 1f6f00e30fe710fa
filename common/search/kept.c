/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/kept.h"

#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

/* Both are memory that the system gives page by page, where it is written. */
void
kb_kept_begin(struct kb_kept *kept)
{
    if (kept->places != NULL)
        return;
    kept->places = kb_mem_array(KB_ARTICLE_MAX_ID + 1, sizeof(*kept->places));
    kept->bytes = kb_mem_array(KB_KEPT_MAX_BYTES, 1);
    if (kept->places == NULL || kept->bytes == NULL)
        kb_kept_clear(kept);
}

struct kb_span
kb_kept_find(const struct kb_kept *kept, uint32_t id)
{
    uint32_t n_bytes;
    if (kept->places == NULL || id > KB_ARTICLE_MAX_ID || kept->places[id] == 0)
        return kb_span_at(NULL, 0);
    const char *at = kept->bytes + kept->places[id] - 1;
    memcpy(&n_bytes, at, sizeof(n_bytes));
    return kb_span_at(at + sizeof(n_bytes), n_bytes);
}

void
kb_kept_add(struct kb_kept *kept, uint32_t id, struct kb_span record)
{
    uint32_t n_bytes = (uint32_t)record.n_bytes;
    size_t room = KB_KEPT_MAX_BYTES - kept->n_bytes;
    if (kept->places == NULL || id > KB_ARTICLE_MAX_ID || kept->places[id] != 0 ||
        record.n_bytes == 0 || room < sizeof(n_bytes) ||
        room - sizeof(n_bytes) < record.n_bytes)
        return;
    kept->places[id] = (uint32_t)kept->n_bytes + 1;
    memcpy(kept->bytes + kept->n_bytes, &n_bytes, sizeof(n_bytes));
    memcpy(kept->bytes + kept->n_bytes + sizeof(n_bytes), record.data, n_bytes);
    kept->n_bytes += sizeof(n_bytes) + n_bytes;
}

void
kb_kept_clear(struct kb_kept *kept)
{
    kb_mem_free(kept->places);
    kb_mem_free(kept->bytes);
    *kept = (struct kb_kept){.n_bytes = 0};
}
