/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/field.h"

#include <assert.h>

static const struct kb_field fields[] = {
#define KB_FIELD_ROW(id, name, prefix, boost, flags)                                   \
    {name, {prefix, sizeof(prefix) - 1}, boost, flags},
    KB_FIELD_TABLE(KB_FIELD_ROW)
#undef KB_FIELD_ROW
};

const struct kb_field *
kb_field(enum kb_field_id id)
{
    assert(id < KB_FIELD_COUNT);
    return &fields[id];
}

enum kb_status
kb_field_find(struct kb_span name, enum kb_field_id *out, struct kb_error *err)
{
    for (size_t i = 0; i < KB_FIELD_COUNT; i++) {
        if (kb_span_equal(name, kb_span_cstr(fields[i].name))) {
            *out = (enum kb_field_id)i;
            return KB_OK;
        }
    }
    return kb_error_set(
        err, KB_E_INVALID,
        "no field '%.*s': there are title, querywords, symptoms, summary, "
        "cause, resolution, body, applies, product, keyword, id, version, type, "
        "year, cites",
        (int)(name.n_bytes < 60 ? name.n_bytes : 60), name.data);
}

enum kb_field_id
kb_field_of_section(enum kb_section_kind kind)
{
    switch (kind) {
    case KB_SECTION_SYMPTOMS:
        return KB_FIELD_SYMPTOMS;
    case KB_SECTION_CAUSE:
        return KB_FIELD_CAUSE;
    case KB_SECTION_RESOLUTION:
    case KB_SECTION_WORKAROUND:
        return KB_FIELD_RESOLUTION;
    case KB_SECTION_SUMMARY:
        return KB_FIELD_SUMMARY;
    case KB_SECTION_TITLE:
        return KB_FIELD_TITLE;
    case KB_SECTION_PRODUCT:
    case KB_SECTION_APPLIES_TO:
        return KB_FIELD_APPLIES_TO;
    case KB_SECTION_QUERY_WORDS:
        return KB_FIELD_QUERY_WORDS;
    case KB_SECTION_BODY:
    case KB_SECTION_STATUS:
    case KB_SECTION_MORE_INFORMATION:
    case KB_SECTION_REFERENCES:
    case KB_SECTION_OTHER:
    case KB_SECTION_COUNT:
        break;
    }
    return KB_FIELD_BODY;
}
