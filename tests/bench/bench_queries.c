/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_queries FILE: queries of all kinds from articles.tsv of bench_export, the same
 * from the same articles on every machine. A line has
 *
 *   kind TAB words TAB what it has beside words TAB the query as kbsearch takes it
 *
 *   single         one rare word
 *   common         two or three words that many articles have
 *   title          two to four words of a title
 *   long           a sentence of a body
 *   phrase         two or three words that stand side by side
 *   common-phrase  the same of words that many articles have
 *   wildcard       a word, and the beginning of one
 *   filtered       two words, and the product whose articles are searched
 *
 * Words are runs of ASCII letters and digits. */
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    HASH_BITS = 20,
    WORD_MAX_BYTES = 20,
    WORDS_MAX = 65536, /* words of one article's column that are looked at */
    COMMON_MAX = 300,  /* words a "common" query is made of (count) */
    COMMON_PER_CENT = 5,
    RARE_PER_MILLE = 1,
    SENTENCE_MIN = 8,
    SENTENCE_MAX = 20,
    PREFIX_BYTES = 5,
    COLUMNS = 5,
    TRIES = 1000
};

enum {
    COLUMN_TITLE = 1,
    COLUMN_BODY = 2,
    COLUMN_PRODUCT = 4
};

struct word {
    const char *text; /* in the file, in its own case */
    size_t n;
    int ends_sentence; /* something else than a blank stands behind it */
};

struct entry {
    const char *text; /* NULL: free */
    size_t n;
    size_t n_articles;
    size_t last_article; /* from 1 */
};

static char *file;
static const char **lines;
static size_t n_lines;
static struct entry *table;
static size_t table_mask = ((size_t)1 << HASH_BITS) - 1;
static size_t table_used;
static const struct entry *common[COMMON_MAX];
static size_t n_common;
static uint64_t state;

static const char *const stop_words =
    " a an and are as at be but by can could did do does for from had has have how i "
    "if "
    "in into is it its may must no not of on or should so such than that the their "
    "then "
    "there these they this those to was were what when where which while who will with "
    "would you your when also any all other only one two use used using following more "
    "information article microsoft ";

static void
die(const char *what)
{
    fprintf(stderr, "bench_queries: %s: %s\n", what, strerror(errno));
    exit(2);
}

/* splitmix64, Vigna 2015; public domain. */
static size_t
next_random(size_t below)
{
    state += 0x9e3779b97f4a7c15u;
    uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return (size_t)(z % below);
}

static int
is_stop_word(const struct word *w)
{
    char padded[WORD_MAX_BYTES + 3];
    if (w->n > WORD_MAX_BYTES)
        return 0;
    padded[0] = ' ';
    for (size_t i = 0; i < w->n; i++)
        padded[i + 1] = (char)tolower((unsigned char)w->text[i]);
    padded[w->n + 1] = ' ';
    padded[w->n + 2] = '\0';
    return strstr(stop_words, padded) != NULL;
}

static int
same_word(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (tolower((unsigned char)a[i]) != tolower((unsigned char)b[i]))
            return 0;
    }
    return 1;
}

static struct entry *
find(const struct word *w)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < w->n; i++)
        h = (h ^ (uint64_t)tolower((unsigned char)w->text[i])) * 1099511628211u;
    for (size_t i = (size_t)(h ^ (h >> 32));; i++) {
        struct entry *e = &table[i & table_mask];
        if (e->text == NULL || (e->n == w->n && same_word(e->text, w->text, w->n)))
            return e;
    }
}

/* The next word at or behind `at`; NULL at the end of the column. */
static const char *
next_word(const char *at, struct word *w)
{
    while (*at != '\t' && *at != '\n' && *at != '\0' && !isalnum((unsigned char)*at))
        at++;
    w->text = at;
    while (isalnum((unsigned char)*at))
        at++;
    w->n = (size_t)(at - w->text);
    w->ends_sentence = *at != ' ' || at[1] == ' ';
    return w->n == 0 ? NULL : at;
}

static const char *
column(size_t line, int number)
{
    const char *at = lines[line];
    for (int i = 0; i < number; i++)
        at = strchr(at, '\t') + 1;
    return at;
}

static size_t
split(size_t line, int number, struct word *words)
{
    size_t n = 0;
    const char *at = column(line, number);
    while (n < WORDS_MAX && (at = next_word(at, &words[n])) != NULL)
        n++;
    return n;
}

static void
grow_table(void)
{
    struct entry *old = table;
    size_t n_old = table_mask + 1;
    table_mask = table_mask * 2 + 1;
    table = calloc(table_mask + 1, sizeof(table[0]));
    if (table == NULL)
        die("memory");
    for (size_t i = 0; i < n_old; i++) {
        struct word w = {old[i].text, old[i].n, 0};
        if (w.text != NULL)
            *find(&w) = old[i];
    }
    free(old);
}

