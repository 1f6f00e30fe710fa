/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cgi/response.h"

static const char *
reason(int status)
{
    static const struct {
        int status;
        const char *words;
    } reasons[] = {
        {200, "OK"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {413, "Content Too Large"},
        {414, "URI Too Long"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
    };
    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        if (reasons[i].status == status)
            return reasons[i].words;
    }
    return "Error";
}

static const char *
cache_control(enum kb_web_cache cache)
{
    switch (cache) {
    case KB_CACHE_NONE:
        return "no-store";
    case KB_CACHE_ASK:
        return "no-cache";
    case KB_CACHE_HOUR:
        return "public, max-age=3600";
    case KB_CACHE_FOREVER:
        return "public, max-age=31536000, immutable";
    }
    return "no-store";
}

/* Scripts and styles from our own files only, nothing inline, no frames, no plug-ins.
 * Also on answers that are no pages: a browser may show any of them. */
#define POLICY                                                                         \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "        \
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

enum kb_status
kb_response_write(const struct kb_response *response, bool with_body,
                  struct kb_buf *out, struct kb_error *err)
{
    const struct kb_response *r = response;
    bool has_body = r->status != 304;
    enum kb_status st =
        kb_buf_printf(out, err, "Status: %d %s\r\n", r->status, reason(r->status));
    if (st == KB_OK)
        st = kb_buf_printf(
            out, err,
            "Cache-Control: %s\r\n"
            "Content-Security-Policy: " POLICY "\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "X-Frame-Options: DENY\r\n"
            "X-XSS-Protection: 1; mode=block\r\n" /* only browsers of before 2020
                                                      read it */
            "Referrer-Policy: no-referrer\r\n",
            cache_control(r->cache));
    if (st == KB_OK && has_body)
        st = kb_buf_printf(out, err, "Content-Type: %s\r\nContent-Length: %zu\r\n",
                           r->type, r->body.n_bytes);
    if (st == KB_OK && r->is_gzipped && has_body)
        st = kb_buf_printf(out, err, "Content-Encoding: gzip\r\n");
    if (st == KB_OK && r->cache >= KB_CACHE_HOUR)
        st = kb_buf_printf(out, err, "Vary: Accept-Encoding\r\n");
    if (st == KB_OK && r->etag[0] != '\0')
        st = kb_buf_printf(out, err, "ETag: %s\r\n", r->etag);
    if (st == KB_OK && r->last_modified[0] != '\0')
        st = kb_buf_printf(out, err, "Last-Modified: %s\r\n", r->last_modified);
    if (st == KB_OK && r->location.n_bytes > 0)
        st = kb_buf_printf(out, err, "Location: %s\r\n", kb_buf_cstr(&r->location));
    if (st == KB_OK && r->status == 405)
        st = kb_buf_printf(out, err, "Allow: GET, HEAD\r\n");
    if (st == KB_OK && r->status == 503)
        st = kb_buf_printf(out, err, "Retry-After: 5\r\n");
    if (st == KB_OK)
        st = kb_buf_printf(out, err, "\r\n");
    if (st == KB_OK && has_body && with_body)
        st = kb_buf_append(out, kb_buf_span(&r->body), err);
    return st;
}

void
kb_response_reset(struct kb_response *response)
{
    const struct kb_response fresh = KB_RESPONSE_INIT;
    struct kb_buf location = response->location;
    struct kb_buf body = response->body;
    kb_buf_reset(&location);
    kb_buf_reset(&body);
    *response = fresh;
    response->location = location;
    response->body = body;
}

void
kb_response_clear(struct kb_response *response)
{
    kb_buf_clear(&response->location);
    kb_buf_clear(&response->body);
}

/* Weak comparison, as RFC 9110 section 13.1.2 wants it for If-None-Match. */
static struct kb_span
opaque(struct kb_span tag)
{
    return kb_span_starts(tag, KB_SPAN_LITERAL("W/")) ? kb_span_skip(tag, 2) : tag;
}

bool
kb_response_is_known(const struct kb_response *response, struct kb_span etags,
                     struct kb_span since)
{
    struct kb_span own = opaque(kb_span_cstr(response->etag));
    if (etags.n_bytes == 0)
        return since.n_bytes > 0 && response->last_modified[0] != '\0' &&
               kb_span_equal(since, kb_span_cstr(response->last_modified));
    while (etags.n_bytes > 0) {
        const char *comma = memchr(etags.data, ',', etags.n_bytes);
        size_t n = comma == NULL ? etags.n_bytes : (size_t)(comma - etags.data);
        struct kb_span tag = kb_span_trim(kb_span_at(etags.data, n));
        if (own.n_bytes > 0 && (kb_span_equal(opaque(tag), own) ||
                                kb_span_equal(tag, KB_SPAN_LITERAL("*"))))
            return true;
        etags = kb_span_skip(etags, comma == NULL ? n : n + 1);
    }
    return false;
}
