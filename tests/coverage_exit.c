/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linked into the programs of `make coverage` only, by -Wl,--wrap=_exit: gcov writes
 * its counts at exit(), but workers end by _exit(), which would lose theirs. */
void __gcov_dump(void);
void __real__exit(int status) __attribute__((noreturn));
void __wrap__exit(int status) __attribute__((noreturn));

void
__wrap__exit(int status)
{
    __gcov_dump();
    __real__exit(status);
}
