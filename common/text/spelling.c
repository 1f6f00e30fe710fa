/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/spelling.h"

#include <stdbool.h>
#include <string.h>

#include "text/vocabulary.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
    HEAD_MIN_BYTES = 4, /* of a word in "-ise": shorter ones are "raise", "revise" */
    ENDING_MAX_BYTES = 6
};

/* No American one is longer. */
static const struct beginning {
    const char *british;
    const char *american;
} beginnings[] = {
    {"analogue", "analog"},    {"analyse", "analyze"},   {"analysing", "analyzing"},
    {"armour", "armor"},       {"artefact", "artifact"}, {"behaviour", "behavior"},
    {"catalogue", "catalog"},  {"centre", "center"},     {"cheque", "check"},
    {"colour", "color"},       {"defence", "defense"},   {"dialled", "dialed"},
    {"dialling", "dialing"},   {"dialogue", "dialog"},   {"discolour", "discolor"},
    {"endeavour", "endeavor"}, {"favour", "favor"},      {"fibre", "fiber"},
    {"flavour", "flavor"},     {"grey", "gray"},         {"harbour", "harbor"},
    {"honour", "honor"},       {"humour", "humor"},      {"labour", "labor"},
    {"licence", "license"},    {"litre", "liter"},       {"metre", "meter"},
    {"neighbour", "neighbor"}, {"odour", "odor"},        {"offence", "offense"},
    {"paralyse", "paralyze"},  {"rumour", "rumor"},      {"theatre", "theater"},
    {"vapour", "vapor"},
};

/* "-ise" is "-ize", but not behind these. */
static const char *const ise_heads[] = {
    "advert", "appr",    "chast", "circumc", "compr",  "comprom", "conc",
    "desp",   "enterpr", "exerc", "expert",  "franch", "improv",  "merchand",
    "mort",   "parad",   "pract", "prec",    "prem",   "prom",    "repr",
    "sunr",   "superv",  "surpr", "telev",   "treat",
};

static const char *const ise_endings[] = {"e",   "ed",   "er",    "ers",   "es",
                                          "ing", "able", "ation", "ations"};

static bool
is_word(struct kb_span word, const char *text)
{
    return kb_span_equal(word, kb_span_cstr(text));
}

/* Every new word comes by here, and hardly any has one: a letter rules most out. */
static const struct beginning *
find_beginning(struct kb_span word)
{
    for (size_t i = 0; i < COUNT(beginnings); i++) {
        if (beginnings[i].british[0] == word.data[0] &&
            kb_span_starts(word, kb_span_cstr(beginnings[i].british)))
            return &beginnings[i];
    }
    return NULL;
}

static bool
is_in(struct kb_span text, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_word(text, list[i]))
            return true;
    }
    return false;
}

/* Where "is" stands in a word that Americans write with "iz"; 0 = it is none. */
static size_t
find_ise(struct kb_span word)
{
    for (size_t n = 1; n <= ENDING_MAX_BYTES; n++) {
        if (word.n_bytes < HEAD_MIN_BYTES + 2 + n)
            break;
        size_t at = word.n_bytes - n - 2;
        if (word.data[at] != 'i' || word.data[at + 1] != 's' ||
            !is_in(kb_span_skip(word, at + 2), ise_endings, COUNT(ise_endings)))
            continue;
        /* "turquoise", "otherwise" */
        bool is_other = strchr("aeouw", word.data[at - 1]) != NULL ||
                        is_in(kb_span_at(word.data, at), ise_heads, COUNT(ise_heads));
        return is_other ? 0 : at;
    }
    return 0;
}

struct kb_span
kb_spelling_american(struct kb_span word, char out[KB_WORD_MAX_BYTES])
{
    if (is_word(word, "programme") || is_word(word, "programmes"))
        return kb_span_at("program", 7);
    const struct beginning *found = find_beginning(word);
    if (found != NULL) {
        struct kb_span rest = kb_span_skip(word, strlen(found->british));
        size_t n = strlen(found->american);
        if (is_word(rest, "d") && found->american[n - 1] != 'e')
            rest = kb_span_at("ed", 2); /* "centred" */
        memcpy(out, found->american, n);
        memcpy(out + n, rest.data, rest.n_bytes);
        return kb_span_at(out, n + rest.n_bytes);
    }
    size_t at = find_ise(word);
    if (at == 0)
        return word;
    memcpy(out, word.data, word.n_bytes);
    out[at + 1] = 'z';
    return kb_span_at(out, word.n_bytes);
}

uint64_t
kb_spelling_digest(uint64_t digest)
{
    for (size_t i = 0; i < COUNT(beginnings); i++)
        digest = kb_vocabulary_mix(kb_vocabulary_mix(digest, beginnings[i].british),
                                   beginnings[i].american);
    for (size_t i = 0; i < COUNT(ise_heads); i++)
        digest = kb_vocabulary_mix(digest, ise_heads[i]);
    for (size_t i = 0; i < COUNT(ise_endings); i++)
        digest = kb_vocabulary_mix(digest, ise_endings[i]);
    return digest;
}
