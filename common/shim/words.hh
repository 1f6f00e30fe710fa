/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The best documents that have any of some words, or of some groups of words, by BM25:
 * what Xapian's matcher finds for an OR of terms, without its tree of lists that are
 * walked a document at a time. Not for other folders; holds no policy. Called by
 * kb_shim_read.cc; calls base and Xapian. */
#ifndef KB_SHIM_WORDS_HH
#define KB_SHIM_WORDS_HH

#include <cmath>
#include <vector>

#include "shim/objects.hh"

namespace kb
{

/* Scores of a document that are summed up in another order differ in the last bits.
 * Rounded to 40 bits they are equal, and so are ties. */
inline double
round_score(double score)
{
    int exponent;
    double m = std::frexp(score, &exponent);
    return std::ldexp(std::nearbyint(std::ldexp(m, 40)), exponent - 40);
}

inline bool
ranks_before(const struct kb_hit &a, const struct kb_hit &b)
{
    return a.score != b.score ? a.score > b.score : a.docid < b.docid;
}

/* How many documents match. */
struct Totals {
    Xapian::doccount estimated;
    Xapian::doccount lower;
    Xapian::doccount upper;
};

} // namespace kb

/**
 * Find them.
 *
 *   reader  notes down the lengths it was asked for and what the hits have
 *   params  first, max and the parameters of BM25; max above 0
 *   hits    set; best first, from the first rank on
 *   totals  set
 *
 * Throws what Xapian throws; std::bad_alloc.
 */
extern "C" void kb_shim_match_words(struct kb_reader &reader,
                                    const std::vector<kb::Part> &parts,
                                    const struct kb_search_params &params,
                                    std::vector<struct kb_hit> &hits,
                                    kb::Totals &totals);

#endif
