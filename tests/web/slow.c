/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Preloaded by the web tests: while the file of KB_SLOW is there, reading a table of
 * the index takes for ever. Stands for a search that cannot be stopped. */
#define _GNU_SOURCE 1
/* What is replaced here must not be the C library's checked inline version. */
#undef _FORTIFY_SOURCE

#include <dlfcn.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static void
wait_while_slow(void)
{
    const char *file = getenv("KB_SLOW");
    while (file != NULL && access(file, F_OK) == 0) {
    }
}

__attribute__((visibility("default"))) ssize_t
pread64(int fd, void *bytes, size_t n, off64_t at)
{
    ssize_t (*next)(int, void *, size_t, off64_t);
    *(void **)&next = dlsym(RTLD_NEXT, "pread64");
    wait_while_slow();
    return next(fd, bytes, n, at);
}

__attribute__((visibility("default"))) ssize_t
pread(int fd, void *bytes, size_t n, off_t at)
{
    return pread64(fd, bytes, n, at);
}
