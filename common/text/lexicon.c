/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/lexicon.h"

#include <assert.h>
#include <stdbool.h>

/* Hashing a word is most of finding it: the header is made to be compiled in. */
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "shim/kb_shim.h"
#include "text/spelling.h"
#include "text/vocabulary.h"

enum {
    BLOCK_BYTES = 64 * 1024, /* one piece of memory for many words */
    FIRST_SLOTS = 1 << 12    /* power of two; doubled when three quarters are taken */
};

struct block {
    struct block *next;
    size_t n_used;
    _Alignas(16) char bytes[BLOCK_BYTES];
};

struct term {
    struct kb_span text;
    uint32_t id;
    uint64_t hash;
};

/* Open addressing. Both kinds of item begin with the span that is their key. */
struct slot {
    uint64_t hash;
    const struct kb_span *key; /* NULL = free */
};

struct table {
    struct slot *slots;
    size_t n_slots; /* power of two */
    size_t n_used;
};

struct kb_lexicon {
    struct kb_stem *stem;
    struct kb_buf scratch;
    struct block *blocks;
    struct table words; /* of struct kb_word */
    struct table terms; /* of struct term */
};

static struct slot *
first_slot(const struct table *table, uint64_t hash)
{
    return &table->slots[(size_t)hash & (table->n_slots - 1)];
}

static struct slot *
find_slot(const struct table *table, struct kb_span key, uint64_t hash)
{
    size_t mask = table->n_slots - 1;
    size_t i = (size_t)hash & mask;
    while (table->slots[i].key != NULL &&
           (table->slots[i].hash != hash || !kb_span_equal(*table->slots[i].key, key)))
        i = (i + 1) & mask;
    return &table->slots[i];
}

static enum kb_status
table_grow(struct table *table)
{
    if (table->n_used < table->n_slots / 4 * 3)
        return KB_OK;
    struct table grown = {NULL, table->n_slots == 0 ? FIRST_SLOTS : table->n_slots * 2,
                          table->n_used};
    grown.slots = kb_mem_array(grown.n_slots, sizeof(*grown.slots));
    if (grown.slots == NULL)
        return KB_E_NOMEM;
    for (size_t i = 0; i < table->n_slots; i++) {
        if (table->slots[i].key != NULL)
            *find_slot(&grown, *table->slots[i].key, table->slots[i].hash) =
                table->slots[i];
    }
    kb_mem_free(table->slots);
    *table = grown;
    return KB_OK;
}

static void *
take_bytes(struct kb_lexicon *lexicon, size_t n)
{
    n = (n + 15) & ~(size_t)15;
    struct block *block = lexicon->blocks;
    if (block == NULL || BLOCK_BYTES - block->n_used < n) {
        block = kb_mem_array(1, sizeof(*block));
        if (block == NULL)
            return NULL;
        block->next = lexicon->blocks;
        lexicon->blocks = block;
    }
    void *bytes = block->bytes + block->n_used;
    block->n_used += n;
    return bytes;
}

/* `n_bytes` for a struct with a copy of `text` behind it. */
static void *
take_item(struct kb_lexicon *lexicon, size_t n_bytes, struct kb_span text,
          struct kb_span *copy)
{
    char *item = take_bytes(lexicon, n_bytes + text.n_bytes);
    if (item == NULL)
        return NULL;
    memcpy(item + n_bytes, text.data, text.n_bytes);
    *copy = kb_span_at(item + n_bytes, text.n_bytes);
    return item;
}

enum kb_status
kb_lexicon_new(struct kb_lexicon **out, struct kb_error *err)
{
    struct kb_lexicon *lexicon = kb_mem_array(1, sizeof(*lexicon));
    if (lexicon == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a lexicon");
    lexicon->scratch.max_bytes = KB_TERM_MAX_BYTES;
    enum kb_status st = kb_stem_new("english", &lexicon->stem, err);
    if (st == KB_OK &&
        (table_grow(&lexicon->words) != KB_OK || table_grow(&lexicon->terms) != KB_OK))
        st = kb_error_set(err, KB_E_NOMEM, "no memory for a lexicon");
    if (st != KB_OK) {
        kb_lexicon_free(lexicon);
        return st;
    }
    *out = lexicon;
    return KB_OK;
}

static void
free_words(struct kb_lexicon *lexicon)
{
    while (lexicon->blocks != NULL) {
        struct block *next = lexicon->blocks->next;
        kb_mem_free(lexicon->blocks);
        lexicon->blocks = next;
    }
}

void
kb_lexicon_free(struct kb_lexicon *lexicon)
{
    if (lexicon == NULL)
        return;
    free_words(lexicon);
    kb_mem_free(lexicon->words.slots);
    kb_mem_free(lexicon->terms.slots);
    kb_buf_clear(&lexicon->scratch);
    kb_stem_free(lexicon->stem);
    kb_mem_free(lexicon);
}

void
kb_lexicon_forget(struct kb_lexicon *lexicon)
{
    free_words(lexicon);
    struct table *tables[] = {&lexicon->words, &lexicon->terms};
    for (size_t i = 0; i < 2; i++) {
        memset(tables[i]->slots, 0, tables[i]->n_slots * sizeof(*tables[i]->slots));
        tables[i]->n_used = 0;
    }
}

size_t
kb_lexicon_n_terms(const struct kb_lexicon *lexicon)
{
    return lexicon->terms.n_used;
}

/* Only words of letters have endings to remove; codes, versions and file names do not.
 */
static bool
has_stem(struct kb_span text)
{
    for (size_t i = 0; i < text.n_bytes; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < 0x80 && (c < 'a' || c > 'z'))
            return false;
    }
    return true;
}

