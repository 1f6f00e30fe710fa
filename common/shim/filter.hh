/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The caller's filter as Xapian takes it. Not for other folders. Called by
 * kb_shim_read.cc; calls base and Xapian. */
#ifndef KB_SHIM_FILTER_HH
#define KB_SHIM_FILTER_HH

#include "shim/guard.hh"

namespace kb
{

/* The caller's filter failed: ends the match. */
struct FilterFailed {
    enum kb_status status;
};

class Filter : public Xapian::MatchDecider
{
    const struct kb_match_filter &filter;
    struct kb_error *err;

  public:
    Filter(const struct kb_match_filter &f, struct kb_error *e) : filter(f), err(e)
    {
    }

    bool operator()(const Xapian::Document &doc) const override
    {
        /* Xapian numbers it as its own shard does */
        bool accepted = false;
        enum kb_status st =
            filter.accepts(filter.context, doc.get_docid(), &accepted, err);
        if (st != KB_OK)
            throw FilterFailed{st};
        return accepted;
    }
};

} // namespace kb

#endif
