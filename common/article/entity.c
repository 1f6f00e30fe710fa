/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article/entity.h"

enum {
    NAME_MAX_BYTES = 8, /* the longest name in the tables has 6 letters */
    FIRST_LATIN_1 = 0xA0
};

/* U+00A0 to U+00FF in order. */
static const char latin_1[][NAME_MAX_BYTES] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",
    "uml",    "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",
    "deg",    "plusmn", "sup2",   "sup3",   "acute",  "micro",  "para",   "middot",
    "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12", "frac34", "iquest",
    "Agrave", "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil",
    "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",
    "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",
    "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",  "szlig",
    "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",
    "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide",
    "oslash", "ugrave", "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

static const struct named {
    char name[NAME_MAX_BYTES];
    uint32_t code;
} others[] = {
    {"quot", '"'},      {"amp", '&'},      {"lt", '<'},       {"gt", '>'},
    {"apos", '\''},     {"ndash", 0x2013}, {"mdash", 0x2014}, {"lsquo", 0x2018},
    {"rsquo", 0x2019},  {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"bull", 0x2022},
    {"hellip", 0x2026}, {"euro", 0x20AC},  {"trade", 0x2122},
};

/* 0 = no such name */
static uint32_t
code_of_name(struct kb_span name)
{
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (kb_span_equal(name, kb_span_cstr(others[i].name)))
            return others[i].code;
    }
    for (size_t i = 0; i < sizeof(latin_1) / sizeof(latin_1[0]); i++) {
        if (kb_span_equal(name, kb_span_cstr(latin_1[i])))
            return FIRST_LATIN_1 + (uint32_t)i;
    }
    return 0;
}

/* The value of "39" or "x27"; 0 = no number, or over Unicode's last. */
static uint32_t
code_of_number(struct kb_span digits)
{
    uint32_t base = 10;
    if (digits.n_bytes > 0 && (digits.data[0] == 'x' || digits.data[0] == 'X')) {
        base = 16;
        digits = kb_span_skip(digits, 1);
    }
    uint32_t code = 0;
    for (size_t i = 0; i < digits.n_bytes && code <= 0x10FFFF; i++) {
        char c = digits.data[i];
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
                                                : 16;
        if (digit >= base)
            return 0;
        code = code * base + digit;
    }
    return code <= 0x10FFFF ? code : 0;
}

/* Control characters would break lines and terminals; surrogates are no characters. */
static bool
is_character(uint32_t code)
{
    return code >= 0x20 && (code < 0x7F || code >= 0xA0) &&
           (code < 0xD800 || code > 0xDFFF) && (code & 0xFFFE) != 0xFFFE;
}

size_t
kb_entity_decode(struct kb_span text, char out[KB_ENCODE_CHAR_MAX_BYTES], size_t *n_out)
{
    enum {
        LONGEST = 12 /* bytes from '&' to ';' that can be a reference */
    };
    size_t n = text.n_bytes < LONGEST ? text.n_bytes : LONGEST;
    const char *stop = n == 0 || text.data[0] != '&' ? NULL : memchr(text.data, ';', n);
    if (stop == NULL)
        return 0;
    struct kb_span name = kb_span_at(text.data + 1, (size_t)(stop - text.data) - 1);
    bool numeric = name.n_bytes > 0 && name.data[0] == '#';
    uint32_t code =
        numeric ? code_of_number(kb_span_skip(name, 1)) : code_of_name(name);
    if (!is_character(code))
        return 0;
    *n_out = kb_encode_char(code, out);
    return name.n_bytes + 2;
}
