/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article/parse.h"

#include "article/body.h"
#include "article/number.h"
#include "article/page.h"
#include "article/tail.h"
#include "article/text_form.h"
#include "article/unescape.h"
#include "base/limits.h"
#include "text/encode.h"

static struct kb_span
skip_byte_order_mark(struct kb_span bytes)
{
    const struct kb_span mark = KB_SPAN_LITERAL("\xEF\xBB\xBF");
    return kb_span_starts(bytes, mark) ? kb_span_skip(bytes, mark.n_bytes) : bytes;
}

static struct kb_lines
lines_of(struct kb_span text, bool tabbed)
{
    struct kb_lines lines = {text.data, text.data + text.n_bytes, 0, tabbed};
    return lines;
}

/* A page begins with a line "---", a text with "DOCUMENT:". */
static enum kb_status
find_form(struct kb_span head, enum kb_article_form *form, struct kb_error *err)
{
    struct kb_span line;
    struct kb_lines lines = lines_of(head, false);
    if (head.n_bytes == 0)
        return kb_error_set(err, KB_E_INVALID, "not an article: empty file");
    if (kb_span_starts(head, KB_SPAN_LITERAL("DOCUMENT:")))
        *form = KB_FORM_TEXT;
    else if (kb_lines_next(&lines, &line) &&
             kb_span_equal(line, KB_SPAN_LITERAL("---")))
        *form = KB_FORM_PAGE;
    else
        return kb_error_set(err, KB_E_INVALID,
                            "not an article: no DOCUMENT line and no front matter");
    return KB_OK;
}

enum kb_status
kb_article_peek(struct kb_span head, uint32_t *id, enum kb_article_form *form,
                struct kb_error *err)
{
    enum kb_article_form found = KB_FORM_PAGE;
    bool cut = head.n_bytes >= KB_ARTICLE_HEAD_BYTES;
    if (cut)
        head = kb_span_at(head.data, KB_ARTICLE_HEAD_BYTES);
    head = skip_byte_order_mark(head);
    enum kb_status st = find_form(head, &found, err);
    if (st != KB_OK)
        return st;
    struct kb_lines lines = lines_of(head, false);
    struct kb_span line;
    uint32_t number = 0;
    const char *number_end = NULL;
    while (number == 0 && kb_lines_next(&lines, &line)) {
        number = found == KB_FORM_PAGE ? kb_page_line_number(line, &number_end)
                                       : kb_text_form_line_number(line, &number_end);
        /* its digits may go on behind the cut */
        if (cut && number_end == head.data + head.n_bytes)
            number = 0;
        if (found == KB_FORM_TEXT)
            break;
    }
    if (number == 0)
        return kb_error_set(err, KB_E_INVALID,
                            "not an article: no article number in its first %d bytes",
                            KB_ARTICLE_HEAD_BYTES);
    if (number > KB_ARTICLE_MAX_ID)
        return kb_error_set(err, KB_E_INVALID, "line %zu: article number over %d",
                            lines.number, KB_ARTICLE_MAX_ID);
    *id = number;
    *form = found;
    return KB_OK;
}

/* Puts back the bytes that a page escapes, then makes it UTF-8. `text` is `bytes`
 * itself where nothing had to be done, as for nearly every file, else what `unescaped`
 * or `utf8` holds. Pages with UTF-8 of their own (there are three) have no escapes. */
static enum kb_status
decode(struct kb_span *text, enum kb_article_form form, struct kb_buf *unescaped,
       struct kb_buf *utf8, struct kb_error *err)
{
    bool ascii = kb_encode_is_ascii(*text);
    if (ascii && form == KB_FORM_PAGE) {
        size_t n_found = 0;
        enum kb_status st = kb_unescape(*text, unescaped, &n_found, err);
        if (st != KB_OK)
            return st;
        if (n_found > 0) {
            *text = kb_buf_span(unescaped);
            ascii = kb_encode_is_ascii(*text);
        }
    }
    if (ascii || kb_encode_is_utf8(*text))
        return KB_OK;
    enum kb_status st = kb_encode_utf8(*text, utf8, err);
    if (st == KB_OK)
        *text = kb_buf_span(utf8);
    return st;
}

/* Nothing that the parser puts into the article's text is longer than what it stands
 * for, so the text's own length is room enough. */
static enum kb_status
parse_text(struct kb_span text, struct kb_article *out, struct kb_error *err)
{
    bool page = out->form == KB_FORM_PAGE;
    struct kb_lines lines = lines_of(text, page);
    enum kb_status st = kb_buf_reserve(&out->text, text.n_bytes, err);
    if (st == KB_OK)
        st = page ? kb_page_read_head(&lines, out, err)
                  : kb_text_form_read_head(&lines, out, err);
    if (st != KB_OK)
        return st;
    if (page)
        lines.end = kb_page_end(lines);
    kb_tail_read(&lines, out);
    while (out->versions.n_bytes > 0 && out->versions.data[0] == ':')
        out->versions = kb_span_trim(kb_span_skip(out->versions, 1));
    st = kb_body_read(lines, out, err);
    if (st == KB_OK)
        st = kb_number_collect(out, err);
    if (st == KB_OK)
        out->text.data[out->text.n_bytes] = '\0';
    return st;
}

enum kb_status
kb_article_parse(struct kb_span bytes, struct kb_article *out, struct kb_error *err)
{
    struct kb_buf unescaped = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    struct kb_buf utf8 = KB_BUF_INIT(out->text.max_bytes);
    struct kb_span text = skip_byte_order_mark(bytes);
    kb_article_reset(out);
    if (bytes.n_bytes > KB_ARTICLE_MAX_BYTES)
        return kb_error_set(err, KB_E_LIMIT, "file of %zu bytes, more than %d",
                            bytes.n_bytes, KB_ARTICLE_MAX_BYTES);
    enum kb_status st = kb_article_peek(bytes, &out->id, &out->form, err);
    if (st == KB_OK)
        st = decode(&text, out->form, &unescaped, &utf8, err);
    if (st == KB_OK)
        st = parse_text(text, out, err);
    if (st != KB_OK)
        kb_article_reset(out);
    kb_buf_clear(&unescaped);
    kb_buf_clear(&utf8);
    return st;
}
