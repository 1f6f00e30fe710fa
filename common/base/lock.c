/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum {
    NOTE_BYTES = 32 /* process number and line end */
};

static enum kb_status
busy(int fd, const char *path, struct kb_error *err)
{
    char note[NOTE_BYTES] = "";
    ssize_t n = pread(fd, note, sizeof(note) - 1, 0);
    note[n < 0 ? 0 : n] = '\0';
    note[strcspn(note, "\n")] = '\0';
    return kb_error_set(err, KB_E_BUSY, "'%s' is held by another run, process %s", path,
                        note[0] == '\0' ? "unknown" : note);
}

enum kb_status
kb_lock_take(const char *path, struct kb_lock *lock, struct kb_error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return kb_error_os(err, errno, "cannot open lock '%s'", path);
    /* flock, not fcntl: it belongs to the open file, so a worker's copy of the
     * descriptor that is closed does not release it. */
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        enum kb_status st = errno == EWOULDBLOCK
                                ? busy(fd, path, err)
                                : kb_error_os(err, errno, "cannot lock '%s'", path);
        close(fd);
        return st;
    }
    char note[NOTE_BYTES];
    int n = snprintf(note, sizeof(note), "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, note, (size_t)n, 0) != n) {
        enum kb_status st = kb_error_os(err, errno, "cannot write lock '%s'", path);
        close(fd);
        return st;
    }
    lock->fd = fd;
    return KB_OK;
}

void
kb_lock_clear(struct kb_lock *lock)
{
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
}
