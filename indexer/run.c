/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <xxhash.h>

#include "base.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/lock.h"
#include "base/mem.h"
#include "build.h"
#include "change.h"
#include "dictionary.h"
#include "gate.h"
#include "index/publish.h"
#include "lore.h"
#include "report.h"
#include "scan.h"
#include "schema/field.h"
#include "schema/learned.h"
#include "text/analyze.h"
#include "walk.h"

enum {
    DICTIONARY_MAX_BYTES =
        512 * 1024,            /* bound of the buffer; zstd takes what it was told */
    SHARD_MIN_ARTICLES = 1000, /* for which another shard pays off */
    /* A run copies and checks whole shards, so one changed article costs a share of the
     * index; but a query looks into each. 120 queries of the archive, p50 / p99: 3.1 /
     * 9.2 ms with 2 shards, 4.2 / 11.5 with 8. */
    SHARDS_WANTED = 2,
    READERS_PER_JOB = 4 /* processes */
};

struct run {
    const struct kb_run_options *options;
    struct kb_report report;
    struct kb_base base;
    struct kb_inputs inputs;
    struct kb_scan_counts counts;
    struct kb_changes changes; /* against the build in service */
    struct kb_changes all;     /* against nothing; of a build from nothing */
    struct kb_plan plan;
    struct kb_buf dictionary;
    struct kb_buf build_dir;
    struct kb_manifest manifest;
    struct kb_summary summary;
    struct kb_error *err;
};

/* ---- what changed ---- */

static enum kb_status
report_skips(struct run *r)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < r->inputs.n && st == KB_OK; i++) {
        const struct kb_input *input = &r->inputs.items[i];
        if (input->state != KB_INPUT_ARTICLE)
            st = kb_report_skip(&r->report, input->path, (enum kb_status)input->status,
                                input->reason, r->err);
    }
    return st;
}

static void
decide(struct run *r)
{
    struct kb_plan_facts facts = {r->options->full, r->options->relearn, &r->base,
                                  &r->changes, r->counts.is_as_before};
    kb_plan_make(&facts, &r->plan);
}

/* Reading waits for the disk more than it works. The archive's files, not in memory:
 * 7.2 s by 2 processes, 3.2 s by 8; in memory 0.4 s by either. */
static size_t
count_readers(const struct kb_run_options *options)
{
    size_t n = READERS_PER_JOB * options->n_jobs;
    return options->n_jobs == 1 ? 1 : n < KB_SHARDS_MAX ? n : KB_SHARDS_MAX;
}

static enum kb_status
read_corpus(struct run *r)
{
    const struct kb_run_options *o = r->options;
    size_t n_readers = count_readers(o);
    struct kb_inputs nothing = KB_INPUTS_INIT;
    struct kb_walk_options walk = {o->corpus, o->n_corpus, o->index, n_readers};
    kb_report_phase(&r->report, "reading the corpus");
    enum kb_status st = kb_base_load(o->index, &r->base, r->err);
    if (st == KB_OK)
        st = kb_walk(&walk, &r->report, &r->inputs, r->err);
    if (st == KB_OK)
        st = kb_scan(o->full ? &nothing : &r->base.inputs, n_readers, &r->inputs,
                     &r->counts, r->err);
    if (st == KB_OK)
        st = kb_change_choose(&r->inputs, r->err);
    if (st == KB_OK)
        st = report_skips(r);
    if (st == KB_OK && !r->counts.is_as_before)
        st = kb_change_list(&r->base.inputs, &r->inputs, &r->changes, r->err);
    if (st == KB_OK)
        decide(r);
    if (st == KB_OK && r->plan.full)
        st = kb_change_list(&nothing, &r->inputs, &r->all, r->err);
    return st;
}

/* Articles of the build in service that would not be found any more. */
static uint32_t
count_gone(const struct run *r)
{
    if (r->base.inputs.n > 0)
        return r->changes.n_removed;
    /* a build without a table: by its number of articles */
    uint32_t before = r->base.manifest.n_articles;
    return before > r->all.n_articles ? before - r->all.n_articles : 0;
}

/* A corpus that is mounted by half must not empty the search. */
static enum kb_status
check_shrink(struct run *r, uint32_t gone)
{
    uint32_t before = r->base.manifest.n_articles;
    if ((uint64_t)gone * 100 <= (uint64_t)before * r->options->shrink_percent)
        return KB_OK;
    return kb_error_set(r->err, KB_E_INVALID,
                        "%u of %u articles are gone, more than %u %%: nothing is "
                        "published (--allow-shrink=%u would)",
                        gone, before, r->options->shrink_percent,
                        (unsigned)(((uint64_t)gone * 100 + before - 1) / before));
}

