/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lists.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* One file that is read line by line. */
struct lines {
    const char *path;
    FILE *file;
    char *text; /* owned */
    size_t capacity;
    size_t number; /* of the line in `text`, from 1 */
    struct kb_error *err;
};

static enum kb_status
lines_open(struct lines *in, const char *path, struct kb_error *err)
{
    *in = (struct lines){path, fopen(path, "r"), NULL, 0, 0, err};
    if (in->file == NULL)
        return kb_error_os(err, errno, "cannot open '%s'", path);
    return KB_OK;
}

static bool
lines_next(struct lines *in)
{
    if (getline(&in->text, &in->capacity, in->file) < 0)
        return false;
    in->number++;
    return true;
}

static void
lines_close(struct lines *in)
{
    if (in->file != NULL)
        fclose(in->file);
    free(in->text);
}

static enum kb_status
fault(const struct lines *in, const char *what)
{
    return kb_error_set(in->err, KB_E_INVALID, "'%s' line %zu: %s", in->path,
                        in->number, what);
}

/* "Q260695" -> 260695; 0 when it is no article. */
static uint32_t
article_number(const char *text)
{
    char *end;
    if (text == NULL || text[0] != 'Q')
        return 0;
    unsigned long n = strtoul(text + 1, &end, 10);
    return *end == '\0' && n <= UINT32_MAX ? (uint32_t)n : 0;
}

static char *
copy(const char *text)
{
    size_t n = strlen(text) + 1;
    char *made = kb_mem_array(n, 1);
    return made == NULL ? NULL : memcpy(made, text, n);
}

static void
judged_clear(struct kb_judged *judged)
{
    kb_mem_free(judged->qid);
    kb_mem_free(judged->type);
    kb_mem_free(judged->query);
    kb_mem_free(judged->relevant);
}

void
kb_topics_clear(struct kb_topics *topics)
{
    for (size_t i = 0; i < topics->n; i++)
        judged_clear(&topics->items[i]);
    kb_mem_free(topics->items);
    *topics = (struct kb_topics){NULL, 0, 0};
}

static enum kb_status
take_relevant(const struct lines *in, const json_t *list, struct kb_judged *out)
{
    size_t n = json_array_size(list);
    if (n == 0)
        return fault(in, "no relevant article");
    out->relevant = kb_mem_array(n, sizeof(*out->relevant));
    if (out->relevant == NULL)
        return kb_error_set(in->err, KB_E_NOMEM, "no memory for %zu articles", n);
    for (size_t i = 0; i < n; i++) {
        uint32_t id = article_number(json_string_value(json_array_get(list, i)));
        if (id == 0)
            return fault(in, "an article that is not Q and a number");
        out->relevant[out->n_relevant++] = id;
    }
    return KB_OK;
}

static enum kb_status
take_topic(const struct lines *in, const json_t *object, struct kb_judged *out)
{
    const char *qid = json_string_value(json_object_get(object, "qid"));
    const char *query = json_string_value(json_object_get(object, "query"));
    const char *type = json_string_value(json_object_get(object, "type"));
    if (qid == NULL || query == NULL)
        return fault(in, "no object with a qid and a query");
    out->qid = copy(qid);
    out->query = copy(query);
    out->type = copy(type == NULL ? "" : type);
    if (out->qid == NULL || out->query == NULL || out->type == NULL)
        return kb_error_set(in->err, KB_E_NOMEM, "no memory for a query");
    return take_relevant(in, json_object_get(object, "relevant"), out);
}

enum kb_status
kb_topics_read(const char *path, struct kb_topics *out, struct kb_error *err)
{
    struct lines in;
    enum kb_status st = lines_open(&in, path, err);
    while (st == KB_OK && lines_next(&in)) {
        json_t *object = json_loads(in.text, 0, NULL);
        st = kb_mem_grow(&out->items, out->n, &out->capacity, sizeof(*out->items));
        if (st == KB_OK) {
            out->items[out->n] = (struct kb_judged){NULL, NULL, NULL, NULL, 0};
            st = take_topic(&in, object, &out->items[out->n++]);
        }
        json_decref(object);
    }
    if (st == KB_OK && out->n == 0)
        st = kb_error_set(err, KB_E_INVALID, "'%s' has no queries", path);
    lines_close(&in);
    if (st != KB_OK)
        kb_topics_clear(out);
    return st;
}

