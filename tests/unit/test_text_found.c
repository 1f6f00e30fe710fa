/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other half of test_text_analyze.c: query in, documents found, through a real
 * index.
 */
#include "support/scratch.h"

#include "document.h"
#include "search/ranked.h"
#include "text/analyze.h"

/* Article i + 1 has this title and nothing else. */
static const char *const documents[] = {
    /* 1 */ "Reading a volume fails in ntfs.sys",
    /* 2 */ "How to back up the server",
    /* 3 */ "Tape back-up over night",
    /* 4 */ "Backup of the registry",
    /* 5 */ "Error 0x80004005 on connecting",
    /* 6 */ "Error 80004005h when opening",
    /* 7 */ "Error -2147467259 in a script",
    /* 8 */ "Error 2147500037 is returned",
    /* 9 */ "Crash after Service Pack 4 is applied",
    /* 10 */ "List of fixes in SP4",
    /* 11 */ "Windows NT Server version 4.0 does not start",
    /* 12 */ "NT4 domains and trusts",
    /* 13 */ "Win95 cannot see the network",
    /* 14 */ "Windows 95 setup stops",
    /* 15 */ "Linking C programs",
    /* 16 */ "Linking C++ programs",
    /* 17 */ "Compiler for C# programs",
    /* 18 */ "Configuring TCP/IP by hand",
    /* 19 */ "TCP window sizes",
    /* 20 */ "Moving .NET components",
    /* 21 */ "Net use of drives",
    /* 22 */ "Calling BackupRead() on a stream",
    /* 23 */ "Sending e-mail by modem",
    /* 24 */ "An email arrives twice",
    /* 25 */ "Keys below HKEY_LOCAL_MACHINE",
    /* 26 */ "Unresolved external _chkstk",
    /* 27 */ "Printing to LPT1: hangs",
    /* 28 */ "INT 21h returns early",
    /* 29 */ "Store stops with -1018",
    /* 30 */ "Order of 1018 parts",
    /* 31 */ "Reading \\\\server\\share\\file fails",
    /* 32 */ "AT&T modems and IND$FILE",
    /* 33 */ "Windows version 3.10 and 4.00a",
    /* 34 */ "R\xc3\xa9sum\xc3\xa9 wizard",
    /* 35 */ "\xef\xbc\xb4\xef\xbc\xa1\xef\xbc\xb0\xef\xbc\xa9 devices",
    /* 36 */ "Don\xe2\x80\x99t display this again",
    /* 37 */ "Sorting 1,000 records",
    /* 38 */ "\xe6\xbc\xa2\xe5\xad\x97 on screen",
    /* 39 */ "STOP c7ff000d in USER.EXE",
    /* 40 */ "Article Q254682 explains V86ModeLanas",
    /* 41 */ "Internet Explorer 5.01 and Visual Basic 6.0",
    /* 42 */ "Exchange Server 5.0SP2 and its stores",
    /* 43 */ "Typing l'accent grave",
};

/* The articles that rank before all others, in ascending order; more may follow. */
static const struct {
    const char *query;
    const char *wanted;
} found[] = {
    {"ntfs", "1"},
    {"NTFS.SYS", "1"},
    {"backup", "2 3 4"},
    {"back up", "2 3"},
    {"back-up", "2 3"},
    {"backups", "2 3 4"},
    {"0x80004005", "5 6 7 8"},
    {"80004005", "5 6 7 8"},
    {"80004005h", "6 5 7 8"},
    {"-2147467259", "7 5 6 8"},
    {"2147500037", "8 5 6 7"},
    {"8000-4005", "5 6 7 8"},
    {"sp4", "9 10"},
    {"Service Pack 4", "9"},
    {"nt4", "11 12"},
    {"Windows NT 4.0", "11"},
    {"NT 4.00", "11 12"},
    {"Windows 95", "14"},
    {"win95", "13 14"},
    {"c", "15 16 17"},
    {"c++", "16"},
    {"C#", "17"},
    {"TCP/IP", "18"},
    {"tcp", "18 19"},
    {".net", "20"},
    {"BackupRead", "22"},
    {"backupread()", "22"},
    {"email", "23 24"},
    {"e-mail", "23"},
    {"hkey_local_machine", "25"},
    {"hkey", "25"},
    {"chkstk", "26"},
    {"_chkstk", "26"},
    {"lpt1", "27"},
    {"int 21h", "28"},
    {"0x21", "28"},
    {"-1018", "29"},
    {"\\\\SERVER\\SHARE", "31"},
    {"at&t", "32"},
    {"ind$file", "32"},
    {"3.10", "33"},
    {"4.00a", "33"},
    {"resume", "34"},
    {"tapi", "35"},
    {"don't", "36"},
    {"1000", "37"},
    {"\xe6\xbc\xa2\xe5\xad\x97", "38"},
    {"0xc7ff000d", "39"},
    {"C7FF000D", "39"},
    {"user.exe", "39"},
    {"v86modelanas", "40"},
    {"q254682", "40"},
    {"ie5.01", "41"},
    {"vb6", "41"},
    {"vb 6.0", "41"},
    {"vb6", "41"},
    {"ie 5.01", "41"},
    {"SP 4", "9 10"},
    {"sp2", "42"},
    {"SP 2", "42"},
    {"5.0SP2", "42"},
    {"accent", "43"},
    {"l'accent", "43"},
};

