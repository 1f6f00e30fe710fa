/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index of a dozen articles, open for search: what the tests of the engine share.
 * The articles tell apart stems and words, sections, codes, products, dates, twins and
 * who cites whom. For test code only. Calls search, index and the indexer's document.
 */
#ifndef KB_TEST_ENGINE_H
#define KB_TEST_ENGINE_H

#include "support/scratch.h"

#include "article/parse.h"
#include "base/limits.h"
#include "document.h"
#include "schema/stored.h"
#include "search/engine.h"
#include "text/analyze.h"

/* A file in text form. */
struct row {
    const char *number;
    const char *date;
    const char *product;
    const char *title;
    const char *body;
};

#define ROW_PRINTER                                                                    \
    "SYMPTOMS\n========\n\nThe printer prints nothing but blank pages when a long "    \
    "document is sent to it from the spooler of another computer in the same "         \
    "domain, although the queue says that the job was done.\n\nCAUSE\n=====\n\n"       \
    "The driver of the printer loses the font of the first page.\n\nRESOLUTION\n"      \
    "==========\n\nInstall the driver again and print a test page.\n"

static const struct row archive[] = {
    {"100001", "11-NOV-2000", "Microsoft Exchange",
     "PRB: Backup Program Stops Responding",
     "-------------------------------------------------------------------\n"
     "The information in this article applies to:\n\n"
     " - Microsoft Exchange Server, version 5.5 SP3\n"
     "-------------------------------------------------------------------\n\n"
     "SYMPTOMS\n========\n\nThe backup program stops responding when the tape is full. "
     "Error 0x80004005 comes up.\n\nCAUSE\n=====\n\nThe cable is of organic matter.\n\n"
     "RESOLUTION\n==========\n\nSee the following article:\n\n"
     "   Q100002 BUG: Tape Drive Is Not Found\n   Q199999 Not in the Archive\n\n"
     "Additional query words: hang tape legato\n"},
    {"100002", "01-JUN-1999", "Microsoft Exchange",
     "BUG: Tape Drive Is Not Found by NTBACKUP.EXE",
     "SYMPTOMS\n========\n\nNTBACKUP.EXE finds no tape drive: error -2147467259. The "
     "organization of the tapes is lost.\n\nSTATUS\n======\n\nA bug of version 4.0.\n"},
    {"100003", "15-JAN-2001", "Microsoft Windows NT", "HOWTO: Organize a Backup",
     "SUMMARY\n=======\n\nHow to back up the registry before it is too late; the "
     "program of Q100001 does it too.\n"},
    {"100004", "02-FEB-1998", "Microsoft Word",
     "FIX: The Printer Prints Nothing in Version 6.0", ROW_PRINTER},
    {"100005", "03-MAR-1998", "Microsoft Word",
     "FIX: The Printer Prints Nothing in Version 7.0", ROW_PRINTER},
    {"100006", "04-APR-1997", "Microsoft Word", "A Happy Printer",
     "Happiness is a printer that is going home.\n"},
    {"100007", "05-MAY-1997", "Microsoft Windows NT", "Tape Errors",
     "The error log of the tape program has no end. To be or not to be.\n"},
    {"100008", "06-JUN-1996", "Microsoft Windows NT", "USER.EXE and Others",
     "The user of USER.EXE goes on.\n"},
    {"100009", "07-JUL-1996", "Microsoft Windows NT", "Many Names",
     "manyaa manyab manyac manyad manyae manyaf manyag manyah manyai manyaj manyak "
     "manyal manyam manyan manyao manyap manyaq manyar manyat manyau manyav manyaw "
     "manyax manyay manyaz manyba\n"},
};

static struct kb_engine *engine;
static char build[KB_BUILD_ID_BYTES];

static inline void
put_row(struct kb_writer *writer, struct kb_maker *maker, const struct row *row)
{
    struct kb_buf file = KB_BUF_INIT(10000);
    struct kb_made made;
    char key[KB_STORED_KEY_BYTES];
    struct kb_article article;
    kb_article_init(&article);
    OK(kb_buf_printf(&file, &err,
                     "DOCUMENT:Q%s  %s  [x]\nTITLE   :%s\nPRODUCT :%s\n"
                     "PROD/VER:WINDOWS:4.0\nOPER/SYS:\nKEYWORDS:kbtest\n\n"
                     "================================================\n%s",
                     row->number, row->date, row->title, row->product, row->body));
    OK(kb_article_parse(kb_buf_span(&file), &article, &err));
    OK(kb_maker_make(maker, &article, &made, &err));
    OK(kb_writer_put(writer, article.id, made.doc, &err));
    kb_stored_body_key(article.id, key);
    OK(kb_writer_set_meta(writer, kb_span_cstr(key), made.body, &err));
    kb_stored_words_key(article.id, key);
    OK(kb_writer_set_meta(writer, kb_span_cstr(key), made.words, &err));
    kb_article_clear(&article);
    kb_buf_clear(&file);
}

