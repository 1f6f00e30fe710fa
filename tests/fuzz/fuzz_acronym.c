/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any text: names are found in it, of words of the text, and reading ends. */
#include "acronym.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kb_span text = fuzz_input(data, size);
    struct kb_acronym a;
    size_t before = 0;
    for (size_t at = 0; kb_acronym_next(text, &at, &a); before = at) {
        FUZZ_CHECK(at > before && at <= size);
        FUZZ_CHECK(a.n_brief >= 2 && a.n_brief <= KB_ACRONYM_LETTERS_MAX);
        FUZZ_CHECK(a.n_words > 0 && a.n_words <= KB_ACRONYM_WORDS_MAX);
        for (size_t i = 0; i < a.n_words; i++)
            FUZZ_CHECK(a.words[i].n_bytes > 0 && a.words[i].data >= text.data &&
                       a.words[i].data + a.words[i].n_bytes <= text.data + size);
    }
    return 0;
}
