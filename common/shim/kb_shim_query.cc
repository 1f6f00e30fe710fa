/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/kb_shim.h"

#include <memory>
#include <utility>
#include <vector>

#include "shim/bm25.hh"
#include "shim/objects.hh"

using namespace kb;

namespace
{

/* ---- scoring one word with field boosts of the query's own ---- */

struct Boosts {
    std::string base;
    std::vector<std::pair<std::string, double>> fields;
    Bm25 bm25;
};

/* Walks the postings of the base term in one shard, the field terms in step with it. */
class BoostedSource : public Xapian::PostingSource
{
    struct Field {
        Xapian::PostingIterator at;
        Xapian::PostingIterator end;
        double delta;
    };

    std::shared_ptr<const Boosts> boosts;
    Xapian::doccount n_docs = 0;
    bool started = false;
    Xapian::PostingIterator at;
    Xapian::PostingIterator end;
    mutable std::vector<Field> fields; /* follow when a document is scored */

  public:
    explicit BoostedSource(std::shared_ptr<const Boosts> b) : boosts(std::move(b))
    {
    }

    BoostedSource *clone() const override
    {
        return new BoostedSource(boosts);
    }

    void init(const Xapian::Database &db) override
    {
        n_docs = db.get_termfreq(boosts->base);
        started = false;
        at = db.postlist_begin(boosts->base);
        end = db.postlist_end(boosts->base);
        fields.clear();
        double extra = 0;
        for (const auto &[term, delta] : boosts->fields) {
            fields.push_back({db.postlist_begin(term), db.postlist_end(term), delta});
            if (delta > 0)
                extra += delta * db.get_wdf_upper_bound(term);
        }
        set_maxweight(boosts->bm25.bound(db.get_wdf_upper_bound(boosts->base), extra,
                                         db.get_doclength_lower_bound()));
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return n_docs;
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return n_docs;
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return n_docs;
    }

    void next(double) override
    {
        if (started)
            ++at;
        started = true;
    }

    void skip_to(Xapian::docid docid, double) override
    {
        started = true;
        if (at != end)
            at.skip_to(docid);
    }

    bool at_end() const override
    {
        return at == end;
    }

    Xapian::docid get_docid() const override
    {
        return *at;
    }

    double get_weight() const override
    {
        double wdf = at.get_wdf();
        for (Field &f : fields) {
            if (f.at != f.end)
                f.at.skip_to(*at);
            if (f.at != f.end && *f.at == *at)
                wdf += f.delta * f.at.get_wdf();
        }
        return boosts->bm25.score(std::max(wdf, 0.0), at.get_doclength());
    }

    std::string get_description() const override
    {
        return "boosted(" + boosts->base + ")";
    }
};

/* Of what a query is that is any of some; empty = of something else. */
std::vector<Part>
any_of(struct kb_query *const *queries, size_t n)
{
    std::vector<Part> all;
    for (size_t i = 0; i < n; i++) {
        const std::vector<Part> &parts = queries[i]->parts;
        if (parts.empty())
            return {};
        all.insert(all.end(), parts.begin(), parts.end());
    }
    return all;
}

/* A word, or words that must all be there. */
bool
is_words(const struct kb_query &query)
{
    return query.parts.size() == 1 && query.parts[0].without.empty();
}

/* The same for one that is all of some. */
std::vector<Part>
all_of(struct kb_query *const *queries, size_t n)
{
    Part all;
    for (size_t i = 0; i < n; i++) {
        if (!is_words(*queries[i]))
            return {};
        const std::vector<Word> &words = queries[i]->parts[0].words;
        all.words.insert(all.words.end(), words.begin(), words.end());
    }
    return {all};
}

enum kb_status
combine(Xapian::Query::op op, struct kb_query *const *parts, size_t n,
        struct kb_query **out, struct kb_error *err)
{
    return guarded(err, [&] {
        if (n == 0)
            return kb_error_set(err, KB_E_INVALID, "query without parts");
        std::vector<Xapian::Query> queries;
        for (size_t i = 0; i < n; i++)
            queries.push_back(parts[i]->query);
        *out = new kb_query{Xapian::Query(op, queries.begin(), queries.end())};
        if (op == Xapian::Query::OP_OR)
            (*out)->parts = any_of(parts, n);
        if (op == Xapian::Query::OP_AND)
            (*out)->parts = all_of(parts, n);
        return KB_OK;
    });
}

/* Documents of known numbers. A shard is asked for all of them: it is combined with the
 * list of those that the shard has. */
class IdSource : public Xapian::PostingSource
{
    std::shared_ptr<const std::vector<Xapian::docid>> ids;
    size_t at = 0;
    bool started = false;
    Xapian::doccount n_max = 0; /* documents there can be in this shard */

  public:
    explicit IdSource(std::shared_ptr<const std::vector<Xapian::docid>> i)
        : ids(std::move(i))
    {
    }

    IdSource *clone() const override
    {
        return new IdSource(ids);
    }

    void init(const Xapian::Database &db) override
    {
        n_max = std::min(db.get_doccount(), static_cast<Xapian::doccount>(ids->size()));
        at = 0;
        started = false;
        set_maxweight(0);
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }

    Xapian::doccount get_termfreq_est() const override
    {
        return n_max;
    }

    Xapian::doccount get_termfreq_max() const override
    {
        return n_max;
    }

    void next(double) override
    {
        at += started;
        started = true;
    }

    void skip_to(Xapian::docid docid, double) override
    {
        started = true;
        at = static_cast<size_t>(
            std::lower_bound(ids->begin() + static_cast<std::ptrdiff_t>(at), ids->end(),
                             docid) -
            ids->begin());
    }

