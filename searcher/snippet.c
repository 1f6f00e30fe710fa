/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "snippet.h"

#include "base/limits.h"
#include "base/mem.h"
#include "schema/stored.h"

enum {
    LEAD_BYTES = 60 /* text shown before the first match, at most */
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

struct kb_snippeter {
    struct kb_analyzer *analyzer;
    struct kb_tokens tokens;
    struct match *matches; /* owned array, of the present part */
    size_t n_matches;
    size_t matches_capacity;
    size_t *in_window; /* owned array: how often each asked term is in the window */
    bool *has_term;    /* owned array: whether the article has each asked term */
    size_t n_terms;
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
    kb_mem_free(s->matches);
    kb_mem_free(s->in_window);
    kb_mem_free(s->has_term);
    kb_mem_free(s);
}

static enum kb_status
set_terms(struct kb_snippeter *s, size_t n, struct kb_error *err)
{
    kb_mem_free(s->in_window);
    kb_mem_free(s->has_term);
    s->in_window = kb_mem_array(n, sizeof(*s->in_window));
    s->has_term = kb_mem_array(n, sizeof(*s->has_term));
    s->n_terms = n;
    if (s->in_window == NULL || s->has_term == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for passages");
    return KB_OK;
}

/* The asked term of a word, or n_terms. */
static size_t
find_term(const struct kb_asked *asked, const struct kb_word *word)
{
    size_t i = 0;
    while (i < asked->n && asked->terms[i].word->term_id != word->term_id)
        i++;
    return i;
}

/* Where the terms of the query stand in a text, by where they begin. */
static enum kb_status
find_matches(struct kb_snippeter *s, const struct kb_asked *asked, struct kb_span text,
             struct kb_error *err)
{
    s->n_matches = 0;
    kb_tokens_reset(&s->tokens);
    enum kb_status st = kb_analyze(s->analyzer, text, &s->tokens, err);
    for (size_t i = 0; i < s->tokens.n && st == KB_OK; i++) {
        const struct kb_token *token = &s->tokens.items[i];
        size_t term = find_term(asked, token->word);
        if (term == asked->n)
            continue;
        s->has_term[term] = true;
        if (kb_mem_grow(&s->matches, s->n_matches, &s->matches_capacity,
                        sizeof(*s->matches)) != KB_OK)
            return kb_error_set(err, KB_E_NOMEM, "no memory for %zu matches",
                                s->n_matches);
        s->matches[s->n_matches++] =
            (struct match){(uint32_t)term, token->begin, token->end};
    }
    return st;
}

/* Slide a window over the matches of one part. A term counts once with all it is worth,
 * and a tenth for each time it comes again. */
static void
try_windows(struct kb_snippeter *s, const struct kb_asked *asked, struct kb_span text,
            enum kb_section_kind kind, size_t max_bytes, struct best *best)
{
    size_t first = 0;
    double worth = 0;
    size_t span = max_bytes > 2 * LEAD_BYTES ? max_bytes - LEAD_BYTES : max_bytes;
    memset(s->in_window, 0, s->n_terms * sizeof(*s->in_window));
    for (size_t i = 0; i < s->n_matches; i++) {
        const struct match *m = &s->matches[i];
        double idf = asked->terms[m->term].idf;
        worth += s->in_window[m->term]++ == 0 ? idf : idf / 10;
        while (first < i && m->end - s->matches[first].begin > span) {
            const struct match *gone = &s->matches[first++];
            idf = asked->terms[gone->term].idf;
            worth -= --s->in_window[gone->term] == 0 ? idf : idf / 10;
        }
        /* A later window must be better, not merely as good by rounding. */
        if (best->is_set && worth <= best->worth + 1e-9)
            continue;
        *best = (struct best){text, kind, s->matches[first].begin, m->end, worth, true};
    }
}

static bool
is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
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
    size_t end = n - begin > max_bytes && begin + max_bytes > best->end
                     ? begin + max_bytes
                     : best->end;
    if (n - begin <= max_bytes)
        end = n;
    while (end < n && end > best->end && !is_space(p[end]))
        end--;
    /* The match itself may stand inside of a longer run without spaces. */
    while (begin > 0 && begin == best->begin && !is_space(p[begin - 1]) &&
           best->begin - begin < KB_WORD_MAX_BYTES)
        begin--;
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
    out->marks = kb_mem_array(s->n_matches + 1, sizeof(*out->marks));
    if (out->marks == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a passage");
    enum kb_status st = KB_OK;
    for (size_t i = best->begin; i <= best->end && st == KB_OK; i++) {
        while (next < s->n_matches && s->matches[next].begin < i)
            next++;
        if (marking && i >= mark_end) {
            out->marks[out->n_marks++].end = (uint32_t)out->text.n_bytes;
            marking = false;
        }
        if (i == best->end)
            break;
        bool is_gap = is_space(p[i]);
        if (is_gap && (out->text.n_bytes == 0 || is_space(p[i - 1])))
            continue;
        for (; next < s->n_matches && s->matches[next].begin == i; next++) {
            if (!marking)
                out->marks[out->n_marks].begin = (uint32_t)out->text.n_bytes;
            if (!marking || s->matches[next].end > mark_end)
                mark_end = s->matches[next].end;
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

static enum kb_status
note_matched(const struct kb_snippeter *s, const struct kb_asked *asked,
             struct kb_result *result, struct kb_error *err)
{
    result->matched = kb_mem_array(asked->n, sizeof(*result->matched));
    if (result->matched == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for matched words");
    for (size_t i = 0; i < asked->n; i++) {
        if (s->has_term[i])
            result->matched[result->n_matched++] = asked->terms[i].text;
    }
    return KB_OK;
}

static enum kb_status
scan_body(struct kb_snippeter *s, const struct kb_asked *asked, struct kb_span body,
          size_t max_bytes, struct best *best, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    struct best start = {.is_set = false};
    while (body.n_bytes > 0 && st == KB_OK) {
        enum kb_section_kind kind;
        struct kb_span text;
        st = kb_stored_body_next(&body, &kind, &text, err);
        if (st == KB_OK)
            st = find_matches(s, asked, text, err);
        if (st == KB_OK)
            try_windows(s, asked, text, kind, max_bytes, best);
        if (st == KB_OK && !start.is_set)
            start = (struct best){text, kind, 0, 0, 0, true};
    }
    if (!best->is_set)
        *best = start;
    return st;
}

enum kb_status
kb_snippet(struct kb_snippeter *s, const struct kb_asked *asked, struct kb_span body,
           size_t max_bytes, struct kb_result *result, struct kb_error *err)
{
    struct best best = {.is_set = false};
    enum kb_status st = set_terms(s, asked->n, err);
    if (st == KB_OK)
        st = find_matches(s, asked, result->title, err);
    if (st == KB_OK)
        st = scan_body(s, asked, body, max_bytes, &best, err);
    if (st == KB_OK)
        st = note_matched(s, asked, result, err);
    if (st != KB_OK || !best.is_set)
        return st;
    widen(&best, max_bytes);
    st = find_matches(s, asked, best.text, err);
    if (st != KB_OK)
        return st;
    result->passage.section = kb_section_label(best.kind);
    result->passage.is_cut_before = has_text(best.text, 0, best.begin);
    result->passage.is_cut_after = has_text(best.text, best.end, best.text.n_bytes);
    return copy_line(s, &best, &result->passage, err);
}
