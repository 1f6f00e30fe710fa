/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scan.h"

#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "article/parse.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "crew.h"
#include "report.h"

enum {
    TICK_NS = 2000000000, /* the coarsest clock of a file system: that of FAT */
    FILES_PER_JOB = 100,  /* fewer are read faster than a process starts */
    FACTS_MAX_BYTES = 2000 * 1000 * 1000
};

/* A file that must be read. */
struct look {
    uint32_t now;    /* index into the table */
    uint32_t before; /* the same file in the table before, NOWHERE = not there */
};

static const uint32_t NOWHERE = UINT32_MAX;

/* What a process found out of one; its reason follows, ended by a NUL. */
struct facts {
    uint32_t look;
    uint32_t id;
    uint32_t modified;
    uint64_t hash_low;
    uint64_t hash_high;
    uint8_t form;
    uint8_t state;
    uint8_t status;
    bool again;
    bool same; /* as before: the rest is not set */
};

struct scan {
    const struct kb_inputs *before;
    struct kb_inputs *now;
    struct look *looks; /* owned array */
    size_t n;
    size_t capacity;
    size_t n_jobs;
};

void
kb_scan_hash(struct kb_span bytes, struct kb_input *out)
{
    XXH128_hash_t hash = XXH3_128bits(bytes.data, bytes.n_bytes);
    out->hash_low = hash.low64;
    out->hash_high = hash.high64;
}

/* ---- which files must be read ---- */

static bool
is_untouched(const struct kb_inputs *before, const struct kb_input *old,
             const struct kb_input *now)
{
    int64_t sure_ns = before->begun_ns - TICK_NS;
    return old->n_bytes == now->n_bytes && old->mtime_ns == now->mtime_ns &&
           old->ctime_ns == now->ctime_ns && !old->again && old->mtime_ns < sure_ns &&
           old->ctime_ns < sure_ns;
}

static bool
same_times(const struct kb_input *a, const struct kb_input *b)
{
    return a->n_bytes == b->n_bytes && a->mtime_ns == b->mtime_ns &&
           a->ctime_ns == b->ctime_ns;
}

/* What a file held before it still holds. A twin is an article: who is taken is decided
 * anew. */
static void
carry_over(const struct kb_input *old, struct kb_input *now)
{
    struct kb_input kept = *now;
    *now = *old;
    now->path = kept.path;
    now->n_bytes = kept.n_bytes;
    now->mtime_ns = kept.mtime_ns;
    now->ctime_ns = kept.ctime_ns;
    if (now->state == KB_INPUT_TWIN)
        now->state = KB_INPUT_ARTICLE;
}

