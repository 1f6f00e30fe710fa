/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

/* About as frequent as they stand here. */
static const char *const stop_words[] = {
    "the",   "to",    "a",     "of",    "and",   "in",    "is",    "you",  "for",
    "this",  "on",    "that",  "or",    "if",    "be",    "are",   "with", "it",
    "from",  "an",    "by",    "as",    "not",   "can",   "when",  "will", "may",
    "have",  "all",   "at",    "which", "does",  "then",  "these", "has",  "do",
    "your",  "there", "than",  "also",  "was",   "but",   "been",  "any",  "some",
    "how",   "only",  "into",  "no",    "other", "such",  "after", "what", "them",
    "they",  "where", "its",   "more",  "each",  "so",    "while", "up",   "their",
    "about", "would", "were",  "gets",  "out",   "we",    "could", "i",    "had",
    "did",   "get",   "those", "my",    "who",   "being", "too",   "me",   "just",
    "why",   "give",  "our",   "gives", "am",    "very",  "over",  "own",  "again"};

enum {
    N_STOP_WORDS = sizeof(stop_words) / sizeof(stop_words[0]),
    N_ONSETS = 24,
    N_VOWELS = 8,
    N_SYLLABLES = N_ONSETS * N_VOWELS,
    N_CODAS = 16,
    STEP = 1000003,
    CODE_ONE_IN = 5, /* of the mixed ranks: error codes */
    HASH_SALT = 17
};

/* What stands at a rank; shares by rank below. */
enum kind {
    KIND_WORD,
    KIND_NUMBER,  /* 68487 */
    KIND_VERSION, /* 684.87 */
    KIND_MIXED,   /* brat32, 0x80048754, 80048754h */
    KIND_FILE,    /* brat.dll, brat_ral, brat/ral, brat32.exe */
};

/* Of a thousand ranks, in order of kinds: measured on the archive's terms in bands of
 * their rank by number of articles. */
static const struct band {
    uint64_t end; /* rank behind the last */
    unsigned of_1000[KIND_FILE];
} bands[] = {
    {300, {940, 30, 30, 0}},          {1000, {909, 27, 31, 16}},
    {3000, {820, 69, 25, 48}},        {10000, {594, 134, 17, 132}},
    {30000, {392, 262, 18, 144}},     {100000, {346, 155, 22, 230}},
    {UINT64_MAX, {269, 95, 31, 309}},
};

struct kb_words_table {
    struct spelled {
        char text[23];
        uint8_t n_bytes; /* 0: too long for the table */
    } words[KB_MODEL_RANKS];
};

static char *
put_text(char *at, const char *text)
{
    while (*text != '\0')
        *at++ = *text++;
    return at;
}

/* No consonant cluster is a part of another and no coda looks like a suffix of English,
 * so that each number gives another word and each word is its own stem. */
static char *
put_syllable(char *at, uint32_t n)
{
    static const char onsets[N_ONSETS][3] = {
        "b", "d", "f", "g",  "h",  "k",  "l",  "m",  "n",  "p",  "r",  "t",
        "v", "w", "z", "br", "ch", "dr", "fl", "gr", "pl", "sh", "st", "tr"};
    static const char vowels[N_VOWELS][3] = {"a", "e", "i", "o", "u", "ai", "oo", "ou"};
    at = put_text(at, onsets[n / N_VOWELS]);
    return put_text(at, vowels[n % N_VOWELS]);
}

size_t
kb_words_stem(uint64_t rank, char *out)
{
    static const char codas[N_CODAS][3] = {"b",  "f",  "g",  "k",  "m",  "n",
                                           "p",  "x",  "lm", "rk", "mp", "nd",
                                           "rb", "lk", "rm", "rd"};
    uint64_t room = (uint64_t)N_SYLLABLES * N_CODAS;
    int n = 1;
    for (; rank >= room; room *= N_SYLLABLES, n++)
        rank -= room;
    /* A step that has no factor in common with the room visits every place once. */
    uint64_t place = (rank % room * STEP + STEP / 3) % room;
    char *at = out;
    const char *coda = codas[place % N_CODAS];
    place /= N_CODAS;
    for (int i = 0; i < n; i++) {
        at = put_syllable(at, (uint32_t)(place % N_SYLLABLES));
        place /= N_SYLLABLES;
    }
    return (size_t)(put_text(at, coda) - out);
}

