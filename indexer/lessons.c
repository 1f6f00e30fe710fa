/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lessons.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

#define LESSON_MAX_BYTES ((size_t)1024 * 1024 * 1024) /* of one worker */

/* A word as one file defines it. */
struct definition {
    struct kb_span term;
    struct kb_span word;
    uint32_t n_uses;
    uint32_t file;
    uint32_t number; /* in the file */
};

struct merge {
    struct kb_lessons *out;
    struct definition *defined; /* owned array, by file and number */
    size_t n_defined;
    size_t capacity;
    size_t *first_defined;  /* owned; by file: its first definition */
    uint32_t *term_of;      /* owned; by definition: index of its term */
    uint32_t *last_article; /* owned; by term: 1 + index of the article that had it */
    size_t articles_capacity;
    size_t names_capacity;
    struct kb_error *err;
};

/* Goes over the notes of one file. */
struct reading {
    uint32_t *next;
    uint32_t *end;
};

static struct reading
begin_reading(const struct kb_buf *file)
{
    uint32_t *first = (uint32_t *)(void *)file->data;
    return (struct reading){first, first + file->n_bytes / sizeof(uint32_t)};
}

static enum kb_status
damaged(const struct merge *m)
{
    return kb_error_set(m->err, KB_E_CORRUPT, "a lesson is damaged");
}

/* Behind DEFINE: cuts a definition off; false when it is cut short. */
static bool
read_definition(struct reading *r, struct kb_span *word, struct kb_span *term)
{
    if (r->end - r->next < 2)
        return false;
    size_t n_word = r->next[0];
    size_t n_term = r->next[1];
    size_t n_all = (n_word + n_term + 3) / 4;
    const char *bytes = (const char *)(r->next + 2);
    if (n_word > UINT16_MAX || n_term > UINT16_MAX || n_term == 0 ||
        n_all > (size_t)(r->end - r->next - 2))
        return false;
    *word = kb_span_at(bytes, n_word);
    *term = kb_span_at(bytes + n_word, n_term);
    r->next += 2 + n_all;
    return true;
}

/* Behind NAME. */
static enum kb_status
read_name(struct merge *m, struct reading *r, uint32_t id)
{
    size_t n = r->next < r->end ? *r->next++ : 0;
    if (n == 0 || n > UINT16_MAX || (n + 3) / 4 > (size_t)(r->end - r->next))
        return damaged(m);
    if (kb_mem_grow(&m->out->names, m->out->n_names, &m->names_capacity,
                    sizeof(*m->out->names)) != KB_OK)
        return kb_error_set(m->err, KB_E_NOMEM, "no memory for %zu names",
                            m->out->n_names);
    m->out->names[m->out->n_names++] =
        (struct kb_taught_name){kb_span_at((const char *)r->next, n), id};
    r->next += (n + 3) / 4;
    return KB_OK;
}

/* First pass over a file: its words, and how often each is used. */
static enum kb_status
read_words(struct merge *m, size_t file)
{
    struct reading r = begin_reading(&m->out->files[file]);
    m->first_defined[file] = m->n_defined;
    uint32_t n = 0;
    uint32_t id = 0;
    while (r.next < r.end) {
        uint32_t note = *r.next++;
        if (note == KB_LESSON_NAME) {
            enum kb_status st = read_name(m, &r, id);
            if (st != KB_OK)
                return st;
        } else if (note == KB_LESSON_DEFINE) {
            if (kb_mem_grow(&m->defined, m->n_defined, &m->capacity,
                            sizeof(*m->defined)) != KB_OK)
                return kb_error_set(m->err, KB_E_NOMEM, "no memory for %zu words",
                                    m->n_defined);
            struct definition *d = &m->defined[m->n_defined++];
            *d = (struct definition){.file = (uint32_t)file, .number = n++};
            if (!read_definition(&r, &d->word, &d->term))
                return damaged(m);
        } else if (note == KB_LESSON_ARTICLE) {
            if (r.next == r.end)
                return damaged(m);
            id = *r.next++;
        } else if (note < KB_LESSON_PART) {
            uint32_t number = note & ~KB_LESSON_ELSEWHERE;
            if (number >= n)
                return damaged(m);
            m->defined[m->first_defined[file] + number].n_uses++;
        }
    }
    return r.next == r.end ? KB_OK : damaged(m);
}

