/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as what a web server says of a request: lines "NAME=value". */
#include <string.h>

#include "cgi/request.h"
#include "fuzz.h"
#include "render/html.h"
#include "text/encode.h"

enum {
    VARIABLES_MAX = 32
};

struct environment {
    char *names[VARIABLES_MAX]; /* "NAME\0value\0" */
    char *values[VARIABLES_MAX];
    size_t n;
};

static const char *
variable(void *context, const char *name)
{
    const struct environment *e = context;
    for (size_t i = 0; i < e->n; i++) {
        if (strcmp(e->names[i], name) == 0)
            return e->values[i];
    }
    return NULL;
}

static void
split(char *text, struct environment *e)
{
    while (text != NULL && e->n < VARIABLES_MAX) {
        char *end = strchr(text, '\n');
        char *equals = strchr(text, '=');
        if (end != NULL)
            *end = '\0';
        if (equals != NULL && (end == NULL || equals < end)) {
            *equals = '\0';
            e->names[e->n] = text;
            e->values[e->n++] = equals + 1;
        }
        text = end == NULL ? NULL : end + 1;
    }
}

/* Nothing that could end an attribute, a tag or a header. */
static void
check_plain(const struct kb_buf *text)
{
    FUZZ_CHECK(strpbrk(kb_buf_cstr(text), "<>\"'`&\r\n \\") == NULL);
}

static void
check_field(struct kb_span text)
{
    struct kb_buf out = KB_BUF_INIT(16 * 8 * KB_WEB_URL_MAX_BYTES);
    struct kb_html html = KB_HTML_INIT(&out, NULL);
    FUZZ_CHECK(text.n_bytes == 0 || kb_encode_is_utf8(text));
    kb_html_attr(&html, text);
    FUZZ_CHECK(strpbrk(kb_buf_cstr(&out), "<>\"'`\r\n") == NULL);
    FUZZ_CHECK(strlen(kb_buf_cstr(&out)) == out.n_bytes);
    kb_buf_reset(&out);
    kb_html_url_arg(&html, text);
    FUZZ_CHECK(strpbrk(kb_buf_cstr(&out), "<>\"'`&?#/ +\r\n") == NULL);
    FUZZ_CHECK(html.status == KB_OK);
    kb_buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kb_web_request request = KB_WEB_REQUEST_INIT;
    struct environment environment = {.n = 0};
    int http = 0;
    char *text = malloc(size + 1);
    FUZZ_CHECK(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    split(text, &environment);
    enum kb_status st =
        kb_web_request_read(variable, &environment, &request, &http, NULL);
    FUZZ_CHECK((st == KB_OK) == (http == 200));
    check_plain(&request.base);
    check_plain(&request.origin);
    FUZZ_CHECK(strncmp(kb_buf_cstr(&request.base), "//", 2) != 0);
    for (size_t i = 0; i < request.form.n && st == KB_OK; i++) {
        check_field(request.form.fields[i].name);
        check_field(request.form.fields[i].value);
    }
    kb_web_request_clear(&request);
    free(text);
    return 0;
}
