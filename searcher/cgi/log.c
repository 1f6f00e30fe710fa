/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cgi/log.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    TIME_BYTES = 32,
    ID_BYTES = 16,
    LOG_MODE = 0640
};

static enum kb_status
open_log(struct kb_query_log *log, const char *path, struct kb_error *err)
{
    struct stat now;
    bool is_there = stat(path, &now) == 0;
    if (log->fd >= 0 &&
        (!is_there || now.st_dev != log->device || now.st_ino != log->inode))
        kb_query_log_clear(log);
    if (log->fd >= 0)
        return KB_OK;
    log->fd =
        open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, LOG_MODE);
    if (log->fd < 0 || fstat(log->fd, &now) != 0)
        return kb_error_os(err, errno, "cannot open the query log '%s'", path);
    log->device = now.st_dev;
    log->inode = now.st_ino;
    return KB_OK;
}

static void
format_now(char out[TIME_BYTES])
{
    struct timespec now;
    struct tm utc;
    out[0] = '\0';
    if (clock_gettime(CLOCK_REALTIME, &now) == 0 && gmtime_r(&now.tv_sec, &utc) != NULL)
        (void)strftime(out, TIME_BYTES, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

static json_t *
text_to_json(struct kb_span text)
{
    return json_stringn(text.data == NULL ? "" : text.data, text.n_bytes);
}

static json_t *
entry_to_json(const struct kb_log_entry *entry)
{
    char now[TIME_BYTES];
    json_t *ids = json_array();
    for (size_t i = 0; i < entry->n_ids; i++) {
        char id[ID_BYTES];
        snprintf(id, sizeof(id), "Q%u", entry->ids[i]);
        json_array_append_new(ids, json_string(id));
    }
    format_now(now);
    return json_pack("{s:s, s:o, s:{s:b, s:b, s:b}, s:i, s:i, s:I, s:o, s:I, s:b}",
                     "time", now, "query", text_to_json(entry->query), "filters",
                     "by_date", (int)entry->by_date, "exact", (int)entry->is_exact,
                     "all", (int)entry->is_all, "page", (int)entry->page, "status",
                     entry->status, "total", (json_int_t)entry->total, "first", ids,
                     "took_us", (json_int_t)entry->took_us, "corrected",
                     (int)entry->is_corrected);
}

enum kb_status
kb_query_log_write(struct kb_query_log *log, const char *path,
                   const struct kb_log_entry *entry, struct kb_error *err)
{
    enum kb_status st = open_log(log, path, err);
    if (st != KB_OK)
        return st;
    json_t *root = entry_to_json(entry);
    char *text = root == NULL ? NULL : json_dumps(root, JSON_COMPACT);
    json_decref(root);
    if (text == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a line of the query log");
    /* One call a line: those of several processes do not mix. */
    size_t n = strlen(text);
    text[n] = '\n'; /* over the NUL */
    ssize_t written = write(log->fd, text, n + 1);
    if (written != (ssize_t)(n + 1))
        st = kb_error_os(err, written < 0 ? errno : ENOSPC,
                         "cannot write to the query log '%s'", path);
    free(text);
    return st;
}

void
kb_query_log_clear(struct kb_query_log *log)
{
    if (log->fd >= 0)
        (void)close(log->fd);
    log->fd = -1;
}
