/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"

static enum kb_status
open_error(const char *path, struct kb_error *err)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return kb_error_set(err, KB_E_NOT_FOUND, "'%s' is not there", path);
    return kb_error_os(err, errno, "cannot open '%s'", path);
}

static ssize_t
read_some(int fd, char *bytes, size_t n)
{
    ssize_t got;
    do
        got = read(fd, bytes, n);
    while (got < 0 && errno == EINTR);
    return got;
}

/* Append what is left of an open file; `size` is what it is said to have. */
static enum kb_status
read_bytes(int fd, const char *path, uint64_t size, struct kb_buf *out,
           struct kb_error *err)
{
    /* One byte more than the size shows the end without a second look. */
    size_t room = out->max_bytes - out->n_bytes;
    size_t n_wanted = size < room ? (size_t)size + 1 : room;
    while (n_wanted > 0) {
        size_t step = n_wanted < 64 * 1024 ? n_wanted : 64 * 1024;
        enum kb_status st = kb_buf_reserve(out, step, err);
        if (st != KB_OK)
            return st;
        ssize_t got = read_some(fd, out->data + out->n_bytes, step);
        if (got < 0)
            return kb_error_os(err, errno, "cannot read '%s'", path);
        if (got == 0)
            break;
        out->n_bytes += (size_t)got;
        n_wanted -= (size_t)got;
    }
    if (out->data != NULL)
        out->data[out->n_bytes] = '\0';
    return KB_OK;
}

/* Open a regular file; on KB_OK `fd` is the caller's to close. */
static enum kb_status
open_file(const char *path, size_t max_bytes, int *fd, size_t *n_bytes,
          struct kb_error *err)
{
    struct stat info;
    enum kb_status st = KB_OK;
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*fd < 0)
        return open_error(path, err);
    if (fstat(*fd, &info) != 0)
        st = kb_error_os(err, errno, "cannot look at '%s'", path);
    else if (!S_ISREG(info.st_mode))
        st = kb_error_set(err, KB_E_INVALID, "'%s' is no regular file", path);
    else if ((uint64_t)info.st_size > max_bytes)
        st = kb_error_set(err, KB_E_LIMIT, "'%s' has %lld bytes, at most %zu", path,
                          (long long)info.st_size, max_bytes);
    else
        *n_bytes = (size_t)info.st_size;
    if (st != KB_OK)
        close(*fd);
    return st;
}

enum kb_status
kb_file_read(const char *path, struct kb_buf *out, struct kb_error *err)
{
    int fd;
    size_t n_bytes = 0;
    enum kb_status st =
        open_file(path, out->max_bytes - out->n_bytes, &fd, &n_bytes, err);
    if (st != KB_OK)
        return st;
    st = read_bytes(fd, path, n_bytes, out, err);
    close(fd);
    return st;
}

void
kb_file_expect(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return;
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED);
    close(fd);
}

enum kb_status
kb_file_map(const char *path, size_t max_bytes, struct kb_span *out,
            struct kb_error *err)
{
    int fd;
    size_t n_bytes = 0;
    enum kb_status st = open_file(path, max_bytes, &fd, &n_bytes, err);
    if (st != KB_OK)
        return st;
    *out = kb_span_at(NULL, 0);
    if (n_bytes > 0) {
        void *at = mmap(NULL, n_bytes, PROT_READ, MAP_PRIVATE, fd, 0);
        if (at == MAP_FAILED)
            st = kb_error_os(err, errno, "cannot read '%s'", path);
        else
            *out = kb_span_at(at, n_bytes);
    }
    close(fd);
    return st;
}

void
kb_file_unmap(struct kb_span *bytes)
{
    if (bytes->n_bytes > 0)
        munmap((void *)(uintptr_t)bytes->data, bytes->n_bytes);
    *bytes = kb_span_at(NULL, 0);
}

static enum kb_status
write_bytes(int fd, const char *path, struct kb_span bytes, struct kb_error *err)
{
    while (bytes.n_bytes > 0) {
        ssize_t done = write(fd, bytes.data, bytes.n_bytes);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return kb_error_os(err, errno, "cannot write '%s'", path);
        bytes = kb_span_skip(bytes, (size_t)done);
    }
    if (fsync(fd) != 0)
        return kb_error_os(err, errno, "cannot sync '%s'", path);
    return KB_OK;
}

