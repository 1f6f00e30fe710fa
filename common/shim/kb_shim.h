/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that is done with Xapian, as plain C: build a shard, read shards, rank.
 * No policy and no text handling: terms, boosts and parameters come from the caller.
 * Called by index, indexer and searcher; calls base, and is the only user of Xapian. */
#ifndef KB_SHIM_KB_SHIM_H
#define KB_SHIM_KB_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/span.h"

/* Document numbers are article numbers, 1 to KB_ARTICLE_MAX_ID, everywhere in this
 * header. A term has 1 to KB_TERM_MAX_BYTES bytes, a metadata key 1 to
 * KB_KEY_MAX_BYTES; a NUL byte counts twice, as Xapian stores it so. Objects are owned
 * by the caller and freed by their _free, which accepts NULL; `out` is set on KB_OK
 * only. No object is for two threads. */
struct kb_buf;    /* base/buf.h */
struct kb_doc;    /* one document being put together */
struct kb_writer; /* one shard being built */
struct kb_reader; /* the shards of one index, opened for reading */
struct kb_query;  /* a query or a part of one */
struct kb_stem;   /* a stemmer of one language */

/* What a reader knows of one term over all its shards. */
struct kb_term_stats {
    uint32_t n_docs; /* documents that have it (count) */
};

enum kb_order {
    KB_ORDER_SCORE, /* largest first, then the smallest number */
    KB_ORDER_VALUE, /* largest value of a slot first, then the largest number */
    KB_ORDER_ID     /* largest number first */
};

/* One search: which ranks, and the parameters of BM25. */
struct kb_search_params {
    uint32_t first;          /* ranks left out in front (count) */
    uint32_t max;            /* hits wanted at most (count) */
    uint32_t check_at_least; /* matches looked at in any case, see kb_reader_search */
    double k1;          /* weight of repeated words, > 0; Xapian's default is 1.0 */
    double b;           /* weight of the document's length, 0 to 1; default 0.5 */
    double min_normlen; /* shortest length counted, 1 = average; default 0.5 */
    const struct kb_match_filter *filter; /* NULL = none; borrowed for the call */
    enum kb_order order;
    uint32_t slot; /* for KB_ORDER_VALUE */
};

#define KB_SEARCH_PARAMS_INIT                                                          \
    {                                                                                  \
        0, 10, 0, 1.0, 0.5, 0.5, NULL, KB_ORDER_SCORE, 0                               \
    }

/* What only the caller can tell of a document. It is asked for documents alone that
 * match and whose score can still bring them among those wanted, in no order. */
struct kb_match_filter {
    /* Sets `accepted`; a failure ends the search with it. May read from the reader that
     * is searched. */
    enum kb_status (*accepts)(void *context, uint32_t docid, bool *accepted,
                              struct kb_error *err);
    void *context;
};

struct kb_hit {
    uint32_t docid; /* article number */
    uint32_t shard; /* index of the shard in which it stands */
    double score;   /* >= 0, larger is better; no unit */
};

struct kb_hits {
    struct kb_hit *items; /* owned; in the order asked for */
    size_t n;
    uint32_t total; /* documents that match (count), estimated */
    uint32_t total_lower;
    uint32_t total_upper;
};

#define KB_HITS_INIT                                                                   \
    {                                                                                  \
        NULL, 0, 0, 0, 0                                                               \
    }

/* Terms of an index, in byte order. */
struct kb_term_entry {
    struct kb_span term; /* borrowed from the list */
    uint32_t n_docs;     /* documents that have it (count) */
};

struct kb_term_list {
    struct kb_term_entry *items; /* owned */
    size_t n;
    char *bytes;   /* owned */
    bool is_whole; /* false: there are more */
};

#define KB_TERM_LIST_INIT                                                              \
    {                                                                                  \
        NULL, 0, NULL, false                                                           \
    }

/* A field's part in a word's frequency, changed for one query. */
struct kb_field_delta {
    struct kb_span term; /* the word's term in that field; borrowed for the call */
    double delta;        /* added per occurrence in the field; may be negative */
};

/* One word whose field boosts differ from those at index time. */
struct kb_boosted_term {
    struct kb_span base; /* the word's term over all fields; borrowed for the call */
    const struct kb_field_delta *fields; /* borrowed for the call */
    size_t n_fields;
    double weight; /* factor on the score, >= 0; 1 = plain */
};

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The version of the Xapian library that runs, e.g. "1.4.22"; static.
 */
