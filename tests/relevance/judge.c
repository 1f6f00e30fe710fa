/* SPDX-License-Identifier: GPL-2.0-or-later */
/* judge [OPTION...] QUERIES RUN [OTHER]: how good the answers in RUN are, overall and
 * by query type; with OTHER, whether RUN is better than it. RUN and OTHER are the
 * output of kbsearch --batch or TREC runs. -v          a line for each query: qid,
 * type, nDCG@10 (of both), query -w FILE     write RUN as a TREC run -b FILE compare
 * with a baseline: lines of "SET TYPE nDCG MRR S@1 S@10 R@100" -s SET      name of the
 * set in the baseline (dev) -t N        a mean may be below the baseline's by so much
 * (0.01) -B          print lines for a baseline instead of the table Exit: 0, 1 when a
 * mean is below the baseline, 2 when it fails. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "lists.h"
#include "metrics.h"

enum {
    TYPES_MAX = 32,
    ROUNDS = 100000,
    SEED = 20020115
};

struct options {
    bool is_verbose;
    bool prints_baseline;
    const char *run;
    const char *baseline;
    const char *set;
    double tolerance;
};

/* One system's figures: a struct kb_metrics a query. */
struct scores {
    struct kb_list *lists;
    struct kb_metrics *metrics;
};

struct judge {
    struct options options;
    struct kb_topics topics;
    struct scores systems[2];
    size_t n_systems;
    const char *types[TYPES_MAX]; /* borrowed from topics; the last is "all" */
    size_t n_types;
    struct kb_error err;
};

static double
value(const struct kb_metrics *m, size_t k)
{
    const double all[KB_METRICS_COUNT] = {m->ndcg, m->mrr, m->success_1, m->success_10,
                                          m->recall_100};
    return all[k];
}

static bool
is_of_type(const struct judge *j, size_t i, const char *type)
{
    return strcmp(type, "all") == 0 || strcmp(j->topics.items[i].type, type) == 0;
}

static size_t
mean(const struct judge *j, size_t system, const char *type,
     double out[KB_METRICS_COUNT])
{
    size_t n = 0;
    memset(out, 0, KB_METRICS_COUNT * sizeof(*out));
    for (size_t i = 0; i < j->topics.n; i++) {
        if (!is_of_type(j, i, type))
            continue;
        n++;
        for (size_t k = 0; k < KB_METRICS_COUNT; k++)
            out[k] += value(&j->systems[system].metrics[i], k);
    }
    for (size_t k = 0; k < KB_METRICS_COUNT && n > 0; k++)
        out[k] /= (double)n;
    return n;
}

static void
score(const struct kb_topics *topics, struct scores *s)
{
    for (size_t i = 0; i < topics->n; i++) {
        const struct kb_judged *topic = &topics->items[i];
        bool is_relevant[KB_LIST_DEPTH] = {false};
        for (size_t k = 0; k < s->lists[i].n; k++) {
            for (size_t r = 0; r < topic->n_relevant; r++) {
                if (topic->relevant[r] == s->lists[i].ids[k])
                    is_relevant[k] = true;
            }
        }
        s->metrics[i] =
            kb_metrics_of_list(is_relevant, s->lists[i].n, topic->n_relevant);
    }
}

static enum kb_status
load(struct judge *j, const char *path)
{
    struct scores *s = &j->systems[j->n_systems++];
    s->lists = kb_mem_array(j->topics.n, sizeof(*s->lists));
    s->metrics = kb_mem_array(j->topics.n, sizeof(*s->metrics));
    if (s->lists == NULL || s->metrics == NULL)
        return kb_error_set(&j->err, KB_E_NOMEM, "no memory for %zu lists",
                            j->topics.n);
    enum kb_status st = kb_lists_read(path, &j->topics, s->lists, &j->err);
    if (st == KB_OK)
        score(&j->topics, s);
    return st;
}

