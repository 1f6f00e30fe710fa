/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/lex.h"

#include <strings.h>

#include "base/mem.h"

enum {
    NEAR_DEFAULT = 10,
    NEAR_MAX = 1000,
    NAME_MIN_BYTES = 2, /* "c:" is a drive */
    NAME_MAX_BYTES = 16
};

struct lexer {
    struct kb_span query;
    uint32_t at;
    uint32_t n_open; /* brackets (count) */
    struct kb_lexemes *out;
    struct kb_notes *notes;
    struct kb_error *err;
};

void
kb_lexemes_clear(struct kb_lexemes *lexemes)
{
    kb_mem_free(lexemes->items);
    *lexemes = (struct kb_lexemes){NULL, 0, 0};
}

static bool
is_space(char c)
{
    return (unsigned char)c <= ' ';
}

static bool
is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What words are made of; whether a character beyond ASCII is one is the analysis's
 * part. */
static bool
is_word_byte(char c)
{
    return is_letter(c) || is_digit(c) || (unsigned char)c >= 0x80;
}

static char
byte_at(const struct lexer *lexer, size_t i)
{
    return i < lexer->query.n_bytes ? lexer->query.data[i] : ' ';
}

static struct kb_span
bytes(const struct lexer *lexer, size_t begin, size_t end)
{
    return kb_span_at(lexer->query.data + begin, end - begin);
}

/* Bytes of the quote at `i`: plain or typographic; 0 = none. */
static uint32_t
quote_at(const struct lexer *lexer, size_t i)
{
    if (byte_at(lexer, i) == '"')
        return 1;
    return byte_at(lexer, i) == '\xe2' && byte_at(lexer, i + 1) == '\x80' &&
                   (byte_at(lexer, i + 2) == '\x9c' || byte_at(lexer, i + 2) == '\x9d')
               ? 3
               : 0;
}

static bool
has_word_byte(struct kb_span text)
{
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (is_word_byte(text.data[i]))
            return true;
    }
    return false;
}

static enum kb_status
put(struct lexer *lexer, const struct kb_lexeme *lexeme)
{
    struct kb_lexemes *out = lexer->out;
    if (kb_mem_grow(&out->items, out->n, &out->capacity, sizeof(*out->items)) != KB_OK)
        return kb_error_set(lexer->err, KB_E_NOMEM, "no memory for %zu lexemes",
                            out->n);
    out->items[out->n++] = *lexeme;
    lexer->at = lexeme->stop;
    return KB_OK;
}

/* Words behind which a number with a minus is one: "error -36". */
static bool
announces_number(struct kb_span word)
{
    static const char *const words[] = {
        "code",   "codes",  "err",    "errno",    "error",   "errors", "hresult",
        "number", "result", "return", "returned", "returns", "status", "value"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct kb_span known = kb_span_cstr(words[i]);
        if (word.n_bytes == known.n_bytes &&
            strncasecmp(word.data, known.data, known.n_bytes) == 0)
            return true;
    }
    return false;
}

static struct kb_span
word_before(const struct lexer *lexer, size_t i)
{
    size_t end = i;
    while (end > 0 && !is_word_byte(lexer->query.data[end - 1]))
        end--;
    size_t begin = end;
    while (begin > 0 && is_letter(lexer->query.data[begin - 1]))
        begin--;
    return kb_span_at(lexer->query.data + begin, end - begin);
}

/* Whether a minus belongs to the word behind it and leaves nothing out: codes as
 * "-1018", "error -36" and "(-1)", switches as "-t". */
static bool
is_part_of_word(const struct lexer *lexer, size_t i)
{
    size_t end = i + 1;
    while (is_digit(byte_at(lexer, end)))
        end++;
    bool is_number = end > i + 1 && !is_word_byte(byte_at(lexer, end));
    if (is_number)
        return end == i + 2 || end >= i + 4 ||
               (i > 0 && byte_at(lexer, i - 1) == '(' && byte_at(lexer, end) == ')') ||
               announces_number(word_before(lexer, i));
    return is_letter(byte_at(lexer, i + 1)) && is_space(byte_at(lexer, i + 2));
}

/* A + or - that says something about what follows. */
static char
sign_at(const struct lexer *lexer, size_t i)
{
    char c = byte_at(lexer, i);
    char next = byte_at(lexer, i + 1);
    if ((c != '+' && c != '-') || is_space(next) || next == '+' || next == '-' ||
        next == ')' || (c == '-' && is_part_of_word(lexer, i)))
        return 0;
    return c;
}