const char *kb_shim_version(void);

/* ---- documents ---- */

/**
 * An empty document.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_doc_new(struct kb_doc **out, struct kb_error *err) KB_CHECKED;

/**
 * Add a term that counts for ranking; a second call for the same term adds up.
 *
 *   term    borrowed for the call
 *   wdf     frequency within the document (count); part of the document's length
 *
 * Fails: KB_E_INVALID for an empty term; KB_E_LIMIT over KB_TERM_MAX_BYTES: the
 * document is then as it was. KB_E_NOMEM: the document may then only be reset or freed.
 */
enum kb_status kb_doc_add_term(struct kb_doc *doc, struct kb_span term, uint32_t wdf,
                               struct kb_error *err) KB_CHECKED;

/**
 * Add a term that is only there or not, for filters: no frequency, no length.
 * Fails as kb_doc_add_term.
 */
enum kb_status kb_doc_add_flag(struct kb_doc *doc, struct kb_span term,
                               struct kb_error *err) KB_CHECKED;

/**
 * Set the bytes kept with the document; what was set before is replaced.
 *
 * Fails: KB_E_LIMIT over KB_STORED_MAX_BYTES; KB_E_NOMEM.
 */
enum kb_status kb_doc_set_data(struct kb_doc *doc, struct kb_span data,
                               struct kb_error *err) KB_CHECKED;

/**
 * Set the value of a slot, for ranges, sorting and counting; an empty one is none.
 *
 *   slot    schema/field has the numbers
 *   value   compared byte by byte; borrowed for the call
 *
 * Fails: KB_E_LIMIT over KB_VALUE_MAX_BYTES; KB_E_NOMEM.
 */
enum kb_status kb_doc_set_value(struct kb_doc *doc, uint32_t slot, struct kb_span value,
                                struct kb_error *err) KB_CHECKED;

/**
 * Empty the document, for use with the next article.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_doc_reset(struct kb_doc *doc, struct kb_error *err) KB_CHECKED;

void kb_doc_free(struct kb_doc *doc);

/* ---- building a shard ---- */

/**
 * Make a new shard and lock it. Its files are not synced to disk by any call here: that
 * is the caller's part before it publishes them.
 *
 *   path    folder to make; its parent must be there
 *
 * Fails: KB_E_BUSY if a writer has this shard open; KB_E_INVALID if there is one
 * already; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_writer_open(const char *path, struct kb_writer **out,
                              struct kb_error *err) KB_CHECKED;

/**
 * Open a shard that is there to change it, and lock it. Its blocks are overwritten in
 * place: for a copy that nobody reads, which is thrown away when a call fails. Files
 * are not synced to disk by any call here.
 *
 * Fails: KB_E_NOT_FOUND; KB_E_CORRUPT if it is no shard or a damaged one; KB_E_BUSY;
 * KB_E_SCHEMA; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_writer_open_existing(const char *path, struct kb_writer **out,
                                       struct kb_error *err) KB_CHECKED;

/**
 * Put a document in under an article number; one that is there is replaced. Quickest
 * when numbers ascend.
 *
 *   docid   article number, 1 to KB_ARTICLE_MAX_ID
 *   doc     borrowed for the call, unchanged
 *
 * Fails: KB_E_INVALID if docid is 0; KB_E_LIMIT over KB_ARTICLE_MAX_ID: the shard is
 * then as it was. Any other failure (KB_E_IO, KB_E_NOMEM, ...) may have lost all
 * documents not yet written out: the writer may then only be freed.
 */
enum kb_status kb_writer_put(struct kb_writer *writer, uint32_t docid,
                             const struct kb_doc *doc, struct kb_error *err) KB_CHECKED;

/**
 * Keep a value with the shard under a key; one that is there is replaced.
 *
 *   key     borrowed for the call
 *   value   1 to KB_STORED_MAX_BYTES bytes; borrowed for the call
 *
 * Fails: KB_E_INVALID for an empty key or value; KB_E_LIMIT; otherwise as
 * kb_writer_put.
 */
enum kb_status kb_writer_set_meta(struct kb_writer *writer, struct kb_span key,
                                  struct kb_span value,
                                  struct kb_error *err) KB_CHECKED;

/**
 * Remove a document. Fails: KB_E_NOT_FOUND if there is none; otherwise as
 * kb_writer_put.
 */
