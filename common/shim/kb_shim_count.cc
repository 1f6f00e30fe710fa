/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/kb_shim_count.h"

#include <algorithm>
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

/* Documents above this are looked up each time: no array for a few large numbers. */
constexpr Xapian::docid LEARNED_MAX = 4 * 1024 * 1024;

size_t
column_of(struct kb_reader *reader, uint32_t slot)
{
    size_t i = 0;
    while (i < reader->columns.size() && reader->columns[i].slot != slot)
        i++;
    if (i == reader->columns.size()) {
        reader->columns.emplace_back();
        reader->columns.back().slot = slot;
    }
    return i;
}

uint32_t
number_of(Column &column, const Xapian::Document &doc)
{
    auto [at, is_new] = column.numbers.try_emplace(
        doc.get_value(column.slot), static_cast<uint32_t>(column.values.size()));
    if (is_new)
        column.values.push_back(at->first);
    return at->second;
}

uint32_t
learned_number(Column &column, const Xapian::Document &doc, Xapian::docid id)
{
    if (!column.is_learned || id >= LEARNED_MAX)
        return number_of(column, doc);
    if (id >= column.of_doc.size())
        column.of_doc.resize(std::max<size_t>(id + 1, 2 * column.of_doc.size()));
    uint32_t &known = column.of_doc[id];
    if (known == 0)
        known = number_of(column, doc) + 1;
    return known - 1;
}

/* Counts all slots in one go over the matches. */
class Counter final : public Xapian::MatchSpy
{
  public:
    Counter(struct kb_reader *reader, const struct kb_slots *slots)
        : reader_(reader), counts_(slots->n)
    {
        for (size_t i = 0; i < slots->n; i++)
            columns_.push_back(column_of(reader, slots->items[i]));
    }

    void operator()(const Xapian::Document &doc, double) override
    {
        Xapian::docid id = doc.get_docid();
        for (size_t i = 0; i < columns_.size(); i++) {
            uint32_t n = learned_number(reader_->columns[columns_[i]], doc, id);
            if (n >= counts_[i].size())
                counts_[i].resize(n + 1);
            counts_[i][n]++;
        }
    }

    /* Documents without a value count for nothing. */
    enum kb_status copy(size_t i, struct kb_counts *out, struct kb_error *err) const
    {
        std::vector<std::pair<std::string, uint32_t>> list;
        const Column &column = reader_->columns[columns_[i]];
        for (size_t n = 0; n < counts_[i].size(); n++) {
            if (counts_[i][n] > 0 && !column.values[n].empty())
                list.emplace_back(column.values[n], counts_[i][n]);
        }
        std::sort(list.begin(), list.end(), counts_before);
        return copy_list(list, out, err);
    }

    void learn()
    {
        for (size_t i : columns_)
            reader_->columns[i].is_learned = true;
    }

  private:
    struct kb_reader *reader_;
    std::vector<size_t> columns_;
    std::vector<std::vector<uint32_t>> counts_; /* by slot and number of the value */
};

} // namespace

enum kb_status
kb_reader_counts(struct kb_reader *reader, const struct kb_query *query,
                 const struct kb_match_filter *filter, const struct kb_slots *slots,
                 struct kb_counts *out, struct kb_error *err)
{
    size_t n = slots->n;
    return guarded(err, [&] {
        Xapian::Enquire enquire(reader->all);
        enquire.set_query(query->query);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        Counter counter(reader, slots);
        enquire.add_matchspy(&counter);
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
                st = counter.copy(i, &out[i], err);
            out[i].n_matches = mset.get_matches_estimated(); /* all were looked at */
        }
        for (size_t i = 0; i < n && st != KB_OK; i++)
            kb_counts_clear(&out[i]);
        counter.learn();
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
