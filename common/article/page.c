/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article/page.h"

#include "article/entity.h"
#include "article/fields.h"
#include "article/number.h"
#include "base/date.h"
#include "base/limits.h"

static const struct kb_span key_title = {"title:", 6};
static const struct kb_span key_permalink = {"permalink:", 10};
static const struct kb_span key_heading = {"## ", 3};
static const struct kb_span key_article = {"Article:", 8};
static const struct kb_span fence = {"---", 3};

/* The rest of the line behind a key, or false when the line has another one. */
static bool
value_of(struct kb_span line, struct kb_span key, struct kb_span *value)
{
    if (!kb_span_starts(line, key))
        return false;
    *value = kb_span_trim(kb_span_skip(line, key.n_bytes));
    return true;
}

/* "/kb/260/Q260695/" -> "Q260695/" */
static struct kb_span
last_folder(struct kb_span path)
{
    size_t n = path.n_bytes;
    if (n > 0 && path.data[n - 1] == '/')
        n--;
    while (n > 0 && path.data[n - 1] != '/')
        n--;
    return kb_span_skip(path, n);
}

uint32_t
kb_page_line_number(struct kb_span line, const char **number_end)
{
    struct kb_span value;
    char behind = ':';
    if (kb_span_starts(line, KB_SPAN_LITERAL("\t")))
        line = kb_span_skip(line, 1);
    if (value_of(line, key_title, &value)) {
        if (value.n_bytes > 0 && (value.data[0] == '"' || value.data[0] == '\''))
            value = kb_span_skip(value, 1);
    } else if (value_of(line, key_permalink, &value)) {
        value = last_folder(value);
        behind = '/';
    } else if (value_of(line, key_article, &value)) {
        behind = '\0';
    } else if (!value_of(line, key_heading, &value)) {
        return 0;
    }
    uint32_t number = 0;
    size_t n = kb_number_read(value, &number);
    bool at_end = n == value.n_bytes;
    if (n == 0 || (at_end ? behind == ':' : value.data[n] != behind))
        return 0;
    *number_end = value.data + n;
    return number;
}

/* A title may begin with a number of its own article only. */
static enum kb_status
check_number(struct kb_span line, size_t line_number, uint32_t id, struct kb_error *err)
{
    const char *end;
    uint32_t number = kb_page_line_number(line, &end);
    if (number == 0 || number == id)
        return KB_OK;
    return kb_error_set(err, KB_E_INVALID,
                        "line %zu: number Q%u, but the article began as Q%u",
                        line_number, number, id);
}

/* Bytes at the start of a quoted or plain YAML value that stand for one character which
 * is then put; 0 when the first byte stands for itself. */
static size_t
put_special(struct kb_span raw, char quote, struct kb_article *article)
{
    char out[KB_ENCODE_CHAR_MAX_BYTES];
    size_t n_out = 1;
    size_t n = 0;
    char next = raw.n_bytes > 1 ? raw.data[1] : '\0';
    out[0] = next;
    if (raw.data[0] == '\\' && quote == '"' && (next == '"' || next == '\\'))
        n = 2;
    else if (raw.data[0] == '\'' && quote == '\'' && next == '\'')
        n = 2;
    else if (raw.data[0] == '&')
        n = kb_entity_decode(raw, out, &n_out);
    if (n > 0)
        kb_text_put(article, kb_span_at(out, n_out));
    return n;
}

/* Front matter quotes its title, the heading does not; both hold HTML entities. */
static struct kb_span
put_title(struct kb_span raw, struct kb_article *article)
{
    char quote = raw.n_bytes > 0 ? raw.data[0] : '\0';
    bool quoted = raw.n_bytes > 1 && (quote == '"' || quote == '\'') &&
                  raw.data[raw.n_bytes - 1] == quote;
    if (quoted)
        raw = kb_span_at(raw.data + 1, raw.n_bytes - 2);
    else
        quote = '\0';
    size_t start = article->text.n_bytes;
    while (raw.n_bytes > 0) {
        size_t n = put_special(raw, quote, article);
        if (n == 0) {
            n = 1;
            kb_text_put(article, kb_span_at(raw.data, 1));
        }
        raw = kb_span_skip(raw, n);
    }
    struct kb_span title = kb_span_trim(kb_text_since(article, start));
    uint32_t number;
    size_t n = kb_number_read(title, &number);
    if (n > 0 && n < title.n_bytes && title.data[n] == ':')
        title = kb_span_trim(kb_span_skip(title, n + 1));
    return title;
}