static int
by_term_and_word(const void *a, const void *b)
{
    const struct definition *x = *(const struct definition *const *)a;
    const struct definition *y = *(const struct definition *const *)b;
    int c = kb_span_compare(x->term, y->term);
    if (c == 0)
        c = kb_span_compare(x->word, y->word);
    if (c == 0)
        c = x->file < y->file ? -1 : 1;
    return c;
}

/* Of the words of one term the most used names it, of equals the first. */
static void
name_terms(struct merge *m, struct definition **sorted)
{
    uint32_t best = 0;
    uint32_t uses = 0;
    for (size_t i = 0; i < m->n_defined; i++) {
        const struct definition *d = sorted[i];
        bool is_new = i == 0 || !kb_span_equal(d->term, sorted[i - 1]->term);
        if (is_new) {
            m->out->terms[m->out->n_terms++] =
                (struct kb_taught_term){.term = d->term, .word = d->word};
            best = 0;
        }
        bool same_word = !is_new && kb_span_equal(d->word, sorted[i - 1]->word);
        uses = d->n_uses + (same_word ? uses : 0);
        struct kb_taught_term *term = &m->out->terms[m->out->n_terms - 1];
        if (uses > best) {
            best = uses;
            term->word = d->word;
        }
        m->term_of[d - m->defined] = (uint32_t)(m->out->n_terms - 1);
    }
}

static enum kb_status
make_terms(struct merge *m)
{
    struct definition **sorted = kb_mem_array(m->n_defined + 1, sizeof(*sorted));
    m->term_of = kb_mem_array(m->n_defined + 1, sizeof(*m->term_of));
    m->last_article = kb_mem_array(m->n_defined + 1, sizeof(*m->last_article));
    m->out->terms = kb_mem_array(m->n_defined + 1, sizeof(*m->out->terms));
    bool ok = sorted != NULL && m->term_of != NULL && m->last_article != NULL &&
              m->out->terms != NULL;
    for (size_t i = 0; i < m->n_defined && ok; i++)
        sorted[i] = &m->defined[i];
    if (ok) {
        qsort(sorted, m->n_defined, sizeof(struct definition *), by_term_and_word);
        name_terms(m, sorted);
    }
    kb_mem_free(sorted);
    return ok ? KB_OK
              : kb_error_set(m->err, KB_E_NOMEM, "no memory for %zu words",
                             m->n_defined);
}

static enum kb_status
add_article(struct merge *m, uint32_t id, const uint32_t *notes)
{
    struct kb_lessons *out = m->out;
    if (kb_mem_grow(&out->articles, out->n_articles, &m->articles_capacity,
                    sizeof(*out->articles)) != KB_OK)
        return kb_error_set(m->err, KB_E_NOMEM, "no memory for %zu articles",
                            out->n_articles);
    out->articles[out->n_articles++] = (struct kb_taught_article){id, notes, 0};
    return KB_OK;
}

/* A word of a part: counted once an article, among the text or the query words. */
static void
count_word(struct merge *m, uint32_t term, bool is_asked, bool elsewhere)
{
    struct kb_taught_term *t = &m->out->terms[term];
    if (is_asked) {
        t->n_asked++;
        t->n_answered += elsewhere;
    } else if (m->last_article[term] != m->out->n_articles) {
        m->last_article[term] = (uint32_t)m->out->n_articles;
        t->n_docs++;
    }
}

/* Second pass: notes are copied behind each other, words become indices of terms. */
static enum kb_status
read_articles(struct merge *m, size_t file, uint32_t **to)
{
    struct reading r = begin_reading(&m->out->files[file]);
    const uint32_t *term_of = m->term_of + m->first_defined[file];
    bool is_asked = false;
    enum kb_status st = KB_OK;
    struct kb_span word;
    struct kb_span term;
    while (r.next < r.end && st == KB_OK) {
        uint32_t note = *r.next++;
        if (note == KB_LESSON_DEFINE) {
            if (!read_definition(&r, &word, &term))
                st = damaged(m);
        } else if (note == KB_LESSON_NAME) {
            r.next += 1 + (*r.next + 3) / 4; /* taken in the first pass */
        } else if (note == KB_LESSON_ARTICLE) {
            st = add_article(m, *r.next++, *to);
        } else if (m->out->n_articles == 0) {
            st = damaged(m);
        } else if (note >= KB_LESSON_PART) {
            is_asked = note == KB_LESSON_PART + KB_SECTION_QUERY_WORDS;
            *(*to)++ = note;
            m->out->articles[m->out->n_articles - 1].n_notes++;
        } else {
            uint32_t t = term_of[note & ~KB_LESSON_ELSEWHERE];
            count_word(m, t, is_asked, (note & KB_LESSON_ELSEWHERE) != 0);
            *(*to)++ = t;
            m->out->articles[m->out->n_articles - 1].n_notes++;
        }
    }
    return st;
}

