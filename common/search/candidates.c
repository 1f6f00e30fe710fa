/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/candidates.h"

#include <math.h>

#include "schema/lexemes.h"
#include "text/vocabulary.h"

enum {
    LONG_WORD_BYTES = 8, /* from here on two slips are thought of */
    MIN_COUNT = 3,
    FOUND_MAX = 64, /* words near to one that are weighed (count) */
    /* what slips cost besides KB_SLIP */
    DOUBLED_LESS = 1,
    OTHER_MORE = 1,
    FIRST_MORE = 2,
    SLIP_MAX = KB_SLIP + OTHER_MORE + FIRST_MORE,
    /* halves of words that were written as one: in so many articles each and one of so
     * many of all; words of two letters in more, as those are pieces of anything */
    SPLIT_COST = 8,
    SPLIT_MIN_BYTES = 7,
    HALF_MIN_BYTES = 2,
    HALF_MIN_DOCS = 3,
    HALF_MIN_OF = 600,
    SHORT_HALF_MIN_OF = 40,
    UNREACHED = 250 /* a cost that is more than any */
};

/* A step in cost makes a word so much less likely, as e to the power. */
#define PER_COST 0.75
/* Words that are less likely than the best by more are not thought of. */
#define MIN_SHARE 0.1

/* ---- slips ---- */

static unsigned
least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Costs of a word's beginnings against those of the typed one: row i is for the first i
 * letters. Rows stay for the next word, which shares its beginning. */
struct table {
    struct kb_span typed;
    unsigned max;
    uint8_t rows[KB_WORD_MAX_BYTES + 1][KB_WORD_MAX_BYTES + 1];
    uint8_t best[KB_WORD_MAX_BYTES + 1]; /* least of each row */
    size_t n;                            /* rows there are, beside the first */
};

/* What it costs to type the j-th letter where none is meant. */
static unsigned
put_in(const struct table *t, size_t j)
{
    const char *p = t->typed.data;
    if (j == 0)
        return KB_SLIP + FIRST_MORE;
    return p[j] == p[j - 1] ? KB_SLIP - DOUBLED_LESS : KB_SLIP;
}

/* What it costs to leave out the i-th letter of what is meant. */
static unsigned
left_out(const char *meant, size_t i)
{
    if (i == 0)
        return KB_SLIP + FIRST_MORE;
    return meant[i] == meant[i - 1] ? KB_SLIP - DOUBLED_LESS : KB_SLIP;
}

static void
begin_table(struct table *t, struct kb_span typed, unsigned max)
{
    t->typed = typed;
    t->max = max;
    t->n = 0;
    t->best[0] = 0;
    t->rows[0][0] = 0;
    for (size_t j = 0; j < typed.n_bytes; j++)
        t->rows[0][j + 1] = (uint8_t)least(UNREACHED, t->rows[0][j] + put_in(t, j));
}

/* The row behind the i-th letter of a word, from the two before. */
static void
add_row(struct table *t, const char *meant, size_t i)
{
    const char *p = t->typed.data;
    const uint8_t *before = t->rows[i];
    uint8_t *row = t->rows[i + 1];
    unsigned leave = left_out(meant, i);
    unsigned best = row[0] = (uint8_t)least(UNREACHED, before[0] + leave);
    for (size_t j = 0; j < t->typed.n_bytes; j++) {
        unsigned other = KB_SLIP + OTHER_MORE + (i == 0 && j == 0 ? FIRST_MORE : 0);
        unsigned cost = before[j] + (p[j] == meant[i] ? 0 : other);
        cost = least(cost, before[j + 1] + leave);
        cost = least(cost, row[j] + put_in(t, j));
        if (i > 0 && j > 0 && p[j] == meant[i - 1] && p[j - 1] == meant[i])
            cost = least(cost, t->rows[i - 1][j - 1] + (unsigned)KB_SLIP);
        row[j + 1] = (uint8_t)least(UNREACHED, cost);
        best = least(best, row[j + 1]);
    }
    t->best[i + 1] = (uint8_t)best;
    t->n = i + 1;
}

/* Whether words that begin with the first i letters can be near enough. */
static bool
is_alive(const struct table *t, size_t i)
{
    return t->best[i] <= t->max || (i > 0 && t->best[i - 1] <= t->max);
}

unsigned
kb_slips_cost(struct kb_span typed, struct kb_span meant, unsigned max)
{
    struct table t;
    if (typed.n_bytes > KB_WORD_MAX_BYTES || meant.n_bytes > KB_WORD_MAX_BYTES)
        return max + 1;
    begin_table(&t, typed, max);
    for (size_t i = 0; i < meant.n_bytes; i++)
        add_row(&t, meant.data, i);
    return least(t.rows[meant.n_bytes][typed.n_bytes], max + 1);
}

/* ---- the lists of words ---- */

