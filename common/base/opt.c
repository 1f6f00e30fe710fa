/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/opt.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    OPTS_MAX = 64,
    LONG_ONLY = 256 /* above any character: getopt's value for the first table entry */
};

static const struct kb_opt *
find_brief(const struct kb_opt *opts, int c)
{
    for (size_t i = 0; opts[i].name != NULL; i++) {
        if (opts[i].brief != '\0' && opts[i].brief == c)
            return &opts[i];
    }
    return NULL;
}

static void
fill_tables(const struct kb_opt *opts, char *brief, struct option *longs)
{
    size_t b = 0;
    size_t i = 0;
    brief[b++] = ':';
    for (; opts[i].name != NULL; i++) {
        assert(i < OPTS_MAX);
        bool valued = opts[i].value != NULL;
        longs[i] =
            (struct option){opts[i].name, valued ? required_argument : no_argument,
                            NULL, LONG_ONLY + (int)i};
        if (opts[i].brief != '\0') {
            brief[b++] = opts[i].brief;
            if (valued)
                brief[b++] = ':';
        }
    }
    longs[i] = (struct option){NULL, 0, NULL, 0};
    brief[b] = '\0';
}

/* getopt_long also takes a name that is cut short, as long as no other begins so: the
 * next new option would give it another meaning. */
static bool
is_spelled_out(const struct kb_opt *opt, char *const *argv)
{
    const char *given = argv[optind - 1];
    if (optarg == given)
        given = argv[optind - 2];
    size_t n = strlen(opt->name);
    return strncmp(given + 2, opt->name, n) == 0 &&
           (given[2 + n] == '\0' || given[2 + n] == '=');
}

enum kb_status
kb_opt_parse(const struct kb_opt *opts, int argc, char **argv, kb_opt_fn found,
             void *context, int *first, struct kb_error *err)
{
    char brief[2 * OPTS_MAX + 2];
    struct option longs[OPTS_MAX + 1];
    fill_tables(opts, brief, longs);
    optind = 0; /* begins anew, whatever argv was read before */
    opterr = 0;
    int c;
    while ((c = getopt_long(argc, argv, brief, longs, NULL)) != -1) {
        const char *given = argv[optind - 1];
        if (c == ':')
            return kb_error_set(err, KB_E_INVALID,
                                "option '%s' needs a value (see --help)", given);
        if (c == '?' && optopt > 0 && optopt < LONG_ONLY)
            return kb_error_set(err, KB_E_INVALID,
                                "unknown option '-%c' (see --help; behind -- nothing "
                                "is an option)",
                                optopt);
        if (c == '?')
            return kb_error_set(err, KB_E_INVALID, "%s option '%s' (see --help)",
                                optopt >= LONG_ONLY ? "no value is taken by"
                                                    : "unknown or shortened",
                                given);
        const struct kb_opt *opt =
            c >= LONG_ONLY ? &opts[c - LONG_ONLY] : find_brief(opts, c);
        if (c >= LONG_ONLY && !is_spelled_out(opt, argv))
            return kb_error_set(err, KB_E_INVALID,
                                "shortened option '--%s' (see --help): write it out",
                                opt->name);
        enum kb_status st = found(context, opt->id, optarg, err);
        if (st != KB_OK)
            return st;
    }
    *first = optind;
    return KB_OK;
}

enum kb_status
kb_opt_help(const struct kb_opt *opts, struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; opts[i].name != NULL && st == KB_OK; i++) {
        char left[64];
        const struct kb_opt *o = &opts[i];
        int n = snprintf(
            left, sizeof(left), "%c%c%c --%s%s%s", o->brief != '\0' ? '-' : ' ',
            o->brief != '\0' ? o->brief : ' ', o->brief != '\0' ? ',' : ' ', o->name,
            o->value != NULL ? "=" : "", o->value != NULL ? o->value : "");
        assert(n > 0 && (size_t)n < sizeof(left));
        st = kb_buf_printf(out, err, "  %-26s %s\n", left, o->help);
    }
    return st;
}

enum kb_status
kb_opt_number(const char *name, const char *value, long min, long max, long *out,
              struct kb_error *err)
{
    char *end;
    errno = 0;
    long number = strtol(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || number < min || number > max)
        return kb_error_set(err, KB_E_INVALID,
                            "--%s takes a number from %ld to %ld, not '%s'", name, min,
                            max, value);
    *out = number;
    return KB_OK;
}
