/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of its words each hit of a match has. Not for other folders; holds no policy.
 * Made by kb_shim_words.cc, asked by kb_shim_read.cc; calls Xapian. */
#ifndef KB_SHIM_SEEN_HH
#define KB_SHIM_SEEN_HH

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <xapian.h>

namespace kb
{

class Seen
{
  public:
    /* Words that are noted, as bits of a number (count). */
    static constexpr size_t WORDS_MAX = 64;

    Seen() = default;

    /* words: bits; hits: documents with the bits of theirs */
    Seen(std::vector<std::string> words,
         std::vector<std::pair<Xapian::docid, uint64_t>> hits)
        : words_(std::move(words)), hits_(std::move(hits))
    {
        std::sort(hits_.begin(), hits_.end());
    }

    /* The bit of a word, 0 = it was not matched. */
    uint64_t bit(const std::string &word) const
    {
        auto at = std::find(words_.begin(), words_.end(), word);
        return at == words_.end() ? 0 : uint64_t{1} << (at - words_.begin());
    }

    /* The bits of a hit, NULL = it was none. */
    const uint64_t *hit(Xapian::docid id) const
    {
        auto at =
            std::lower_bound(hits_.begin(), hits_.end(), std::pair{id, uint64_t{0}});
        return at == hits_.end() || at->first != id ? nullptr : &at->second;
    }

  private:
    std::vector<std::string> words_;
    std::vector<std::pair<Xapian::docid, uint64_t>> hits_; /* by their numbers */
};

} // namespace kb

#endif