    bool at_end() const override
    {
        return at >= ids->size();
    }

    Xapian::docid get_docid() const override
    {
        return (*ids)[at];
    }

    std::string get_description() const override
    {
        return "ids";
    }
};

} // namespace

/* ---- queries ---- */

enum kb_status
kb_query_term(struct kb_span term, double weight, struct kb_query **out,
              struct kb_error *err)
{
    return guarded(err, [&] {
        enum kb_status st = check_term(term, err);
        if (st == KB_OK)
            st = check_range("weight", weight, 0, FACTOR_MAX, err);
        if (st != KB_OK)
            return st;
        Xapian::Query query(to_string(term));
        if (weight < 1 || weight > 1)
            query = Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query, weight);
        *out = new kb_query{query, {Part{{{to_string(term), weight}}, {}}}};
        return KB_OK;
    });
}

enum kb_status
kb_query_or(struct kb_query *const *parts, size_t n, struct kb_query **out,
            struct kb_error *err)
{
    return combine(Xapian::Query::OP_OR, parts, n, out, err);
}

enum kb_status
kb_query_and(struct kb_query *const *parts, size_t n, struct kb_query **out,
             struct kb_error *err)
{
    return combine(Xapian::Query::OP_AND, parts, n, out, err);
}

enum kb_status
kb_query_synonym(struct kb_query *const *parts, size_t n, struct kb_query **out,
                 struct kb_error *err)
{
    return combine(Xapian::Query::OP_SYNONYM, parts, n, out, err);
}

enum kb_status
kb_query_filter(const struct kb_query *query, const struct kb_query *filter,
                struct kb_query **out, struct kb_error *err)
{
    return guarded(err, [&] {
        *out = new kb_query{
            Xapian::Query(Xapian::Query::OP_FILTER, query->query, filter->query)};
        return KB_OK;
    });
}

enum kb_status
kb_query_and_not(const struct kb_query *query, const struct kb_query *without,
                 struct kb_query **out, struct kb_error *err)
{
    return guarded(err, [&] {
        *out = new kb_query{
            Xapian::Query(Xapian::Query::OP_AND_NOT, query->query, without->query)};
        if (is_words(*query) && is_words(*without)) {
            Part part = query->parts[0];
            for (const Word &word : without->parts[0].words)
                part.without.push_back(word.term);
            (*out)->parts = {part};
        }
        return KB_OK;
    });
}

enum kb_status
kb_query_scored_by(const struct kb_query *query, const struct kb_query *score,
                   struct kb_query **out, struct kb_error *err)
{
    return guarded(err, [&] {
        Xapian::Query unscored(Xapian::Query::OP_SCALE_WEIGHT, query->query, 0);
        *out = new kb_query{
            Xapian::Query(Xapian::Query::OP_AND_MAYBE, unscored, score->query)};
        return KB_OK;
    });
}

enum kb_status
kb_query_range(uint32_t slot, struct kb_span from, struct kb_span to,
               struct kb_query **out, struct kb_error *err)
{
    return guarded(err, [&] {
        *out = new kb_query{Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot,
                                          to_string(from), to_string(to))};
        return KB_OK;
    });
}

enum kb_status
kb_query_ids(const uint32_t *ids, size_t n, struct kb_query **out, struct kb_error *err)
{
    return guarded(err, [&] {
        auto source = std::make_unique<IdSource>(
            std::make_shared<const std::vector<Xapian::docid>>(ids, ids + n));
        *out = new kb_query{Xapian::Query(Xapian::Query::OP_FILTER,
                                          Xapian::Query(source.release()->release()),
                                          Xapian::Query(std::string()))};
        return KB_OK;
    });
}

enum kb_status
kb_query_none(struct kb_query **out, struct kb_error *err)
{
    return guarded(err, [&] {
        *out = new kb_query{Xapian::Query()};
        return KB_OK;
    });
}

enum kb_status
kb_query_boosted(struct kb_reader *reader, const struct kb_boosted_term *term,
                 const struct kb_search_params *params, struct kb_query **out,
                 struct kb_error *err)
{
    return guarded(err, [&] {
        enum kb_status st = check_bm25(params, err);
        if (st == KB_OK)
            st = check_term(term->base, err);
        if (st == KB_OK)
            st = check_range("weight", term->weight, 0, FACTOR_MAX, err);
        std::vector<std::pair<std::string, double>> fields;
        for (size_t i = 0; st == KB_OK && i < term->n_fields; i++) {
            const struct kb_field_delta &f = term->fields[i];
            st = check_term(f.term, err);
            if (st == KB_OK)
                st = check_range("delta", f.delta, -FACTOR_MAX, FACTOR_MAX, err);
            if (st == KB_OK && (f.delta < 0 || f.delta > 0))
                fields.emplace_back(to_string(f.term), f.delta);
        }
        if (st != KB_OK)
            return st;
        std::string base = to_string(term->base);
        Bm25 bm25(reader->all, reader->all.get_termfreq(base), term->weight, *params);
        auto source = std::make_unique<BoostedSource>(std::make_shared<const Boosts>(
            Boosts{std::move(base), std::move(fields), bm25}));
        /* released: from here on the query deletes it */
        *out = new kb_query{Xapian::Query(source.release()->release())};
        return KB_OK;
    });
}

enum kb_status
kb_query_all(struct kb_query **out, struct kb_error *err)
{
    return guarded(err, [&] {
        *out = new kb_query{Xapian::Query(std::string())};
        return KB_OK;
    });
}

void
kb_query_free(struct kb_query *query)
{
    delete query;
}