static enum kb_status
add_look(struct scan *s, size_t now, size_t before, struct kb_error *err)
{
    if (kb_mem_grow(&s->looks, s->n, &s->capacity, sizeof(*s->looks)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu files", s->n);
    s->looks[s->n++] = (struct look){(uint32_t)now, (uint32_t)before};
    return KB_OK;
}

/* Both tables are in order of the paths. */
static enum kb_status
compare(struct scan *s, struct kb_scan_counts *counts, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    const struct kb_input *old = s->before->items;
    const struct kb_input *end = old + s->before->n;
    for (size_t i = 0; i < s->now->n && st == KB_OK; i++) {
        struct kb_input *now = &s->now->items[i];
        while (old < end && strcmp(old->path, now->path) < 0)
            old++;
        bool was_there = old < end && strcmp(old->path, now->path) == 0;
        if (!was_there || !same_times(old, now))
            counts->is_as_before = false;
        if (was_there && is_untouched(s->before, old, now))
            carry_over(old, now);
        else
            st = add_look(s, i, was_there ? (size_t)(old - s->before->items) : NOWHERE,
                          err);
    }
    counts->is_as_before = counts->is_as_before && s->now->n == s->before->n;
    return st;
}

/* ---- reading them ---- */

static enum kb_status
put_facts(const struct facts *facts, const char *reason, struct kb_buf *out,
          struct kb_error *err)
{
    char bytes[sizeof(*facts)];
    memcpy(bytes, facts, sizeof(bytes));
    enum kb_status st = kb_buf_append(out, kb_span_at(bytes, sizeof(bytes)), err);
    return st == KB_OK ? kb_buf_append(out, kb_span_at(reason, strlen(reason) + 1), err)
                       : st;
}

static enum kb_status
look_at(const struct scan *s, const struct look *look, struct kb_article *article,
        struct kb_buf *bytes, struct facts *out, struct kb_error *why)
{
    struct kb_input hash = {0};
    const char *path = s->now->items[look->now].path;
    kb_buf_reset(bytes);
    enum kb_status st = kb_file_read(path, bytes, why);
    /* What cannot be read now may be readable tomorrow, without a change of its times.
     */
    out->again = st != KB_OK && st != KB_E_LIMIT;
    if (st != KB_OK)
        return st;
    kb_scan_hash(kb_buf_span(bytes), &hash);
    out->hash_low = hash.hash_low;
    out->hash_high = hash.hash_high;
    if (look->before != NOWHERE &&
        kb_input_same_bytes(&s->before->items[look->before], &hash)) {
        out->same = true;
        return KB_OK;
    }
    st = kb_article_parse(kb_buf_span(bytes), article, why);
    if (st == KB_OK) {
        out->id = article->id;
        out->modified = article->modified;
        out->form = (uint8_t)article->form;
    }
    return st;
}

static enum kb_status
scan_part(void *context, size_t part, struct kb_buf *out, struct kb_error *err)
{
    const struct scan *s = context;
    struct kb_article article;
    struct kb_buf bytes = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    enum kb_status st = KB_OK;
    kb_article_init(&article);
    size_t end = s->n * (part + 1) / s->n_jobs;
    for (size_t i = s->n * part / s->n_jobs; i < end && st == KB_OK; i++) {
        struct facts facts = {.look = (uint32_t)i, .state = KB_INPUT_ARTICLE};
        struct kb_error why = KB_ERROR_INIT;
        st = look_at(s, &s->looks[i], &article, &bytes, &facts, &why);
        if (st == KB_E_NOMEM) {
            (void)kb_error_set(err, st, "%s", why.msg);
            break;
        }
        facts.state = st == KB_OK ? KB_INPUT_ARTICLE : KB_INPUT_SKIPPED;
        facts.status = (uint8_t)st;
        st = put_facts(&facts, why.msg, out, err);
    }
    kb_buf_clear(&bytes);
    kb_article_clear(&article);
    return st;
}

static enum kb_status
take_facts(struct scan *s, const struct facts *facts, const char *reason,
           struct kb_scan_counts *counts, struct kb_error *err)
{
    const struct look *look = &s->looks[facts->look];
    struct kb_input *now = &s->now->items[look->now];
    if (facts->same) {
        counts->n_same++;
        carry_over(&s->before->items[look->before], now);
        now->again = false;
        return KB_OK;
    }
    now->hash_low = facts->hash_low;
    now->hash_high = facts->hash_high;
    now->id = facts->id;
    now->modified = facts->modified;
    now->form = facts->form;
    now->state = facts->state;
    now->status = facts->status;
    now->again = facts->again;
    counts->is_as_before = false;
    if (facts->state != KB_INPUT_SKIPPED)
        return KB_OK;
    const struct kb_input *old =
        look->before == NOWHERE ? NULL : &s->before->items[look->before];
    struct kb_buf text = KB_BUF_INIT(KB_ERROR_MAX_BYTES);
    enum kb_status st = kb_report_reason(reason, now->path, &text, err);
    if (st == KB_OK)
        st = kb_inputs_keep(s->now, kb_buf_span(&text), &now->reason, err);
    /* as unreadable as it was before */
    if (st == KB_OK && facts->again && old != NULL && old->again &&
        strcmp(old->reason, now->reason) == 0)
        counts->n_same++;
    kb_buf_clear(&text);
    return st;
}

static enum kb_status
read_files(struct scan *s, struct kb_scan_counts *counts, struct kb_error *err)
{
    struct kb_buf outs[KB_SHARDS_MAX];
    size_t most = s->n / FILES_PER_JOB + 1;
    bool was_as_before = counts->is_as_before;
    s->n_jobs = s->n_jobs < most ? s->n_jobs : most;
    for (size_t i = 0; i < s->n_jobs; i++)
        outs[i] = (struct kb_buf)KB_BUF_INIT(FACTS_MAX_BYTES);
    enum kb_status st = kb_crew_run(s->n_jobs, scan_part, s, outs, err);
    for (size_t i = 0; i < s->n_jobs; i++) {
        const char *at = outs[i].data;
        while (st == KB_OK && at != outs[i].data + outs[i].n_bytes) {
            struct facts facts;
            memcpy(&facts, at, sizeof(facts));
            at += sizeof(facts);
            st = take_facts(s, &facts, at, counts, err);
            at += strlen(at) + 1;
        }
        kb_buf_clear(&outs[i]);
    }
    counts->n_read = s->n;
    counts->is_as_before = was_as_before && counts->n_same == counts->n_read;
    return st;
}

enum kb_status
kb_scan(const struct kb_inputs *before, size_t n_jobs, struct kb_inputs *now,
        struct kb_scan_counts *counts, struct kb_error *err)
{
    struct scan s = {.before = before, .now = now, .n_jobs = n_jobs};
    *counts = (struct kb_scan_counts){.is_as_before = true};
    enum kb_status st = compare(&s, counts, err);
    if (st == KB_OK && s.n > 0)
        st = read_files(&s, counts, err);
    kb_mem_free(s.looks);
    return st;
}
