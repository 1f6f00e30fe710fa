/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "base/limits.h"
#include "text/lexicon.h"
#include "text/vocabulary.h"

static struct kb_lexicon *
new_lexicon(void)
{
    struct kb_lexicon *lexicon = NULL;
    OK(kb_lexicon_new(&lexicon, &err));
    return lexicon;
}

static const struct kb_word *
find(struct kb_lexicon *lexicon, const char *text)
{
    const struct kb_word *word = NULL;
    OK(kb_lexicon_find(lexicon, kb_span_cstr(text), &word, &err));
    SPAN_IS(text, word->text);
    return word;
}

static void
test_find_must_choose_the_term(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *term;
    } cases[] = {
        {"backup", "Zbackup"},
        {"backups", "Zbackup"},
        {"running", "Zrun"},
        {"connections", "Zconnect"},
        {"a", "Za"},
        {"user.exe", "user.exe"},
        {"c++", "c++"},
        {"0x80004005", "0x80004005"},
        {"nt4", "nt4"},
        {"2000", "2000"},
        {"hkey_local", "hkey_local"},
        {"colours", "Zcolor"},
        {"organised", "Zorgan"},
        {"promised", "Zpromis"},
        {"caf\xc3\xa9s", "Zcaf\xc3\xa9"},
        {"\xe6\xbc\xa2\xe5\xad\x97", "Z\xe6\xbc\xa2\xe5\xad\x97"},
    };
    struct kb_lexicon *lexicon = new_lexicon();
    for (size_t i = 0; i < COUNT(cases); i++)
        SPAN_IS(cases[i].term, find(lexicon, cases[i].text)->term);
    kb_lexicon_free(lexicon);
    kb_lexicon_free(NULL);
}

static void
test_find_must_number_terms(void **state)
{
    (void)state;
    struct kb_lexicon *lexicon = new_lexicon();
    assert_int_equal(kb_lexicon_n_terms(lexicon), 0);
    const struct kb_word *backup = find(lexicon, "backup");
    const struct kb_word *hang = find(lexicon, "hang");
    const struct kb_word *backups = find(lexicon, "backups");
    assert_int_equal(backup->term_id, 0);
    assert_int_equal(hang->term_id, 1);
    assert_int_equal(backups->term_id, 0);
    assert_int_equal(kb_lexicon_n_terms(lexicon), 2);
    assert_ptr_equal(find(lexicon, "backup"), backup);
    assert_true(backups != backup);
    kb_lexicon_free(lexicon);
}

static void
test_find_must_ask_the_vocabulary(void **state)
{
    (void)state;
    struct kb_lexicon *lexicon = new_lexicon();
    assert_int_equal(find(lexicon, "the")->flags, KB_VOCABULARY_STOP);
    assert_int_equal(find(lexicon, "back")->flags, KB_VOCABULARY_PAIR_HEAD);
    assert_int_equal(find(lexicon, "workgroups")->flags, KB_VOCABULARY_NAME_HEAD);
    assert_int_equal(find(lexicon, "backup")->flags, 0);
    kb_lexicon_free(lexicon);
}

/* Words stay where they are while the tables grow many times. */
static void
test_find_must_keep_many_words(void **state)
{
    (void)state;
    enum {
        N = 20000
    };
    struct kb_lexicon *lexicon = new_lexicon();
    const struct kb_word **words = calloc(N, sizeof(*words));
    char text[KB_WORD_MAX_BYTES + 1];
    assert_non_null(words);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < N; i++) {
            snprintf(text, sizeof(text), "%zu-%0*zu", i, (int)(i % 50) + 1, i);
            const struct kb_word *word = find(lexicon, text);
            assert_true(round == 0 || words[i] == word);
            assert_int_equal(word->term_id, i);
            words[i] = word;
        }
    }
    assert_int_equal(kb_lexicon_n_terms(lexicon), N);
    free(words);
    kb_lexicon_free(lexicon);
}

static void
test_forget_must_begin_anew(void **state)
{
    (void)state;
    struct kb_lexicon *lexicon = new_lexicon();
    (void)find(lexicon, "one");
    (void)find(lexicon, "two");
    for (int round = 0; round < 3; round++) {
        kb_lexicon_forget(lexicon);
        assert_int_equal(kb_lexicon_n_terms(lexicon), 0);
        assert_int_equal(find(lexicon, "two")->term_id, 0);
        assert_int_equal(find(lexicon, "one")->term_id, 1);
    }
    kb_lexicon_free(lexicon);
}

/* New and known words, the same one twice, and nothing at all. */
static void
test_find_all_must_find_what_find_finds(void **state)
{
    (void)state;
    struct kb_lexicon *lexicon = new_lexicon();
    const struct kb_word *known = find(lexicon, "backup");
    const struct kb_word *found[KB_LEXICON_AT_ONCE];
    struct kb_span texts[KB_LEXICON_AT_ONCE];
    char bytes[KB_LEXICON_AT_ONCE][8];
    for (int round = 0; round < 200; round++) {
        for (int i = 0; i < KB_LEXICON_AT_ONCE; i++) {
            int n = snprintf(bytes[i], sizeof(bytes[i]), "w%d", round * 7 + i % 30);
            texts[i] = kb_span_at(bytes[i], (size_t)n);
        }
        texts[3] = kb_span_cstr("backup");
        texts[5] = kb_span_at(NULL, 0);
        OK(kb_lexicon_find_all(lexicon, texts, COUNT(texts), found, &err));
        assert_ptr_equal(found[0], found[30]);
        assert_ptr_equal(found[3], known);
        assert_null(found[5]);
        for (size_t i = 0; i < COUNT(texts); i++) {
            if (i != 5)
                assert_ptr_equal(found[i], find(lexicon, i == 3 ? "backup" : bytes[i]));
        }
    }
    OK(kb_lexicon_find_all(lexicon, texts, 0, found, &err));
    kb_lexicon_free(lexicon);
}

static void
test_find_must_fail_without_memory(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        struct kb_lexicon *lexicon = NULL;
        const struct kb_word *word = NULL;
        size_t i = 0;
        char text[32] = "";
        kb_mem_fail_at(n);
        enum kb_status st = kb_lexicon_new(&lexicon, &err);
        for (; i < 7000 && st == KB_OK; i++) {
            snprintf(text, sizeof(text), "word.%zu", i);
            st = kb_lexicon_find(lexicon, kb_span_cstr(text), &word, &err);
        }
        kb_mem_fail_at(0);
        if (st == KB_E_NOMEM && lexicon != NULL) { /* what failed works a second time */
            assert_int_equal(find(lexicon, text)->term_id, i - 1);
            assert_int_equal(find(lexicon, "word.0")->term_id, 0);
            assert_int_equal(kb_lexicon_n_terms(lexicon), i);
        }
        kb_lexicon_free(lexicon);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 1000);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_find_must_choose_the_term),
    cmocka_unit_test(test_find_must_number_terms),
    cmocka_unit_test(test_find_must_ask_the_vocabulary),
    cmocka_unit_test(test_find_must_keep_many_words),
    cmocka_unit_test(test_forget_must_begin_anew),
    cmocka_unit_test(test_find_all_must_find_what_find_finds),
    cmocka_unit_test(test_find_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
