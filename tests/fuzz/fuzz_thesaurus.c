/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a thesaurus: links are between terms that are there. */
#include "fuzz.h"
#include "thesaurus.h"

static struct kb_taught_term terms[] = {
    {.term = {"Zcomment", 8}, .n_docs = 2},
    {.term = {"Zremark", 7}, .n_docs = 1},
    {.term = {"Zremov", 6}, .n_docs = 100},
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct kb_lessons lessons = {
        .terms = terms, .n_terms = sizeof(terms) / sizeof(terms[0]), .n_articles = 100};
    struct kb_links links = {NULL, 0, 0};
    enum kb_status st =
        kb_thesaurus_parse(&lessons, fuzz_input(data, size), "input", &links, NULL);
    FUZZ_CHECK(st == KB_OK || st == KB_E_INVALID);
    for (size_t i = 0; i < links.n; i++) {
        const struct kb_link *link = &links.items[i];
        FUZZ_CHECK(link->asked < 2 && link->word < lessons.n_terms);
        FUZZ_CHECK(link->asked != link->word);
        FUZZ_CHECK(link->strength > 0 && link->strength <= 1);
    }
    kb_links_clear(&links);
    return 0;
}
