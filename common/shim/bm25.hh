/* SPDX-License-Identifier: GPL-2.0-or-later */
/* BM25 as kb_query_boosted has it. Not for other folders; holds no policy. Called by
 * kb_shim_{query,words}.cc; calls base and Xapian. */
#ifndef KB_SHIM_BM25_HH
#define KB_SHIM_BM25_HH

#include <cmath>

#include "shim/guard.hh"

namespace kb
{

/* Of one term, as Xapian::BM25Weight computes it, operation by operation, so that equal
 * frequencies give equal bits. */
struct Bm25 {
    double termweight;
    double len_factor;
    double k1;
    double b;
    double min_normlen;

    /* n: documents that have the term */
    Bm25(const Xapian::Database &db, Xapian::doccount n, double weight,
         const struct kb_search_params &p)
        : termweight(0), len_factor(db.get_avlength()), k1(p.k1), b(p.b),
          min_normlen(p.min_normlen)
    {
        double t = (db.get_doccount() - n + 0.5) / (n + 0.5);
        if (t < 2)
            t = t * 0.5 + 1;
        termweight = std::log(t) * weight * (k1 + 1);
        if (len_factor != 0)
            len_factor = 1 / len_factor;
    }

    /* What a document's length makes of it, for score_at. */
    double norm(double length) const
    {
        double normlen = std::max(length * len_factor, min_normlen);
        return k1 * (normlen * b + (1 - b));
    }

    double score_at(double wdf, double norm) const
    {
        return termweight * (wdf / (norm + wdf));
    }

    double score(double wdf, double length) const
    {
        return score_at(wdf, norm(length));
    }

    /* No document of at least `min_length` that has the term up to `max_wdf` times and
     * `extra` on top scores more. A document is at least as long as its wdf; below the
     * length that counts, more wdf only helps; above it the score goes one way, so one
     * of the ends is the largest. */
    double bound(double max_wdf, double extra, double min_length) const
    {
        double counts = len_factor == 0 ? 0 : min_normlen / len_factor;
        double low = std::min(max_wdf, std::max(min_length, counts));
        double largest =
            std::max(score(low + extra, std::max(low, min_length)),
                     score(max_wdf + extra, std::max(max_wdf, min_length)));
        return largest * (1 + 1e-12); /* rounding must not cut a document off */
    }
};

} // namespace kb

#endif
