/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/config.h"

#include <ini.h>

#include "base/file.h"
#include "base/limits.h"

enum {
    FILE_MAX_BYTES = 64 * 1024
};

struct pass {
    struct kb_span rest;
    int line; /* the one inih has last asked for, from 1 */
    kb_config_fn found;
    void *context;
    enum kb_status status; /* of `found` */
    int failed_line;
    struct kb_error *err;
};

/* inih's fgets: one line with its line end, cut at n - 1 bytes. */
static char *
next_line(char *line, int n, void *stream)
{
    struct pass *p = stream;
    if (p->rest.n_bytes == 0)
        return NULL;
    const char *end = memchr(p->rest.data, '\n', p->rest.n_bytes);
    size_t length = end == NULL ? p->rest.n_bytes : (size_t)(end - p->rest.data) + 1;
    if (length > (size_t)n - 1)
        length = (size_t)n - 1;
    memcpy(line, p->rest.data, length);
    line[length] = '\0';
    p->rest = kb_span_skip(p->rest, length);
    p->line++;
    return line;
}

static int
take_key(void *user, const char *section, const char *key, const char *value)
{
    struct pass *p = user;
    if (p->status != KB_OK)
        return 0;
    p->status = p->found(p->context, section, key, value, p->err);
    if (p->status != KB_OK)
        p->failed_line = p->line;
    return p->status == KB_OK;
}

/* inih takes the rest of a line that is too long for a line of its own, so such a file
 * is refused before. */
static enum kb_status
check_lines(const char *path, struct kb_span text, struct kb_error *err)
{
    size_t length = 0;
    int line = 1;
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (text.data[i] == '\0')
            return kb_error_set(err, KB_E_INVALID, "'%s', line %d: a NUL byte", path,
                                line);
        length = text.data[i] == '\n' ? 0 : length + 1;
        if (length > KB_CONFIG_LINE_MAX_BYTES)
            return kb_error_set(err, KB_E_LIMIT, "'%s', line %d: longer than %d bytes",
                                path, line, KB_CONFIG_LINE_MAX_BYTES);
        line += text.data[i] == '\n';
    }
    return KB_OK;
}

enum kb_status
kb_config_read(const char *path, kb_config_fn found, void *context,
               struct kb_error *err)
{
    struct kb_buf text = KB_BUF_INIT(FILE_MAX_BYTES);
    enum kb_status st = kb_file_read(path, &text, err);
    if (st == KB_OK)
        st = check_lines(path, kb_buf_span(&text), err);
    if (st == KB_OK) {
        struct pass p = {kb_buf_span(&text), 0, found, context, KB_OK, 0, err};
        int line = ini_parse_stream(next_line, &p, take_key, &p);
        /* inih reads on behind a line that it does not understand. */
        if (p.status != KB_OK && p.failed_line == line) {
            st = p.status;
            kb_error_context(err, "'%s', line %d", path, p.failed_line);
        } else if (line != 0) {
            st = kb_error_set(err, KB_E_INVALID,
                              "'%s', line %d: neither '[section]' nor 'key = value'",
                              path, line);
        }
    }
    kb_buf_clear(&text);
    return st;
}
