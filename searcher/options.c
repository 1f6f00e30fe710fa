/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <string.h>

#include "base/limits.h"

enum {
    OPT_INDEX = 1,
    OPT_BUILD,
    OPT_MAX,
    OPT_PAGE,
    OPT_SORT,
    OPT_ALL,
    OPT_FACETS,
    OPT_FORMAT,
    OPT_FIELDS,
    OPT_NULL,
    OPT_COUNT,
    OPT_ID_ONLY,
    OPT_FORMAT_VERSION,
    OPT_BATCH,
    OPT_BOOST,
    OPT_LEARNED,
    OPT_EXPLAIN,
    OPT_EXPLAIN_QUERY,
    OPT_NO_CORRECT,
    OPT_SHOW,
    OPT_OPEN,
    OPT_RELATED,
    OPT_SUGGEST,
    OPT_COLOUR,
    OPT_CONFIG,
    OPT_HELP,
    OPT_VERSION
};

enum {
    DEFAULT_MAX = 10,
    CHOICES_MAX_BYTES = 256,
    FORMAT_VERSION = 1 /* of all outputs for programs */
};

static const struct kb_opt opts[] = {
    {OPT_INDEX, 'i', "index", "INDEX", "folder of the index (default: see below)"},
    {OPT_BUILD, '\0', "build", "ID", "search this build (see kbindex --list)"},
    {OPT_MAX, 'n', "max", "N", "results at most (default 10)"},
    {OPT_PAGE, '\0', "page", "N", "the N-th page of so many results (default 1)"},
    {OPT_SORT, '\0', "sort", "ORDER", "score (default), date or id: the newest first"},
    {OPT_ALL, '\0', "all", NULL, "show near-identical articles one by one"},
    {OPT_FACETS, '\0', "facets", "NAME,...", "count matches by product, year, type"},
    {OPT_NO_CORRECT, '\0', "no-correct", NULL,
     "search for the words as they are typed"},
    {OPT_BOOST, '\0', "boost", "FIELD=N,...", "count words in a field N times"},
    {OPT_LEARNED, '\0', "learned", "WEIGHT",
     "learned words: on (default), off, 0 to 1"},
    {OPT_EXPLAIN, '\0', "explain", NULL,
     "say of each result what its score is made of"},
    {OPT_EXPLAIN_QUERY, '\0', "explain-query", NULL,
     "print how the query is read and search nothing"},
    {OPT_SHOW, '\0', "show", "ARTICLE", "show one article, such as Q260695"},
    {OPT_OPEN, '\0', "open", "ARTICLE", "print the path of the article's file"},
    {OPT_RELATED, '\0', "related", "ARTICLE", "list articles that belong to one"},
    {OPT_SUGGEST, '\0', "suggest", "PREFIX", "complete the beginning of a query"},
    {OPT_BATCH, '\0', "batch", "FILE",
     "one query a line from FILE (- = stdin), JSON out"},
    {OPT_FORMAT, '\0', "format", "FORMAT", "text (default), json, jsonl or tsv"},
    {OPT_FIELDS, '\0', "fields", "NAME,...", "only these fields of a result"},
    {OPT_NULL, '0', "null", NULL, "end records and --batch queries with NUL"},
    {OPT_COUNT, '\0', "count", NULL, "print only how many articles match"},
    {OPT_ID_ONLY, '\0', "id-only", NULL, "print only the articles' numbers"},
    {OPT_FORMAT_VERSION, '\0', "format-version", "N",
     "fail unless json, jsonl and tsv are of version N"},
    {OPT_COLOUR, '\0', "color", "WHEN", "auto (default), always or never"},
    {OPT_CONFIG, '\0', "config", "FILE", "configuration file"},
    {OPT_HELP, 'h', "help", NULL, "show this help"},
    {OPT_VERSION, '\0', "version", NULL,
     "show versions of program, Xapian, ICU and schema"},
    {0, '\0', NULL, NULL, NULL},
};