struct search {
    const struct kb_candidates_in *in;
    struct table table;
    struct kb_buf chunk;
    struct kb_candidate found[FOUND_MAX];
    size_t n;
    struct kb_error *err;
};

/* Add a word to those found, or its count to one that is there: shards have lists of
 * their own. */
static void
note(struct search *s, const struct kb_lexeme *at, unsigned cost)
{
    struct kb_span word = kb_span_at(at->text, at->n_bytes);
    for (size_t i = 0; i < s->n; i++) {
        struct kb_candidate *c = &s->found[i];
        if (!kb_span_equal(kb_span_at(c->text, c->n_bytes), word))
            continue;
        c->count += at->count < UINT32_MAX - c->count ? at->count : 0;
        return;
    }
    if (s->n == FOUND_MAX)
        return;
    struct kb_candidate *c = &s->found[s->n++];
    *c = (struct kb_candidate){
        .n_bytes = word.n_bytes, .cost = cost, .count = at->count};
    memcpy(c->text, word.data, word.n_bytes);
}

/* Go over one list. Rows are made once for words that begin alike, and those of which
 * no beginning is near are passed over. */
static enum kb_status
read_chunk(struct search *s)
{
    struct table *t = &s->table;
    struct kb_lexeme at = kb_lexemes_begin(kb_buf_span(&s->chunk));
    size_t typed = t->typed.n_bytes;
    bool found = false;
    size_t dead = KB_WORD_MAX_BYTES + 1; /* so many letters are near to nothing */
    t->n = 0;
    enum kb_status st = kb_lexeme_next(&at, &found, s->err);
    for (; st == KB_OK && found; st = kb_lexeme_next(&at, &found, s->err)) {
        size_t i = least((unsigned)t->n, (unsigned)at.n_shared);
        t->n = i;
        if (at.n_shared >= dead)
            continue;
        dead = KB_WORD_MAX_BYTES + 1;
        for (; i < at.n_bytes && is_alive(t, i); i++)
            add_row(t, at.text, i);
        if (!is_alive(t, i))
            dead = i;
        if (i == at.n_bytes && t->rows[i][typed] > 0 && t->rows[i][typed] <= t->max)
            note(s, &at, t->rows[i][typed]);
    }
    return st;
}

/* Lists are by the first two letters. */
static enum kb_status
read_lists(struct search *s, char first, char second)
{
    const char head[KB_LEXEME_HEAD_BYTES] = {first, second};
    char key[KB_LEXEME_KEY_BYTES];
    enum kb_status st = KB_OK;
    kb_lexeme_key(kb_span_at(head, sizeof(head)), key);
    for (size_t i = 0; i < s->in->n_shards && st == KB_OK; i++) {
        kb_buf_reset(&s->chunk);
        st = kb_reader_meta(s->in->reader, i, kb_span_cstr(key), &s->chunk, s->err);
        if (st == KB_OK)
            st = read_chunk(s);
        else if (st == KB_E_NOT_FOUND)
            st = KB_OK;
    }
    return st;
}

/* Those with the same first letter; those where it is another or was left out; those
 * where it is one too many, or turned round with the second. */
static enum kb_status
look_near(struct search *s)
{
    const char *p = s->table.typed.data;
    enum kb_status st = KB_OK;
    for (char c = 'a'; c <= 'z' && st == KB_OK; c++) {
        st = read_lists(s, p[0], c);
        if (st == KB_OK && c != p[0])
            st = read_lists(s, c, p[1]);
        if (st == KB_OK && c != p[0] && p[0] != p[1])
            st = read_lists(s, c, p[0]);
    }
    if (st == KB_OK && p[1] != p[0] && p[2] != p[1] && p[2] != p[0])
        st = read_lists(s, p[1], p[2]);
    return st;
}

/* ---- which of them it is ---- */

static double
likelihood(const struct kb_candidate *c)
{
    return log((double)c->count) - PER_COST * c->cost;
}

static bool
is_better(const struct kb_candidate *a, const struct kb_candidate *b)
{
    double x = likelihood(a);
    double y = likelihood(b);
    if (x > y || x < y)
        return x > y;
    return kb_span_compare(kb_span_at(a->text, a->n_bytes),
                           kb_span_at(b->text, b->n_bytes)) < 0;
}

static void
keep(struct kb_candidates *list, const struct kb_candidate *candidate)
{
    if (list->n == KB_CANDIDATES_MAX &&
        !is_better(candidate, &list->items[KB_CANDIDATES_MAX - 1]))
        return;
    size_t at = list->n < KB_CANDIDATES_MAX ? list->n++ : KB_CANDIDATES_MAX - 1;
    for (; at > 0 && is_better(candidate, &list->items[at - 1]); at--)
        list->items[at] = list->items[at - 1];
    list->items[at] = *candidate;
}

