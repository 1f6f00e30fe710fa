/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "settings.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/config.h"
#include "base/limits.h"

#ifndef KB_DEFAULT_INDEX
#error "KB_DEFAULT_INDEX: the Makefile names where the index is installed"
#endif
#ifndef KB_DEFAULT_CONFIG
#error "KB_DEFAULT_CONFIG: the Makefile names the system's configuration file"
#endif

enum {
    BOOST_MAX = 100,
    NUMBER_MAX_BYTES = 32,
    NAMES_MAX_BYTES = 512
};

void
kb_settings_clear(struct kb_settings *settings)
{
    kb_buf_clear(&settings->index);
    kb_buf_clear(&settings->link);
}

static enum kb_status
no_boost(struct kb_span name, struct kb_error *err)
{
    struct kb_buf names = KB_BUF_INIT(NAMES_MAX_BYTES);
    enum kb_status st = KB_OK;
    for (int id = 0; id < KB_FIELD_COUNT && st == KB_OK; id++) {
        const struct kb_field *field = kb_field((enum kb_field_id)id);
        if ((field->flags & KB_FIELD_OWN) != 0)
            st = kb_buf_printf(&names, err, "%s%s", names.n_bytes > 0 ? ", " : "",
                               field->name);
    }
    if (st == KB_OK)
        st = kb_error_set(err, KB_E_INVALID,
                          "no boost for '%.*s': fields that have one: %s",
                          (int)(name.n_bytes < 60 ? name.n_bytes : 60), name.data,
                          kb_buf_cstr(&names));
    kb_buf_clear(&names);
    return st;
}

static enum kb_status
set_boost(struct kb_span name, struct kb_span value, struct kb_boosts *out,
          struct kb_error *err)
{
    enum kb_field_id id;
    char number[NUMBER_MAX_BYTES];
    char *end = number;
    double boost = 0;
    name = kb_span_trim(name);
    if (kb_field_find(name, &id, NULL) != KB_OK ||
        (kb_field(id)->flags & KB_FIELD_OWN) == 0)
        return no_boost(name, err);
    value = kb_span_trim(value);
    if (value.n_bytes < sizeof(number)) {
        snprintf(number, sizeof(number), "%.*s", KB_SPAN_ARG(value));
        boost = strtod(number, &end);
    }
    if (end == number || *end != '\0' || !(boost >= 0 && boost <= BOOST_MAX))
        return kb_error_set(
            err, KB_E_INVALID, "a boost is a number from 0 to %d, not '%.*s'",
            (int)BOOST_MAX, (int)(value.n_bytes < 60 ? value.n_bytes : 60), value.data);
    out->delta[id] = boost - kb_field(id)->boost;
    out->is_set = true;
    return KB_OK;
}

enum kb_status
kb_settings_boosts(struct kb_span text, struct kb_boosts *out, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    while (st == KB_OK) {
        const char *comma = memchr(text.data, ',', text.n_bytes);
        size_t n = comma == NULL ? text.n_bytes : (size_t)(comma - text.data);
        const char *equals = n == 0 ? NULL : memchr(text.data, '=', n);
        if (equals == NULL)
            return kb_error_set(
                err, KB_E_INVALID,
                "boosts are written as title=8,querywords=5, not '%.*s'",
                (int)(text.n_bytes < 60 ? text.n_bytes : 60), text.data);
        size_t n_name = (size_t)(equals - text.data);
        st = set_boost(kb_span_at(text.data, n_name),
                       kb_span_at(equals + 1, n - n_name - 1), out, err);
        if (comma == NULL)
            break;
        text = kb_span_skip(text, n + 1);
    }
    return st;
}