/* "--sort takes score, date or id, not 'size'" */
static enum kb_status
no_choice(const char *option, const char *value, const char *const *words,
          struct kb_error *err)
{
    struct kb_buf list = KB_BUF_INIT(CHOICES_MAX_BYTES);
    enum kb_status st = KB_OK;
    for (int i = 0; words[i] != NULL && st == KB_OK; i++)
        st = kb_buf_printf(&list, err, "%s%s",
                           i == 0                 ? ""
                           : words[i + 1] == NULL ? " or "
                                                  : ", ",
                           words[i]);
    if (st == KB_OK)
        st = kb_error_set(err, KB_E_INVALID, "--%s takes %s, not '%s'", option,
                          kb_buf_cstr(&list), value);
    kb_buf_clear(&list);
    return st;
}

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
    return no_choice(option, value, words, err);
}

static void
take_action(struct kb_search_options *o, enum kb_search_action action,
            const char *value)
{
    o->action = action;
    o->subject = value;
    if (action == KB_SEARCH_BATCH)
        o->batch = value;
}

/* Options that say which results, and how they are ranked. */
static enum kb_status
take_search(struct kb_search_options *o, int id, const char *value,
            struct kb_error *err)
{
    static const char *const orders[] = {"score", "date", "id", NULL};
    enum kb_status st = KB_OK;
    long number = 0;
    int choice = 0;
    switch (id) {
    case OPT_INDEX:
        o->index = value;
        break;
    case OPT_BUILD:
        o->build = value;
        break;
    case OPT_MAX:
        st = kb_opt_number("max", value, 1, KB_HITS_MAX, &number, err);
        o->n_max = (uint32_t)number;
        break;
    case OPT_PAGE:
        st = kb_opt_number("page", value, 1, KB_HITS_MAX, &number, err);
        o->page = (uint32_t)number;
        break;
    case OPT_SORT:
        st = choose("sort", value, orders, &choice, err);
        o->sort = (enum kb_sort)choice;
        break;
    case OPT_ALL:
        o->all = true;
        break;
    case OPT_FACETS:
        o->facets = value;
        break;
    case OPT_NO_CORRECT:
        o->no_correct = true;
        break;
    case OPT_BOOST:
        o->boosts = value;
        break;
    case OPT_LEARNED:
        o->learned = value;
        break;
    case OPT_EXPLAIN:
        o->explain = true;
        break;
    case OPT_EXPLAIN_QUERY:
        o->explain_query = true;
        break;
    case OPT_CONFIG:
        o->config = value;
        break;
    default:
        st = kb_error_set(err, KB_E_INTERNAL, "option %d is not handled", id);
        break;
    }
    return st;
}

/* Options that say how the output looks. */
static enum kb_status
take_output(struct kb_search_options *o, int id, const char *value,
            struct kb_error *err)
{
    static const char *const formats[] = {"text", "json", "jsonl", "tsv", NULL};
    static const char *const colours[] = {"auto", "always", "never", NULL};
    enum kb_status st = KB_OK;
    long number = 0;
    int choice = 0;
    switch (id) {
    case OPT_FORMAT:
        st = choose("format", value, formats, &choice, err);
        o->format = (enum kb_search_format)choice;
        o->has_format = true;
        break;
    case OPT_FIELDS:
        st = kb_columns_read(kb_span_cstr(value), &o->columns, err);
        o->has_columns = true;
        break;
    case OPT_NULL:
        o->nul = true;
        break;
    case OPT_COUNT:
        o->only = KB_ONLY_COUNT;
        break;
    case OPT_ID_ONLY:
        o->only = KB_ONLY_IDS;
        break;
    case OPT_FORMAT_VERSION:
        st = kb_opt_number("format-version", value, 1, INT32_MAX, &number, err);
        if (st == KB_OK && number != FORMAT_VERSION)
            st = kb_error_set(err, KB_E_INVALID,
                              "--format-version: version %ld is not known, this "
                              "program writes version %d",
                              number, FORMAT_VERSION);
        break;
    case OPT_COLOUR:
        st = choose("color", value, colours, &choice, err);
        o->colour = (enum kb_colour)choice;
        break;
    default:
        return take_search(o, id, value, err);
    }
    return st;
}

