/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One writer per index: a lock of the kernel on a file, gone when its holder is,
 * whatever ended it. Called by the indexer; calls base. */
#ifndef KB_BASE_LOCK_H
#define KB_BASE_LOCK_H

#include "base/error.h"

struct kb_lock {
    int fd; /* -1 = not held */
};

#define KB_LOCK_INIT                                                                   \
    {                                                                                  \
        -1                                                                             \
    }

/**
 * Take the lock or fail at once.
 *
 *   path    lock file; made when missing, never written, never removed
 *
 * Fails: KB_E_BUSY with the holder's process number, where the kernel tells it;
 * KB_E_IO.
 */
enum kb_status kb_lock_take(const char *path, struct kb_lock *lock,
                            struct kb_error *err) KB_CHECKED;

/**
 * Give the lock back; one that is not held is fine.
 */
void kb_lock_clear(struct kb_lock *lock);

#endif
