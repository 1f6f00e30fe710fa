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
share(double part, double whole)
{
    return whole <= 0 ? 0 : part < whole ? part / whole : 1;
}

/* The features that look at each term alone. */
static void
term_features(const struct kb_look *look, struct kb_features *out)
{
    double whole = 0;
    double cover = 0;
    double head = 0;
    double product = 0;
    for (size_t i = 0; i < look->asked->n; i++) {
        const struct kb_look_term *term = &look->terms[i];
        double idf = look->asked->terms[i].idf;
        whole += idf;
        cover +=
            idf * ((term->places & KB_LOOK_ANYWHERE) != 0 ? 1 : (double)term->standin);
        head +=
            idf *
            ((term->places & KB_LOOK_HEAD) != 0 ? 1 : (double)term->standin_in_head);
        product += idf * ((term->places & KB_LOOK_PRODUCT) != 0);
    }
    out->value[KB_FEATURE_COVER] = share(cover, whole);
    out->value[KB_FEATURE_HEAD] = share(head, whole);
    out->value[KB_FEATURE_PRODUCT] = share(product, whole);
}

/* How far apart a term and the next one stand in the query; 0 = too far. */
static uint32_t
step_of(const struct kb_asked *asked, size_t i)
{
    uint32_t a = asked->terms[i].position;
    uint32_t b = asked->terms[i + 1].position;
    uint32_t step = b > a ? b - a : 1; /* what the analysis adds stands at its word */
    return step <= KB_RANK_STEP_MAX ? step : 0;
}

/* Terms that follow each other in the query, and do so here, no further apart. */
static double
phrase(const struct kb_look *look)
{
    const struct kb_asked *asked = look->asked;
    uint32_t last[KB_QUERY_MAX_TERMS] = {0}; /* position + 1 */
    bool follows[KB_QUERY_MAX_TERMS] = {false};
    double whole = 0;
    double found = 0;
    for (size_t i = 0; i < look->n; i++) {
        const struct kb_match *m = &look->matches[i];
        enum kb_section_kind kind = look->parts[m->part].kind;
        if (kind == KB_SECTION_APPLIES_TO || kind == KB_SECTION_PRODUCT)
            continue;
        last[m->term] = m->position + 1;
        if (m->term == 0 || last[m->term - 1] == 0)
            continue;
        uint32_t step = step_of(asked, m->term - 1);
        if (m->position + 1 - last[m->term - 1] <= step)
            follows[m->term] = step > 0;
    }
    for (size_t i = 1; i < asked->n; i++) {
        double worth = asked->terms[i - 1].idf + asked->terms[i].idf;
        whole += step_of(asked, i - 1) > 0 ? worth : 0;
        found += follows[i] ? worth : 0;
    }
    return share(found, whole);
}

struct kb_features
kb_rank_features(const struct kb_look *look)
{
    struct kb_features out;
    term_features(look, &out);
    out.value[KB_FEATURE_PHRASE] = phrase(look);
    out.value[KB_FEATURE_SHORT] =
        KB_RANK_TYPICAL_WORDS / ((double)KB_RANK_TYPICAL_WORDS + look->n_words);
    return out;
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
