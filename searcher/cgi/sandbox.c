/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cgi/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "base/mem.h"
#include "cgi/landlock.h"

/* What answering needs. Anything else fails with ENOSYS, as on a kernel that does not
 * know the call, so that libraries fall back to what they had before; a process that is
 * killed instead would be a way to stop the service. */
static const int allowed[] = {
    /* files, only as far as Landlock lets; sockets that are there */
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(readv),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(lseek),
    SCMP_SYS(stat),
    SCMP_SYS(fstat),
    SCMP_SYS(lstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents64),
    SCMP_SYS(fcntl),
    SCMP_SYS(fadvise64),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(getcwd),
    /* a FastCGI worker's connections: none can be made, only taken */
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(getpeername),
    SCMP_SYS(getsockname),
    SCMP_SYS(getsockopt),
    SCMP_SYS(recvfrom),
    SCMP_SYS(sendto),
    SCMP_SYS(shutdown),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(select),
    SCMP_SYS(pselect6),
    /* memory, time, signals, the end */
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(alarm),
    SCMP_SYS(setitimer),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(tgkill),
    SCMP_SYS(sysinfo),
    SCMP_SYS(rseq),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

static int
add_rules(scmp_filter_ctx filter)
{
    int failed = 0;
    for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]) && failed == 0; i++)
        failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    /* No memory that can be run. */
    const struct scmp_arg_cmp not_run = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
    if (failed == 0)
        failed =
            seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &not_run);
    if (failed == 0)
        failed = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                                        &not_run);
    return failed;
}

static bool
enter_seccomp(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    if (filter == NULL)
        return false;
    bool entered = add_rules(filter) == 0 && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return entered;
}

/* The folder of a file as a string of its own; NULL without memory. */
static char *
folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return kb_mem_copy(".", 1);
    return kb_mem_copy(path, slash == path ? 1 : (size_t)(slash - path));
}

enum kb_status
kb_sandbox_enter(const struct kb_setup *setup, struct kb_sandbox *out,
                 struct kb_error *err)
{
    *out = (struct kb_sandbox){false, 0, false};
    if (setup->sandbox == KB_SANDBOX_OFF)
        return KB_OK;
    char *log_folder = setup->log == NULL ? NULL : folder_of(setup->log);
    out->no_new_privileges = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    if (out->no_new_privileges)
        out->landlock_abi =
            kb_landlock_enter(kb_buf_cstr(&setup->settings.index), log_folder);
    kb_mem_free(log_folder);
    if (out->no_new_privileges)
        out->seccomp = enter_seccomp();
    if (setup->sandbox == KB_SANDBOX_MUST &&
        !(out->no_new_privileges && out->landlock_abi > 0 && out->seccomp))
        return kb_error_set(err, KB_E_INTERNAL,
                            "KBSEARCH_SANDBOX=must, but this kernel lacks %s",
                            !out->no_new_privileges  ? "no_new_privs"
                            : out->landlock_abi == 0 ? "Landlock"
                                                     : "seccomp filters");
    return KB_OK;
}
