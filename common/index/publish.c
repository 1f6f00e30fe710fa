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
    BUILDS_MAX = 4096 /* folders in INDEX/builds that are looked at */
};

static enum kb_status
set_path(struct kb_buf *path, struct kb_error *err, const char *index, const char *rest)
{
    kb_buf_reset(path);
    return kb_buf_printf(path, err, "%s/%s", index, rest);
}

/* The id of the build in service: what INDEX/current points to. */
static enum kb_status
read_current(const char *index, char build[KB_BUILD_ID_BYTES], struct kb_error *err)
{
    static const char head[] = "builds/";
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    char target[sizeof(head) + KB_BUILD_ID_BYTES] = "";
    enum kb_status st = set_path(&path, err, index, "current");
    if (st == KB_OK) {
        ssize_t n = readlink(path.data, target, sizeof(target) - 1);
        struct kb_span text = kb_span_at(target, n < 0 ? 0 : (size_t)n);
        size_t n_head = sizeof(head) - 1;
        if (n < 0 && (errno == ENOENT || errno == ENOTDIR))
            st = kb_error_set(err, KB_E_NO_INDEX, "no index at '%s'", index);
        else if (n < 0 && errno != EINVAL)
            st = kb_error_os(err, errno, "cannot read '%s'", path.data);
        else if (!kb_span_starts(text, kb_span_at(head, n_head)) ||
                 text.n_bytes - n_head >= KB_BUILD_ID_BYTES || text.n_bytes == n_head ||
                 memchr(target + n_head, '/', text.n_bytes - n_head) != NULL)
            st = kb_error_set(err, KB_E_CORRUPT, "'%s' does not point to a build",
                              path.data);
        else
            memcpy(build, target + n_head, text.n_bytes - n_head + 1);
    }
    kb_buf_clear(&path);
    return st;
}

static enum kb_status
read_manifest(const char *index, const char *build, struct kb_manifest *out,
              struct kb_error *err)
{
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    struct kb_buf text = KB_BUF_INIT(KB_MANIFEST_MAX_BYTES);
    enum kb_status st =
        kb_buf_printf(&path, err, "%s/builds/%s/" KB_MANIFEST_NAME, index, build);
    if (st == KB_OK)
        st = kb_file_read(path.data, &text, err);
    if (st == KB_OK) {
        st = kb_manifest_read(kb_buf_span(&text), out, err);
        if (st == KB_OK && strcmp(out->build, build) != 0)
            st = kb_error_set(err, KB_E_CORRUPT, "it is of build '%s'", out->build);
        if (st != KB_OK)
            kb_error_context(err, "'%s'", path.data);
    } else if (st == KB_E_NOT_FOUND) {
        st = kb_error_set(err, KB_E_CORRUPT, "the build in service has lost '%s'",
                          path.data);
    }
    kb_buf_clear(&text);
    kb_buf_clear(&path);
    return st;
}

static enum kb_status
check_versions(const struct kb_manifest *m, struct kb_error *err)
{
    struct kb_buf now = KB_BUF_INIT(KB_FINGERPRINT_BYTES);
    enum kb_status st = kb_analyzer_fingerprint(&now, err);
    if (st == KB_OK && m->schema != KB_SCHEMA_VERSION)
        st = kb_error_set(err, KB_E_SCHEMA, "built with schema %u, this program has %d",
                          m->schema, KB_SCHEMA_VERSION);
    else if (st == KB_OK && strcmp(m->analyzer, now.data) != 0)
        st = kb_error_set(err, KB_E_SCHEMA, "built with '%s', this program has '%s'",
                          m->analyzer, now.data);
    kb_buf_clear(&now);
    return st;
}

static enum kb_status
open_shards(const char *index, const struct kb_manifest *m, struct kb_reader **out,
            struct kb_error *err)
{
    struct kb_buf paths[KB_SHARDS_MAX];
    const char *names[KB_SHARDS_MAX];
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < m->n_shards; i++) {
        paths[i] = (struct kb_buf)KB_BUF_INIT(KB_PATH_MAX_BYTES);
        if (st == KB_OK)
            st = kb_buf_printf(&paths[i], err, "%s/builds/%s/%s", index, m->build,
                               m->shards[i].name);
        names[i] = kb_buf_cstr(&paths[i]);
    }
    if (st == KB_OK)
        st = kb_reader_open(names, m->n_shards, out, err);
    if (st == KB_E_NOT_FOUND) {
        kb_error_context(err, "the build in service has lost a shard");
        st = KB_E_CORRUPT;
        if (err != NULL)
            err->code = st;
    }
    for (size_t i = 0; i < m->n_shards; i++)
        kb_buf_clear(&paths[i]);
    return st;
}

enum kb_status
kb_index_open_build(const char *index, const char *build, struct kb_index *out,
                    struct kb_error *err)
{
    struct kb_index opened = {0};
    enum kb_status st = read_manifest(index, build, &opened.manifest, err);
    if (st == KB_OK)
        st = check_versions(&opened.manifest, err);
    if (st == KB_OK)
        st = open_shards(index, &opened.manifest, &opened.reader, err);
    if (st == KB_OK)
        *out = opened;
    else
        kb_error_context(err, "index '%s'", index);
    return st;
}

