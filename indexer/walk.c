/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getdents64 and d_type: a folder is read by one call, and a file's kind is known
 * without one. */
#define _GNU_SOURCE 1

#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "crew.h"

enum {
    ENTRIES_BYTES = 32 * 1024,   /* of a folder that are read at once */
    WALK_PATH_BYTES = 64 * 1024, /* deeper names are too long for the system to open */
    FOUND_MAX_BYTES = 2000 * 1000 * 1000,
    /* folders for each process before they begin: one may hold more than another */
    FOLDERS_PER_JOB = 64,
    FOLDERS_PER_JOB_MIN = 8
};

/* What stands in front of each path that is found. */
struct found {
    uint64_t n_bytes;
    int64_t mtime_ns;
    int64_t ctime_ns;
    char kind;
    int reason; /* errno of KIND_SKIP */
};

enum {
    KIND_FILE = 'f',
    KIND_FOLLOW = 'l', /* a link, or something strange */
    KIND_SKIP = 's'
};

struct folder {
    char *path; /* owned */
    size_t depth;
};

struct folders {
    struct folder *items; /* owned array */
    size_t n;
    size_t capacity;
};

/* Folders that are walked by one process, into one buffer. */
struct walk {
    const char *index;  /* real path of the index folder, NULL = it is not there */
    struct kb_buf path; /* of the entry that is looked at */
    struct kb_buf *found;
    struct folders *below; /* gets the folders inside; NULL = they are walked, too */
    struct kb_error *err;
};

/* The whole walk. */
struct tour {
    const struct kb_walk_options *options;
    struct kb_report *report;
    struct kb_inputs *out;
    char *index;          /* owned; real path of the index folder, NULL = not there */
    atomic_size_t *next;  /* of todo; shared by the processes */
    struct folders roots; /* real paths: operands, and folders that links lead to */
    struct folders todo;  /* to be walked by the crew */
    struct kb_buf found[KB_SHARDS_MAX];
    struct kb_error *err;
};

/* ---- lists ---- */

static enum kb_status
add_folder(struct folders *list, const char *path, size_t depth, struct kb_error *err)
{
    char *copy = kb_mem_copy(path, strlen(path));
    if (copy == NULL || kb_mem_grow(&list->items, list->n, &list->capacity,
                                    sizeof(*list->items)) != KB_OK) {
        kb_mem_free(copy);
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu folders", list->n);
    }
    list->items[list->n++] = (struct folder){copy, depth};
    return KB_OK;
}

static void
clear_folders(struct folders *list)
{
    for (size_t i = 0; i < list->n; i++)
        kb_mem_free(list->items[i].path);
    kb_mem_free(list->items);
    *list = (struct folders){NULL, 0, 0};
}