/* "on", "off" or a number from 0 to 1. */
static enum kb_status
read_learned(const char *value, struct kb_learned_weight *out, struct kb_error *err)
{
    char *end = NULL;
    double weight = strcmp(value, "off") == 0 ? 0 : 1;
    if (strcmp(value, "on") != 0 && strcmp(value, "off") != 0) {
        weight = strtod(value, &end);
        if (end == value || *end != '\0' || !(weight >= 0 && weight <= 1))
            return kb_error_set(
                err, KB_E_INVALID,
                "learned takes on, off or a number from 0 to 1, not '%s'", value);
    }
    *out = (struct kb_learned_weight){weight, true};
    return KB_OK;
}

static enum kb_status
take_key(void *context, const char *section, const char *key, const char *value,
         struct kb_error *err)
{
    struct kb_settings *settings = context;
    if (strcmp(section, "search") == 0 && strcmp(key, "index") == 0) {
        kb_buf_reset(&settings->index);
        return kb_buf_append(&settings->index, kb_span_cstr(value), err);
    }
    if (strcmp(section, "search") == 0 && strcmp(key, "link") == 0) {
        kb_buf_reset(&settings->link);
        return kb_buf_append(&settings->link, kb_span_cstr(value), err);
    }
    if (strcmp(section, "search") == 0 && strcmp(key, "learned") == 0)
        return read_learned(value, &settings->learned, err);
    if (strcmp(section, "boost") == 0)
        return set_boost(kb_span_cstr(key), kb_span_cstr(value), &settings->boosts,
                         err);
    if (section[0] == '\0')
        return kb_error_set(err, KB_E_INVALID, "key '%s' stands before any [section]",
                            key);
    return kb_error_set(
        err, KB_E_INVALID,
        "unknown key '%s' in [%s]: there are index, link and learned in "
        "[search] and fields in [boost]",
        key, section);
}

/* A file that nobody named may be missing. */
static enum kb_status
read_if_there(const char *path, struct kb_settings *out, struct kb_error *err)
{
    struct kb_error local = KB_ERROR_INIT;
    enum kb_status st = kb_config_read(path, take_key, out, &local);
    if (st == KB_E_NOT_FOUND)
        return KB_OK;
    if (st != KB_OK && err != NULL)
        *err = local;
    return st;
}

static enum kb_status
read_config(const struct kb_search_options *options, struct kb_settings *out,
            struct kb_error *err)
{
    const char *base = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    if (options->config != NULL) {
        enum kb_status named = kb_config_read(options->config, take_key, out, err);
        if (named == KB_E_NOT_FOUND)
            return kb_error_set(err, named, "configuration file '%s' is not there",
                                options->config);
        return named;
    }
    enum kb_status st = read_if_there(KB_DEFAULT_CONFIG, out, err);
    if (st == KB_OK && base != NULL && base[0] == '/')
        st = kb_buf_printf(&path, err, "%s/kbsearch/kbsearch.conf", base);
    else if (st == KB_OK && home != NULL && home[0] == '/')
        st = kb_buf_printf(&path, err, "%s/.config/kbsearch/kbsearch.conf", home);
    if (st == KB_OK && path.n_bytes > 0)
        st = read_if_there(path.data, out, err);
    kb_buf_clear(&path);
    return st;
}

enum kb_status
kb_settings_read(const struct kb_search_options *options, struct kb_settings *out,
                 struct kb_error *err)
{
    const char *env = getenv("KBSEARCH_INDEX");
    const char *index = options->index;
    if (index == NULL && env != NULL && env[0] != '\0')
        index = env;
    enum kb_status st = read_config(options, out, err);
    if (st == KB_OK && index == NULL && out->index.n_bytes == 0)
        index = KB_DEFAULT_INDEX;
    if (st == KB_OK && index != NULL) {
        kb_buf_reset(&out->index);
        st = kb_buf_append(&out->index, kb_span_cstr(index), err);
    }
    if (st == KB_OK && options->boosts != NULL)
        st = kb_settings_boosts(kb_span_cstr(options->boosts), &out->boosts, err);
    if (st == KB_OK && options->learned != NULL)
        st = read_learned(options->learned, &out->learned, err);
    return st;
}
