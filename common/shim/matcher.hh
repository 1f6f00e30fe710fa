/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All documents that match a query, as a set of bits: what counting over all of them
 * needs, without scores. Not for other folders; holds no policy. Called by
 * kb_shim_count.cc; calls Xapian. */
#ifndef KB_SHIM_MATCHER_HH
#define KB_SHIM_MATCHER_HH

#include <algorithm>
#include <string>
#include <unordered_map>

#include "shim/documents.hh"

namespace kb
{

/* Walking fewer postings costs less than keeping them would save. */
inline constexpr Xapian::doccount KEPT_MIN_DOCS = 256;
inline constexpr size_t KEPT_MAX_BYTES = 16 * 1024 * 1024;

/* Notes the documents that a shard finds. */
class Noter final : public Xapian::MatchSpy
{
    Bits &bits_;
    const Documents &documents_;

  public:
    Noter(Bits &bits, const Documents &documents) : bits_(bits), documents_(documents)
    {
    }

    void operator()(const Xapian::Document &doc, double) override
    {
        set_bit(bits_, documents_.place(doc.get_docid()));
    }
};

/* Finds the matches of queries. What it read of frequent terms it keeps, so that the
 * next query with them costs no look into the shards. */
class Matcher
{
  public:
    explicit Matcher(const std::vector<Xapian::Database> &shards)
        : shards_(shards), documents_(shards)
    {
    }

    const Documents &documents() const
    {
        return documents_;
    }

    /* The set of all matches. */
    Bits matches(const Xapian::Query &query)
    {
        Bits bits(documents_.n_words());
        unite(bits, query);
        return bits;
    }

  private:
    struct Kept {
        Bits bits;
        uint64_t used = 0; /* when it was last asked for, by count */
    };

    /* Scores play no part, so what only scores is left out. */
    void unite(Bits &into, const Xapian::Query &query)
    {
        switch (query.get_type()) {
        case Xapian::Query::LEAF_TERM:
            return unite_term(into, *query.get_terms_begin());
        case Xapian::Query::LEAF_MATCH_ALL:
            return unite_all(into);
        case Xapian::Query::LEAF_MATCH_NOTHING:
            return;
        case Xapian::Query::OP_OR:
        case Xapian::Query::OP_SYNONYM:
            for (size_t i = 0; i < query.get_num_subqueries(); i++)
                unite(into, query.get_subquery(i));
            return;
        case Xapian::Query::OP_SCALE_WEIGHT:
        case Xapian::Query::OP_AND_MAYBE:
            return unite(into, query.get_subquery(0));
        case Xapian::Query::OP_AND:
        case Xapian::Query::OP_FILTER:
        case Xapian::Query::OP_AND_NOT:
            return unite_common(into, query);
        case Xapian::Query::OP_XOR:
        case Xapian::Query::OP_NEAR:
        case Xapian::Query::OP_PHRASE:
        case Xapian::Query::OP_VALUE_RANGE:
        case Xapian::Query::OP_VALUE_GE:
        case Xapian::Query::OP_VALUE_LE:
        case Xapian::Query::OP_ELITE_SET:
        case Xapian::Query::OP_MAX:
        case Xapian::Query::OP_WILDCARD:
        case Xapian::Query::OP_INVALID:
        case Xapian::Query::LEAF_POSTING_SOURCE:
            return unite_asked(into, query);
        }
    }

    void unite_all(Bits &into) const
    {
        for (size_t place = 0; place < documents_.count(); place++)
            set_bit(into, place);
    }

    /* What all parts have, or the first has without the others. */
    void unite_common(Bits &into, const Xapian::Query &query)
    {
        Bits common = matches(query.get_subquery(0));
        bool is_without = query.get_type() == Xapian::Query::OP_AND_NOT;
        for (size_t i = 1; i < query.get_num_subqueries(); i++) {
            const Bits other = matches(query.get_subquery(i));
            for (size_t w = 0; w < common.size(); w++)
                common[w] &= is_without ? ~other[w] : other[w];
        }
        unite_bits(into, common);
    }

    /* Values and sources of postings: the shards say. A source may name documents that
     * the shard has not. */
    void unite_asked(Bits &into, const Xapian::Query &query) const
    {
        for (const Xapian::Database &shard : shards_) {
            Xapian::Enquire enquire(shard);
            Noter noter(into, documents_);
            enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, query,
                                            Xapian::Query(std::string())));
            enquire.set_weighting_scheme(Xapian::BoolWeight());
            enquire.add_matchspy(&noter);
            /* one item at least: a match for none looks at nothing */
            enquire.get_mset(0, 1, shard.get_doccount());
        }
    }

    void unite_term(Bits &into, const std::string &term)
    {
        auto at = kept_.find(term);
        if (at == kept_.end() && n_docs(term) < KEPT_MIN_DOCS)
            return walk(into, term);
        if (at == kept_.end())
            at = keep(term);
        at->second.used = ++now_;
        unite_bits(into, at->second.bits);
    }

    static void unite_bits(Bits &into, const Bits &other)
    {
        for (size_t w = 0; w < into.size(); w++)
            into[w] |= other[w];
    }

    Xapian::doccount n_docs(const std::string &term) const
    {
        Xapian::doccount n = 0;
        for (const Xapian::Database &shard : shards_)
            n += shard.get_termfreq(term);
        return n;
    }

    void walk(Bits &into, const std::string &term) const
    {
        for (const Xapian::Database &shard : shards_) {
            const Xapian::PostingIterator end = shard.postlist_end(term);
            for (auto at = shard.postlist_begin(term); at != end; ++at)
                set_bit(into, documents_.place(*at));
        }
    }

    std::unordered_map<std::string, Kept>::iterator keep(const std::string &term)
    {
        size_t n_bytes = documents_.n_words() * sizeof(uint64_t);
        while (!kept_.empty() && (kept_.size() + 1) * n_bytes > KEPT_MAX_BYTES)
            kept_.erase(std::min_element(kept_.begin(), kept_.end(),
                                         [](const auto &a, const auto &b) {
                                             return a.second.used < b.second.used;
                                         }));
        Kept kept{Bits(documents_.n_words())};
        walk(kept.bits, term);
        return kept_.emplace(term, std::move(kept)).first;
    }

    std::vector<Xapian::Database> shards_;
    Documents documents_;
    std::unordered_map<std::string, Kept> kept_;
    uint64_t now_ = 0;
};

} // namespace kb

#endif
