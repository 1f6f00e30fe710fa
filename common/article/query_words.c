/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article/query_words.h"

enum {
    PHRASE_WORD_MAX_BYTES = 16, /* "Additotional" with room for worse */
    RULE_MIN_BYTES = 10
};

static bool
is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The first word of the phrase that ends before `end`: "Additional", also written
 * "Additotional" and "Additonal"; NULL when another word stands there. */
static const char *
first_word(const char *begin, const char *end)
{
    const struct kb_span head = KB_SPAN_LITERAL("Addit");
    const struct kb_span tail = KB_SPAN_LITERAL("nal");
    const char *start = end;
    while (start > begin && is_letter(start[-1]) && end - start < PHRASE_WORD_MAX_BYTES)
        start--;
    size_t n = (size_t)(end - start);
    if (n < head.n_bytes + tail.n_bytes ||
        !kb_span_starts(kb_span_at(start, n), head) ||
        memcmp(end - tail.n_bytes, tail.data, tail.n_bytes) != 0)
        return NULL;
    return start;
}

/* Search for the phrase with its colon; `q` is rare in English text, so that memchr
 * does nearly all of the work. */
static bool
find_phrase(struct kb_span text, const char **start, const char **after)
{
    const struct kb_span middle = KB_SPAN_LITERAL("query word");
    const char *end = text.data + text.n_bytes;
    const char *at = text.data;
    while (at != end && (at = memchr(at, 'q', (size_t)(end - at))) != NULL) {
        const char *q = at++;
        if (!kb_span_starts(kb_span_at(q, (size_t)(end - q)), middle) ||
            q == text.data || q[-1] != ' ')
            continue;
        const char *colon = q + middle.n_bytes;
        if (colon < end && *colon == 's')
            colon++;
        const char *word = first_word(text.data, q - 1);
        if (word == NULL || colon == end || *colon != ':')
            continue;
        *start = word;
        *after = colon + 1;
        return true;
    }
    return false;
}

struct kb_query_place
kb_query_words_find(struct kb_lines lines)
{
    struct kb_query_place place = {NULL, lines};
    const char *words;
    size_t n = (size_t)(lines.end - lines.at);
    if (n == 0 || !find_phrase(kb_span_at(lines.at, n), &place.start, &words))
        return place;
    /* the next phrase ends this place wherever it stands; so no byte is read more than
     * a few times, however many phrases there are */
    const char *next;
    const char *after;
    if (find_phrase(kb_span_at(words, (size_t)(lines.end - words)), &next, &after))
        lines.end = next;
    lines.at = words;
    place.words = lines;
    place.words.end = words;
    struct kb_span line;
    for (bool own = true; kb_lines_next(&lines, &line); own = false) {
        /* the phrase's own line counts even when no word follows in it */
        if (!own && (line.n_bytes == 0 || kb_line_is_rule(line, '=', RULE_MIN_BYTES)))
            break;
        place.words.end = lines.at;
    }
    return place;
}

void
kb_query_words_read(struct kb_lines body, struct kb_article *article)
{
    size_t start = article->text.n_bytes;
    struct kb_query_place place = kb_query_words_find(body);
    if (place.start == NULL)
        return;
    while (place.start != NULL) {
        struct kb_span line;
        while (kb_lines_next(&place.words, &line)) {
            line = kb_span_trim(line);
            if (line.n_bytes > 0 && article->text.n_bytes > start)
                kb_text_put(article, KB_SPAN_LITERAL(" "));
            kb_text_put(article, line);
        }
        body.at = place.words.end;
        place = kb_query_words_find(body);
    }
    article->query_words = kb_text_since(article, start);
}
