/* Requests for a place at an instant, typed. */
#ifndef TEST_APP_PLACE_H
#define TEST_APP_PLACE_H

#include "almanac/params.h"
#include "data.h"

static inline struct almanac_params place_at(double lat_deg, double lon_deg, struct sky_tt when)
{
    return (struct almanac_params){
        .given = ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON) | ALMANAC_PARAMS_BIT(TIME),
        .lat_deg = lat_deg,
        .lon_deg = lon_deg,
        .time = {.when = when, .text = BASE_TEXT("typed")},
    };
}

static inline struct almanac_params place_of(double lat_deg, double lon_deg, struct sky_tt when,
                                             unsigned bodies)
{
    struct almanac_params params = place_at(lat_deg, lon_deg, when);
    params.given |= ALMANAC_PARAMS_BIT(BODIES);
    params.bodies = bodies;
    return params;
}

/* What a writer appends, terminated; good until the next call. */
#define PLACE_TEXT(append, ...)                                                                    \
    (base_buf_clear(place_buf()), append(place_buf(), __VA_ARGS__), place_terminated())

static inline struct base_buf *place_buf(void)
{
    static struct base_buf buf = {.max = 1u << 20};
    return &buf;
}

static inline const char *place_terminated(void)
{
    base_buf_append(place_buf(), "", 1);
    assert_false(place_buf()->has_overflowed);
    return place_buf()->bytes;
}

/* How often a text stands in another. */
static inline int place_count(const char *text, const char *wanted)
{
    int count = 0;
    for (; (text = strstr(text, wanted)) != NULL; text += strlen(wanted)) count++;
    return count;
}

#endif
