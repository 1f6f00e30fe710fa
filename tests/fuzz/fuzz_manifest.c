/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a manifest: what is read can be written, and read again is the same. */
#include "fuzz.h"
#include "index/manifest.h"

static void
check_manifest(const struct kb_manifest *m)
{
    FUZZ_CHECK(m->n_shards >= 1 && m->n_shards <= KB_SHARDS_MAX);
    for (size_t i = 0; i < m->n_shards; i++)
        FUZZ_CHECK(strchr(m->shards[i].name, '/') == NULL &&
                   m->shards[i].name[0] != '.');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct kb_manifest first;
    static struct kb_manifest second;
    struct kb_buf text = KB_BUF_INIT(KB_MANIFEST_MAX_BYTES);
    if (kb_manifest_read(fuzz_input(data, size), &first, NULL) == KB_OK) {
        check_manifest(&first);
        FUZZ_CHECK(kb_manifest_write(&first, &text, NULL) == KB_OK);
        FUZZ_CHECK(kb_manifest_read(kb_buf_span(&text), &second, NULL) == KB_OK);
        FUZZ_CHECK(strcmp(first.build, second.build) == 0);
        FUZZ_CHECK(strcmp(first.analyzer, second.analyzer) == 0);
        FUZZ_CHECK(first.n_articles == second.n_articles);
        FUZZ_CHECK(first.n_input_bytes == second.n_input_bytes);
        FUZZ_CHECK(first.n_shards == second.n_shards);
    }
    kb_buf_clear(&text);
    return 0;
}