static enum kb_status
check_corpus(struct run *r)
{
    const struct kb_run_options *o = r->options;
    uint32_t n = r->plan.nothing ? r->base.manifest.n_articles
                 : r->plan.full  ? r->all.n_articles
                                 : r->changes.n_articles;
    if (n == 0)
        return kb_error_set(
            r->err, KB_E_INVALID,
            "no article in '%s'%s (files there: %zu): nothing is published",
            o->corpus[0], o->n_corpus > 1 ? " and the others" : "", r->inputs.n);
    return r->base.in_service ? check_shrink(r, count_gone(r)) : KB_OK;
}

/* A corpus that vanished while it was read: every file of it looks deleted. */
static enum kb_status
check_roots(struct run *r)
{
    struct stat info;
    for (size_t i = 0; i < r->options->n_corpus; i++) {
        if (stat(r->options->corpus[i], &info) != 0)
            return kb_error_set(r->err, KB_E_NOT_FOUND,
                                "corpus '%s' went away while it was read: nothing is "
                                "published",
                                r->options->corpus[i]);
    }
    return KB_OK;
}

/* ---- building ---- */

static void
set_shards(struct run *r, bool full)
{
    struct kb_manifest *m = &r->manifest;
    size_t most =
        r->options->n_jobs > SHARDS_WANTED ? r->options->n_jobs : SHARDS_WANTED;
    m->n_shards = r->base.manifest.n_shards;
    if (full)
        m->n_shards = r->all.n_articles / SHARD_MIN_ARTICLES + 1;
    if (full && m->n_shards > most)
        m->n_shards = most;
    for (size_t i = 0; i < m->n_shards; i++)
        snprintf(m->shards[i].name, sizeof(m->shards[i].name), "shard-%zu", i);
}

static enum kb_status
write_inputs(struct run *r)
{
    enum kb_status st = kb_inputs_write(&r->inputs, r->build_dir.data, r->err);
    if (st == KB_OK)
        st =
            kb_files_add(&r->manifest.files, r->build_dir.data, KB_INPUTS_NAME, r->err);
    return st;
}

/* Sums over all articles, whatever their order. */
static void
add_up(struct run *r)
{
    uint64_t low = 0;
    uint64_t high = 0;
    r->manifest.n_articles = 0;
    r->manifest.n_input_bytes = 0;
    for (size_t i = 0; i < r->inputs.n; i++) {
        const struct kb_input *input = &r->inputs.items[i];
        if (input->state != KB_INPUT_ARTICLE)
            continue;
        const uint64_t both[2] = {input->hash_low, input->hash_high};
        XXH128_hash_t hash = XXH3_128bits_withSeed(both, sizeof(both), input->id);
        r->manifest.n_articles++;
        r->manifest.n_input_bytes += input->n_bytes;
        low += hash.low64;
        high += hash.high64;
    }
    snprintf(r->manifest.digest, sizeof(r->manifest.digest), "%016llx%016llx",
             (unsigned long long)low, (unsigned long long)high);
}

static enum kb_status
fill_manifest(struct run *r, bool full)
{
    struct kb_buf analyzer = KB_BUF_INIT(KB_FINGERPRINT_BYTES - 1);
    struct kb_manifest *m = &r->manifest;
    m->schema = KB_SCHEMA_VERSION;
    m->n_skipped = (uint32_t)r->report.n_skips;
    snprintf(m->base, sizeof(m->base), "%s", full ? "" : r->base.build);
    m->n_added = r->changes.n_added;
    m->n_changed = r->changes.n_replaced;
    m->n_removed = r->changes.n_removed;
    add_up(r);
    enum kb_status st = kb_analyzer_fingerprint(&analyzer, r->err);
    if (st == KB_OK)
        memcpy(m->analyzer, analyzer.data, analyzer.n_bytes + 1);
    kb_buf_clear(&analyzer);
    if (st == KB_OK && m->n_articles == 0)
        st = kb_error_set(r->err, KB_E_INVALID,
                          "no article could be read (files: %zu): nothing is published",
                          r->inputs.n);
    return st;
}

/* Of what the learned words of the build are learned; its id is not known in a dry run.
 */
