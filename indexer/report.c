/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report.h"

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "journal.h"
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
    report->graded = kb_journal_is(STDERR_FILENO);
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

static const char *
grade(const struct kb_report *report, enum kb_grade grade)
{
    return report->graded ? kb_journal_prefix(grade) : "";
}

static void
end_phase(struct kb_report *report)
{
    if (report->n_phases > 0)
        report->phases[report->n_phases - 1].seconds = now_s() - report->phase_s;
}

void
kb_report_phase(struct kb_report *report, const char *what)
{
    end_phase(report);
    report->phase_s = now_s();
    report->last_shown_s = report->phase_s;
    if (report->n_phases < KB_PHASES_MAX)
        report->phases[report->n_phases++] = (struct kb_phase){what, 0};
    if (report->quiet)
        return;
    end_line(report);
    fprintf(stderr, "%skbindex: %s\n", grade(report, KB_GRADE_INFO), what);
}

void
kb_report_warn(struct kb_report *report, const char *fmt, ...)
{
    va_list args;
    end_line(report);
    fprintf(stderr, "%skbindex: ", grade(report, KB_GRADE_WARNING));
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
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
            report->on_terminal ? "\r\033[K" : grade(report, KB_GRADE_INFO),
            (unsigned long long)n_done, (unsigned long long)n_all, rate,
            (double)(n_all - n_done) / rate, report->on_terminal ? "" : "\n");
    fflush(stderr);
}

enum kb_status
kb_report_reason(const char *reason, const char *path, struct kb_buf *out,
                 struct kb_error *err)
{
    size_t n_path = strlen(path);
    size_t n = strlen(reason);
    const char *at = strstr(reason, path);
    if (at == NULL || at == reason || at[-1] != '\'' || at[n_path] != '\'')
        return kb_buf_append(out, kb_span_at(reason, n), err);
    const char *begin = at - 1;
    const char *end = at + n_path + 1;
    if (begin > reason)
        begin--;
    else if (*end == ' ')
        end++;
    enum kb_status st =
        kb_buf_append(out, kb_span_at(reason, (size_t)(begin - reason)), err);
    return st == KB_OK ? kb_buf_append(out, kb_span_cstr(end), err) : st;
}

static char *
copy_reason(const char *reason, const char *path)
{
    struct kb_buf text = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    if (kb_report_reason(reason, path, &text, NULL) != KB_OK ||
        kb_buf_append_byte(&text, '\0', NULL) != KB_OK)
        kb_buf_clear(&text);
    return text.data; /* taken */
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
        fprintf(stderr, "%skbindex: %s\n", grade(report, KB_GRADE_WARNING), line.msg);
    }
    if (report->n_skips > SHOWN_SKIPS)
        fprintf(stderr, "%skbindex: and %zu more; --report FILE lists all\n",
                grade(report, KB_GRADE_WARNING), report->n_skips - SHOWN_SKIPS);
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

/* ---- the summary ---- */

static void
print_done(const struct kb_summary *s, double seconds, FILE *out)
{
    unsigned long long n = s->n_articles;
    const char *end = n == 1 ? "" : "s";
    unsigned long long done = (unsigned long long)s->n_added + s->n_changed;
    if (s->nothing)
        fprintf(out, "nothing changed: %llu article%s, %.2f s\n", n, end, seconds);
    else if (s->dry_run)
        fprintf(out, "would %s %llu article%s: %s\n",
                s->why_full == NULL ? "update" : "index", n, end,
                s->why_full == NULL ? "the build in service is changed" : s->why_full);
    else if (s->why_full != NULL)
        fprintf(out, "indexed  %llu article%s, %.1f MB, in %.2f s (%.0f articles/s)\n",
                n, end, (double)s->n_input_bytes / 1e6, seconds, (double)n / seconds);
    else
        fprintf(out, "updated  %llu of %llu article%s, in %.2f s\n", done, n, end,
                seconds);
}

static void
print_learned(const struct kb_summary *s, FILE *out)
{
    const struct kb_manifest_learned *l = &s->learned;
    if (s->learns)
        fprintf(out, "words    learned anew%s\n",
                s->has_thesaurus ? "" : ", without a thesaurus");
    else if (l->n_articles > 0)
        fprintf(out, "words    learned by %s of %u article%s, changes since: %u\n",
                l->build, l->n_articles, l->n_articles == 1 ? "" : "s", l->n_changes);
}

