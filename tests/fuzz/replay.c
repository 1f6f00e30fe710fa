/* SPDX-License-Identifier: GPL-2.0-or-later */
/* replay FILE...: gives each file to the fuzz target it is linked with, one after the
 * other in one process, as a fuzzer does. Needs no fuzzer, so the seeds run in every
 * check. */
#include "base/buf.h"
#include "base/file.h"
#include "fuzz.h"

enum {
    SEED_MAX_BYTES = 8 * 1024 * 1024
};

int
main(int argc, char **argv)
{
    struct kb_error err = {KB_OK, 0, ""};
    for (int i = 1; i < argc; i++) {
        struct kb_buf seed = KB_BUF_INIT(SEED_MAX_BYTES);
        if (kb_file_read(argv[i], &seed, &err) != KB_OK) {
            fprintf(stderr, "replay: %s\n", err.msg);
            return 2;
        }
        /* A copy of exactly its size, so that a sanitizer sees reads past its end. */
        uint8_t *data = malloc(seed.n_bytes == 0 ? 1 : seed.n_bytes);
        if (data == NULL)
            return 2;
        if (seed.n_bytes > 0)
            memcpy(data, seed.data, seed.n_bytes);
        fprintf(stderr, "%s\n", argv[i]);
        (void)LLVMFuzzerTestOneInput(data, seed.n_bytes);
        free(data);
        kb_buf_clear(&seed);
    }
    return 0;
}
