/* Instants in answers. data/time_text has the formats; this room decides which columns stand side
 * by side. */
#include "almanac/time_columns.h"

#include "data/time_text.h"
#include "data/zone.h"
#include "sky/const.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define TEXT_MAX ALMANAC_TIME_COLUMNS_TEXT_MAX

static const struct data_zone UTC;

bool almanac_time_columns_has_zone(const struct almanac_time_columns_clock *clock)
{
    return clock->zone != NULL && clock->zone->name[0] != '\0';
}

static const struct data_zone *zone_of(const struct almanac_time_columns_clock *clock)
{
    return almanac_time_columns_has_zone(clock) ? clock->zone : &UTC;
}

void almanac_time_columns_fill(struct almanac_time_columns_instant *instant,
                               const struct almanac_time_columns_clock *clock, bool has,
                               struct sky_tt when, int decimals)
{
    assert(decimals >= 0 && decimals <= 6);
    struct base_buf utc = {.bytes = instant->utc, .room = TEXT_MAX - 1, .max = TEXT_MAX - 1};
    struct base_buf local = {.bytes = instant->local, .room = TEXT_MAX - 1, .max = TEXT_MAX - 1};
    instant->has = has;
    if (has) data_time_text_append(&utc, clock->dataset, when, decimals);
    if (has && almanac_time_columns_has_zone(clock))
        data_time_text_append_local(&local, clock->dataset, clock->zone, when);
    instant->utc[utc.used] = instant->local[local.used] = '\0';
    assert(!utc.has_overflowed && !local.has_overflowed);
}

void almanac_time_columns_append_member(struct base_buf *out,
                                        const struct almanac_time_columns_clock *clock,
                                        const char *name, struct sky_tt when, int decimals)
{
    assert(decimals >= 0 && decimals <= 6);
    base_buf_append_format(out, "\"%s\": \"", name);
    data_time_text_append(out, clock->dataset, when, decimals);
    base_buf_append_string(out, "\"");
    if (!almanac_time_columns_has_zone(clock)) return;
    base_buf_append_format(out, ", \"%s_local\": \"", name);
    data_time_text_append_local(out, clock->dataset, clock->zone, when);
    base_buf_append_string(out, "\"");
}

void almanac_time_columns_append_text(struct base_buf *out,
                                      const struct almanac_time_columns_clock *clock,
                                      struct sky_tt when)
{
    data_time_text_append_local(out, clock->dataset, zone_of(clock), when);
}

void almanac_time_columns_write_text(char text[TEXT_MAX],
                                     const struct almanac_time_columns_clock *clock,
                                     struct sky_tt when)
{
    struct base_buf local = {.bytes = text, .room = TEXT_MAX - 1, .max = TEXT_MAX - 1};
    almanac_time_columns_append_text(&local, clock, when);
    assert(!local.has_overflowed);
    text[local.used] = '\0';
}

/* Writes the date and time at the nearest minute. */
static void write_nearest(char text[TEXT_MAX], const struct almanac_time_columns_clock *clock,
                          struct sky_tt when)
{
    almanac_time_columns_write_text(text, clock, (struct sky_tt){when.days + 30.0 / SKY_DAY_S});
}

static void append_hour_and_minute(struct base_buf *out,
                                   const struct almanac_time_columns_clock *clock,
                                   struct sky_tt when)
{
    char text[TEXT_MAX];
    write_nearest(text, clock, when);
    const char *t = strchr(text, 'T');
    base_buf_append_format(out, "%.5s", t != NULL ? t + 1 : "-");
}

void almanac_time_columns_append_date(struct base_buf *out,
                                      const struct almanac_time_columns_clock *clock,
                                      struct sky_tt when)
{
    char text[TEXT_MAX];
    write_nearest(text, clock, when);
    base_buf_append(out, text, strcspn(text, "T"));
}

void almanac_time_columns_append_minute(struct base_buf *out,
                                        const struct almanac_time_columns_clock *clock,
                                        struct sky_tt when)
{
    append_hour_and_minute(out, clock, when);
    if (!almanac_time_columns_has_zone(clock)) base_buf_append_string(out, " UTC");
}

void almanac_time_columns_append_column(struct base_buf *out,
                                        const struct almanac_time_columns_clock *clock,
                                        struct sky_tt from, bool has, struct sky_tt when)
{
    assert(!isnan(from.days) && (!has || !isnan(when.days)));
    char text[TEXT_MAX];
    if (!has) {
        base_buf_append_string(out, "-    ");
    } else if (when.days - from.days > 1.0) {
        write_nearest(text, clock, when);
        const size_t date = strcspn(text, "T");
        base_buf_append(out, text + (date > 5 ? date - 5 : 0), 5);
    } else {
        append_hour_and_minute(out, clock, when);
    }
}
