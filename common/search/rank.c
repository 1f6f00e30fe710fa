/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/rank.h"

#include "base/limits.h"

static const struct {
    const char *name;
    double weight;
} table[KB_FEATURE_COUNT] = {
#define KB_FEATURE_ROW(id, name, weight) [id] = {name, weight},
    KB_FEATURE_TABLE(KB_FEATURE_ROW)
#undef KB_FEATURE_ROW
};

const char *
kb_feature_name(enum kb_feature feature)
{
    return table[feature].name;
}

double
kb_feature_weight(enum kb_feature feature)
{
    return table[feature].weight;
}

static double
whole_worth(const struct kb_asked *asked)
{
    double worth = 0;
    for (size_t i = 0; i < asked->n; i++)
        worth += asked->terms[i].idf;
    return worth;
}

/* A window slides over the matches; a term in it counts once. */
static double
cover(const struct kb_look *look)
{
    uint32_t in_window[KB_QUERY_MAX_TERMS] = {0};
    const struct kb_match *m = look->matches;
    double worth = 0;
    double best = 0;
    size_t first = 0;
    for (size_t i = 0; i < look->n; i++) {
        if (in_window[m[i].term]++ == 0)
            worth += look->asked->terms[m[i].term].idf;
        for (; m[i].position - m[first].position >= KB_RANK_WINDOW; first++) {
            if (--in_window[m[first].term] == 0)
                worth -= look->asked->terms[m[first].term].idf;
        }
        best = worth > best ? worth : best;
    }
    double whole = whole_worth(look->asked);
    return whole > 0 && best < whole ? best / whole : best > 0;
}

/* Terms that follow each other in the query, and stand near each other here. */
static double
pairs(const struct kb_look *look)
{
    bool is_near[KB_QUERY_MAX_TERMS] = {false};
    uint32_t last[KB_QUERY_MAX_TERMS] = {0}; /* position + 1 */
    size_t n_near = 0;
    for (size_t i = 0; i < look->n; i++) {
        uint32_t term = look->matches[i].term;
        uint32_t at = look->matches[i].position + 1;
        last[term] = at;
        for (uint32_t first = term == 0 ? 0 : term - 1; first <= term; first++) {
            uint32_t second = first + 1;
            if (second >= look->asked->n || is_near[first] || last[first] == 0 ||
                last[second] == 0)
                continue;
            uint32_t a = last[first];
            uint32_t b = last[second];
            if ((a > b ? a - b : b - a) <= KB_RANK_NEAR) {
                is_near[first] = true;
                n_near++;
            }
        }
    }
    return look->asked->n < 2 ? 0 : (double)n_near / (double)(look->asked->n - 1);
}

struct kb_features
kb_rank_features(const struct kb_look *look)
{
    return (struct kb_features){
        {[KB_FEATURE_COVER] = cover(look), [KB_FEATURE_PAIRS] = pairs(look)}};
}

double
kb_rank_score(const struct kb_features *features, double score, double best)
{
    double bonus = 0;
    for (int i = 0; i < KB_FEATURE_COUNT; i++)
        bonus += table[i].weight * features->value[i];
    return score + bonus * best;
}

double
kb_rank_bound(double score, double best)
{
    struct kb_features all;
    for (int i = 0; i < KB_FEATURE_COUNT; i++)
        all.value[i] = 1;
    return kb_rank_score(&all, score, best);
}
