/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a build says of itself: a small JSON file "manifest.json" in its folder, written
 * last, so that a folder without one is no build. common/doc/index-format.md describes
 * it; tests/unit/test_index_manifest.c holds one as text. Opens no index (index/publish
 * does). Calls jansson, index/files and base. */
#ifndef KB_INDEX_MANIFEST_H
#define KB_INDEX_MANIFEST_H

#include <jansson.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/limits.h"
#include "index/files.h"

enum {
    KB_MANIFEST_FORMAT = 2,
    KB_BUILD_ID_BYTES = 32,     /* "20261122T031500Z" and its NUL, with room */
    KB_FINGERPRINT_BYTES = 256, /* of the analyzer, with its NUL */
    KB_DIGEST_BYTES = 40,       /* 32 hexadecimal digits and a NUL, with room */
    KB_SHARD_NAME_BYTES = 32    /* "shard-63" and its NUL, with room for any number */
};

#define KB_MANIFEST_NAME "manifest.json"

struct kb_manifest_shard {
    char name[KB_SHARD_NAME_BYTES]; /* folder inside the build */
    uint32_t n_articles;
};

/* How well known articles are found, see indexer/selftest. */
struct kb_manifest_selftest {
    uint32_t n_items; /* 0 = it was not run */
    double mrr;       /* 0 to 1 */
    double recall;    /* 0 to 1 */
};

/* What the learned words of a build were learned of, see indexer/lore. */
struct kb_manifest_learned {
    char build[KB_BUILD_ID_BYTES]; /* that learned them; "" = there are none */
    uint32_t rules;                /* KB_LEARNED_RULES of that time */
    uint32_t n_articles;           /* it had (count) */
    uint32_t n_changes; /* added, changed and removed since, night by night (count) */
};

struct kb_manifest {
    char build[KB_BUILD_ID_BYTES];       /* its folder's name; sorts by time */
    char base[KB_BUILD_ID_BYTES];        /* build it was made from; "" = from nothing */
    uint32_t schema;                     /* KB_SCHEMA_VERSION it was built with */
    char analyzer[KB_FINGERPRINT_BYTES]; /* kb_analyzer_fingerprint */
    char digest[KB_DIGEST_BYTES];        /* of all inputs, whatever their order */
    uint32_t n_articles;
    uint32_t n_skipped;     /* inputs that are in no shard (count) */
    uint64_t n_input_bytes; /* size of the articles' files (bytes) */
    uint32_t n_added;       /* articles, compared with the build that was in service */
    uint32_t n_changed;
    uint32_t n_removed;
    struct kb_manifest_learned learned;
    struct kb_manifest_selftest selftest;
    size_t n_shards;
    struct kb_manifest_shard shards[KB_SHARDS_MAX];
    struct kb_build_files files; /* all but the manifest itself */
    bool is_intact; /* set by reading: nobody edited it since it was written */
};

/**
 * Append a manifest as JSON. Fails: KB_E_NOMEM; KB_E_LIMIT of `out`.
 */
enum kb_status kb_manifest_write(const struct kb_manifest *manifest, struct kb_buf *out,
                                 struct kb_error *err) KB_CHECKED;

/**
 * Read a manifest.
 *
 * Fails: KB_E_CORRUPT when it is no JSON, or a member is missing or out of range;
 * KB_E_SCHEMA when its format is of another version.
 */
enum kb_status kb_manifest_read(struct kb_span bytes, struct kb_manifest *out,
                                struct kb_error *err) KB_CHECKED;

/**
 * The figures of a selftest as JSON, null when there was none; the caller's reference,
 * NULL when there is no memory.
 */
json_t *kb_manifest_selftest_json(const struct kb_manifest_selftest *selftest);

#endif
