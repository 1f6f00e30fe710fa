/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table is written as "a=1x b=2y!": path /a holds article 1 with bytes x; '!' is a
 * file that is skipped, '^' one modified later, '-' one in text form. */
#include "support/scratch.h"

#include "change.h"

enum {
    TEXT_BYTES = 256
};

static void
put_input(struct kb_inputs *inputs, const char *word)
{
    char path[8];
    assert_int_equal(kb_mem_grow(&inputs->items, inputs->n, &inputs->capacity,
                                 sizeof(*inputs->items)),
                     KB_OK);
    struct kb_input *input = &inputs->items[inputs->n++];
    *input = (struct kb_input){.id = (uint32_t)(word[2] - '0'),
                               .hash_low = (uint64_t)word[3],
                               .modified = strchr(word, '^') != NULL ? 2 : 1,
                               .form = strchr(word, '-') != NULL,
                               .state = KB_INPUT_ARTICLE,
                               .reason = ""};
    if (strchr(word, '!') != NULL)
        input->state = KB_INPUT_SKIPPED;
    snprintf(path, sizeof(path), "/%c", word[0]);
    OK(kb_inputs_keep(inputs, kb_span_cstr(path), &input->path, &err));
}

static void
put_table(const char *table, struct kb_inputs *out)
{
    *out = (struct kb_inputs)KB_INPUTS_INIT;
    for (; *table != '\0'; table += strspn(table, " ")) {
        char word[16] = "";
        size_t n = strcspn(table, " ");
        assert_true(n < sizeof(word));
        memcpy(word, table, n);
        put_input(out, word);
        table += n;
    }
    OK(kb_change_choose(out, &err));
}

/* "+1a ~2b -3": article 1 is added from /a, 2 replaced from /b, 3 removed. */
static void
describe(const struct kb_changes *changes, const struct kb_inputs *now,
         char out[TEXT_BYTES])
{
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < changes->n; i++) {
        const struct kb_change *change = &changes->items[i];
        bool gone = change->kind == KB_CHANGE_REMOVE;
        n += (size_t)snprintf(out + n, TEXT_BYTES - n, "%s%c%u%s", i == 0 ? "" : " ",
                              "+~-"[change->kind], change -> id,
                              gone ? "" : now->items[change->input].path + 1);
    }
}

static const struct {
    const char *before;
    const char *now;
    const char *wanted;
    unsigned n_moved;
} cases[] = {
    {"", "", "", 0},
    {"", "a=1x b=2y", "+1a +2b", 0},
    {"a=1x b=2y", "", "-1 -2", 0},
    {"a=1x b=2y", "a=1x b=2y", "", 0},
    {"a=1x b=2y", "a=1z b=2y", "~1a", 0},
    {"a=1x b=2y", "a=1x c=3z", "-2 +3c", 0},
    /* moved: another path, the same bytes */
    {"a=1x b=2y", "b=2y c=1x", "", 1},
    {"a=1x b=2y", "b=2y c=1z", "~1c", 0},
    /* two articles that swap their numbers */
    {"a=1x b=2y", "a=2x b=1y", "~1b ~2a", 0},
    /* two files that swap their articles */
    {"a=1x b=2y", "a=2y b=1x", "", 2},
    /* a file that is no article any more, and one that becomes one */
    {"a=1x b=2y", "a=1x! b=2y", "-1", 0},
    {"a=1x! b=2y", "a=1x b=2y", "+1a", 0},
    /* one of two files with the same number comes, goes, is modified later */
    {"a=1x", "a=1x b=1y", "", 0},
    {"a=1x", "a=1x b=1y^", "~1b", 0},
    {"a=1x b=1y^", "a=1x", "~1a", 0},
    {"a=1x b=1y", "b=1y", "~1b", 0},
    {"a=1x b=1x", "b=1x", "", 1},
    {"a=1x- b=1y-", "a=1x- b=1y", "~1b", 0},
    /* what is skipped is not taken, however late */
    {"a=1x", "a=1x b=1y^!", "", 0},
};

static void
test_list_must_give_what_is_to_be_done(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_inputs before;
        struct kb_inputs now;
        struct kb_changes changes = {.items = NULL};
        char got[TEXT_BYTES];
        put_table(cases[i].before, &before);
        put_table(cases[i].now, &now);
        OK(kb_change_list(&before, &now, &changes, &err));
        describe(&changes, &now, got);
        if (strcmp(got, cases[i].wanted) != 0 || changes.n_moved != cases[i].n_moved)
            fail_msg("'%s' to '%s': '%s', %u moved, instead of '%s', %u",
                     cases[i].before, cases[i].now, got, changes.n_moved,
                     cases[i].wanted, cases[i].n_moved);
        assert_int_equal(changes.n_added + changes.n_replaced + changes.n_removed,
                         changes.n);
        kb_changes_clear(&changes);
        kb_inputs_clear(&before);
        kb_inputs_clear(&now);
    }
}

static void
test_choose_must_say_what_was_taken(void **state)
{
    (void)state;
    struct kb_inputs now;
    put_table("a=1x b=1y^ c=2z", &now);
    assert_int_equal(now.items[0].state, KB_INPUT_TWIN);
    assert_string_equal(now.items[0].reason, "Q1 is taken from '/b'");
    assert_int_equal(now.items[1].state, KB_INPUT_ARTICLE);
    assert_int_equal(now.items[2].state, KB_INPUT_ARTICLE);
    kb_inputs_clear(&now);
}

static void
test_changes_must_fail_without_memory(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        struct kb_inputs before;
        struct kb_inputs now;
        struct kb_changes changes = {.items = NULL};
        put_table("a=1x b=2y", &before);
        put_table("a=1x b=2y", &now);
        now.items[1].id = 1;
        kb_mem_fail_at(n);
        enum kb_status st = kb_change_choose(&now, &err);
        if (st == KB_OK)
            st = kb_change_list(&before, &now, &changes, &err);
        kb_mem_fail_at(0);
        kb_changes_clear(&changes);
        kb_inputs_clear(&before);
        kb_inputs_clear(&now);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 100);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_list_must_give_what_is_to_be_done),
    cmocka_unit_test(test_choose_must_say_what_was_taken),
    cmocka_unit_test(test_changes_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
