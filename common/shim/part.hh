/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Goes over the documents of one shard that have all words of a part of a query, and
 * not all of those it is without, by their numbers. Not for other folders; holds no
 * policy. Called by kb_shim_words.cc; calls Xapian. */
#ifndef KB_SHIM_PART_HH
#define KB_SHIM_PART_HH

#include <vector>

#include "shim/objects.hh"

namespace kb
{

class PartCursor
{
  public:
    PartCursor(const Xapian::Database &shard, const Part &part)
    {
        for (const Word &word : part.words)
            words_.push_back(shard.postlist_begin(word.term));
        for (const std::string &term : part.without)
            without_.push_back(shard.postlist_begin(term));
        is_plain_ = words_.size() == 1 && without_.empty();
        settle();
    }

    bool at_end() const
    {
        return words_[0] == end_;
    }

    Xapian::docid id() const
    {
        return *words_[0];
    }

    Xapian::termcount wdf(size_t word) const
    {
        return words_[word].get_wdf();
    }

    void next()
    {
        ++words_[0];
        settle();
    }

    /* To the first from `id` on; not behind the end. */
    void skip_to(Xapian::docid id)
    {
        words_[0].skip_to(id);
        settle();
    }

  private:
    void settle()
    {
        while (!is_plain_ && words_[0] != end_ && !is_here()) {
        }
    }

    /* Whether all agree on the number of the first; if not, it moves on. */
    bool is_here()
    {
        Xapian::PostingIterator &first = words_[0];
        for (size_t i = 1; i < words_.size(); i++) {
            if (words_[i] != end_)
                words_[i].skip_to(*first);
            if (words_[i] == end_)
                first = end_;
            else if (*words_[i] != *first)
                first.skip_to(*words_[i]);
            else
                continue;
            return false;
        }
        if (without_.empty() || !has_all_it_is_without(*first))
            return true;
        ++first;
        return false;
    }

    bool has_all_it_is_without(Xapian::docid id)
    {
        for (Xapian::PostingIterator &at : without_) {
            if (at != end_)
                at.skip_to(id);
            if (at == end_ || *at != id)
                return false;
        }
        return true;
    }

    Xapian::PostingIterator end_;                /* it has none */
    std::vector<Xapian::PostingIterator> words_; /* the first is the rarest */
    std::vector<Xapian::PostingIterator> without_;
    bool is_plain_;
};

} // namespace kb

#endif
