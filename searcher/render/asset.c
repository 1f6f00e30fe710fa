/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/asset.h"

const struct kb_asset *
kb_asset_find(struct kb_span name)
{
    for (const struct kb_asset *asset = kb_assets; asset->name != NULL; asset++) {
        if (kb_span_equal(name, kb_span_cstr(asset->name)))
            return asset;
    }
    return NULL;
}