static struct kb_reader *
build_documents(void)
{
    struct kb_maker *maker = NULL;
    struct kb_writer *writer = NULL;
    struct kb_reader *reader = NULL;
    OK(kb_maker_new(kb_span_at(NULL, 0), &maker, &err));
    OK(kb_writer_open(at("shard"), &writer, &err));
    for (uint32_t i = 0; i < COUNT(documents); i++) {
        struct kb_made made;
        struct kb_article article;
        kb_article_init(&article);
        article.id = i + 1;
        article.title = kb_span_cstr(documents[i]);
        OK(kb_maker_make(maker, &article, &made, &err));
        OK(kb_writer_put(writer, article.id, made.doc, &err));
        kb_article_clear(&article);
    }
    OK(kb_writer_close(writer, &err));
    kb_writer_free(writer);
    kb_maker_free(maker);
    const char *path = at("shard");
    OK(kb_reader_open(&path, 1, &reader, &err));
    return reader;
}

static void
search(struct kb_analyzer *analyzer, struct kb_reader *reader, const char *text,
       struct kb_hits *out)
{
    static const struct kb_boosts boosts;
    struct kb_asked asked = KB_ASKED_INIT;
    struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    struct kb_query *query = NULL;
    params.max = COUNT(documents);
    OK(kb_asked_read(analyzer, reader, kb_span_cstr(text), &asked, &err));
    if (asked.n == 0)
        fail_msg("nothing is known of '%s'", text);
    OK(kb_ranked_query(&asked, &boosts, reader, &params, &query, &err));
    OK(kb_reader_search(reader, query, &params, out, &err));
    kb_query_free(query);
    kb_asked_clear(&asked);
}

/* "2 3": whether articles 2 and 3, in whatever order, are the first hits. */
static void
check_first(const struct kb_hits *hits, const char *query, const char *wanted)
{
    size_t n = 0;
    for (const char *p = wanted; *p != '\0'; n++) {
        char *end;
        unsigned long id = strtoul(p, &end, 10);
        size_t rank = 0;
        while (rank < hits->n && hits->items[rank].docid != id)
            rank++;
        if (rank == hits->n)
            fail_msg("'%s' does not find article %lu", query, id);
        p = *end == ' ' ? end + 1 : end;
    }
    for (size_t i = 0; i < n; i++) {
        char id[16];
        snprintf(id, sizeof(id), " %u ", hits->items[i].docid);
        struct kb_buf list = KB_BUF_INIT(100);
        OK(kb_buf_printf(&list, &err, " %s ", wanted));
        if (strstr(list.data, id) == NULL)
            fail_msg("'%s': article%sis before one of '%s'", query, id, wanted);
        kb_buf_clear(&list);
    }
}

static void
test_query_must_find_other_spellings(void **state)
{
    (void)state;
    struct kb_reader *reader = build_documents();
    struct kb_analyzer *analyzer = NULL;
    OK(kb_analyzer_new(false, &analyzer, &err));
    for (size_t i = 0; i < COUNT(found); i++) {
        struct kb_hits hits = KB_HITS_INIT;
        search(analyzer, reader, found[i].query, &hits);
        check_first(&hits, found[i].query, found[i].wanted);
        kb_hits_clear(&hits);
    }
    kb_analyzer_free(analyzer);
    kb_reader_free(reader);
}

/* What must not be found at all. */
static void
test_query_must_not_find_what_only_looks_alike(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        uint32_t absent;
    } rows[] = {
        {"c++", 21},        {"sp4", 11},       {"nt4", 33},   {"1018", 5},
        {"tcp/ip", 21},     {"backupread", 4}, {"net", 23},   {"win95", 33},
        {"0x80004005", 39}, {"ntfs.sys", 39},  {"email", 36}, {"80004006", 5},
    };
    struct kb_reader *reader = build_documents();
    struct kb_analyzer *analyzer = NULL;
    OK(kb_analyzer_new(false, &analyzer, &err));
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct kb_hits hits = KB_HITS_INIT;
        struct kb_asked asked = KB_ASKED_INIT;
        OK(kb_asked_read(analyzer, reader, kb_span_cstr(rows[i].query), &asked, &err));
        if (asked.n > 0)
            search(analyzer, reader, rows[i].query, &hits);
        for (size_t k = 0; k < hits.n; k++) {
            if (hits.items[k].docid == rows[i].absent)
                fail_msg("'%s' finds article %u", rows[i].query, rows[i].absent);
        }
        kb_hits_clear(&hits);
        kb_asked_clear(&asked);
    }
    kb_analyzer_free(analyzer);
    kb_reader_free(reader);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_query_must_find_other_spellings),
    TEST(test_query_must_not_find_what_only_looks_alike),
};

KB_TEST_MAIN(tests)
