/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "base/limits.h"
#include "settings.h"

/* No setting of the machine or the user reaches a test but through the system's own
 * configuration file, which cannot be moved. */
static int
open_all(void **state)
{
    if (set_up(state) != 0)
        return -1;
    return unsetenv("KBSEARCH_INDEX") | setenv("HOME", scratch, 1) |
           unsetenv("XDG_CONFIG_HOME");
}

static void
skip_with_system_file(void)
{
    if (access(KB_DEFAULT_CONFIG, F_OK) == 0) {
        print_message("skipped: this machine has %s\n", KB_DEFAULT_CONFIG);
        skip();
    }
}

static double
boost_of(const struct kb_boosts *boosts, enum kb_field_id id)
{
    return boosts->delta[id] + kb_field(id)->boost;
}

static bool
is_about(double a, double b)
{
    return a > b - 1e-9 && a < b + 1e-9;
}

static void
test_boosts_must_read_good_ones(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double title;
        double query_words;
    } cases[] = {
        {"title=8", 8, 3},
        {"title=8,querywords=5", 8, 5},
        {"title=0", 0, 3},
        {"title=100", 100, 3},
        {"title=1.5", 1.5, 3},
        {" title = 2 , querywords = 4 ", 2, 4},
        {"title=2,title=3", 3, 3},
        {"title=5", 5, 3},
        {"title=1e1,querywords=.5", 10, .5},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_boosts boosts = {{0}, false};
        OK(kb_settings_boosts(kb_span_cstr(cases[i].text), &boosts, &err));
        assert_true(boosts.is_set);
        assert_true(is_about(boost_of(&boosts, KB_FIELD_TITLE), cases[i].title));
        assert_true(
            is_about(boost_of(&boosts, KB_FIELD_QUERY_WORDS), cases[i].query_words));
        assert_true(is_about(boosts.delta[KB_FIELD_CAUSE], 0));
        assert_true(is_about(boosts.delta[KB_FIELD_BODY], 0));
    }
}

static void
test_boosts_must_refuse_bad_ones(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *said;
    } cases[] = {
        {"", "boosts are written as"},
        {",", "boosts are written as"},
        {"title", "boosts are written as"},
        {"title=8,", "boosts are written as"},
        {"title=8,,querywords=1", "boosts are written as"},
        {"title 8", "boosts are written as"},
        {"=8", "no boost for ''"},
        {"titel=8", "no boost for 'titel': fields that have one: title, querywords"},
        {"Title=8", "no boost for 'Title'"},
        {"body=2", "no boost for 'body'"},
        {"product=2", "no boost for 'product'"},
        {"title=", "a boost is a number from 0 to 100, not ''"},
        {"title=x", "not 'x'"},
        {"title=8x", "not '8x'"},
        {"title=-1", "not '-1'"},
        {"title=100.5", "not '100.5'"},
        {"title=nan", "not 'nan'"},
        {"title=inf", "not 'inf'"},
        {"title=1 2", "not '1 2'"},
        {"title=8=9", "not '8=9'"},
        {"title=00000000000000000000000000000000000008", "a boost is a number"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_boosts boosts = {{0}, false};
        FAILS(KB_E_INVALID,
              kb_settings_boosts(kb_span_cstr(cases[i].text), &boosts, &err));
        SAYS(cases[i].said);
    }
}

/* Reads with these options and checks the index folder and the title's boost. */
static void
reads(const struct kb_search_options *options, const char *index, double title,
      int line)
{
    struct kb_settings settings = KB_SETTINGS_INIT;
    ok_at(kb_settings_read(options, &settings, &err), line);
    if (strcmp(kb_buf_cstr(&settings.index), index) != 0 ||
        !is_about(boost_of(&settings.boosts, KB_FIELD_TITLE), title))
        fail_msg("line %d: '%s' with %g", line, kb_buf_cstr(&settings.index),
                 boost_of(&settings.boosts, KB_FIELD_TITLE));
    kb_settings_clear(&settings);
    assert_int_equal(settings.index.n_bytes, 0);
}

#define READS(options, index, title) reads(options, index, title, __LINE__)

static void
test_read_must_take_the_strongest_source(void **state)
{
    (void)state;
    char config[2 * PATH_BYTES];
    put_file("a.conf", "; ours\n[search]\nindex = /from/file\n[boost]\ntitle = 7\n"
                       "querywords = 2 ; twice\n");
    snprintf(config, sizeof(config), "%s", at("a.conf"));
    struct kb_search_options options = {.config = config};
    READS(&options, "/from/file", 7);
    setenv("KBSEARCH_INDEX", "/from/env", 1);
    READS(&options, "/from/env", 7);
    options.index = "/from/option";
    READS(&options, "/from/option", 7);
    options.boosts = "title=9";
    READS(&options, "/from/option", 9);
    options.boosts = "querywords=9";
    READS(&options, "/from/option", 7);
    options.index = NULL;
    setenv("KBSEARCH_INDEX", "", 1); /* as if not set */
    READS(&options, "/from/file", 7);
}

