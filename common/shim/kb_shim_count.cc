/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/kb_shim_count.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "shim/filter.hh"
#include "shim/objects.hh"

using namespace kb;

namespace
{

bool
counts_before(const std::pair<std::string, uint32_t> &a,
              const std::pair<std::string, uint32_t> &b)
{
    return a.second != b.second ? a.second > b.second : a.first < b.first;
}

enum kb_status
copy_list(const std::vector<std::pair<std::string, uint32_t>> &list,
          struct kb_counts *out, struct kb_error *err)
{
    size_t n_bytes = 0;
    for (const auto &item : list)
        n_bytes += item.first.size();
    *out = KB_COUNTS_INIT;
    out->items = static_cast<struct kb_count *>(
        kb_mem_array(list.size(), sizeof(struct kb_count)));
    out->bytes = static_cast<char *>(kb_mem_array(n_bytes, 1));
    if (out->items == nullptr || out->bytes == nullptr) {
        kb_counts_clear(out);
        return kb_error_set(err, KB_E_NOMEM, "out of memory for %zu counts",
                            list.size());
    }
    char *to = out->bytes;
    for (const auto &[value, n] : list) {
        out->items[out->n++] = {kb_span_at(to, value.size()), n};
        to = std::copy(value.begin(), value.end(), to);
    }
    return KB_OK;
}

enum kb_status
copy_counts(const Xapian::ValueCountMatchSpy &spy, struct kb_counts *out,
            struct kb_error *err)
{
    std::vector<std::pair<std::string, uint32_t>> list;
    for (auto i = spy.values_begin(); i != spy.values_end(); ++i)
        list.emplace_back(*i, i.get_termfreq());
    std::sort(list.begin(), list.end(), counts_before);
    return copy_list(list, out, err);
}

} // namespace

enum kb_status
kb_reader_counts(struct kb_reader *reader, const struct kb_query *query,
                 const struct kb_match_filter *filter, const struct kb_slots *slots,
                 struct kb_counts *out, struct kb_error *err)
{
    size_t n = slots->n;
    return guarded(err, [&] {
        std::vector<std::unique_ptr<Xapian::ValueCountMatchSpy>> spies;
        Xapian::Enquire enquire(reader->all);
        enquire.set_query(query->query);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        for (size_t i = 0; i < n; i++) {
            spies.push_back(
                std::make_unique<Xapian::ValueCountMatchSpy>(slots->items[i]));
            enquire.add_matchspy(spies.back().get());
        }
        std::optional<Filter> decider;
        if (filter != nullptr)
            decider.emplace(*filter, err);
        Xapian::MSet mset;
        try {
            /* one item at least: a match for none looks at nothing */
            mset = enquire.get_mset(0, 1, reader->all.get_doccount(), nullptr,
                                    decider ? &*decider : nullptr);
        } catch (const FilterFailed &failed) {
            return failed.status;
        }
        enum kb_status st = KB_OK;
        for (size_t i = 0; i < n; i++) {
            out[i] = KB_COUNTS_INIT;
            if (st == KB_OK)
                st = copy_counts(*spies[i], &out[i], err);
            out[i].n_matches = mset.get_matches_estimated(); /* all were looked at */
        }
        for (size_t i = 0; i < n && st != KB_OK; i++)
            kb_counts_clear(&out[i]);
        return st;
    });
}

void
kb_counts_clear(struct kb_counts *counts)
{
    if (counts == nullptr)
        return;
    kb_mem_free(counts->items);
    kb_mem_free(counts->bytes);
    *counts = KB_COUNTS_INIT;
}