static enum kb_status
find_types(struct judge *j)
{
    for (size_t i = 0; i < j->topics.n; i++) {
        size_t k = 0;
        while (k < j->n_types && strcmp(j->types[k], j->topics.items[i].type) != 0)
            k++;
        if (k < j->n_types || j->topics.items[i].type[0] == '\0')
            continue;
        if (j->n_types + 1 >= TYPES_MAX)
            return kb_error_set(&j->err, KB_E_LIMIT, "more than %d types of queries",
                                TYPES_MAX - 1);
        j->types[j->n_types++] = j->topics.items[i].type;
    }
    j->types[j->n_types++] = "all";
    return KB_OK;
}

static void
print_queries(const struct judge *j)
{
    for (size_t i = 0; i < j->topics.n; i++) {
        const struct kb_judged *topic = &j->topics.items[i];
        printf("%s\t%s\t%.3f", topic->qid, topic->type, j->systems[0].metrics[i].ndcg);
        if (j->n_systems > 1)
            printf("\t%.3f", j->systems[1].metrics[i].ndcg);
        printf("\t%s\t", topic->query);
        for (size_t r = 0; r < topic->n_relevant; r++)
            printf("%sQ%u", r > 0 ? "," : "", topic->relevant[r]);
        printf("\n");
    }
}

static void
print_table(const struct judge *j)
{
    printf("%-6s %8s %9s %9s %12s %12s %12s\n", "type", "queries", "nDCG@10", "MRR@10",
           "success@1", "success@10", "recall@100");
    for (size_t t = 0; t < j->n_types; t++) {
        double m[KB_METRICS_COUNT];
        size_t n = mean(j, 0, j->types[t], m);
        printf("%-6s %8zu %9.3f %9.3f %12.3f %12.3f %12.3f\n", j->types[t], n, m[0],
               m[1], m[2], m[3], m[4]);
    }
}

static void
print_baseline(const struct judge *j)
{
    for (size_t t = 0; t < j->n_types; t++) {
        double m[KB_METRICS_COUNT];
        (void)mean(j, 0, j->types[t], m);
        printf("%s\t%s\t%.4f\t%.4f\t%.4f\t%.4f\t%.4f\n", j->options.set, j->types[t],
               m[0], m[1], m[2], m[3], m[4]);
    }
}

/* nDCG@10 of both by type, and whether the difference means something. */
static enum kb_status
print_comparison(struct judge *j)
{
    double *a = kb_mem_array(j->topics.n, sizeof(*a));
    double *b = kb_mem_array(j->topics.n, sizeof(*b));
    if (a == NULL || b == NULL) {
        kb_mem_free(a);
        kb_mem_free(b);
        return kb_error_set(&j->err, KB_E_NOMEM, "no memory for a comparison");
    }
    printf("\n%-6s %9s %9s %9s %7s %7s %9s\n", "type", "this", "other", "differ",
           "better", "worse", "p");
    for (size_t t = 0; t < j->n_types; t++) {
        size_t n = 0;
        size_t n_better = 0;
        size_t n_worse = 0;
        double sums[2] = {0, 0};
        for (size_t i = 0; i < j->topics.n; i++) {
            if (!is_of_type(j, i, j->types[t]))
                continue;
            a[n] = j->systems[0].metrics[i].ndcg;
            b[n] = j->systems[1].metrics[i].ndcg;
            n_better += a[n] > b[n];
            n_worse += a[n] < b[n];
            sums[0] += a[n];
            sums[1] += b[n++];
        }
        printf("%-6s %9.3f %9.3f %+9.3f %7zu %7zu %9.4f\n", j->types[t],
               sums[0] / (double)n, sums[1] / (double)n,
               (sums[0] - sums[1]) / (double)n, n_better, n_worse,
               kb_metrics_randomisation(a, b, n, ROUNDS, SEED));
    }
    kb_mem_free(a);
    kb_mem_free(b);
    return KB_OK;
}

