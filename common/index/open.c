/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/open.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "schema/field.h"
#include "text/analyze.h"

enum {
    /* Between the look at INDEX/current and the opening, other runs may have published
     * and removed the build. */
    OPEN_TRIES = 5
};

/* The id of the build in service: what INDEX/current points to. */
enum kb_status
kb_index_current(const char *index, char build[KB_BUILD_ID_BYTES], struct kb_error *err)
{
    static const char head[] = "builds/";
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    char target[sizeof(head) + KB_BUILD_ID_BYTES] = "";
    enum kb_status st = kb_buf_printf(&path, err, "%s/current", index);
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

enum kb_status
kb_index_manifest(const char *index, const char *build, struct kb_manifest *out,
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
        st = kb_error_set(err, KB_E_CORRUPT, "the build has lost '%s'", path.data);
    }
    kb_buf_clear(&text);
    kb_buf_clear(&path);
    return st;
}

enum kb_status
kb_index_check_versions(const struct kb_manifest *m, struct kb_error *err)
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
        kb_error_context(err, "the build has lost a shard");
        st = KB_E_CORRUPT;
        if (err != NULL)
            err->code = st;
    }
    for (size_t i = 0; i < m->n_shards; i++)
        kb_buf_clear(&paths[i]);
    return st;
}

static enum kb_status
open_build(const char *index, const char *build, struct kb_index *out,
           struct kb_error *err)
{
    struct kb_index opened = {0};
    enum kb_status st = kb_index_manifest(index, build, &opened.manifest, err);
    if (st == KB_OK)
        st = kb_index_check_versions(&opened.manifest, err);
    if (st == KB_OK)
        st = open_shards(index, &opened.manifest, &opened.reader, err);
    if (st == KB_OK)
        *out = opened;
    else
        kb_error_context(err, "index '%s'", index);
    return st;
}

enum kb_status
kb_index_open_build(const char *index, const char *build, struct kb_index *out,
                    struct kb_error *err)
{
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    struct stat info;
    enum kb_status st = kb_buf_printf(&path, err, "%s/builds/%s", index, build);
    /* a name from a command line, not a way to another folder */
    if (st == KB_OK && (build[0] == '\0' || build[0] == '.' ||
                        strchr(build, '/') != NULL || stat(path.data, &info) != 0))
        st = kb_error_set(err, KB_E_NOT_FOUND,
                          "index '%s' has no build '%s' (see kbindex --list)", index,
                          build);
    kb_buf_clear(&path);
    return st == KB_OK ? open_build(index, build, out, err) : st;
}

enum kb_status
kb_index_open(const char *index, struct kb_index *out, struct kb_error *err)
{
    char build[KB_BUILD_ID_BYTES] = "";
    enum kb_status st = KB_OK;
    for (int i = 0; i < OPEN_TRIES; i++) {
        char now[KB_BUILD_ID_BYTES];
        enum kb_status current = kb_index_current(index, now, i == 0 ? err : NULL);
        if (i == 0 && current != KB_OK) {
            if (current != KB_E_NO_INDEX)
                kb_error_context(err, "index '%s'", index);
            return current;
        }
        /* It failed, and is the one in service still: it is not for having gone. */
        if (i > 0 && (current != KB_OK || strcmp(now, build) == 0))
            break;
        memcpy(build, now, sizeof(build));
        st = open_build(index, build, out, err);
        if (st == KB_OK)
            break;
    }
    return st;
}

void
kb_index_clear(struct kb_index *index)
{
    if (index == NULL)
        return;
    kb_reader_free(index->reader);
    index->reader = NULL;
}
