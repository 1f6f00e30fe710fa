/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "text/encode.h"

enum {
    SHOWN_SKIPS = 20,           /* lines on stderr; the report file has all */
    REPORT_MAX_BYTES = 1 << 30, /* a million skipped files fit */
    PLAIN_EVERY_S = 10 /* between two progress lines where nothing is rewritten */
};

static double
now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
kb_report_init(struct kb_report *report, bool quiet)
{
    *report = (struct kb_report){0};
    report->quiet = quiet;
    report->on_terminal = isatty(STDERR_FILENO) == 1;
    report->start_s = now_s();
}

void
kb_report_clear(struct kb_report *report)
{
    for (size_t i = 0; i < report->n_skips; i++) {
        kb_mem_free(report->skips[i].path);
        kb_mem_free(report->skips[i].reason);
    }
    kb_mem_free(report->skips);
    report->skips = NULL;
    report->n_skips = 0;
    report->skips_capacity = 0;
}

static void
end_line(struct kb_report *report)
{
    if (report->line_open)
        fputs("\r\033[K", stderr);
    report->line_open = false;
}

void
kb_report_phase(struct kb_report *report, const char *what)
{
    report->phase_s = now_s();
    report->last_shown_s = report->phase_s;
    if (report->quiet)
        return;
    end_line(report);
    fprintf(stderr, "kbindex: %s\n", what);
}

void
kb_report_progress(struct kb_report *report, uint64_t n_done, uint64_t n_all)
{
    double now = now_s();
    double every = report->on_terminal ? 0.2 : PLAIN_EVERY_S;
    if (report->quiet || now - report->last_shown_s < every || n_done == 0)
        return;
    double rate = (double)n_done / (now - report->phase_s);
    report->last_shown_s = now;
    report->line_open = report->on_terminal;
    fprintf(stderr, "%skbindex: %llu of %llu articles, %.0f/s, %.0f s left%s",
            report->on_terminal ? "\r\033[K" : "", (unsigned long long)n_done,
            (unsigned long long)n_all, rate, (double)(n_all - n_done) / rate,
            report->on_terminal ? "" : "\n");
    fflush(stderr);
}

/* A reason without the path that stands before it: "cannot open 'a': Permission
 * denied". */
static char *
copy_reason(const char *reason, const char *path)
{
    size_t n_path = strlen(path);
    char *copy = kb_mem_copy(reason, strlen(reason));
    char *at = copy == NULL ? NULL : strstr(copy, path);
    if (at == NULL || at == copy || at[-1] != '\'' || at[n_path] != '\'')
        return copy;
    char *begin = at - 1;
    char *end = at + n_path + 1;
    if (begin > copy)
        begin--;
    else if (*end == ' ')
        end++;
    memmove(begin, end, strlen(end) + 1);
    return copy;
}

enum kb_status
kb_report_skip(struct kb_report *report, const char *path, enum kb_status status,
               const char *reason, struct kb_error *err)
{
    struct kb_skip skip = {kb_mem_copy(path, strlen(path)), status,
                           copy_reason(reason, path)};
    if (skip.path == NULL || skip.reason == NULL ||
        kb_mem_grow(&report->skips, report->n_skips, &report->skips_capacity,
                    sizeof(*report->skips)) != KB_OK) {
        kb_mem_free(skip.path);
        kb_mem_free(skip.reason);
        return kb_error_set(err, KB_E_NOMEM, "no memory for the report");
    }
    report->skips[report->n_skips++] = skip;
    return KB_OK;
}

static int
by_path(const void *a, const void *b)
{
    const struct kb_skip *x = a;
    const struct kb_skip *y = b;
    int c = strcmp(x->path, y->path);
    return c != 0 ? c : strcmp(x->reason, y->reason);
}

void
kb_report_skips(struct kb_report *report)
{
    if (report->n_skips > 0)
        qsort(report->skips, report->n_skips, sizeof(report->skips[0]), by_path);
    if (report->quiet)
        return;
    end_line(report);
    for (size_t i = 0; i < report->n_skips && i < SHOWN_SKIPS; i++) {
        /* The one place that prints a path takes the way of all messages: masked. */
        struct kb_error line;
        (void)kb_error_set(&line, report->skips[i].status, "skipped '%s': %s",
                           report->skips[i].path, report->skips[i].reason);
        fprintf(stderr, "kbindex: %s\n", line.msg);
    }
    if (report->n_skips > SHOWN_SKIPS)
        fprintf(stderr, "kbindex: and %zu more; --report FILE lists all\n",
                report->n_skips - SHOWN_SKIPS);
}

enum kb_status
kb_report_summary(struct kb_report *report, const struct kb_summary *s, FILE *out,
                  struct kb_error *err)
{
    double seconds = now_s() - report->start_s;
    if (report->quiet)
        return KB_OK;
    fprintf(out, "indexed  %llu article%s, %.1f MB, in %.2f s (%.0f articles/s)\n",
            (unsigned long long)s->n_articles, s->n_articles == 1 ? "" : "s",
            (double)s->n_input_bytes / 1e6, seconds, (double)s->n_articles / seconds);
    fprintf(out, "index    %s/builds/%s, %.1f MB, shards: %zu\n", s->index, s->build,
            (double)s->n_index_bytes / 1e6, s->n_shards);
    fprintf(out, "skipped  %zu\n", report->n_skips);
    if (fflush(out) != 0 || ferror(out))
        return kb_error_os(err, errno, "cannot write the summary");
    return KB_OK;
}

static json_t *
text_to_json(const char *text)
{
    struct kb_buf utf8 = KB_BUF_INIT(KB_PATH_MAX_BYTES * 4);
    json_t *value = NULL;
    if (kb_encode_utf8(kb_span_cstr(text), &utf8, NULL) == KB_OK)
        value = json_stringn(kb_buf_cstr(&utf8), utf8.n_bytes);
    kb_buf_clear(&utf8);
    return value;
}

static json_t *
to_json(const struct kb_report *report)
{
    json_t *list = json_array();
    for (size_t i = 0; i < report->n_skips; i++) {
        const struct kb_skip *skip = &report->skips[i];
        json_t *entry = json_pack("{s:o, s:s, s:o}", "path", text_to_json(skip->path),
                                  "status", kb_status_name(skip->status), "reason",
                                  text_to_json(skip->reason));
        if (entry == NULL || json_array_append_new(list, entry) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return json_pack("{s:i, s:o}", "version", 1, "skipped", list);
}

enum kb_status
kb_report_write(const struct kb_report *report, const char *path, struct kb_error *err)
{
    struct kb_buf text = KB_BUF_INIT(REPORT_MAX_BYTES);
    json_t *root = to_json(report);
    char *dump = root == NULL ? NULL : json_dumps(root, JSON_INDENT(1));
    enum kb_status st = dump == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for the report")
                            : kb_buf_printf(&text, err, "%s\n", dump);
    if (st == KB_OK)
        st = kb_file_write(path, kb_buf_span(&text), err);
    free(dump);
    json_decref(root);
    kb_buf_clear(&text);
    return st;
}
