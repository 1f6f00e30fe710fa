/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "index/manifest.h"

static const struct kb_manifest sample = {
    .build = "20261122T031500Za",
    .base = "20261121T031500Za",
    .schema = 1,
    .analyzer = "rules 1, icu 72.1",
    .digest = "0123456789abcdef0123456789abcdef",
    .n_articles = 60335,
    .n_skipped = 2,
    .n_input_bytes = UINT64_C(5000000000),
    .n_added = 11,
    .n_changed = 22,
    .n_removed = 33,
    .learned = {"20261101T031500Za", 1, 60000, 555},
    .selftest = {1000, 0.161487, 0.415},
    .n_shards = 2,
    .shards = {{"shard-0", 30168}, {"shard-1", 30167}},
    .files = {.items = {{"shard-0/iamglass", 116, UINT64_C(0xfedcba9876543210)}},
              .n = 1},
};

/* The format, as bytes. A change here is a change of KB_MANIFEST_FORMAT. */
static const char golden[] = "{\n"
                             "  \"format\": 2,\n"
                             "  \"build\": \"20261122T031500Za\",\n"
                             "  \"base\": \"20261121T031500Za\",\n"
                             "  \"schema\": 1,\n"
                             "  \"analyzer\": \"rules 1, icu 72.1\",\n"
                             "  \"digest\": \"0123456789abcdef0123456789abcdef\",\n"
                             "  \"articles\": 60335,\n"
                             "  \"skipped\": 2,\n"
                             "  \"input_bytes\": 5000000000,\n"
                             "  \"changes\": {\n"
                             "    \"added\": 11,\n"
                             "    \"changed\": 22,\n"
                             "    \"removed\": 33\n"
                             "  },\n"
                             "  \"learned\": {\n"
                             "    \"build\": \"20261101T031500Za\",\n"
                             "    \"rules\": 1,\n"
                             "    \"articles\": 60000,\n"
                             "    \"changes\": 555\n"
                             "  },\n"
                             "  \"selftest\": {\n"
                             "    \"items\": 1000,\n"
                             "    \"mrr\": 0.161487,\n"
                             "    \"recall\": 0.415\n"
                             "  },\n"
                             "  \"shards\": [\n"
                             "    {\n"
                             "      \"name\": \"shard-0\",\n"
                             "      \"articles\": 30168\n"
                             "    },\n"
                             "    {\n"
                             "      \"name\": \"shard-1\",\n"
                             "      \"articles\": 30167\n"
                             "    }\n"
                             "  ],\n"
                             "  \"files\": [\n"
                             "    {\n"
                             "      \"name\": \"shard-0/iamglass\",\n"
                             "      \"bytes\": 116,\n"
                             "      \"xxh3\": \"fedcba9876543210\"\n"
                             "    }\n"
                             "  ],\n"
                             "  \"check\": \"c3b08a43aece3cc5\"\n"
                             "}\n";

/* The golden text with its first `from` replaced. */
static struct kb_span
changed(const char *from, const char *to)
{
    static char text[4096];
    const char *p = strstr(golden, from);
    if (p == NULL)
        fail_msg("no '%s'", from);
    int n = snprintf(text, sizeof(text), "%.*s%s%s", (int)(p - golden), golden, to,
                     p + strlen(from));
    assert_true(n > 0 && (size_t)n < sizeof(text));
    return kb_span_at(text, (size_t)n);
}

static void
test_write_must_give_the_golden_text(void **state)
{
    (void)state;
    struct kb_buf out = KB_BUF_INIT(KB_MANIFEST_MAX_BYTES);
    OK(kb_manifest_write(&sample, &out, &err));
    assert_string_equal(kb_buf_cstr(&out), golden);
    kb_buf_clear(&out);
    out.max_bytes = 100;
    FAILS(KB_E_LIMIT, kb_manifest_write(&sample, &out, &err));
    kb_buf_clear(&out);
    out.max_bytes = KB_MANIFEST_MAX_BYTES;
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM, kb_manifest_write(&sample, &out, &err));
    kb_mem_fail_at(0);
    kb_buf_clear(&out);
}

