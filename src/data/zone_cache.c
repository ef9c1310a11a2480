/* A ring of open zones, searched by name. */
#include "data/zone_cache.h"

#include <assert.h>
#include <stddef.h>

enum base_err data_zone_cache_get(struct data_zone_cache *zones, struct base_text name,
                                  const struct data_zone **zone)
{
    unsigned count = zones->opened < DATA_ZONE_CACHE_MAX ? zones->opened : DATA_ZONE_CACHE_MAX;
    for (unsigned i = 0; i < count; i++) {
        *zone = &zones->zones[i];
        if (base_text_equals(name, base_text_of((*zone)->name))) return BASE_ERR_OK;
    }
    struct data_zone opened;
    enum base_err err = data_zone_open(NULL, name, &opened);
    if (err != BASE_ERR_OK) return err;
    assert(name.length <= DATA_ZONE_NAME_MAX);
    struct data_zone *place = &zones->zones[zones->opened % DATA_ZONE_CACHE_MAX];
    if (zones->opened >= DATA_ZONE_CACHE_MAX) data_zone_close(place);
    *place = opened;
    zones->opened++;
    *zone = place;
    return BASE_ERR_OK;
}

void data_zone_cache_close(struct data_zone_cache *zones)
{
    unsigned count = zones->opened < DATA_ZONE_CACHE_MAX ? zones->opened : DATA_ZONE_CACHE_MAX;
    for (unsigned i = 0; i < count; i++) data_zone_close(&zones->zones[i]);
    zones->opened = 0;
}