static void
print_summary(const struct kb_report *report, const struct kb_summary *s,
              double seconds, FILE *out)
{
    print_done(s, seconds, out);
    if (!s->nothing)
        fprintf(out, "changes  %u added, %u changed, %u removed, %u moved\n",
                s->n_added, s->n_changed, s->n_removed, s->n_moved);
    if (!s->nothing)
        print_learned(s, out);
    if (!s->nothing && !s->dry_run) {
        if (s->why_full != NULL)
            fprintf(out, "full     %s\n", s->why_full);
        fprintf(out, "index    %s/builds/%s, %.1f MB, shards: %zu\n", s->index,
                s->build, (double)s->n_index_bytes / 1e6, s->n_shards);
        fputs("seconds ", out);
        for (size_t i = 0; i < report->n_phases; i++)
            fprintf(out, "%s %s %.2f", i == 0 ? "" : ",", report->phases[i].name,
                    report->phases[i].seconds);
        fputc('\n', out);
    }
    if (!s->nothing && s->selftest.n_items > 0)
        fprintf(out,
                "selftest MRR %.3f, recall %.3f of %u articles; before %.3f, %.3f\n",
                s->selftest.mrr, s->selftest.recall, s->selftest.n_items,
                s->selftest_before.mrr, s->selftest_before.recall);
    fprintf(out, "skipped  %zu\n", report->n_skips);
}

static json_t *
phases_to_json(const struct kb_report *report, double seconds)
{
    json_t *phases = json_object();
    for (size_t i = 0; i < report->n_phases; i++)
        json_object_set_new(phases, report->phases[i].name,
                            json_real(report->phases[i].seconds));
    json_object_set_new(phases, "total", json_real(seconds));
    return phases;
}

static json_t *
learned_to_json(const struct kb_summary *s)
{
    const struct kb_manifest_learned *l = &s->learned;
    if (!s->learns && l->build[0] == '\0')
        return json_null();
    return json_pack("{s:b, s:s, s:I, s:I}", "anew", s->learns, "build", l->build,
                     "articles", (json_int_t)l->n_articles, "changes",
                     (json_int_t)l->n_changes);
}

static const char *
action_of(const struct kb_summary *s)
{
    if (s->nothing)
        return "none";
    return s->why_full == NULL ? "update" : "full";
}

static json_t *
summary_to_json(const struct kb_report *report, const struct kb_summary *s,
                double seconds)
{
    json_t *changes =
        json_pack("{s:I, s:I, s:I, s:I}", "added", (json_int_t)s->n_added, "changed",
                  (json_int_t)s->n_changed, "removed", (json_int_t)s->n_removed,
                  "moved", (json_int_t)s->n_moved);
    return json_pack(
        "{s:i, s:s, s:b, s:o, s:o, s:s, s:I, s:I, s:I, s:I, s:I, s:o, s:I, s:o, s:o, "
        "s:o, s:o}",
        "version", 1, "action", action_of(s), "dry_run", s->dry_run, "why_full",
        s->why_full == NULL ? json_null() : text_to_json(s->why_full), "index",
        text_to_json(s->index), "build", s->build, "articles",
        (json_int_t)s->n_articles, "input_bytes", (json_int_t)s->n_input_bytes,
        "index_bytes", (json_int_t)s->n_index_bytes, "shards", (json_int_t)s->n_shards,
        "files_read", (json_int_t)s->n_read, "changes", changes, "skipped",
        (json_int_t)report->n_skips, "learned", learned_to_json(s), "selftest",
        kb_manifest_selftest_json(&s->selftest), "selftest_before",
        kb_manifest_selftest_json(&s->selftest_before), "seconds",
        phases_to_json(report, seconds));
}

enum kb_status
kb_report_summary(struct kb_report *report, const struct kb_summary *s, bool as_json,
                  FILE *out, struct kb_error *err)
{
    double seconds = now_s() - report->start_s;
    end_phase(report);
    if (report->quiet)
        return KB_OK;
    if (as_json) {
        json_t *root = summary_to_json(report, s, seconds);
        char *text = root == NULL
                         ? NULL
                         : json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(6));
        json_decref(root);
        if (text == NULL)
            return kb_error_set(err, KB_E_NOMEM, "no memory for the summary");
        fprintf(out, "%s\n", text);
        free(text);
    } else {
        print_summary(report, s, seconds, out);
    }
    if (fflush(out) != 0 || ferror(out))
        return kb_error_os(err, errno, "cannot write the summary");
    return KB_OK;
}

/* ---- the report file ---- */

/* The line of the input that its reason names: "line 12: ...". */
static json_t *
line_to_json(const char *reason)
{
    unsigned long line;
    return sscanf(reason, "line %lu:", &line) == 1 ? json_integer((json_int_t)line)
                                                   : json_null();
}

static json_t *
to_json(const struct kb_report *report)
{
    json_t *list = json_array();
    for (size_t i = 0; i < report->n_skips; i++) {
        const struct kb_skip *skip = &report->skips[i];
        json_t *entry =
            json_pack("{s:o, s:s, s:o, s:o}", "path", text_to_json(skip->path),
                      "status", kb_status_name(skip->status), "reason",
                      text_to_json(skip->reason), "line", line_to_json(skip->reason));
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