static void
test_read_must_take_the_golden_text(void **state)
{
    (void)state;
    struct kb_manifest got;
    OK(kb_manifest_read(kb_span_cstr(golden), &got, &err));
    assert_string_equal(got.build, sample.build);
    assert_int_equal(got.schema, sample.schema);
    assert_string_equal(got.analyzer, sample.analyzer);
    assert_string_equal(got.digest, sample.digest);
    assert_int_equal(got.n_articles, sample.n_articles);
    assert_int_equal(got.n_skipped, sample.n_skipped);
    assert_true(got.n_input_bytes == sample.n_input_bytes);
    assert_int_equal(got.n_shards, 2);
    assert_string_equal(got.shards[1].name, "shard-1");
    assert_int_equal(got.shards[1].n_articles, 30167);
    assert_string_equal(got.base, sample.base);
    assert_int_equal(got.n_added, 11);
    assert_int_equal(got.n_changed, 22);
    assert_int_equal(got.n_removed, 33);
    assert_string_equal(got.learned.build, "20261101T031500Za");
    assert_int_equal(got.learned.rules, 1);
    assert_int_equal(got.learned.n_articles, 60000);
    assert_int_equal(got.learned.n_changes, 555);
    assert_int_equal(got.selftest.n_items, 1000);
    assert_true(got.selftest.mrr > 0.1614 && got.selftest.mrr < 0.1615);
    assert_int_equal(got.files.n, 1);
    assert_string_equal(got.files.items[0].name, "shard-0/iamglass");
    assert_int_equal(got.files.items[0].n_bytes, 116);
    assert_true(got.files.items[0].digest == UINT64_C(0xfedcba9876543210));
    assert_true(got.is_intact);
    /* one of a time before the words were learned, or that has none */
    OK(kb_manifest_read(changed("\"learned\"", "\"x\""), &got, &err));
    assert_string_equal(got.learned.build, "");
    /* members that this version does not know are passed over */
    OK(kb_manifest_read(changed("  \"skipped\"", "  \"later\": [1],\n  \"skipped\""),
                        &got, &err));
}

/* Whoever edits a manifest is found out, though what he wrote can be read. */
static void
test_read_must_notice_an_edited_one(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        const char *to;
        bool is_intact;
    } cases[] = {
        {"60335", "60334", false},
        {"0.415", "0.416", false},
        {"\"skipped\": 2", "\"skipped\": 2, \"more\": 1", false},
        {"\"check\"", "\"x\"", false},
        {"60335,\n", "60335 , ", true}, /* spaces are no matter */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_manifest got;
        OK(kb_manifest_read(changed(cases[i].from, cases[i].to), &got, &err));
        assert_int_equal(got.is_intact, cases[i].is_intact);
    }
}

static const struct {
    const char *from;
    const char *to;
} damaged[] = {
    /* every member missing */
    {"\"format\"", "\"x\""},
    {"\"build\"", "\"x\""},
    {"\"schema\"", "\"x\""},
    {"\"analyzer\"", "\"x\""},
    {"\"digest\"", "\"x\""},
    {"\"articles\": 6", "\"x\": 6"},
    {"\"skipped\"", "\"x\""},
    {"\"input_bytes\"", "\"x\""},
    {"\"shards\"", "\"x\""},
    {"\"name\"", "\"x\""},
    {"\"articles\": 30168", "\"x\": 30168"},
    {"\"base\"", "\"x\""},
    {"\"changes\"", "\"x\""},
    {"\"added\"", "\"x\""},
    {"\"changed\"", "\"x\""},
    {"\"removed\"", "\"x\""},
    {"\"rules\":", "\"x\":"},
    {"\"articles\": 60000", "\"x\": 60000"},
    {"\"changes\": 555", "\"x\": 555"},
    {"\"changes\": 555", "\"changes\": -1"},
    {"20261101T031500Za", "../x"},
    {"\"selftest\"", "\"x\""},
    {"\"items\"", "\"x\""},
    {"\"mrr\"", "\"x\""},
    {"\"files\"", "\"x\""},
    {"\"bytes\"", "\"x\""},
    {"\"xxh3\"", "\"x\""},
    /* every member of another type */
    {"\"format\": 2", "\"format\": \"1\""},
    {"\"format\": 2", "\"format\": 2.0"},
    {"\"format\": 2", "\"format\": null"},
    {"\"20261122T031500Za\"", "20261122"},
    {"\"schema\": 1", "\"schema\": \"1\""},
    {"\"rules 1, icu 72.1\"", "null"},
    {"\"0123456789abcdef0123456789abcdef\"", "[]"},
    {"60335", "true"},
    {"60335", "60335.5"},
    {"5000000000", "{}"},
    {"\"skipped\": 2", "\"skipped\": \"2\""},
    {"[\n    {", "{\"x\": [{"},
    {"\"shard-0\"", "0"},
    {"30168", "\"30168\""},
    {"{\n      \"name\": \"shard-0\",\n      \"articles\": 30168\n    }", "1"},
    /* out of range */
    {"60335", "-1"},
    {"60335", "4294967296"},
    {"60335", "99999999999999999999"},
    {"\"schema\": 1", "\"schema\": -1"},
    {"\"skipped\": 2", "\"skipped\": -2"},
    {"5000000000", "-1"},
    {"30168", "-1"},
    {"30168", "4294967296"},
    /* empty and over-long text */
    {"\"20261122T031500Za\"", "\"\""},
    {"20261122T031500Za", "20261122T031500Za20261122T031500Z"},
    {"rules 1, icu 72.1", ""},
    {"0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef01234567"},
    {"shard-0", ""},
    {"shard-0", "shard-00000000000000000000000000"},
    {"fedcba9876543210", "fedcba987654321"},
    {"fedcba9876543210", "fedcba987654321x"},
    {"116", "-1"},
    /* names that lead elsewhere */
    {"shard-0/iamglass", "../iamglass"},
    {"shard-0/iamglass", "shard-0/../x"},
    {"shard-0/iamglass", "/etc/passwd"},
    {"20261121T031500Za", "../x"},
    {"shard-0", ".."},
    {"shard-0", "."},
    {"shard-0", ".hidden"},
    {"shard-0", "../../etc"},
    {"shard-0", "/etc"},
    {"shard-0", "a/b"},
    {"20261122T031500Za", ".."},
    {"20261122T031500Za", "../x"},
    {"20261122T031500Za", "a/b"},
    /* no JSON */
    {"{\n", ""},
    {"\"format\": 2,", "\"format\": 2"},
    {"}\n", ""},
    {"rules", "ru\\u0000les"},
    {"rules", "ru\xffles"},
};

