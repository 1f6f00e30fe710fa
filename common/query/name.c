/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/name.h"

#include <assert.h>

static const struct kb_name names[] = {
#define KB_NAME_ROW(id, name, kind, argument, what) {name, kind, (int)argument, what},
    KB_NAME_TABLE(KB_NAME_ROW)
#undef KB_NAME_ROW
};

const struct kb_name *
kb_name(enum kb_name_id id)
{
    assert(id < KB_NAME_COUNT);
    return &names[id];
}

static bool
equal_in_any_case(struct kb_span text, const char *name)
{
    if (text.n_bytes != strlen(name))
        return false;
    for (size_t i = 0; i < text.n_bytes; i++) {
        char c = text.data[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != name[i])
            return false;
    }
    return true;
}

enum kb_name_id
kb_name_find(struct kb_span text)
{
    for (int id = 0; id < KB_NAME_COUNT; id++) {
        if (equal_in_any_case(text, names[id].name))
            return (enum kb_name_id)id;
    }
    return KB_NAME_COUNT;
}
