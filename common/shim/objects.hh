/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the reading files of the shim share: readers, queries, checks of their numbers.
 * Not for other folders; holds no policy. Called by
 * kb_shim_{read,query,count,words}.cc; calls base and Xapian. */
#ifndef KB_SHIM_OBJECTS_HH
#define KB_SHIM_OBJECTS_HH

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shim/lengths.hh"
#include "shim/seen.hh"

namespace kb
{

class Counting;

/* A term whose score counts `weight` times. */
struct Word {
    std::string term;
    double weight;
};

/* The documents that have all `words`, by which they score, and not all of `without`.
 */
struct Part {
    std::vector<Word> words;          /* one or more */
    std::vector<std::string> without; /* empty = none */
};

} // namespace kb

struct kb_reader {
    std::vector<Xapian::Database> shards;
    Xapian::Database all;
    std::shared_ptr<kb::Counting> counting; /* empty until something is counted */
    std::optional<kb::Lengths> lengths;     /* empty until words are searched again */
    bool has_matched = false;               /* words */
    kb::Seen seen;                          /* in the last match of words */
};

struct kb_query {
    Xapian::Query query;
    std::vector<kb::Part> parts = {}; /* it is the OR of; empty = something else */
};

namespace kb
{

/* Largest weight, delta and parameter: far above any use, far below what overflows. */
inline constexpr double FACTOR_MAX = 1e6;

/* Also refuses what is no number. */
inline enum kb_status
check_range(const char *what, double value, double min, double max,
            struct kb_error *err)
{
    if (value >= min && value <= max)
        return KB_OK;
    return kb_error_set(err, KB_E_INVALID, "%s is out of range: %g, must be %g to %g",
                        what, value, min, max);
}

inline enum kb_status
check_bm25(const struct kb_search_params *p, struct kb_error *err)
{
    if (!(p->k1 > 0))
        return kb_error_set(err, KB_E_INVALID,
                            "k1 is out of range: %g, must be above 0", p->k1);
    enum kb_status st = check_range("k1", p->k1, 0, FACTOR_MAX, err);
    if (st == KB_OK)
        st = check_range("b", p->b, 0, 1, err);
    if (st == KB_OK)
        st = check_range("min_normlen", p->min_normlen, 0, FACTOR_MAX, err);
    return st;
}

} // namespace kb

#endif
