/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/publish.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "schema/field.h"
#include "text/analyze.h"

enum {
    STAMP_BYTES = 17, /* "20261122T031500Z" and its NUL */
    LETTERS = 25,     /* a to y: z is followed by another */
    LETTERS_MAX = 12  /* that an id has room for */
};

static enum kb_status
set_path(struct kb_buf *path, struct kb_error *err, const char *index, const char *rest)
{
    kb_buf_reset(path);
    return kb_buf_printf(path, err, "%s/%s", index, rest);
}

/* The time now, or that of the newest build there is, if the clock was set back: ids
 * ascend in any case. */
static enum kb_status
first_stamp(const char *newest, char stamp[STAMP_BYTES], struct kb_error *err)
{
    time_t now = time(NULL);
    struct tm utc;
    if (gmtime_r(&now, &utc) == NULL ||
        strftime(stamp, STAMP_BYTES, "%Y%m%dT%H%M%SZ", &utc) == 0)
        return kb_error_set(err, KB_E_INTERNAL, "the clock gives no date");
    if (strlen(newest) >= STAMP_BYTES - 1 &&
        strncmp(newest, stamp, STAMP_BYTES - 1) > 0)
        memcpy(stamp, newest, STAMP_BYTES - 1);
    return KB_OK;
}

/* A new folder named by the time and letters: "a" to "y", then "za" and so on, which
 * sort behind those before them, and behind all builds there are. */
static enum kb_status
make_build_dir(const char *index, char build[KB_BUILD_ID_BYTES], struct kb_buf *path,
               struct kb_error *err)
{
    struct kb_builds builds = {NULL, 0, 0};
    char stamp[STAMP_BYTES];
    enum kb_status st = kb_builds_list(index, &builds, err);
    const char *newest = builds.n == 0 ? "" : builds.items[0].id;
    bool made = false;
    if (st == KB_OK)
        st = first_stamp(newest, stamp, err);
    for (int i = 0; i < LETTERS * LETTERS_MAX && st == KB_OK && !made; i++) {
        snprintf(build, KB_BUILD_ID_BYTES, "%s%.*s%c", stamp, i / LETTERS,
                 "zzzzzzzzzzzz", 'a' + i % LETTERS);
        if (strcmp(build, newest) <= 0)
            continue;
        kb_buf_reset(path);
        st = kb_buf_printf(path, err, "%s/builds/%s", index, build);
        made = st == KB_OK && mkdir(path->data, 0777) == 0;
        if (st == KB_OK && !made && errno != EEXIST)
            st = kb_error_os(err, errno, "cannot make folder '%s'", path->data);
    }
    if (st == KB_OK && !made)
        st = kb_error_set(err, KB_E_BUSY, "too many builds within a second");
    kb_builds_clear(&builds);
    return st;
}

enum kb_status
kb_build_begin(const char *index, char build[KB_BUILD_ID_BYTES], struct kb_buf *path,
               struct kb_error *err)
{
    enum kb_status st = kb_file_make_dir(index, err);
    if (st == KB_OK)
        st = set_path(path, err, index, "builds");
    if (st == KB_OK)
        st = kb_file_make_dir(path->data, err);
    if (st == KB_OK)
        st = make_build_dir(index, build, path, err);
    /* A caller that fails removes what `path` names: never the folder of all builds. */
    if (st != KB_OK)
        kb_buf_reset(path);
    return st;
}

/* The stub by which Xapian's own tools open all shards as one database. */
static enum kb_status
write_stub(const char *dir, const struct kb_manifest *m, struct kb_error *err)
{
    struct kb_buf stub = KB_BUF_INIT(KB_MANIFEST_MAX_BYTES);
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = set_path(&path, err, dir, KB_STUB_NAME);
    for (size_t i = 0; i < m->n_shards && st == KB_OK; i++)
        st = kb_buf_printf(&stub, err, "auto %s\n", m->shards[i].name);
    if (st == KB_OK)
        st = kb_file_write(path.data, kb_buf_span(&stub), err);
    kb_buf_clear(&path);
    kb_buf_clear(&stub);
    return st;
}

