/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tune INDEX WORK PARAMS: search of the parameters of ranking, over queries taken from
 * the articles of an index (samples). WORK is a folder for files that may go when it is
 * done; PARAMS is the search/params.h that is written. Words are learned from four
 * folds, queries are of the fifth, so that no article's own words teach its own test.
 * The same index gives the same parameters. What was measured goes to stdout.
 *   -n N      queries of each set (1000)
 *   -t FILE   thesaurus to learn from (none)
 * Exit: 0, 2 when it fails. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "fit.h"
#include "learn.h"
#include "samples.h"

enum {
    ALL_FOLDS = (1 << KB_SAMPLE_FOLDS) - 1,
    ALL_FEATURES = (1 << KB_FEATURE_COUNT) - 1,
    PARAMS_MAX_BYTES = 16 * 1024
};

/* Another value of k1 or b must be better by so much (nDCG@10, mean of the sets), or
 * the one we have stays: less is chance. */
#define WORTH_A_CHANGE 0.005

static const struct {
    const char *name;
    unsigned unseen;
    bool is_fitted; /* the others are only looked at */
} sets[KB_SAMPLE_SETS] = {
#define SET(id, name, unseen, is_fitted) [id] = {name, unseen, is_fitted},
    KB_SAMPLE_TABLE(SET)
#undef SET
};

struct tune {
    size_t n_max;
    const char *thesaurus; /* NULL = none */
    struct kb_buf lessons[KB_SAMPLE_FOLDS];
    struct kb_buf learned[KB_SAMPLE_FOLDS];
    struct kb_samples samples;
    struct kb_asker asker;
    struct kb_row_groups groups;
    struct kb_error err;
};

static enum kb_status
name_files(struct tune *t, const char *work)
{
    enum kb_status st = KB_OK;
    for (unsigned i = 0; i < KB_SAMPLE_FOLDS && st == KB_OK; i++) {
        t->lessons[i] = (struct kb_buf)KB_BUF_INIT(KB_PATH_MAX_BYTES);
        t->learned[i] = (struct kb_buf)KB_BUF_INIT(KB_PATH_MAX_BYTES);
        st = kb_buf_printf(&t->lessons[i], &t->err, "%s/%u.lesson", work, i);
        if (st == KB_OK)
            st = kb_buf_printf(&t->learned[i], &t->err, "%s/%u.learned", work, i);
    }
    return st;
}

static enum kb_status
take_samples(struct tune *t)
{
    const char *lessons[KB_SAMPLE_FOLDS];
    const struct kb_index *index = kb_engine_index_borrow(t->asker.engine);
    for (size_t i = 0; i < KB_SAMPLE_FOLDS; i++)
        lessons[i] = t->lessons[i].data;
    return kb_samples_take(index->reader, index->manifest.n_shards, lessons, t->n_max,
                           &t->samples, &t->err);
}

/* For each fold, learn from the others. */
static enum kb_status
learn(struct tune *t)
{
    enum kb_status st = KB_OK;
    for (size_t fold = 0; fold < KB_SAMPLE_FOLDS && st == KB_OK; fold++) {
        const char *others[KB_SAMPLE_FOLDS];
        size_t n = 0;
        for (size_t i = 0; i < KB_SAMPLE_FOLDS; i++) {
            if (i != fold)
                others[n++] = t->lessons[i].data;
        }
        st = kb_learn(others, n, t->thesaurus, t->learned[fold].data, NULL, &t->err);
    }
    return st;
}

static enum kb_status
ask(struct tune *t, const struct kb_sample *s, unsigned fold, bool looks_again)
{
    struct kb_row_groups *groups = &t->groups;
    if (kb_mem_grow(&groups->items, groups->n, &groups->capacity,
                    sizeof(*groups->items)) != KB_OK)
        return kb_error_set(&t->err, KB_E_NOMEM, "no memory for %zu queries",
                            groups->n);
    struct kb_row_group *g = &groups->items[groups->n++];
    *g = (struct kb_row_group){.set = (unsigned)s->set, .fold = fold};
    const struct kb_ask one = {s->query, sets[s->set].unseen, s->source, &s->wanted,
                               1,        looks_again};
    return kb_asker_ask(&t->asker, &one, g, &t->err);
}

static enum kb_status
ask_all(struct tune *t, bool looks_again)
{
    enum kb_status st = KB_OK;
    kb_row_groups_clear(&t->groups);
    for (unsigned fold = 0; fold < KB_SAMPLE_FOLDS && st == KB_OK; fold++) {
        st = kb_asker_learn(&t->asker, t->learned[fold].data, &t->err);
        for (size_t i = 0; i < t->samples.n && st == KB_OK; i++) {
            const struct kb_sample *s = &t->samples.items[i];
            if (kb_sample_fold(s->wanted) == fold)
                st = ask(t, s, fold, looks_again);
        }
    }
    return st;
}

static unsigned
fitted_sets(void)
{
    unsigned bits = 0;
    for (unsigned i = 0; i < KB_SAMPLE_SETS; i++)
        bits |= sets[i].is_fitted ? 1u << i : 0;
    return bits;
}

