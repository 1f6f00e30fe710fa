/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <string.h>

#include "base/limits.h"

enum {
    OPT_INDEX = 1,
    OPT_MAX,
    OPT_FORMAT,
    OPT_BATCH,
    OPT_BOOST,
    OPT_COLOUR,
    OPT_CONFIG,
    OPT_HELP,
    OPT_VERSION
};

enum {
    DEFAULT_MAX = 10
};

static const struct kb_opt opts[] = {
    {OPT_INDEX, 'i', "index", "INDEX", "folder of the index (default: see below)"},
    {OPT_MAX, 'n', "max", "N", "results at most (default 10)"},
    {OPT_FORMAT, '\0', "format", "FORMAT", "text (default) or json"},
    {OPT_BATCH, '\0', "batch", "FILE",
     "one query a line from FILE (- = stdin), JSON out"},
    {OPT_BOOST, '\0', "boost", "FIELD=N,...", "count words in a field N times"},
    {OPT_COLOUR, '\0', "color", "WHEN", "auto (default), always or never"},
    {OPT_CONFIG, '\0', "config", "FILE", "configuration file"},
    {OPT_HELP, 'h', "help", NULL, "show this help"},
    {OPT_VERSION, '\0', "version", NULL,
     "show versions of program, Xapian, ICU and schema"},
    {0, '\0', NULL, NULL, NULL},
};

/* The place of a value among the words an option takes. */
static enum kb_status
choose(const char *option, const char *value, const char *const *words, int *out,
       struct kb_error *err)
{
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(value, words[i]) == 0) {
            *out = i;
            return KB_OK;
        }
    }
    return kb_error_set(err, KB_E_INVALID, "--%s takes %s%s%s%s%s, not '%s'", option,
                        words[0], words[2] == NULL ? " or " : ", ", words[1],
                        words[2] == NULL ? "" : " or ",
                        words[2] == NULL ? "" : words[2], value);
}

static enum kb_status
take_option(void *context, int id, const char *value, struct kb_error *err)
{
    static const char *const formats[] = {"text", "json", NULL};
    static const char *const colours[] = {"auto", "always", "never", NULL};
    struct kb_search_options *o = context;
    enum kb_status st = KB_OK;
    long number = 0;
    int choice = 0;
    switch (id) {
    case OPT_INDEX:
        o->index = value;
        break;
    case OPT_MAX:
        st = kb_opt_number("max", value, 1, KB_HITS_MAX, &number, err);
        o->n_max = (uint32_t)number;
        break;
    case OPT_FORMAT:
        st = choose("format", value, formats, &choice, err);
        o->format = (enum kb_search_format)choice;
        break;
    case OPT_BATCH:
        o->action = KB_SEARCH_BATCH;
        o->batch = value;
        break;
    case OPT_BOOST:
        o->boosts = value;
        break;
    case OPT_COLOUR:
        st = choose("color", value, colours, &choice, err);
        o->colour = (enum kb_colour)choice;
        break;
    case OPT_CONFIG:
        o->config = value;
        break;
    case OPT_HELP:
        o->action = KB_SEARCH_HELP;
        break;
    case OPT_VERSION:
        o->action = KB_SEARCH_VERSION;
        break;
    default:
        st = kb_error_set(err, KB_E_INTERNAL, "option %d is not handled", id);
        break;
    }
    return st;
}

enum kb_status
kb_search_options_parse(int argc, char **argv, struct kb_search_options *out,
                        struct kb_error *err)
{
    struct kb_search_options o = {.n_max = DEFAULT_MAX};
    int first = 0;
    enum kb_status st = kb_opt_parse(opts, argc, argv, take_option, &o, &first, err);
    if (st != KB_OK)
        return st;
    o.words = argv + first;
    o.n_words = (size_t)(argc - first);
    if (o.action == KB_SEARCH_QUERY && o.n_words == 0)
        return kb_error_set(err, KB_E_INVALID,
                            "no query: kbsearch WORD... (see --help)");
    if (o.action == KB_SEARCH_BATCH && o.n_words > 0)
        return kb_error_set(err, KB_E_INVALID,
                            "--batch takes no query beside its file");
    *out = o;
    return KB_OK;
}

enum kb_status
kb_search_options_help(struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = kb_buf_printf(out, err,
                                      "usage: kbsearch [OPTION]... QUERY...\n"
                                      "       kbsearch [OPTION]... --batch=FILE\n\n"
                                      "Searches the Knowledge Base articles that "
                                      "kbindex has indexed; the best answer\n"
                                      "comes first.\n\n");
    if (st == KB_OK)
        st = kb_opt_help(opts, out, err);
    if (st == KB_OK)
        st = kb_buf_printf(out, err,
                           "\nThe index is the one of -i, else of KBSEARCH_INDEX, else "
                           "of the configuration\n"
                           "file ([search] index = ...), else %s.\n"
                           "\nexit status: 0 found; 1 nothing found; 2 failure or "
                           "wrong usage; 3 no index, or\n"
                           "one to be built again\n",
                           KB_DEFAULT_INDEX);
    return st;
}
