/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/vocabulary.h"

#include <stdlib.h>
#include <xxhash.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Sorted, folded. Words of questions and of every article; none that names a thing. */
static const char *const stop_words[] = {
    "a",     "about", "after", "all",  "also",  "am",    "an",   "and",   "any",
    "are",   "as",    "at",    "be",   "been",  "being", "but",  "by",    "can",
    "could", "did",   "do",    "does", "each",  "for",   "from", "get",   "gets",
    "give",  "gives", "had",   "has",  "have",  "how",   "i",    "if",    "im",
    "in",    "into",  "is",    "it",   "its",   "just",  "may",  "me",    "my",
    "of",    "on",    "or",    "our",  "so",    "some",  "such", "than",  "that",
    "the",   "their", "them",  "then", "there", "these", "they", "this",  "those",
    "to",    "too",   "was",   "we",   "were",  "what",  "when", "where", "which",
    "while", "who",   "why",   "will", "with",  "would", "you",  "your"};

/* Sorted by first, then second. Pairs that at least 30 articles of the archive write as
 * two words and 30 as one, without those whose halves meet by chance ("in" "to"). */
static const struct pair {
    const char *first;
    const char *second;
} pairs[] = {{"add", "in"},        {"back", "up"},        {"base", "class"},
             {"boot", "sector"},   {"break", "point"},    {"cd", "rom"},
             {"check", "box"},     {"check", "boxes"},    {"chip", "set"},
             {"clean", "up"},      {"clip", "art"},       {"code", "page"},
             {"combo", "box"},     {"command", "button"}, {"computer", "name"},
             {"data", "base"},     {"data", "source"},    {"dial", "up"},
             {"domain", "name"},   {"double", "space"},   {"drop", "down"},
             {"e", "mail"},        {"edit", "box"},       {"end", "user"},
             {"fail", "over"},     {"file", "name"},      {"file", "names"},
             {"fox", "pro"},       {"front", "page"},     {"hard", "coded"},
             {"help", "desk"},     {"host", "name"},      {"hot", "fix"},
             {"hot", "key"},       {"in", "box"},         {"lan", "man"},
             {"lay", "out"},       {"line", "feed"},      {"list", "box"},
             {"list", "boxes"},    {"lock", "up"},        {"lock", "ups"},
             {"log", "file"},      {"log", "in"},         {"log", "off"},
             {"log", "on"},        {"log", "out"},        {"look", "up"},
             {"lower", "case"},    {"mail", "box"},       {"mail", "merge"},
             {"main", "frame"},    {"make", "file"},      {"message", "box"},
             {"micro", "channel"}, {"multi", "media"},    {"name", "space"},
             {"net", "logon"},     {"new", "line"},       {"off", "line"},
             {"on", "line"},       {"page", "file"},      {"pass", "through"},
             {"pass", "word"},     {"path", "name"},      {"phone", "book"},
             {"plug", "in"},       {"pop", "up"},         {"post", "office"},
             {"power", "point"},   {"print", "out"},      {"ram", "drive"},
             {"read", "me"},       {"read", "only"},      {"result", "set"},
             {"run", "time"},      {"screen", "saver"},   {"scroll", "bar"},
             {"scroll", "bars"},   {"set", "up"},         {"share", "name"},
             {"short", "cut"},     {"shut", "down"},      {"smart", "drive"},
             {"sound", "blaster"}, {"stand", "alone"},    {"start", "up"},
             {"sub", "class"},     {"sub", "directory"},  {"swap", "file"},
             {"task", "bar"},      {"text", "box"},       {"text", "boxes"},
             {"time", "out"},      {"time", "stamp"},     {"time", "zone"},
             {"tool", "bar"},      {"tool", "kit"},       {"tree", "view"},
             {"true", "type"},     {"upper", "case"},     {"user", "id"},
             {"user", "name"},     {"user", "names"},     {"web", "site"},
             {"white", "paper"},   {"word", "perfect"},   {"word", "wrap"},
             {"work", "around"},   {"work", "group"},     {"work", "groups"},
             {"work", "station"}};

/* Names that are shortened together with the number behind them. Sorted by first. */
static const struct name {
    const char *first;
    const char *second; /* "" = the name is one word */
    const char *brief;
} names[] = {
    {"dos", "", "dos"},
    {"ie", "", "ie"},
    {"iis", "", "iis"},
    {"internet", "explorer", "ie"},
    {"internet", "information", "iis"},
    {"nt", "", "nt"},
    {"service", "pack", "sp"},
    {"sms", "", "sms"},
    {"sna", "", "sna"},
    {"sp", "", "sp"},
    {"systems", "management", "sms"},
    {"vb", "", "vb"},
    {"vc", "", "vc"},
    {"vfp", "", "vfp"},
    {"visual", "basic", "vb"},
    {"visual", "c", "vc"},
    {"visual", "foxpro", "vfp"},
    {"wfw", "", "wfw"},
    {"win", "", "win"},
    {"windows", "", "win"},
    {"workgroups", "", "wfw"},
};

