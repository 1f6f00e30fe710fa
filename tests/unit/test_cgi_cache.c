/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "cgi/cache.h"

static struct kb_cache cache;
static struct kb_response response = KB_RESPONSE_INIT;

static void
keep(const char *build, const char *key, const char *body, int status)
{
    const struct kb_log_entry log = {.total = 7, .query = KB_SPAN_LITERAL("borrowed")};
    kb_response_reset(&response);
    response.status = status;
    OK(kb_buf_printf(&response.body, &err, "%s", body));
    kb_cache_keep(&cache, build, kb_span_cstr(key), &response, &log);
}

static const char *
body_of(const char *build, const char *key)
{
    const struct kb_cached *found = kb_cache_find(&cache, build, kb_span_cstr(key));
    return found == NULL ? NULL : kb_buf_cstr(&found->body);
}

static void
test_cache_find_knows_keys_of_one_build(void **state)
{
    (void)state;
    kb_cache_clear(&cache);
    assert_null(body_of("b1", "k"));
    keep("b1", "k", "one", 200);
    assert_string_equal(body_of("b1", "k"), "one");
    assert_null(body_of("b1", "kk"));
    assert_null(body_of("b2", "k"));
    keep("b1", "k", "other", 200);
    assert_string_equal(body_of("b1", "k"), "other");
    const struct kb_cached *found = kb_cache_find(&cache, "b1", KB_SPAN_LITERAL("k"));
    assert_int_equal(found->log.total, 7);
    assert_int_equal(found->log.query.n_bytes, 0);
    keep("b2", "k", "new", 200);
    assert_string_equal(body_of("b2", "k"), "new");
    assert_null(body_of("b1", "k"));
}

static void
test_cache_keep_takes_good_answers_only(void **state)
{
    (void)state;
    static char large[KB_CACHE_ANSWER_BYTES + 2];
    kb_cache_clear(&cache);
    keep("b", "404", "x", 404);
    assert_null(body_of("b", "404"));
    memset(large, 'x', sizeof(large) - 1);
    keep("b", "large", large, 200);
    assert_null(body_of("b", "large"));
    large[KB_CACHE_ANSWER_BYTES] = '\0';
    keep("b", "fits", large, 200);
    assert_non_null(body_of("b", "fits"));
    keep("b", large, "long key", 200);
    assert_null(body_of("b", large));
}

static void
test_cache_keep_is_bounded_and_drops_what_is_old(void **state)
{
    (void)state;
    char key[32];
    size_t n = 0;
    kb_cache_clear(&cache);
    keep("b", "often", "asked", 200);
    for (int i = 0; i < 20 * KB_CACHE_SLOTS; i++) {
        snprintf(key, sizeof(key), "key %d", i);
        keep("b", key, key, 200);
        assert_string_equal(body_of("b", key), key);
        assert_string_equal(body_of("b", "often"), "asked");
    }
    for (int i = 0; i < 20 * KB_CACHE_SLOTS; i++) {
        snprintf(key, sizeof(key), "key %d", i);
        n += body_of("b", key) != NULL;
    }
    assert_in_range(n, KB_CACHE_SLOTS / 2, KB_CACHE_SLOTS);
}

static void
test_cache_keep_survives_no_memory(void **state)
{
    (void)state;
    for (size_t n = 1; n < 12; n++) {
        kb_cache_clear(&cache);
        keep("b", "before", "x", 200);
        kb_mem_fail_at(n);
        kb_cache_keep(&cache, "b", KB_SPAN_LITERAL("k"), &response,
                      &(struct kb_log_entry){.total = 1});
        kb_mem_fail_at(0);
        const char *body = body_of("b", "k");
        assert_true(body == NULL || strcmp(body, "x") == 0);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cache_find_knows_keys_of_one_build),
        cmocka_unit_test(test_cache_keep_takes_good_answers_only),
        cmocka_unit_test(test_cache_keep_is_bounded_and_drops_what_is_old),
        cmocka_unit_test(test_cache_keep_survives_no_memory),
    };
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kb_cache_clear(&cache);
    kb_response_clear(&response);
    return failed == 0 ? 0 : 1;
}
