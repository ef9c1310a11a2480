/* Instants in CSV and in text: in UTC, and beside it as the clocks of a zone show them. almanac/report_parts
 * has those of JSON.
 */
#ifndef ALMANAC_TIME_COLUMNS_H
#define ALMANAC_TIME_COLUMNS_H

#include "almanac/report_parts.h"

/* Appends one or, with a zone, two names of columns, "NAME" and "NAME_local", a comma before each.
 */
void almanac_time_columns_append_csv_name(struct base_buf *out,
                                          const struct almanac_report_parts_clock *clock,
                                          const char *name);

/* Appends the fields under these names; empty ones when there is no such instant. */
void almanac_time_columns_append_csv(struct base_buf *out,
                                     const struct almanac_report_parts_clock *clock, bool has,
                                     struct sky_tt when);

/* Appends the zone's date and time of day, or UTC's, to the second. */
void almanac_time_columns_append_text(struct base_buf *out,
                                      const struct almanac_report_parts_clock *clock,
                                      struct sky_tt when);

/* Appends the time of day to the nearest minute, as almanacs do: "16:01", and "16:01 UTC" where no
 * zone is known. */
void almanac_time_columns_append_minute(struct base_buf *out,
                                        const struct almanac_report_parts_clock *clock,
                                        struct sky_tt when);

/* Appends the date of the same minute, "2026-11-22". */
void almanac_time_columns_append_date(struct base_buf *out,
                                      const struct almanac_report_parts_clock *clock,
                                      struct sky_tt when);

/* For columns of a table, five characters: the time of day without UTC's name; "07-19", the month
 * and day, when it is more than a day after `from`; "-" when there is no such instant. */
void almanac_time_columns_append_column(struct base_buf *out,
                                        const struct almanac_report_parts_clock *clock,
                                        struct sky_tt from, bool has, struct sky_tt when);

#endif
