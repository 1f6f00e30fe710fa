/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/analyze.h"

#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include "base/limits.h"
#include "base/mem.h"
#include "shim/kb_shim.h"
#include "text/code.h"
#include "text/fold.h"
#include "text/piece.h"
#include "text/vocabulary.h"
#include "text/words.h"

enum {
    RULES_VERSION = 2, /* raised with every change that gives other tokens */
    ELIDED_MIN = 3,    /* letters behind "l'" */
    CHAIN_MAX = 4,     /* words that hyphens join into one: "back-to-back" */
    NAME_REACH = 4     /* words between a name and its number */
};

struct kb_analyzer {
    struct kb_words *words;
    struct kb_lexicon *lexicon;
    struct kb_segments segments;
    const struct kb_word **found; /* one a segment, NULL = too long; owned array */
    size_t found_capacity;
    struct kb_buf scratch;
    struct kb_buf compound;
};

/* One text while it is analysed. */
struct pass {
    struct kb_analyzer *a;
    struct kb_span text;
    struct kb_tokens *out;
    uint32_t base; /* position of the first segment */
    struct kb_error *err;
};

enum kb_status
kb_analyzer_new(bool icu_only, struct kb_analyzer **out, struct kb_error *err)
{
    struct kb_analyzer *a = kb_mem_array(1, sizeof(*a));
    if (a == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for an analyzer");
    a->scratch.max_bytes = KB_ARTICLE_MAX_BYTES;
    a->compound.max_bytes = KB_ARTICLE_MAX_BYTES;
    enum kb_status st = kb_words_new(icu_only, &a->words, err);
    if (st == KB_OK)
        st = kb_lexicon_new(&a->lexicon, err);
    if (st != KB_OK) {
        kb_analyzer_free(a);
        return st;
    }
    *out = a;
    return KB_OK;
}

void
kb_analyzer_free(struct kb_analyzer *a)
{
    if (a == NULL)
        return;
    kb_words_free(a->words);
    kb_lexicon_free(a->lexicon);
    kb_segments_clear(&a->segments);
    kb_mem_free(a->found);
    kb_buf_clear(&a->scratch);
    kb_buf_clear(&a->compound);
    kb_mem_free(a);
}

struct kb_lexicon *
kb_analyzer_lexicon_borrow(struct kb_analyzer *a)
{
    return a->lexicon;
}

void
kb_tokens_clear(struct kb_tokens *tokens)
{
    if (tokens == NULL)
        return;
    kb_mem_free(tokens->items);
    *tokens = (struct kb_tokens){NULL, 0, 0, 0};
}

void
kb_tokens_reset(struct kb_tokens *tokens)
{
    tokens->n = 0;
    tokens->next_position = 0;
}

enum kb_status
kb_analyzer_fingerprint(struct kb_buf *out, struct kb_error *err)
{
    UVersionInfo version;
    char icu[U_MAX_VERSION_STRING_LENGTH];
    char unicode[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(version);
    u_versionToString(version, icu);
    u_getUnicodeVersion(version);
    u_versionToString(version, unicode);
    return kb_buf_printf(
        out, err, "rules %d, icu %s, unicode %s, xapian %s english, words %016llx",
        (int)RULES_VERSION, icu, unicode, kb_shim_version(),
        (unsigned long long)kb_vocabulary_digest());
}

static struct kb_span
segment_text(const struct pass *p, size_t i)
{
    const struct kb_segment *s = &p->a->segments.items[i];
    return kb_span_at(p->text.data + s->begin, s->end - s->begin);
}

/* The bytes between segment i and the next; empty at the end. */
static struct kb_span
gap_after(const struct pass *p, size_t i)
{
    const struct kb_segments *s = &p->a->segments;
    size_t end = i + 1 < s->n ? s->items[i + 1].begin : p->text.n_bytes;
    return kb_span_at(p->text.data + s->items[i].end, end - s->items[i].end);
}

static bool
is_ascii_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static enum kb_status
lookup(struct pass *p, struct kb_span folded, const struct kb_word **out)
{
    *out = NULL;
    if (folded.n_bytes == 0 || folded.n_bytes > KB_WORD_MAX_BYTES)
        return KB_OK;
    return kb_lexicon_find(p->a->lexicon, folded, out, p->err);
}

/* Fold a word of ASCII letters alone, which most are; false for any other. */
static bool
fold_letters(struct kb_span raw, char out[KB_WORD_MAX_BYTES])
{
    for (size_t i = 0; i < raw.n_bytes; i++) {
        unsigned char c = (unsigned char)raw.data[i] | 0x20;
        if (c < 'a' || c > 'z' || (unsigned char)raw.data[i] >= 0x80)
            return false;
        out[i] = (char)c;
    }
    return true;
}

/* The word of a segment; NULL when it is too long to be one. */
static enum kb_status
find_word(struct pass *p, size_t i, const struct kb_word **out)
{
    struct kb_span raw = segment_text(p, i);
    struct kb_buf *folded = &p->a->scratch;
    *out = NULL;
    if (raw.n_bytes > KB_WORD_MAX_BYTES)
        return KB_OK;
    char letters[KB_WORD_MAX_BYTES];
    if (fold_letters(raw, letters))
        return kb_lexicon_find(p->a->lexicon, kb_span_at(letters, raw.n_bytes), out,
                               p->err);
    kb_buf_reset(folded);
    enum kb_status st = kb_fold(raw, folded, p->err);
    if (st != KB_OK)
        return st;
    kb_piece_drop_apostrophes(folded);
    return lookup(p, kb_buf_span(folded), out);
}

static enum kb_status
emit(struct pass *p, const struct kb_word *word, size_t first, size_t last,
     enum kb_token_kind kind)
{
    struct kb_tokens *out = p->out;
    if (kb_mem_grow(&out->items, out->n, &out->capacity, sizeof(*out->items)) != KB_OK)
        return kb_error_set(p->err, KB_E_NOMEM, "no memory for %zu tokens", out->n);
    out->items[out->n++] = (struct kb_token){word, p->base + (uint32_t)first,
                                             p->a->segments.items[first].begin,
                                             p->a->segments.items[last].end, kind};
    return KB_OK;
}

/* Emit what stands in a->compound for segments first to last. */
static enum kb_status
emit_compound(struct pass *p, size_t first, size_t last, enum kb_token_kind kind)
{
    const struct kb_word *word;
    enum kb_status st = lookup(p, kb_buf_span(&p->a->compound), &word);
    return st == KB_OK && word != NULL ? emit(p, word, first, last, kind) : st;
}

static enum kb_status
emit_code(struct pass *p, struct kb_span word, bool negative, size_t first, size_t last)
{
    char normal[KB_CODE_BYTES];
    const struct kb_word *code;
    if (!kb_code_normal(word, negative, normal) ||
        kb_span_equal(word, kb_span_cstr(normal)))
        return KB_OK;
    enum kb_status st = lookup(p, kb_span_cstr(normal), &code);
    return st == KB_OK ? emit(p, code, first, last, KB_TOKEN_CODE) : st;
}

static bool
is_mark(char c)
{
    return (unsigned char)c < 0x80 && !is_ascii_alnum(c);
}

/* "ntfs.sys" -> "ntfs", "sys"; "hkey_local_machine" -> three. Versions and addresses
 * such as "3.10" have no parts. */
static enum kb_status
emit_parts(struct pass *p, size_t i)
{
    struct kb_span text = p->a->found[i]->text;
    bool has_mark = false;
    bool has_letter = false;
    for (size_t k = 0; k < text.n_bytes; k++) {
        has_mark = has_mark || is_mark(text.data[k]);
        has_letter = has_letter || !(is_mark(text.data[k]) || is_digit(text.data[k]));
    }
    if (!has_mark || !has_letter || is_digit(text.data[0]))
        return KB_OK;
    size_t begin = 0;
    while (begin < text.n_bytes) {
        size_t end = begin;
        while (end < text.n_bytes && !is_mark(text.data[end]))
            end++;
        const struct kb_word *word;
        enum kb_status st =
            lookup(p, kb_span_at(text.data + begin, end - begin), &word);
        if (st == KB_OK && word != NULL)
            st = emit(p, word, i, i, KB_TOKEN_PART);
        if (st != KB_OK)
            return st;
        begin = end + 1;
    }
    return KB_OK;
}

/* "5.0sp4" -> "5.0", "sp4" */
static enum kb_status
emit_service_pack(struct pass *p, size_t i)
{
    struct kb_span version;
    struct kb_span pack;
    const struct kb_word *word;
    if (!kb_piece_service_pack(p->a->found[i]->text, &version, &pack))
        return KB_OK;
    enum kb_status st = lookup(p, version, &word);
    if (st == KB_OK && word != NULL)
        st = emit(p, word, i, i, KB_TOKEN_PART);
    if (st == KB_OK)
        st = lookup(p, pack, &word);
    return st == KB_OK && word != NULL ? emit(p, word, i, i, KB_TOKEN_NAME) : st;
}

/* "l'accent" -> "accent" */
static enum kb_status
emit_elided(struct pass *p, size_t i)
{
    struct kb_span raw = segment_text(p, i);
    struct kb_buf *folded = &p->a->scratch;
    const struct kb_word *word;
    size_t n = kb_piece_elision(raw);
    if (n == 0)
        return KB_OK;
    kb_buf_reset(folded);
    enum kb_status st = kb_fold(kb_span_skip(raw, n), folded, p->err);
    if (st != KB_OK)
        return st;
    kb_piece_drop_apostrophes(folded);
    if (folded->n_bytes < ELIDED_MIN)
        return KB_OK;
    st = lookup(p, kb_buf_span(folded), &word);
    return st == KB_OK && word != NULL ? emit(p, word, i, i, KB_TOKEN_PART) : st;
}

static bool
gap_is(const struct pass *p, size_t i, char c)
{
    struct kb_span gap = gap_after(p, i);
    return i + 1 < p->a->segments.n && gap.n_bytes == 1 && gap.data[0] == c;
}

/* The last segment of a chain of words with nothing but one `c` between them. */
static size_t
chain_end(const struct pass *p, size_t i, char c)
{
    size_t last = i;
    while (gap_is(p, last, c) && p->a->found[last + 1] != NULL)
        last++;
    return last;
}

static enum kb_status
append_word(struct pass *p, size_t i)
{
    return kb_buf_append(&p->a->compound, p->a->found[i]->text, p->err);
}

/* Put segments first to last into a->compound with `between` between them. */
static enum kb_status
spell_chain(struct pass *p, size_t first, size_t last, struct kb_span between)
{
    kb_buf_reset(&p->a->compound);
    enum kb_status st = append_word(p, first);
    for (size_t i = first + 1; i <= last && st == KB_OK; i++) {
        st = kb_buf_append(&p->a->compound, between, p->err);
        if (st == KB_OK)
            st = append_word(p, i);
    }
    return st;
}

static char
byte_before(const struct pass *p, size_t i, size_t back)
{
    size_t begin = p->a->segments.items[i].begin;
    return begin >= back ? p->text.data[begin - back] : ' ';
}

/* "back-up" -> "backup", "8000-4005" -> "80004005" and its code. */
static enum kb_status
emit_hyphens(struct pass *p, size_t i)
{
    size_t last = chain_end(p, i, '-');
    if (last == i || last - i >= CHAIN_MAX || (i > 0 && gap_is(p, i - 1, '-')))
        return KB_OK;
    enum kb_status st = spell_chain(p, i, last, kb_span_at(NULL, 0));
    if (st == KB_OK)
        st = emit_compound(p, i, last, KB_TOKEN_JOINED);
    if (st == KB_OK)
        st = emit_code(p, kb_buf_span(&p->a->compound), false, i, last);
    return st;
}

/* "tcp/ip", "at&t", "ind$file": two words that are a name together. Fractions and dates
 * are not. */
static enum kb_status
emit_pair_by_mark(struct pass *p, size_t i)
{
    static const char marks[] = "/&$";
    struct kb_span gap = gap_after(p, i);
    if (i + 1 >= p->a->segments.n || gap.n_bytes != 1 || p->a->found[i + 1] == NULL ||
        strchr(marks, gap.data[0]) == NULL || gap.data[0] == '\0')
        return KB_OK;
    if (chain_end(p, i, gap.data[0]) != i + 1 || byte_before(p, i, 1) == gap.data[0] ||
        is_digit(p->a->found[i]->text.data[0]))
        return KB_OK;
    enum kb_status st = spell_chain(p, i, i + 1, gap);
    return st == KB_OK ? emit_compound(p, i, i + 1, KB_TOKEN_WHOLE) : st;
}

/* "\\server\share" */
static enum kb_status
emit_share(struct pass *p, size_t i)
{
    static const struct kb_span slash = {"\\", 1};
    if (byte_before(p, i, 1) != '\\' || byte_before(p, i, 2) != '\\' ||
        !gap_is(p, i, '\\') || p->a->found[i + 1] == NULL)
        return KB_OK;
    kb_buf_reset(&p->a->compound);
    enum kb_status st = kb_buf_append(&p->a->compound, KB_SPAN_LITERAL("\\\\"), p->err);
    if (st == KB_OK)
        st = append_word(p, i);
    if (st == KB_OK)
        st = kb_buf_append(&p->a->compound, slash, p->err);
    if (st == KB_OK)
        st = append_word(p, i + 1);
    return st == KB_OK ? emit_compound(p, i, i + 1, KB_TOKEN_WHOLE) : st;
}

/* What follows a name directly: "++" of "c++", "#" of "c#"; empty when it is no name.
 */
static struct kb_span
name_suffix(const struct pass *p, size_t i)
{
    struct kb_span gap = gap_after(p, i);
    bool at_end = i + 1 >= p->a->segments.n;
    if (kb_span_starts(gap, KB_SPAN_LITERAL("++")) && (gap.n_bytes > 2 || at_end))
        return kb_span_at(gap.data, 2);
    if (kb_span_starts(gap, KB_SPAN_LITERAL("#")) && (gap.n_bytes > 1 || at_end) &&
        p->a->found[i]->text.n_bytes == 1)
        return kb_span_at(gap.data, 1);
    return kb_span_at(NULL, 0);
}

/* "c++", "c#", ".net" */
static enum kb_status
emit_marked_name(struct pass *p, size_t i)
{
    struct kb_span suffix = name_suffix(p, i);
    char before = byte_before(p, i, 1);
    char further = byte_before(p, i, 2);
    bool dotted = before == '.' && further != '.' && !is_ascii_alnum(further) &&
                  (unsigned char)further < 0x80 &&
                  !is_digit(p->a->found[i]->text.data[0]);
    if ((suffix.n_bytes == 0 || is_digit(p->a->found[i]->text.data[0])) && !dotted)
        return KB_OK;
    kb_buf_reset(&p->a->compound);
    enum kb_status st =
        dotted ? kb_buf_append_byte(&p->a->compound, '.', p->err) : KB_OK;
    if (st == KB_OK)
        st = append_word(p, i);
    if (st == KB_OK)
        st = kb_buf_append(&p->a->compound, suffix, p->err);
    size_t before_n = p->out->n;
    if (st == KB_OK)
        st = emit_compound(p, i, i, KB_TOKEN_WHOLE);
    if (st == KB_OK && p->out->n > before_n) {
        struct kb_token *token = &p->out->items[p->out->n - 1];
        token->begin -= dotted ? 1 : 0;
        token->end += (uint32_t)suffix.n_bytes;
    }
    return st;
}

static bool
only_spaces_after(const struct pass *p, size_t i)
{
    struct kb_span gap = gap_after(p, i);
    for (size_t k = 0; k < gap.n_bytes; k++) {
        if (strchr(" \t\r\n", gap.data[k]) == NULL || gap.data[k] == '\0')
            return false;
    }
    return i + 1 < p->a->segments.n && p->a->found[i + 1] != NULL;
}

/* "back up" -> "backup", for the pairs of the vocabulary. */
static enum kb_status
emit_pair(struct pass *p, size_t i)
{
    if (!only_spaces_after(p, i) ||
        !kb_vocabulary_is_pair(p->a->found[i]->text, p->a->found[i + 1]->text))
        return KB_OK;
    enum kb_status st = spell_chain(p, i, i + 1, kb_span_at(NULL, 0));
    return st == KB_OK ? emit_compound(p, i, i + 1, KB_TOKEN_JOINED) : st;
}

/* "Service Pack 4" -> "sp4", "Windows NT Server version 4.0" -> "nt4" */
static enum kb_status
emit_name(struct pass *p, size_t i)
{
    size_t n_words = 0;
    struct kb_span second = {NULL, 0};
    if (only_spaces_after(p, i))
        second = p->a->found[i + 1]->text;
    const char *brief = kb_vocabulary_name(p->a->found[i]->text, second, &n_words);
    if (brief == NULL)
        return KB_OK;
    size_t last = i + n_words - 1;
    for (size_t reach = 0; reach <= NAME_REACH; reach++) {
        struct kb_span gap = gap_after(p, last);
        if (!only_spaces_after(p, last) &&
            !(gap.n_bytes == 2 && gap.data[0] == ',' && last + 1 < p->a->segments.n &&
              p->a->found[last + 1] != NULL))
            return KB_OK;
        last++;
        const struct kb_word *word = p->a->found[last];
        if ((word->flags & KB_VOCABULARY_NAME_INNER) != 0)
            continue;
        struct kb_span number = kb_piece_version(word->text);
        if (number.n_bytes == 0)
            return KB_OK;
        kb_buf_reset(&p->a->compound);
        enum kb_status st = kb_buf_append(&p->a->compound, kb_span_cstr(brief), p->err);
        if (st == KB_OK)
            st = kb_buf_append(&p->a->compound, number, p->err);
        return st == KB_OK ? emit_compound(p, i, last, KB_TOKEN_NAME) : st;
    }
    return KB_OK;
}

/* A minus sign before a number, not a hyphen after a word. */
static bool
is_negative(const struct pass *p, size_t i)
{
    char before = byte_before(p, i, 2);
    return byte_before(p, i, 1) == '-' && !is_ascii_alnum(before) && before != '-' &&
           (unsigned char)before < 0x80;
}

/* Few words have any of the marks that make a compound next to them. */
static bool
has_marks_around(const struct pass *p, size_t i)
{
    size_t end = p->a->segments.items[i].end;
    char after = end < p->text.n_bytes ? p->text.data[end] : ' ';
    char before = byte_before(p, i, 1);
    return before == '.' || before == '\\' || after == '-' || after == '/' ||
           after == '&' || after == '$' || after == '+' || after == '#' ||
           after == '\\';
}

static enum kb_status
emit_marked(struct pass *p, size_t i)
{
    enum kb_status st = emit_hyphens(p, i);
    if (st == KB_OK)
        st = emit_pair_by_mark(p, i);
    if (st == KB_OK)
        st = emit_share(p, i);
    if (st == KB_OK)
        st = emit_marked_name(p, i);
    return st;
}

static enum kb_status
emit_segment(struct pass *p, size_t i)
{
    const struct kb_word *word = p->a->found[i];
    enum kb_status st = emit(p, word, i, i, KB_TOKEN_WORD);
    bool is_plain = word->term.data[0] == 'Z';
    if (st == KB_OK && !is_plain)
        st = emit_parts(p, i);
    if (st == KB_OK && !is_plain)
        st = emit_service_pack(p, i);
    if (st == KB_OK && is_plain)
        st = emit_elided(p, i);
    if (st == KB_OK && !is_plain)
        st = emit_code(p, word->text, is_negative(p, i), i, i);
    if (st == KB_OK && has_marks_around(p, i))
        st = emit_marked(p, i);
    if (st == KB_OK && (word->flags & KB_VOCABULARY_PAIR_HEAD) != 0)
        st = emit_pair(p, i);
    if (st == KB_OK && (word->flags & KB_VOCABULARY_NAME_HEAD) != 0)
        st = emit_name(p, i);
    return st;
}

static enum kb_status
find_words(struct pass *p)
{
    struct kb_analyzer *a = p->a;
    if (a->segments.n > a->found_capacity) {
        const struct kb_word **grown =
            kb_mem_resize(a->found, a->segments.n, sizeof(*a->found));
        if (grown == NULL)
            return kb_error_set(p->err, KB_E_NOMEM, "no memory for %zu words",
                                a->segments.n);
        a->found = grown;
        a->found_capacity = a->segments.n;
    }
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < a->segments.n && st == KB_OK; i++)
        st = find_word(p, i, &a->found[i]);
    return st;
}

enum kb_status
kb_analyze(struct kb_analyzer *a, struct kb_span text, struct kb_tokens *out,
           struct kb_error *err)
{
    if (text.n_bytes > KB_ARTICLE_MAX_BYTES)
        return kb_error_set(err, KB_E_LIMIT, "a text of %zu bytes, at most %d",
                            text.n_bytes, KB_ARTICLE_MAX_BYTES);
    struct pass p = {a, text, out, out->next_position, err};
    a->segments.n = 0;
    enum kb_status st = kb_words_split(a->words, text, &a->segments, err);
    if (st == KB_OK)
        st = find_words(&p);
    for (size_t i = 0; i < a->segments.n && st == KB_OK; i++) {
        if (a->found[i] != NULL)
            st = emit_segment(&p, i);
    }
    out->next_position += (uint32_t)a->segments.n;
    return st;
}
