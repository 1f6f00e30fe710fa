/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "manage.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/lock.h"
#include "base/mem.h"
#include "index/publish.h"
#include "verify.h"

enum {
    TIME_BYTES = 24 /* "2026-11-22 03:15:00 UTC" and its NUL */
};

static enum kb_status
flush(FILE *out, struct kb_error *err)
{
    if (fflush(out) != 0 || ferror(out))
        return kb_error_os(err, errno, "cannot write to standard output");
    return KB_OK;
}

/* "20261122T031500Za" -> "2026-11-22 03:15:00 UTC"; "" for another name. */
static void
time_of(const char *id, char out[TIME_BYTES])
{
    out[0] = '\0';
    if (strspn(id, "0123456789") == 8 && id[8] == 'T' &&
        strspn(id + 9, "0123456789") == 6 && id[15] == 'Z')
        snprintf(out, TIME_BYTES, "%.4s-%.2s-%.2s %.2s:%.2s:%.2s UTC", id, id + 4,
                 id + 6, id + 9, id + 11, id + 13);
}

static uint64_t
bytes_of(const struct kb_manifest *m)
{
    uint64_t n = 0;
    for (size_t i = 0; i < m->files.n; i++)
        n += m->files.items[i].n_bytes;
    return n;
}

/* One build for the list; `m` is NULL where its manifest cannot be read. */
static void
print_build(const char *id, const struct kb_manifest *m, const char *what, FILE *out)
{
    char when[TIME_BYTES];
    time_of(id, when);
    if (m == NULL)
        fprintf(out, "%-18s  %-23s  %s\n", id, when, what);
    else
        fprintf(out, "%-18s  %-23s  %8u articles  +%u ~%u -%u  %7.1f MB  %s%s\n", id,
                when, m->n_articles, m->n_added, m->n_changed, m->n_removed,
                (double)bytes_of(m) / 1e6, m->base[0] == '\0' ? "full" : "update",
                what);
}

static json_t *
build_to_json(const char *id, const struct kb_manifest *m, bool in_service)
{
    char when[TIME_BYTES];
    time_of(id, when);
    if (m == NULL)
        return json_pack("{s:s, s:s, s:b, s:b}", "build", id, "time", when, "whole", 0,
                         "in_service", in_service);
    return json_pack("{s:s, s:s, s:b, s:b, s:s, s:I, s:I, s:I, s:I, s:I, s:I}", "build",
                     id, "time", when, "whole", 1, "in_service", in_service, "base",
                     m->base, "articles", (json_int_t)m->n_articles, "added",
                     (json_int_t)m->n_added, "changed", (json_int_t)m->n_changed,
                     "removed", (json_int_t)m->n_removed, "skipped",
                     (json_int_t)m->n_skipped, "bytes", (json_int_t)bytes_of(m));
}

