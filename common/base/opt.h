/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One table of options per program -> getopt_long, --help, words for completion.
 * Does not act on options: it hands each to the program, in order.
 * Called by the programs' options.c; calls base. */
#ifndef KB_BASE_OPT_H
#define KB_BASE_OPT_H

#include "base/buf.h"
#include "base/error.h"

struct kb_opt {
    int id;            /* what the program knows it by; > 0 */
    char brief;        /* 'n' for -n, '\0' = long only */
    const char *name;  /* "max" for --max */
    const char *value; /* name of its value in --help, NULL = takes none */
    const char *help;  /* one line */
};

/* Called for each option found; `value` is NULL where the option takes none. */
typedef enum kb_status (*kb_opt_fn)(void *context, int id, const char *value,
                                    struct kb_error *err);

/**
 * Read the options of a command line.
 *
 *   opts      the table, at most 64 entries; ends with an entry whose name is NULL
 *   argv      reordered: operands come last
 *   first     index of the first operand
 *
 * Fails: KB_E_INVALID for an unknown option or a missing value, or what `found`
 * returned.
 */
enum kb_status kb_opt_parse(const struct kb_opt *opts, int argc, char **argv,
                            kb_opt_fn found, void *context, int *first,
                            struct kb_error *err) KB_CHECKED;

/**
 * Append the table as lines for --help.
 */
enum kb_status kb_opt_help(const struct kb_opt *opts, struct kb_buf *out,
                           struct kb_error *err) KB_CHECKED;

/**
 * Read a whole number of an option's value.
 *
 * Fails: KB_E_INVALID when it is none or outside of min to max; the message names the
 * option.
 */
enum kb_status kb_opt_number(const char *name, const char *value, long min, long max,
                             long *out, struct kb_error *err) KB_CHECKED;

#endif
