/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What most tests share: calls that must succeed or fail, and a scratch folder of the
 * test's own, gone at its end. For test code only. Calls base. */
#ifndef KB_TEST_SCRATCH_H
#define KB_TEST_SCRATCH_H

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/kb_test.h"

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

enum {
    PATH_BYTES = 256
};

static struct kb_error err;
static char scratch[PATH_BYTES]; /* a folder of this test's own */

/* ---- what a call must do ---- */

static inline void
ok_at(enum kb_status st, int line)
{
    if (st != KB_OK)
        fail_msg("line %d: %s: %s", line, kb_status_name(st), err.msg);
}

static inline void
fails_at(enum kb_status st, enum kb_status wanted, int line)
{
    if (st != wanted)
        fail_msg("line %d: %s instead of %s: %s", line, kb_status_name(st),
                 kb_status_name(wanted), err.msg);
    assert_int_equal(err.code, wanted);
    assert_true(strlen(err.msg) > 5);
}

static inline void
says_at(const char *wanted, int line)
{
    if (strstr(err.msg, wanted) == NULL)
        fail_msg("line %d: '%s' does not say '%s'", line, err.msg, wanted);
}

#define OK(call) ok_at((call), __LINE__)
#define FAILS(wanted, call) fails_at((call), (wanted), __LINE__)
#define SAYS(wanted) says_at((wanted), __LINE__) /* the failure before */

static inline void
span_is_at(struct kb_span got, const char *wanted, int line)
{
    if (!kb_span_equal(got, kb_span_cstr(wanted)))
        fail_msg("line %d: '%.*s' instead of '%s'", line, KB_SPAN_ARG(got), wanted);
}

#define SPAN_IS(wanted, span) span_is_at((span), (wanted), __LINE__)

/* ---- files ---- */

/* Remove `name`, a file or a folder with all in it, from the folder open as `parent`.
 */
static inline void
remove_tree(int parent, const char *name)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    if (fd < 0) {
        assert_int_equal(unlinkat(parent, name, 0), 0);
        return;
    }
    DIR *dir = fdopendir(fd);
    assert_non_null(dir);
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_tree(fd, entry->d_name);
    closedir(dir);
    assert_int_equal(unlinkat(parent, name, AT_REMOVEDIR), 0);
}

static inline int
set_up(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    char made[PATH_BYTES];
    char *real;
    snprintf(made, sizeof(made), "%s/kb-test-XXXXXX", tmp == NULL ? "/tmp" : tmp);
    if (mkdtemp(made) == NULL || (real = realpath(made, NULL)) == NULL)
        return -1;
    snprintf(scratch, sizeof(scratch), "%s", real);
    free(real);
    return 0;
}

/* As root every folder can be read and written: be nobody for a while. tear_down ends
 * it in any case. False where the machine does not let us. */
static inline bool
be_nobody(void)
{
    if (geteuid() != 0)
        return true;
    return chmod(scratch, 0755) == 0 && seteuid(65534) == 0;
}

static inline void
be_oneself(void)
{
    assert_int_equal(seteuid(getuid()), 0);
}

static inline int
tear_down(void **state)
{
    (void)state;
    kb_mem_fail_at(0);
    be_oneself();
    remove_tree(AT_FDCWD, scratch);
    return 0;
}

/* A path below the scratch folder; good until the fourth call after this one. */
static inline const char *
at(const char *name)
{
    static char paths[4][2 * PATH_BYTES];
    static size_t next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof(paths[0]), "%s/%s", scratch, name);
    return path;
}

/* Write bytes to a file below the scratch folder; its folder is there. */
static inline void
put_bytes(const char *name, const char *bytes, size_t n_bytes)
{
    FILE *file = fopen(at(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n_bytes, file), n_bytes);
    assert_int_equal(fclose(file), 0);
}

static inline void
put_file(const char *name, const char *text)
{
    put_bytes(name, text, strlen(text));
}

static inline void
put_dir(const char *name)
{
    assert_int_equal(mkdir(at(name), 0777), 0);
}

static inline void
put_link(const char *target, const char *name)
{
    assert_int_equal(symlink(target, at(name)), 0);
}

static inline bool
is_there(const char *name)
{
    struct stat info;
    return lstat(at(name), &info) == 0;
}

/* Entries of a folder below the scratch folder (count). */
static inline size_t
n_entries(const char *name)
{
    size_t n = 0;
    DIR *dir = opendir(at(name));
    assert_non_null(dir);
    while (readdir(dir) != NULL)
        n++;
    closedir(dir);
    return n - 2;
}

#endif
