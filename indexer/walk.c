/* SPDX-License-Identifier: GPL-2.0-or-later */
/* d_type saves a stat a file: 60,335 of them. */
#define _DEFAULT_SOURCE 1

#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"

struct walk {
    struct kb_report *report;
    struct kb_paths *out;
    struct kb_paths roots; /* real paths: operands, and folders that links lead to */
    struct stat index;     /* of the index folder */
    bool has_index;
    size_t depth;
    struct kb_error *err;
};

static enum kb_status
add_path(struct walk *w, struct kb_paths *list, const char *path)
{
    char *copy = kb_mem_copy(path, strlen(path));
    if (copy == NULL || kb_mem_grow(&list->items, list->n, &list->capacity,
                                    sizeof(*list->items)) != KB_OK) {
        kb_mem_free(copy);
        return kb_error_set(w->err, KB_E_NOMEM, "no memory for %zu paths", list->n);
    }
    list->items[list->n++] = copy;
    return KB_OK;
}

static enum kb_status
skip(struct walk *w, const char *path, const char *reason)
{
    return kb_report_skip(w->report, path, KB_E_IO, reason, w->err);
}

/* Links are followed by their real path. Folders become roots of their own, walked
 * once, so loops end. */
static enum kb_status
follow(struct walk *w, const char *path)
{
    struct stat info;
    char *real = realpath(path, NULL);
    if (real == NULL || stat(real, &info) != 0) {
        enum kb_status st = skip(w, path, strerror(errno));
        free(real);
        return st;
    }
    enum kb_status st;
    if (S_ISDIR(info.st_mode))
        st = add_path(w, &w->roots, real);
    else if (S_ISREG(info.st_mode))
        st = add_path(w, w->out, real);
    else
        st = skip(w, path, "neither a file nor a folder");
    free(real);
    return st;
}

static enum kb_status walk_dir(struct walk *w, const char *path);

/* Some file systems do not tell the type with the name. */
static unsigned char
type_of(const char *path, const struct dirent *entry)
{
    struct stat info;
    if (entry->d_type != DT_UNKNOWN || lstat(path, &info) != 0)
        return entry->d_type;
    return (unsigned char)IFTODT(info.st_mode);
}

static enum kb_status
walk_entry(struct walk *w, const char *dir, const struct dirent *entry)
{
    if (entry->d_name[0] == '.')
        return KB_OK;
    char *path = kb_file_join(dir, entry->d_name);
    if (path == NULL)
        return kb_error_set(w->err, KB_E_NOMEM, "no memory for a path");
    unsigned char type = type_of(path, entry);
    enum kb_status st;
    if (type == DT_REG)
        st = add_path(w, w->out, path);
    else if (type == DT_DIR)
        st = walk_dir(w, path);
    else
        st = follow(w, path);
    kb_mem_free(path);
    return st;
}

static bool
is_index(const struct walk *w, const struct stat *info)
{
    return w->has_index && w->index.st_dev == info->st_dev &&
           w->index.st_ino == info->st_ino;
}

static enum kb_status
walk_dir(struct walk *w, const char *path)
{
    struct stat info;
    DIR *entries = opendir(path);
    if (entries == NULL || fstat(dirfd(entries), &info) != 0) {
        int reason = errno;
        if (entries != NULL)
            closedir(entries);
        return skip(w, path, strerror(reason));
    }
    enum kb_status st = KB_OK;
    if (w->depth == KB_WALK_MAX_DEPTH)
        st = skip(w, path, "too many folders inside each other");
    if (w->depth == KB_WALK_MAX_DEPTH || is_index(w, &info)) {
        closedir(entries);
        return st;
    }
    w->depth++;
    const struct dirent *entry;
    while (st == KB_OK && (errno = 0, entry = readdir(entries)) != NULL)
        st = walk_entry(w, path, entry);
    if (st == KB_OK && errno != 0)
        st = skip(w, path, strerror(errno));
    w->depth--;
    closedir(entries);
    return st;
}

static enum kb_status
add_root(struct walk *w, const char *root)
{
    struct stat info;
    if (stat(root, &info) == 0)
        return follow(w, root);
    if (errno == ENOENT || errno == ENOTDIR)
        return kb_error_set(w->err, KB_E_NOT_FOUND, "corpus '%s' is not there", root);
    return kb_error_os(w->err, errno, "cannot read corpus '%s'", root);
}

/* Whether root i lies in one of the roots before it, where the walk has come by: not
 * behind a name with a dot. */
static bool
is_walked(const struct kb_paths *roots, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        size_t n = strlen(roots->items[k]);
        const char *rest = roots->items[i] + n;
        if (strncmp(roots->items[k], roots->items[i], n) == 0 &&
            (*rest == '/' || *rest == '\0') && strstr(rest, "/.") == NULL)
            return true;
    }
    return false;
}

static int
by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
sort_unique(struct kb_paths *paths)
{
    size_t kept = 0;
    if (paths->n > 0)
        qsort(paths->items, paths->n, sizeof(paths->items[0]), by_bytes);
    for (size_t i = 0; i < paths->n; i++) {
        if (kept > 0 && strcmp(paths->items[kept - 1], paths->items[i]) == 0)
            kb_mem_free(paths->items[i]);
        else
            paths->items[kept++] = paths->items[i];
    }
    paths->n = kept;
}

enum kb_status
kb_walk(char *const *roots, size_t n, const char *index, struct kb_report *report,
        struct kb_paths *out, struct kb_error *err)
{
    struct walk w = {.report = report, .out = out, .err = err};
    w.has_index = stat(index, &w.index) == 0;
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < n && st == KB_OK; i++)
        st = add_root(&w, roots[i]);
    for (size_t i = 0; i < w.roots.n && st == KB_OK; i++) {
        if (!is_walked(&w.roots, i))
            st = walk_dir(&w, w.roots.items[i]);
    }
    if (st == KB_OK)
        sort_unique(out);
    else
        kb_paths_clear(out);
    kb_paths_clear(&w.roots);
    return st;
}

void
kb_paths_clear(struct kb_paths *paths)
{
    for (size_t i = 0; i < paths->n; i++)
        kb_mem_free(paths->items[i]);
    kb_mem_free(paths->items);
    *paths = (struct kb_paths){NULL, 0, 0};
}
