/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/lore.h"

#include "base/file.h"
#include "base/limits.h"

void
kb_lore_open(const char *index, const struct kb_manifest *manifest, struct kb_lore *out)
{
    const struct kb_build_file *file = kb_files_find(&manifest->files, KB_LEARNED_FILE);
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    *out = (struct kb_lore){.why = {0}};
    enum kb_status st = kb_buf_printf(&path, &out->why, "%s/builds/%s/%s", index,
                                      manifest->build, KB_LEARNED_FILE);
    if (st == KB_OK)
        st = kb_file_map(path.data, KB_LEARNED_MAX_BYTES, &out->bytes, &out->why);
    if (st == KB_OK)
        st = kb_learned_open(out->bytes, &out->learned, &out->why);
    if (st == KB_OK && file != NULL && !kb_files_hold(file, out->bytes))
        st = kb_error_set(&out->why, KB_E_CORRUPT, "'%s' is of another build",
                          path.data);
    if (st != KB_OK)
        kb_lore_clear(out);
    kb_buf_clear(&path);
}

void
kb_lore_clear(struct kb_lore *lore)
{
    kb_file_unmap(&lore->bytes);
    lore->learned = (struct kb_learned){.n_words = 0};
}