static inline enum kb_status
put_list(void *context, struct kb_span key, struct kb_span chunk, struct kb_error *why)
{
    return kb_writer_set_meta(context, key, chunk, why);
}

/* A build of the rows: two shards, even and odd numbers. */
static inline void
make_build(const struct row *rows, size_t n)
{
    struct kb_manifest manifest = {
        .schema = KB_SCHEMA_VERSION, .digest = "0", .n_articles = (uint32_t)n};
    struct kb_buf path = KB_BUF_INIT(4096);
    struct kb_buf text = KB_BUF_INIT(KB_FINGERPRINT_BYTES);
    struct kb_maker *maker = NULL;
    OK(kb_maker_new(kb_span_at(NULL, 0), &maker, &err));
    OK(kb_analyzer_fingerprint(&text, &err));
    snprintf(manifest.analyzer, sizeof(manifest.analyzer), "%s", kb_buf_cstr(&text));
    OK(kb_build_begin(at("index"), build, &path, &err));
    memcpy(manifest.build, build, sizeof(build));
    for (size_t s = 0; s < 2; s++) {
        struct kb_manifest_shard *shard = &manifest.shards[manifest.n_shards++];
        struct kb_writer *writer = NULL;
        size_t n_path = path.n_bytes;
        snprintf(shard->name, sizeof(shard->name), "shard-%zu", s);
        OK(kb_buf_printf(&path, &err, "/%s", shard->name));
        OK(kb_writer_open(kb_buf_cstr(&path), &writer, &err));
        for (size_t i = 0; i < n; i++) {
            if (strtoul(rows[i].number, NULL, 10) % 2 != s)
                continue;
            put_row(writer, maker, &rows[i]);
            shard->n_articles++;
        }
        OK(kb_census_write(kb_maker_census_borrow(maker), put_list, writer, &err));
        OK(kb_writer_close(writer, &err));
        kb_writer_free(writer);
        path.n_bytes = n_path;
    }
    OK(kb_build_seal(at("index"), &manifest, NULL, &err));
    OK(kb_build_switch(at("index"), manifest.build, &err));
    kb_maker_free(maker);
    kb_buf_clear(&path);
    kb_buf_clear(&text);
}

static inline int
open_rows(void **state, const struct row *rows, size_t n)
{
    engine = NULL;
    if (set_up(state) != 0)
        return -1;
    make_build(rows, n);
    OK(kb_engine_open(at("index"), &engine, &err));
    return 0;
}

static inline int
open_archive(void **state)
{
    return open_rows(state, archive, COUNT(archive));
}

static inline int
close_engine(void **state)
{
    kb_mem_fail_at(0);
    kb_engine_free(engine);
    return tear_down(state);
}

/* Articles by number, without what is common to all numbers: "1 3". */
static inline const char *
list_ids(const uint32_t *ids, size_t n)
{
    static char list[200];
    size_t n_bytes = 0;
    list[0] = '\0';
    for (uint32_t id = 100000; id < 100100; id++) {
        for (size_t i = 0; i < n; i++) {
            if (ids[i] == id)
                n_bytes +=
                    (size_t)snprintf(list + n_bytes, sizeof(list) - n_bytes, "%s%u",
                                     n_bytes == 0 ? "" : " ", (unsigned)(id - 100000));
        }
    }
    return list;
}

/* The articles that match a query of the shim, as list_ids has them. */
static inline const char *
matches_of(const struct kb_query *query)
{
    struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    struct kb_hits hits = KB_HITS_INIT;
    uint32_t ids[100];
    params.max = COUNT(ids);
    OK(kb_reader_search(engine->index.reader, query, &params, &hits, &err));
    for (size_t i = 0; i < hits.n; i++)
        ids[i] = hits.items[i].docid;
    const char *list = list_ids(ids, hits.n);
    kb_hits_clear(&hits);
    return list;
}

#endif
