/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists are written here as "key: word count, word count". */
#include "support/scratch.h"

#include "base/limits.h"
#include "census.h"
#include "schema/lexemes.h"
#include "text/lexicon.h"

static struct kb_lexicon *lexicon;
static struct kb_census *census;

static int
open_both(void **state)
{
    (void)state;
    OK(kb_lexicon_new(&lexicon, &err));
    OK(kb_census_new(&census, &err));
    return 0;
}

static int
close_both(void **state)
{
    (void)state;
    kb_census_free(census);
    kb_census_free(NULL);
    kb_lexicon_free(lexicon);
    return 0;
}

static void
count(const char *text, int n)
{
    const struct kb_word *word = NULL;
    OK(kb_lexicon_find(lexicon, kb_span_cstr(text), &word, &err));
    OK(kb_census_add(census, word, n, &err));
}

static enum kb_status
show(void *context, struct kb_span key, struct kb_span chunk, struct kb_error *e)
{
    struct kb_buf *out = context;
    struct kb_lexeme at = kb_lexemes_begin(chunk);
    bool found = true;
    enum kb_status st = kb_buf_printf(out, e, "%.*s:", KB_SPAN_ARG(key));
    while (st == KB_OK) {
        st = kb_lexeme_next(&at, &found, e);
        if (!found)
            break;
        st = kb_buf_printf(out, e, " %.*s %u", (int)at.n_bytes, at.text, at.count);
    }
    return st == KB_OK ? kb_buf_append_byte(out, '\n', e) : st;
}

static void
is_written(const char *wanted)
{
    struct kb_buf out = KB_BUF_INIT(1000);
    OK(kb_census_write(census, show, &out, &err));
    assert_string_equal(kb_buf_cstr(&out), wanted);
    kb_buf_clear(&out);
}

static void
test_write_must_sort_and_add_up(void **state)
{
    (void)state;
    is_written("");
    count("hang", 1);
    count("backup", 1);
    count("hangs", 1);
    count("backup", 1);
    count("at", 1);    /* too short */
    count("win95", 1); /* a digit */
    count("banner", 1);
    is_written("lexemes/ba: backup 2 banner 1\nlexemes/ha: hang 1 hangs 1\n");
    is_written(""); /* it is empty then */
}

static void
test_write_must_outlive_the_lexicon(void **state)
{
    (void)state;
    count("hang", 1);
    count("gone", 1);
    OK(kb_census_flush(census, &err));
    kb_lexicon_forget(lexicon);
    count("zebra", 1); /* takes the number that hang had */
    count("hang", 1);
    is_written("lexemes/go: gone 1\nlexemes/ha: hang 2\nlexemes/ze: zebra 1\n");
}

static void
test_words_that_went_must_not_be_listed(void **state)
{
    (void)state;
    OK(kb_census_add_text(census, KB_SPAN_LITERAL("hang"), 3, &err));
    OK(kb_census_add_text(census, KB_SPAN_LITERAL("gone"), 1, &err));
    count("hang", -1);
    count("gone", -1);
    count("never", -1);
    is_written("lexemes/ha: hang 2\n");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(test_write_must_sort_and_add_up, open_both,
                                    close_both),
    cmocka_unit_test_setup_teardown(test_write_must_outlive_the_lexicon, open_both,
                                    close_both),
    cmocka_unit_test_setup_teardown(test_words_that_went_must_not_be_listed, open_both,
                                    close_both),
};

KB_TEST_MAIN(tests)
