/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/kb_shim.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "shim/filter.hh"
#include "shim/objects.hh"
#include "shim/words.hh"

using namespace kb;

namespace
{

bool
has_document(const Xapian::Database &db, uint32_t docid)
{
    Xapian::PostingIterator at = db.postlist_begin("");
    if (at != db.postlist_end(""))
        at.skip_to(docid);
    return at != db.postlist_end("") && *at == docid;
}

std::vector<struct kb_hit>
rounded_hits(const Xapian::MSet &mset, size_t n_shards, enum kb_order order)
{
    uint32_t n = static_cast<uint32_t>(n_shards);
    std::vector<struct kb_hit> hits;
    hits.reserve(mset.size());
    for (Xapian::MSetIterator i = mset.begin(); i != mset.end(); ++i)
        hits.push_back({(*i - 1) / n + 1, (*i - 1) % n, round_score(i.get_weight())});
    if (order == KB_ORDER_SCORE)
        std::sort(hits.begin(), hits.end(), ranks_before);
    return hits;
}

/* Document numbers over all shards ascend as those of the articles do, as an article is
 * in one shard only. */
void
set_order(Xapian::Enquire &enquire, const struct kb_search_params &params)
{
    if (params.order == KB_ORDER_SCORE)
        return;
    enquire.set_docid_order(Xapian::Enquire::DESCENDING);
    /* No article has the slot BAD_VALUENO - 1: all are equal, their numbers decide. */
    enquire.set_sort_by_value(
        params.order == KB_ORDER_VALUE ? params.slot : Xapian::BAD_VALUENO - 1, true);
}

/* What Xapian's own matcher finds. */
enum kb_status
find_hits(const struct kb_reader &reader, const struct kb_query &query,
          const struct kb_search_params &params, std::vector<struct kb_hit> &hits,
          Totals &totals, struct kb_error *err)
{
    Xapian::Enquire enquire(reader.all);
    enquire.set_query(query.query);
    enquire.set_weighting_scheme(
        Xapian::BM25Weight(params.k1, 0, 1, params.b, params.min_normlen));
    set_order(enquire, params);
    uint32_t wanted = params.first + params.max;
    size_t n_shards = reader.shards.size();
    std::optional<Filter> filter;
    if (params.filter != nullptr)
        filter.emplace(*params.filter, err);
    Xapian::MSet mset;
    try {
        for (uint32_t extra : {1u, 64u}) {
            mset = enquire.get_mset(0, params.max == 0 ? 0 : wanted + extra,
                                    params.check_at_least, nullptr,
                                    filter ? &*filter : nullptr);
            hits = rounded_hits(mset, n_shards, params.order);
            /* equal scores on both sides of the end: who is in must not hang on bits */
            if (params.order != KB_ORDER_SCORE || hits.size() <= wanted ||
                hits[wanted - 1].score > hits[wanted].score)
                break;
        }
    } catch (const FilterFailed &failed) {
        return failed.status;
    }
    totals = {mset.get_matches_estimated(), mset.get_matches_lower_bound(),
              mset.get_matches_upper_bound()};
    return KB_OK;
}

/* Whether kb_shim_match_words finds it. */
bool
is_word_match(const struct kb_query &query, const struct kb_search_params &params)
{
    return !query.parts.empty() && params.filter == nullptr && params.max > 0 &&
           params.order == KB_ORDER_SCORE;
}

} // namespace

/* ---- reading ---- */

enum kb_status
kb_reader_open(const char *const *paths, size_t n, struct kb_reader **out,
               struct kb_error *err)
{
    return guarded(err, [&] {
        if (n == 0)
            return kb_error_set(err, KB_E_INVALID, "no shards to open");
        if (n > KB_SHARDS_MAX)
            return kb_error_set(err, KB_E_LIMIT, "%zu shards, at most %d", n,
                                static_cast<int>(KB_SHARDS_MAX));
        auto reader = std::make_unique<kb_reader>();
        for (size_t i = 0; i < n; i++) {
            enum kb_status st = guarded(err, [&] {
                enum kb_status path_st = check_path(paths[i], err);
                if (path_st != KB_OK)
                    return path_st;
                reader->shards.emplace_back(paths[i], READ_FLAGS);
                reader->all.add_database(reader->shards.back());
                return KB_OK;
            });
            if (st != KB_OK) {
                kb_error_context(err, "shard '%s'", paths[i]);
                return st;
            }
        }
        *out = reader.release();
        return KB_OK;
    });
}