static enum kb_status
take_answer(const struct lines *in, const struct kb_topics *topics, struct kb_list *out)
{
    json_t *object = json_loads(in->text, 0, NULL);
    const char *query = json_string_value(json_object_get(object, "query"));
    enum kb_status st = KB_OK;
    if (in->number > topics->n)
        st = fault(in, "more answers than queries");
    else if (query == NULL || strcmp(query, topics->items[in->number - 1].query) != 0)
        st = fault(in, "not the answer to the query of that line");
    const json_t *hits = json_object_get(object, "hits");
    struct kb_list *list = st == KB_OK ? &out[in->number - 1] : NULL;
    for (size_t i = 0; st == KB_OK && i < json_array_size(hits); i++) {
        const json_t *id = json_object_get(json_array_get(hits, i), "id");
        if (i < KB_LIST_DEPTH)
            list->ids[list->n++] = article_number(json_string_value(id));
    }
    json_decref(object);
    return st;
}

/* Cut the next word off `rest`; NULL at the end. */
static char *
next_word(char **rest)
{
    static const char blanks[] = " \t\r\n";
    char *word = *rest + strspn(*rest, blanks);
    size_t n = strcspn(word, blanks);
    if (n == 0)
        return NULL;
    *rest = word[n] == '\0' ? word + n : word + n + 1;
    word[n] = '\0';
    return word;
}

static struct kb_list *
list_of(const struct kb_topics *topics, struct kb_list *lists, size_t *hint,
        const char *qid)
{
    for (size_t i = 0; i < topics->n; i++) {
        size_t k = (*hint + i) % topics->n; /* runs go by query */
        if (strcmp(topics->items[k].qid, qid) == 0) {
            *hint = k;
            return &lists[k];
        }
    }
    return NULL;
}

static enum kb_status
take_trec(const struct lines *in, const struct kb_topics *topics, struct kb_list *out,
          size_t *hint)
{
    char *rest = in->text;
    char *words[3] = {NULL, NULL, NULL};
    for (size_t i = 0; i < 3; i++)
        words[i] = next_word(&rest);
    if (words[2] == NULL)
        return fault(in, "neither an answer of kbsearch nor a line of a run");
    struct kb_list *list = list_of(topics, out, hint, words[0]);
    if (list == NULL)
        return fault(in, "no such query");
    if (list->n < KB_LIST_DEPTH)
        list->ids[list->n++] = article_number(words[2]);
    return KB_OK;
}

enum kb_status
kb_lists_read(const char *path, const struct kb_topics *topics, struct kb_list *out,
              struct kb_error *err)
{
    struct lines in;
    bool is_json = false;
    size_t hint = 0;
    memset(out, 0, topics->n * sizeof(*out));
    enum kb_status st = lines_open(&in, path, err);
    while (st == KB_OK && lines_next(&in)) {
        is_json = is_json || (in.number == 1 && in.text[0] == '{');
        st = is_json ? take_answer(&in, topics, out)
                     : take_trec(&in, topics, out, &hint);
    }
    if (st == KB_OK && is_json && in.number != topics->n)
        st = kb_error_set(err, KB_E_INVALID, "'%s' has %zu answers to %zu queries",
                          path, in.number, topics->n);
    lines_close(&in);
    return st;
}

enum kb_status
kb_lists_write(const char *path, const char *tag, const struct kb_topics *topics,
               const struct kb_list *lists, struct kb_error *err)
{
    FILE *file = fopen(path, "w");
    if (file == NULL)
        return kb_error_os(err, errno, "cannot write '%s'", path);
    for (size_t i = 0; i < topics->n; i++) {
        for (size_t k = 0; k < lists[i].n; k++)
            fprintf(file, "%s Q0 Q%u %zu %zu %s\n", topics->items[i].qid,
                    lists[i].ids[k], k + 1, KB_LIST_DEPTH - k, tag);
    }
    bool is_written = ferror(file) == 0;
    if (fclose(file) != 0 || !is_written)
        return kb_error_os(err, errno, "cannot write '%s'", path);
    return KB_OK;
}
