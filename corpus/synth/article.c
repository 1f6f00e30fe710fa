/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article.h"

#include "base/mem.h"
#include "frame.h"

enum {
    FIRST_NUMBER = 10000,
    NUMBER_STEP = 5,
    TWIN_ONE_IN = 19,         /* one in twenty, less twins of twins */
    TWIN_MAX_BACK = 8,        /* articles between twins at most (count) */
    SECTION_MAX_WORDS = 6500, /* nine of them fit into the history */
    STOCK_SENTENCES = 40,     /* that articles share in their STATUS */
    STOCK_RANKS = 300,
    TITLE_MAX_WORDS = 20,
    REFERENCES_MAX = 40,
    REFERENCES_BACK = 20000, /* articles that a reference goes back at most (count) */
    QUERY_WORDS_MAX = 40,
    SMALL_PARTS_WORDS =
        2000 /* of titles, references, stock sentences at most (count) */
};

/* What a stream of random numbers is for. */
enum purpose {
    FOR_NUMBER,
    FOR_TWIN,
    FOR_TOPIC,
    FOR_TEXT,
    FOR_TWIST,
    FOR_SHAPE,
    FOR_HEAD,
    FOR_STOCK,
    FOR_QUERY
};

/* Three kinds of articles: a problem, a how-to, and plain text. */
enum {
    N_STYLES = 3
};
static const double style_shares[N_STYLES] = {0.585, 0.315, 0.10};

/* Measured: how many articles have a section, mean and deviation of the logarithm of
 * its words. */
static const struct section {
    const char *heading;
    double shares[N_STYLES];
    double mu;
    double sigma;
} sections[] = {
    {NULL, {0.03, 0.04, 1}, 4.19, 1.50},
    {"SUMMARY", {0.03, 1, 0}, 4.06, 0.95},
    {"SYMPTOMS", {1, 0.02, 0}, 3.83, 0.62},
    {"CAUSE", {0.69, 0.01, 0}, 3.57, 0.78},
    {"RESOLUTION", {0.60, 0.07, 0}, 4.12, 1.02},
    {"WORKAROUND", {0.20, 0.01, 0}, 3.94, 0.99},
    {"STATUS", {0.57, 0.07, 0}, 3.05, 0.74},
    {"MORE INFORMATION", {0.435, 0.95, 0}, 4.92, 1.12},
    {"REFERENCES", {0.08, 0.10, 0}, 3.32, 0.82},
};
enum {
    STATUS = 6,
    N_SECTIONS = sizeof(sections) / sizeof(sections[0])
};

struct kb_synth {
    uint64_t seed;
    struct kb_model *model;
    struct kb_words_table *table;
    struct kb_prose prose;
    struct kb_random shape; /* which parts the article has */
    uint32_t index;         /* the article */
    uint32_t content;       /* whose words it has: its own, or those of its twin */
    struct kb_frame frame;
    struct kb_draw title[TITLE_MAX_WORDS]; /* of an article that this one names */
};