static struct kb_manifest_learned
learned_of(const struct run *r)
{
    struct kb_manifest_learned learned = r->base.manifest.learned;
    uint64_t n_changes = (uint64_t)learned.n_changes + r->changes.n;
    learned.n_changes = n_changes < UINT32_MAX ? (uint32_t)n_changes : UINT32_MAX;
    if (r->plan.learn) {
        learned = (struct kb_manifest_learned){.rules = KB_LEARNED_RULES,
                                               .n_articles = r->all.n_articles};
        memcpy(learned.build, r->manifest.build, sizeof(learned.build));
    }
    return learned;
}

static enum kb_status
add_words(struct run *r)
{
    r->manifest.learned = learned_of(r);
    if (r->plan.learn)
        return kb_lore_add(r->build_dir.data, &r->manifest, r->err);
    return kb_lore_keep(r->base.dir.data, &r->base.manifest, r->build_dir.data,
                        &r->manifest, r->err);
}

static enum kb_status
build(struct run *r)
{
    bool full = r->plan.full;
    struct kb_build_job job = {.inputs = &r->inputs,
                               .changes = full ? &r->all : &r->changes,
                               .report = &r->report,
                               .base_dir = full ? NULL : r->base.dir.data,
                               .base = &r->base.manifest,
                               .n_jobs = r->options->n_jobs,
                               .learn = r->plan.learn,
                               .thesaurus = r->options->thesaurus};
    kb_report_phase(&r->report, full ? "building" : "updating");
    kb_buf_reset(&r->dictionary);
    enum kb_status st =
        kb_build_begin(r->options->index, r->manifest.build, &r->build_dir, r->err);
    if (st == KB_OK && full)
        st = kb_dictionary_train(&r->inputs, &r->all, &r->dictionary, r->err);
    job.dictionary = kb_buf_span(full ? &r->dictionary : &r->base.dictionary);
    job.dir = r->build_dir.data;
    set_shards(r, full);
    if (st == KB_OK)
        st = kb_build_shards(&job, &r->manifest, r->err);
    if (st == KB_OK)
        st = fill_manifest(r, full);
    if (st == KB_OK)
        st = write_inputs(r);
    return st == KB_OK ? add_words(r) : st;
}

/* What was not published goes; a failure to remove it must not hide the first one. */
static void
drop(struct run *r)
{
    if (r->build_dir.n_bytes > 0)
        (void)!kb_build_drop(r->options->index, r->manifest.build, NULL);
    kb_buf_reset(&r->build_dir);
}

/* Make the build; if the one in service turns out to be damaged, without it. */
static enum kb_status
build_somehow(struct run *r)
{
    struct kb_inputs nothing = KB_INPUTS_INIT;
    bool needs_base = !r->plan.full || !r->plan.learn;
    enum kb_status st = build(r);
    if (!needs_base || (st != KB_E_CORRUPT && st != KB_E_SCHEMA))
        return st;
    kb_plan_anew(r->err == NULL ? "damaged" : r->err->msg, &r->plan);
    drop(r);
    kb_changes_clear(&r->all);
    st = kb_change_list(&nothing, &r->inputs, &r->all, r->err);
    return st == KB_OK ? build(r) : st;
}

/* ---- publishing ---- */

static enum kb_status
seal(struct run *r)
{
    uint32_t before = r->base.manifest.n_articles;
    uint32_t now = r->manifest.n_articles;
    kb_report_phase(&r->report, "publishing");
    enum kb_status st = check_roots(r);
    /* files may have gone since they were scanned */
    if (st == KB_OK && r->base.in_service && now < before)
        st = check_shrink(r, before - now);
    if (st == KB_OK)
        st = kb_build_seal(r->options->index, &r->manifest, &r->summary.n_index_bytes,
                           r->err);
    return st;
}

static enum kb_status
test_build(struct run *r)
{
    struct kb_gate gate = {.index = r->options->index,
                           .base = r->base.in_service ? &r->base : NULL,
                           .loss_percent = r->options->loss_percent,
                           .force = r->options->force,
                           .report = &r->report};
    if (!r->options->selftest)
        return KB_OK;
    kb_report_phase(&r->report, "testing the build");
    enum kb_status st =
        kb_gate_pass(&gate, &r->manifest, &r->summary.selftest_before, r->err);
    if (st == KB_OK)
        st = kb_build_seal(r->options->index, &r->manifest, &r->summary.n_index_bytes,
                           r->err);
    return st;
}

