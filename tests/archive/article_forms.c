/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Proof on the real archive: every page and every text parses, the sections are as many
 * as were counted, and both forms of an article say the same.
 *
 *   article_forms PAGES_DIR [TEXTS_DIR]
 *
 * Exit: 0 all of this holds, 1 it does not, 2 wrong usage. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "article/parse.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"

enum {
    AGREE_MIN_PERCENT = 99,
    COUNT_SLACK_PERCENT = 1
};

/* Articles that have the section: lines of the whole archive counted by a script of its
 * own, without this parser. */
static const struct wanted {
    enum kb_section_kind kind;
    size_t n_articles;
} wanted[] = {
    {KB_SECTION_SYMPTOMS, 35802},  {KB_SECTION_MORE_INFORMATION, 33743},
    {KB_SECTION_CAUSE, 24613},     {KB_SECTION_RESOLUTION, 22592},
    {KB_SECTION_STATUS, 21460},    {KB_SECTION_SUMMARY, 20277},
    {KB_SECTION_WORKAROUND, 7398}, {KB_SECTION_REFERENCES, 4881},
};

static struct counts {
    size_t parsed, failed;
    size_t with_section[KB_SECTION_COUNT], without_section;
    size_t applies;
    size_t query_words, query_words_empty;
    size_t undated, one_digit_dates;
    size_t references_inside, references_absent;
    size_t same, different;
} counts;

typedef void visit(const char *path, struct kb_span bytes);

static unsigned char known[KB_ARTICLE_MAX_ID / 8 + 1]; /* one bit an article */
static uint32_t *references;
static size_t n_references;
static size_t references_capacity;
static const char *pages_dir;

static void
die(const char *what, const char *path)
{
    fprintf(stderr, "article_forms: %s '%s'\n", what, path);
    exit(2);
}

static int
not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Folders of the archive are three deep; what cannot be opened as a folder is a file.
 */
static void
walk(const char *dir, visit *each)
{
    static struct kb_buf bytes = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    struct dirent **entries;
    int n = scandir(dir, &entries, not_hidden, alphasort);
    if (n < 0) {
        kb_buf_reset(&bytes);
        if (kb_file_read(dir, &bytes, NULL) != KB_OK)
            die("cannot read", dir);
        each(dir, kb_buf_span(&bytes));
        return;
    }
    for (int i = 0; i < n; i++) {
        char *path = kb_file_join(dir, entries[i]->d_name);
        if (path == NULL)
            die("no memory in", dir);
        walk(path, each);
        kb_mem_free(path);
        free(entries[i]);
    }
    free(entries);
}

static bool
parse(const char *path, struct kb_span bytes, struct kb_article *out)
{
    struct kb_error err = KB_ERROR_INIT;
    if (kb_article_parse(bytes, out, &err) == KB_OK) {
        counts.parsed++;
        return true;
    }
    counts.failed++;
    printf("failed: %s: %s\n", path, err.msg);
    return false;
}

static void
count_page(const char *path, struct kb_span bytes)
{
    static struct kb_article page;
    if (page.text.max_bytes == 0)
        kb_article_init(&page);
    if (!parse(path, bytes, &page))
        return;
    bool has[KB_SECTION_COUNT] = {false};
    for (size_t i = 0; i < page.n_sections; i++)
        has[page.sections[i].kind] = true;
    size_t n_named = 0;
    for (size_t k = 0; k < KB_SECTION_COUNT; k++) {
        counts.with_section[k] += has[k];
        n_named += k != KB_SECTION_BODY && has[k];
    }
    counts.without_section += n_named == 0;
    counts.applies += page.applies_to.n > 0;
    counts.query_words += page.query_words.n_bytes > 0;
    counts.query_words_empty +=
        page.query_words.n_bytes == 0 && page.query_words.data != NULL;
    counts.undated += page.modified == 0;
    const char *date = strstr(bytes.data, "Last Modified: ");
    counts.one_digit_dates +=
        page.modified != 0 && date[strlen("Last Modified: ") + 1] == '-';
    known[page.id / 8] |= (unsigned char)(1u << (page.id % 8));
    for (size_t i = 0; i < page.n_references; i++) {
        if (kb_mem_grow(&references, n_references, &references_capacity,
                        sizeof(references[0])) != KB_OK)
            die("no memory at", path);
        references[n_references++] = page.references[i];
    }
}

static bool
next_word(struct kb_span *text, struct kb_span *word)
{
    *text = kb_span_trim(*text);
    size_t n = 0;
    while (n < text->n_bytes && strchr(" \t\n", text->data[n]) == NULL)
        n++;
    *word = kb_span_at(text->data, n);
    *text = kb_span_skip(*text, n);
    return n > 0;
}

static bool
same_words(struct kb_span a, struct kb_span b)
{
    struct kb_span x;
    struct kb_span y;
    bool more;
    do {
        more = next_word(&a, &x);
        if (next_word(&b, &y) != more || !kb_span_equal(x, y))
            return false;
    } while (more);
    return true;
}