/* Sorted. What stands between a name and its versions: "Windows NT Server, Enterprise
 * Edition version 4.0" is NT 4. */
static const char *const name_inner[] = {
    "advanced", "control",  "creation",  "edition",      "editions", "enterprise",
    "for",      "learning", "operating", "professional", "server",   "services",
    "standard", "system",   "version",   "versions",     "windows",  "workstation"};

static int
compare_word(const void *key, const void *entry)
{
    struct kb_span word = *(const struct kb_span *)key;
    return kb_span_compare(word, kb_span_cstr(*(const char *const *)entry));
}

static bool
is_in(struct kb_span word, const char *const *table, size_t n)
{
    return bsearch(&word, table, n, sizeof(table[0]), compare_word) != NULL;
}

static int
compare_pair_head(const void *key, const void *entry)
{
    struct kb_span word = *(const struct kb_span *)key;
    return kb_span_compare(word, kb_span_cstr(((const struct pair *)entry)->first));
}

static int
compare_pair(const void *key, const void *entry)
{
    const struct kb_span *words = key;
    const struct pair *pair = entry;
    int c = kb_span_compare(words[0], kb_span_cstr(pair->first));
    return c != 0 ? c : kb_span_compare(words[1], kb_span_cstr(pair->second));
}

unsigned
kb_vocabulary_stop_number(struct kb_span word)
{
    _Static_assert(COUNT(stop_words) <= KB_STOP_WORDS_MAX, "one byte a stop word");
    const char *const *found = bsearch(&word, stop_words, COUNT(stop_words),
                                       sizeof(stop_words[0]), compare_word);
    return found == NULL ? 0 : (unsigned)(found - stop_words) + 1;
}

unsigned
kb_vocabulary_flags(struct kb_span word)
{
    unsigned flags = 0;
    if (kb_vocabulary_stop_number(word) != 0)
        flags |= KB_VOCABULARY_STOP;
    if (bsearch(&word, pairs, COUNT(pairs), sizeof(pairs[0]), compare_pair_head) !=
        NULL)
        flags |= KB_VOCABULARY_PAIR_HEAD;
    if (is_in(word, name_inner, COUNT(name_inner)))
        flags |= KB_VOCABULARY_NAME_INNER;
    for (size_t i = 0; i < COUNT(names); i++) {
        if (kb_span_equal(word, kb_span_cstr(names[i].first)))
            flags |= KB_VOCABULARY_NAME_HEAD;
    }
    return flags;
}

bool
kb_vocabulary_is_pair(struct kb_span first, struct kb_span second)
{
    struct kb_span words[2] = {first, second};
    return bsearch(words, pairs, COUNT(pairs), sizeof(pairs[0]), compare_pair) != NULL;
}

const char *
kb_vocabulary_name(struct kb_span first, struct kb_span second, size_t *n_words)
{
    for (size_t i = 0; i < COUNT(names); i++) {
        struct kb_span wanted = kb_span_cstr(names[i].second);
        if (kb_span_equal(first, kb_span_cstr(names[i].first)) &&
            (wanted.n_bytes == 0 || kb_span_equal(second, wanted))) {
            *n_words = wanted.n_bytes == 0 ? 1 : 2;
            return names[i].brief;
        }
    }
    return NULL;
}

uint64_t
kb_vocabulary_mix(uint64_t digest, const char *text)
{
    return XXH64(text, strlen(text) + 1, digest);
}

uint64_t
kb_vocabulary_digest(void)
{
    uint64_t digest = 0;
    for (size_t i = 0; i < COUNT(stop_words); i++)
        digest = kb_vocabulary_mix(digest, stop_words[i]);
    for (size_t i = 0; i < COUNT(pairs); i++)
        digest = kb_vocabulary_mix(kb_vocabulary_mix(digest, pairs[i].first),
                                   pairs[i].second);
    for (size_t i = 0; i < COUNT(names); i++) {
        digest = kb_vocabulary_mix(kb_vocabulary_mix(digest, names[i].first),
                                   names[i].second);
        digest = kb_vocabulary_mix(digest, names[i].brief);
    }
    for (size_t i = 0; i < COUNT(name_inner); i++)
        digest = kb_vocabulary_mix(digest, name_inner[i]);
    return digest;
}