enum kb_status
kb_synth_new(uint64_t seed, struct kb_synth **out, struct kb_error *err)
{
    struct kb_synth *synth = kb_mem_array(1, sizeof(*synth));
    if (synth == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a maker of articles");
    synth->seed = seed;
    enum kb_status st = kb_model_new(&synth->model, err);
    if (st == KB_OK)
        st = kb_words_table_new(&synth->table, err);
    if (st == KB_OK) {
        synth->prose.model = synth->model;
        synth->prose.table = synth->table;
        synth->prose.history.words =
            kb_mem_array(KB_MODEL_MAX_WORDS, sizeof(struct kb_draw));
        if (synth->prose.history.words == NULL)
            st = kb_error_set(err, KB_E_NOMEM, "no memory for an article's words");
    }
    if (st != KB_OK) {
        kb_synth_free(synth);
        return st;
    }
    *out = synth;
    return KB_OK;
}

void
kb_synth_free(struct kb_synth *synth)
{
    if (synth == NULL)
        return;
    kb_model_free(synth->model);
    kb_words_table_free(synth->table);
    kb_mem_free(synth->prose.history.words);
    kb_mem_free(synth);
}

uint32_t
kb_synth_number(const struct kb_synth *synth, uint32_t index)
{
    struct kb_random random = kb_random_of(synth->seed, index, FOR_NUMBER);
    return FIRST_NUMBER + index * NUMBER_STEP + kb_random_below(&random, NUMBER_STEP);
}

/* The article whose words an article has: one in twenty repeats one not far before it
 * that is no twin itself. */
static uint32_t
content_of(const struct kb_synth *synth, uint32_t index)
{
    struct kb_random random = kb_random_of(synth->seed, index, FOR_TWIN);
    if (index < TWIN_MAX_BACK || kb_random_below(&random, TWIN_ONE_IN) != 0)
        return index;
    uint32_t original = index - 1 - kb_random_below(&random, TWIN_MAX_BACK);
    struct kb_random other = kb_random_of(synth->seed, original, FOR_TWIN);
    return kb_random_below(&other, TWIN_ONE_IN) == 0 ? index : original;
}

/* Topics are parts of the scale on which the families have their shares. */
static void
begin(struct kb_synth *synth, uint32_t index)
{
    struct kb_prose *prose = &synth->prose;
    synth->index = index;
    synth->content = content_of(synth, index);
    struct kb_random random = kb_random_of(synth->seed, synth->content, FOR_TOPIC);
    double place = kb_random_unit(&random);
    prose->history = (struct kb_history){.words = prose->history.words};
    prose->history.topic = (uint32_t)(place * KB_MODEL_TOPICS) % KB_MODEL_TOPICS;
    prose->text = kb_random_of(synth->seed, synth->content, FOR_TEXT);
    prose->twist = kb_random_of(synth->seed, index, FOR_TWIST);
    prose->is_twin = index != synth->content;
    synth->shape = kb_random_of(synth->seed, synth->content, FOR_SHAPE);
    synth->frame.prose = prose;
    synth->frame.number = kb_synth_number(synth, index);
    synth->frame.shared = kb_random_of(synth->seed, synth->content, FOR_HEAD);
    synth->frame.own = kb_random_of(synth->seed, index, FOR_HEAD);
    size_t family = 0;
    while (family + 1 < KB_FAMILIES && place > kb_families[family].share)
        place -= kb_families[family++].share;
    synth->frame.family = &kb_families[family];
}

/* The title begins the article's words, so that it is the same wherever it is named. */
static void
put_title(struct kb_synth *synth)
{
    kb_prose_title(&synth->prose,
                   kb_random_length(&synth->prose.text, 2.138, 0.229, TITLE_MAX_WORDS));
}

/* ---- text ---- */

static void
put_heading(struct kb_prose *prose, const char *heading)
{
    if (heading == NULL)
        return;
    kb_prose_put(prose, "\t");
    kb_prose_put(prose, heading);
    kb_prose_put(prose, "\n\t");
    for (const char *c = heading; *c != '\0'; c++)
        kb_prose_put(prose, "=");
    kb_prose_put(prose, "\n\t\n");
}

static void
put_status(struct kb_synth *synth, uint32_t n)
{
    synth->prose.column = 0;
    for (uint32_t i = 0; i < n;) {
        double unit = kb_random_unit(&synth->shape);
        uint32_t sentence = (uint32_t)(STOCK_SENTENCES * unit * unit);
        i += kb_prose_stock(
            &synth->prose, kb_random_of(synth->seed, sentence, FOR_STOCK), STOCK_RANKS);
    }
}

static void
put_sections(struct kb_synth *synth)
{
    struct kb_prose *prose = &synth->prose;
    double unit = kb_random_unit(&synth->shape);
    size_t style = 0;
    while (style + 1 < N_STYLES && unit > style_shares[style])
        unit -= style_shares[style++];
    for (size_t i = 0; i < N_SECTIONS; i++) {
        const struct section *section = &sections[i];
        if (!kb_random_chance(&synth->shape, section->shares[style]))
            continue;
        uint32_t n = kb_random_length(&synth->shape, section->mu, section->sigma,
                                      SECTION_MAX_WORDS);
        put_heading(prose, section->heading);
        kb_prose_put(prose, "\t");
        if (i == STATUS)
            put_status(synth, n);
        else
            kb_prose_text(prose, n);
        kb_prose_put(prose, "\n\t\n");
    }
}

/* Articles before this one, with their titles; one in four names a number that no
 * article has. */
static void
put_references(struct kb_synth *synth)
{
    if (!kb_random_chance(&synth->shape, 0.2268) || synth->index == 0)
        return;
    struct kb_random shape = synth->shape;
    struct kb_synth kept = *synth;
    synth->prose.history.words = synth->title;
    uint32_t n = kb_random_length(&shape, 0.35, 1.0, REFERENCES_MAX);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t reach = kept.index < REFERENCES_BACK ? kept.index : REFERENCES_BACK;
        uint32_t index = kept.index - 1 - kb_random_below(&shape, reach);
        uint32_t number = kb_synth_number(synth, index);
        if (kb_random_below(&shape, 4) == 0)
            number += number % NUMBER_STEP == 0 ? 1 : -1U;
        kb_prose_put(&synth->prose, "\t  Q");
        kb_prose_number(&synth->prose, number, 1);
        kb_prose_put(&synth->prose, " ");
        begin(synth, index);
        put_title(synth);
        kb_prose_put(&synth->prose, "\n\t\n");
    }
    *synth = kept;
}