static enum kb_status
print_json(json_t *list, FILE *out, struct kb_error *err)
{
    json_t *root = json_pack("{s:i, s:o}", "version", 1, "builds", list);
    char *text = root == NULL ? NULL : json_dumps(root, JSON_INDENT(1));
    json_decref(root);
    if (text == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a list");
    fprintf(out, "%s\n", text);
    free(text);
    return KB_OK;
}

static enum kb_status
print_builds(const struct kb_index_options *o, const struct kb_builds *builds,
             const char *current, FILE *out, struct kb_error *err)
{
    struct kb_manifest *m = kb_mem_array(1, sizeof(*m));
    json_t *list = o->run.as_json ? json_array() : NULL;
    if (m == NULL || (o->run.as_json && list == NULL)) {
        kb_mem_free(m);
        json_decref(list);
        return kb_error_set(err, KB_E_NOMEM, "no memory for a list");
    }
    for (size_t i = 0; i < builds->n; i++) {
        const char *id = builds->items[i].id;
        bool in_service = strcmp(id, current) == 0;
        bool readable = builds->items[i].is_whole &&
                        kb_index_manifest(o->run.index, id, m, NULL) == KB_OK;
        const char *what = in_service ? "  in service" : "";
        if (!readable)
            what = in_service                  ? "damaged  in service"
                   : builds->items[i].is_whole ? "damaged, or of another version"
                                               : "not finished";
        if (o->run.as_json)
            json_array_append_new(list,
                                  build_to_json(id, readable ? m : NULL, in_service));
        else
            print_build(id, readable ? m : NULL, what, out);
    }
    enum kb_status st = o->run.as_json ? print_json(list, out, err) : KB_OK;
    kb_mem_free(m);
    return st == KB_OK ? flush(out, err) : st;
}

enum kb_status
kb_manage_list(const struct kb_index_options *options, FILE *out, struct kb_error *err)
{
    struct kb_builds builds = {NULL, 0, 0};
    char current[KB_BUILD_ID_BYTES] = "";
    enum kb_status st = kb_builds_list(options->run.index, &builds, err);
    if (st == KB_OK)
        st = kb_index_current(options->run.index, current, err);
    if (st == KB_E_NO_INDEX && builds.n > 0)
        st = KB_OK;
    if (st == KB_OK)
        st = print_builds(options, &builds, current, out, err);
    kb_builds_clear(&builds);
    return st;
}

static enum kb_status
find_before(const char *index, char build[KB_BUILD_ID_BYTES], struct kb_error *err)
{
    struct kb_builds builds = {NULL, 0, 0};
    char current[KB_BUILD_ID_BYTES];
    enum kb_status st = kb_index_current(index, current, err);
    if (st == KB_OK)
        st = kb_builds_list(index, &builds, err);
    build[0] = '\0';
    for (size_t i = 0; i < builds.n && build[0] == '\0'; i++) {
        if (builds.items[i].is_whole && strcmp(builds.items[i].id, current) < 0)
            memcpy(build, builds.items[i].id, KB_BUILD_ID_BYTES);
    }
    if (st == KB_OK && build[0] == '\0')
        st = kb_error_set(err, KB_E_NOT_FOUND,
                          "index '%s' has no build before '%s' (see --keep)", index,
                          current);
    kb_builds_clear(&builds);
    return st;
}

enum kb_status
kb_manage_rollback(const struct kb_index_options *options, FILE *out,
                   struct kb_error *err)
{
    struct kb_lock lock = KB_LOCK_INIT;
    struct kb_manifest *m = kb_mem_array(1, sizeof(*m));
    char build[KB_BUILD_ID_BYTES];
    const char *index = options->run.index;
    if (m == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a manifest");
    enum kb_status st = kb_index_current(index, build, err);
    if (st == KB_OK)
        st = kb_run_lock(index, &lock, err);
    if (st == KB_OK)
        st = find_before(index, build, err);
    if (st == KB_OK)
        st = kb_verify(index, build, options->run.n_jobs, m, err);
    if (st == KB_OK)
        st = kb_index_check_versions(m, err);
    if (st == KB_OK)
        st = kb_build_switch(index, build, err);
    if (st == KB_OK && !options->run.quiet) {
        fprintf(out, "in service: %s, %u articles\n", build, m->n_articles);
        st = flush(out, err);
    }
    kb_lock_clear(&lock);
    kb_mem_free(m);
    return st;
}

enum kb_status
kb_manage_verify(const struct kb_index_options *options, FILE *out,
                 struct kb_error *err)
{
    struct kb_manifest *m = kb_mem_array(1, sizeof(*m));
    const struct kb_run_options *run = &options->run;
    if (m == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a manifest");
    enum kb_status st = kb_verify(run->index, run->n_corpus > 0 ? run->corpus[0] : NULL,
                                  run->n_jobs, m, err);
    if (st == KB_OK && !run->quiet) {
        fprintf(out, "%s is whole: %u articles, files: %zu, %.1f MB\n", m->build,
                m->n_articles, m->files.n, (double)bytes_of(m) / 1e6);
        st = flush(out, err);
    }
    kb_mem_free(m);
    return st;
}
