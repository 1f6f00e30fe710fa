/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "frame.h"

#define DASHES "----------------------------------------"
#define EQUALS "==================================="

enum {
    KEYWORD_RANKS_FROM = 200,
    KEYWORD_RANKS = 3000
};

static void
put_name(const struct kb_frame *frame)
{
    kb_prose_put(frame->prose, "Q");
    kb_prose_number(frame->prose, frame->number, 1);
}

/* "4.0,5.5": versions grow. */
static void
put_versions(const struct kb_frame *frame)
{
    struct kb_random random = frame->own;
    uint32_t n = 1 + kb_random_below(&random, 3);
    uint32_t major = 1 + kb_random_below(&random, 6);
    for (uint32_t i = 0; i < n; i++, major++) {
        kb_prose_put(frame->prose, i > 0 ? "," : "");
        kb_prose_number(frame->prose, major, 1);
        kb_prose_put(frame->prose, kb_random_below(&random, 3) == 0 ? ".5" : ".0");
    }
}

/* Words with the archive's mark of a keyword: a few are frequent, many are rare, half
 * of them belong to the topic. */
static void
put_marked(const struct kb_frame *frame, struct kb_random random, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        char word[KB_WORDS_MAX_BYTES];
        double unit = kb_random_unit(&random);
        uint64_t rank =
            KEYWORD_RANKS_FROM + (uint64_t)(KEYWORD_RANKS * unit * unit * unit);
        if (rank % 2 == 0)
            rank = rank - rank % KB_MODEL_TOPICS + frame->prose->history.topic;
        kb_prose_put(frame->prose, i > 0 ? " kb" : "kb");
        kb_prose_put_bytes(frame->prose, word, kb_words_stem(rank, word));
        kb_prose_put_bytes(frame->prose, word, kb_words_stem(rank / 4, word));
    }
}

/* The same in header and footer. */
static void
put_keywords(const struct kb_frame *frame)
{
    struct kb_random random = frame->shared;
    if (kb_random_chance(&random, 0.6426))
        put_marked(frame, random, kb_random_length(&random, 0.896, 0.75, 40));
}

static void
put_date(const struct kb_frame *frame)
{
    static const char *const months[] = {"-JAN-", "-FEB-", "-MAR-", "-APR-",
                                         "-MAY-", "-JUN-", "-JUL-", "-AUG-",
                                         "-SEP-", "-OCT-", "-NOV-", "-DEC-"};
    struct kb_random random = frame->own;
    uint32_t days = kb_random_below(&random, 28 * 12 * 9);
    kb_prose_number(frame->prose, 1 + days % 28, 2);
    kb_prose_put(frame->prose, months[days / 28 % 12]);
    kb_prose_number(frame->prose, 1994 + days / 28 / 12, 4);
}

static void
put_products(const struct kb_frame *frame)
{
    static const char *const editions[] = {"",
                                           "",
                                           ", Enterprise Edition",
                                           " Workstation",
                                           " Client",
                                           ", Standard Edition"};
    struct kb_prose *prose = frame->prose;
    struct kb_random random = frame->shared;
    /* The first number chose the keywords. */
    kb_random_next(&random);
    if (!kb_random_chance(&random, 0.9307))
        return;
    kb_prose_put(prose, "\t" DASHES DASHES "\n");
    kb_prose_put(prose, "\tThe information in this article applies to:\n\t\n");
    for (uint32_t n = kb_random_length(&random, 0.383, 0.557, 20); n > 0; n--) {
        kb_prose_put(prose, "\t- ");
        kb_prose_put(prose, frame->family->product);
        kb_prose_put(prose, editions[kb_random_below(&random, 6)]);
        kb_prose_put(prose, ", versions ");
        put_versions(frame);
        kb_prose_put(prose, " \n");
    }
    kb_prose_put(prose, "\t" DASHES DASHES "\n\t\n");
}

void
kb_frame_open(const struct kb_frame *frame)
{
    kb_prose_put(frame->prose, "---\nlayout: page\ntitle: \"");
    put_name(frame);
    kb_prose_put(frame->prose, ": ");
}

void
kb_frame_head(const struct kb_frame *frame, size_t title)
{
    struct kb_prose *prose = frame->prose;
    size_t n_title = prose->out->n_bytes - title;
    kb_prose_put(prose, "\"\npermalink: /kb/");
    kb_prose_number(prose, frame->number / 1000, 3);
    kb_prose_put(prose, "/");
    put_name(frame);
    kb_prose_put(prose, "/\n---\n\n## ");
    put_name(frame);
    kb_prose_put(prose, ": ");
    kb_prose_put_bytes(prose, prose->out->data + title, n_title);
    kb_prose_put(prose, "\n\n{% raw %}\n\n\tArticle: ");
    put_name(frame);
    kb_prose_put(prose, "\n\tProduct(s): ");
    kb_prose_put(prose, frame->family->name);
    kb_prose_put(prose, "\n\tVersion(s): ");
    kb_prose_put(prose, frame->family->label);
    kb_prose_put(prose, ":");
    put_versions(frame);
    kb_prose_put(prose, "\n\tOperating System(s): \n\tKeyword(s): ");
    put_keywords(frame);
    kb_prose_put(prose, "\n\tLast Modified: ");
    put_date(frame);
    kb_prose_put(prose, "\n\t\n");
    put_products(frame);
    kb_prose_put(prose, "\t\n");
}

void
kb_frame_foot(const struct kb_frame *frame)
{
    struct kb_prose *prose = frame->prose;
    struct kb_random random = frame->shared;
    kb_prose_put(prose, "\t" EQUALS EQUALS "\n\tKeywords          : ");
    put_keywords(frame);
    kb_prose_put(prose, " \n\tTechnology        : ");
    put_marked(frame, random, kb_random_length(&random, 1.545, 0.614, 30));
    kb_prose_put(prose, "\n\tVersion           : ");
    kb_prose_put(prose, frame->family->label);
    kb_prose_put(prose, ":");
    put_versions(frame);
    kb_prose_put(prose, "\n\tIssue type        : kbprb\n\t\n");
    kb_prose_put(prose, "\t" EQUALS EQUALS "=======\n\t\n\n{% endraw %}\n");
}