static int
by_id(const void *a, const void *b)
{
    const struct kb_taught_article *x = a;
    const struct kb_taught_article *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static int
by_text(const void *a, const void *b)
{
    const struct kb_taught_name *x = a;
    const struct kb_taught_name *y = b;
    int c = kb_span_compare(x->text, y->text);
    return c != 0 ? c : (x->id > y->id) - (x->id < y->id);
}

static void
sort_names(struct kb_lessons *out)
{
    size_t n = 0;
    if (out->n_names > 0)
        qsort(out->names, out->n_names, sizeof(*out->names), by_text);
    for (size_t i = 0; i < out->n_names; i++) {
        if (n == 0 || by_text(&out->names[n - 1], &out->names[i]) != 0)
            out->names[n++] = out->names[i];
    }
    out->n_names = n;
}

static enum kb_status
merge_files(struct merge *m)
{
    struct kb_lessons *out = m->out;
    enum kb_status st = KB_OK;
    size_t n_bytes = 0;
    m->first_defined = kb_mem_array(out->n_files, sizeof(*m->first_defined));
    if (m->first_defined == NULL)
        return kb_error_set(m->err, KB_E_NOMEM, "no memory for lessons");
    for (size_t i = 0; i < out->n_files && st == KB_OK; i++) {
        st = read_words(m, i);
        n_bytes += out->files[i].n_bytes;
    }
    if (st == KB_OK)
        st = make_terms(m);
    if (st != KB_OK)
        return st;
    out->notes = kb_mem_array(n_bytes / sizeof(uint32_t) + 1, sizeof(uint32_t));
    uint32_t *to = out->notes;
    if (to == NULL)
        return kb_error_set(m->err, KB_E_NOMEM, "no memory for %zu bytes of notes",
                            n_bytes);
    for (size_t i = 0; i < out->n_files && st == KB_OK; i++)
        st = read_articles(m, i, &to);
    if (st == KB_OK && out->n_articles > 0)
        qsort(out->articles, out->n_articles, sizeof(*out->articles), by_id);
    sort_names(out);
    return st;
}

enum kb_status
kb_lessons_read(const char *const *paths, size_t n, struct kb_lessons *out,
                struct kb_error *err)
{
    *out = (struct kb_lessons){.n_files = 0};
    struct merge m = {.out = out, .err = err};
    out->files = kb_mem_array(n, sizeof(*out->files));
    enum kb_status st = out->files == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for lessons")
                            : KB_OK;
    for (size_t i = 0; i < n && st == KB_OK; i++) {
        out->files[out->n_files++] = (struct kb_buf)KB_BUF_INIT(LESSON_MAX_BYTES);
        st = kb_file_read(paths[i], &out->files[i], err);
    }
    if (st == KB_OK)
        st = merge_files(&m);
    kb_mem_free(m.defined);
    kb_mem_free(m.first_defined);
    kb_mem_free(m.term_of);
    kb_mem_free(m.last_article);
    if (st != KB_OK)
        kb_lessons_clear(out);
    return st;
}

void
kb_lessons_clear(struct kb_lessons *lessons)
{
    for (size_t i = 0; i < lessons->n_files; i++)
        kb_buf_clear(&lessons->files[i]);
    kb_mem_free(lessons->files);
    kb_mem_free(lessons->terms);
    kb_mem_free(lessons->articles);
    kb_mem_free(lessons->notes);
    kb_mem_free(lessons->names);
    *lessons = (struct kb_lessons){.n_files = 0};
}