static int64_t
to_ns(const struct timespec *t)
{
    return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

static enum kb_status
put_found(struct kb_buf *out, const struct found *found, const char *path,
          struct kb_error *err)
{
    char head[sizeof(*found)];
    memcpy(head, found, sizeof(head));
    enum kb_status st = kb_buf_append(out, kb_span_at(head, sizeof(head)), err);
    return st == KB_OK ? kb_buf_append(out, kb_span_at(path, strlen(path) + 1), err)
                       : st;
}

static const char *
take_found(const char *at, struct found *out)
{
    memcpy(out, at, sizeof(*out));
    return at + sizeof(*out);
}

/* ---- one process: folders -> what is found ---- */

static enum kb_status
put_skip(struct walk *w, int reason)
{
    struct found found = {.kind = KIND_SKIP, .reason = reason};
    return put_found(w->found, &found, w->path.data, w->err);
}

static enum kb_status
put_file(struct walk *w, const struct stat *info)
{
    struct found found = {.n_bytes = (uint64_t)info->st_size,
                          .mtime_ns = to_ns(&info->st_mtim),
                          .ctime_ns = to_ns(&info->st_ctim),
                          .kind = S_ISREG(info->st_mode) ? KIND_FILE : KIND_FOLLOW};
    return put_found(w->found, &found, w->path.data, w->err);
}

static void
cut_path(struct walk *w, size_t n)
{
    w->path.n_bytes = n;
    w->path.data[n] = '\0';
}

static enum kb_status
add_name(struct walk *w, const char *name)
{
    bool slash = w->path.n_bytes > 0 && w->path.data[w->path.n_bytes - 1] == '/';
    return kb_buf_printf(&w->path, w->err, "%s%s", slash ? "" : "/", name);
}

/* An entry that is no folder; the names of folders are collected. Some file systems do
 * not tell the kind with the name. */
static enum kb_status
look_at(struct walk *w, int dir, const struct dirent64 *entry, struct kb_buf *names)
{
    struct stat info;
    size_t n = w->path.n_bytes;
    struct kb_span name = kb_span_cstr(entry->d_name);
    if (entry->d_type == DT_DIR)
        return kb_buf_append(names, kb_span_at(name.data, name.n_bytes + 1), w->err);
    bool gone = fstatat(dir, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0;
    int reason = errno;
    if (!gone && S_ISDIR(info.st_mode))
        return kb_buf_append(names, kb_span_at(name.data, name.n_bytes + 1), w->err);
    enum kb_status st = add_name(w, entry->d_name);
    if (st == KB_OK)
        st = gone ? put_skip(w, reason) : put_file(w, &info);
    cut_path(w, n);
    return st;
}

static enum kb_status
read_entries(struct walk *w, int dir, struct kb_buf *names)
{
    _Alignas(struct dirent64) char entries[ENTRIES_BYTES];
    ssize_t n;
    enum kb_status st = KB_OK;
    while (st == KB_OK && (n = getdents64(dir, entries, sizeof(entries))) != 0) {
        if (n < 0)
            return put_skip(w, errno);
        for (ssize_t at = 0; at < n && st == KB_OK;) {
            const void *here = entries + at;
            const struct dirent64 *entry = here;
            at += entry->d_reclen;
            if (entry->d_name[0] != '.')
                st = look_at(w, dir, entry, names);
        }
    }
    return st;
}

static enum kb_status walk_folder(struct walk *w, int parent, const char *name,
                                  size_t depth);

/* What stands in a folder: its files are looked at, then it is closed, and the folders
 * in it follow by their paths, so that few are open at once. */
static enum kb_status
walk_open(struct walk *w, int dir, size_t depth)
{
    struct kb_buf names = KB_BUF_INIT(FOUND_MAX_BYTES);
    size_t n = w->path.n_bytes;
    enum kb_status st = read_entries(w, dir, &names);
    const char *name = names.data;
    while (st == KB_OK && name < names.data + names.n_bytes) {
        st = add_name(w, name);
        if (st == KB_OK && w->below != NULL)
            st = add_folder(w->below, w->path.data, depth + 1, w->err);
        else if (st == KB_OK)
            st = walk_folder(w, dir, name, depth + 1);
        cut_path(w, n);
        name += strlen(name) + 1;
    }
    kb_buf_clear(&names);
    return st;
}

/* The folder w->path, which is `name` in the open folder `parent`. */
static enum kb_status
walk_folder(struct walk *w, int parent, const char *name, size_t depth)
{
    if (depth >= KB_WALK_MAX_DEPTH)
        return put_skip(w, ELOOP);
    /* All that is walked are real paths. */
    if (w->index != NULL && strcmp(w->index, w->path.data) == 0)
        return KB_OK;
    int dir = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (dir < 0)
        return put_skip(w, errno);
    enum kb_status st = walk_open(w, dir, depth);
    close(dir);
    return st;
}

static enum kb_status
walk_path(struct walk *w, const struct folder *folder)
{
    kb_buf_reset(&w->path);
    enum kb_status st = kb_buf_append(&w->path, kb_span_cstr(folder->path), w->err);
    return st == KB_OK ? walk_folder(w, AT_FDCWD, folder->path, folder->depth) : st;
}

static void
init_walk(struct walk *w, const struct tour *t, struct kb_buf *found,
          struct kb_error *err)
{
    *w = (struct walk){.index = t->index,
                       .path = KB_BUF_INIT(WALK_PATH_BYTES),
                       .found = found,
                       .err = err};
}

/* ---- sorting ---- */

static int
by_path(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a + sizeof(struct found),
                  *(const char *const *)b + sizeof(struct found));
}

/* What was found, in order of the paths: then the lists of the processes are merged
 * quickly. */
static enum kb_status
sort_found(struct kb_buf *found, struct kb_buf *out, struct kb_error *err)
{
    size_t n = 0;
    size_t capacity = 0;
    const char **items = NULL;
    enum kb_status st = kb_buf_reserve(out, found->n_bytes, err);
    const char *end = found->data + found->n_bytes;
    for (const char *at = found->data; at < end && st == KB_OK;
         at += sizeof(struct found) + strlen(at + sizeof(struct found)) + 1) {
        if (kb_mem_grow(&items, n, &capacity, sizeof(*items)) != KB_OK)
            st = kb_error_set(err, KB_E_NOMEM, "no memory for %zu files", n);
        else
            items[n++] = at;
    }
    if (st == KB_OK && n > 0)
        qsort(items, n, sizeof(*items), by_path);
    for (size_t i = 0; i < n && st == KB_OK; i++) {
        size_t n_bytes =
            sizeof(struct found) + strlen(items[i] + sizeof(struct found)) + 1;
        st = kb_buf_append(out, kb_span_at(items[i], n_bytes), err);
    }
    kb_mem_free(items);
    return st;
}

static enum kb_status
walk_part(void *context, size_t part, struct kb_buf *out, struct kb_error *err)
{
    const struct tour *t = context;
    struct kb_buf found = KB_BUF_INIT(FOUND_MAX_BYTES);
    struct walk w;
    enum kb_status st = KB_OK;
    init_walk(&w, t, &found, err);
    (void)part;
    for (size_t i; st == KB_OK && (i = atomic_fetch_add(t->next, 1)) < t->todo.n;)
        st = walk_path(&w, &t->todo.items[i]);
    if (st == KB_OK)
        st = sort_found(&found, out, err);
    kb_buf_clear(&found);
    kb_buf_clear(&w.path);
    return st;
}

/* ---- the whole ---- */

static enum kb_status
skip(struct tour *t, const char *path, const char *reason)
{
    return kb_report_skip(t->report, path, KB_E_IO, reason, t->err);
}

/* Path and record of a file are kept in one buffer, which becomes the table's. */
static enum kb_status
add_file(struct tour *t, const struct found *found, const char *path)
{
    struct kb_inputs *out = t->out;
    if (kb_mem_grow(&out->items, out->n, &out->capacity, sizeof(*out->items)) != KB_OK)
        return kb_error_set(t->err, KB_E_NOMEM, "no memory for %zu files", out->n);
    out->items[out->n++] = (struct kb_input){.path = path,
                                             .n_bytes = found->n_bytes,
                                             .mtime_ns = found->mtime_ns,
                                             .ctime_ns = found->ctime_ns};
    return KB_OK;
}

/* Links are followed by their real path. Folders become roots of their own, walked
 * once, so loops end. */
static enum kb_status
follow(struct tour *t, const char *path)
{
    struct stat info;
    enum kb_status st;
    char *real = realpath(path, NULL);
    if (real == NULL || stat(real, &info) != 0) {
        st = skip(t, path, strerror(errno));
    } else if (S_ISDIR(info.st_mode)) {
        st = add_folder(&t->roots, real, 0, t->err);
    } else if (S_ISREG(info.st_mode)) {
        struct found found = {.n_bytes = (uint64_t)info.st_size,
                              .mtime_ns = to_ns(&info.st_mtim),
                              .ctime_ns = to_ns(&info.st_ctim)};
        const char *kept;
        st = kb_inputs_keep(t->out, kb_span_cstr(real), &kept, t->err);
        if (st == KB_OK)
            st = add_file(t, &found, kept);
    } else {
        st = skip(t, path, "neither a file nor a folder");
    }
    free(real);
    return st;
}

static enum kb_status
add_root(struct tour *t, const char *root)
{
    struct stat info;
    if (stat(root, &info) == 0)
        return follow(t, root);
    if (errno == ENOENT || errno == ENOTDIR)
        return kb_error_set(t->err, KB_E_NOT_FOUND, "corpus '%s' is not there", root);
    return kb_error_os(t->err, errno, "cannot read corpus '%s'", root);
}

/* Whether root i lies in one of the roots before it, where the walk has come by: not
 * behind a name with a dot. */
static bool
is_walked(const struct folders *roots, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        const char *before = roots->items[k].path;
        const char *rest = roots->items[i].path + strlen(before);
        if (strncmp(before, roots->items[i].path, strlen(before)) == 0 &&
            (*rest == '/' || *rest == '\0') && strstr(rest, "/.") == NULL)
            return true;
    }
    return false;
}

