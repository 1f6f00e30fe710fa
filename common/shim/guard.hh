/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the shim share: exceptions become statuses, arguments are checked.
 * Not for other folders; holds no object and no policy.
 * Called by kb_shim*.cc; calls base and Xapian. */
#ifndef KB_SHIM_GUARD_HH
#define KB_SHIM_GUARD_HH

#include "shim/kb_shim.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>

#include <xapian.h>

extern "C" {
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
}

namespace kb
{

/* Only this backend: a path can then never be a stub file that leads elsewhere, and an
 * empty file is not taken for an empty database. */
inline constexpr int READ_FLAGS = Xapian::DB_BACKEND_GLASS;
/* ---- exceptions become statuses ---- */

/* The text of the failed system call behind it, NULL if there was none. */
inline const char *
system_text(const Xapian::Error &e) noexcept
{
    try {
        return e.get_error_string();
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

inline enum kb_status
note(struct kb_error *err, enum kb_status st, const Xapian::Error &e) noexcept
{
    const char *system = system_text(e);
    return kb_error_set(err, st, "%s%s%s", e.get_msg().c_str(),
                        system == nullptr ? "" : ": ", system == nullptr ? "" : system);
}

/* Sort the exception that is being handled. */
inline enum kb_status
caught(struct kb_error *err) noexcept
{
    try {
        throw;
    } catch (const std::bad_alloc &) {
        return kb_error_set(err, KB_E_NOMEM, "out of memory");
    } catch (const Xapian::DatabaseLockError &e) {
        return note(err, KB_E_BUSY, e);
    } catch (const Xapian::DatabaseNotFoundError &e) {
        return note(err, KB_E_NOT_FOUND, e);
    } catch (const Xapian::DatabaseVersionError &e) {
        return note(err, KB_E_SCHEMA, e);
    } catch (const Xapian::DatabaseModifiedError &e) {
        return note(err, KB_E_STALE, e);
    } catch (const Xapian::InvalidArgumentError &e) {
        return note(err, KB_E_INVALID, e);
    } catch (const Xapian::InvalidOperationError &e) {
        /* parts whose article numbers overlap */
        return note(err, KB_E_INVALID, e);
    } catch (const Xapian::NetworkError &e) {
        return note(err, KB_E_IO, e);
    } catch (const Xapian::DatabaseCorruptError &e) {
        return note(err, KB_E_CORRUPT, e);
    } catch (const Xapian::FeatureUnavailableError &e) {
        /* a table that every shard has is not there */
        return note(err, KB_E_CORRUPT, e);
    } catch (const Xapian::DocNotFoundError &e) {
        /* a term's list names it: no document is asked for before it is known */
        return note(err, KB_E_CORRUPT, e);
    } catch (const Xapian::RangeError &e) {
        /* numbers in a table that cannot be */
        return note(err, KB_E_CORRUPT, e);
    } catch (const Xapian::SerialisationError &e) {
        return note(err, KB_E_CORRUPT, e);
    } catch (const Xapian::DatabaseCreateError &e) {
        return note(err, system_text(e) == nullptr ? KB_E_INVALID : KB_E_IO, e);
    } catch (const Xapian::DatabaseError &e) {
        /* no failed system call behind it, or a table's file missing: damage */
        const char *system = system_text(e);
        bool damaged = system == nullptr || strcmp(system, strerror(ENOENT)) == 0;
        return note(err, damaged ? KB_E_CORRUPT : KB_E_IO, e);
    } catch (const Xapian::Error &e) {
        note(err, KB_E_INTERNAL, e);
        kb_error_context(err, "%s", e.get_type());
        return KB_E_INTERNAL;
    } catch (const std::length_error &e) {
        return kb_error_set(err, KB_E_CORRUPT, "a length that cannot be: %s", e.what());
    } catch (const std::exception &e) {
        return kb_error_set(err, KB_E_INTERNAL, "%s", e.what());
    } catch (...) {
        return kb_error_set(err, KB_E_INTERNAL, "exception of unknown type");
    }
}

/* Call `f`; an exception becomes a status. Every entry that can fail is one such call.
 */
template <class F>
enum kb_status
guarded(struct kb_error *err, F f) noexcept
{
    try {
        return f();
    } catch (...) {
        return caught(err);
    }
}

/* ---- arguments ---- */

inline std::string
to_string(struct kb_span s)
{
    return s.n_bytes == 0 ? std::string() : std::string(s.data, s.n_bytes);
}

/* A NUL byte takes two bytes in a key of Xapian's tables. */
inline enum kb_status
check_key(const char *what, struct kb_span s, size_t max_bytes, struct kb_error *err)
{
    if (s.n_bytes == 0)
        return kb_error_set(err, KB_E_INVALID, "%s is empty", what);
    size_t n = s.n_bytes;
    if (n <= max_bytes)
        n += static_cast<size_t>(std::count(s.data, s.data + s.n_bytes, '\0'));
    if (n > max_bytes)
        return kb_error_set(err, KB_E_LIMIT, "%s is too long: %zu bytes, at most %zu",
                            what, n, max_bytes);
    return KB_OK;
}

inline enum kb_status
check_term(struct kb_span term, struct kb_error *err)
{
    return check_key("term", term, KB_TERM_MAX_BYTES, err);
}

inline enum kb_status
check_path(const char *path, struct kb_error *err)
{
    if (path[0] == '\0')
        return kb_error_set(err, KB_E_INVALID, "path of the shard is empty");
    return KB_OK;
}

} // namespace kb

#endif
