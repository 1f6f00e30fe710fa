/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/manifest.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum {
    DIGEST_DIGITS = 16,
    /* of a real number; as many on writing and on checking */
    REAL_DIGITS = JSON_REAL_PRECISION(6)
};

static json_t *
shards_to_json(const struct kb_manifest *m)
{
    json_t *shards = json_array();
    for (size_t i = 0; i < m->n_shards; i++) {
        json_t *shard = json_pack("{s:s, s:I}", "name", m->shards[i].name, "articles",
                                  (json_int_t)m->shards[i].n_articles);
        if (json_array_append_new(shards, shard) != 0) {
            json_decref(shards);
            return NULL;
        }
    }
    return shards;
}

static json_t *
files_to_json(const struct kb_build_files *files)
{
    json_t *list = json_array();
    for (size_t i = 0; i < files->n; i++) {
        char digest[DIGEST_DIGITS + 1];
        snprintf(digest, sizeof(digest), "%016llx",
                 (unsigned long long)files->items[i].digest);
        json_t *file =
            json_pack("{s:s, s:I, s:s}", "name", files->items[i].name, "bytes",
                      (json_int_t)files->items[i].n_bytes, "xxh3", digest);
        if (json_array_append_new(list, file) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

json_t *
kb_manifest_selftest_json(const struct kb_manifest_selftest *s)
{
    return s->n_items == 0
               ? json_null()
               : json_pack("{s:I, s:f, s:f}", "items", (json_int_t)s->n_items, "mrr",
                           s->mrr, "recall", s->recall);
}

static json_t *
learned_to_json(const struct kb_manifest_learned *l)
{
    return l->build[0] == '\0'
               ? json_null()
               : json_pack("{s:s, s:I, s:I, s:I}", "build", l->build, "rules",
                           (json_int_t)l->rules, "articles", (json_int_t)l->n_articles,
                           "changes", (json_int_t)l->n_changes);
}

static json_t *
to_json(const struct kb_manifest *m)
{
    json_t *changes =
        json_pack("{s:I, s:I, s:I}", "added", (json_int_t)m->n_added, "changed",
                  (json_int_t)m->n_changed, "removed", (json_int_t)m->n_removed);
    return json_pack(
        "{s:i, s:s, s:s, s:I, s:s, s:s, s:I, s:I, s:I, s:o, s:o, s:o, s:o, s:o}",
        "format", (int)KB_MANIFEST_FORMAT, "build", m->build, "base", m->base, "schema",
        (json_int_t)m->schema, "analyzer", m->analyzer, "digest", m->digest, "articles",
        (json_int_t)m->n_articles, "skipped", (json_int_t)m->n_skipped, "input_bytes",
        (json_int_t)m->n_input_bytes, "changes", changes, "learned",
        learned_to_json(&m->learned), "selftest",
        kb_manifest_selftest_json(&m->selftest), "shards", shards_to_json(m), "files",
        files_to_json(&m->files));
}

/* Digest of all members but "check": by it an edited manifest is known. */
static bool
check_of(const json_t *root, char out[DIGEST_DIGITS + 1])
{
    char *text = json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS | REAL_DIGITS);
    if (text == NULL)
        return false;
    snprintf(out, DIGEST_DIGITS + 1, "%016llx",
             (unsigned long long)XXH3_64bits(text, strlen(text)));
    free(text);
    return true;
}

enum kb_status
kb_manifest_write(const struct kb_manifest *m, struct kb_buf *out, struct kb_error *err)
{
    char check[DIGEST_DIGITS + 1];
    json_t *root = to_json(m);
    char *text = NULL;
    if (root != NULL && check_of(root, check) &&
        json_object_set_new(root, "check", json_string(check)) == 0)
        text = json_dumps(root, JSON_INDENT(2) | REAL_DIGITS);
    enum kb_status st = text == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for a manifest")
                            : kb_buf_printf(out, err, "%s\n", text);
    free(text);
    json_decref(root);
    return st;
}

static bool
copy_text(const char *from, char *to, size_t n)
{
    size_t length = strlen(from);
    if (length == 0 || length >= n)
        return false;
    memcpy(to, from, length + 1);
    return true;
}

/* The name of a folder, which must lead nowhere else. */
static bool
copy_name(const char *from, char *to, size_t n)
{
    return from[0] != '.' && strchr(from, '/') == NULL && copy_text(from, to, n);
}

/* The name of a file in the build or in a folder of it. */
static bool
copy_file_name(const char *from, char *to)
{
    return from[0] != '.' && from[0] != '/' && strstr(from, "/.") == NULL &&
           copy_text(from, to, KB_FILE_NAME_BYTES);
}

static bool
copy_count(json_int_t from, uint32_t *to)
{
    *to = (uint32_t)from;
    return from >= 0 && from <= UINT32_MAX;
}

static bool
read_shards(json_t *shards, struct kb_manifest *m)
{
    if (json_array_size(shards) < 1 || json_array_size(shards) > KB_SHARDS_MAX)
        return false;
    m->n_shards = json_array_size(shards);
    for (size_t i = 0; i < m->n_shards; i++) {
        const char *name;
        json_int_t n_articles;
        if (json_unpack(json_array_get(shards, i), "{s:s, s:I}", "name", &name,
                        "articles", &n_articles) != 0 ||
            !copy_name(name, m->shards[i].name, sizeof(m->shards[i].name)) ||
            !copy_count(n_articles, &m->shards[i].n_articles))
            return false;
    }
    return true;
}

static bool
read_files(json_t *list, struct kb_build_files *files)
{
    files->n = json_array_size(list);
    if (!json_is_array(list) || files->n > KB_FILES_MAX)
        return false;
    for (size_t i = 0; i < files->n; i++) {
        struct kb_build_file *file = &files->items[i];
        const char *name;
        const char *digest;
        char *end;
        json_int_t n_bytes;
        if (json_unpack(json_array_get(list, i), "{s:s, s:I, s:s}", "name", &name,
                        "bytes", &n_bytes, "xxh3", &digest) != 0 ||
            n_bytes < 0 || !copy_file_name(name, file->name) ||
            strlen(digest) != DIGEST_DIGITS)
            return false;
        file->n_bytes = (uint64_t)n_bytes;
        file->digest = strtoull(digest, &end, 16);
        if (*end != '\0')
            return false;
    }
    return true;
}

static bool
read_changes(json_t *root, struct kb_manifest *m)
{
    json_int_t n_added;
    json_int_t n_changed;
    json_int_t n_removed;
    json_int_t n_items;
    json_t *selftest = json_object_get(root, "selftest");
    if (json_unpack(root, "{s:{s:I, s:I, s:I}}", "changes", "added", &n_added,
                    "changed", &n_changed, "removed", &n_removed) != 0 ||
        !copy_count(n_added, &m->n_added) || !copy_count(n_changed, &m->n_changed) ||
        !copy_count(n_removed, &m->n_removed))
        return false;
    if (json_is_null(selftest))
        return true;
    return json_unpack(selftest, "{s:I, s:F, s:F}", "items", &n_items, "mrr",
                       &m->selftest.mrr, "recall", &m->selftest.recall) == 0 &&
           copy_count(n_items, &m->selftest.n_items);
}

/* A manifest of a time before this member has none: of its words nothing is known. */
static bool
read_learned(json_t *learned, struct kb_manifest_learned *out)
{
    const char *build;
    json_int_t rules;
    json_int_t n_articles;
    json_int_t n_changes;
    if (learned == NULL || json_is_null(learned))
        return true;
    return json_unpack(learned, "{s:s, s:I, s:I, s:I}", "build", &build, "rules",
                       &rules, "articles", &n_articles, "changes", &n_changes) == 0 &&
           copy_name(build, out->build, sizeof(out->build)) &&
           copy_count(rules, &out->rules) && copy_count(n_articles, &out->n_articles) &&
           copy_count(n_changes, &out->n_changes);
}

static bool
read_members(json_t *root, struct kb_manifest *m)
{
    const char *build;
    const char *base;
    const char *analyzer;
    const char *digest;
    json_int_t schema;
    json_int_t n_articles;
    json_int_t n_skipped;
    json_int_t n_input_bytes;
    json_t *shards;
    json_t *files;
    if (json_unpack(root, "{s:s, s:s, s:I, s:s, s:s, s:I, s:I, s:I, s:o, s:o}", "build",
                    &build, "base", &base, "schema", &schema, "analyzer", &analyzer,
                    "digest", &digest, "articles", &n_articles, "skipped", &n_skipped,
                    "input_bytes", &n_input_bytes, "shards", &shards, "files",
                    &files) != 0)
        return false;
    m->n_input_bytes = (uint64_t)n_input_bytes;
    return n_input_bytes >= 0 && copy_name(build, m->build, sizeof(m->build)) &&
           (base[0] == '\0' || copy_name(base, m->base, sizeof(m->base))) &&
           copy_text(analyzer, m->analyzer, sizeof(m->analyzer)) &&
           copy_text(digest, m->digest, sizeof(m->digest)) &&
           copy_count(schema, &m->schema) && copy_count(n_articles, &m->n_articles) &&
           copy_count(n_skipped, &m->n_skipped) && read_changes(root, m) &&
           read_learned(json_object_get(root, "learned"), &m->learned) &&
           read_shards(shards, m) && read_files(files, &m->files);
}

/* Whether nobody edited it. */
static bool
is_intact(json_t *root)
{
    char check[DIGEST_DIGITS + 1];
    const char *given = json_string_value(json_object_get(root, "check"));
    char kept[DIGEST_DIGITS + 1];
    if (given == NULL || !copy_text(given, kept, sizeof(kept)))
        return false;
    json_object_del(root, "check");
    return check_of(root, check) && strcmp(check, kept) == 0;
}

enum kb_status
kb_manifest_read(struct kb_span bytes, struct kb_manifest *out, struct kb_error *err)
{
    json_error_t json_err;
    struct kb_manifest m = {0};
    enum kb_status st = KB_OK;
    json_t *root =
        json_loadb(bytes.n_bytes == 0 ? "" : bytes.data, bytes.n_bytes, 0, &json_err);
    if (root == NULL)
        return kb_error_set(err, KB_E_CORRUPT, "line %d of the manifest: %s",
                            json_err.line, json_err.text);
    json_int_t format = json_integer_value(json_object_get(root, "format"));
    if (format == 0)
        st = kb_error_set(err, KB_E_CORRUPT, "the manifest does not say its format");
    else if (format != KB_MANIFEST_FORMAT)
        st =
            kb_error_set(err, KB_E_SCHEMA, "the manifest has format %lld, wanted is %d",
                         (long long)format, (int)KB_MANIFEST_FORMAT);
    else if (!read_members(root, &m))
        st = kb_error_set(err, KB_E_CORRUPT,
                          "the manifest lacks a member, or one is out of range");
    else {
        m.is_intact = is_intact(root);
        *out = m;
    }
    json_decref(root);
    return st;
}
