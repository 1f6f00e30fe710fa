/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a build was made of: every file that was looked at, its state then, and what
 * became of it. The file "inputs" in the build's folder; common/doc/index-format.md
 * describes it, tests/unit/test_index_inputs.c holds one as bytes. Looks at no file of
 * the corpus (indexer/{walk,scan} do). Called by the indexer and the searcher; calls
 * base. */
#ifndef KB_INDEX_INPUTS_H
#define KB_INDEX_INPUTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

#define KB_INPUTS_NAME "inputs"

enum {
    KB_INPUTS_FORMAT = 1
};

enum kb_input_state {
    KB_INPUT_UNKNOWN, /* not looked at yet; in no file */
    KB_INPUT_ARTICLE, /* its article is in the index */
    KB_INPUT_TWIN,    /* another file with the same article number is */
    KB_INPUT_SKIPPED, /* no article, or one that cannot be read: `status`, `reason` */
    KB_INPUT_STATES
};

struct kb_input {
    const char *path; /* absolute; any bytes but NUL; belongs to the table */
    uint64_t n_bytes; /* size, and times of content and inode */
    int64_t mtime_ns;
    int64_t ctime_ns;
    uint64_t hash_low; /* XXH3, 128 bits, of the bytes; 0 = they could not be read */
    uint64_t hash_high;
    uint32_t id;        /* article number, 0 = none */
    uint32_t modified;  /* YYYYMMDD as the file says, 0 = none */
    uint8_t form;       /* enum kb_article_form */
    uint8_t state;      /* enum kb_input_state */
    uint8_t status;     /* enum kb_status, of a skipped one */
    bool again;         /* to be read again, whatever its times say */
    const char *reason; /* of a skipped one, without its path; belongs to the table */
};

struct kb_inputs {
    struct kb_input *items; /* owned; by path, in order of bytes */
    size_t n;
    size_t capacity;
    int64_t begun_ns;    /* wall clock before the first file was looked at */
    struct kb_buf bytes; /* owns paths and reasons */
    char **strings;      /* owned array of more of them */
    size_t n_strings;
    size_t strings_capacity;
};

#define KB_INPUTS_INIT                                                                 \
    {                                                                                  \
        NULL, 0, 0, 0, KB_BUF_INIT((size_t)1 << 32), NULL, 0, 0                        \
    }

/**
 * Read the table of a build.
 *
 *   dir    folder of the build
 *   out    KB_INPUTS_INIT; kb_inputs_clear
 *
 * Fails: KB_E_NOT_FOUND when the build has none; KB_E_CORRUPT when it is damaged;
 * KB_E_SCHEMA when its format is another; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_inputs_read(const char *dir, struct kb_inputs *out,
                              struct kb_error *err) KB_CHECKED;

/**
 * Write the table of a build, as kb_inputs_read reads it.
 *
 *   dir    folder of the build
 *
 * Fails: KB_E_IO; KB_E_LIMIT over KB_INPUTS_MAX_BYTES; KB_E_NOMEM.
 */
enum kb_status kb_inputs_write(const struct kb_inputs *inputs, const char *dir,
                               struct kb_error *err) KB_CHECKED;

/**
 * Read a table from its bytes, which the table takes: `bytes` is then empty. Fails:
 * KB_E_CORRUPT, KB_E_SCHEMA, KB_E_NOMEM.
 */
enum kb_status kb_inputs_parse(struct kb_buf *bytes, struct kb_inputs *out,
                               struct kb_error *err) KB_CHECKED;

/**
 * Append a table as bytes. Fails: KB_E_NOMEM; KB_E_LIMIT of `out`.
 */
enum kb_status kb_inputs_format(const struct kb_inputs *inputs, struct kb_buf *out,
                                struct kb_error *err) KB_CHECKED;

void kb_inputs_clear(struct kb_inputs *inputs);

/**
 * The file that an article of the index was read from; NULL when it is not there.
 */
const struct kb_input *kb_inputs_find(const struct kb_inputs *inputs, uint32_t id);

/**
 * Keep a copy of a text as long as the table. Fails: KB_E_NOMEM.
 */
enum kb_status kb_inputs_keep(struct kb_inputs *inputs, struct kb_span text,
                              const char **out, struct kb_error *err) KB_CHECKED;

/**
 * Whether two files hold the same bytes, as far as they were read.
 */
bool kb_input_same_bytes(const struct kb_input *a, const struct kb_input *b);

/**
 * Which of two files with the same article number is taken: the one modified last, then
 * the page form, then the first path. Returns whether it is `a`.
 */
bool kb_input_is_better(const struct kb_input *a, const struct kb_input *b);

#endif
