/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/kb_shim_count.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "shim/matcher.hh"
#include "shim/objects.hh"

namespace kb
{

/* The values of one slot as numbers, learned as documents are met: counting the same
 * document again costs no look into the shard. */
struct Column {
    uint32_t slot;
    uint32_t n_bytes; /* of a value that count, 0 = all */
    std::vector<std::string> values;
    std::unordered_map<std::string, uint32_t> numbers; /* value -> index of values */
    std::vector<uint32_t> of_place;                    /* 0 = not met, else index + 1 */
};

/* What is kept from one counting to the next. */
class Counting
{
  public:
    explicit Counting(const std::vector<Xapian::Database> &s) : shards(s), matcher(s)
    {
    }

    std::vector<Xapian::Database> shards;
    Matcher matcher;
    std::vector<Column> columns; /* of the slots that were counted */
};

} // namespace kb

using namespace kb;

namespace
{

uint32_t
number_of(Column &column, std::string value)
{
    if (column.n_bytes > 0 && value.size() > column.n_bytes)
        value.resize(column.n_bytes);
    auto [at, is_new] = column.numbers.try_emplace(
        std::move(value), static_cast<uint32_t>(column.values.size()));
    if (is_new)
        column.values.push_back(at->first);
    return at->second;
}

/* Values of the documents that one shard has. Neighbours often have the same. */
void
learn_of_shard(Column &column, const Xapian::Database &shard,
               const Documents &documents, const std::vector<uint32_t> &places)
{
    const Xapian::ValueIterator end = shard.valuestream_end(column.slot);
    Xapian::ValueIterator at = shard.valuestream_begin(column.slot);
    std::string last;
    uint32_t number = 0; /* of `last`, plus 1 */
    for (uint32_t place : places) {
        Xapian::docid id = documents.id(place);
        if (at != end)
            at.skip_to(id);
        if (at == end)
            return;
        if (at.get_docid() != id)
            continue;
        std::string value = *at;
        if (number == 0 || value != last) {
            number = number_of(column, value) + 1;
            last.swap(value);
        }
        column.of_place[place] = number;
    }
}

/* Places of the matches that a filter lets pass, in order. */
enum kb_status
list_places(const Bits &matches, const Documents &documents,
            const struct kb_match_filter *filter, std::vector<uint32_t> &out,
            struct kb_error *err)
{
    for (size_t w = 0; w < matches.size(); w++) {
        for (uint64_t word = matches[w]; word != 0; word &= word - 1) {
            size_t place = w * 64 + static_cast<size_t>(__builtin_ctzll(word));
            bool accepted = true;
            enum kb_status st = filter == nullptr ? KB_OK
                                                  : filter->accepts(filter->context,
                                                                    documents.id(place),
                                                                    &accepted, err);
            if (st != KB_OK)
                return st;
            if (accepted)
                out.push_back(static_cast<uint32_t>(place));
        }
    }
    return KB_OK;
}

using Count = std::pair<const std::string *, uint32_t>;

bool
counts_before(const Count &a, const Count &b)
{
    return a.second != b.second ? a.second > b.second : *a.first < *b.first;
}

enum kb_status
copy_list(const std::vector<Count> &list, struct kb_counts *out, struct kb_error *err)
{
    size_t n_bytes = 0;
    for (const Count &item : list)
        n_bytes += item.first->size();
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
        out->items[out->n++] = {kb_span_at(to, value->size()), n};
        to = std::copy(value->begin(), value->end(), to);
    }
    return KB_OK;
}

/* Documents without a value count for nothing. */
enum kb_status
count_column(const Column &column, const std::vector<uint32_t> &places,
             struct kb_counts *out, struct kb_error *err)
{
    std::vector<uint32_t> counts(column.values.size() + 1);
    for (uint32_t place : places)
        counts[column.of_place[place] - 1]++;
    std::vector<Count> list;
    for (size_t n = 0; n < column.values.size(); n++) {
        if (counts[n] > 0 && !column.values[n].empty())
            list.emplace_back(&column.values[n], counts[n]);
    }
    std::sort(list.begin(), list.end(), counts_before);
    enum kb_status st = copy_list(list, out, err);
    if (st == KB_OK)
        out->n_matches = static_cast<uint32_t>(places.size());
    return st;
}

Column &
column_of(Counting &counting, const struct kb_value_slot &slot)
{
    for (Column &column : counting.columns) {
        if (column.slot == slot.slot && column.n_bytes == slot.n_bytes)
            return column;
    }
    counting.columns.push_back({slot.slot, slot.n_bytes, {}, {}, {}});
    Column &column = counting.columns.back();
    column.of_place.resize(counting.matcher.documents().count());
    return column;
}

/* The column, with the values of these documents learned. */
const Column &
learned_column(Counting &counting, const struct kb_value_slot &slot,
               const std::vector<uint32_t> &places)
{
    Column &column = column_of(counting, slot);
    std::vector<uint32_t> unmet;
    for (uint32_t place : places) {
        if (column.of_place[place] == 0)
            unmet.push_back(place);
    }
    if (unmet.empty())
        return column;
    for (const Xapian::Database &shard : counting.shards)
        learn_of_shard(column, shard, counting.matcher.documents(), unmet);
    for (uint32_t place : unmet) {
        if (column.of_place[place] == 0)
            column.of_place[place] = number_of(column, std::string()) + 1;
    }
    return column;
}

} // namespace

enum kb_status
kb_reader_counts(struct kb_reader *reader, const struct kb_query *query,
                 const struct kb_match_filter *filter, const struct kb_slots *slots,
                 struct kb_counts *out, struct kb_error *err)
{
    size_t n = slots->n;
    for (size_t i = 0; i < n; i++)
        out[i] = KB_COUNTS_INIT;
    enum kb_status st = guarded(err, [&] {
        if (!reader->counting)
            reader->counting = std::make_shared<Counting>(reader->shards);
        Counting &counting = *reader->counting;
        const Documents &documents = counting.matcher.documents();
        const Bits matches = counting.matcher.matches(query->query);
        std::vector<uint32_t> places;
        enum kb_status of_all = list_places(matches, documents, filter, places, err);
        for (size_t i = 0; i < n && of_all == KB_OK; i++)
            of_all = count_column(learned_column(counting, slots->items[i], places),
                                  places, &out[i], err);
        return of_all;
    });
    for (size_t i = 0; i < n && st != KB_OK; i++)
        kb_counts_clear(&out[i]);
    return st;
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
