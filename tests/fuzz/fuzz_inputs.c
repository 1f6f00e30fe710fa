/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a table of inputs, with a check sum that fits: what is read can be
 * written, and is the same bytes again. */
#include "fuzz.h"

#include <string.h>
#include <xxhash.h>

#include "index/inputs.h"

static void
check_inputs(const struct kb_inputs *inputs)
{
    for (size_t i = 0; i < inputs->n; i++) {
        const struct kb_input *input = &inputs->items[i];
        FUZZ_CHECK(input->path[0] == '/');
        FUZZ_CHECK(i == 0 || strcmp(inputs->items[i - 1].path, input->path) < 0);
        FUZZ_CHECK(input->state < KB_INPUT_STATES);
        FUZZ_CHECK(input->state == KB_INPUT_SKIPPED || input->id != 0);
        if (input->state == KB_INPUT_ARTICLE)
            FUZZ_CHECK(kb_inputs_find(inputs, input->id) != NULL);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kb_buf bytes = KB_BUF_INIT((size_t)1 << 24);
    struct kb_buf out = KB_BUF_INIT((size_t)1 << 25);
    struct kb_inputs inputs = KB_INPUTS_INIT;
    struct kb_span input = fuzz_input(data, size);
    uint64_t sum = XXH3_64bits(input.data, input.n_bytes);
    bool ready = kb_buf_append(&bytes, input, NULL) == KB_OK;
    for (size_t i = 0; i < sizeof(sum) && ready; i++)
        ready = kb_buf_append_byte(&bytes, (char)(sum >> 8 * i & 0xff), NULL) == KB_OK;
    if (ready && kb_inputs_parse(&bytes, &inputs, NULL) == KB_OK) {
        check_inputs(&inputs);
        FUZZ_CHECK(kb_inputs_format(&inputs, &out, NULL) == KB_OK);
        FUZZ_CHECK(out.n_bytes == size + sizeof(sum));
        FUZZ_CHECK(memcmp(out.data, input.data, 24) == 0);
    }
    kb_inputs_clear(&inputs);
    kb_buf_clear(&bytes);
    kb_buf_clear(&out);
    return 0;
}
