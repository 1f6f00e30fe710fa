/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* What is asked for of the whole file. */
static struct flock
whole(void)
{
    return (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET};
}

static enum kb_status
busy(int fd, const char *path, struct kb_error *err)
{
    struct flock held = whole();
    if (fcntl(fd, F_GETLK, &held) != 0 || held.l_type == F_UNLCK || held.l_pid <= 0)
        return kb_error_set(err, KB_E_BUSY, "'%s' is held by another run", path);
    return kb_error_set(err, KB_E_BUSY, "'%s' is held by another run, process %ld",
                        path, (long)held.l_pid);
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
    /* The other kind of lock only tells who it is, without a byte written; where it
     * cannot be had (on NFS both are one) nobody is named. */
    struct flock name = whole();
    (void)fcntl(fd, F_SETLK, &name);
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
