/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article/type.h"

#include <stdbool.h>

enum {
    LABEL_MAX_BYTES = 12, /* "DOCERR", "HOW TO", "WSPlus" */
    LABELS_MAX = 3        /* labels at the beginning of a title that are looked at */
};

struct name {
    struct kb_span name;
    const char *type;
};

static const struct name labels[] = {
    {{"BUG", 3}, "bug"},       {{"FIX", 3}, "fix"},      {{"PRB", 3}, "prb"},
    {{"HOWTO", 5}, "howto"},   {{"HOW TO", 6}, "howto"}, {{"INFO", 4}, "info"},
    {{"INF", 3}, "info"},      {{"DOC", 3}, "doc"},      {{"DOCERR", 6}, "doc"},
    {{"SAMPLE", 6}, "sample"}, {{"FILE", 4}, "file"},
};

static const struct name issue_types[] = {
    {{"kbbug", 5}, "bug"},
    {{"kbprb", 5}, "prb"},
    {{"kbinfo", 6}, "info"},
    {{"kbhowto", 7}, "howto"},
};

static const char *
find(const struct name *names, size_t n, struct kb_span name)
{
    for (size_t i = 0; i < n; i++) {
        if (kb_span_equal(names[i].name, name))
            return names[i].type;
    }
    return "";
}

const char *
kb_article_type(const struct kb_article *article)
{
    struct kb_span rest = article->title;
    for (int i = 0; i < LABELS_MAX && rest.n_bytes > 0; i++) {
        size_t n = rest.n_bytes < LABEL_MAX_BYTES ? rest.n_bytes : LABEL_MAX_BYTES;
        const char *colon = memchr(rest.data, ':', n);
        if (colon == NULL)
            break;
        struct kb_span label = kb_span_at(rest.data, (size_t)(colon - rest.data));
        const char *type = find(labels, sizeof(labels) / sizeof(labels[0]), label);
        if (type[0] != '\0')
            return type;
        rest = kb_span_trim(kb_span_skip(rest, label.n_bytes + 1));
    }
    return find(issue_types, sizeof(issue_types) / sizeof(issue_types[0]),
                kb_span_trim(article->issue_type));
}