static enum kb_status
publish(struct run *r)
{
    enum kb_status st = seal(r);
    if (st == KB_OK)
        st = test_build(r);
    if (st == KB_OK)
        st = kb_build_switch(r->options->index, r->manifest.build, r->err);
    if (st != KB_OK)
        return st;
    /* From here on the build is in service. */
    kb_buf_reset(&r->build_dir);
    st = kb_build_prune(r->options->index, r->options->n_keep, r->err);
    if (st != KB_OK)
        kb_error_context(r->err, "published, then failed");
    return st;
}

/* ---- the run ---- */

static enum kb_status
tell(struct run *r)
{
    const struct kb_manifest *m = r->plan.nothing ? &r->base.manifest : &r->manifest;
    struct kb_summary *s = &r->summary;
    s->nothing = r->plan.nothing;
    s->why_full = r->plan.full ? r->plan.why : NULL;
    s->index = r->options->index;
    s->build = m->build;
    s->n_articles = m->n_articles;
    s->n_input_bytes = m->n_input_bytes;
    s->n_shards = m->n_shards;
    s->n_added = r->changes.n_added;
    s->n_changed = r->changes.n_replaced;
    s->n_removed = r->changes.n_removed;
    s->n_moved = r->changes.n_moved;
    s->n_read = r->counts.n_read;
    s->selftest = m->selftest;
    s->learned = learned_of(r);
    s->learns = r->plan.learn;
    s->has_thesaurus = r->options->thesaurus != NULL;
    s->dry_run = r->options->dry_run;
    if (s->dry_run && !s->nothing)
        s->n_articles = r->plan.full ? r->all.n_articles : r->changes.n_articles;
    return kb_report_summary(&r->report, s, r->options->as_json, stdout, r->err);
}

static enum kb_status
act(struct run *r)
{
    enum kb_status st = read_corpus(r);
    if (st == KB_OK)
        st = check_corpus(r);
    if (st != KB_OK || r->options->dry_run)
        return st;
    if (r->base.in_service)
        st = kb_build_clean(r->options->index, r->err);
    if (st == KB_OK && r->plan.nothing)
        return kb_build_prune(r->options->index, r->options->n_keep, r->err);
    if (st == KB_OK)
        st = build_somehow(r);
    return st == KB_OK ? publish(r) : st;
}

static enum kb_status
run_locked(struct run *r)
{
    enum kb_status st = act(r);
    bool published = st == KB_OK && !r->options->dry_run && !r->plan.nothing;
    kb_report_skips(&r->report);
    if (st == KB_OK) {
        st = tell(r);
        if (st != KB_OK && published)
            kb_error_context(r->err, "published, then failed");
    } else {
        drop(r);
    }
    if (r->options->report_path != NULL) {
        struct kb_error *err = st == KB_OK ? r->err : NULL;
        enum kb_status written =
            kb_report_write(&r->report, r->options->report_path, err);
        if (written != KB_OK && published)
            kb_error_context(err, "published, then failed");
        st = st == KB_OK ? written : st;
    }
    return st;
}

enum kb_status
kb_run_lock(const char *index, struct kb_lock *lock, struct kb_error *err)
{
    char *path = kb_file_join(index, "lock");
    enum kb_status st = path == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for a path")
                            : kb_file_make_dir(index, err);
    if (st == KB_OK)
        st = kb_lock_take(path, lock, err);
    kb_mem_free(path);
    return st;
}

enum kb_status
kb_run(const struct kb_run_options *options, size_t *n_skipped, struct kb_error *err)
{
    struct kb_lock lock = KB_LOCK_INIT;
    struct run *r = kb_mem_array(1, sizeof(*r));
    if (r == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a run");
    r->options = options;
    r->err = err;
    r->inputs = (struct kb_inputs)KB_INPUTS_INIT;
    r->dictionary.max_bytes = DICTIONARY_MAX_BYTES;
    r->build_dir.max_bytes = KB_PATH_MAX_BYTES;
    kb_report_init(&r->report, options->quiet);
    /* A dry run writes nothing, not even a lock. */
    enum kb_status st =
        options->dry_run ? KB_OK : kb_run_lock(options->index, &lock, err);
    if (st == KB_OK)
        st = run_locked(r);
    *n_skipped = r->report.n_skips;
    kb_lock_clear(&lock);
    kb_report_clear(&r->report);
    kb_changes_clear(&r->changes);
    kb_changes_clear(&r->all);
    kb_inputs_clear(&r->inputs);
    kb_base_clear(&r->base);
    kb_buf_clear(&r->dictionary);
    kb_buf_clear(&r->build_dir);
    kb_mem_free(r);
    return st;
}
