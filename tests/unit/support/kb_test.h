/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The prelude of a unit test: what cmocka 1.1.5 needs before it, in its order, and a
 * main that runs all tests or those whose name matches a pattern: test_x '*empty*'. For
 * test code only: a failed assert leaves by longjmp, so never call it under C++. */
#ifndef KB_TEST_H
#define KB_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define KB_TEST_MAIN(tests)                                                            \
    int main(int argc, char **argv)                                                    \
    {                                                                                  \
        if (argc > 1)                                                                  \
            cmocka_set_test_filter(argv[1]);                                           \
        return cmocka_run_group_tests(tests, NULL, NULL) == 0 ? 0 : 1;                 \
    }

#endif