static void
count_words(void)
{
    for (size_t line = 0; line < n_lines; line++) {
        for (int number = COLUMN_TITLE; number < COLUMN_PRODUCT; number++) {
            struct word w;
            const char *at = column(line, number);
            while ((at = next_word(at, &w)) != NULL) {
                struct entry *e = find(&w);
                if (e->text == NULL) {
                    *e = (struct entry){w.text, w.n, 0, 0};
                    table_used++;
                }
                e->n_articles += e->last_article != line + 1;
                e->last_article = line + 1;
                if (table_used * 2 > table_mask)
                    grow_table();
            }
        }
    }
}

static int
compare_entries(const void *a, const void *b)
{
    const struct entry *x = *(const struct entry *const *)a;
    const struct entry *y = *(const struct entry *const *)b;
    if (x->n_articles != y->n_articles)
        return x->n_articles < y->n_articles ? 1 : -1;
    return x->text < y->text ? -1 : x->text > y->text;
}

static int
is_common(const struct word *w)
{
    return w->n >= 4 && isalpha((unsigned char)w->text[0]) && !is_stop_word(w) &&
           find(w)->n_articles * 100 >= n_lines * COMMON_PER_CENT;
}

static void
collect_common(void)
{
    const struct entry **all = malloc((table_used + 1) * sizeof(all[0]));
    size_t n = 0;
    if (all == NULL)
        die("memory");
    for (size_t i = 0; i <= table_mask; i++) {
        const struct entry *e = &table[i];
        struct word w = {e->text, e->n, 0};
        if (e->text != NULL && is_common(&w))
            all[n++] = e;
    }
    qsort(all, n, sizeof(all[0]), compare_entries);
    for (n_common = 0; n_common < n && n_common < COMMON_MAX; n_common++)
        common[n_common] = all[n_common];
    free(all);
}

/* Each of the following makes one query of an article, or says that it has none. */

struct query {
    const struct word *words;
    size_t n;
    const char *beside; /* the beginning of a word, or a product */
    size_t n_beside;
};

static struct word words[WORDS_MAX + 1];

static int
make_single(size_t line, struct query *out)
{
    size_t n = split(line, COLUMN_BODY, words);
    size_t most = n_lines * RARE_PER_MILLE / 1000 + 2;
    size_t n_rare = 0;
    for (size_t i = 0; i < n; i++) {
        if (words[i].n < 4 || words[i].n > WORD_MAX_BYTES)
            continue;
        size_t n_articles = find(&words[i])->n_articles;
        if (n_articles >= 2 && n_articles <= most && next_random(++n_rare) == 0)
            out->words = &words[i];
    }
    out->n = 1;
    return n_rare > 0;
}

static int
make_common(size_t line, struct query *out)
{
    (void)line;
    if (n_common < 3)
        return 0;
    out->words = words;
    out->n = 2 + next_random(2);
    for (size_t i = 0; i < out->n; i++) {
        const struct entry *e = common[next_random(n_common)];
        words[i] = (struct word){e->text, e->n, 0};
    }
    return 1;
}

/* Words of the title that are none of the stop words; two at least. */
static size_t
title_words(size_t line)
{
    size_t n = split(line, COLUMN_TITLE, words);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (words[i].n >= 2 && !is_stop_word(&words[i]))
            words[kept++] = words[i];
    }
    return kept >= 2 ? kept : 0;
}

static int
make_title(size_t line, struct query *out)
{
    size_t n = title_words(line);
    size_t wanted = 2 + next_random(3);
    if (n == 0)
        return 0;
    out->n = wanted < n ? wanted : n;
    out->words = words + next_random(n - out->n + 1);
    return 1;
}

static int
make_long(size_t line, struct query *out)
{
    size_t n = split(line, COLUMN_BODY, words);
    size_t n_found = 0;
    size_t start = 0;
    for (size_t i = 0; i < n; i++) {
        size_t length = i + 1 - start;
        if (!words[i].ends_sentence)
            continue;
        if (length >= SENTENCE_MIN && length <= SENTENCE_MAX &&
            next_random(++n_found) == 0) {
            out->words = words + start;
            out->n = length;
        }
        start = i + 1;
    }
    return n_found > 0;
}

static int
make_phrase(size_t line, struct query *out)
{
    size_t n = split(line, COLUMN_BODY, words);
    out->n = 2 + next_random(2);
    if (n < out->n)
        return 0;
    out->words = words + next_random(n - out->n + 1);
    int n_good = 0;
    for (size_t i = 0; i < out->n; i++) {
        if (i + 1 < out->n && out->words[i].ends_sentence)
            return 0;
        n_good += out->words[i].n >= 3 && !is_stop_word(&out->words[i]);
    }
    return n_good > 0;
}