/* Where the word that begins at `begin` ends: at a space, at the bracket that closes a
 * group, or at a quote that begins a phrase. "fopen(name)" is one word. */
static uint32_t
word_end(const struct lexer *lexer, uint32_t begin)
{
    uint32_t n_inner = 0;
    uint32_t i = begin;
    for (; i < lexer->query.n_bytes && !is_space(lexer->query.data[i]); i++) {
        char c = lexer->query.data[i];
        if (c == '(')
            n_inner++;
        else if (c == ')' && n_inner > 0)
            n_inner--;
        else if (c == ')' && lexer->n_open > 0)
            break;
        if (i > begin && quote_at(lexer, i) > 0 && !is_word_byte(byte_at(lexer, i - 1)))
            break;
    }
    return i;
}

/* "NEAR", "NEAR/5" -> words between, and one; 0 if it is neither. */
static uint32_t
near_number(struct kb_span text)
{
    const struct kb_span head = KB_SPAN_LITERAL("NEAR/");
    uint32_t number = 0;
    if (kb_span_equal(text, KB_SPAN_LITERAL("NEAR")))
        return NEAR_DEFAULT;
    if (!kb_span_starts(text, head))
        return 0;
    text = kb_span_skip(text, head.n_bytes);
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (!is_digit(text.data[i]))
            return 0;
        number = number * 10 + (uint32_t)(text.data[i] - '0');
        if (number > NEAR_MAX)
            return 0;
    }
    return number;
}

static bool
is_operator(struct kb_span text, struct kb_lexeme *lexeme)
{
    static const struct {
        struct kb_span word;
        enum kb_lexeme_kind kind;
    } operators[] = {
        {{"AND", 3}, KB_LEX_AND},
        {{"OR", 2}, KB_LEX_OR},
        {{"NOT", 3}, KB_LEX_NOT},
    };
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
        if (kb_span_equal(text, operators[i].word))
            lexeme->kind = operators[i].kind;
    }
    lexeme->number = near_number(text);
    if (lexeme->number > 0)
        lexeme->kind = KB_LEX_NEAR;
    return lexeme->kind != KB_LEX_WORD;
}

/* "title:" at the start of a word, its value right behind it; KB_NAME_COUNT if it is
 * none. */
static enum kb_name_id
name_at(struct lexer *lexer, uint32_t begin, uint32_t *end)
{
    uint32_t i = begin;
    while (is_letter(byte_at(lexer, i)) && i - begin <= NAME_MAX_BYTES)
        i++;
    if (byte_at(lexer, i) != ':' || i - begin < NAME_MIN_BYTES)
        return KB_NAME_COUNT;
    enum kb_name_id name = kb_name_find(bytes(lexer, begin, i));
    char next = byte_at(lexer, i + 1);
    bool is_empty = is_space(next) || (next == ')' && lexer->n_open > 0);
    *end = i + 1;
    if (name == KB_NAME_COUNT) {
        if (is_letter(next) || is_digit(next) || quote_at(lexer, i + 1) > 0)
            kb_notes_add(lexer->notes, begin, i + 1,
                         "'%.*s' is no name of a field: taken as words",
                         KB_SPAN_ARG(bytes(lexer, begin, i + 1)));
        return KB_NAME_COUNT;
    }
    if (is_empty && i + 1 == lexer->query.n_bytes) /* "ID: 5" is a line of a report */
        kb_notes_add(lexer->notes, begin, i + 1,
                     "nothing stands behind '%.*s': taken as a word",
                     KB_SPAN_ARG(bytes(lexer, begin, i + 1)));
    return is_empty ? KB_NAME_COUNT : name;
}

/* A phrase whose quote is at lexeme->begin. */
static enum kb_status
put_phrase(struct lexer *lexer, struct kb_lexeme *lexeme)
{
    uint32_t width = quote_at(lexer, lexeme->begin);
    lexeme->begin += width;
    uint32_t i = lexeme->begin;
    while (i < lexer->query.n_bytes && quote_at(lexer, i) == 0)
        i++;
    if (i == lexer->query.n_bytes) {
        kb_notes_add(lexer->notes, lexeme->begin - width, lexeme->begin,
                     "the quote is not closed: taken as words");
        lexer->at = lexeme->begin;
        return KB_OK;
    }
    lexeme->kind = KB_LEX_PHRASE;
    lexeme->end = i;
    lexeme->stop = i + quote_at(lexer, i);
    if (has_word_byte(bytes(lexer, lexeme->begin, lexeme->end)))
        return put(lexer, lexeme);
    lexer->at = lexeme->stop;
    return KB_OK;
}

