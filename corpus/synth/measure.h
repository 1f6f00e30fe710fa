/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The statistics of an archive by which a made-up one is compared with the real one.
 * Called by corpus/synth/main.c; calls article, text and base. */
#ifndef KB_SYNTH_MEASURE_H
#define KB_SYNTH_MEASURE_H

#include <stdio.h>

#include "base/error.h"

/**
 * Read all articles below a folder and print what they are made of, a figure a line.
 *
 * Fails: as kb_file_each; KB_E_NOMEM; KB_E_IO.
 */
enum kb_status kb_measure(const char *dir, FILE *out, struct kb_error *err) KB_CHECKED;

#endif