enum kb_status
kb_reader_count(struct kb_reader *reader, uint32_t *n_docs, struct kb_error *err)
{
    return guarded(err, [&] {
        *n_docs = reader->all.get_doccount();
        return KB_OK;
    });
}

enum kb_status
kb_reader_ids(struct kb_reader *reader, size_t shard, uint32_t **ids, size_t *n,
              struct kb_error *err)
{
    return guarded(err, [&] {
        if (shard >= reader->shards.size())
            return kb_error_set(err, KB_E_INVALID, "there is no shard %zu", shard);
        const Xapian::Database &db = reader->shards[shard];
        const std::vector<uint32_t> all(db.postlist_begin(""), db.postlist_end(""));
        auto copy = static_cast<uint32_t *>(kb_mem_array(all.size(), sizeof(**ids)));
        if (copy == nullptr)
            return kb_error_set(err, KB_E_NOMEM, "out of memory for %zu numbers",
                                all.size());
        std::copy(all.begin(), all.end(), copy);
        *ids = copy;
        *n = all.size();
        return KB_OK;
    });
}

enum kb_status
kb_reader_meta(struct kb_reader *reader, size_t shard, struct kb_span key,
               struct kb_buf *out, struct kb_error *err)
{
    return guarded(err, [&] {
        if (shard >= reader->shards.size())
            return kb_error_set(err, KB_E_INVALID, "there is no shard %zu", shard);
        enum kb_status st = check_key("key", key, KB_KEY_MAX_BYTES, err);
        if (st != KB_OK)
            return st;
        std::string value = reader->shards[shard].get_metadata(to_string(key));
        if (value.empty())
            return kb_error_set(err, KB_E_NOT_FOUND, "shard %zu has no '%.*s'", shard,
                                KB_SPAN_ARG(key));
        return kb_buf_append(out, kb_span_at(value.data(), value.size()), err);
    });
}

enum kb_status
kb_reader_data(struct kb_reader *reader, uint32_t docid, size_t *shard,
               struct kb_buf *out, struct kb_error *err)
{
    return guarded(err, [&] {
        std::string data;
        size_t n = reader->shards.size(), s = n;
        if (docid != 0) {
            /* most documents have data, and asking for it costs less than asking
             * whether the document is there; most shards have the numbers that leave
             * their own number when divided by how many they are */
            for (size_t k = 0; k < n && data.empty(); k++) {
                s = (docid + k) % n;
                data = reader->shards[s]
                           .get_document(docid, Xapian::DOC_ASSUME_VALID)
                           .get_data();
            }
            if (data.empty())
                for (s = 0; s < n && !has_document(reader->shards[s], docid);)
                    s++;
        }
        if (s == n)
            return kb_error_set(err, KB_E_NOT_FOUND, "there is no article %lu",
                                static_cast<unsigned long>(docid));
        enum kb_status st =
            kb_buf_append(out, kb_span_at(data.data(), data.size()), err);
        if (st == KB_OK && shard != nullptr)
            *shard = s;
        return st;
    });
}

enum kb_status
kb_reader_value(struct kb_reader *reader, size_t shard, uint32_t docid, uint32_t slot,
                struct kb_buf *out, struct kb_error *err)
{
    return guarded(err, [&] {
        if (shard >= reader->shards.size() || docid == 0)
            return kb_error_set(err, KB_E_INVALID,
                                "there is no article %lu in shard %zu",
                                static_cast<unsigned long>(docid), shard);
        std::string value = reader->shards[shard]
                                .get_document(docid, Xapian::DOC_ASSUME_VALID)
                                .get_value(slot);
        return kb_buf_append(out, kb_span_at(value.data(), value.size()), err);
    });
}

enum kb_status
kb_reader_term(struct kb_reader *reader, struct kb_span term, struct kb_term_stats *out,
               struct kb_error *err)
{
    return guarded(err, [&] {
        enum kb_status st = check_term(term, err);
        if (st == KB_OK)
            out->n_docs = reader->all.get_termfreq(to_string(term));
        return st;
    });
}