static int
make_common_phrase(size_t line, struct query *out)
{
    size_t n = split(line, COLUMN_BODY, words);
    size_t n_found = 0;
    out->n = 2 + next_random(2);
    size_t length = 0;
    for (size_t i = 0; i < n; i++) {
        length = is_common(&words[i]) ? length + 1 : 0;
        if (length >= out->n && next_random(++n_found) == 0)
            out->words = &words[i + 1 - out->n];
        if (words[i].ends_sentence)
            length = 0;
    }
    return n_found > 0;
}

static int
make_wildcard(size_t line, struct query *out)
{
    size_t n = title_words(line);
    for (size_t i = 0; i + 1 < n; i++) {
        if (words[i].n > PREFIX_BYTES) {
            *out = (struct query){words + i + 1, 1, words[i].text, PREFIX_BYTES};
            return 1;
        }
    }
    return 0;
}

static int
make_filtered(size_t line, struct query *out)
{
    size_t n = title_words(line);
    const char *product = column(line, COLUMN_PRODUCT);
    size_t n_product = strcspn(product, "\n\"");
    if (n == 0 || n_product == 0)
        return 0;
    *out = (struct query){words + next_random(n - 1), 2, product, n_product};
    return 1;
}

/* How kbsearch takes what a kind has: what stands before, between and behind. */
static const struct {
    const char *name;
    int (*make)(size_t line, struct query *out);
    size_t n;
    const char *before;
    const char *between;
    const char *behind;
} kinds[] = {
    {"single", make_single, 250, "", "", ""},
    {"common", make_common, 150, "", "", ""},
    {"title", make_title, 300, "", "", ""},
    {"long", make_long, 150, "", "", ""},
    {"phrase", make_phrase, 100, "", "\"", "\""},
    {"wildcard", make_wildcard, 75, "", "* ", ""},
    {"filtered", make_filtered, 75, "product:\"", "\" ", ""},
    {"common-phrase", make_common_phrase, 100, "", "\"", "\""},
};

static void
print_words(const struct query *q)
{
    for (size_t i = 0; i < q->n; i++)
        printf("%s%.*s", i == 0 ? "" : " ", (int)q->words[i].n, q->words[i].text);
}

static void
print_query(size_t kind, const struct query *q)
{
    const char *beside = q->n_beside == 0 ? "" : q->beside;
    int n_beside = (int)q->n_beside;
    printf("%s\t", kinds[kind].name);
    print_words(q);
    printf("\t%.*s\t%s%.*s%s", n_beside, beside, kinds[kind].before, n_beside, beside,
           kinds[kind].between);
    print_words(q);
    printf("%s\n", kinds[kind].behind);
}

static void
read_lines(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (in == NULL || fseek(in, 0, SEEK_END) != 0)
        die(path);
    long size = ftell(in);
    rewind(in);
    file = size < 0 ? NULL : malloc((size_t)size + 1);
    if (file == NULL || fread(file, 1, (size_t)size, in) != (size_t)size)
        die(path);
    fclose(in);
    file[size] = '\0';
    size_t capacity = 0;
    for (char *at = file; *at != '\0'; at = strchr(at, '\n') + 1) {
        if (n_lines == capacity) {
            capacity = capacity == 0 ? 1024 : capacity * 2;
            lines = realloc(lines, capacity * sizeof(lines[0]));
            if (lines == NULL)
                die("memory");
        }
        lines[n_lines++] = at;
        if (strchr(at, '\n') == NULL)
            break;
    }
}

int
main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: bench_queries FILE\n");
        return 2;
    }
    read_lines(argv[1]);
    table = calloc(table_mask + 1, sizeof(table[0]));
    if (table == NULL || n_lines == 0)
        die(argv[1]);
    count_words();
    collect_common();
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        for (size_t i = 0; i < kinds[k].n; i++) {
            /* Articles from the whole archive, others for each kind; the next where one
             * has nothing. */
            state = k * 1000003 + i;
            size_t line = (i * n_lines / kinds[k].n + k * 17) % n_lines;
            size_t tries = 0;
            struct query q = {.n = 0};
            while (!kinds[k].make(line, &q) && tries++ < TRIES) {
                line = (line + 1) % n_lines;
                q = (struct query){.n = 0};
            }
            if (tries <= TRIES)
                print_query(k, &q);
        }
    }
    free(table);
    free(lines);
    free(file);
    return ferror(stdout) || fflush(stdout) != 0 ? 2 : 0;
}
