/* Time zones of the IANA database, read from the system's compiled files (TZif). */
#ifndef DATA_ZONE_H
#define DATA_ZONE_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATA_ZONE_NAME_MAX         64
#define DATA_ZONE_ABBREVIATION_MAX 15

/* One change of the clocks in a yearly rule: its day by month, week and weekday, or by number. */
struct data_zone_change {
    enum { DATA_ZONE_MONTH_WEEK, DATA_ZONE_JULIAN, DATA_ZONE_DAY } form;
    int month, week, weekday; /* Mm.w.d: week 5 is the last; weekday 0 is Sunday */
    int day;                  /* Jn: 1..365 without leap days; n: 0..365 with them */
    int second;               /* of that day, local time before the change */
};

/* The rule for times after the table of transitions: that of POSIX in the last line of the file. */
struct data_zone_rule {
    bool is_there, has_dst;
    int offset_s, dst_offset_s; /* east of UTC */
    char name[DATA_ZONE_ABBREVIATION_MAX + 1], dst_name[DATA_ZONE_ABBREVIATION_MAX + 1];
    struct data_zone_change start, end; /* of daylight-saving time */
};

struct data_zone {
    char name[DATA_ZONE_NAME_MAX + 1];
    struct base_span file;                       /* mapped; the tables below are parts of it */
    size_t times, indices, types, abbreviations; /* offsets of the tables */
    int transition_count, type_count, abbreviation_bytes;
    struct data_zone_rule rule;
};

struct data_zone_offset {
    int offset_s; /* local time minus UTC */
    bool is_dst;
    char abbreviation[DATA_ZONE_ABBREVIATION_MAX + 1];
};

/* Opens a zone.
 *
 * Given  folder  the database, or NULL for TZDIR of the environment or /usr/share/zoneinfo
 *        name    "Europe/Paris"; a name that leads out of the folder is refused
 * Gives  *zone, to be closed with data_zone_close
 * Fails  MISSING when there is no such zone, FORMAT when its file is not TZif of version 2 or later
 * Source RFC 9636
 */
BASE_ERR_CHECKED
enum base_err data_zone_open(const char *folder, struct base_text name, struct data_zone *zone);
void data_zone_close(struct data_zone *zone);

/* The offset of a zone at an instant (POSIX seconds). */
struct data_zone_offset data_zone_at(const struct data_zone *zone, int64_t posix_s);

/* The instants at which a zone's clocks show a local time.
 *
 * Given  local_s  the local date and time as if it were UTC, in POSIX seconds
 * Gives  their number: usually 1, 0 in the gap when clocks go forward, 2 when they go back; the
 *        instants in order of time. In a gap, posix_s[0] is the instant that the offset before the
 *        gap gives
 */
int data_zone_instants(const struct data_zone *zone, int64_t local_s, int64_t posix_s[2]);

/* The first instant of a day of a zone's calendar, in POSIX seconds.
 *
 * Given  day  days since 1970-01-01 on the clocks of the zone
 * Gives  local midnight, the first of two where the clocks show it twice, the end of the skip where
 *        they skip it; the start of the following day where the date line moved and the day has no
 *        hours
 * Test   test_zone_days_begin_at_their_first_instant
 */
int64_t data_zone_day_start(const struct data_zone *zone, int64_t day);

#endif
