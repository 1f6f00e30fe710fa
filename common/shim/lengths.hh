/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long documents are, as far as it was asked before: Xapian looks through a list
 * each time. Not for other folders; holds no policy. Called by kb_shim_words.cc; calls
 * base and Xapian. */
#ifndef KB_SHIM_LENGTHS_HH
#define KB_SHIM_LENGTHS_HH

#include <memory>
#include <vector>

#include "shim/guard.hh"

namespace kb
{

class Lengths
{
  public:
    explicit Lengths(const std::vector<Xapian::Database> &shards)
    {
        for (const Xapian::Database &shard : shards)
            n_ = std::max<size_t>(n_, size_t{shard.get_lastdocid()} + 1);
        /* pages of it that are not used take no memory */
        known_.reset(static_cast<uint32_t *>(kb_mem_array(n_, sizeof(uint32_t))));
        if (known_ == nullptr)
            throw std::bad_alloc();
    }

    /* A document stands in one shard only. */
    Xapian::termcount of(const Xapian::Database &shard, Xapian::docid id)
    {
        if (id >= n_)
            throw Xapian::DatabaseCorruptError(
                "a document that is not there is listed");
        if (known_.get()[id] == 0)
            known_.get()[id] = shard.get_doclength(id);
        return known_.get()[id];
    }

  private:
    struct Free {
        void operator()(uint32_t *p) const
        {
            kb_mem_free(p);
        }
    };

    size_t n_ = 0;
    std::unique_ptr<uint32_t, Free> known_; /* 0: not asked yet, or empty */
};

} // namespace kb

#endif
