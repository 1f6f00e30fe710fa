/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include "base/limits.h"

enum {
    /* UTF-16 units: NFKC_Casefold grows one character to at most 18, words are short */
    MAX_UNITS = KB_WORD_MAX_BYTES * 18
};

/* One code point of UTF-16 text at `*at`, which moves behind it. */
static UChar32
next_point(const UChar *text, int32_t n, int32_t *at)
{
    UChar lead = text[(*at)++];
    if (!U16_IS_LEAD(lead) || *at >= n || !U16_IS_TRAIL(text[*at]))
        return lead;
    return (UChar32)U16_GET_SUPPLEMENTARY(lead, text[(*at)++]);
}

static int32_t
drop_marks(UChar *text, int32_t n)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < n;) {
        int32_t begin = i;
        if (u_charType(next_point(text, n, &i)) == U_NON_SPACING_MARK)
            continue;
        for (int32_t k = begin; k < i; k++)
            text[kept++] = text[k];
    }
    return kept;
}

/* ASCII needs only its case folded. */
static enum kb_status
fold_ascii(struct kb_span word, struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = kb_buf_reserve(out, word.n_bytes, err);
    if (st != KB_OK)
        return st;
    for (size_t i = 0; i < word.n_bytes; i++) {
        char c = word.data[i];
        out->data[out->n_bytes + i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    out->n_bytes += word.n_bytes;
    out->data[out->n_bytes] = '\0';
    return KB_OK;
}

static enum kb_status
fold_icu(struct kb_span word, struct kb_buf *out, struct kb_error *err)
{
    UErrorCode icu = U_ZERO_ERROR;
    UChar first[MAX_UNITS];
    UChar second[MAX_UNITS];
    char folded[MAX_UNITS * 3];
    int32_t n = 0;
    u_strFromUTF8(first, MAX_UNITS, &n, word.data, (int32_t)word.n_bytes, &icu);
    const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&icu);
    const UNormalizer2 *decompose = unorm2_getNFDInstance(&icu);
    n = unorm2_normalize(casefold, first, n, second, MAX_UNITS, &icu);
    n = unorm2_normalize(decompose, second, n, first, MAX_UNITS, &icu);
    if (U_SUCCESS(icu))
        n = drop_marks(first, n);
    int32_t n_bytes = 0;
    u_strToUTF8(folded, (int32_t)sizeof(folded), &n_bytes, first, n, &icu);
    if (U_FAILURE(icu))
        return kb_error_set(err, KB_E_INTERNAL, "ICU cannot fold a word: %s",
                            u_errorName(icu));
    return kb_buf_append(out, kb_span_at(folded, (size_t)n_bytes), err);
}

enum kb_status
kb_fold(struct kb_span word, struct kb_buf *out, struct kb_error *err)
{
    if (word.n_bytes > KB_WORD_MAX_BYTES)
        return kb_error_set(err, KB_E_LIMIT, "a word of %zu bytes", word.n_bytes);
    for (size_t i = 0; i < word.n_bytes; i++) {
        if ((unsigned char)word.data[i] >= 0x80)
            return fold_icu(word, out, err);
    }
    return fold_ascii(word, out, err);
}