/* Walk the upper folders here until there are enough of them for all processes. */
static enum kb_status
spread(struct tour *t, struct kb_buf *found)
{
    struct walk w;
    enum kb_status st = KB_OK;
    size_t wanted = FOLDERS_PER_JOB * t->options->n_jobs;
    init_walk(&w, t, found, t->err);
    while (st == KB_OK && t->options->n_jobs > 1 && t->todo.n > 0 &&
           t->todo.n < wanted) {
        struct folders below = {NULL, 0, 0};
        w.below = &below;
        for (size_t i = 0; i < t->todo.n && st == KB_OK; i++)
            st = walk_path(&w, &t->todo.items[i]);
        clear_folders(&t->todo);
        t->todo = below;
    }
    kb_buf_clear(&w.path);
    return st;
}

static enum kb_status
take_all(struct tour *t, const struct kb_buf *found)
{
    const char *at = found->data;
    enum kb_status st = KB_OK;
    while (st == KB_OK && at != found->data + found->n_bytes) {
        struct found head;
        const char *path = take_found(at, &head);
        if (head.kind == KIND_FILE)
            st = add_file(t, &head, path);
        else if (head.kind == KIND_FOLLOW)
            st = follow(t, path);
        else
            st = skip(t, path,
                      head.reason == ELOOP ? "too many folders inside each other"
                                           : strerror(head.reason));
        at = path + strlen(path) + 1;
    }
    return st;
}

