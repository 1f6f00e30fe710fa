/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "schema/stored.h"

enum {
    DICTIONARY_MAX_BYTES = 1024 * 1024
};

/* A file that is gone or has another size is seen without reading it; other bytes are
 * seen when it is copied. */
static enum kb_status
check_sizes(const struct kb_base *base, struct kb_error *err)
{
    for (size_t i = 0; i < base->manifest.files.n; i++) {
        const struct kb_build_file *file = &base->manifest.files.items[i];
        struct stat info;
        char *path = kb_file_join(base->dir.data, file->name);
        if (path == NULL)
            return kb_error_set(err, KB_E_NOMEM, "no memory for a path");
        int failed = stat(path, &info);
        kb_mem_free(path);
        if (failed != 0)
            return kb_error_set(err, KB_E_CORRUPT, "it has lost '%s'", file->name);
        if ((uint64_t)info.st_size != file->n_bytes)
            return kb_error_set(err, KB_E_CORRUPT, "'%s' has another size", file->name);
    }
    return KB_OK;
}

static enum kb_status
check_manifest(const struct kb_base *base, struct kb_error *err)
{
    if (!base->manifest.is_intact)
        return kb_error_set(err, KB_E_CORRUPT, "its manifest was edited");
    if (kb_files_find(&base->manifest.files, KB_INPUTS_NAME) == NULL)
        return kb_error_set(err, KB_E_CORRUPT, "it has no table of inputs");
    return KB_OK;
}

static enum kb_status
read_dictionary(struct kb_base *base, const char *index, struct kb_error *err)
{
    struct kb_index opened = {.reader = NULL};
    enum kb_status st = kb_index_open_build(index, base->build, &opened, err);
    if (st == KB_OK)
        st = kb_reader_meta(opened.reader, 0, KB_SPAN_LITERAL(KB_STORED_DICTIONARY_KEY),
                            &base->dictionary, err);
    kb_index_clear(&opened);
    return st == KB_E_NOT_FOUND ? KB_OK : st;
}

static enum kb_status
load(struct kb_base *base, const char *index, struct kb_error *err)
{
    enum kb_status st = kb_index_manifest(index, base->build, &base->manifest, err);
    if (st == KB_OK)
        st = kb_index_check_versions(&base->manifest, err);
    if (st == KB_OK)
        st = check_manifest(base, err);
    if (st == KB_OK)
        st = check_sizes(base, err);
    if (st == KB_OK)
        st = kb_inputs_read(base->dir.data, &base->inputs, err);
    if (st == KB_OK)
        st = read_dictionary(base, index, err);
    return st;
}

enum kb_status
kb_base_load(const char *index, struct kb_base *out, struct kb_error *err)
{
    struct kb_error why = KB_ERROR_INIT;
    *out = (struct kb_base){.inputs = KB_INPUTS_INIT,
                            .dir = KB_BUF_INIT(KB_PATH_MAX_BYTES),
                            .dictionary = KB_BUF_INIT(DICTIONARY_MAX_BYTES)};
    enum kb_status st = kb_index_current(index, out->build, &why);
    out->in_service = st == KB_OK;
    if (st == KB_OK)
        st = kb_buf_printf(&out->dir, &why, "%s/builds/%s", index, out->build);
    if (st == KB_OK)
        st = load(out, index, &why);
    out->is_usable = st == KB_OK;
    if (st == KB_E_NO_INDEX)
        snprintf(out->why_not, sizeof(out->why_not), "there is no index yet");
    else if (st != KB_OK)
        snprintf(out->why_not, sizeof(out->why_not), "%s", why.msg);
    if (st == KB_E_NOMEM)
        return kb_error_set(err, st, "%s", why.msg);
    return KB_OK;
}

void
kb_base_clear(struct kb_base *base)
{
    kb_inputs_clear(&base->inputs);
    kb_buf_clear(&base->dir);
    kb_buf_clear(&base->dictionary);
    base->is_usable = false;
}
