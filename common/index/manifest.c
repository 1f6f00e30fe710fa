/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/manifest.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

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

enum kb_status
kb_manifest_write(const struct kb_manifest *m, struct kb_buf *out, struct kb_error *err)
{
    json_t *shards = shards_to_json(m);
    json_t *root =
        shards == NULL
            ? NULL
            : json_pack("{s:i, s:s, s:I, s:s, s:s, s:I, s:I, s:I, s:o}", "format",
                        (int)KB_MANIFEST_FORMAT, "build", m->build, "schema",
                        (json_int_t)m->schema, "analyzer", m->analyzer, "digest",
                        m->digest, "articles", (json_int_t)m->n_articles, "skipped",
                        (json_int_t)m->n_skipped, "input_bytes",
                        (json_int_t)m->n_input_bytes, "shards", shards);
    char *text = root == NULL ? NULL : json_dumps(root, JSON_INDENT(2));
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
read_members(json_t *root, struct kb_manifest *m)
{
    const char *build;
    const char *analyzer;
    const char *digest;
    json_int_t schema;
    json_int_t n_articles;
    json_int_t n_skipped;
    json_int_t n_input_bytes;
    json_t *shards;
    if (json_unpack(root, "{s:s, s:I, s:s, s:s, s:I, s:I, s:I, s:o}", "build", &build,
                    "schema", &schema, "analyzer", &analyzer, "digest", &digest,
                    "articles", &n_articles, "skipped", &n_skipped, "input_bytes",
                    &n_input_bytes, "shards", &shards) != 0)
        return false;
    m->n_input_bytes = (uint64_t)n_input_bytes;
    return n_input_bytes >= 0 && copy_name(build, m->build, sizeof(m->build)) &&
           copy_text(analyzer, m->analyzer, sizeof(m->analyzer)) &&
           copy_text(digest, m->digest, sizeof(m->digest)) &&
           copy_count(schema, &m->schema) && copy_count(n_articles, &m->n_articles) &&
           copy_count(n_skipped, &m->n_skipped) && read_shards(shards, m);
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
    else
        *out = m;
    json_decref(root);
    return st;
}