/* The bytes that paths point into stay with the table. */
static enum kb_status
keep_found(struct tour *t, struct kb_buf *found)
{
    struct kb_inputs *out = t->out;
    if (found->data == NULL)
        return KB_OK;
    if (kb_mem_grow(&out->strings, out->n_strings, &out->strings_capacity,
                    sizeof(*out->strings)) != KB_OK)
        return kb_error_set(t->err, KB_E_NOMEM, "no memory for the files found");
    out->strings[out->n_strings++] = found->data;
    enum kb_status st = take_all(t, found);
    *found = (struct kb_buf)KB_BUF_INIT(FOUND_MAX_BYTES);
    return st;
}

static enum kb_status
walk_todo(struct tour *t)
{
    struct kb_buf upper = KB_BUF_INIT(FOUND_MAX_BYTES);
    enum kb_status st = spread(t, &upper);
    if (st == KB_OK)
        st = keep_found(t, &upper);
    size_t n = t->options->n_jobs;
    if (t->todo.n < FOLDERS_PER_JOB_MIN * n)
        n = 1;
    atomic_store(t->next, 0);
    if (st == KB_OK && t->todo.n > 0)
        st = kb_crew_run(n, walk_part, t, t->found, t->err);
    for (size_t i = 0; i < n && st == KB_OK; i++)
        st = keep_found(t, &t->found[i]);
    for (size_t i = 0; i < n; i++)
        kb_buf_clear(&t->found[i]);
    kb_buf_clear(&upper);
    clear_folders(&t->todo);
    return st;
}

