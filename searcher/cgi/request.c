/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cgi/request.h"

#include <strings.h>

#include "text/encode.h"

enum {
    HTTP_OK = 200,
    HTTP_INVALID = 400,
    HTTP_METHOD = 405,
    HTTP_TOO_LONG = 414
};

struct reader {
    kb_web_variable_fn variable;
    void *context;
    struct kb_web_request *out;
    int *http;
    struct kb_error *err;
};

static struct kb_span
value_of(const struct reader *r, const char *name)
{
    const char *value = r->variable(r->context, name);
    return value == NULL ? kb_span_at("", 0) : kb_span_cstr(value);
}

static enum kb_status
refuse(const struct reader *r, int http, enum kb_status st, const char *what)
{
    *r->http = http;
    return kb_error_set(r->err, st, "%s", what);
}

static enum kb_status
read_method(const struct reader *r)
{
    struct kb_span method = value_of(r, "REQUEST_METHOD");
    if (kb_span_equal(method, KB_SPAN_LITERAL("HEAD")))
        r->out->method = KB_WEB_HEAD;
    else if (!kb_span_equal(method, KB_SPAN_LITERAL("GET")))
        return refuse(r, HTTP_METHOD, KB_E_INVALID,
                      "only GET and HEAD requests are answered");
    return KB_OK;
}

/* A path that can stand in a link as it is: the server has decoded it, so letters that
 * need an escape are none of ours. "//" at its start would name another host. */
static bool
is_plain_path(struct kb_span path)
{
    static const char marks[] = "/-._~+";
    if (path.n_bytes > 0 && path.data[0] != '/')
        return false;
    for (size_t i = 0; i < path.n_bytes; i++) {
        char c = path.data[i];
        bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        if (!plain && (c == '\0' || strchr(marks, c) == NULL))
            return false;
        if (c == '/' && i > 0 && path.data[i - 1] == '/')
            return false;
    }
    return true;
}

static enum kb_status
read_base(const struct reader *r)
{
    struct kb_span base = value_of(r, "SCRIPT_NAME");
    while (base.n_bytes > 0 && base.data[base.n_bytes - 1] == '/')
        base.n_bytes--;
    if (base.n_bytes > KB_WEB_PATH_MAX_BYTES)
        return refuse(r, HTTP_TOO_LONG, KB_E_LIMIT, "the path of the URL is too long");
    if (!is_plain_path(base))
        return refuse(r, HTTP_INVALID, KB_E_INVALID,
                      "the path of the URL has characters that it may not have");
    return kb_buf_append(&r->out->base, base, r->err);
}

static enum kb_status
read_path(const struct reader *r)
{
    struct kb_span path = value_of(r, "PATH_INFO");
    if (path.n_bytes > KB_WEB_PATH_MAX_BYTES)
        return refuse(r, HTTP_TOO_LONG, KB_E_LIMIT, "the path of the URL is too long");
    if (path.n_bytes > 0 && path.data[0] != '/')
        return refuse(r, HTTP_INVALID, KB_E_INVALID,
                      "the path of the URL does not begin with '/'");
    if (path.n_bytes == 0)
        path = KB_SPAN_LITERAL("/");
    /* Compared with the paths there are and never shown: any bytes will do. */
    return kb_buf_append(&r->out->path, path, r->err);
}

static bool
is_host(struct kb_span host)
{
    static const char marks[] = "-._:[]";
    for (size_t i = 0; i < host.n_bytes; i++) {
        char c = host.data[i];
        bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        if (!plain && (c == '\0' || strchr(marks, c) == NULL))
            return false;
    }
    return true;
}

/* Where absolute links go. HTTPS is "on" in Apache and lighttpd, "" or missing else. */
static enum kb_status
read_origin(const struct reader *r)
{
    struct kb_span host = value_of(r, "HTTP_HOST");
    struct kb_span https = value_of(r, "HTTPS");
    if (host.n_bytes > KB_WEB_PATH_MAX_BYTES || !is_host(host))
        return refuse(r, HTTP_INVALID, KB_E_INVALID, "the Host header names no host");
    if (host.n_bytes == 0)
        return KB_OK;
    bool is_https = https.n_bytes > 0 && !kb_span_equal(https, KB_SPAN_LITERAL("off"));
    return kb_buf_printf(&r->out->origin, r->err, "%s://%.*s",
                         is_https ? "https" : "http", KB_SPAN_ARG(host));
}

/* Headers that only save work: one that is too long or odd counts as none. */
static enum kb_status
read_header(const struct reader *r, const char *name, struct kb_buf *out)
{
    struct kb_span value = value_of(r, name);
    if (value.n_bytes > KB_WEB_URL_MAX_BYTES)
        return KB_OK;
    return kb_buf_append(out, value, r->err);
}

/* Whether a list such as "br;q=1.0, gzip;q=0.8" has gzip, and not with q=0. */
static bool
lists_gzip(struct kb_span list)
{
    while (list.n_bytes > 0) {
        const char *comma = memchr(list.data, ',', list.n_bytes);
        size_t n = comma == NULL ? list.n_bytes : (size_t)(comma - list.data);
        struct kb_span item = kb_span_trim(kb_span_at(list.data, n));
        list = kb_span_skip(list, comma == NULL ? n : n + 1);
        if (item.n_bytes < 4 || strncasecmp(item.data, "gzip", 4) != 0)
            continue;
        item = kb_span_trim(kb_span_skip(item, 4));
        if (item.n_bytes == 0)
            return true;
        if (item.data[0] != ';')
            continue;
        /* of q=0, q=0.0, q=0.000 nothing but zeros stands behind the sign */
        size_t i = 1;
        while (i < item.n_bytes && strchr(" q=0.", item.data[i]) != NULL &&
               item.data[i] != '\0')
            i++;
        return i < item.n_bytes;
    }
    return false;
}

static enum kb_status
read_query_string(const struct reader *r)
{
    struct kb_span text = value_of(r, "QUERY_STRING");
    if (text.n_bytes > KB_WEB_URL_MAX_BYTES)
        return refuse(r, HTTP_TOO_LONG, KB_E_LIMIT, "the URL is too long");
    enum kb_status st = kb_form_read(text, &r->out->form, r->err);
    if (st == KB_E_LIMIT)
        *r->http = HTTP_INVALID;
    return st;
}

enum kb_status
kb_web_request_read(kb_web_variable_fn variable, void *context,
                    struct kb_web_request *out, int *http, struct kb_error *err)
{
    struct reader r = {variable, context, out, http, err};
    *http = HTTP_OK;
    enum kb_status st = read_base(&r);
    if (st == KB_OK)
        st = read_method(&r);
    if (st == KB_OK)
        st = read_path(&r);
    if (st == KB_OK)
        st = read_origin(&r);
    if (st == KB_OK)
        st = read_header(&r, "HTTP_IF_NONE_MATCH", &out->etags);
    if (st == KB_OK)
        st = read_header(&r, "HTTP_IF_MODIFIED_SINCE", &out->since);
    if (st == KB_OK)
        st = read_query_string(&r);
    out->takes_gzip = lists_gzip(value_of(&r, "HTTP_ACCEPT_ENCODING"));
    return st;
}

void
kb_web_request_clear(struct kb_web_request *request)
{
    kb_buf_clear(&request->base);
    kb_buf_clear(&request->path);
    kb_buf_clear(&request->origin);
    kb_buf_clear(&request->etags);
    kb_buf_clear(&request->since);
    kb_form_clear(&request->form);
}