/* Means below the baseline's lines of this set; says which. */
static enum kb_status
check_baseline(struct judge *j, size_t *n_below)
{
    char set[32];
    char type[32];
    double wanted[KB_METRICS_COUNT];
    char line[256];
    size_t n_lines = 0;
    FILE *file = fopen(j->options.baseline, "r");
    if (file == NULL)
        return kb_error_set(&j->err, KB_E_IO, "cannot open '%s'", j->options.baseline);
    while (fgets(line, sizeof(line), file) != NULL) {
        double m[KB_METRICS_COUNT];
        if (line[0] == '#' ||
            sscanf(line, "%31s %31s %lf %lf %lf %lf %lf", set, type, &wanted[0],
                   &wanted[1], &wanted[2], &wanted[3], &wanted[4]) != 7 ||
            strcmp(set, j->options.set) != 0)
            continue;
        n_lines++;
        double n = (double)mean(j, 0, type, m);
        double may = fmax(j->options.tolerance, n > 0 ? 0.5 / n : 0);
        for (size_t k = 0; k < KB_METRICS_COUNT; k++) {
            static const char *const names[KB_METRICS_COUNT] = {
                "nDCG@10", "MRR@10", "success@1", "success@10", "recall@100"};
            if (m[k] >= wanted[k] - may)
                continue;
            (*n_below)++;
            printf("below the baseline: %s %s %s is %.4f, was %.4f\n", set, type,
                   names[k], m[k], wanted[k]);
        }
    }
    fclose(file);
    if (n_lines == 0)
        return kb_error_set(&j->err, KB_E_INVALID, "'%s' has no line of set '%s'",
                            j->options.baseline, j->options.set);
    return KB_OK;
}

static enum kb_status
judge(struct judge *j, char **paths, int n_paths, size_t *n_below)
{
    enum kb_status st = kb_topics_read(paths[0], &j->topics, &j->err);
    if (st == KB_OK)
        st = find_types(j);
    for (int i = 1; i < n_paths && st == KB_OK; i++)
        st = load(j, paths[i]);
    if (st == KB_OK && j->options.run != NULL)
        st = kb_lists_write(j->options.run, "kbsearch", &j->topics, j->systems[0].lists,
                            &j->err);
    if (st != KB_OK)
        return st;
    if (j->options.is_verbose)
        print_queries(j);
    if (j->options.prints_baseline)
        print_baseline(j);
    else
        print_table(j);
    if (j->n_systems > 1)
        st = print_comparison(j);
    if (st == KB_OK && j->options.baseline != NULL)
        st = check_baseline(j, n_below);
    return st;
}

static bool
read_options(int argc, char **argv, struct options *o)
{
    int c;
    *o = (struct options){.set = "dev", .tolerance = 0.01};
    while ((c = getopt(argc, argv, "vBw:b:s:t:")) >= 0) {
        switch (c) {
        case 'v':
            o->is_verbose = true;
            break;
        case 'B':
            o->prints_baseline = true;
            break;
        case 'w':
            o->run = optarg;
            break;
        case 'b':
            o->baseline = optarg;
            break;
        case 's':
            o->set = optarg;
            break;
        case 't':
            o->tolerance = strtod(optarg, NULL);
            break;
        default:
            return false;
        }
    }
    return argc - optind == 2 || argc - optind == 3;
}

int
main(int argc, char **argv)
{
    struct judge j = {.n_systems = 0};
    size_t n_below = 0;
    if (!read_options(argc, argv, &j.options)) {
        fprintf(stderr, "usage: judge [-vB] [-w RUN] [-b BASELINE] [-s SET] [-t N] "
                        "QUERIES RUN [OTHER]\n");
        return 2;
    }
    enum kb_status st = judge(&j, argv + optind, argc - optind, &n_below);
    if (st != KB_OK)
        fprintf(stderr, "judge: %s\n", j.err.msg);
    for (size_t i = 0; i < j.n_systems; i++) {
        kb_mem_free(j.systems[i].lists);
        kb_mem_free(j.systems[i].metrics);
    }
    kb_topics_clear(&j.topics);
    return st != KB_OK ? 2 : n_below > 0;
}
