/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a configuration file, and as the text of --boost. */
/* memfd_create is Linux: a file that needs no disk. */
#define _GNU_SOURCE 1

#include <math.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "settings.h"

static void
check_boosts(const struct kb_boosts *boosts)
{
    for (size_t i = 0; i < KB_FIELD_COUNT; i++)
        FUZZ_CHECK(isfinite(boosts->delta[i]));
}

static void
read_config(struct kb_span bytes)
{
    char path[64];
    struct kb_settings settings = KB_SETTINGS_INIT;
    int fd = memfd_create("config", MFD_CLOEXEC);
    FUZZ_CHECK(fd >= 0);
    FUZZ_CHECK(write(fd, bytes.data, bytes.n_bytes) == (ssize_t)bytes.n_bytes);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    struct kb_search_options options = {.config = path};
    if (kb_settings_read(&options, &settings, NULL) == KB_OK)
        check_boosts(&settings.boosts);
    kb_settings_clear(&settings);
    close(fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kb_span bytes = fuzz_input(data, size);
    struct kb_boosts boosts = {{0}, false};
    if (kb_settings_boosts(bytes, &boosts, NULL) == KB_OK)
        check_boosts(&boosts);
    read_config(bytes);
    return 0;
}
