/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "prose.h"

enum {
    TWIST_ONE_IN = 50, /* words of a twin that differ */
    N_PHRASES = 12,
    PHRASE_ONE_IN = 55 /* words before which a phrase stands */
};

/* What the analysis knows as one thing, twice in three as words that are also written
 * as one: measured, 1 of 60 words begins such a pair, 1 of 150 a name. */
static const char *const phrases[N_PHRASES] = {
    "log on",     "Service Pack 3", "set up",    "command button",
    "Windows 95", "user name",      "file name", "Windows NT 4.0",
    "list box",   "data source",    "start up",  "Visual Basic 5.0"};

void
kb_prose_number(struct kb_prose *prose, uint32_t number, unsigned n_digits)
{
    char digits[10];
    unsigned n = 0;
    do {
        digits[sizeof(digits) - ++n] = (char)('0' + number % 10);
        number /= 10;
    } while (n < sizeof(digits) && (number > 0 || n < n_digits));
    kb_prose_put_bytes(prose, digits + sizeof(digits) - n, n);
}

void
kb_prose_word(struct kb_prose *prose, struct kb_draw draw, bool capital)
{
    char *line = prose->out->data + prose->out->n_bytes;
    char *at = line + (prose->column > 0);
    uint32_t n = (uint32_t)kb_words_write(prose->table, draw, capital, at);
    if (prose->column == 0) {
        prose->column = n;
    } else if (prose->column + 1 + n < KB_PROSE_COLUMNS) {
        *line = ' ';
        prose->column += n + 1;
    } else {
        memmove(line + 2, at, n);
        memcpy(line, "\n\t", 2);
        at = line + 2;
        prose->column = n;
    }
    prose->out->n_bytes += (size_t)(at - line) + n;
}

struct kb_draw
kb_prose_next(struct kb_prose *prose)
{
    struct kb_draw draw = kb_model_next(prose->model, &prose->text, &prose->history);
    if (prose->is_twin && kb_random_below(&prose->twist, TWIST_ONE_IN) == 0)
        draw.rank = kb_model_rank(prose->model, &prose->twist, prose->history.topic);
    return draw;
}

/* An article has few of them, and those again and again. */
static void
put_phrase(struct kb_prose *prose, uint64_t dice)
{
    const char *phrase = phrases[(prose->history.topic + dice % 3) % N_PHRASES];
    size_t n = strlen(phrase);
    if (prose->column + 1 + n >= KB_PROSE_COLUMNS) {
        kb_prose_put(prose, "\n\t");
        prose->column = 0;
    }
    kb_prose_put(prose, prose->column > 0 ? " " : "");
    kb_prose_put_bytes(prose, phrase, n);
    prose->column += (uint32_t)n + 1;
}

void
kb_prose_text(struct kb_prose *prose, uint32_t n)
{
    bool capital = true;
    prose->column = 0;
    for (uint32_t i = 0; i < n; i++) {
        struct kb_draw draw = kb_prose_next(prose);
        /* The low bits choose the form of the word. */
        uint64_t spread = kb_random_mix(draw.form + i);
        unsigned dice = (unsigned)(spread % 48);
        if ((spread >> 32) % PHRASE_ONE_IN == 0)
            put_phrase(prose, spread >> 48);
        kb_prose_word(prose, draw, capital);
        capital = dice < 4 || i + 1 == n;
        if (capital || dice == 4) {
            kb_prose_put(prose, capital ? "." : ",");
            prose->column++;
        }
        if (dice == 0 && i + 1 < n) {
            kb_prose_put(prose, "\n\t\n\t");
            prose->column = 0;
        }
    }
}

void
kb_prose_title(struct kb_prose *prose, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        prose->column = i > 0;
        kb_prose_word(prose, kb_prose_next(prose), true);
    }
}

uint32_t
kb_prose_stock(struct kb_prose *prose, struct kb_random sentence, uint32_t n_ranks)
{
    uint32_t n = 8 + kb_random_below(&sentence, 10);
    for (uint32_t i = 0; i < n;) {
        struct kb_draw draw = {kb_model_rank(prose->model, &sentence, 0), 0};
        if (draw.rank >= n_ranks)
            continue;
        kb_prose_word(prose, draw, i == 0);
        i++;
    }
    kb_prose_put(prose, ".");
    prose->column++;
    return n;
}
