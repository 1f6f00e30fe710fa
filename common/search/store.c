/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/store.h"

#include "base/limits.h"

enum {
    DICTIONARY_MAX_BYTES = 1024 * 1024
};

void
kb_store_init(struct kb_store *store, struct kb_reader *reader)
{
    *store = (struct kb_store){
        .reader = reader,
        .raw = KB_BUF_INIT(KB_STORED_MAX_BYTES),
        .unpacked = KB_BUF_INIT(KB_STORED_MAX_BYTES),
        .words = KB_BUF_INIT(KB_STORED_MAX_BYTES),
    };
}

void
kb_store_clear(struct kb_store *store)
{
    kb_unpacker_free(store->unpacker);
    kb_buf_clear(&store->raw);
    kb_buf_clear(&store->unpacked);
    kb_buf_clear(&store->words);
    kb_kept_clear(&store->kept);
    store->unpacker = NULL;
}

enum kb_status
kb_store_head(struct kb_store *store, uint32_t id, size_t *shard, struct kb_buf *bytes,
              struct kb_stored_head *out, struct kb_error *err)
{
    enum kb_status st = kb_reader_data(store->reader, id, shard, bytes, err);
    return st == KB_OK ? kb_stored_head_read(kb_buf_span(bytes), out, err) : st;
}

/* All shards of a build have the same dictionary. */
static enum kb_status
open_unpacker(struct kb_store *store, struct kb_error *err)
{
    struct kb_buf dictionary = KB_BUF_INIT(DICTIONARY_MAX_BYTES);
    if (store->unpacker != NULL)
        return KB_OK;
    enum kb_status st = kb_reader_meta(
        store->reader, 0, KB_SPAN_LITERAL(KB_STORED_DICTIONARY_KEY), &dictionary, err);
    if (st == KB_OK || st == KB_E_NOT_FOUND)
        st = kb_unpacker_new(kb_buf_span(&dictionary), &store->unpacker, err);
    kb_buf_clear(&dictionary);
    return st;
}

static enum kb_status
read_meta(struct kb_store *store, size_t shard, const char *key, struct kb_buf *out,
          struct kb_error *err)
{
    kb_buf_reset(out);
    enum kb_status st =
        kb_reader_meta(store->reader, shard, kb_span_cstr(key), out, err);
    if (st == KB_E_NOT_FOUND)
        st = kb_error_set(err, KB_E_CORRUPT, "the index has no '%s'", key);
    return st;
}

enum kb_status
kb_store_record(struct kb_store *store, size_t shard, uint32_t id, struct kb_span *out,
                struct kb_error *err)
{
    char key[KB_STORED_KEY_BYTES];
    kb_stored_body_key(id, key);
    enum kb_status st = open_unpacker(store, err);
    if (st == KB_OK)
        st = read_meta(store, shard, key, &store->raw, err);
    kb_buf_reset(&store->unpacked);
    if (st == KB_OK)
        st =
            kb_unpack(store->unpacker, kb_buf_span(&store->raw), &store->unpacked, err);
    if (st == KB_OK)
        *out = kb_buf_span(&store->unpacked);
    return st;
}

enum kb_status
kb_store_body(struct kb_store *store, size_t shard, uint32_t id, struct kb_span *out,
              struct kb_error *err)
{
    struct kb_span bytes;
    struct kb_stored_record record;
    enum kb_status st = kb_store_record(store, shard, id, &bytes, err);
    if (st == KB_OK)
        st = kb_stored_record_read(bytes, &record, err);
    if (st == KB_OK)
        *out = record.body;
    return st;
}

enum kb_status
kb_store_words(struct kb_store *store, size_t shard, uint32_t id, struct kb_span *out,
               struct kb_error *err)
{
    char key[KB_STORED_KEY_BYTES];
    *out = kb_kept_find(&store->kept, id);
    if (out->data != NULL)
        return KB_OK;
    kb_stored_words_key(id, key);
    enum kb_status st = read_meta(store, shard, key, &store->words, err);
    if (st != KB_OK)
        return st;
    *out = kb_buf_span(&store->words);
    kb_kept_add(&store->kept, id, *out);
    return KB_OK;
}