static enum kb_status
make_term(struct kb_lexicon *lexicon, struct kb_span text, struct kb_error *err)
{
    kb_buf_reset(&lexicon->scratch);
    if (!has_stem(text))
        return kb_buf_append(&lexicon->scratch, text, err);
    char american[KB_WORD_MAX_BYTES];
    enum kb_status st = kb_buf_append_byte(&lexicon->scratch, 'Z', err);
    if (st == KB_OK)
        st = kb_stem_apply(lexicon->stem, kb_spelling_american(text, american),
                           &lexicon->scratch, err);
    return st;
}

static enum kb_status
find_term(struct kb_lexicon *lexicon, struct kb_span text, const struct term **out,
          struct kb_error *err)
{
    uint64_t hash = XXH3_64bits(text.data, text.n_bytes);
    struct slot *slot = find_slot(&lexicon->terms, text, hash);
    if (slot->key == NULL) {
        struct kb_span copy;
        struct term *made = take_item(lexicon, sizeof(*made), text, &copy);
        if (made == NULL || table_grow(&lexicon->terms) != KB_OK)
            return kb_error_set(err, KB_E_NOMEM, "no memory for a term");
        made->text = copy;
        made->id = (uint32_t)lexicon->terms.n_used++;
        made->hash = hash;
        slot = find_slot(&lexicon->terms, text, hash);
        *slot = (struct slot){hash, &made->text};
    }
    *out = (const struct term *)(const void *)slot->key;
    return KB_OK;
}

static uint16_t
hashed_code(uint64_t term_hash)
{
    uint64_t term = term_hash & ((1u << KB_CODE_TERM_BITS) - 1);
    return (uint16_t)(KB_CODE_HASHED | term << KB_CODE_WORD_BITS);
}

uint16_t
kb_code_by_term(struct kb_span term)
{
    return hashed_code(XXH3_64bits(term.data, term.n_bytes));
}

static uint16_t
make_code(struct kb_span text, uint64_t word_hash, uint64_t term_hash)
{
    unsigned stop = kb_vocabulary_stop_number(text);
    if (stop != 0)
        return (uint16_t)stop;
    uint64_t word = word_hash & ((1u << KB_CODE_WORD_BITS) - 1);
    return (uint16_t)(hashed_code(term_hash) | word);
}

static enum kb_status
add_word(struct kb_lexicon *lexicon, struct kb_span text, uint64_t hash,
         const struct kb_word **out, struct kb_error *err)
{
    const struct term *term = NULL;
    enum kb_status st = make_term(lexicon, text, err);
    if (st == KB_OK)
        st = find_term(lexicon, kb_buf_span(&lexicon->scratch), &term, err);
    if (st != KB_OK)
        return st;
    struct kb_span copy;
    struct kb_word *word = take_item(lexicon, sizeof(*word), text, &copy);
    if (word == NULL || table_grow(&lexicon->words) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a word");
    word->text = copy;
    word->term = term->text;
    word->term_id = term->id;
    word->flags = kb_vocabulary_flags(text);
    word->word_id = (uint32_t)lexicon->words.n_used;
    word->code = make_code(text, hash, term->hash);
    *find_slot(&lexicon->words, text, hash) = (struct slot){hash, &word->text};
    lexicon->words.n_used++;
    *out = word;
    return KB_OK;
}

static enum kb_status
find_hashed(struct kb_lexicon *lexicon, struct kb_span text, uint64_t hash,
            const struct kb_word **out, struct kb_error *err)
{
    const struct slot *slot = find_slot(&lexicon->words, text, hash);
    if (slot->key == NULL)
        return add_word(lexicon, text, hash, out, err);
    *out = (const struct kb_word *)(const void *)slot->key;
    return KB_OK;
}

enum kb_status
kb_lexicon_find(struct kb_lexicon *lexicon, struct kb_span text,
                const struct kb_word **out, struct kb_error *err)
{
    return find_hashed(lexicon, text, XXH3_64bits(text.data, text.n_bytes), out, err);
}

enum kb_status
kb_lexicon_find_all(struct kb_lexicon *lexicon, const struct kb_span *texts, size_t n,
                    const struct kb_word **out, struct kb_error *err)
{
    uint64_t hashes[KB_LEXICON_AT_ONCE];
    const struct table *words = &lexicon->words;
    enum kb_status st = KB_OK;
    assert(n <= KB_LEXICON_AT_ONCE);
    for (size_t i = 0; i < n; i++) {
        hashes[i] = XXH3_64bits(texts[i].data, texts[i].n_bytes);
        __builtin_prefetch(first_slot(words, hashes[i]));
    }
    /* mostly the right one */
    for (size_t i = 0; i < n; i++)
        __builtin_prefetch(first_slot(words, hashes[i])->key);
    for (size_t i = 0; i < n && st == KB_OK; i++) {
        out[i] = NULL;
        if (texts[i].n_bytes > 0)
            st = find_hashed(lexicon, texts[i], hashes[i], &out[i], err);
    }
    return st;
}