enum kb_status kb_writer_remove(struct kb_writer *writer, uint32_t docid,
                                struct kb_error *err) KB_CHECKED;

/**
 * Remove a value kept under a key; nothing there is fine. Fails as kb_writer_set_meta.
 */
enum kb_status kb_writer_remove_meta(struct kb_writer *writer, struct kb_span key,
                                     struct kb_error *err) KB_CHECKED;

/**
 * Write out what was put in, close the files and release the lock. The writer may then
 * only be freed, whether it failed or not. Xapian also writes out by itself after
 * 10,000 documents (or XAPIAN_FLUSH_THRESHOLD).
 *
 * Fails: KB_E_IO and others; what was not written is lost.
 */
enum kb_status kb_writer_close(struct kb_writer *writer,
                               struct kb_error *err) KB_CHECKED;

/**
 * Free the writer. If it was not closed, what Xapian has not written out is thrown
 * away, the files stay behind and the lock is released.
 */
void kb_writer_free(struct kb_writer *writer);

/**
 * Copy parts of a shard into one, packed as densely as its tables allow. The parts
 * stay.
 *
 *   parts   folders of closed shards, in ascending order of their article numbers, none
 *           of which overlap; a metadata key stands in one part only; borrowed
 *   n       parts (count, > 0)
 *   path    folder to make; its parent must be there. Its files are not synced to disk.
 *
 * Fails: KB_E_INVALID if n is 0 or article numbers overlap; KB_E_NOT_FOUND;
 * KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM. What was written is left behind.
 */
enum kb_status kb_shard_compact(const char *const *parts, size_t n, const char *path,
                                struct kb_error *err) KB_CHECKED;

/**
 * Check that the tables of a shard are whole and agree, in a process of its own, as
 * Xapian's check may crash on damage. Bytes changed inside a document's data or a
 * term's list are mostly not seen: Xapian keeps no check sums. Documents of which none
 * has data count as damage.
 *
 *   path    folder of the shard
 *   n_docs  set to the documents in it (count)
 *
 * Fails: KB_E_NOT_FOUND if there is no shard at `path`; KB_E_CORRUPT, with the first
 * finding as its text; KB_E_SCHEMA; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_shard_verify(const char *path, uint32_t *n_docs,
                               struct kb_error *err) KB_CHECKED;

/* ---- reading ---- */

/**
 * Open the shards of one index. An article stands in at most one of them.
 *
 *   paths   folders of the shards; borrowed for the call
 *   n       1 to KB_SHARDS_MAX
 *
 * Fails: KB_E_NOT_FOUND if a path is not there; KB_E_CORRUPT if it is no shard or a
 * damaged one; KB_E_SCHEMA if another version of Xapian wrote it; KB_E_INVALID or
 * KB_E_LIMIT for a wrong n; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_reader_open(const char *const *paths, size_t n,
                              struct kb_reader **out, struct kb_error *err) KB_CHECKED;

/**
 * The documents in all shards (count).
 *
 * Fails: KB_E_CORRUPT; KB_E_IO.
 */
enum kb_status kb_reader_count(struct kb_reader *reader, uint32_t *n_docs,
                               struct kb_error *err) KB_CHECKED;

/**
 * The numbers of all documents in one shard, ascending.
 *
 *   ids     owned array, kb_mem_free
 *   n       of them (count)
 *
 * Fails: KB_E_INVALID for a shard that is not open; KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_reader_ids(struct kb_reader *reader, size_t shard, uint32_t **ids,
                             size_t *n, struct kb_error *err) KB_CHECKED;

/**
 * Append the value that kb_writer_set_meta kept in one shard.
 *
 *   shard   index of the shard in the order of kb_reader_open
 *
 * Fails: KB_E_NOT_FOUND if the key is not there; KB_E_INVALID for an empty key or a
 * shard that is not open; KB_E_LIMIT if the key or `out` is too long; KB_E_CORRUPT;
 * KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_reader_meta(struct kb_reader *reader, size_t shard,
                              struct kb_span key, struct kb_buf *out,
                              struct kb_error *err) KB_CHECKED;

/**
 * Append the bytes kept with an article.
 *
 *   shard   optional; set to the shard in which the article stands
 *
 * Fails: KB_E_NOT_FOUND if no shard has the article; KB_E_LIMIT if `out` takes no more;
 * KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_reader_data(struct kb_reader *reader, uint32_t docid, size_t *shard,
                              struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/**
 * Append an article's value of a slot; nothing where it has none.
 *
 *   shard   index of the shard in which the article stands
 *
 * Fails: KB_E_INVALID for a shard that is not open or number 0; KB_E_LIMIT if `out`
 * takes no more; KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_reader_value(struct kb_reader *reader, size_t shard, uint32_t docid,
                               uint32_t slot, struct kb_buf *out,
                               struct kb_error *err) KB_CHECKED;

/**
 * What is known of a term; zeros if no document has it.
 *
 * Fails: KB_E_INVALID and KB_E_LIMIT as kb_doc_add_term; KB_E_CORRUPT; KB_E_IO.
 */
