/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/file.h"
#include "base/lock.h"

static void
test_take_must_refuse_a_second_taker(void **state)
{
    (void)state;
    struct kb_lock first = KB_LOCK_INIT;
    struct kb_lock second = KB_LOCK_INIT;
    OK(kb_lock_take(at("lock"), &first, &err));
    assert_true(first.fd >= 0);
    FAILS(KB_E_BUSY, kb_lock_take(at("lock"), &second, &err));
    SAYS(at("lock"));
    assert_int_equal(second.fd, -1);
    kb_lock_clear(&first);
    assert_int_equal(first.fd, -1);
    kb_lock_clear(&first);
    OK(kb_lock_take(at("lock"), &second, &err));
    kb_lock_clear(&second);
    assert_true(is_there("lock")); /* never removed */
}

static void
test_take_must_tell_what_is_wrong(void **state)
{
    (void)state;
    struct kb_lock lock = KB_LOCK_INIT;
    FAILS(KB_E_IO, kb_lock_take(at("gone/lock"), &lock, &err));
    put_dir("d");
    FAILS(KB_E_IO, kb_lock_take(at("d"), &lock, &err));
    assert_int_equal(lock.fd, -1);
}

/* A run that changes nothing writes nothing, not even its number. */
static void
test_take_must_not_write(void **state)
{
    (void)state;
    struct kb_lock lock = KB_LOCK_INIT;
    struct kb_buf bytes = KB_BUF_INIT(100);
    struct stat before;
    struct stat after;
    put_file("lock", "what another program left");
    assert_int_equal(stat(at("lock"), &before), 0);
    OK(kb_lock_take(at("lock"), &lock, &err));
    kb_lock_clear(&lock);
    assert_int_equal(stat(at("lock"), &after), 0);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    assert_int_equal(before.st_ctim.tv_nsec, after.st_ctim.tv_nsec);
    OK(kb_file_read(at("lock"), &bytes, &err));
    assert_string_equal(kb_buf_cstr(&bytes), "what another program left");
    kb_buf_clear(&bytes);
}

/* flock(1) holds the lock and does not say who it is. */
static void
test_take_must_do_without_a_name(void **state)
{
    (void)state;
    struct kb_lock lock = KB_LOCK_INIT;
    int fd = open(at("lock"), O_RDWR | O_CREAT, 0666);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    FAILS(KB_E_BUSY, kb_lock_take(at("lock"), &lock, &err));
    assert_null(strstr(err.msg, "process"));
    close(fd);
}

/* A process that takes the lock, says so, and waits to be ended. */
static pid_t
start_holder(const char *path)
{
    int fds[2];
    char byte;
    assert_int_equal(pipe(fds), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct kb_lock lock = KB_LOCK_INIT;
        if (kb_lock_take(path, &lock, NULL) != KB_OK || write(fds[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    assert_int_equal(read(fds[0], &byte, 1), 1);
    close(fds[0]);
    close(fds[1]);
    return pid;
}

static void
test_lock_must_go_with_its_holder(void **state)
{
    (void)state;
    struct kb_lock lock = KB_LOCK_INIT;
    char wanted[64];
    pid_t pid = start_holder(at("lock"));
    enum kb_status st = kb_lock_take(at("lock"), &lock, &err);
    snprintf(wanted, sizeof(wanted), "process %ld", (long)pid);
    int named = strstr(err.msg, wanted) != NULL;
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    assert_int_equal(st, KB_E_BUSY);
    assert_true(named);
    OK(kb_lock_take(at("lock"), &lock, &err));
    kb_lock_clear(&lock);
}

/* A child that is forked while the lock is held, as a worker is, and closes its copy
 * does not give the lock away. */
static void
test_lock_must_survive_a_child(void **state)
{
    (void)state;
    struct kb_lock lock = KB_LOCK_INIT;
    struct kb_lock other = KB_LOCK_INIT;
    OK(kb_lock_take(at("lock"), &lock, &err));
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        close(lock.fd);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    FAILS(KB_E_BUSY, kb_lock_take(at("lock"), &other, &err));
    kb_lock_clear(&lock);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_take_must_refuse_a_second_taker),
    TEST(test_take_must_tell_what_is_wrong),
    TEST(test_take_must_not_write),
    TEST(test_take_must_do_without_a_name),
    TEST(test_lock_must_go_with_its_holder),
    TEST(test_lock_must_survive_a_child),
};

KB_TEST_MAIN(tests)
