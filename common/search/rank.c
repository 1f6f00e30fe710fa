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

static double
worth_of_all(const struct kb_asked *asked)
{
    double whole = 0;
    for (size_t i = 0; i < asked->n_main; i++)
        whole += kb_asked_is_other(asked, i) ? 0 : asked->terms[i].idf;
    return whole;
}

/* The share of the terms that stand in such a place. */
static double
placed(const struct kb_look *look, enum kb_look_place place)
{
    double found = 0;
    for (size_t i = 0; i < look->asked->n_main; i++)
        found += (look->terms[i].places & place) != 0 ? look->asked->terms[i].idf : 0;
    return share(found, worth_of_all(look->asked));
}

/* Lists of products are no text: what stands side by side in them says nothing. */
static bool
is_text(const struct kb_look *look, const struct kb_match *m)
{
    enum kb_section_kind kind = look->parts[m->part].kind;
    return kind != KB_SECTION_APPLIES_TO && kind != KB_SECTION_PRODUCT;
}

static double
window(const struct kb_look *look)
{
    const struct kb_asked *asked = look->asked;
    uint32_t n_in[KB_QUERY_MAX_TERMS] = {0}; /* matches in the window, by term */
    double here = 0;
    double best = 0;
    size_t first = 0;
    for (size_t i = 0; i < look->n; i++) {
        const struct kb_match *m = &look->matches[i];
        for (; m->position - look->matches[first].position >= KB_RANK_WINDOW; first++) {
            const struct kb_match *gone = &look->matches[first];
            if (is_text(look, gone) && --n_in[gone->term] == 0)
                here -= asked->terms[gone->term].idf;
        }
        if (is_text(look, m) && n_in[m->term]++ == 0)
            here += asked->terms[m->term].idf;
        best = here > best ? here : best;
    }
    return share(best, worth_of_all(asked));
}

/* How far apart a term and the one before it stand in the query; 0 = too far, or there
 * is none, or it is another word for that one. */
static uint32_t
step_to(const struct kb_asked *asked, size_t i)
{
    if (i == 0 || kb_asked_is_other(asked, i))
        return 0;
    uint32_t a = asked->terms[i - 1].position;
    uint32_t b = asked->terms[i].position;
    uint32_t step = b > a ? b - a : 1; /* what the analysis adds stands at its word */
    return step <= KB_RANK_STEP_MAX ? step : 0;
}

/* The term behind one and its other words. */
static size_t
next_thing(const struct kb_asked *asked, size_t i)
{
    i++;
    while (i < asked->n && kb_asked_is_other(asked, i))
        i++;
    return i;
}

/* Sets `phrase` and `near`. */
static void
pair_features(const struct kb_look *look, struct kb_features *out)
{
    const struct kb_asked *asked = look->asked;
    uint32_t last[KB_QUERY_MAX_TERMS] = {0}; /* position + 1 */
    bool follows[KB_QUERY_MAX_TERMS] = {false};
    bool is_near[KB_QUERY_MAX_TERMS] = {false};
    double steps = 0;
    double pairs = 0;
    double phrase = 0;
    double near = 0;
    for (size_t i = 0; i < look->n; i++) {
        const struct kb_match *m = &look->matches[i];
        uint32_t t = m->term;
        uint32_t at = m->position + 1;
        if (!is_text(look, m))
            continue;
        last[t] = at;
        uint32_t before = t == 0 ? 0 : last[look->firsts[t - 1]];
        if (before != 0) {
            uint32_t step = step_to(asked, t);
            follows[t] = follows[t] || (step > 0 && at - before <= step);
            is_near[t] = is_near[t] || at - before <= KB_RANK_NEAR;
        }
        size_t next = next_thing(asked, t);
        if (next < asked->n_main && last[next] != 0 && at - last[next] <= KB_RANK_NEAR)
            is_near[next] = true;
    }
    for (size_t i = 1; i < asked->n_main; i++) {
        double worth = asked->terms[i - 1].idf + asked->terms[i].idf;
        pairs += kb_asked_is_other(asked, i) ? 0 : worth;
        steps += step_to(asked, i) > 0 ? worth : 0;
        phrase += follows[i] ? worth : 0;
        near += is_near[i] ? worth : 0;
    }
    out->value[KB_FEATURE_PHRASE] = share(phrase, steps);
    out->value[KB_FEATURE_NEAR] = share(near, pairs);
}

struct kb_features
kb_rank_features(const struct kb_look *look)
{
    struct kb_features out;
    out.value[KB_FEATURE_EXACT] = placed(look, KB_LOOK_EXACT);
    out.value[KB_FEATURE_PRODUCT] = placed(look, KB_LOOK_PRODUCT);
    out.value[KB_FEATURE_WINDOW] = window(look);
    out.value[KB_FEATURE_SHORT] =
        KB_RANK_TYPICAL_WORDS / ((double)KB_RANK_TYPICAL_WORDS + look->n_words);
    out.value[KB_FEATURE_LEARNED] = 0;
    pair_features(look, &out);
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
