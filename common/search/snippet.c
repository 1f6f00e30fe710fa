/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/snippet.h"

#include "base/limits.h"
#include "base/mem.h"
#include "schema/stored.h"

enum {
    LEAD_BYTES = 60,     /* text shown before the first match, at most */
    WORD_BYTES = 6,      /* of a word with its space, about */
    STRETCH_PASSAGES = 2 /* bytes analysed for a passage, in passages; it begins within
                            16 words before the first match */
};

/* A place in a part's text where a term of the query stands. */
struct match {
    uint32_t term; /* index into the asked terms */
    uint32_t begin;
    uint32_t end;
};

/* The best stretch of text so far. */
struct best {
    struct kb_span text; /* of the whole part */
    enum kb_section_kind kind;
    size_t begin; /* bytes */
    size_t end;
    double worth;
    bool is_set;
};

struct match_list {
    struct match *items; /* owned array, by where they begin */
    size_t n;
    size_t capacity;
};

struct kb_snippeter {
    struct kb_analyzer *analyzer;
    struct kb_tokens tokens;
    struct match_list present; /* of the text that is looked at */
    struct match_list kept;    /* of the text with the best window so far */
    size_t
        in_window[KB_QUERY_MAX_TERMS]; /* how often each asked term is in the window */
};

enum kb_status
kb_snippeter_new(struct kb_analyzer *analyzer, struct kb_snippeter **out,
                 struct kb_error *err)
{
    struct kb_snippeter *s = kb_mem_array(1, sizeof(*s));
    if (s == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for passages");
    s->analyzer = analyzer;
    *out = s;
    return KB_OK;
}

void
kb_snippeter_free(struct kb_snippeter *s)
{
    if (s == NULL)
        return;
    kb_tokens_clear(&s->tokens);
    kb_mem_free(s->present.items);
    kb_mem_free(s->kept.items);
    kb_mem_free(s);
}

/* The asked term of a word, or asked->n. */
static size_t
find_term(const struct kb_asked *asked, const struct kb_word *word)
{
    size_t i = 0;
    while (i < asked->n && asked->terms[i].word->term_id != word->term_id)
        i++;
    return i;
}

/* Where the terms of the query stand in bytes [begin, end) of a text, by where they
 * begin. */
static enum kb_status
find_matches(struct kb_snippeter *s, const struct kb_asked *asked, struct kb_span text,
             size_t begin, size_t end, struct kb_error *err)
{
    s->present.n = 0;
    kb_tokens_reset(&s->tokens);
    enum kb_status st = kb_analyze(
        s->analyzer, kb_span_at(text.data + begin, end - begin), &s->tokens, err);
    for (size_t i = 0; i < s->tokens.n && st == KB_OK; i++) {
        const struct kb_token *token = &s->tokens.items[i];
        size_t term = find_term(asked, token->word);
        if (term == asked->n)
            continue;
        struct match_list *list = &s->present;
        if (kb_mem_grow(&list->items, list->n, &list->capacity, sizeof(*list->items)) !=
            KB_OK)
            return kb_error_set(err, KB_E_NOMEM, "no memory for %zu matches", list->n);
        /* Tokens come by position; ".net" begins before its word "net". */
        struct match match = {(uint32_t)term, token->begin + (uint32_t)begin,
                              token->end + (uint32_t)begin};
        size_t at = list->n++;
        for (; at > 0 && list->items[at - 1].begin > match.begin; at--)
            list->items[at] = list->items[at - 1];
        list->items[at] = match;
    }
    return st;
}

/* Slide a window over the matches of one part. A term counts once with all it is worth,
 * and a tenth for each time it comes again. A part with a better window than those
 * before has its matches kept. */
static void
try_windows(struct kb_snippeter *s, const struct kb_asked *asked,
            const struct best *part, size_t max_bytes, struct best *best)
{
    const struct match *matches = s->present.items;
    size_t first = 0;
    double worth = 0;
    bool is_better = false;
    size_t span = max_bytes > 2 * LEAD_BYTES ? max_bytes - LEAD_BYTES : max_bytes;
    memset(s->in_window, 0, sizeof(s->in_window));
    for (size_t i = 0; i < s->present.n; i++) {
        const struct match *m = &matches[i];
        double idf = asked->terms[m->term].idf;
        worth += s->in_window[m->term]++ == 0 ? idf : idf / 10;
        while (first < i && m->end - matches[first].begin > span) {
            const struct match *gone = &matches[first++];
            idf = asked->terms[gone->term].idf;
            worth -= --s->in_window[gone->term] == 0 ? idf : idf / 10;
        }
        /* A later window must be better, not merely as good by rounding. */
        if (best->is_set && worth <= best->worth + 1e-9)
            continue;
        *best = (struct best){part->text, part->kind, matches[first].begin,
                              m->end,     worth,      true};
        is_better = true;
    }
    if (is_better) {
        struct match_list old = s->kept;
        s->kept = s->present;
        s->present = old;
    }
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The last place in [begin, end] where a paragraph begins, else `begin`. */
static size_t
paragraph_start(const char *text, size_t begin, size_t end)
{
    for (size_t i = end; i > begin + 1; i--) {
        if (text[i - 1] == '\n' && text[i - 2] == '\n')
            return i;
    }
    return begin;
}

/* Widen the stretch to whole words: a little before, the rest behind. */
static void
widen(struct best *best, size_t max_bytes)
{
    const char *p = best->text.data;
    size_t n = best->text.n_bytes;
    size_t width = best->end - best->begin;
    size_t room = width < max_bytes ? max_bytes - width : 0;
    size_t lead = room / 3 < LEAD_BYTES ? room / 3 : LEAD_BYTES;
    size_t begin = best->begin > lead ? best->begin - lead : 0;
    while (begin > 0 && begin < best->begin && !is_space(p[begin - 1]))
        begin++;
    begin = paragraph_start(p, begin, best->begin);
    size_t end = n - begin > max_bytes && begin + max_bytes > best->end
                     ? begin + max_bytes
                     : best->end;
    if (n - begin <= max_bytes)
        end = n;
    while (end < n && end > best->end && !is_space(p[end]))
        end--;
    /* The match itself may stand inside of a longer run without spaces. */
    size_t start = begin;
    while (start > 0 && begin - start < KB_WORD_MAX_BYTES && !is_space(p[start - 1]))
        start--;
    if (begin == best->begin && (start == 0 || is_space(p[start - 1])))
        begin = start;
    /* A run that is longer than the passage is cut between two characters. */
    if (end == begin && n - begin > max_bytes) {
        end = begin + max_bytes;
        while (end > begin && ((unsigned char)p[end] & 0xc0) == 0x80)
            end--;
    }
    best->begin = begin;
    best->end = end;
}

/* Copy the stretch to one line: every run of white space becomes one space. Marks move
 * along. */
static enum kb_status
copy_line(const struct kb_snippeter *s, const struct best *best, struct kb_passage *out,
          struct kb_error *err)
{
    const char *p = best->text.data;
    size_t next = 0; /* match */
    bool marking = false;
    size_t mark_end = 0;
    out->text = (struct kb_buf)KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    out->marks = kb_mem_array(s->kept.n + 1, sizeof(*out->marks));
    if (out->marks == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a passage");
    enum kb_status st = KB_OK;
    for (size_t i = best->begin; i <= best->end && st == KB_OK; i++) {
        while (next < s->kept.n && s->kept.items[next].begin < i)
            next++;
        if (marking && (i >= mark_end || i == best->end)) {
            out->marks[out->n_marks++].end = (uint32_t)out->text.n_bytes;
            marking = false;
        }
        if (i == best->end)
            break;
        bool is_gap = is_space(p[i]);
        if (is_gap && (out->text.n_bytes == 0 || is_space(p[i - 1])))
            continue;
        for (; next < s->kept.n && s->kept.items[next].begin == i; next++) {
            if (!marking)
                out->marks[out->n_marks].begin = (uint32_t)out->text.n_bytes;
            if (!marking || s->kept.items[next].end > mark_end)
                mark_end = s->kept.items[next].end;
            marking = true;
        }
        st = kb_buf_append_byte(&out->text, is_gap ? ' ' : p[i], err);
    }
    return st;
}

static bool
has_text(struct kb_span text, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        if (!is_space(text.data[i]))
            return true;
    }
    return false;
}

/* Look through every part. */
static enum kb_status
scan_body(struct kb_snippeter *s, const struct kb_asked *asked, struct kb_span body,
          size_t max_bytes, struct best *best, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    s->kept.n = 0;
    while (body.n_bytes > 0 && st == KB_OK) {
        struct best part = {.is_set = true};
        st = kb_stored_body_next(&body, &part.kind, &part.text, err);
        if (st == KB_OK)
            st = find_matches(s, asked, part.text, 0, part.text.n_bytes, err);
        if (st == KB_OK)
            try_windows(s, asked, &part, max_bytes, best);
    }
    return st;
}

/* Part `i` of a body; without one, `out` stays. */
static enum kb_status
find_part(struct kb_span body, size_t i, struct best *out, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t k = 0; k <= i && body.n_bytes > 0 && st == KB_OK; k++) {
        struct best part = {.is_set = true};
        st = kb_stored_body_next(&body, &part.kind, &part.text, err);
        if (st == KB_OK && k == i)
            *out = part;
    }
    return st;
}

static bool
is_in_body(const struct kb_words_part *part)
{
    return part->kind != KB_SECTION_TITLE && part->kind != KB_SECTION_PRODUCT;
}

/* The first match of the stretch of a body's part whose words are worth most, by the
 * words in order; NULL when there is none. */
static const struct kb_match *
best_stretch(struct kb_snippeter *s, const struct kb_look *look, uint32_t n_words)
{
    const struct kb_match *m = look->matches;
    const struct kb_match *found = NULL;
    double best = 0;
    double worth = 0;
    size_t first = 0;
    memset(s->in_window, 0, sizeof(s->in_window));
    for (size_t i = 0; i < look->n; i++) {
        double idf = look->asked->terms[m[i].term].idf;
        worth += s->in_window[m[i].term]++ == 0 ? idf : idf / 10;
        for (; m[i].position - m[first].position > n_words; first++) {
            idf = look->asked->terms[m[first].term].idf;
            worth -= --s->in_window[m[first].term] == 0 ? idf : idf / 10;
        }
        if (worth > best + 1e-9 && is_in_body(&look->parts[m[i].part])) {
            best = worth;
            found = &m[first];
        }
    }
    return found;
}

/* Only the stretch that the words in order point to is analysed. A hash that was taken
 * for a word of the query leaves `best` as it is. */
static enum kb_status
scan_stretch(struct kb_snippeter *s, const struct kb_look *look,
             const struct kb_match *first, struct kb_span body, size_t max_bytes,
             struct best *best, struct kb_error *err)
{
    struct best part = {.is_set = false};
    size_t i = 0;
    for (uint32_t k = 0; k < first->part; k++)
        i += is_in_body(&look->parts[k]);
    uint32_t word = first->position - look->parts[first->part].first_position;
    uint32_t begin = 0;
    enum kb_status st = find_part(body, i, &part, err);
    if (st == KB_OK)
        st = kb_words_anchor(look->parts, look->anchors, first->part, &word, &begin,
                             err);
    if (st != KB_OK || !part.is_set || begin > part.text.n_bytes)
        return st;
    size_t end = begin + STRETCH_PASSAGES * max_bytes;
    end = end < part.text.n_bytes ? end : part.text.n_bytes;
    while (end < part.text.n_bytes && !is_space(part.text.data[end]))
        end++;
    st = find_matches(s, look->asked, part.text, begin, end, err);
    if (st == KB_OK)
        try_windows(s, look->asked, &part, max_bytes, best);
    return st;
}

enum kb_status
kb_snippet(struct kb_snippeter *s, const struct kb_look *look, struct kb_span body,
           size_t max_bytes, struct kb_passage *out, struct kb_error *err)
{
    struct best best = {.is_set = false};
    const struct kb_match *first =
        best_stretch(s, look, (uint32_t)(max_bytes / WORD_BYTES));
    enum kb_status st = KB_OK;
    s->kept.n = 0;
    if (first != NULL)
        st = scan_stretch(s, look, first, body, max_bytes, &best, err);
    if (st == KB_OK && first != NULL && !best.is_set)
        st = scan_body(s, look->asked, body, max_bytes, &best, err);
    if (st == KB_OK && !best.is_set)
        st = find_part(body, 0, &best, err);
    if (st != KB_OK || !best.is_set)
        return st;
    widen(&best, max_bytes);
    out->section = kb_section_label(best.kind);
    out->is_cut_before = has_text(best.text, 0, best.begin);
    out->is_cut_after = has_text(best.text, best.end, best.text.n_bytes);
    return copy_line(s, &best, out, err);
}
