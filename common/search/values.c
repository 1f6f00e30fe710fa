/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/values.h"

#include "base/limits.h"
#include "base/mem.h"

enum {
    BEGINNING_MIN = 3,  /* letters that stand for a longer word */
    VALUES_MAX = 100000 /* of one field that are looked at; the archive has 5,649 */
};

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
    char l = lower(c);
    return (l >= 'a' && l <= 'z') || (unsigned char)c >= 0x80;
}

/* Take the next word off a text: letters and digits, points between them; "+" and "#"
 * behind letters. */
static bool
next_word(struct kb_span *rest, struct kb_span *word)
{
    size_t i = 0;
    while (i < rest->n_bytes && !is_digit(rest->data[i]) && !is_letter(rest->data[i]))
        i++;
    *rest = kb_span_skip(*rest, i);
    for (i = 0; i < rest->n_bytes; i++) {
        char c = rest->data[i];
        bool is_inner = c == '.' && i + 1 < rest->n_bytes &&
                        (is_digit(rest->data[i + 1]) || rest->data[i + 1] == 'x');
        if (!is_digit(c) && !is_letter(c) && !is_inner && c != '+' && c != '#')
            break;
    }
    *word = kb_span_at(rest->data, i);
    *rest = kb_span_skip(*rest, i);
    return i > 0;
}

/* "4.00" -> "4", "3.50" -> "3.5" */
static struct kb_span
without_zeros(struct kb_span number)
{
    if (memchr(number.data, '.', number.n_bytes) == NULL)
        return number;
    while (number.n_bytes > 0 && number.data[number.n_bytes - 1] == '0')
        number.n_bytes--;
    if (number.n_bytes > 0 && number.data[number.n_bytes - 1] == '.')
        number.n_bytes--;
    return number;
}

static bool
begins(struct kb_span text, struct kb_span head)
{
    if (text.n_bytes < head.n_bytes)
        return false;
    for (size_t i = 0; i < head.n_bytes; i++) {
        if (lower(text.data[i]) != lower(head.data[i]))
            return false;
    }
    return true;
}

static bool
equal(struct kb_span a, struct kb_span b)
{
    return a.n_bytes == b.n_bytes && begins(a, b);
}

/* "351" for "3.51" */
static bool
equal_without_points(struct kb_span has, struct kb_span wanted)
{
    size_t k = 0;
    if (wanted.n_bytes < 2 || memchr(wanted.data, '.', wanted.n_bytes) != NULL)
        return false;
    for (size_t i = 0; i < has.n_bytes; i++) {
        if (has.data[i] == '.')
            continue;
        if (k == wanted.n_bytes || lower(wanted.data[k]) != has.data[i])
            return false;
        k++;
    }
    return k == wanted.n_bytes;
}

static bool
is_number_meant(struct kb_span has, struct kb_span wanted)
{
    if (has.n_bytes == 0 || !is_digit(has.data[0]))
        return false;
    char last = has.data[has.n_bytes - 1];
    if (last == 'x') {
        struct kb_span stem = kb_span_at(has.data, has.n_bytes - 1);
        return begins(wanted, stem);
    }
    return equal(without_zeros(has), without_zeros(wanted)) ||
           equal_without_points(has, wanted);
}

/* First letters of words of the value that follow each other, from its word at `rest`
 * on. */
static bool
are_initials(struct kb_span rest, struct kb_span wanted)
{
    struct kb_span word;
    for (size_t i = 0; i < wanted.n_bytes; i++) {
        if (!next_word(&rest, &word) || lower(wanted.data[i]) != word.data[0])
            return false;
    }
    return wanted.n_bytes > 1;
}

/* One word of the text, letters or a number. */
static bool
is_piece_meant(struct kb_span value, struct kb_span wanted)
{
    struct kb_span rest = value;
    struct kb_span word;
    bool is_number = is_digit(wanted.data[0]);
    for (struct kb_span from = rest; next_word(&rest, &word); from = rest) {
        if (equal(word, wanted) || (is_number && is_number_meant(word, wanted)))
            return true;
        if (!is_number && ((wanted.n_bytes >= BEGINNING_MIN && begins(word, wanted)) ||
                           are_initials(from, wanted)))
            return true;
    }
    return false;
}