/* How likely each is; those that hardly are go. */
static void
share_out(struct kb_candidates *list)
{
    double whole = 0;
    while (list->n > 0 && exp(likelihood(&list->items[list->n - 1]) -
                              likelihood(&list->items[0])) < MIN_SHARE)
        list->n--;
    for (size_t i = 0; i < list->n; i++) {
        list->items[i].share =
            exp(likelihood(&list->items[i]) - likelihood(&list->items[0]));
        whole += list->items[i].share;
    }
    for (size_t i = 0; i < list->n; i++)
        list->items[i].share /= whole;
}

/* In how many articles a word stands that may be one half of what was typed. */
static enum kb_status
count_half(const struct kb_candidates_in *in, struct kb_span half, uint32_t *out,
           struct kb_error *err)
{
    const struct kb_word *word = NULL;
    struct kb_term_stats stats = {0};
    uint32_t n_all = 0;
    enum kb_status st =
        kb_lexicon_find(kb_analyzer_lexicon_borrow(in->analyzer), half, &word, err);
    if (st == KB_OK)
        st = kb_reader_count(in->reader, &n_all, err);
    if (st == KB_OK && (word->flags & KB_VOCABULARY_STOP) == 0)
        st = kb_reader_term(in->reader, word->term, &stats, err);
    uint32_t enough =
        n_all / (half.n_bytes <= HALF_MIN_BYTES ? SHORT_HALF_MIN_OF : HALF_MIN_OF);
    enough = enough > HALF_MIN_DOCS ? enough : HALF_MIN_DOCS;
    *out = stats.n_docs >= enough ? stats.n_docs : 0;
    return st;
}

/* "harddrive": both halves must be words on their own, and frequent ones. */
static enum kb_status
look_split(const struct kb_candidates_in *in, struct kb_span word,
           struct kb_candidates *out, struct kb_error *err)
{
    struct kb_candidate best = {.n_bytes = word.n_bytes, .cost = SPLIT_COST};
    enum kb_status st = KB_OK;
    if (word.n_bytes < SPLIT_MIN_BYTES)
        return KB_OK;
    memcpy(best.text, word.data, word.n_bytes);
    for (size_t i = HALF_MIN_BYTES; i + HALF_MIN_BYTES <= word.n_bytes && st == KB_OK;
         i++) {
        uint32_t first = 0;
        uint32_t second = 0;
        st = count_half(in, kb_span_at(word.data, i), &first, err);
        if (st == KB_OK && first > best.count)
            st = count_half(in, kb_span_skip(word, i), &second, err);
        uint32_t rarer = first < second ? first : second;
        if (rarer <= best.count)
            continue;
        best.count = rarer;
        best.split = i;
    }
    if (st == KB_OK && best.split > 0)
        keep(out, &best);
    return st;
}

struct kb_span
kb_candidate_first(const struct kb_candidate *c)
{
    return kb_span_at(c->text, c->split > 0 ? c->split : c->n_bytes);
}

struct kb_span
kb_candidate_second(const struct kb_candidate *c)
{
    return kb_span_skip(kb_span_at(c->text, c->n_bytes),
                        c->split > 0 ? c->split : c->n_bytes);
}

enum kb_status
kb_candidate_write(const struct kb_candidate *c, struct kb_buf *out,
                   struct kb_error *err)
{
    enum kb_status st = kb_buf_append(out, kb_candidate_first(c), err);
    if (st == KB_OK && c->split > 0)
        st = kb_buf_append_byte(out, ' ', err);
    return st == KB_OK ? kb_buf_append(out, kb_candidate_second(c), err) : st;
}

bool
kb_candidates_apply(struct kb_span word)
{
    for (size_t i = 0; i < word.n_bytes; i++) {
        if (word.data[i] < 'a' || word.data[i] > 'z')
            return false;
    }
    return word.n_bytes >= KB_CANDIDATE_MIN_BYTES && kb_lexeme_is_kept(word);
}

enum kb_status
kb_candidates_find(const struct kb_candidates_in *in, struct kb_span word,
                   bool with_near, struct kb_candidates *out, struct kb_error *err)
{
    struct search s = {.in = in, .chunk = KB_BUF_INIT(KB_STORED_MAX_BYTES), .err = err};
    unsigned max =
        word.n_bytes < LONG_WORD_BYTES ? SLIP_MAX : 2 * SLIP_MAX - FIRST_MORE;
    *out = (struct kb_candidates){.n = 0};
    begin_table(&s.table, word, max);
    enum kb_status st = with_near ? look_near(&s) : KB_OK;
    for (size_t i = 0; i < s.n && st == KB_OK; i++) {
        struct kb_span near = kb_span_at(s.found[i].text, s.found[i].n_bytes);
        if (s.found[i].count >= MIN_COUNT && kb_candidates_apply(near))
            keep(out, &s.found[i]);
    }
    if (st == KB_OK)
        st = look_split(in, word, out, err);
    share_out(out);
    kb_buf_clear(&s.chunk);
    return st;
}
