/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cgi/cache.h"

#include <stdio.h>
#include <xxhash.h>

#include "base/mem.h"

/* The slot that has the key, or the one that was not asked for for the longest time. */
static struct kb_cached *
slot_of(struct kb_cache *cache, struct kb_span key)
{
    size_t set = XXH3_64bits(key.data, key.n_bytes) % KB_CACHE_SETS;
    struct kb_cached *slots = &cache->slots[set * KB_CACHE_WAYS];
    struct kb_cached *oldest = slots;
    for (size_t i = 0; i < KB_CACHE_WAYS; i++) {
        if (slots[i].type != NULL && kb_span_equal(kb_buf_span(&slots[i].key), key))
            return &slots[i];
        if (slots[i].used < oldest->used)
            oldest = &slots[i];
    }
    return oldest;
}

const struct kb_cached *
kb_cache_find(struct kb_cache *cache, const char *build, struct kb_span key)
{
    if (cache->slots == NULL || strcmp(cache->build, build) != 0)
        return NULL;
    struct kb_cached *slot = slot_of(cache, key);
    if (slot->type == NULL || !kb_span_equal(kb_buf_span(&slot->key), key))
        return NULL;
    slot->used = ++cache->now;
    return slot;
}

static void
begin(struct kb_cache *cache, const char *build)
{
    kb_cache_clear(cache);
    cache->slots = kb_mem_array(KB_CACHE_SLOTS, sizeof(*cache->slots));
    snprintf(cache->build, sizeof(cache->build), "%s", build);
}

void
kb_cache_keep(struct kb_cache *cache, const char *build, struct kb_span key,
              const struct kb_response *response, const struct kb_log_entry *log)
{
    if (response->status != 200 || response->body.n_bytes > KB_CACHE_ANSWER_BYTES ||
        key.n_bytes > KB_CACHE_KEY_BYTES)
        return;
    if (cache->slots == NULL || strcmp(cache->build, build) != 0)
        begin(cache, build);
    if (cache->slots == NULL)
        return;
    struct kb_cached *slot = slot_of(cache, key);
    kb_buf_clear(&slot->key);
    kb_buf_clear(&slot->body);
    *slot = (struct kb_cached){.key = KB_BUF_INIT(KB_CACHE_KEY_BYTES),
                               .body = KB_BUF_INIT(KB_CACHE_ANSWER_BYTES),
                               .used = ++cache->now,
                               .log = *log};
    slot->log.query = kb_span_at("", 0);
    if (kb_buf_append(&slot->key, key, NULL) == KB_OK &&
        kb_buf_append(&slot->body, kb_buf_span(&response->body), NULL) == KB_OK)
        slot->type = response->type;
}

void
kb_cache_clear(struct kb_cache *cache)
{
    for (size_t i = 0; cache->slots != NULL && i < KB_CACHE_SLOTS; i++) {
        kb_buf_clear(&cache->slots[i].key);
        kb_buf_clear(&cache->slots[i].body);
    }
    kb_mem_free(cache->slots);
    *cache = (struct kb_cache){"", 0, NULL};
}
