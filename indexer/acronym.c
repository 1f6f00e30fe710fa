/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acronym.h"

#include <string.h>

enum {
    BEFORE_MAX_BYTES = 120, /* of a long name and what stands before it */
    INSIDE_MAX_BYTES = 120, /* between brackets */
    WORDS_MAX = KB_ACRONYM_WORDS_MAX + 6,
    BRIEF_MIN_BYTES = 2,
    WORD_INITIALS_MAX = 4
};

/* They may have an initial in a short name, and may have none. */
static const char *const small_words[] = {"a",  "an", "and", "by", "for", "from",
                                          "in", "of", "on",  "to", "the", "with"};

struct words {
    struct kb_span items[WORDS_MAX]; /* the last ones that stand side by side */
    size_t n;
};

static bool
is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_word_byte(char c)
{
    return is_capital(c) || (c >= 'a' && c <= 'z') || is_digit(c);
}

static char
small(char c)
{
    return is_capital(c) ? (char)(c - 'A' + 'a') : c;
}

static bool
is_small_word(struct kb_span word)
{
    char folded[4];
    if (word.n_bytes > sizeof(folded))
        return false;
    for (size_t i = 0; i < word.n_bytes; i++)
        folded[i] = small(word.data[i]);
    for (size_t i = 0; i < sizeof(small_words) / sizeof(small_words[0]); i++) {
        if (kb_span_equal(kb_span_at(folded, word.n_bytes),
                          kb_span_cstr(small_words[i])))
            return true;
    }
    return false;
}

/* Whether there is nothing but some of those bytes, and no blank line. */
static bool
is_gap_of(struct kb_span gap, const char *bytes)
{
    int n_lines = 0;
    for (size_t i = 0; i < gap.n_bytes; i++) {
        if (strchr(bytes, gap.data[i]) == NULL || gap.data[i] == '\0')
            return false;
        n_lines += gap.data[i] == '\n';
    }
    return n_lines < 2;
}

/* The words at the end of a text, as many as stand side by side. False when something
 * else follows them. */
static bool
read_words(struct kb_span text, struct words *out)
{
    size_t i = 0;
    size_t end = 0; /* of the last word */
    out->n = 0;
    while (i < text.n_bytes) {
        if (!is_word_byte(text.data[i])) {
            i++;
            continue;
        }
        size_t begin = i;
        while (i < text.n_bytes && is_word_byte(text.data[i]))
            i++;
        if (!is_gap_of(kb_span_at(text.data + end, begin - end), " \t\r\n-/&"))
            out->n = 0;
        if (out->n == WORDS_MAX) {
            out->n--;
            memmove(out->items, out->items + 1, out->n * sizeof(out->items[0]));
        }
        out->items[out->n++] = kb_span_at(text.data + begin, i - begin);
        end = i;
    }
    return out->n > 0 && is_gap_of(kb_span_skip(text, end), " \t\r\n\"'");
}

/* "OWA", "ACLs"; the rest is left to the initials. */
static bool
read_brief(struct kb_span text, struct kb_acronym *out)
{
    size_t n_capitals = 0;
    while (text.n_bytes > 0 && strchr("\"'", text.data[0]) != NULL)
        text = kb_span_skip(text, 1);
    while (text.n_bytes > 0 && strchr("\"'", text.data[text.n_bytes - 1]) != NULL)
        text.n_bytes--;
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (!is_word_byte(text.data[i]))
            return false;
        n_capitals += is_capital(text.data[i]);
    }
    if (n_capitals >= BRIEF_MIN_BYTES && n_capitals + 1 == text.n_bytes &&
        text.data[text.n_bytes - 1] == 's')
        text.n_bytes--;
    if (n_capitals < BRIEF_MIN_BYTES || text.n_bytes > KB_ACRONYM_LETTERS_MAX ||
        !is_capital(text.data[0]))
        return false;
    for (size_t i = 0; i < text.n_bytes; i++)
        out->brief[i] = small(text.data[i]);
    out->n_brief = text.n_bytes;
    return true;
}

/* The initials of a word: "FoxPro" has two, "NETWARE" one, "2000" all of its digits. */
static size_t
initials_of(struct kb_span word, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < word.n_bytes && n < WORD_INITIALS_MAX; i++) {
        bool begins = i == 0 || is_digit(word.data[0]) ||
                      (is_capital(word.data[i]) && !is_capital(word.data[i - 1]));
        if (begins)
            out[n++] = small(word.data[i]);
    }
    return n;
}