static enum kb_status
read_front_matter(struct kb_lines *lines, struct kb_article *article,
                  struct kb_error *err)
{
    struct kb_span line;
    bool open = kb_lines_next(lines, &line); /* the fence that made it a page */
    while (open && kb_lines_next(lines, &line)) {
        struct kb_span value;
        if (kb_span_equal(line, fence))
            return KB_OK;
        enum kb_status st = check_number(line, lines->number, article->id, err);
        if (st != KB_OK)
            return st;
        if (value_of(line, key_title, &value) && article->title.n_bytes == 0)
            article->title = put_title(value, article);
    }
    return kb_error_set(err, KB_E_INVALID,
                        "line %zu: cut short in its front matter: no closing '---'",
                        lines->number);
}

/* Lines between front matter and "Article:": the heading, "{% raw %}" and blank ones.
 */
static enum kb_status
read_heading(struct kb_lines *lines, struct kb_article *article, struct kb_error *err)
{
    struct kb_span line;
    struct kb_lines ahead = *lines;
    while (kb_lines_next(&ahead, &line)) {
        struct kb_span value;
        if (kb_span_starts(line, key_article))
            return KB_OK;
        enum kb_status st = check_number(line, ahead.number, article->id, err);
        if (st != KB_OK)
            return st;
        if (value_of(line, key_heading, &value)) {
            if (article->title.n_bytes == 0)
                article->title = put_title(value, article);
        } else if (line.n_bytes > 0 &&
                   !kb_span_equal(line, KB_SPAN_LITERAL("{% raw %}"))) {
            return kb_error_set(err, KB_E_INVALID,
                                "line %zu: 'Article:' must stand here, in front of any "
                                "text",
                                ahead.number);
        }
        *lines = ahead;
    }
    return kb_error_set(err, KB_E_INVALID,
                        "line %zu: cut short in its header: no 'Article:' line",
                        ahead.number);
}

static enum kb_status
read_fields(struct kb_lines *lines, struct kb_article *article, struct kb_error *err)
{
    struct kb_span date = {NULL, 0};
    const struct kb_field items[] = {
        {KB_SPAN_LITERAL("Article"), NULL},
        {KB_SPAN_LITERAL("Product(s)"), &article->products},
        {KB_SPAN_LITERAL("Version(s)"), &article->versions},
        {KB_SPAN_LITERAL("Operating System(s)"), &article->systems},
        {KB_SPAN_LITERAL("Keyword(s)"), &article->keywords},
        {KB_SPAN_LITERAL("Last Modified"), &date},
    };
    struct kb_fields fields = {items, sizeof(items) / sizeof(items[0]), NULL, 0};
    struct kb_span line;
    while (kb_lines_next(lines, &line)) {
        enum kb_status st = check_number(line, lines->number, article->id, err);
        if (st != KB_OK)
            return st;
        if (line.n_bytes == 0) {
            if (kb_date_parse(date, &article->modified, NULL) != KB_OK)
                article->modified = 0;
            return KB_OK;
        }
        kb_fields_take(&fields, line, article);
    }
    return kb_error_set(err, KB_E_INVALID,
                        "line %zu: cut short in its header: no blank line behind it",
                        lines->number);
}

enum kb_status
kb_page_read_head(struct kb_lines *lines, struct kb_article *article,
                  struct kb_error *err)
{
    enum kb_status st = read_front_matter(lines, article, err);
    if (st == KB_OK)
        st = read_heading(lines, article, err);
    if (st == KB_OK && article->title.n_bytes == 0)
        st = kb_error_set(err, KB_E_INVALID, "line %zu: no title", lines->number);
    if (st == KB_OK)
        st = read_fields(lines, article, err);
    return st;
}

const char *
kb_page_end(struct kb_lines lines)
{
    const struct kb_span mark = KB_SPAN_LITERAL("{% endraw %}");
    const char *end = lines.end;
    while (end > lines.at && (kb_line_is_space(end[-1]) || end[-1] == '\n'))
        end--;
    size_t n = (size_t)(end - lines.at);
    if (n < mark.n_bytes || memcmp(end - mark.n_bytes, mark.data, mark.n_bytes) != 0)
        return lines.end;
    end -= mark.n_bytes;
    return end == lines.at || end[-1] == '\n' ? end : lines.end;
}
