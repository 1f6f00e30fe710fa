/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any text, behind the door, as the text of an article on a page: what comes out is
 * balanced HTML of the tags that belong there, whatever is marked. */
#include <string.h>

#include "fuzz.h"
#include "render/rich.h"
#include "text/encode.h"

enum {
    TEXT_MAX_BYTES = 64 * 1024,
    MARK_EVERY = 11,
    MARK_BYTES = 7,
    MARKS_MAX = TEXT_MAX_BYTES
};

static struct kb_mark marks[MARKS_MAX];

static bool
starts_character(struct kb_span text, size_t at)
{
    return at == text.n_bytes || ((unsigned char)text.data[at] & 0xc0) != 0x80;
}

static size_t
make_marks(struct kb_span text)
{
    size_t n = 0;
    for (size_t at = 0; at + MARK_BYTES < text.n_bytes; at += MARK_EVERY) {
        if (starts_character(text, at) && starts_character(text, at + MARK_BYTES))
            marks[n++] = (struct kb_mark){(uint32_t)at, (uint32_t)(at + MARK_BYTES)};
    }
    return n;
}

/* Each '<' begins one of our tags, and they nest: block, link, mark. */
static void
check_tags(const char *html)
{
    static const char *const tags[] = {"<p>",
                                       "<p class=\"item\">",
                                       "<pre tabindex=\"0\">",
                                       "</p>",
                                       "</pre>",
                                       "<mark>",
                                       "</mark>",
                                       "</a>",
                                       "<br>",
                                       "<a href=\"/kb/Q"};
    int depth[3] = {0, 0, 0};
    for (const char *p = html; (p = strchr(p, '<')) != NULL; p++) {
        size_t i = 0;
        while (i < sizeof(tags) / sizeof(tags[0]) &&
               strncmp(p, tags[i], strlen(tags[i])) != 0)
            i++;
        FUZZ_CHECK(i < sizeof(tags) / sizeof(tags[0]));
        depth[0] += i <= 2 ? 1 : i <= 4 ? -1 : 0;
        depth[1] += i == 9 ? 1 : i == 7 ? -1 : 0;
        depth[2] += i == 5 ? 1 : i == 6 ? -1 : 0;
        for (size_t k = 0; k < 3; k++)
            FUZZ_CHECK(depth[k] == 0 || depth[k] == 1);
    }
    FUZZ_CHECK(depth[0] == 0 && depth[1] == 0 && depth[2] == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kb_buf text = KB_BUF_INIT(TEXT_MAX_BYTES);
    struct kb_buf out = KB_BUF_INIT(64 * TEXT_MAX_BYTES);
    struct kb_link link = {.id = 260695, .is_here = true};
    struct kb_links cites = {.items = &link, .n = 1};
    struct kb_page page = {.base = KB_SPAN_LITERAL("/kb")};
    struct kb_html html = KB_HTML_INIT(&out, NULL);
    if (kb_encode_utf8(fuzz_input(data, size), &text, NULL) == KB_OK) {
        struct kb_rich rich = {
            .page = &page, .cites = &cites, .text = kb_buf_span(&text), .marks = marks};
        rich.n_marks = make_marks(rich.text);
        kb_rich_blocks(&html, &rich);
        FUZZ_CHECK(html.status == KB_OK);
        check_tags(kb_buf_cstr(&out));
        kb_buf_reset(&out);
        rich.next_mark = 0;
        kb_rich_line(&html, &rich);
        FUZZ_CHECK(html.status == KB_OK);
    }
    kb_buf_clear(&out);
    kb_buf_clear(&text);
    return 0;
}
