/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one field table: which parts of an article are indexed, under which prefix, and
 * how much a word in them counts. A new field is a new line here. Called by the indexer
 * and the searcher; calls article (section kinds) and base. */
#ifndef KB_SCHEMA_FIELD_H
#define KB_SCHEMA_FIELD_H

#include "article/article.h"
#include "base/error.h"
#include "base/span.h"

enum {
    /* raised with every change of fields, prefixes, boosts or stored records */
    KB_SCHEMA_VERSION = 4
};

enum kb_field_flags {
    KB_FIELD_RANKED = 1 << 0, /* its words are in the one weighted stream */
    KB_FIELD_OWN = 1 << 1,    /* its words also stand under its own prefix */
    KB_FIELD_WHOLE = 1 << 2,  /* its values are terms as a whole, for filters */
};

/* Values kept with each article, compared byte by byte. */
enum kb_slot {
    KB_SLOT_MODIFIED = 0, /* "20001111"; the year is its first four bytes */
    KB_SLOT_PRODUCT = 1,  /* "Microsoft Exchange", as the header has it, up to
                             KB_VALUE_MAX_BYTES of it */
    KB_SLOT_TYPE = 2,     /* "prb", see article/type */
    KB_SLOT_FIRST_FREE = 3
};

/* id, name for users, term prefix, boost in the stream, flags.
 * Prefixes: S, K, Q, Y and XP as Omega's termprefixes document has them, X.. is free.
 * A value of XA is an entry of the applies-to list, of XV one version.
 * Own terms for the sections too would make the build 1.5 times as long (31 s CPU
 * instead of 21 for the archive) and the index 187 MB instead of 138. Boosts: a word of
 * the title counts 5 times, of the query words 3 times, of symptoms and summary twice,
 * elsewhere once (BM25F with one length: Robertson et al., CIKM 2004). */
#define KB_FIELD_TABLE(X)                                                              \
    X(KB_FIELD_TITLE, "title", "S", 5, KB_FIELD_RANKED | KB_FIELD_OWN)                 \
    X(KB_FIELD_QUERY_WORDS, "querywords", "XQ", 3, KB_FIELD_RANKED | KB_FIELD_OWN)     \
    X(KB_FIELD_SYMPTOMS, "symptoms", "", 2, KB_FIELD_RANKED)                           \
    X(KB_FIELD_SUMMARY, "summary", "", 2, KB_FIELD_RANKED)                             \
    X(KB_FIELD_CAUSE, "cause", "", 1, KB_FIELD_RANKED)                                 \
    X(KB_FIELD_RESOLUTION, "resolution", "", 1, KB_FIELD_RANKED)                       \
    X(KB_FIELD_BODY, "body", "", 1, KB_FIELD_RANKED)                                   \
    X(KB_FIELD_APPLIES_TO, "applies", "XA", 1, KB_FIELD_RANKED | KB_FIELD_WHOLE)       \
    X(KB_FIELD_PRODUCT, "product", "XP", 0, KB_FIELD_WHOLE)                            \
    X(KB_FIELD_KEYWORD, "keyword", "K", 0, KB_FIELD_WHOLE)                             \
    X(KB_FIELD_ID, "id", "Q", 0, KB_FIELD_WHOLE)                                       \
    X(KB_FIELD_VERSION, "version", "XV", 0, KB_FIELD_WHOLE)                            \
    X(KB_FIELD_TYPE, "type", "XI", 0, KB_FIELD_WHOLE)                                  \
    X(KB_FIELD_YEAR, "year", "Y", 0, KB_FIELD_WHOLE)                                   \
    X(KB_FIELD_CITES, "cites", "XR", 0, KB_FIELD_WHOLE)

enum kb_field_id {
#define KB_FIELD_ENUM(id, name, prefix, boost, flags) id,
    KB_FIELD_TABLE(KB_FIELD_ENUM)
#undef KB_FIELD_ENUM
    KB_FIELD_COUNT
};

struct kb_field {
    const char *name;
    struct kb_span prefix;
    unsigned boost; /* how often one occurrence counts in the stream */
    unsigned flags; /* enum kb_field_flags */
};

/**
 * A field's line of the table; static.
 */
const struct kb_field *kb_field(enum kb_field_id id);

/**
 * The field of a name that a user wrote.
 *
 * Fails: KB_E_INVALID with the names there are.
 */
enum kb_status kb_field_find(struct kb_span name, enum kb_field_id *out,
                             struct kb_error *err) KB_CHECKED;

/**
 * The field in which a section's words count.
 */
enum kb_field_id kb_field_of_section(enum kb_section_kind kind);

#endif
