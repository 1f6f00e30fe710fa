/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes behind a check sum that is right: entries are found whole or damaged, and
 * nothing outside of the file is read. */
#include <xxhash.h>

#include "base/mem.h"
#include "fuzz.h"
#include "schema/learned.h"

enum {
    HEAD_BYTES = 16 /* magic and check sum */
};

static void
find(const struct kb_learned *learned, const char *term)
{
    struct kb_learned_word word;
    if (kb_learned_find(learned, kb_span_cstr(term), &word, NULL) != KB_OK)
        return;
    FUZZ_CHECK(word.n <= KB_LEARNED_RELATED_MAX);
    for (size_t i = 0; i < word.n; i++) {
        struct kb_span text = word.related[i].word;
        FUZZ_CHECK(text.data >= learned->bytes.data &&
                   text.data + text.n_bytes <=
                       learned->bytes.data + learned->bytes.n_bytes);
        FUZZ_CHECK(word.related[i].strength >= 0 && word.related[i].strength <= 1);
    }
}

static void
find_name(const struct kb_learned *learned, const char *key)
{
    struct kb_learned_name name;
    bool goes_on;
    if (kb_learned_find_name(learned, kb_span_cstr(key), &name, &goes_on, NULL) !=
            KB_OK ||
        name.other.n_bytes == 0)
        return;
    FUZZ_CHECK(name.other.data >= learned->bytes.data &&
               name.other.data + name.other.n_bytes <=
                   learned->bytes.data + learned->bytes.n_bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const terms[] = {"", "3.51", "Zhang", "Zstop", "zz"};
    static const char *const names[] = {"", "Zwork", "Zwork Zgroup", "wg", "zz"};
    struct kb_learned learned;
    struct kb_span rest = fuzz_input(data, size);
    uint64_t sum = XXH3_64bits(rest.data, rest.n_bytes);
    char *bytes = kb_mem_array(HEAD_BYTES + size, 1);
    if (bytes == NULL)
        return 0;
    memcpy(bytes, "kblearn2", 8);
    for (size_t i = 0; i < 8; i++)
        bytes[8 + i] = (char)(unsigned char)(sum >> 8 * i & 0xff);
    if (size > 0)
        memcpy(bytes + HEAD_BYTES, rest.data, size);
    if (kb_learned_open(kb_span_at(bytes, HEAD_BYTES + size), &learned, NULL) ==
        KB_OK) {
        for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
            find(&learned, terms[i]);
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
            find_name(&learned, names[i]);
    }
    kb_mem_free(bytes);
    return 0;
}
