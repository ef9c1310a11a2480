/* Instants in documents: in UTC, and beside it as the clocks of a zone show them. */
#ifndef ALMANAC_TIME_COLUMNS_H
#define ALMANAC_TIME_COLUMNS_H

#include "base/buf.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/zone.h"
#include "format/document.h"
#include "sky/time.h"

#include <stdbool.h>
#include <stddef.h>

/* What every writer of instants needs; the zone is NULL, or has no name, when none was requested.
 */
struct almanac_time_columns_clock {
    const struct data_dataset *dataset;
    const struct data_zone *zone;
    struct base_text base_path; /* before the address of each link; or empty */
};

/* Whether answers have local times beside UTC. */
bool almanac_time_columns_has_zone(const struct almanac_time_columns_clock *clock);

#define ALMANAC_TIME_COLUMNS_TEXT_MAX 48

/* An instant as text in a row: in UTC, and by the clocks of the zone where there is one. */
struct almanac_time_columns_instant {
    bool has;
    char utc[ALMANAC_TIME_COLUMNS_TEXT_MAX], local[ALMANAC_TIME_COLUMNS_TEXT_MAX];
};

/* Fills an instant.
 *
 * Given  has       false: there is no instant, and `when` is not read
 *        decimals  0..6 of a second at most, in UTC; local times are to the second
 */
void almanac_time_columns_fill(struct almanac_time_columns_instant *instant,
                               const struct almanac_time_columns_clock *clock, bool has,
                               struct sky_tt when, int decimals);

/* The two columns of an instant: NAME and, with a zone, NAME_local.
 *
 * Given  in      FORMAT_DOCUMENT_NESTED, FLAT or BOTH
 *        offset  of the struct almanac_time_columns_instant
 */
#define ALMANAC_TIME_COLUMNS(name, in, offset, about)                                              \
    FORMAT_DOCUMENT_COLUMN(name, CODE, in,                                                         \
                           (offset) + offsetof(struct almanac_time_columns_instant, utc),          \
                           (offset) + offsetof(struct almanac_time_columns_instant, has), -1, "",  \
                           "time.epoch", "utc", about),                                            \
        FORMAT_DOCUMENT_COLUMN(name "_local", CODE, (in) | FORMAT_DOCUMENT_LOCAL,                  \
                               (offset) + offsetof(struct almanac_time_columns_instant, local),    \
                               (offset) + offsetof(struct almanac_time_columns_instant, has), -1,  \
                               "", "time.epoch", "",                                               \
                               "the same instant by the clocks of the requested zone")

/* Appends `"name": "2026-03-20T14:46:01Z"`, and with a zone `, "name_local": "..."` after it.
 *
 * Given  decimals  0..6 of a second at most, in UTC; local times are to the second
 */
void almanac_time_columns_append_member(struct base_buf *out,
                                        const struct almanac_time_columns_clock *clock,
                                        const char *name, struct sky_tt when, int decimals);

/* Appends the zone's date and time of day, or UTC's, to the second. */
void almanac_time_columns_append_text(struct base_buf *out,
                                      const struct almanac_time_columns_clock *clock,
                                      struct sky_tt when);

/* Writes the same, terminated. */
void almanac_time_columns_write_text(char text[ALMANAC_TIME_COLUMNS_TEXT_MAX],
                                     const struct almanac_time_columns_clock *clock,
                                     struct sky_tt when);

/* Appends the time of day to the nearest minute, as almanacs do: "16:01", and "16:01 UTC" where no
 * zone is known. */
void almanac_time_columns_append_minute(struct base_buf *out,
                                        const struct almanac_time_columns_clock *clock,
                                        struct sky_tt when);

/* Appends the date of the same minute, "2026-11-22". */
void almanac_time_columns_append_date(struct base_buf *out,
                                      const struct almanac_time_columns_clock *clock,
                                      struct sky_tt when);

/* For columns of a table, five characters: the time of day without UTC's name; "07-19", the month
 * and day, when it is more than a day after `from`; "-" when there is no such instant. */
void almanac_time_columns_append_column(struct base_buf *out,
                                        const struct almanac_time_columns_clock *clock,
                                        struct sky_tt from, bool has, struct sky_tt when);

#endif
