/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/words.hh"

#include <memory>

#include "shim/bm25.hh"
#include "shim/part.hh"

using namespace kb;

namespace
{

/* Documents are scored a window of numbers at a time: first the postings of the window
 * are noted down part by part (a word, or words that must all be there), then the
 * lengths of its documents, then scores are summed up. Once enough documents are seen,
 * parts that cannot bring a new one among the best are no longer walked but asked for
 * those that the others found (Source: MaxScore; Turtle & Flood, Information Processing
 * & Management 31(6), 1995). */
class WordMatch
{
  public:
    WordMatch(struct kb_reader &reader, const std::vector<Part> &parts,
              const struct kb_search_params &params)
        : reader_(reader), lengths_(reader.lengths ? &*reader.lengths : nullptr),
          wanted_(params.first + params.max), check_at_least_(params.check_at_least)
    {
        for (const Part &part : parts)
            add(part, params);
        /* in an order that does not hang on the shards, and so do sums */
        std::stable_sort(parts_.begin(), parts_.end(),
                         [](const Scored &a, const Scored &b) {
                             return a.termweight > b.termweight;
                         });
        rests_.resize(parts_.size() + 1);
    }

    void run()
    {
        for (size_t s = 0; s < reader_.shards.size() && !parts_.empty(); s++)
            match_shard(s);
        std::sort(best_.begin(), best_.end(), is_better);
    }

    std::vector<struct kb_hit> hits() const
    {
        std::vector<struct kb_hit> hits;
        for (const Best &best : best_)
            hits.push_back(best.hit);
        return hits;
    }

    Seen seen() const
    {
        std::vector<std::pair<Xapian::docid, uint64_t>> hits;
        for (const Best &best : best_)
            hits.emplace_back(best.hit.docid, best.has);
        return Seen(noted_, std::move(hits));
    }

    /* How many documents match, exactly if all were seen. */
    Totals totals() const
    {
        if (is_whole_)
            return {n_seen_, n_seen_, n_seen_};
        Xapian::doccount lower = std::max(n_seen_, n_most_);
        Xapian::doccount upper = static_cast<Xapian::doccount>(
            std::min<uint64_t>(n_postings_, reader_.all.get_doccount()));
        auto guess = static_cast<Xapian::doccount>((1 - share_without_) *
                                                   reader_.all.get_doccount());
        return {std::clamp(guess, lower, upper), lower, upper};
    }

  private:
    static constexpr Xapian::docid WINDOW = 2048;

    struct Scored {
        Part part;
        std::vector<Bm25> bm25; /* of its words */
        double termweight;      /* of all of them */
        uint64_t bit;           /* of a word that is noted, else 0 */

        double score_at(const PartCursor &at, double norm) const
        {
            double score = 0;
            for (size_t i = 0; i < bm25.size(); i++)
                score += bm25[i].score_at(at.wdf(i), norm);
            return score;
        }
    };

    struct Best {
        struct kb_hit hit;
        uint64_t has; /* bits of words */
    };

    static bool is_better(const Best &a, const Best &b)
    {
        return ranks_before(a.hit, b.hit);
    }

    struct Posting {
        uint32_t place; /* in the window */
        Xapian::termcount wdf;
    };

    void add(const Part &part, const struct kb_search_params &params)
    {
        const Xapian::Database &all = reader_.all;
        std::vector<std::pair<Xapian::doccount, Word>> words;
        for (const Word &word : part.words)
            words.emplace_back(all.get_termfreq(word.term), word);
        std::stable_sort(words.begin(), words.end(), [](const auto &a, const auto &b) {
            return a.first < b.first;
        });
        Scored scored{{{}, part.without}, {}, 0, 0};
        double share = 1;
        for (const auto &[n, word] : words) {
            share *= static_cast<double>(n) / all.get_doccount();
            scored.part.words.push_back(word);
            scored.bm25.emplace_back(all, n, word.weight, params);
            scored.termweight += scored.bm25.back().termweight;
        }
        Xapian::doccount n = words[0].first;
        share_without_ *= 1 - share;
        n_postings_ += n;
        bool is_word = words.size() == 1 && part.without.empty();
        if (is_word)
            n_most_ = std::max(n_most_, n);
        if (is_word && noted_.size() < Seen::WORDS_MAX) {
            scored.bit = uint64_t{1} << noted_.size();
            noted_.push_back(words[0].second.term);
        }
        if (n > 0)
            parts_.push_back(std::move(scored));
    }

    void match_shard(size_t s)
    {
        const Xapian::Database &shard = reader_.shards[s];
        shard_ = s;
        at_.clear();
        double rest = 0;
        for (size_t p = parts_.size(); p > 0; p--) {
            const Scored &scored = parts_[p - 1];
            for (size_t i = 0; i < scored.bm25.size(); i++)
                rest += scored.bm25[i].bound(
                    shard.get_wdf_upper_bound(scored.part.words[i].term), 0,
                    shard.get_doclength_lower_bound());
            rests_[p - 1] = rest;
        }
        for (const Scored &scored : parts_)
            at_.emplace_back(shard, scored.part);
        for (;;) {
            size_t n = n_walked();
            is_whole_ = is_whole_ && n == parts_.size();
            Xapian::docid first = 0;
            for (size_t p = 0; p < n; p++) {
                if (!at_[p].at_end() && (first == 0 || at_[p].id() < first))
                    first = at_[p].id();
            }
            if (first == 0)
                return;
            match_window(first, n);
        }
    }

