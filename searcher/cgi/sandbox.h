/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a process gives up before it reads a request: new privileges, all files but the
 * index (Landlock), all system calls but those that answering needs (seccomp). Each is
 * left out where the kernel has it not. Called by searcher/cgi; calls
 * cgi/landlock, libseccomp and base. */
#ifndef KB_SEARCHER_CGI_SANDBOX_H
#define KB_SEARCHER_CGI_SANDBOX_H

#include <stdbool.h>

#include "cgi/setup.h"

struct kb_sandbox {
    bool no_new_privileges;
    int landlock_abi; /* 0 = the kernel has none or it could not be entered */
    bool seccomp;
};

/**
 * Enter it; there is no way back. The index may be missing: then no file can be read.
 *
 *   out    what was entered
 *
 * Fails: KB_E_INTERNAL when the mode is KB_SANDBOX_MUST and a part is missing.
 */
enum kb_status kb_sandbox_enter(const struct kb_setup *setup, struct kb_sandbox *out,
                                struct kb_error *err) KB_CHECKED;

#endif
