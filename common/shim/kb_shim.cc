/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "shim/kb_shim.h"

#include <cassert>
#include <csignal>
#include <sstream>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim/guard.hh"

using namespace kb;

struct kb_doc {
    Xapian::Document doc;
};

struct kb_writer {
    Xapian::WritableDatabase db;
    bool is_open;
};

struct kb_stem {
    Xapian::Stem stem;
};

namespace
{

constexpr int WRITE_FLAGS =
    Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC;
constexpr int CHANGE_FLAGS = Xapian::DB_OPEN | Xapian::DB_BACKEND_GLASS |
                             Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS;

enum kb_status
check_stored(const char *what, struct kb_span s, struct kb_error *err)
{
    if (s.n_bytes > KB_STORED_MAX_BYTES)
        return kb_error_set(err, KB_E_LIMIT, "%s is too long: %zu bytes, at most %d",
                            what, s.n_bytes, static_cast<int>(KB_STORED_MAX_BYTES));
    return KB_OK;
}

/* The first line of Xapian's report on a shard that tells of damage. */
std::string
first_finding(const std::string &report)
{
    std::istringstream lines(report);
    std::string line, table;
    while (std::getline(lines, line)) {
        if (line.empty())
            continue;
        if (line.back() == ':')
            table = line;
        else if (line.find("checked OK") == line.npos && line.find("Lazily") != 0)
            return table + " " + line;
    }
    return "damaged";
}

/* Xapian takes the loss of a whole table of terms or data for one that was never used.
 */
enum kb_status
check_tables(const Xapian::Database &db, struct kb_error *err)
{
    Xapian::PostingIterator at = db.postlist_begin("");
    if (at == db.postlist_end(""))
        return KB_OK;
    (void)db.termlist_begin(*at);
    for (; at != db.postlist_end(""); ++at)
        if (!db.get_document(*at, Xapian::DOC_ASSUME_VALID).get_data().empty())
            return KB_OK;
    return kb_error_set(err, KB_E_CORRUPT, "no document has data");
}

enum kb_status
verify(const char *path, uint32_t *n_docs, struct kb_error *err)
{
    return guarded(err, [&] {
        Xapian::Database db(path, READ_FLAGS);
        std::ostringstream report;
        if (Xapian::Database::check(path, 0, &report) != 0)
            return kb_error_set(err, KB_E_CORRUPT, "%s",
                                first_finding(report.str()).c_str());
        *n_docs = db.get_doccount();
        return check_tables(db, err);
    });
}

/* What the process that checks a shard writes to its pipe. */
struct Verdict {
    uint32_t n_docs;
    struct kb_error err;
};

/* A process of its own: on some damage Xapian 1.4.22's check leaves its memory. */
[[noreturn]] void
verify_and_exit(const char *path, int fd)
{
    struct rlimit no_core = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    for (int sig : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
        signal(sig, SIG_DFL); /* a handler of the caller's must not run here */
    Verdict verdict = {};
    verify(path, &verdict.n_docs, &verdict.err);
    ssize_t n = write(fd, &verdict, sizeof(verdict));
    _exit(n == static_cast<ssize_t>(sizeof(verdict)) ? 0 : 1);
}

size_t
read_verdict(int fd, Verdict *out)
{
    size_t n = 0;
    while (n < sizeof(*out)) {
        ssize_t got = read(fd, reinterpret_cast<char *>(out) + n, sizeof(*out) - n);
        if (got > 0)
            n += static_cast<size_t>(got);
        else if (got == 0 || errno != EINTR)
            break;
    }
    return n;
}

} // namespace

const char *
kb_shim_version(void)
{
    return Xapian::version_string();
}

/* ---- documents ---- */

enum kb_status
kb_doc_new(struct kb_doc **out, struct kb_error *err)
{
    return guarded(err, [&] {
        *out = new kb_doc;
        return KB_OK;
    });
}

enum kb_status
kb_doc_add_term(struct kb_doc *doc, struct kb_span term, uint32_t wdf,
                struct kb_error *err)
{
    return guarded(err, [&] {
        enum kb_status st = check_term(term, err);
        if (st == KB_OK)
            doc->doc.add_term(to_string(term), wdf);
        return st;
    });
}

enum kb_status
kb_doc_add_flag(struct kb_doc *doc, struct kb_span term, struct kb_error *err)
{
    return kb_doc_add_term(doc, term, 0, err);
}

enum kb_status
kb_doc_set_data(struct kb_doc *doc, struct kb_span data, struct kb_error *err)
{
    return guarded(err, [&] {
        enum kb_status st = check_stored("document data", data, err);
        if (st == KB_OK)
            doc->doc.set_data(to_string(data));
        return st;
    });
}

enum kb_status
kb_doc_set_value(struct kb_doc *doc, uint32_t slot, struct kb_span value,
                 struct kb_error *err)
{
    return guarded(err, [&] {
        if (value.n_bytes > KB_VALUE_MAX_BYTES)
            return kb_error_set(err, KB_E_LIMIT,
                                "value is too long: %zu bytes, at "
                                "most %d",
                                value.n_bytes, static_cast<int>(KB_VALUE_MAX_BYTES));
        doc->doc.add_value(slot, to_string(value));
        return KB_OK;
    });
}

enum kb_status
kb_doc_reset(struct kb_doc *doc, struct kb_error *err)
{
    return guarded(err, [&] {
        doc->doc = Xapian::Document();
        return KB_OK;
    });
}

void
kb_doc_free(struct kb_doc *doc)
{
    delete doc;
}

/* ---- building a shard ---- */

enum kb_status
kb_writer_open(const char *path, struct kb_writer **out, struct kb_error *err)
{
    return guarded(err, [&] {
        enum kb_status st = check_path(path, err);
        if (st != KB_OK)
            return st;
        st = guarded(err, [&] {
            *out = new kb_writer{Xapian::WritableDatabase(path, WRITE_FLAGS), true};
            return KB_OK;
        });
        bool locked = false; /* Xapian sees the files before it tries the lock */
        if (st == KB_E_INVALID)
            guarded(nullptr, [&] {
                locked = Xapian::Database(path, READ_FLAGS).locked();
                return KB_OK;
            });
        if (locked)
            return kb_error_set(err, KB_E_BUSY, "shard '%s' is being written", path);
        return st;
    });
}

enum kb_status
kb_writer_open_existing(const char *path, struct kb_writer **out, struct kb_error *err)
{
    return guarded(err, [&] {
        enum kb_status st = check_path(path, err);
        if (st != KB_OK)
            return st;
        *out = new kb_writer{Xapian::WritableDatabase(path, CHANGE_FLAGS), true};
        return KB_OK;
    });
}

enum kb_status
kb_writer_remove(struct kb_writer *writer, uint32_t docid, struct kb_error *err)
{
    assert(writer->is_open);
    return guarded(err, [&] {
        if (docid == 0)
            return kb_error_set(err, KB_E_INVALID, "article number is 0");
        try {
            writer->db.delete_document(docid);
        } catch (const Xapian::DocNotFoundError &) {
            return kb_error_set(err, KB_E_NOT_FOUND, "there is no article %lu",
                                static_cast<unsigned long>(docid));
        }
        return KB_OK;
    });
}

enum kb_status
kb_writer_remove_meta(struct kb_writer *writer, struct kb_span key,
                      struct kb_error *err)
{
    assert(writer->is_open);
    return guarded(err, [&] {
        enum kb_status st = check_key("key", key, KB_KEY_MAX_BYTES, err);
        if (st == KB_OK)
            writer->db.set_metadata(to_string(key), std::string());
        return st;
    });
}

enum kb_status
kb_writer_put(struct kb_writer *writer, uint32_t docid, const struct kb_doc *doc,
              struct kb_error *err)
{
    assert(writer->is_open);
    return guarded(err, [&] {
        if (docid == 0)
            return kb_error_set(err, KB_E_INVALID, "article number is 0");
        if (docid > KB_ARTICLE_MAX_ID)
            return kb_error_set(err, KB_E_LIMIT, "article number %lu is over %d",
                                static_cast<unsigned long>(docid),
                                static_cast<int>(KB_ARTICLE_MAX_ID));
        writer->db.replace_document(docid, doc->doc);
        return KB_OK;
    });
}

enum kb_status
kb_writer_set_meta(struct kb_writer *writer, struct kb_span key, struct kb_span value,
                   struct kb_error *err)
{
    assert(writer->is_open);
    return guarded(err, [&] {
        enum kb_status st = check_key("key", key, KB_KEY_MAX_BYTES, err);
        if (st == KB_OK)
            st = check_stored("value", value, err);
        if (st == KB_OK && value.n_bytes == 0)
            st = kb_error_set(err, KB_E_INVALID, "value is empty");
        if (st == KB_OK)
            writer->db.set_metadata(to_string(key), to_string(value));
        return st;
    });
}

enum kb_status
kb_writer_close(struct kb_writer *writer, struct kb_error *err)
{
    assert(writer->is_open);
    return guarded(err, [&] {
        writer->db.commit();
        writer->db.close();
        writer->is_open = false;
        return KB_OK;
    });
}

void
kb_writer_free(struct kb_writer *writer)
{
    if (writer == nullptr)
        return;
    /* The destructor would commit. A transaction that is begun without a flush and
     * cancelled throws away what was put in before it, too. */
    if (writer->is_open)
        guarded(nullptr, [&] {
            writer->db.begin_transaction(false);
            writer->db.cancel_transaction();
            return KB_OK;
        });
    delete writer;
}

enum kb_status
kb_shard_compact(const char *const *parts, size_t n, const char *path,
                 struct kb_error *err)
{
    return guarded(err, [&] {
        if (n == 0)
            return kb_error_set(err, KB_E_INVALID, "no parts to compact");
        Xapian::Database all;
        for (size_t i = 0; i < n; i++)
            all.add_database(Xapian::Database(parts[i], READ_FLAGS));
        all.compact(path, Xapian::DBCOMPACT_NO_RENUMBER | Xapian::Compactor::FULL);
        return KB_OK;
    });
}

enum kb_status
kb_shard_verify(const char *path, uint32_t *n_docs, struct kb_error *err)
{
    return guarded(err, [&] {
        enum kb_status st = check_path(path, err);
        if (st != KB_OK)
            return st;
        int ends[2];
        if (pipe(ends) != 0)
            return kb_error_os(err, errno, "cannot make a pipe");
        pid_t child = fork();
        if (child < 0) {
            int fork_errno = errno;
            close(ends[0]);
            close(ends[1]);
            return kb_error_os(err, fork_errno, "cannot start a process");
        }
        if (child == 0)
            verify_and_exit(path, ends[1]);
        close(ends[1]);
        Verdict verdict;
        size_t n = read_verdict(ends[0], &verdict);
        close(ends[0]);
        while (waitpid(child, nullptr, 0) < 0 && errno == EINTR)
            ;
        if (n != sizeof(verdict))
            return kb_error_set(err, KB_E_CORRUPT, "the check itself broke down");
        if (verdict.err.code != KB_OK)
            return kb_error_set(err, verdict.err.code, "%s", verdict.err.msg);
        *n_docs = verdict.n_docs;
        return KB_OK;
    });
}

/* ---- stems ---- */

enum kb_status
kb_stem_new(const char *language, struct kb_stem **out, struct kb_error *err)
{
    return guarded(err, [&] {
        *out = new kb_stem{Xapian::Stem(language)};
        return KB_OK;
    });
}

enum kb_status
kb_stem_apply(const struct kb_stem *stem, struct kb_span word, struct kb_buf *out,
              struct kb_error *err)
{
    return guarded(err, [&] {
        if (word.n_bytes > KB_TERM_MAX_BYTES)
            return kb_error_set(err, KB_E_LIMIT,
                                "word is too long: %zu bytes, at most %d", word.n_bytes,
                                static_cast<int>(KB_TERM_MAX_BYTES));
        std::string result = stem->stem(to_string(word));
        return kb_buf_append(out, kb_span_at(result.data(), result.size()), err);
    });
}

void
kb_stem_free(struct kb_stem *stem)
{
    delete stem;
}
