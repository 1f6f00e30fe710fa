/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/pack.h"

#include <stdbool.h>
#include <zdict.h>
#include <zstd.h>

#include "base/limits.h"
#include "base/mem.h"

enum {
    /* 112 KB, zstd's own default; 450 KB saves 3 % more and costs every start of a
     * searcher its reading */
    DICTIONARY_BYTES = 112640,
    /* 1 -> 28 %, 3 -> 25 %, 6 -> 23 %, 9 -> 22 % of the archive's text, each step about
     * twice as slow */
    LEVEL = 3
};

struct kb_packer {
    ZSTD_CCtx *context;
    ZSTD_CDict *dictionary; /* NULL = none */
};

struct kb_unpacker {
    ZSTD_DCtx *context;
    ZSTD_DDict *dictionary; /* NULL = none */
};

enum kb_status
kb_pack_train(struct kb_span samples, const size_t *sizes, size_t n, struct kb_buf *out,
              struct kb_error *err)
{
    enum kb_status st = kb_buf_reserve(out, DICTIONARY_BYTES, err);
    if (st != KB_OK)
        return st;
    size_t got = ZDICT_trainFromBuffer(out->data + out->n_bytes, DICTIONARY_BYTES,
                                       samples.data, sizes, (unsigned)n);
    if (!ZDICT_isError(got))
        out->n_bytes += got;
    out->data[out->n_bytes] = '\0';
    return KB_OK;
}

/* A shard has one dictionary: its number, four bytes, need not stand in each text. */
static bool
settle(struct kb_packer *packer)
{
    ZSTD_CCtx *c = packer->context;
    return !ZSTD_isError(ZSTD_CCtx_setParameter(c, ZSTD_c_compressionLevel, LEVEL)) &&
           !ZSTD_isError(ZSTD_CCtx_setParameter(c, ZSTD_c_dictIDFlag, 0)) &&
           !ZSTD_isError(ZSTD_CCtx_refCDict(c, packer->dictionary));
}

enum kb_status
kb_packer_new(struct kb_span dictionary, struct kb_packer **out, struct kb_error *err)
{
    struct kb_packer *packer = kb_mem_array(1, sizeof(*packer));
    if (packer != NULL)
        packer->context = ZSTD_createCCtx();
    if (packer != NULL && dictionary.n_bytes > 0)
        packer->dictionary =
            ZSTD_createCDict(dictionary.data, dictionary.n_bytes, LEVEL);
    if (packer == NULL || packer->context == NULL ||
        (dictionary.n_bytes > 0 && packer->dictionary == NULL) || !settle(packer)) {
        kb_packer_free(packer);
        return kb_error_set(err, KB_E_NOMEM, "no memory for a packer");
    }
    *out = packer;
    return KB_OK;
}

void
kb_packer_free(struct kb_packer *packer)
{
    if (packer == NULL)
        return;
    ZSTD_freeCCtx(packer->context);
    ZSTD_freeCDict(packer->dictionary);
    kb_mem_free(packer);
}

enum kb_status
kb_pack(struct kb_packer *packer, struct kb_span bytes, struct kb_buf *out,
        struct kb_error *err)
{
    size_t bound = ZSTD_compressBound(bytes.n_bytes);
    enum kb_status st = kb_buf_reserve(out, bound, err);
    if (st != KB_OK)
        return st;
    char *end = out->data + out->n_bytes;
    size_t got = ZSTD_compress2(packer->context, end, bound, bytes.data, bytes.n_bytes);
    if (ZSTD_isError(got))
        return kb_error_set(err, KB_E_INTERNAL, "cannot pack %zu bytes: %s",
                            bytes.n_bytes, ZSTD_getErrorName(got));
    out->n_bytes += got;
    out->data[out->n_bytes] = '\0';
    return KB_OK;
}

enum kb_status
kb_unpacker_new(struct kb_span dictionary, struct kb_unpacker **out,
                struct kb_error *err)
{
    struct kb_unpacker *unpacker = kb_mem_array(1, sizeof(*unpacker));
    if (unpacker != NULL)
        unpacker->context = ZSTD_createDCtx();
    if (unpacker == NULL || unpacker->context == NULL) {
        kb_unpacker_free(unpacker);
        return kb_error_set(err, KB_E_NOMEM, "no memory for an unpacker");
    }
    if (dictionary.n_bytes > 0)
        unpacker->dictionary = ZSTD_createDDict(dictionary.data, dictionary.n_bytes);
    if (dictionary.n_bytes > 0 && unpacker->dictionary == NULL) {
        kb_unpacker_free(unpacker);
        return kb_error_set(err, KB_E_CORRUPT,
                            "the dictionary of stored texts is damaged");
    }
    *out = unpacker;
    return KB_OK;
}

void
kb_unpacker_free(struct kb_unpacker *unpacker)
{
    if (unpacker == NULL)
        return;
    ZSTD_freeDCtx(unpacker->context);
    ZSTD_freeDDict(unpacker->dictionary);
    kb_mem_free(unpacker);
}

enum kb_status
kb_unpack(struct kb_unpacker *unpacker, struct kb_span packed, struct kb_buf *out,
          struct kb_error *err)
{
    unsigned long long size = ZSTD_getFrameContentSize(packed.data, packed.n_bytes);
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR ||
        size > KB_STORED_MAX_BYTES)
        return kb_error_set(err, KB_E_CORRUPT, "a stored text is damaged");
    enum kb_status st = kb_buf_reserve(out, (size_t)size, err);
    if (st != KB_OK)
        return st;
    char *end = out->data + out->n_bytes;
    size_t got = unpacker->dictionary == NULL
                     ? ZSTD_decompressDCtx(unpacker->context, end, (size_t)size,
                                           packed.data, packed.n_bytes)
                     : ZSTD_decompress_usingDDict(unpacker->context, end, (size_t)size,
                                                  packed.data, packed.n_bytes,
                                                  unpacker->dictionary);
    if (ZSTD_isError(got))
        return kb_error_set(err, KB_E_CORRUPT, "a stored text is damaged: %s",
                            ZSTD_getErrorName(got));
    out->n_bytes += got;
    out->data[out->n_bytes] = '\0';
    return KB_OK;
}
