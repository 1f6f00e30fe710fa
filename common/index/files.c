/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/file.h"
#include "base/mem.h"

enum {
    STEP_BYTES = 256 * 1024 /* stays in the processor's cache between two uses */
};

/* Reads a file to its end; what is read is hashed and, with `to` open, written. */
struct pass {
    const char *path;
    int from;
    int to; /* -1 = nothing is written */
    char *bytes;
    XXH3_state_t *state;
    uint64_t n_bytes;
    struct kb_error *err;
};

static enum kb_status
write_all(struct pass *p, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t now = write(p->to, p->bytes + done, n - done);
        if (now < 0 && errno == EINTR)
            continue;
        if (now < 0)
            return kb_error_os(p->err, errno, "cannot write a copy of '%s'", p->path);
        done += (size_t)now;
    }
    return KB_OK;
}

static enum kb_status
run_pass(struct pass *p)
{
    enum kb_status st = KB_OK;
    while (st == KB_OK) {
        ssize_t n = read(p->from, p->bytes, STEP_BYTES);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return kb_error_os(p->err, errno, "cannot read '%s'", p->path);
        if (n == 0)
            break;
        XXH3_64bits_update(p->state, p->bytes, (size_t)n);
        p->n_bytes += (uint64_t)n;
        if (p->to >= 0)
            st = write_all(p, (size_t)n);
    }
    return st;
}

/* Read dir/name into `out`; with `to` not NULL also copy it there. */
static enum kb_status
pass_file(const char *dir, const char *name, const char *to, struct kb_build_file *out,
          struct kb_error *err)
{
    char *path = kb_file_join(dir, name);
    char *copy = to == NULL ? NULL : kb_file_join(to, name);
    struct pass p = {.path = path, .from = -1, .to = -1, .err = err};
    enum kb_status st = KB_OK;
    p.bytes = kb_mem_array(STEP_BYTES, 1);
    p.state = XXH3_createState();
    if (path == NULL || (to != NULL && copy == NULL) || p.bytes == NULL ||
        p.state == NULL) {
        st = kb_error_set(err, KB_E_NOMEM, "no memory to read '%s'", name);
        goto done;
    }
    (void)XXH3_64bits_reset(p.state);
    p.from = open(path, O_RDONLY | O_CLOEXEC);
    if (p.from < 0) {
        st = errno == ENOENT || errno == ENOTDIR
                 ? kb_error_set(err, KB_E_NOT_FOUND, "'%s' is not there", path)
                 : kb_error_os(err, errno, "cannot open '%s'", path);
        goto done;
    }
    if (copy != NULL)
        p.to = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (copy != NULL && p.to < 0)
        st = kb_error_os(err, errno, "cannot make '%s'", copy);
    if (st == KB_OK)
        st = run_pass(&p);
    if (p.to >= 0 && close(p.to) != 0 && st == KB_OK)
        st = kb_error_os(err, errno, "cannot close '%s'", copy);
    if (st == KB_OK) {
        snprintf(out->name, sizeof(out->name), "%s", name);
        out->n_bytes = p.n_bytes;
        out->digest = XXH3_64bits_digest(p.state);
    }
done:
    if (p.from >= 0)
        close(p.from);
    XXH3_freeState(p.state);
    kb_mem_free(p.bytes);
    kb_mem_free(copy);
    kb_mem_free(path);
    return st;
}

enum kb_status
kb_files_add(struct kb_build_files *files, const char *dir, const char *name,
             struct kb_error *err)
{
    if (files->n == KB_FILES_MAX || strlen(name) >= KB_FILE_NAME_BYTES)
        return kb_error_set(err, KB_E_LIMIT, "'%s': name too long, or over %d files",
                            name, KB_FILES_MAX);
    enum kb_status st = pass_file(dir, name, NULL, &files->items[files->n], err);
    files->n += st == KB_OK;
    return st;
}

struct add_dir {
    struct kb_build_files *files;
    const char *dir;
};

static enum kb_status
add_entry(const char *path, void *context, struct kb_error *err)
{
    const struct add_dir *job = context;
    return kb_files_add(job->files, job->dir, path + strlen(job->dir) + 1, err);
}

enum kb_status
kb_files_add_dir(struct kb_build_files *files, const char *dir, const char *name,
                 struct kb_error *err)
{
    struct add_dir job = {files, dir};
    char *path = kb_file_join(dir, name);
    enum kb_status st = path == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for a path")
                            : kb_file_each(path, add_entry, &job, err);
    kb_mem_free(path);
    return st;
}

static enum kb_status
compare(const struct kb_build_file *wanted, const struct kb_build_file *got,
        const char *dir, struct kb_error *err)
{
    if (got->n_bytes != wanted->n_bytes)
        return kb_error_set(err, KB_E_CORRUPT, "'%s/%s' has %llu bytes, had %llu", dir,
                            wanted->name, (unsigned long long)got->n_bytes,
                            (unsigned long long)wanted->n_bytes);
    if (got->digest != wanted->digest)
        return kb_error_set(err, KB_E_CORRUPT,
                            "'%s/%s' has other bytes than it was published with", dir,
                            wanted->name);
    return KB_OK;
}

/* A file that a build has lost is damage. */
static enum kb_status
lost(enum kb_status st, struct kb_error *err)
{
    if (st != KB_E_NOT_FOUND)
        return st;
    kb_error_context(err, "the build has lost a file");
    if (err != NULL)
        err->code = KB_E_CORRUPT;
    return KB_E_CORRUPT;
}

enum kb_status
kb_files_check(const struct kb_build_file *file, const char *dir, struct kb_error *err)
{
    struct kb_build_file got = {.n_bytes = 0};
    enum kb_status st = lost(pass_file(dir, file->name, NULL, &got, err), err);
    return st == KB_OK ? compare(file, &got, dir, err) : st;
}

static bool
link_file(const char *from, const char *to, const char *name)
{
    char *old = kb_file_join(from, name);
    char *new = kb_file_join(to, name);
    bool done = old != NULL && new != NULL &&link(old, new) == 0;
    kb_mem_free(old);
    kb_mem_free(new);
    return done;
}

enum kb_status
kb_files_copy(const struct kb_build_file *file, const char *from, const char *to,
              bool may_link, struct kb_error *err)
{
    struct kb_build_file got = {.n_bytes = 0};
    if (may_link && link_file(from, to, file->name))
        return kb_files_check(file, to, err);
    enum kb_status st = lost(pass_file(from, file->name, to, &got, err), err);
    return st == KB_OK ? compare(file, &got, from, err) : st;
}

bool
kb_files_hold(const struct kb_build_file *file, struct kb_span bytes)
{
    return file->n_bytes == bytes.n_bytes &&
           file->digest == XXH3_64bits(bytes.data, bytes.n_bytes);
}

const struct kb_build_file *
kb_files_find(const struct kb_build_files *files, const char *name)
{
    for (size_t i = 0; i < files->n; i++) {
        if (strcmp(files->items[i].name, name) == 0)
            return &files->items[i];
    }
    return NULL;
}