static enum kb_status
put_word(struct lexer *lexer, struct kb_lexeme *lexeme, bool may_be_operator)
{
    lexeme->end = word_end(lexer, lexeme->begin);
    if (lexeme->end == lexeme->begin) /* a mark that begins nothing */
        lexeme->end++;
    lexeme->stop = lexeme->end;
    struct kb_span text = bytes(lexer, lexeme->begin, lexeme->end);
    if (may_be_operator && lexeme->sign == 0 && is_operator(text, lexeme))
        return put(lexer, lexeme);
    if (!has_word_byte(text)) {
        lexer->at = lexeme->stop;
        return KB_OK;
    }
    size_t n = text.n_bytes;
    while (text.data[n - 1] == '*')
        n--;
    const char *inner = memchr(text.data, '*', n);
    if (n < text.n_bytes && inner == NULL && is_word_byte(text.data[n - 1])) {
        lexeme->kind = KB_LEX_PREFIX;
        lexeme->end = lexeme->begin + (uint32_t)n;
    } else if (inner != NULL && inner > text.data && is_letter(inner[-1])) {
        struct kb_span cut = kb_notes_cut(text);
        kb_notes_add(lexer->notes, lexeme->begin, lexeme->end,
                     "'%.*s': a star counts at the end of a word only",
                     KB_SPAN_ARG(cut));
    }
    return put(lexer, lexeme);
}

/* The value of a name: a word, phrase or group, where nothing else is special. */
static enum kb_status
put_value(struct lexer *lexer)
{
    struct kb_lexeme lexeme = {.kind = KB_LEX_WORD,
                               .name = KB_NAME_COUNT,
                               .start = lexer->at,
                               .begin = lexer->at};
    if (quote_at(lexer, lexer->at) > 0)
        return put_phrase(lexer, &lexeme);
    if (byte_at(lexer, lexer->at) != '(')
        return put_word(lexer, &lexeme, false);
    lexeme.kind = KB_LEX_OPEN;
    lexeme.stop = lexeme.end = lexer->at + 1;
    lexer->n_open++;
    return put(lexer, &lexeme);
}

static enum kb_status
put_next(struct lexer *lexer)
{
    struct kb_lexeme lexeme = {.kind = KB_LEX_WORD,
                               .name = KB_NAME_COUNT,
                               .sign = sign_at(lexer, lexer->at),
                               .start = lexer->at};
    lexeme.begin = lexer->at + (lexeme.sign == 0 ? 0 : 1);
    char c = byte_at(lexer, lexeme.begin);
    if (quote_at(lexer, lexeme.begin) > 0)
        return put_phrase(lexer, &lexeme);
    if (c == '(' || (c == ')' && lexeme.sign == 0)) {
        lexeme.kind = c == '(' ? KB_LEX_OPEN : KB_LEX_CLOSE;
        lexeme.stop = lexeme.end = lexeme.begin + 1;
        if (c == '(')
            lexer->n_open++;
        else if (lexer->n_open > 0)
            lexer->n_open--;
        return put(lexer, &lexeme);
    }
    uint32_t end = 0;
    lexeme.name = name_at(lexer, lexeme.begin, &end);
    if (lexeme.name == KB_NAME_COUNT)
        return put_word(lexer, &lexeme, true);
    lexeme.kind = KB_LEX_NAME;
    lexeme.stop = lexeme.end = end;
    enum kb_status st = put(lexer, &lexeme);
    return st == KB_OK ? put_value(lexer) : st;
}

enum kb_status
kb_lex(struct kb_span query, struct kb_lexemes *out, struct kb_notes *notes,
       struct kb_error *err)
{
    struct lexer lexer = {query, 0, 0, out, notes, err};
    enum kb_status st = KB_OK;
    while (st == KB_OK && lexer.at < query.n_bytes) {
        if (is_space(query.data[lexer.at]))
            lexer.at++;
        else
            st = put_next(&lexer);
    }
    return st;
}
