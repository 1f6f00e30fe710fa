/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Landlock by raw system calls: from now on files can only be read below one folder,
 * and, for the query log, written below another. Called by cgi/sandbox; calls nothing.
 */
#ifndef KB_SEARCHER_CGI_LANDLOCK_H
#define KB_SEARCHER_CGI_LANDLOCK_H

/**
 * Enter; the process has given up new privileges before.
 *
 *   index        folder to read; missing = nothing can be read
 *   log_folder   folder in which files may be made and written; NULL = none
 *
 * Returns the version of Landlock's interface that is in force, 0 = not entered.
 * Source: https://docs.kernel.org/userspace-api/landlock.html, versions 1 to 6.
 */
int kb_landlock_enter(const char *index, const char *log_folder);

#endif
