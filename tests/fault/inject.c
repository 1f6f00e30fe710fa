/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A library for LD_PRELOAD that makes one call of a process or its children fail.
 *   KB_INJECT=CALL:N:WHAT    the N-th CALL (write, pwrite, fsync, fdatasync, rename,
 * symlink, mkdir, link, unlink, read) fails with WHAT (eio, enospc), or WHAT is kill:
 * the process gets SIGKILL in its place KB_INJECT=CALL:0:count   prints at the end of
 * the first process how many there were Calls are counted over the process and its
 * children; writes to regular files only. */
/* RTLD_NEXT and the names with 64 are glibc's. */
#define _GNU_SOURCE 1

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHOWN __attribute__((visibility("default")))

static char wanted[16]; /* name of the call */
static long at;
static char what[16];
static atomic_long *n_calls; /* shared with the children */
static pid_t first;

__attribute__((constructor)) static void
begin(void)
{
    const char *text = getenv("KB_INJECT");
    if (text == NULL || sscanf(text, "%15[^:]:%ld:%15s", wanted, &at, what) != 3)
        return;
    void *shared = mmap(NULL, sizeof(*n_calls), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        abort();
    n_calls = shared;
    first = getpid();
}

__attribute__((destructor)) static void
end(void)
{
    if (n_calls != NULL && getpid() == first && strcmp(what, "count") == 0)
        fprintf(stderr, "inject: %ld\n", atomic_load(n_calls));
}

/* 0, or -1 with errno when this call is the one. */
static int
inject(const char *name)
{
    if (n_calls == NULL || strcmp(name, wanted) != 0)
        return 0;
    if (atomic_fetch_add(n_calls, 1) + 1 != at)
        return 0;
    if (strcmp(what, "kill") == 0)
        (void)kill(getpid(), SIGKILL);
    errno = strcmp(what, "enospc") == 0 ? ENOSPC : EIO;
    return -1;
}

static int
inject_fd(const char *name, int fd)
{
    struct stat info;
    if (n_calls == NULL || fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return 0;
    return inject(name);
}

/* The real function; ISO C has no cast from object to function pointer. */
#define REAL(type, name)                                                               \
    type real;                                                                         \
    do {                                                                               \
        void *found = dlsym(RTLD_NEXT, name);                                          \
        memcpy(&real, &found, sizeof(real));                                           \
    } while (0)

typedef ssize_t (*write_fn)(int, const void *, size_t);
typedef ssize_t (*pwrite_fn)(int, const void *, size_t, off64_t);
typedef int (*fd_fn)(int);
typedef int (*two_paths_fn)(const char *, const char *);
typedef int (*path_fn)(const char *);
typedef ssize_t (*read_fn)(int, void *, size_t);
typedef int (*mkdir_fn)(const char *, mode_t);

SHOWN ssize_t
write(int fd, const void *bytes, size_t n)
{
    REAL(write_fn, "write");
    return inject_fd("write", fd) != 0 ? -1 : real(fd, bytes, n);
}

SHOWN ssize_t
pwrite(int fd, const void *bytes, size_t n, off_t offset)
{
    REAL(pwrite_fn, "pwrite64");
    return inject_fd("pwrite", fd) != 0 ? -1 : real(fd, bytes, n, offset);
}

SHOWN ssize_t
pwrite64(int fd, const void *bytes, size_t n, off64_t offset)
{
    REAL(pwrite_fn, "pwrite64");
    return inject_fd("pwrite", fd) != 0 ? -1 : real(fd, bytes, n, offset);
}

SHOWN int
fsync(int fd)
{
    REAL(fd_fn, "fsync");
    return inject("fsync") != 0 ? -1 : real(fd);
}

SHOWN int
fdatasync(int fd)
{
    REAL(fd_fn, "fdatasync");
    return inject("fdatasync") != 0 ? -1 : real(fd);
}

SHOWN int
rename(const char *from, const char *to)
{
    REAL(two_paths_fn, "rename");
    return inject("rename") != 0 ? -1 : real(from, to);
}

SHOWN int
symlink(const char *target, const char *path)
{
    REAL(two_paths_fn, "symlink");
    return inject("symlink") != 0 ? -1 : real(target, path);
}

SHOWN int
link(const char *from, const char *to)
{
    REAL(two_paths_fn, "link");
    return inject("link") != 0 ? -1 : real(from, to);
}

SHOWN int
unlink(const char *path)
{
    REAL(path_fn, "unlink");
    return inject("unlink") != 0 ? -1 : real(path);
}

SHOWN ssize_t
read(int fd, void *bytes, size_t n)
{
    REAL(read_fn, "read");
    return inject_fd("read", fd) != 0 ? -1 : real(fd, bytes, n);
}

SHOWN int
mkdir(const char *path, mode_t mode)
{
    REAL(mkdir_fn, "mkdir");
    return inject("mkdir") != 0 ? -1 : real(path, mode);
}
