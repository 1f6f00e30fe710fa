/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as what an index keeps with an article: head, parts of a body, words in
 * order, packed body with and without a dictionary. Damage is an error, never more than
 * the bytes that are there. */
#include "base/limits.h"
#include "fuzz.h"
#include "schema/lexemes.h"
#include "schema/pack.h"
#include "schema/stored.h"
#include "schema/words.h"

static const char words[] =
    "SYMPTOMS The computer stops. CAUSE RESOLUTION Restart it. ";

static void
read_body(struct kb_span rest)
{
    const char *end = rest.data + rest.n_bytes;
    enum kb_section_kind kind = KB_SECTION_COUNT;
    struct kb_span text = {NULL, 0};
    while (rest.n_bytes > 0 &&
           kb_stored_body_next(&rest, &kind, &text, NULL) == KB_OK) {
        FUZZ_CHECK(kind < KB_SECTION_COUNT);
        FUZZ_CHECK(text.data + text.n_bytes <= end);
        FUZZ_CHECK(rest.data + rest.n_bytes == end);
    }
}

static void
read_words(struct kb_span bytes)
{
    struct kb_words record = {.places = NULL};
    struct kb_words_cursor c;
    if (kb_words_begin(bytes, &c, NULL) == KB_OK &&
        kb_words_read(bytes, &record, NULL) == KB_OK) {
        for (size_t i = 0; i < record.n; i++)
            FUZZ_CHECK(record.places[i].kind < KB_SECTION_COUNT);
        for (size_t i = 0; i < record.n_parts && i < 10; i++) {
            uint32_t word = record.parts[i].n_words;
            uint32_t begin = 0;
            if (kb_words_anchor(record.parts, c.anchors, i, &word, &begin, NULL) ==
                KB_OK) {
                FUZZ_CHECK(word <= record.parts[i].n_words);
                FUZZ_CHECK(begin <= KB_ARTICLE_MAX_BYTES);
            }
        }
    }
    kb_words_clear(&record);
}

static void
read_lexemes(struct kb_span chunk)
{
    struct kb_lexeme at = kb_lexemes_begin(chunk);
    bool found = true;
    while (kb_lexeme_next(&at, &found, NULL) == KB_OK && found) {
        FUZZ_CHECK(at.n_bytes > 0 && at.n_bytes <= KB_WORD_MAX_BYTES);
        FUZZ_CHECK(at.count > 0);
        FUZZ_CHECK(at.rest.n_bytes < chunk.n_bytes);
    }
}

static void
unpack(struct kb_unpacker *unpacker, struct kb_span bytes)
{
    struct kb_buf out = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    if (kb_unpack(unpacker, bytes, &out, NULL) == KB_OK)
        read_body(kb_buf_span(&out));
    kb_buf_clear(&out);
}

static void
pack_and_unpack(struct kb_packer *packer, struct kb_unpacker *unpacker,
                struct kb_span bytes)
{
    struct kb_buf packed = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    struct kb_buf out = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    FUZZ_CHECK(kb_pack(packer, bytes, &packed, NULL) == KB_OK);
    FUZZ_CHECK(kb_unpack(unpacker, kb_buf_span(&packed), &out, NULL) == KB_OK);
    FUZZ_CHECK(kb_span_equal(kb_buf_span(&out), bytes));
    kb_buf_clear(&packed);
    kb_buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kb_packer *packer;
    static struct kb_unpacker *plain;
    static struct kb_unpacker *with_dictionary;
    struct kb_span bytes = fuzz_input(data, size);
    struct kb_stored_head head;
    struct kb_stored_record record;
    if (plain == NULL) {
        struct kb_span dictionary = kb_span_cstr(words);
        FUZZ_CHECK(kb_unpacker_new(kb_span_at("", 0), &plain, NULL) == KB_OK);
        FUZZ_CHECK(kb_unpacker_new(dictionary, &with_dictionary, NULL) == KB_OK);
        FUZZ_CHECK(kb_packer_new(dictionary, &packer, NULL) == KB_OK);
    }
    if (kb_stored_head_read(bytes, &head, NULL) == KB_OK)
        FUZZ_CHECK(head.id > 0 && head.id <= KB_ARTICLE_MAX_ID);
    read_body(bytes);
    if (kb_stored_record_read(bytes, &record, NULL) == KB_OK)
        read_body(record.body);
    read_lexemes(bytes);
    read_words(bytes);
    unpack(plain, bytes);
    unpack(with_dictionary, bytes);
    pack_and_unpack(packer, with_dictionary, bytes);
    return 0;
}