static enum kb_status
write_manifest(const char *dir, const struct kb_manifest *m, struct kb_error *err)
{
    struct kb_buf text = KB_BUF_INIT(KB_MANIFEST_MAX_BYTES);
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = set_path(&path, err, dir, KB_MANIFEST_NAME);
    if (st == KB_OK)
        st = kb_manifest_write(m, &text, err);
    if (st == KB_OK)
        st = kb_file_write(path.data, kb_buf_span(&text), err);
    kb_buf_clear(&path);
    kb_buf_clear(&text);
    return st;
}

/* The one rename that puts a build in service. */
static enum kb_status
switch_current(const char *index, const char *build, struct kb_error *err)
{
    struct kb_buf beside = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    struct kb_buf target = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = set_path(&path, err, index, "current");
    if (st == KB_OK)
        st = set_path(&beside, err, index, "current.new");
    if (st == KB_OK)
        st = set_path(&target, err, "builds", build);
    if (st == KB_OK && unlink(beside.data) != 0 && errno != ENOENT)
        st = kb_error_os(err, errno, "cannot remove '%s'", beside.data);
    if (st == KB_OK && symlink(target.data, beside.data) != 0)
        st = kb_error_os(err, errno, "cannot make '%s'", beside.data);
    if (st == KB_OK && rename(beside.data, path.data) != 0)
        st = kb_error_os(err, errno, "cannot rename to '%s'", path.data);
    if (st == KB_OK)
        st = kb_file_sync(index, err);
    kb_buf_clear(&target);
    kb_buf_clear(&path);
    kb_buf_clear(&beside);
    return st;
}

enum kb_status
kb_build_seal(const char *index, struct kb_manifest *m, uint64_t *n_bytes,
              struct kb_error *err)
{
    struct kb_buf builds = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    struct kb_buf dir = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = set_path(&builds, err, index, "builds");
    if (st == KB_OK)
        st = set_path(&dir, err, builds.data, m->build);
    if (st == KB_OK && kb_files_find(&m->files, KB_STUB_NAME) == NULL) {
        st = write_stub(dir.data, m, err);
        if (st == KB_OK)
            st = kb_files_add(&m->files, dir.data, KB_STUB_NAME, err);
    }
    if (st == KB_OK)
        st = write_manifest(dir.data, m, err);
    if (st == KB_OK)
        st = kb_file_sync(dir.data, err);
    if (st == KB_OK)
        st = kb_file_sync(builds.data, err);
    if (n_bytes != NULL)
        *n_bytes = 0;
    for (size_t i = 0; i < m->files.n && n_bytes != NULL; i++)
        *n_bytes += m->files.items[i].n_bytes;
    kb_buf_clear(&dir);
    kb_buf_clear(&builds);
    return st;
}

enum kb_status
kb_build_switch(const char *index, const char *build, struct kb_error *err)
{
    return switch_current(index, build, err);
}

/* ---- the builds there are ---- */