enum kb_status kb_reader_term(struct kb_reader *reader, struct kb_span term,
                              struct kb_term_stats *out,
                              struct kb_error *err) KB_CHECKED;

/**
 * Rank the documents that match by BM25, statistics taken over all shards: order and
 * scores do not depend on how many shards the articles are in.
 *
 * What cannot reach the ranks asked for is left out once check_at_least matches were
 * looked at. That is several times faster, and the totals are then estimates. Words
 * and groups of words that rank and nothing else are matched here; where something
 * filters or orders, Xapian's matcher is asked, which in 1.4.22 leaves out a document
 * too many in about one search of a thousand with three words and more. UINT32_MAX
 * looks at all: exact totals, no document missed.
 *
 *   query   borrowed for the call
 *   out     overwritten on KB_OK, so clear what is in it; cleared by the caller
 *
 * Fails: KB_E_LIMIT if first + max is over KB_HITS_MAX; KB_E_INVALID for a parameter
 * out of its range; KB_E_CORRUPT; KB_E_IO; KB_E_STALE; KB_E_NOMEM.
 * Source: Xapian 1.4 BM25Weight with k2 = 0, k3 = 1; kb_query_boosted has the formula.
 */
enum kb_status kb_reader_search(struct kb_reader *reader, const struct kb_query *query,
                                const struct kb_search_params *params,
                                struct kb_hits *out, struct kb_error *err) KB_CHECKED;

/**
 * The terms that begin with a prefix, in byte order.
 *
 *   max     terms at most (count)
 *   out     KB_TERM_LIST_INIT; kb_term_list_clear
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_reader_terms(struct kb_reader *reader, struct kb_span prefix,
                               size_t max, struct kb_term_list *out,
                               struct kb_error *err) KB_CHECKED;

/**
 * Free the terms; the struct is then empty and can be used again.
 */
void kb_term_list_clear(struct kb_term_list *list);

/**
 * Which of some documents have a term. Costs nothing to read for hits and words of the
 * last search, if it ranked words and nothing else.
 *
 *   hits    docid and shard are read, in any order; borrowed for the call
 *   n       hits (count)
 *   out     of `n`, in the order of `hits`
 *
 * Fails: KB_E_INVALID and KB_E_LIMIT as kb_doc_add_term, or for a shard that is not
 * open; KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_reader_has(struct kb_reader *reader, struct kb_span term,
                             const struct kb_hit *hits, size_t n, bool *out,
                             struct kb_error *err) KB_CHECKED;

void kb_reader_free(struct kb_reader *reader);

/**
 * Free the hits; the struct is then empty and can be used again.
 */
void kb_hits_clear(struct kb_hits *hits);

/* ---- queries: a call that takes parts copies them, the caller frees both ---- */

/**
 * Documents with a term, scored by BM25.
 *
 *   term    borrowed for the call
 *   weight  factor on the score, >= 0; 1 = plain
 *
 * Fails: KB_E_INVALID for an empty term or a weight that is not 0 to 1e6; KB_E_LIMIT
 * over KB_TERM_MAX_BYTES; KB_E_NOMEM.
 */
enum kb_status kb_query_term(struct kb_span term, double weight, struct kb_query **out,
                             struct kb_error *err) KB_CHECKED;

/**
 * Documents that match any part; the score is the sum over the parts that match.
 *
 *   parts   borrowed for the call
 *   n       parts (count, > 0)
 *
 * Fails: KB_E_INVALID if n is 0; KB_E_NOMEM.
 */
enum kb_status kb_query_or(struct kb_query *const *parts, size_t n,
                           struct kb_query **out, struct kb_error *err) KB_CHECKED;

/**
 * Documents that match all parts; the score is the sum. Fails as kb_query_or.
 */