static enum kind
kind_of(uint64_t rank)
{
    const struct band *band = bands;
    while (rank >= band->end)
        band++;
    unsigned place = (unsigned)(kb_random_mix(rank + HASH_SALT) % 1000);
    int kind = KIND_WORD;
    while (kind < KIND_FILE && place >= band->of_1000[kind])
        place -= band->of_1000[kind++];
    return (enum kind)kind;
}

static size_t
print_kind(enum kind kind, uint64_t rank, char *out)
{
    static const char *const endings[] = {".dll", ".exe", ".ini", ".sys",
                                          ".txt", ".h",   ".log", ".mdb"};
    uint64_t hash = kb_random_mix(rank) >> 8;
    unsigned long long n = rank + 1;
    char *at = out;
    if (kind == KIND_MIXED && hash % CODE_ONE_IN == 0)
        return (size_t)snprintf(out, KB_WORDS_MAX_BYTES,
                                hash % 8 < 4 ? "0x8%07x" : "8%07xh",
                                (unsigned)(rank * STEP) & 0xfffffffU);
    if (kind == KIND_NUMBER)
        return (size_t)snprintf(out, KB_WORDS_MAX_BYTES, "%llu", n);
    if (kind == KIND_VERSION)
        return (size_t)snprintf(out, KB_WORDS_MAX_BYTES, "%llu.%02llu", n / 100,
                                n % 100);
    at += kb_words_stem(rank, at);
    if (kind == KIND_MIXED || (kind == KIND_FILE && hash % 5 == 0)) {
        *at++ = (char)('0' + hash / 8 % 10);
        *at++ = (char)('0' + hash / 128 % 10);
    }
    if (kind == KIND_FILE && hash % 3 != 0) {
        at = put_text(at, endings[hash / 1024 % 8]);
    } else if (kind == KIND_FILE) {
        *at++ = hash % 7 < 2 ? '/' : '_';
        at += kb_words_stem(hash % (N_SYLLABLES * N_CODAS), at);
    }
    return (size_t)(at - out);
}

static size_t
print_rank(uint64_t rank, char *out)
{
    if (rank >= N_STOP_WORDS)
        return print_kind(kind_of(rank), rank, out);
    return (size_t)(put_text(out, stop_words[rank]) - out);
}

enum kb_status
kb_words_table_new(struct kb_words_table **out, struct kb_error *err)
{
    struct kb_words_table *table = kb_mem_array(1, sizeof(*table));
    if (table == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for the table of words");
    for (uint64_t rank = 0; rank < KB_MODEL_RANKS; rank++) {
        char text[KB_WORDS_MAX_BYTES];
        struct spelled *word = &table->words[rank];
        size_t n = print_rank(rank, text);
        if (n > sizeof(word->text))
            continue;
        memcpy(word->text, text, n);
        word->n_bytes = (uint8_t)n;
    }
    *out = table;
    return KB_OK;
}

void
kb_words_table_free(struct kb_words_table *table)
{
    kb_mem_free(table);
}

/* Nouns have a plural, verbs three forms. One syllable with -ed or -ing would get
 * another stem ("hoping"), so such words have the plural only. */
static const char *
suffix_of(struct kb_draw draw)
{
    static const char verb[16][4] = {"", "",  "",  "",   "",   "",   "",    "",
                                     "", "s", "s", "ed", "ed", "ed", "ing", "ing"};
    uint64_t hash = kb_random_mix(draw.rank ^ HASH_SALT);
    bool can_inflect = draw.rank >= N_SYLLABLES * N_CODAS;
    if (hash % 20 < 6 && can_inflect)
        return verb[draw.form % 16];
    return hash % 20 < 12 && draw.form % 16 < 4 ? "s" : "";
}

size_t
kb_words_write(const struct kb_words_table *table, struct kb_draw draw, bool capital,
               char *out)
{
    size_t n = 0;
    if (draw.rank < KB_MODEL_RANKS && table->words[draw.rank].n_bytes > 0) {
        /* Copied whole: its length is known to the compiler. */
        memcpy(out, table->words[draw.rank].text, sizeof(table->words[0].text));
        n = table->words[draw.rank].n_bytes;
    } else {
        n = print_rank(draw.rank, out);
    }
    bool is_name = draw.rank >= N_STOP_WORDS && kb_random_mix(draw.rank) % 4 == 0;
    if (draw.rank >= N_STOP_WORDS && kind_of(draw.rank) == KIND_WORD)
        n = (size_t)(put_text(out + n, suffix_of(draw)) - out);
    if ((capital || is_name) && out[0] >= 'a' && out[0] <= 'z')
        out[0] = (char)(out[0] - 'a' + 'A');
    return n;
}