/* The end of the run of ascending paths that begins at `i`. */
static size_t
run_end(const struct kb_inputs *inputs, size_t i)
{
    for (i++; i < inputs->n; i++) {
        if (strcmp(inputs->items[i - 1].path, inputs->items[i].path) > 0)
            break;
    }
    return i;
}

static void
merge(const struct kb_input *a, size_t n_a, size_t n_b, struct kb_input *out)
{
    const struct kb_input *b = a + n_a;
    const struct kb_input *end_a = b;
    const struct kb_input *end_b = b + n_b;
    while (a < end_a || b < end_b) {
        bool take_a = b == end_b || (a < end_a && strcmp(a->path, b->path) <= 0);
        *out++ = take_a ? *a++ : *b++;
    }
}

/* The list is made of a few sorted ones, one after another: merged two by two they are
 * in order after one or two rounds, where qsort takes 30 ms for the archive. */
static enum kb_status
sort_paths(struct kb_inputs *inputs, struct kb_error *err)
{
    if (inputs->n == 0 || run_end(inputs, 0) == inputs->n)
        return KB_OK;
    struct kb_input *other = kb_mem_array(inputs->capacity, sizeof(*other));
    if (other == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu files", inputs->n);
    while (run_end(inputs, 0) < inputs->n) {
        for (size_t i = 0; i < inputs->n;) {
            size_t middle = run_end(inputs, i);
            size_t end = middle < inputs->n ? run_end(inputs, middle) : middle;
            merge(&inputs->items[i], middle - i, end - middle, &other[i]);
            i = end;
        }
        struct kb_input *merged = other;
        other = inputs->items;
        inputs->items = merged;
    }
    kb_mem_free(other);
    return KB_OK;
}

static void
drop_doubles(struct kb_inputs *inputs)
{
    size_t kept = 0;
    for (size_t i = 0; i < inputs->n; i++) {
        if (kept == 0 ||
            strcmp(inputs->items[kept - 1].path, inputs->items[i].path) != 0)
            inputs->items[kept++] = inputs->items[i];
    }
    inputs->n = kept;
}

enum kb_status
kb_walk(const struct kb_walk_options *options, struct kb_report *report,
        struct kb_inputs *out, struct kb_error *err)
{
    struct timespec now;
    struct tour t = {.options = options, .report = report, .out = out, .err = err};
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < KB_SHARDS_MAX; i++)
        t.found[i] = (struct kb_buf)KB_BUF_INIT(FOUND_MAX_BYTES);
    clock_gettime(CLOCK_REALTIME, &now);
    out->begun_ns = to_ns(&now);
    t.next = mmap(NULL, sizeof(*t.next), PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (t.next == MAP_FAILED)
        return kb_error_os(err, errno, "cannot share memory with a process");
    t.index = realpath(options->index, NULL);
    for (size_t i = 0; i < options->n_roots && st == KB_OK; i++)
        st = add_root(&t, options->roots[i]);
    for (size_t i = 0; i < t.roots.n && st == KB_OK;) {
        for (; i < t.roots.n && st == KB_OK; i++) {
            if (!is_walked(&t.roots, i))
                st = add_folder(&t.todo, t.roots.items[i].path, 0, err);
        }
        if (st == KB_OK)
            st = walk_todo(&t);
    }
    if (st == KB_OK)
        st = sort_paths(out, err);
    if (st == KB_OK)
        drop_doubles(out);
    else
        kb_inputs_clear(out);
    clear_folders(&t.todo);
    clear_folders(&t.roots);
    free(t.index);
    munmap(t.next, sizeof(*t.next));
    return st;
}
