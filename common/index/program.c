/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index/program.h"

#include "schema/field.h"
#include "text/analyze.h"

enum kb_status
kb_program_version(const char *program, struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st =
        kb_buf_printf(out, err, "%s " KB_VERSION "\nschema %d\nanalyzer: ", program,
                      KB_SCHEMA_VERSION);
    if (st == KB_OK)
        st = kb_analyzer_fingerprint(out, err);
    return st == KB_OK ? kb_buf_append_byte(out, '\n', err) : st;
}

void
kb_program_failure(const char *program, const struct kb_error *err, struct kb_buf *out)
{
    const char *hint = kb_status_hint(err->code);
    if (kb_buf_printf(out, NULL, "%s: %s\n", program,
                      err->msg[0] != '\0' ? err->msg : kb_status_words(err->code)) !=
        KB_OK)
        return;
    if (hint[0] != '\0' && kb_buf_printf(out, NULL, "%s: %s\n", program, hint) != KB_OK)
        return;
}