/* Words of the article or of its topic, none of every text. */
static struct kb_draw
rare_word(struct kb_synth *synth)
{
    struct kb_draw draw = kb_prose_next(&synth->prose);
    for (int i = 0; i < 20 && draw.rank < KB_MODEL_COMMON; i++)
        draw = kb_prose_next(&synth->prose);
    return draw;
}

static void
put_query_words(struct kb_synth *synth)
{
    struct kb_prose *prose = &synth->prose;
    kb_prose_put(prose, "\tAdditional query words:");
    prose->column = 1;
    if (kb_random_chance(&synth->shape, 0.6825)) {
        uint32_t n = kb_random_length(&synth->shape, 1.198, 0.832, QUERY_WORDS_MAX);
        for (uint32_t i = 0; i < n; i++) {
            prose->column = 1;
            kb_prose_word(prose, rare_word(synth), false);
        }
    }
    kb_prose_put(prose, "\n\t\n");
}

static enum kb_status
reserve(struct kb_synth *synth, struct kb_buf *out, struct kb_error *err)
{
    synth->prose.out = out;
    return kb_buf_reserve(out,
                          KB_FRAME_MAX_BYTES +
                              (SMALL_PARTS_WORDS + KB_MODEL_MAX_WORDS) *
                                  (size_t)KB_PROSE_WORD_BYTES,
                          err);
}

enum kb_status
kb_synth_page(struct kb_synth *synth, uint32_t index, struct kb_buf *out,
              struct kb_error *err)
{
    enum kb_status st = reserve(synth, out, err);
    if (st != KB_OK)
        return st;
    begin(synth, index);
    kb_frame_open(&synth->frame);
    size_t title = out->n_bytes;
    put_title(synth);
    kb_frame_head(&synth->frame, title);
    put_sections(synth);
    put_references(synth);
    put_query_words(synth);
    kb_frame_foot(&synth->frame);
    return KB_OK;
}

enum kb_status
kb_synth_query(struct kb_synth *synth, uint32_t query, uint32_t n_articles,
               struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = reserve(synth, out, err);
    if (st != KB_OK)
        return st;
    struct kb_random random = kb_random_of(synth->seed, query, FOR_QUERY);
    begin(synth, kb_random_below(&random, n_articles));
    synth->prose.twist = random;
    for (int i = 0; i < 8; i++)
        kb_prose_next(&synth->prose);
    uint32_t n = 1 + kb_random_below(&random, 4);
    uint32_t common =
        kb_random_below(&random, 4) == 0 ? kb_random_below(&random, n) : n;
    for (uint32_t i = 0; i < n; i++) {
        struct kb_draw draw = rare_word(synth);
        if (i == common)
            draw.rank = kb_random_below(&random, KB_MODEL_COMMON);
        synth->prose.column = i > 0;
        kb_prose_word(&synth->prose, draw, false);
    }
    kb_prose_put(&synth->prose, "\n");
    return KB_OK;
}
