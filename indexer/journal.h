/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a stream goes to systemd's journal, and how a line tells it its grade. Called
 * by indexer/{main,report}; calls nothing. */
#ifndef KB_INDEXER_JOURNAL_H
#define KB_INDEXER_JOURNAL_H

#include <stdbool.h>

enum kb_grade {
    KB_GRADE_ERROR,
    KB_GRADE_WARNING,
    KB_GRADE_INFO
};

/**
 * Whether a descriptor is the stream that systemd opened for its journal: device and
 * inode stand in JOURNAL_STREAM.
 * Source: systemd.exec(5), $JOURNAL_STREAM.
 */
bool kb_journal_is(int fd);

/**
 * What stands in front of a line of this grade: "<3>"; static.
 * Source: sd-daemon(3), SD_ERR and the like.
 */
const char *kb_journal_prefix(enum kb_grade grade);

#endif
