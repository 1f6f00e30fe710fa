/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store.h"

#include "schema/stored.h"

enum kb_status
kb_store_put(struct kb_writer *writer, uint32_t id, const struct kb_made *made,
             struct kb_error *err)
{
    char key[KB_STORED_KEY_BYTES];
    enum kb_status st = kb_writer_put(writer, id, made->doc, err);
    kb_stored_body_key(id, key);
    if (st == KB_OK)
        st = kb_writer_set_meta(writer, kb_span_cstr(key), made->body, err);
    kb_stored_words_key(id, key);
    if (st == KB_OK)
        st = kb_writer_set_meta(writer, kb_span_cstr(key), made->words, err);
    return st;
}

enum kb_status
kb_store_remove(struct kb_writer *writer, uint32_t id, struct kb_error *err)
{
    char key[KB_STORED_KEY_BYTES];
    enum kb_status st = kb_writer_remove(writer, id, err);
    kb_stored_body_key(id, key);
    if (st == KB_OK)
        st = kb_writer_remove_meta(writer, kb_span_cstr(key), err);
    kb_stored_words_key(id, key);
    if (st == KB_OK)
        st = kb_writer_remove_meta(writer, kb_span_cstr(key), err);
    return st;
}