/* The word from which on the initials of the first n_words words are the first n
 * letters of the short name; n_words + 1 = there is none. */
static size_t
match(const struct kb_acronym *a, size_t n, const struct words *words, size_t n_words)
{
    char initials[WORD_INITIALS_MAX];
    if (n == 0)
        return n_words;
    if (n_words == 0)
        return 1;
    struct kb_span word = words->items[n_words - 1];
    size_t n_initials = initials_of(word, initials);
    bool has_x = word.n_bytes > 1 && small(word.data[0]) == 'e' &&
                 small(word.data[1]) == 'x' && a->brief[n - 1] == 'x';
    size_t found = n_words;
    if (n_initials <= n && memcmp(a->brief + n - n_initials, initials, n_initials) == 0)
        found = match(a, n - n_initials, words, n_words - 1);
    if (found >= n_words && (has_x || a->brief[n - 1] == initials[0]))
        found = match(a, n - 1, words, n_words - 1);
    if (found >= n_words && n < a->n_brief && is_small_word(word))
        found = match(a, n, words, n_words - 1);
    return found >= n_words ? n_words + 1 : found;
}

static bool
take_words(const struct words *words, size_t first, struct kb_acronym *out)
{
    out->n_words = 0;
    for (size_t i = first; i < words->n; i++) {
        if (is_small_word(words->items[i]))
            continue;
        if (out->n_words == KB_ACRONYM_WORDS_MAX)
            return false;
        out->words[out->n_words++] = words->items[i];
    }
    return out->n_words > 0;
}

/* The end of `text`, not much more than a name has, and no piece of a word first. */
static struct kb_span
tail(struct kb_span text)
{
    if (text.n_bytes <= BEFORE_MAX_BYTES)
        return text;
    text = kb_span_skip(text, text.n_bytes - BEFORE_MAX_BYTES);
    while (text.n_bytes > 0 && is_word_byte(text.data[0]))
        text = kb_span_skip(text, 1);
    return text;
}

/* "... Outlook Web Access" "OWA" */
static bool
is_brief_inside(struct kb_span before, struct kb_span inside, struct kb_acronym *out)
{
    struct words words;
    if (!read_brief(inside, out) || !read_words(tail(before), &words))
        return false;
    size_t first = match(out, out->n_brief, &words, words.n);
    return first < words.n && take_words(&words, first, out);
}

/* "... OWA" "Outlook Web Access" */
static bool
is_brief_before(struct kb_span before, struct kb_span inside, struct kb_acronym *out)
{
    struct words words;
    before = kb_span_trim(before);
    size_t n = 0;
    while (n < before.n_bytes && n <= KB_ACRONYM_LETTERS_MAX + 1 &&
           strchr("\"'", before.data[before.n_bytes - 1 - n]) != NULL)
        n++;
    before.n_bytes -= n;
    for (n = 0; n < before.n_bytes && n <= KB_ACRONYM_LETTERS_MAX + 1 &&
                is_word_byte(before.data[before.n_bytes - 1 - n]);)
        n++;
    return read_brief(kb_span_skip(before, before.n_bytes - n), out) &&
           read_words(inside, &words) &&
           match(out, out->n_brief, &words, words.n) == 0 && take_words(&words, 0, out);
}

bool
kb_acronym_next(struct kb_span text, size_t *at, struct kb_acronym *out)
{
    while (*at < text.n_bytes) {
        struct kb_span rest = kb_span_skip(text, *at);
        const char *open = memchr(rest.data, '(', rest.n_bytes);
        if (open == NULL)
            break;
        *at = (size_t)(open - text.data) + 1;
        rest = kb_span_skip(text, *at);
        if (rest.n_bytes > INSIDE_MAX_BYTES)
            rest.n_bytes = INSIDE_MAX_BYTES;
        const char *close = memchr(rest.data, ')', rest.n_bytes);
        if (close == NULL)
            continue;
        struct kb_span before = kb_span_at(text.data, *at - 1);
        struct kb_span inside =
            kb_span_trim(kb_span_at(rest.data, (size_t)(close - rest.data)));
        if (is_brief_inside(before, inside, out) ||
            is_brief_before(before, inside, out))
            return true;
    }
    *at = text.n_bytes;
    return false;
}
