/* SPDX-License-Identifier: GPL-2.0-or-later */
/* O_PATH and syscall are Linux. */
#define _GNU_SOURCE 1

#include "cgi/landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The headers of Debian 12 end with version 2 of the interface; the kernel takes as
 * much of the structure as its version knows. */
struct ruleset {
    uint64_t files;
    uint64_t net;    /* from version 4 */
    uint64_t scoped; /* from version 6 */
};

enum {
    RULESET_1_BYTES = 8,
    RULESET_4_BYTES = 16,
    RULESET_6_BYTES = 24,
    FILE_RIGHTS_1 = 13, /* EXECUTE to MAKE_SYM */
    FILE_RIGHTS_2 = 14, /* and REFER */
    FILE_RIGHTS_3 = 15, /* and TRUNCATE */
    FILE_RIGHTS_5 = 16, /* and IOCTL_DEV */
    NET_RIGHTS = 3,     /* BIND_TCP, CONNECT_TCP */
    SCOPES = 3          /* ABSTRACT_UNIX_SOCKET, SIGNAL */
};

static struct ruleset
everything(int abi, size_t *n_bytes)
{
    int n_rights = abi >= 5   ? FILE_RIGHTS_5
                   : abi >= 3 ? FILE_RIGHTS_3
                   : abi == 2 ? FILE_RIGHTS_2
                              : FILE_RIGHTS_1;
    struct ruleset all = {((uint64_t)1 << n_rights) - 1, 0, 0};
    *n_bytes = RULESET_1_BYTES;
    if (abi >= 4) {
        all.net = NET_RIGHTS;
        *n_bytes = RULESET_4_BYTES;
    }
    if (abi >= 6) {
        all.scoped = SCOPES;
        *n_bytes = RULESET_6_BYTES;
    }
    return all;
}

static int
allow(int ruleset, const char *folder, uint64_t rights)
{
    int fd = open(folder, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return 0; /* not there: nothing to allow */
    struct landlock_path_beneath_attr rule = {.allowed_access = rights,
                                              .parent_fd = fd};
    long done =
        syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    (void)close(fd);
    return done == 0 ? 0 : -1;
}

int
kb_landlock_enter(const char *index, const char *log_folder)
{
    size_t n_bytes = 0;
    long abi =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1)
        return 0;
    struct ruleset all = everything((int)abi, &n_bytes);
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, n_bytes, 0);
    if (ruleset < 0)
        return 0;
    int failed = allow(ruleset, index,
                       LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
    if (failed == 0 && log_folder != NULL)
        failed = allow(ruleset, log_folder,
                       LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG);
    if (failed == 0 && syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
        failed = -1;
    (void)close(ruleset);
    return failed == 0 ? (int)abi : 0;
}