enum kb_status
kb_index_open(const char *index, struct kb_index *out, struct kb_error *err)
{
    char build[KB_BUILD_ID_BYTES];
    enum kb_status st = read_current(index, build, err);
    if (st == KB_OK)
        return kb_index_open_build(index, build, out, err);
    if (st != KB_E_NO_INDEX)
        kb_error_context(err, "index '%s'", index);
    return st;
}

enum kb_status
kb_index_current(const char *index, char build[KB_BUILD_ID_BYTES], struct kb_error *err)
{
    return read_current(index, build, err);
}

void
kb_index_clear(struct kb_index *index)
{
    if (index == NULL)
        return;
    kb_reader_free(index->reader);
    index->reader = NULL;
}

/* A new folder named by the time; a second one within a second gets a letter. */
static enum kb_status
make_build_dir(const char *index, char build[KB_BUILD_ID_BYTES], struct kb_buf *path,
               struct kb_error *err)
{
    time_t now = time(NULL);
    struct tm utc;
    char stamp[KB_BUILD_ID_BYTES - 2];
    if (gmtime_r(&now, &utc) == NULL ||
        strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &utc) == 0)
        return kb_error_set(err, KB_E_INTERNAL, "the clock gives no date");
    for (char letter = 'a'; letter <= 'z'; letter++) {
        snprintf(build, KB_BUILD_ID_BYTES, "%s%c", stamp, letter);
        kb_buf_reset(path);
        enum kb_status st = kb_buf_printf(path, err, "%s/builds/%s", index, build);
        if (st != KB_OK)
            return st;
        if (mkdir(path->data, 0777) == 0)
            return KB_OK;
        if (errno != EEXIST)
            return kb_error_os(err, errno, "cannot make folder '%s'", path->data);
    }
    return kb_error_set(err, KB_E_BUSY, "too many builds in one second in '%s'", index);
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
    enum kb_status st = set_path(&path, err, dir, "XAPIANDB");
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
kb_build_publish(const char *index, const struct kb_manifest *m, uint64_t *n_bytes,
                 struct kb_error *err)
{
    struct kb_buf builds = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    struct kb_buf dir = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = set_path(&builds, err, index, "builds");
    if (st == KB_OK)
        st = set_path(&dir, err, builds.data, m->build);
    if (st == KB_OK)
        st = write_stub(dir.data, m, err);
    if (st == KB_OK)
        st = write_manifest(dir.data, m, err);
    if (st == KB_OK)
        st = kb_file_sync_tree(dir.data, n_bytes, err);
    if (st == KB_OK)
        st = kb_file_sync(builds.data, err);
    if (st == KB_OK)
        st = switch_current(index, m->build, err);
    kb_buf_clear(&dir);
    kb_buf_clear(&builds);
    return st;
}

enum kb_status
kb_build_drop(const char *index, const char *build, struct kb_error *err)
{
    char current[KB_BUILD_ID_BYTES] = "";
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = read_current(index, current, err);
    if (st == KB_E_NO_INDEX)
        st = KB_OK;
    /* After the switch only its sync can fail: the build is in service then. */
    if (st == KB_OK && strcmp(build, current) != 0) {
        st = kb_buf_printf(&path, err, "%s/builds/%s", index, build);
        if (st == KB_OK)
            st = kb_file_remove_tree(path.data, err);
    }
    kb_buf_clear(&path);
    return st;
}

/* The builds of an index, by name. */
struct build_list {
    char *paths[BUILDS_MAX];
    size_t n;
};

static enum kb_status
note_build(const char *path, void *context, struct kb_error *err)
{
    struct build_list *list = context;
    if (list->n == BUILDS_MAX)
        return KB_OK;
    list->paths[list->n] = kb_mem_copy(path, strlen(path));
    if (list->paths[list->n] == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a path");
    list->n++;
    return KB_OK;
}

static int
newest_first(const void *a, const void *b)
{
    return strcmp(*(char *const *)b, *(char *const *)a);
}

static bool
is_whole(const char *dir)
{
    struct stat info;
    char *path = kb_file_join(dir, KB_MANIFEST_NAME);
    bool whole = path != NULL && stat(path, &info) == 0;
    kb_mem_free(path);
    return whole;
}

static enum kb_status
prune_list(struct build_list *list, const char *current, size_t keep,
           struct kb_error *err)
{
    qsort(list->paths, list->n, sizeof(list->paths[0]), newest_first);
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < list->n && st == KB_OK; i++) {
        const char *name = strrchr(list->paths[i], '/') + 1;
        if (strcmp(name, current) == 0)
            continue;
        if (keep > 0 && is_whole(list->paths[i])) {
            keep--;
            continue;
        }
        st = kb_file_remove_tree(list->paths[i], err);
    }
    return st;
}

enum kb_status
kb_build_prune(const char *index, size_t keep, struct kb_error *err)
{
    char current[KB_BUILD_ID_BYTES] = "";
    struct kb_buf builds = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    struct build_list *list = kb_mem_array(1, sizeof(*list));
    enum kb_status st = list == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for builds")
                            : read_current(index, current, err);
    if (st == KB_E_NO_INDEX)
        st = KB_OK;
    if (st == KB_OK)
        st = set_path(&builds, err, index, "builds");
    if (st == KB_OK)
        st = kb_file_each(builds.data, note_build, list, err);
    if (st == KB_OK)
        st = prune_list(list, current, keep, err);
    for (size_t i = 0; list != NULL && i < list->n; i++)
        kb_mem_free(list->paths[i]);
    kb_mem_free(list);
    kb_buf_clear(&builds);
    return st;
}