    /* The first parts, of which a document must have one to be among the best. */
    size_t n_walked() const
    {
        size_t n = parts_.size();
        while (n > 0 && !can_enter(rests_[n - 1]))
            n--;
        return n;
    }

    /* Whether a document can be among the best. */
    bool can_enter(double most) const
    {
        return most >= least_;
    }

    /* Sums are rounded, and so is the worst of the best. */
    void set_bar()
    {
        if (best_.size() == wanted_)
            bar_ = best_.front().hit.score * (1 - 1e-9);
        if (n_seen_ >= check_at_least_)
            least_ = bar_;
    }

    void match_window(Xapian::docid first, size_t n)
    {
        const Xapian::Database &shard = reader_.shards[shard_];
        postings_.clear();
        ends_.clear();
        for (size_t p = 0; p < n; p++) {
            size_t n_words = parts_[p].bm25.size();
            for (PartCursor &at = at_[p]; !at.at_end(); at.next()) {
                Xapian::docid place = at.id() - first;
                if (place >= WINDOW)
                    break;
                for (size_t w = 0; w < n_words; w++)
                    postings_.push_back({place, at.wdf(w)});
                there_[place / 64] |= uint64_t{1} << place % 64;
            }
            ends_.push_back(postings_.size());
        }
        each_there([&](uint32_t place) {
            norms_[place] = parts_[0].bm25[0].norm(length(shard, first + place));
            scores_[place] = 0;
            has_[place] = 0;
        });
        size_t i = 0;
        for (size_t p = 0; p < n; p++) {
            const std::vector<Bm25> &words = parts_[p].bm25;
            uint64_t bit = parts_[p].bit;
            while (i < ends_[p]) {
                has_[postings_[i].place] |= bit;
                for (const Bm25 &word : words) {
                    const Posting &at = postings_[i++];
                    scores_[at.place] += word.score_at(at.wdf, norms_[at.place]);
                }
            }
        }
        each_there([&](uint32_t place) {
            n_seen_++;
            finish(first + place, place, n);
        });
        set_bar();
        std::fill(std::begin(there_), std::end(there_), 0);
    }

    Xapian::termcount length(const Xapian::Database &shard, Xapian::docid id)
    {
        return lengths_ != nullptr ? lengths_->of(shard, id) : shard.get_doclength(id);
    }

    template <typename F> void each_there(F f)
    {
        for (uint32_t i = 0; i < WINDOW / 64; i++) {
            for (uint64_t word = there_[i]; word != 0; word &= word - 1)
                f(i * 64 + static_cast<uint32_t>(__builtin_ctzll(word)));
        }
    }

    /* Add what the parts that are not walked give, as long as it can be enough. */
    void finish(Xapian::docid id, uint32_t place, size_t n)
    {
        double score = scores_[place];
        uint64_t has = has_[place];
        for (size_t p = n; p < parts_.size(); p++) {
            if (!can_enter(score + rests_[p]))
                return;
            PartCursor &at = at_[p];
            if (!at.at_end() && at.id() < id)
                at.skip_to(id);
            if (!at.at_end() && at.id() == id) {
                score += parts_[p].score_at(at, norms_[place]);
                has |= parts_[p].bit;
            }
        }
        if (score >= bar_)
            keep({{id, static_cast<uint32_t>(shard_), round_score(score)}, has});
    }

    void keep(const Best &hit)
    {
        if (best_.size() == wanted_ && !is_better(hit, best_.front()))
            return;
        if (best_.size() == wanted_) {
            std::pop_heap(best_.begin(), best_.end(), is_better);
            best_.pop_back();
        }
        best_.push_back(hit);
        if (best_.size() == wanted_ && !is_heap_)
            std::make_heap(best_.begin(), best_.end(), is_better);
        else if (is_heap_)
            std::push_heap(best_.begin(), best_.end(), is_better);
        is_heap_ = best_.size() == wanted_;
        set_bar();
    }

    struct kb_reader &reader_;
    Lengths *lengths_; /* optional */
    size_t wanted_;
    uint32_t check_at_least_;
    std::vector<Scored> parts_;
    std::vector<double> rests_; /* no document gets more from a part and those behind */
    double bar_ = 0;            /* what scores less is not among the best */
    double least_ = 0; /* the same once enough documents were seen to look at no more */
    std::vector<Best> best_; /* the worst in front once there are enough */
    bool is_heap_ = false;
    std::vector<std::string> noted_; /* words by their bit */
    bool is_whole_ = true;
    Xapian::doccount n_seen_ = 0;
    Xapian::doccount n_most_ = 0;
    uint64_t n_postings_ = 0;
    double share_without_ = 1; /* of the documents, if words knew nothing of others */

    /* of the shard */
    size_t shard_ = 0;
    std::vector<PartCursor> at_;

    /* of the window */
    std::vector<Posting> postings_; /* by part; one for each of its words */
    std::vector<size_t> ends_;
    uint64_t there_[WINDOW / 64] = {};
    double norms_[WINDOW];
    double scores_[WINDOW];
    uint64_t has_[WINDOW];
};

} // namespace

void
kb_shim_match_words(struct kb_reader &reader, const std::vector<Part> &parts,
                    const struct kb_search_params &params,
                    std::vector<struct kb_hit> &hits, Totals &totals)
{
    /* who asks once has no use for a table */
    if (reader.has_matched && !reader.lengths)
        reader.lengths.emplace(reader.shards);
    reader.has_matched = true;
    auto match = std::make_unique<WordMatch>(reader, parts, params);
    match->run();
    hits = match->hits();
    totals = match->totals();
    reader.seen = match->seen();
}