enum kb_status kb_query_and(struct kb_query *const *parts, size_t n,
                            struct kb_query **out, struct kb_error *err) KB_CHECKED;

/**
 * Documents that match any part, scored as if all parts were one term: frequencies
 * within the document add up. The parts are terms; their weights do not count. How many
 * documents have any of them is Xapian's estimate, which for three parts and more may
 * be off by a few in another number of shards, and the scores with it. Fails as
 * kb_query_or.
 */
enum kb_status kb_query_synonym(struct kb_query *const *parts, size_t n,
                                struct kb_query **out, struct kb_error *err) KB_CHECKED;

/**
 * Documents that match both, scored by `query` alone.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_query_filter(const struct kb_query *query,
                               const struct kb_query *filter, struct kb_query **out,
                               struct kb_error *err) KB_CHECKED;

/**
 * Documents that match `query` but not `without`, scored by `query`.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_query_and_not(const struct kb_query *query,
                                const struct kb_query *without, struct kb_query **out,
                                struct kb_error *err) KB_CHECKED;

/**
 * Documents that match `query`, scored by `score` alone: 0 where that does not match.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_query_scored_by(const struct kb_query *query,
                                  const struct kb_query *score, struct kb_query **out,
                                  struct kb_error *err) KB_CHECKED;

/**
 * Documents whose value of a slot is from `from` to `to`, both counted, with score 0.
 *
 *   from, to    compared byte by byte; borrowed for the call
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_query_range(uint32_t slot, struct kb_span from, struct kb_span to,
                              struct kb_query **out, struct kb_error *err) KB_CHECKED;

/**
 * The documents of these numbers that there are, with score 0.
 *
 *   ids     ascending, none twice; borrowed for the call
 *   n       of them (count)
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_query_ids(const uint32_t *ids, size_t n, struct kb_query **out,
                            struct kb_error *err) KB_CHECKED;

/**
 * No document.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_query_none(struct kb_query **out, struct kb_error *err) KB_CHECKED;

/**
 * Documents with the term `base`, scored as if other field boosts had been used when
 * they were indexed:
 *
 *   wdf' = max(0, wdf(base) + sum over fields of delta * wdf(field term))
 *   score = weight * idf * (k1 + 1) * wdf' / (wdf' + k1 * (1 - b + b * L))
 *   idf = log(t), t = (N - n + 0.5) / (n + 0.5), where t < 2 is replaced by 1 + t / 2
 *   L = max(document length / average length, min_normlen)
 *
 * N is the documents in all shards, n those with `base`; lengths stay as indexed.
 *
 *   reader  the query is for searches of this reader only, while it is open
 *   params  k1, b and min_normlen as in the search; the rest is not read
 *
 * Fails: as kb_query_term for a term or weight; KB_E_INVALID for a delta that is not
 * -1e6 to 1e6 or a parameter out of its range; KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 * Source: Xapian 1.4 weight/bm25weight.cc, with which it agrees when all deltas are 0;
 * Robertson, Zaragoza & Taylor, CIKM 2004, for adding up fields before saturation.
 */
enum kb_status kb_query_boosted(struct kb_reader *reader,
                                const struct kb_boosted_term *term,
                                const struct kb_search_params *params,
                                struct kb_query **out, struct kb_error *err) KB_CHECKED;

/**
 * All documents, with score 0.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_query_all(struct kb_query **out, struct kb_error *err) KB_CHECKED;

void kb_query_free(struct kb_query *query);

/* ---- stems ---- */

/**
 * A stemmer: Xapian's own, so that its tools find what is indexed here.
 *
 *   language  e.g. "english" or "en"; "none" changes nothing
 *
 * Fails: KB_E_INVALID for a language it does not know; KB_E_NOMEM.
 */
enum kb_status kb_stem_new(const char *language, struct kb_stem **out,
                           struct kb_error *err) KB_CHECKED;

/**
 * Append the stem of a word.
 *
 *   word    UTF-8, lower case; borrowed for the call
 *
 * Fails: KB_E_LIMIT if the word is over KB_TERM_MAX_BYTES or `out` takes no more;
 * KB_E_NOMEM.
 */
enum kb_status kb_stem_apply(const struct kb_stem *stem, struct kb_span word,
                             struct kb_buf *out, struct kb_error *err) KB_CHECKED;

void kb_stem_free(struct kb_stem *stem);

#ifdef __cplusplus
}
#endif
#endif
