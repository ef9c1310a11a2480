#include "app/zones.h"

enum base_err app_zones_get(struct app_zones *zones, struct base_text name,
                            const struct app_zone **zone)
{
    unsigned count = zones->opened < APP_ZONES_MAX ? zones->opened : APP_ZONES_MAX;
    for (unsigned i = 0; i < count; i++) {
        *zone = &zones->zones[i];
        if (base_text_equals(name, base_text_of((*zone)->name))) return BASE_ERR_OK;
    }
    struct app_zone opened;
    enum base_err err = app_zone_open(NULL, name, &opened);
    if (err != BASE_ERR_OK) return err;
    struct app_zone *place = &zones->zones[zones->opened % APP_ZONES_MAX];
    if (zones->opened >= APP_ZONES_MAX) app_zone_close(place);
    *place = opened;
    zones->opened++;
    *zone = place;
    return BASE_ERR_OK;
}

void app_zones_close(struct app_zones *zones)
{
    unsigned count = zones->opened < APP_ZONES_MAX ? zones->opened : APP_ZONES_MAX;
    for (unsigned i = 0; i < count; i++) app_zone_close(&zones->zones[i]);
    zones->opened = 0;
}
