/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The documents of a reader as places of bits. Not for other folders; holds no policy.
 * Called by shim/matcher.hh and kb_shim_count.cc; calls Xapian. */
#ifndef KB_SHIM_DOCUMENTS_HH
#define KB_SHIM_DOCUMENTS_HH

#include <vector>

#include <xapian.h>

namespace kb
{

/* A bit for each document there is, by its place. */
using Bits = std::vector<uint64_t>;

inline void
set_bit(Bits &bits, size_t place)
{
    bits[place / 64] |= uint64_t{1} << place % 64;
}

/* The documents of all shards in the order of their numbers. The numbers have gaps, the
 * places have none. */
class Documents
{
  public:
    explicit Documents(const std::vector<Xapian::Database> &shards)
    {
        for (const Xapian::Database &shard : shards)
            note(shard);
        before_.reserve(there_.size());
        for (size_t w = 0; w < there_.size(); w++) {
            before_.push_back(static_cast<uint32_t>(ids_.size()));
            for (uint64_t word = there_[w]; word != 0; word &= word - 1)
                ids_.push_back(static_cast<Xapian::docid>(
                    w * 64 + static_cast<size_t>(__builtin_ctzll(word))));
        }
    }

    size_t count() const
    {
        return ids_.size();
    }

    size_t n_words() const
    {
        return (ids_.size() + 63) / 64;
    }

    Xapian::docid id(size_t place) const
    {
        return ids_[place];
    }

    size_t place(Xapian::docid id) const
    {
        uint64_t bit = uint64_t{1} << id % 64;
        if (id / 64 >= there_.size() || (there_[id / 64] & bit) == 0)
            throw Xapian::DatabaseCorruptError(
                "a document that is not there is listed");
        uint64_t lower = there_[id / 64] & (bit - 1);
        return before_[id / 64] + static_cast<size_t>(__builtin_popcountll(lower));
    }

  private:
    void note(const Xapian::Database &shard)
    {
        if (shard.get_lastdocid() / 64 >= there_.size())
            there_.resize(shard.get_lastdocid() / 64 + 1);
        const Xapian::PostingIterator end = shard.postlist_end("");
        for (auto at = shard.postlist_begin(""); at != end; ++at)
            set_bit(there_, *at);
    }

    std::vector<Xapian::docid> ids_;
    Bits there_;                   /* by number */
    std::vector<uint32_t> before_; /* documents before each word of `there_` */
};

} // namespace kb

#endif