/* ---- what is printed ---- */

static void
print_head(const char *what)
{
    printf("\n%-24s", what);
    for (size_t i = 0; i < KB_SAMPLE_SETS; i++)
        printf(" %10s", sets[i].name);
    printf(" %10s %10s\n", "mean", "recall@100");
}

/* nDCG@10 by set; its mean and that of recall over the sets that are fitted. */
static double
print_line(const char *name, const struct kb_metrics by_set[KB_SAMPLE_SETS])
{
    double ndcg = 0;
    double recall = 0;
    double n = 0;
    printf("%-24s", name);
    for (size_t i = 0; i < KB_SAMPLE_SETS; i++) {
        printf(" %10.4f", by_set[i].ndcg);
        ndcg += sets[i].is_fitted ? by_set[i].ndcg : 0;
        recall += sets[i].is_fitted ? by_set[i].recall_100 : 0;
        n += sets[i].is_fitted;
    }
    printf(" %10.4f %10.4f\n", ndcg / n, recall / n);
    fflush(stdout);
    return ndcg / n;
}

static void
measure(const struct tune *t, unsigned folds, const struct kb_weights *weights,
        struct kb_metrics by_set[KB_SAMPLE_SETS])
{
    for (unsigned i = 0; i < KB_SAMPLE_SETS; i++)
        by_set[i] =
            kb_fit_metrics(&t->groups, (struct kb_fit_scope){1u << i, folds}, weights);
}

static double
print_weights(const struct tune *t, const char *name, const struct kb_weights *weights)
{
    struct kb_metrics by_set[KB_SAMPLE_SETS];
    measure(t, ALL_FOLDS, weights, by_set);
    return print_line(name, by_set);
}

/* ---- the first look ---- */

static enum kb_status
tune_first(struct tune *t)
{
    static const double k1s[] = {0.8, 1.2, 1.8};
    static const double bs[] = {0.6, 0.75, 0.9};
    static const struct kb_weights none = {{0}};
    struct kb_search_params *params = &t->asker.params;
    const struct kb_search_params ours = *params;
    struct kb_search_params best = ours;
    enum kb_status st = ask_all(t, false);
    print_head("first look");
    double to_beat =
        (st == KB_OK ? print_weights(t, "as it is", &none) : 0) + WORTH_A_CHANGE;
    for (size_t i = 0; i < 9 && st == KB_OK; i++) {
        char name[40];
        params->k1 = k1s[i / 3];
        params->b = bs[i % 3];
        snprintf(name, sizeof(name), "k1 %.2f, b %.2f", params->k1, params->b);
        st = ask_all(t, false);
        double mean = st == KB_OK ? print_weights(t, name, &none) : 0;
        if (mean > to_beat) {
            to_beat = mean;
            best = *params;
        }
    }
    *params = best;
    return st;
}

/* ---- the second look ---- */

/* Fitted on four folds, measured on the fifth. */
static enum kb_status
cross_validate(struct tune *t, unsigned features, const char *name)
{
    struct kb_metrics mean[KB_SAMPLE_SETS] = {{0}};
    struct kb_metrics here[KB_SAMPLE_SETS];
    enum kb_status st = KB_OK;
    for (unsigned fold = 0; fold < KB_SAMPLE_FOLDS && st == KB_OK; fold++) {
        struct kb_weights weights;
        st = kb_fit(&t->groups,
                    (struct kb_fit_scope){fitted_sets(), ALL_FOLDS & ~(1u << fold)},
                    features, &weights, &t->err);
        if (st == KB_OK)
            measure(t, 1u << fold, &weights, here);
        for (size_t i = 0; i < KB_SAMPLE_SETS && st == KB_OK; i++) {
            mean[i].ndcg += here[i].ndcg / KB_SAMPLE_FOLDS;
            mean[i].recall_100 += here[i].recall_100 / KB_SAMPLE_FOLDS;
        }
    }
    if (st == KB_OK)
        (void)print_line(name, mean);
    return st;
}

static struct kb_weights
our_weights(void)
{
    struct kb_weights ours;
    for (int i = 0; i < KB_FEATURE_COUNT; i++)
        ours.of[i] = kb_feature_weight((enum kb_feature)i);
    return ours;
}

static enum kb_status
tune_second(struct tune *t, struct kb_weights *out)
{
    const struct kb_weights ours = our_weights();
    enum kb_status st = ask_all(t, true);
    print_head("second look");
    if (st == KB_OK) {
        (void)print_weights(t, "weights as they are", &ours);
        st = cross_validate(t, ALL_FEATURES, "fitted, 5 folds");
    }
    for (int i = 0; i < KB_FEATURE_COUNT && st == KB_OK; i++) {
        char name[40];
        snprintf(name, sizeof(name), "without %s", kb_feature_name((enum kb_feature)i));
        st = cross_validate(t, ALL_FEATURES & ~(1u << i), name);
    }
    if (st == KB_OK)
        st = kb_fit(&t->groups, (struct kb_fit_scope){fitted_sets(), ALL_FOLDS},
                    ALL_FEATURES, out, &t->err);
    if (st == KB_OK)
        (void)print_weights(t, "fitted on all", out);
    return st;
}