enum kb_status
kb_file_write(const char *path, struct kb_span bytes, struct kb_error *err)
{
    struct kb_buf beside = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = kb_buf_printf(&beside, err, "%s.new", path);
    if (st != KB_OK)
        goto done;
    int fd = open(beside.data, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        st = kb_error_os(err, errno, "cannot make '%s'", beside.data);
        goto done;
    }
    st = write_bytes(fd, beside.data, bytes, err);
    if (close(fd) != 0 && st == KB_OK)
        st = kb_error_os(err, errno, "cannot close '%s'", beside.data);
    if (st == KB_OK && rename(beside.data, path) != 0)
        st = kb_error_os(err, errno, "cannot rename to '%s'", path);
    if (st != KB_OK)
        unlink(beside.data);
done:
    kb_buf_clear(&beside);
    return st;
}

enum kb_status
kb_file_make_dir(const char *path, struct kb_error *err)
{
    struct stat info;
    if (mkdir(path, 0777) == 0)
        return KB_OK;
    if (errno != EEXIST)
        return kb_error_os(err, errno, "cannot make folder '%s'", path);
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
        return kb_error_set(err, KB_E_INVALID, "'%s' is there and is no folder", path);
    return KB_OK;
}

enum kb_status
kb_file_sync(const char *path, struct kb_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return open_error(path, err);
    enum kb_status st = KB_OK;
    if (fsync(fd) != 0)
        st = kb_error_os(err, errno, "cannot sync '%s'", path);
    close(fd);
    return st;
}

enum kb_status
kb_file_each(const char *dir,
             enum kb_status (*visit)(const char *path, void *context,
                                     struct kb_error *err),
             void *context, struct kb_error *err)
{
    DIR *entries = opendir(dir);
    if (entries == NULL)
        return open_error(dir, err);
    enum kb_status st = KB_OK;
    while (st == KB_OK) {
        errno = 0;
        const struct dirent *entry = readdir(entries);
        if (entry == NULL) {
            if (errno != 0)
                st = kb_error_os(err, errno, "cannot read folder '%s'", dir);
            break;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *path = kb_file_join(dir, entry->d_name);
        st = path == NULL ? kb_error_set(err, KB_E_NOMEM, "no memory for a path")
                          : visit(path, context, err);
        kb_mem_free(path);
    }
    closedir(entries);
    return st;
}

/* What is done with every entry of a tree, folders after what they hold. */
struct tree_job {
    enum kb_status (*leave)(const char *path, const struct stat *info,
                            struct tree_job *job, struct kb_error *err);
    unsigned depth;
    uint64_t n_bytes;
};

static enum kb_status
visit_tree(const char *path, void *context, struct kb_error *err)
{
    struct tree_job *job = context;
    struct stat info;
    if (lstat(path, &info) != 0) {
        return errno == ENOENT ? KB_OK
                               : kb_error_os(err, errno, "cannot look at '%s'", path);
    }
    if (S_ISDIR(info.st_mode)) {
        if (job->depth == KB_WALK_MAX_DEPTH)
            return kb_error_set(err, KB_E_LIMIT, "'%s' is more than %d folders deep",
                                path, KB_WALK_MAX_DEPTH);
        job->depth++;
        enum kb_status st = kb_file_each(path, visit_tree, job, err);
        job->depth--;
        if (st != KB_OK)
            return st;
    }
    return job->leave(path, &info, job, err);
}

static enum kb_status
leave_removed(const char *path, const struct stat *info, struct tree_job *job,
              struct kb_error *err)
{
    (void)job;
    int failed = S_ISDIR(info->st_mode) ? rmdir(path) : unlink(path);
    if (failed != 0 && errno != ENOENT)
        return kb_error_os(err, errno, "cannot remove '%s'", path);
    return KB_OK;
}

static enum kb_status
leave_synced(const char *path, const struct stat *info, struct tree_job *job,
             struct kb_error *err)
{
    if (S_ISREG(info->st_mode))
        job->n_bytes += (uint64_t)info->st_size;
    else if (!S_ISDIR(info->st_mode))
        return KB_OK;
    return kb_file_sync(path, err);
}

enum kb_status
kb_file_remove_tree(const char *path, struct kb_error *err)
{
    struct tree_job job = {leave_removed, 0, 0};
    return visit_tree(path, &job, err);
}

enum kb_status
kb_file_sync_tree(const char *path, uint64_t *n_bytes, struct kb_error *err)
{
    struct tree_job job = {leave_synced, 0, 0};
    enum kb_status st = visit_tree(path, &job, err);
    if (n_bytes != NULL)
        *n_bytes = job.n_bytes;
    return st;
}

char *
kb_file_join(const char *dir, const char *name)
{
    size_t n_dir = strlen(dir);
    size_t n_name = strlen(name);
    char *path = kb_mem_array(n_dir + n_name + 2, 1);
    if (path == NULL)
        return NULL;
    memcpy(path, dir, n_dir);
    if (n_dir > 0 && dir[n_dir - 1] != '/')
        path[n_dir++] = '/';
    memcpy(path + n_dir, name, n_name);
    return path;
}