static void
test_read_must_look_for_files_of_the_user(void **state)
{
    (void)state;
    skip_with_system_file();
    struct kb_search_options options = {.config = NULL};
    READS(&options, KB_DEFAULT_INDEX, 5);
    put_dir(".config");
    put_dir(".config/kbsearch");
    put_file(".config/kbsearch/kbsearch.conf", "[search]\nindex=/of/home\n");
    READS(&options, "/of/home", 5);
    put_dir("xdg");
    setenv("XDG_CONFIG_HOME", at("xdg"), 1);
    READS(&options, KB_DEFAULT_INDEX, 5);
    put_dir("xdg/kbsearch");
    put_file("xdg/kbsearch/kbsearch.conf", "[search]\nindex=/of/xdg\n");
    READS(&options, "/of/xdg", 5);
    setenv("XDG_CONFIG_HOME", "not/absolute", 1);
    READS(&options, "/of/home", 5);
    unsetenv("XDG_CONFIG_HOME");
    setenv("HOME", "", 1);
    READS(&options, KB_DEFAULT_INDEX, 5);
    unsetenv("HOME");
    READS(&options, KB_DEFAULT_INDEX, 5);
}

static void
test_read_must_name_file_and_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum kb_status status;
        const char *said;
    } cases[] = {
        {"[search]\nindx = a\n", KB_E_INVALID,
         "line 2: unknown key 'indx' in [search]"},
        {"[serch]\nindex = a\n", KB_E_INVALID,
         "line 2: unknown key 'index' in [serch]"},
        {"index = a\n", KB_E_INVALID,
         "line 1: key 'index' stands before any [section]"},
        {"[boost]\n\ntitel = 8\n", KB_E_INVALID, "line 3: no boost for 'titel'"},
        {"[boost]\ntitle = much\n", KB_E_INVALID, "line 2: a boost is a number"},
        {"[search\n", KB_E_INVALID, "line 1: "},
    };
    char config[2 * PATH_BYTES];
    snprintf(config, sizeof(config), "%s", at("a.conf"));
    struct kb_search_options options = {.config = config};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_settings settings = KB_SETTINGS_INIT;
        put_file("a.conf", cases[i].text);
        FAILS(cases[i].status, kb_settings_read(&options, &settings, &err));
        SAYS(config);
        SAYS(cases[i].said);
        kb_settings_clear(&settings);
    }
    struct kb_settings settings = KB_SETTINGS_INIT;
    options.config = "/no/such/file";
    FAILS(KB_E_NOT_FOUND, kb_settings_read(&options, &settings, &err));
    SAYS("'/no/such/file'");
    kb_settings_clear(&settings);
}

static void
test_read_must_refuse_an_endless_index(void **state)
{
    (void)state;
    struct kb_settings settings = KB_SETTINGS_INIT;
    static char index[KB_PATH_MAX_BYTES + 2];
    put_file("a.conf", "");
    struct kb_search_options options = {.config = at("a.conf"), .index = index};
    memset(index, 'x', sizeof(index) - 1);
    FAILS(KB_E_LIMIT, kb_settings_read(&options, &settings, &err));
    kb_settings_clear(&settings);
}

static void
test_read_must_fail_without_memory(void **state)
{
    (void)state;
    char config[2 * PATH_BYTES];
    put_file("a.conf", "[search]\nindex = /from/file\n[boost]\ntitle = 7\n");
    snprintf(config, sizeof(config), "%s", at("a.conf"));
    struct kb_search_options options = {.config = config, .boosts = "title=8"};
    struct kb_search_options none = {.config = NULL};
    for (int i = 0; i < 2; i++) {
        for (size_t n = 1;; n++) {
            struct kb_settings settings = KB_SETTINGS_INIT;
            kb_mem_fail_at(n);
            enum kb_status st =
                kb_settings_read(i == 0 ? &options : &none, &settings, &err);
            kb_mem_fail_at(0);
            kb_settings_clear(&settings);
            if (st == KB_OK)
                break;
            assert_int_equal(st, KB_E_NOMEM);
            assert_int_equal(err.code, KB_E_NOMEM);
            assert_true(n < 100);
        }
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_all, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_boosts_must_read_good_ones),
    TEST(test_boosts_must_refuse_bad_ones),
    TEST(test_read_must_take_the_strongest_source),
    TEST(test_read_must_look_for_files_of_the_user),
    TEST(test_read_must_name_file_and_line),
    TEST(test_read_must_refuse_an_endless_index),
    TEST(test_read_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
