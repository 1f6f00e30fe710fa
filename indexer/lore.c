/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lore.h"

#include "base/buf.h"
#include "base/file.h"
#include "learn.h"
#include "lesson.h"
#include "schema/learned.h"

enum kb_status
kb_lore_make(const char *dir, const struct kb_manifest *manifest, const char *thesaurus,
             struct kb_error *err)
{
    struct kb_buf lessons[KB_SHARDS_MAX];
    const char *paths[KB_SHARDS_MAX];
    struct kb_buf learned = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    size_t n = 0;
    enum kb_status st = kb_buf_printf(&learned, err, "%s/" KB_LEARNED_FILE, dir);
    for (; n < manifest->n_shards && st == KB_OK; n++) {
        lessons[n] = (struct kb_buf)KB_BUF_INIT(KB_PATH_MAX_BYTES);
        st = kb_buf_printf(&lessons[n], err, "%s/%s" KB_LESSON_SUFFIX, dir,
                           manifest->shards[n].name);
        paths[n] = lessons[n].data;
    }
    if (st == KB_OK)
        st = kb_learn(paths, n, thesaurus, learned.data, NULL, err);
    for (size_t i = 0; i < n; i++) {
        if (st == KB_OK)
            st = kb_file_remove_tree(lessons[i].data, err);
        kb_buf_clear(&lessons[i]);
    }
    kb_buf_clear(&learned);
    return st;
}

enum kb_status
kb_lore_add(const char *dir, struct kb_manifest *manifest, struct kb_error *err)
{
    return kb_files_add(&manifest->files, dir, KB_LEARNED_FILE, err);
}

enum kb_status
kb_lore_keep(const char *base_dir, const struct kb_manifest *base, const char *dir,
             struct kb_manifest *manifest, struct kb_error *err)
{
    const struct kb_build_file *file = kb_files_find(&base->files, KB_LEARNED_FILE);
    if (file == NULL)
        return KB_OK;
    enum kb_status st = kb_files_copy(file, base_dir, dir, true, err);
    return st == KB_OK ? kb_files_add(&manifest->files, dir, KB_LEARNED_FILE, err) : st;
}