/* ---- what learning gives ---- */

/* MRR@10 and recall@100 by set. */
static void
print_found(const struct tune *t, const char *name)
{
    const struct kb_weights ours = our_weights();
    struct kb_metrics by_set[KB_SAMPLE_SETS];
    measure(t, ALL_FOLDS, &ours, by_set);
    printf("%-24s", name);
    for (size_t i = 0; i < KB_SAMPLE_SETS; i++)
        printf("  %.4f %.4f", by_set[i].mrr, by_set[i].recall_100);
    printf("\n");
}

static enum kb_status
compare_learning(struct tune *t)
{
    printf("\n%-24s", "learning, 5 folds");
    for (size_t i = 0; i < KB_SAMPLE_SETS; i++)
        printf("  %-13s", sets[i].name);
    printf("\n%-24s", "");
    for (size_t i = 0; i < KB_SAMPLE_SETS; i++)
        printf("  MRR@10 rec@100");
    printf("\n");
    print_found(t, "with learned words");
    t->asker.learned_weight = 0;
    enum kb_status st = ask_all(t, true);
    if (st == KB_OK)
        print_found(t, "without");
    t->asker.learned_weight = 1;
    return st;
}

/* ---- the file ---- */

static enum kb_status
write_params(struct tune *t, const struct kb_weights *weights, const char *path)
{
    static const char *const names[KB_FEATURE_COUNT] = {
#define PARAM_NAME(id, name, weight) #weight,
        KB_FEATURE_TABLE(PARAM_NAME)
#undef PARAM_NAME
    };
    struct kb_buf out = KB_BUF_INIT(PARAMS_MAX_BYTES);
    enum kb_status st = kb_buf_printf(
        &out, &t->err,
        "/* SPDX-License-Identifier: GPL-2.0-or-later */\n"
        "/* The parameters of ranking, but for field boosts (schema/field). Written "
        "by\n"
        " * `make tune` from %zu queries; how they are sought and what was measured:\n"
        " * common/doc/relevance.md. Called by search; calls nothing. */\n"
        "#ifndef KB_SEARCH_PARAMS_H\n#define KB_SEARCH_PARAMS_H\n\n"
        "enum {\n    KB_PARAMS_QUERIES = %zu /* they were tuned with (count) */\n};\n\n"
        "/* First look: BM25. */\n"
        "#define KB_PARAM_K1 %.2f\n#define KB_PARAM_B %.2f\n"
        "#define KB_PARAM_MIN_NORMLEN %.2f\n\n"
        "/* Second look: what a feature of 1 is worth, in BM25 scores of the best hit. "
        "*/\n",
        t->samples.n, t->samples.n, t->asker.params.k1, t->asker.params.b,
        t->asker.params.min_normlen);
    for (size_t i = 0; i < KB_FEATURE_COUNT && st == KB_OK; i++)
        st =
            kb_buf_printf(&out, &t->err, "#define %s %.2f\n", names[i], weights->of[i]);
    if (st == KB_OK)
        st = kb_buf_printf(&out, &t->err, "\n#endif\n");
    if (st == KB_OK)
        st = kb_file_write(path, kb_buf_span(&out), &t->err);
    kb_buf_clear(&out);
    return st;
}

static enum kb_status
tune(struct tune *t, char **args)
{
    struct kb_weights weights;
    enum kb_status st = name_files(t, args[1]);
    if (st == KB_OK)
        st = kb_asker_open(args[0], &t->asker, &t->err);
    if (st == KB_OK)
        st = take_samples(t);
    if (st == KB_OK)
        st = learn(t);
    if (st == KB_OK)
        st = tune_first(t);
    if (st == KB_OK)
        st = tune_second(t, &weights);
    if (st == KB_OK)
        st = compare_learning(t);
    return st == KB_OK ? write_params(t, &weights, args[2]) : st;
}

int
main(int argc, char **argv)
{
    struct tune t = {.n_max = 1000};
    int c;
    while ((c = getopt(argc, argv, "n:t:")) != -1) {
        if (c == 'n')
            t.n_max = (size_t)strtoul(optarg, NULL, 10);
        else if (c == 't')
            t.thesaurus = optarg;
        else
            return 2;
    }
    if (argc - optind != 3) {
        fprintf(stderr, "usage: tune [-n N] [-t FILE] INDEX WORK PARAMS\n");
        return 2;
    }
    enum kb_status st = tune(&t, argv + optind);
    if (st != KB_OK)
        fprintf(stderr, "tune: %s\n", t.err.msg);
    kb_row_groups_clear(&t.groups);
    kb_samples_clear(&t.samples);
    kb_asker_clear(&t.asker);
    for (size_t i = 0; i < KB_SAMPLE_FOLDS; i++) {
        kb_buf_clear(&t.lessons[i]);
        kb_buf_clear(&t.learned[i]);
    }
    return st == KB_OK ? 0 : 2;
}