/* What the two forms do not say alike; NULL when all is the same. */
static const char *
difference(const struct kb_article *a, const struct kb_article *b)
{
    const struct {
        const char *name;
        struct kb_span a;
        struct kb_span b;
    } fields[] = {
        {"title", a->title, b->title},
        {"products", a->products, b->products},
        {"versions", a->versions, b->versions},
        {"operating systems", a->systems, b->systems},
        {"keywords", a->keywords, b->keywords},
        {"query words", a->query_words, b->query_words},
        {"component", a->component, b->component},
        {"technology", a->technology, b->technology},
        {"issue type", a->issue_type, b->issue_type},
        {"solution type", a->solution_type, b->solution_type},
    };
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (!kb_span_equal(fields[i].a, fields[i].b))
            return fields[i].name;
    }
    if (a->id != b->id || a->modified != b->modified)
        return "number or date";
    if (a->n_sections != b->n_sections)
        return "number of sections";
    for (size_t i = 0; i < a->n_sections; i++) {
        const struct kb_section *x = &a->sections[i];
        const struct kb_section *y = &b->sections[i];
        if (x->kind != y->kind || !kb_span_equal(x->heading, y->heading))
            return "headings";
        if (!same_words(x->text, y->text))
            return kb_section_label(x->kind);
    }
    if (a->applies_to.n != b->applies_to.n)
        return "number of products";
    for (size_t i = 0; i < a->applies_to.n; i++) {
        if (!kb_span_equal(a->applies_to.items[i], b->applies_to.items[i]))
            return "list of products";
    }
    if (a->n_references != b->n_references ||
        (a->n_references > 0 &&
         memcmp(a->references, b->references, a->n_references * sizeof(uint32_t)) != 0))
        return "references";
    return NULL;
}

static void
compare_text(const char *path, struct kb_span bytes)
{
    static struct kb_article text;
    static struct kb_article page;
    static struct kb_buf page_bytes = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    struct kb_buf page_path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    if (text.text.max_bytes == 0) {
        kb_article_init(&text);
        kb_article_init(&page);
    }
    if (!parse(path, bytes, &text))
        return;
    if (kb_buf_printf(&page_path, NULL, "%s/%03u/Q%u/README.md", pages_dir,
                      text.id / 1000, text.id) != KB_OK)
        die("path too long in", pages_dir);
    kb_buf_reset(&page_bytes);
    if (kb_file_read(kb_buf_cstr(&page_path), &page_bytes, NULL) != KB_OK) {
        printf("no page: %s\n", path);
    } else if (parse(kb_buf_cstr(&page_path), kb_buf_span(&page_bytes), &page)) {
        const char *what = difference(&page, &text);
        counts.same += what == NULL;
        counts.different += what != NULL;
        if (what != NULL)
            printf("different: Q%u: %s\n", text.id, what);
    }
    kb_buf_clear(&page_path);
}

static bool
print_sections(void)
{
    bool good = true;
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        size_t n = counts.with_section[wanted[i].kind];
        size_t far = n > wanted[i].n_articles ? n - wanted[i].n_articles
                                              : wanted[i].n_articles - n;
        printf("%-18s %6zu  counted %6zu\n", kb_section_label(wanted[i].kind), n,
               wanted[i].n_articles);
        good = good && far * 100 <= wanted[i].n_articles * COUNT_SLACK_PERCENT;
    }
    printf("%-18s %6zu\n%-18s %6zu\n%-18s %6zu\n", "(other heading)",
           counts.with_section[KB_SECTION_OTHER], "(outside of any)",
           counts.with_section[KB_SECTION_BODY], "(no section)",
           counts.without_section);
    return good;
}

int
main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: article_forms PAGES_DIR [TEXTS_DIR]\n");
        return 2;
    }
    pages_dir = argv[1];
    walk(pages_dir, count_page);
    for (size_t i = 0; i < n_references; i++) {
        bool inside = (known[references[i] / 8] >> (references[i] % 8) & 1) != 0;
        counts.references_inside += inside;
        counts.references_absent += !inside;
    }
    kb_mem_free(references);
    printf("pages: %zu parsed, %zu failed\n", counts.parsed, counts.failed);
    bool good = print_sections();
    printf("applies to: %zu with, %zu without\n", counts.applies,
           counts.parsed - counts.applies);
    printf("query words: %zu with, %zu empty, %zu without the line\n",
           counts.query_words, counts.query_words_empty,
           counts.parsed - counts.query_words - counts.query_words_empty);
    printf("references: %zu inside the archive, %zu absent\n", counts.references_inside,
           counts.references_absent);
    printf("dates: %zu with one digit, %zu that cannot be read\n",
           counts.one_digit_dates, counts.undated);
    if (argc == 3) {
        walk(argv[2], compare_text);
        size_t all = counts.same + counts.different;
        printf("both forms: %zu the same, %zu different\n", counts.same,
               counts.different);
        good = good && all > 0 && counts.same * 100 >= all * AGREE_MIN_PERCENT;
    }
    good = good && counts.failed == 0;
    printf("%s\n", good ? "good" : "not good");
    return good ? 0 : 1;
}