/* "nt4" is "nt" and "4", "winnt" is "win" and "nt". */
static bool
is_word_meant(struct kb_span value, struct kb_span wanted)
{
    static const struct kb_span win = {"win", 3};
    if (is_piece_meant(value, wanted))
        return true;
    if (wanted.n_bytes > win.n_bytes && begins(wanted, win) &&
        is_letter(wanted.data[win.n_bytes]))
        return is_piece_meant(value, win) &&
               is_word_meant(value, kb_span_skip(wanted, win.n_bytes));
    size_t n_letters = 0;
    while (n_letters < wanted.n_bytes && !is_digit(wanted.data[n_letters]))
        n_letters++;
    return n_letters > 0 && n_letters < wanted.n_bytes &&
           is_word_meant(value, kb_span_at(wanted.data, n_letters)) &&
           is_piece_meant(value, kb_span_skip(wanted, n_letters));
}

bool
kb_value_is_meant(struct kb_span value, struct kb_span text)
{
    struct kb_span word;
    bool has_words = false;
    while (next_word(&text, &word)) {
        has_words = true;
        if (!is_word_meant(value, word))
            return false;
    }
    return has_words;
}

/* Whether a field's value is matched as a whole, not by its words. */
static bool
is_whole(enum kb_field_id field)
{
    return field == KB_FIELD_KEYWORD || field == KB_FIELD_TYPE;
}

static bool
is_meant(enum kb_field_id field, struct kb_span value, struct kb_span text)
{
    bool has_star = text.n_bytes > 0 && text.data[text.n_bytes - 1] == '*';
    if (has_star)
        return begins(value, kb_span_at(text.data, text.n_bytes - 1));
    return is_whole(field) ? equal(value, text) : kb_value_is_meant(value, text);
}

static enum kb_status
any_of(const struct kb_term_list *list, const bool *is_wanted, size_t n_wanted,
       struct kb_query **out, struct kb_error *err)
{
    struct kb_query **parts = kb_mem_array(n_wanted, sizeof(struct kb_query *));
    if (parts == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu values", n_wanted);
    size_t n = 0;
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < list->n && st == KB_OK; i++) {
        if (is_wanted[i])
            st = kb_query_term(list->items[i].term, 1, &parts[n], err);
        if (is_wanted[i] && st == KB_OK)
            n++;
    }
    if (st == KB_OK)
        st = n == 0 ? kb_query_none(out, err) : kb_query_or(parts, n, out, err);
    for (size_t i = 0; i < n; i++)
        kb_query_free(parts[i]);
    kb_mem_free(parts);
    return st;
}

enum kb_status
kb_values_query(struct kb_reader *reader, enum kb_field_id field, struct kb_span text,
                struct kb_query **out, size_t *n_values, struct kb_error *err)
{
    struct kb_term_list list = KB_TERM_LIST_INIT;
    struct kb_span prefix = kb_field(field)->prefix;
    size_t n = 0;
    bool *is_wanted = NULL;
    text = kb_span_trim(text);
    enum kb_status st = kb_reader_terms(reader, prefix, VALUES_MAX, &list, err);
    if (st == KB_OK) {
        is_wanted = kb_mem_array(list.n, sizeof(*is_wanted));
        if (is_wanted == NULL)
            st = kb_error_set(err, KB_E_NOMEM, "no memory for %zu values", list.n);
    }
    for (size_t i = 0; i < list.n && st == KB_OK; i++) {
        is_wanted[i] =
            is_meant(field, kb_span_skip(list.items[i].term, prefix.n_bytes), text);
        n += is_wanted[i];
    }
    if (st == KB_OK)
        st = any_of(&list, is_wanted, n, out, err);
    if (st == KB_OK)
        *n_values = n;
    kb_mem_free(is_wanted);
    kb_term_list_clear(&list);
    return st;
}
