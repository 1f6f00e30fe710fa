/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cgi/site.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <xxhash.h>

#include "index/program.h"
#include "render/asset.h"

enum {
    LINE_BYTES = KB_ERROR_MAX_BYTES + 128
};

const struct kb_manifest *
kb_site_manifest(const struct kb_site *site)
{
    return site->engine == NULL ? NULL
                                : &kb_engine_index_borrow(site->engine)->manifest;
}

/* What besides the build decides how a page looks. */
static uint64_t
look(const struct kb_site *site)
{
    const struct kb_boosts *boosts = &site->setup->settings.boosts;
    uint64_t hash = XXH3_64bits_withSeed(boosts->delta, sizeof(boosts->delta), 0);
    hash = XXH3_64bits_withSeed(KB_VERSION, sizeof(KB_VERSION), hash);
    for (const struct kb_asset *asset = kb_assets; asset->name != NULL; asset++)
        hash = XXH3_64bits_withSeed(asset->version, strlen(asset->version), hash);
    return hash;
}

/* "20261122T143753Za" -> "Sun, 22 Nov 2026 14:37:53 GMT"; "" if it is no such id. */
static void
format_built(const char *build, char out[KB_HTTP_DATE_BYTES])
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int year, month, day, hour, minute, second;
    out[0] = '\0';
    if (sscanf(build, "%4d%2d%2dT%2d%2d%2dZ", &year, &month, &day, &hour, &minute,
               &second) != 6 ||
        month < 1 || month > 12 || day < 1 || day > 31)
        return;
    /* Sakamoto's day of the week. */
    static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int y = month < 3 ? year - 1 : year;
    int weekday = (y + y / 4 - y / 100 + y / 400 + shift[month - 1] + day) % 7;
    snprintf(out, KB_HTTP_DATE_BYTES, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
             days + (ptrdiff_t)weekday * 3, day, months + (ptrdiff_t)(month - 1) * 3,
             year, hour, minute, second);
}

/* Never 0. */
static uint64_t
now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec + 1;
}

static enum kb_status
open_first(struct kb_site *site, struct kb_error *err)
{
    struct stat folder;
    const char *index = kb_buf_cstr(&site->setup->settings.index);
    if (stat(index, &folder) == 0) {
        site->device = folder.st_dev;
        site->folder = folder.st_ino;
    }
    enum kb_status st = kb_engine_open(index, &site->engine, err);
    site->is_worn = site->is_worn || st != KB_OK;
    return st;
}

/* The sandbox lets this process read below the folder that it found, and no other. */
static bool
is_other_folder(const struct kb_site *site)
{
    struct stat folder;
    return stat(kb_buf_cstr(&site->setup->settings.index), &folder) == 0 &&
           (folder.st_dev != site->device || folder.st_ino != site->folder);
}

static void
go_over(struct kb_site *site)
{
    struct kb_error err = KB_ERROR_INIT;
    if (site->failed_s == now_s())
        return;
    bool failed = kb_engine_refresh(site->engine, &err) != KB_OK;
    site->failed_s = failed ? now_s() : 0;
    if (failed) {
        kb_site_complain(site, "going on with the build before", &err);
        site->is_worn = site->is_worn || is_other_folder(site);
    }
}

enum kb_status
kb_site_refresh(struct kb_site *site, struct kb_response *tag, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    if (site->engine == NULL)
        st = open_first(site, err);
    else
        go_over(site);
    if (st != KB_OK)
        return st;
    const char *build = kb_site_manifest(site)->build;
    snprintf(tag->etag, sizeof(tag->etag), "W/\"%s-%08x\"", build,
             (unsigned)(look(site) & 0xffffffff));
    format_built(build, tag->last_modified);
    tag->cache = KB_CACHE_ASK;
    return KB_OK;
}

void
kb_site_complain(struct kb_site *site, const char *what, const struct kb_error *err)
{
    char line[LINE_BYTES];
    snprintf(line, sizeof(line), "kbsearch.cgi: %s: %s", what,
             err->msg[0] != '\0' ? err->msg : kb_status_words(err->code));
    site->complain(site->complain_context, line);
}

void
kb_site_clear(struct kb_site *site)
{
    kb_engine_free(site->engine);
    site->engine = NULL;
    kb_query_log_clear(&site->log);
    kb_cache_clear(&site->cache);
}