enum kb_status
kb_reader_search(struct kb_reader *reader, const struct kb_query *query,
                 const struct kb_search_params *params, struct kb_hits *out,
                 struct kb_error *err)
{
    return guarded(err, [&] {
        enum kb_status st = check_bm25(params, err);
        if (st != KB_OK)
            return st;
        if (params->first > KB_HITS_MAX || params->max > KB_HITS_MAX - params->first)
            return kb_error_set(err, KB_E_LIMIT, "ranks over %d cannot be asked for",
                                static_cast<int>(KB_HITS_MAX));
        std::vector<struct kb_hit> hits;
        Totals totals;
        if (is_word_match(*query, *params))
            kb_shim_match_words(*reader, query->parts, *params, hits, totals);
        else
            st = find_hits(*reader, *query, *params, hits, totals, err);
        if (st != KB_OK)
            return st;
        size_t from = std::min<size_t>(params->first, hits.size());
        size_t n = std::min<size_t>(params->max, hits.size() - from);

        auto items =
            static_cast<struct kb_hit *>(kb_mem_array(n, sizeof(struct kb_hit)));
        if (items == nullptr)
            return kb_error_set(err, KB_E_NOMEM, "out of memory for %zu hits", n);
        std::copy_n(hits.begin() + static_cast<std::ptrdiff_t>(from), n, items);
        *out = {items, n, totals.estimated, totals.lower, totals.upper};
        return KB_OK;
    });
}

enum kb_status
kb_reader_terms(struct kb_reader *reader, struct kb_span prefix, size_t max,
                struct kb_term_list *out, struct kb_error *err)
{
    return guarded(err, [&] {
        std::string all, head = to_string(prefix);
        std::vector<std::pair<size_t, uint32_t>> ends;
        Xapian::TermIterator at = reader->all.allterms_begin(head);
        Xapian::TermIterator end = reader->all.allterms_end(head);
        for (; at != end && ends.size() < max; ++at) {
            all += *at;
            ends.emplace_back(all.size(), at.get_termfreq());
        }
        auto bytes = static_cast<char *>(kb_mem_array(all.size(), 1));
        auto items = static_cast<struct kb_term_entry *>(
            kb_mem_array(ends.size(), sizeof(struct kb_term_entry)));
        if (bytes == nullptr || items == nullptr) {
            kb_mem_free(bytes);
            kb_mem_free(items);
            return kb_error_set(err, KB_E_NOMEM, "out of memory for %zu terms",
                                ends.size());
        }
        all.copy(bytes, all.size());
        size_t begin = 0;
        for (size_t i = 0; i < ends.size(); i++) {
            items[i] = {kb_span_at(bytes + begin, ends[i].first - begin),
                        ends[i].second};
            begin = ends[i].first;
        }
        *out = {items, ends.size(), bytes, at == end};
        return KB_OK;
    });
}

void
kb_term_list_clear(struct kb_term_list *list)
{
    if (list == nullptr)
        return;
    kb_mem_free(list->items);
    kb_mem_free(list->bytes);
    *list = KB_TERM_LIST_INIT;
}

enum kb_status
kb_reader_has(struct kb_reader *reader, struct kb_span term, const struct kb_hit *hits,
              size_t n, bool *out, struct kb_error *err)
{
    return guarded(err, [&] {
        enum kb_status st = check_term(term, err);
        if (st != KB_OK)
            return st;
        std::vector<std::vector<size_t>> of_shard(reader->shards.size());
        std::string name = to_string(term);
        uint64_t bit = reader->seen.bit(name);
        for (size_t i = 0; i < n; i++) {
            if (hits[i].shard >= reader->shards.size())
                return kb_error_set(err, KB_E_INVALID, "there is no shard %lu",
                                    static_cast<unsigned long>(hits[i].shard));
            const uint64_t *seen = bit == 0 ? nullptr : reader->seen.hit(hits[i].docid);
            out[i] = seen != nullptr && (*seen & bit) != 0;
            if (seen == nullptr)
                of_shard[hits[i].shard].push_back(i);
        }
        for (size_t s = 0; s < of_shard.size(); s++) {
            if (of_shard[s].empty())
                continue;
            std::sort(of_shard[s].begin(), of_shard[s].end(), [&](size_t a, size_t b) {
                return hits[a].docid < hits[b].docid;
            });
            Xapian::PostingIterator at = reader->shards[s].postlist_begin(name);
            for (size_t i : of_shard[s]) {
                if (at != Xapian::PostingIterator())
                    at.skip_to(hits[i].docid);
                out[i] = at != Xapian::PostingIterator() && *at == hits[i].docid;
            }
        }
        return KB_OK;
    });
}

void
kb_reader_free(struct kb_reader *reader)
{
    delete reader;
}

void
kb_hits_clear(struct kb_hits *hits)
{
    if (hits == nullptr)
        return;
    kb_mem_free(hits->items);
    *hits = KB_HITS_INIT;
}
