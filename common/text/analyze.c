/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/analyze.h"

#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include "base/limits.h"
#include "base/mem.h"
#include "shim/kb_shim.h"
#include "text/compound.h"
#include "text/fold.h"
#include "text/name.h"
#include "text/pass.h"
#include "text/piece.h"
#include "text/spelling.h"
#include "text/vocabulary.h"

enum {
    RULES_VERSION = 4, /* raised with every change that gives other tokens */
    ELIDED_MIN = 3     /* letters behind "l'" */
};

struct kb_analyzer {
    struct kb_words *words;
    struct kb_lexicon *lexicon;
    struct kb_segments segments;
    const struct kb_word **found; /* one a segment, NULL = too long; owned array */
    size_t found_capacity;
    struct kb_buf compound;
};

enum kb_status
kb_analyzer_new(bool icu_only, struct kb_analyzer **out, struct kb_error *err)
{
    struct kb_analyzer *a = kb_mem_array(1, sizeof(*a));
    if (a == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for an analyzer");
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
        (unsigned long long)kb_spelling_digest(kb_vocabulary_digest()));
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

/* The folded text of a segment; empty when it is too long to be a word. */
static enum kb_status
fold_segment(struct kb_pass *p, size_t i, char bytes[KB_WORD_MAX_BYTES],
             struct kb_span *out)
{
    struct kb_span raw = kb_pass_segment(p, i);
    struct kb_buf *folded = p->compound;
    *out = kb_span_at(bytes, 0);
    if (raw.n_bytes > KB_WORD_MAX_BYTES)
        return KB_OK;
    if (fold_letters(raw, bytes)) {
        out->n_bytes = raw.n_bytes;
        return KB_OK;
    }
    kb_buf_reset(folded);
    enum kb_status st = kb_fold(raw, folded, p->err);
    if (st != KB_OK)
        return st;
    kb_piece_drop_apostrophes(folded);
    if (folded->n_bytes <= KB_WORD_MAX_BYTES) {
        memcpy(bytes, kb_buf_cstr(folded), folded->n_bytes);
        out->n_bytes = folded->n_bytes;
    }
    return KB_OK;
}

static enum kb_status
find_words(struct kb_pass *p)
{
    char bytes[KB_LEXICON_AT_ONCE][KB_WORD_MAX_BYTES];
    struct kb_span texts[KB_LEXICON_AT_ONCE];
    enum kb_status st = KB_OK;
    for (size_t from = 0; from < p->n && st == KB_OK; from += KB_LEXICON_AT_ONCE) {
        size_t n = p->n - from < KB_LEXICON_AT_ONCE ? p->n - from : KB_LEXICON_AT_ONCE;
        for (size_t i = 0; i < n && st == KB_OK; i++)
            st = fold_segment(p, from + i, bytes[i], &texts[i]);
        if (st == KB_OK)
            st = kb_lexicon_find_all(p->lexicon, texts, n, &p->words[from], p->err);
    }
    return st;
}

static bool
is_mark(char c)
{
    return (unsigned char)c < 0x80 && !kb_pass_is_alnum(c);
}

/* Where the part that begins at `begin` ends: at a mark. */
static size_t
part_end(struct kb_span text, size_t begin)
{
    while (begin < text.n_bytes && !is_mark(text.data[begin]))
        begin++;
    return begin;
}

/* "ntfs.sys", "4mmibm.sys", "hkey_local_machine", but not "3.10" and "3.0a". */
static bool
has_parts(struct kb_span text)
{
    size_t first = part_end(text, 0);
    size_t end = kb_pass_is_digit(text.data[0]) ? first : text.n_bytes;
    for (size_t i = 0; i < end; i++) {
        if (!kb_pass_is_digit(text.data[i]) && !is_mark(text.data[i]))
            return first < text.n_bytes;
    }
    return false;
}

static enum kb_status
emit_parts(struct kb_pass *p, size_t i)
{
    struct kb_span text = p->words[i]->text;
    enum kb_status st = KB_OK;
    if (!has_parts(text))
        return KB_OK;
    for (size_t begin = 0, end; begin < text.n_bytes && st == KB_OK; begin = end + 1) {
        const struct kb_word *word;
        end = part_end(text, begin);
        st = kb_pass_find(p, kb_span_at(text.data + begin, end - begin), &word);
        if (st == KB_OK && word != NULL)
            st = kb_pass_emit(p, word, i, i, KB_TOKEN_PART);
    }
    return st;
}

/* "5.0sp4" -> "5.0", "sp4" */
static enum kb_status
emit_service_pack(struct kb_pass *p, size_t i)
{
    struct kb_span version;
    struct kb_span pack;
    const struct kb_word *word;
    if (!kb_piece_service_pack(p->words[i]->text, &version, &pack))
        return KB_OK;
    enum kb_status st = kb_pass_find(p, version, &word);
    if (st == KB_OK && word != NULL)
        st = kb_pass_emit(p, word, i, i, KB_TOKEN_PART);
    if (st == KB_OK)
        st = kb_pass_find(p, pack, &word);
    return st == KB_OK && word != NULL ? kb_pass_emit(p, word, i, i, KB_TOKEN_NAME)
                                       : st;
}

/* "l'accent" -> "accent" */
static enum kb_status
emit_elided(struct kb_pass *p, size_t i)
{
    struct kb_span raw = kb_pass_segment(p, i);
    struct kb_buf *folded = p->compound;
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
    st = kb_pass_find(p, kb_buf_span(folded), &word);
    return st == KB_OK && word != NULL ? kb_pass_emit(p, word, i, i, KB_TOKEN_PART)
                                       : st;
}

/* A minus sign before a number, not a hyphen after a word. */
static bool
is_negative(const struct kb_pass *p, size_t i)
{
    char before = kb_pass_before(p, i, 2);
    return kb_pass_before(p, i, 1) == '-' && !kb_pass_is_alnum(before) &&
           before != '-' && (unsigned char)before < 0x80;
}

static enum kb_status
emit_segment(struct kb_pass *p, size_t i)
{
    const struct kb_word *word = p->words[i];
    enum kb_status st = kb_pass_emit(p, word, i, i, KB_TOKEN_WORD);
    bool is_plain = word->term.data[0] == 'Z';
    if (st == KB_OK && !is_plain)
        st = emit_parts(p, i);
    if (st == KB_OK && !is_plain)
        st = emit_service_pack(p, i);
    if (st == KB_OK && is_plain)
        st = emit_elided(p, i);
    if (st == KB_OK && !is_plain)
        st = kb_pass_emit_code(p, word->text, is_negative(p, i), i, i);
    if (st == KB_OK)
        st = kb_compound_emit(p, i);
    if (st == KB_OK && (word->flags & KB_VOCABULARY_NAME_HEAD) != 0)
        st = kb_name_emit(p, i);
    return st;
}

/* Room for the words of all segments. */
static enum kb_status
make_room(struct kb_analyzer *a, struct kb_error *err)
{
    if (a->segments.n <= a->found_capacity)
        return KB_OK;
    const struct kb_word **grown =
        kb_mem_resize(a->found, a->segments.n, sizeof(*a->found));
    if (grown == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu words", a->segments.n);
    a->found = grown;
    a->found_capacity = a->segments.n;
    return KB_OK;
}

enum kb_status
kb_analyze(struct kb_analyzer *a, struct kb_span text, struct kb_tokens *out,
           struct kb_error *err)
{
    if (text.n_bytes > KB_ARTICLE_MAX_BYTES)
        return kb_error_set(err, KB_E_LIMIT, "a text of %zu bytes, at most %d",
                            text.n_bytes, KB_ARTICLE_MAX_BYTES);
    a->segments.n = 0;
    enum kb_status st = kb_words_split(a->words, text, &a->segments, err);
    if (st == KB_OK)
        st = make_room(a, err);
    struct kb_pass p = {.text = text,
                        .segments = a->segments.items,
                        .n = a->segments.n,
                        .words = a->found,
                        .lexicon = a->lexicon,
                        .compound = &a->compound,
                        .out = out,
                        .base = out->next_position,
                        .err = err};
    if (st == KB_OK)
        st = find_words(&p);
    for (size_t i = 0; i < p.n && st == KB_OK; i++) {
        if (p.words[i] != NULL)
            st = emit_segment(&p, i);
    }
    out->next_position += (uint32_t)p.n;
    return st;
}