static enum kb_status
note_build(const char *path, void *context, struct kb_error *err)
{
    struct kb_builds *builds = context;
    const char *name = strrchr(path, '/') + 1;
    struct stat info;
    if (strlen(name) >= KB_BUILD_ID_BYTES)
        return KB_OK; /* not ours */
    if (kb_mem_grow(&builds->items, builds->n, &builds->capacity,
                    sizeof(*builds->items)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for builds");
    struct kb_build_entry *entry = &builds->items[builds->n++];
    char *manifest = kb_file_join(path, KB_MANIFEST_NAME);
    snprintf(entry->id, sizeof(entry->id), "%s", name);
    entry->is_whole = manifest != NULL && stat(manifest, &info) == 0;
    kb_mem_free(manifest);
    return manifest == NULL ? kb_error_set(err, KB_E_NOMEM, "no memory for a path")
                            : KB_OK;
}

static int
newest_first(const void *a, const void *b)
{
    return strcmp(((const struct kb_build_entry *)b)->id,
                  ((const struct kb_build_entry *)a)->id);
}

enum kb_status
kb_builds_list(const char *index, struct kb_builds *out, struct kb_error *err)
{
    struct kb_buf dir = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = set_path(&dir, err, index, "builds");
    if (st == KB_OK)
        st = kb_file_each(dir.data, note_build, out, err);
    if (st == KB_E_NOT_FOUND)
        st = KB_OK;
    if (st == KB_OK && out->n > 0)
        qsort(out->items, out->n, sizeof(out->items[0]), newest_first);
    if (st != KB_OK)
        kb_builds_clear(out);
    kb_buf_clear(&dir);
    return st;
}

void
kb_builds_clear(struct kb_builds *builds)
{
    kb_mem_free(builds->items);
    *builds = (struct kb_builds){NULL, 0, 0};
}

static enum kb_status
remove_build(const char *index, const char *build, struct kb_error *err)
{
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    struct kb_buf manifest = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = kb_buf_printf(&path, err, "%s/builds/%s", index, build);
    if (st == KB_OK)
        st = set_path(&manifest, err, path.data, KB_MANIFEST_NAME);
    /* Killed while it removes, it must not leave what looks whole. */
    if (st == KB_OK && unlink(manifest.data) != 0 && errno != ENOENT &&
        errno != ENOTDIR)
        st = kb_error_os(err, errno, "cannot remove '%s'", manifest.data);
    if (st == KB_OK)
        st = kb_file_remove_tree(path.data, err);
    kb_buf_clear(&manifest);
    kb_buf_clear(&path);
    return st;
}

static enum kb_status
current_or_none(const char *index, char build[KB_BUILD_ID_BYTES], struct kb_error *err)
{
    build[0] = '\0';
    enum kb_status st = kb_index_current(index, build, err);
    return st == KB_E_NO_INDEX ? KB_OK : st;
}

enum kb_status
kb_build_drop(const char *index, const char *build, struct kb_error *err)
{
    char current[KB_BUILD_ID_BYTES];
    enum kb_status st = current_or_none(index, current, err);
    /* After the switch only its sync can fail: the build is in service then. */
    if (st != KB_OK || strcmp(build, current) == 0)
        return st;
    return remove_build(index, build, err);
}

enum kb_status
kb_build_clean(const char *index, struct kb_error *err)
{
    char current[KB_BUILD_ID_BYTES];
    struct kb_builds builds = {NULL, 0, 0};
    enum kb_status st = current_or_none(index, current, err);
    if (st == KB_OK)
        st = kb_builds_list(index, &builds, err);
    for (size_t i = 0; i < builds.n && st == KB_OK; i++) {
        int order = strcmp(builds.items[i].id, current);
        if (order > 0 || (order < 0 && !builds.items[i].is_whole))
            st = remove_build(index, builds.items[i].id, err);
    }
    kb_builds_clear(&builds);
    return st;
}

enum kb_status
kb_build_prune(const char *index, size_t keep, struct kb_error *err)
{
    char current[KB_BUILD_ID_BYTES];
    struct kb_builds builds = {NULL, 0, 0};
    enum kb_status st = current_or_none(index, current, err);
    if (st == KB_OK)
        st = kb_builds_list(index, &builds, err);
    for (size_t i = 0; i < builds.n && st == KB_OK; i++) {
        const struct kb_build_entry *entry = &builds.items[i];
        if (strcmp(entry->id, current) == 0)
            continue;
        if (keep > 0 && entry->is_whole)
            keep--;
        else
            st = remove_build(index, entry->id, err);
    }
    kb_builds_clear(&builds);
    return st;
}
