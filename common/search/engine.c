/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/engine.h"

#include <string.h>

#include "base/mem.h"

/* With `build` NULL: the one in service. */
static enum kb_status
open_engine(const char *index, const char *build, struct kb_engine **out,
            struct kb_error *err)
{
    struct kb_engine *engine = kb_mem_array(1, sizeof(*engine));
    if (engine == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a search engine");
    enum kb_status st = build == NULL
                            ? kb_index_open(index, &engine->index, err)
                            : kb_index_open_build(index, build, &engine->index, err);
    kb_store_init(&engine->store, engine->index.reader);
    if (st == KB_OK)
        kb_lore_open(index, &engine->index.manifest, &engine->lore);
    if (st == KB_OK && build == NULL) {
        engine->path = kb_mem_copy(index, strlen(index));
        if (engine->path == NULL)
            st = kb_error_set(err, KB_E_NOMEM, "no memory for a search engine");
    }
    if (st == KB_OK)
        st = kb_analyzer_new(false, &engine->analyzer, err);
    if (st == KB_OK)
        st = kb_snippeter_new(engine->analyzer, &engine->snippeter, err);
    if (st != KB_OK) {
        kb_engine_free(engine);
        return st;
    }
    *out = engine;
    return KB_OK;
}

enum kb_status
kb_engine_open(const char *index, struct kb_engine **out, struct kb_error *err)
{
    return open_engine(index, NULL, out, err);
}

enum kb_status
kb_engine_open_build(const char *index, const char *build, struct kb_engine **out,
                     struct kb_error *err)
{
    return open_engine(index, build, out, err);
}

/* What was read from a build; all that knows nothing of it stays. */
static void
close_build(struct kb_engine *engine)
{
    kb_lore_clear(&engine->lore);
    kb_store_clear(&engine->store);
    kb_index_clear(&engine->index);
}

enum kb_status
kb_engine_refresh(struct kb_engine *engine, struct kb_error *err)
{
    char build[KB_BUILD_ID_BYTES];
    struct kb_index opened = {0};
    if (engine->path == NULL)
        return KB_OK;
    enum kb_status st = kb_index_current(engine->path, build, err);
    if (st != KB_OK || strcmp(build, engine->index.manifest.build) == 0)
        return st;
    st = kb_index_open(engine->path, &opened, err);
    if (st != KB_OK)
        return st;
    close_build(engine);
    engine->index = opened;
    kb_store_init(&engine->store, engine->index.reader);
    kb_lore_open(engine->path, &engine->index.manifest, &engine->lore);
    return KB_OK;
}

void
kb_engine_free(struct kb_engine *engine)
{
    if (engine == NULL)
        return;
    kb_look_clear(&engine->look);
    kb_snippeter_free(engine->snippeter);
    kb_analyzer_free(engine->analyzer);
    close_build(engine);
    kb_mem_free(engine->path);
    kb_mem_free(engine);
}

const struct kb_index *
kb_engine_index_borrow(const struct kb_engine *engine)
{
    return &engine->index;
}

enum kb_status
kb_engine_body(struct kb_engine *engine, size_t shard, uint32_t id,
               struct kb_span *body, struct kb_error *err)
{
    return kb_store_body(&engine->store, shard, id, body, err);
}