static void
test_read_must_refuse_damage(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(damaged); i++) {
        struct kb_manifest got = {.n_articles = 77};
        enum kb_status st =
            kb_manifest_read(changed(damaged[i].from, damaged[i].to), &got, &err);
        if (st != KB_E_CORRUPT)
            fail_msg("'%s' for '%s': %s", damaged[i].to, damaged[i].from,
                     kb_status_name(st));
        assert_int_equal(got.n_articles, 77);
    }
}

static void
test_read_must_refuse_every_cut(void **state)
{
    (void)state;
    struct kb_manifest got;
    for (size_t n = 0; n + 2 < sizeof(golden); n++)
        FAILS(KB_E_CORRUPT, kb_manifest_read(kb_span_at(golden, n), &got, &err));
    FAILS(KB_E_CORRUPT, kb_manifest_read(kb_span_at(NULL, 0), &got, &err));
    FAILS(KB_E_CORRUPT, kb_manifest_read(KB_SPAN_LITERAL("[]"), &got, &err));
    FAILS(KB_E_CORRUPT, kb_manifest_read(KB_SPAN_LITERAL("{}"), &got, &err));
}

static void
test_read_must_tell_another_format(void **state)
{
    (void)state;
    struct kb_manifest got;
    FAILS(KB_E_SCHEMA,
          kb_manifest_read(changed("\"format\": 2", "\"format\": 1"), &got, &err));
    SAYS("format 1");
    FAILS(KB_E_SCHEMA,
          kb_manifest_read(KB_SPAN_LITERAL("{\"format\":99}"), &got, &err));
}

static void
put_shards(struct kb_buf *out, size_t n)
{
    kb_buf_reset(out);
    OK(kb_buf_printf(out, &err,
                     "{\"format\":2,\"build\":\"b\",\"base\":\"\",\"schema\":1,"
                     "\"analyzer\":\"a\",\"selftest\":null,\"files\":[],"
                     "\"changes\":{\"added\":0,\"changed\":0,\"removed\":0},"
                     "\"digest\":\"d\",\"articles\":1,\"skipped\":0,\"input_bytes\":1,"
                     "\"shards\":["));
    for (size_t i = 0; i < n; i++)
        OK(kb_buf_printf(out, &err, "%s{\"name\":\"shard-%zu\",\"articles\":0}",
                         i == 0 ? "" : ",", i));
    OK(kb_buf_printf(out, &err, "]}"));
}

static void
test_read_must_limit_shards(void **state)
{
    (void)state;
    struct kb_manifest got;
    struct kb_buf text = KB_BUF_INIT(KB_MANIFEST_MAX_BYTES);
    put_shards(&text, KB_SHARDS_MAX);
    OK(kb_manifest_read(kb_buf_span(&text), &got, &err));
    assert_int_equal(got.n_shards, KB_SHARDS_MAX);
    put_shards(&text, KB_SHARDS_MAX + 1);
    FAILS(KB_E_CORRUPT, kb_manifest_read(kb_buf_span(&text), &got, &err));
    put_shards(&text, 0);
    FAILS(KB_E_CORRUPT, kb_manifest_read(kb_buf_span(&text), &got, &err));
    kb_buf_clear(&text);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_write_must_give_the_golden_text),
    cmocka_unit_test(test_read_must_take_the_golden_text),
    cmocka_unit_test(test_read_must_notice_an_edited_one),
    cmocka_unit_test(test_read_must_refuse_damage),
    cmocka_unit_test(test_read_must_refuse_every_cut),
    cmocka_unit_test(test_read_must_tell_another_format),
    cmocka_unit_test(test_read_must_limit_shards),
};

KB_TEST_MAIN(tests)