static enum kb_status
take_option(void *context, int id, const char *value, struct kb_error *err)
{
    static const struct {
        int id;
        enum kb_search_action action;
    } actions[] = {
        {OPT_BATCH, KB_SEARCH_BATCH},     {OPT_SHOW, KB_SEARCH_SHOW},
        {OPT_OPEN, KB_SEARCH_OPEN},       {OPT_RELATED, KB_SEARCH_RELATED},
        {OPT_SUGGEST, KB_SEARCH_SUGGEST}, {OPT_HELP, KB_SEARCH_HELP},
        {OPT_VERSION, KB_SEARCH_VERSION},
    };
    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        if (actions[i].id == id) {
            take_action(context, actions[i].action, value);
            return KB_OK;
        }
    }
    return take_output(context, id, value, err);
}

/* What is left of a command line that asks for what cannot be had together. */
static enum kb_status
check(const struct kb_search_options *o, struct kb_error *err)
{
    static const char *const names[] = {
        [KB_SEARCH_BATCH] = "batch",     [KB_SEARCH_SHOW] = "show",
        [KB_SEARCH_OPEN] = "open",       [KB_SEARCH_RELATED] = "related",
        [KB_SEARCH_SUGGEST] = "suggest",
    };
    bool is_table = o->format == KB_FORMAT_TSV || o->format == KB_FORMAT_JSONL;
    bool asks = o->action == KB_SEARCH_QUERY || o->action == KB_SEARCH_BATCH;
    if (o->action == KB_SEARCH_HELP || o->action == KB_SEARCH_VERSION)
        return KB_OK;
    if (o->action == KB_SEARCH_QUERY && o->n_words == 0)
        return kb_error_set(err, KB_E_INVALID,
                            "no query: kbsearch WORD... (see --help)");
    if (o->action != KB_SEARCH_QUERY && o->n_words > 0)
        return kb_error_set(err, KB_E_INVALID, "--%s takes no query beside its %s",
                            names[o->action],
                            o->action == KB_SEARCH_BATCH ? "file" : "value");
    if (o->action == KB_SEARCH_BATCH && o->has_format && o->format == KB_FORMAT_TEXT)
        return kb_error_set(err, KB_E_INVALID,
                            "--batch has the formats json, jsonl and tsv");
    if (o->explain_query && o->action != KB_SEARCH_QUERY)
        return kb_error_set(err, KB_E_INVALID, "--explain-query takes a query alone");
    if (o->action == KB_SEARCH_SHOW && is_table)
        return kb_error_set(err, KB_E_INVALID, "--show has the formats text and json");
    if (o->has_columns &&
        (!asks || (o->action == KB_SEARCH_QUERY && o->format == KB_FORMAT_TEXT)))
        return kb_error_set(err, KB_E_INVALID,
                            "--fields is for the results of --format=json, jsonl and "
                            "tsv");
    if ((uint64_t)o->page * o->n_max > KB_HITS_MAX)
        return kb_error_set(err, KB_E_LIMIT,
                            "page %u of %u results each ends at rank %llu: no rank "
                            "over %d can be asked for; narrow the query instead",
                            o->page, o->n_max, (unsigned long long)o->page * o->n_max,
                            KB_HITS_MAX);
    return KB_OK;
}

enum kb_status
kb_search_options_parse(int argc, char **argv, struct kb_search_options *out,
                        struct kb_error *err)
{
    struct kb_search_options o = {.n_max = DEFAULT_MAX, .page = 1};
    int first = 0;
    enum kb_status st = kb_opt_parse(opts, argc, argv, take_option, &o, &first, err);
    if (st != KB_OK)
        return st;
    o.words = argv + first;
    o.n_words = (size_t)(argc - first);
    st = check(&o, err);
    if (st == KB_OK)
        *out = o;
    return st;
}

enum kb_status
kb_search_options_help(struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = kb_buf_printf(out, err,
                                      "usage: kbsearch [OPTION]... QUERY...\n"
                                      "       kbsearch [OPTION]... --batch=FILE\n"
                                      "       kbsearch [OPTION]... --show=ARTICLE\n\n"
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
