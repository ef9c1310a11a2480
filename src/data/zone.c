/* Time zones. A TZif file has two blocks; the second one, with 64-bit times, is read here. After
 * its last transition, a rule in POSIX notation applies to all later times.
 *
 * Anchors: Europe/Paris is at UTC+2 on 2026-07-01, and skips the hour from 02:00 on 2026-03-29.
 */
#include "data/zone.h"

#include "base/file.h"
#include "base/units.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_BYTES 44u
#define COUNT_MAX    65536    /* of any kind of entry in a file; real files have some hundreds */
#define OFFSET_MIN_S (-89999) /* RFC 9636, section 3.2: more than -25 hours ... */
#define OFFSET_MAX_S 93599    /* ... and less than 26 */

static int64_t big_endian(struct base_span file, size_t at, int bytes)
{
    assert(at <= file.size && file.size - at >= (size_t)bytes);
    uint64_t value = file.bytes[at] & 0x80 ? UINT64_MAX : 0;
    for (int i = 0; i < bytes; i++) value = value << 8 | file.bytes[at + (size_t)i];
    return (int64_t)value;
}

/* Reads the six counts of a header: of UT indicators, standard indicators, leap seconds,
 * transitions, types, and bytes of abbreviations. */
static bool read_counts(struct base_span file, size_t at, size_t counts[6])
{
    if (at > file.size || file.size - at < HEADER_BYTES || memcmp(file.bytes + at, "TZif", 4) != 0)
        return false;
    for (int i = 0; i < 6; i++) {
        int64_t count = big_endian(file, at + 20 + 4 * (size_t)i, 4);
        if (count < 0 || count > COUNT_MAX) return false;
        counts[i] = (size_t)count;
    }
    return true;
}

static size_t block_bytes(const size_t counts[6], size_t time_bytes)
{
    return counts[3] * (time_bytes + 1) + counts[4] * 6 + counts[5] + counts[2] * (time_bytes + 4) +
           counts[1] + counts[0];
}

static bool is_offset(int64_t seconds)
{
    return seconds >= OFFSET_MIN_S && seconds <= OFFSET_MAX_S;
}

/* ---- the rule, as in TZ="CET-1CEST,M3.5.0,M10.5.0/3" ---- */

static bool rule_name(const char **at, char name[DATA_ZONE_ABBREVIATION_MAX + 1])
{
    const char *first = *at;
    bool is_quoted = *first == '<';
    if (is_quoted) first++;
    size_t length = 0;
    while (is_quoted ? first[length] != '>' && first[length] != '\0'
                     : (first[length] >= 'A' && first[length] <= 'Z') ||
                           (first[length] >= 'a' && first[length] <= 'z'))
        length++;
    if (length == 0 || length > DATA_ZONE_ABBREVIATION_MAX || (is_quoted && first[length] != '>'))
        return false;
    memcpy(name, first, length);
    name[length] = '\0';
    *at = first + length + is_quoted;
    return true;
}

static bool rule_number(const char **at, int most, int *value)
{
    char *end;
    if (**at < '0' || **at > '9') return false;
    long number = strtol(*at, &end, 10);
    if (number > most) return false;
    *value = (int)number;
    *at = end;
    return true;
}

/* [+-]hh[:mm[:ss]] in seconds */
static bool rule_time(const char **at, int *seconds)
{
    bool is_negative = **at == '-';
    if (**at == '-' || **at == '+') ++*at;
    int part, unit = 3600, sum = 0;
    for (;; unit /= 60, ++*at) {
        if (!rule_number(at, unit == 3600 ? 167 : 59, &part)) return false;
        sum += part * unit;
        if (**at != ':' || unit == 1) break;
    }
    *seconds = is_negative ? -sum : sum;
    return true;
}

static bool rule_change(const char **at, struct data_zone_change *change)
{
    if (*(*at)++ != ',') return false;
    *change = (struct data_zone_change){.second = 7200};
    if (**at == 'M') {
        change->form = DATA_ZONE_MONTH_WEEK;
        ++*at;
        if (!rule_number(at, 12, &change->month) || *(*at)++ != '.' ||
            !rule_number(at, 5, &change->week) || *(*at)++ != '.' ||
            !rule_number(at, 6, &change->weekday) || change->month < 1 || change->week < 1)
            return false;
    } else {
        change->form = **at == 'J' ? DATA_ZONE_JULIAN : DATA_ZONE_DAY;
        *at += **at == 'J';
        if (!rule_number(at, 365, &change->day)) return false;
    }
    if (**at != '/') return true;
    ++*at;
    return rule_time(at, &change->second);
}

static bool read_rule(struct base_text text, struct data_zone_rule *rule)
{
    char line[128];
    *rule = (struct data_zone_rule){0};
    if (text.length == 0) return true; /* no rule: the offset of the last transition applies */
    if (text.length >= sizeof line) return false;
    memcpy(line, text.at, text.length);
    line[text.length] = '\0';
    const char *at = line;
    if (!rule_name(&at, rule->name) || !rule_time(&at, &rule->offset_s)) return false;
    rule->offset_s = -rule->offset_s; /* POSIX counts offsets west of Greenwich */
    if (!is_offset(rule->offset_s)) return false;
    rule->is_there = true;
    if (*at == '\0') return true;
    rule->has_dst = true;
    rule->dst_offset_s = rule->offset_s + 3600;
    if (!rule_name(&at, rule->dst_name)) return false;
    if (*at != ',') {
        if (!rule_time(&at, &rule->dst_offset_s)) return false;
        rule->dst_offset_s = -rule->dst_offset_s;
    }
    if (!is_offset(rule->dst_offset_s)) return false;
    return rule_change(&at, &rule->start) && rule_change(&at, &rule->end) && *at == '\0';
}

/* ---- opening ---- */

static bool is_name(struct base_text name)
{
    if (name.length == 0 || name.length > DATA_ZONE_NAME_MAX || name.at[0] == '/') return false;
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool is_fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '_' || c == '-' || c == '+';
        if (!is_fine) return false; /* without dots, no name leads out of the folder */
    }
    return true;
}

static bool read_file(struct data_zone *zone)
{
    size_t first[6], counts[6];
    if (!read_counts(zone->file, 0, first) || zone->file.bytes[4] < '2') return false;
    size_t second = HEADER_BYTES + block_bytes(first, 4);
    if (!read_counts(zone->file, second, counts)) return false;
    size_t data = second + HEADER_BYTES, bytes = block_bytes(counts, 8);
    if (zone->file.size - data < bytes + 2 || counts[4] == 0) return false;
    zone->transition_count = (int)counts[3];
    zone->type_count = (int)counts[4];
    zone->abbreviation_bytes = (int)counts[5];
    zone->times = data;
    zone->indices = zone->times + counts[3] * 8;
    zone->types = zone->indices + counts[3];
    zone->abbreviations = zone->types + counts[4] * 6;
    for (size_t i = 0; i < counts[4]; i++)
        if (!is_offset(big_endian(zone->file, zone->types + i * 6, 4))) return false;
    for (size_t i = 0; i < counts[3]; i++)
        if (zone->file.bytes[zone->indices + i] >= counts[4]) return false;
    struct base_text footer = {(const char *)zone->file.bytes + data + bytes,
                               zone->file.size - data - bytes};
    if (footer.at[0] != '\n') return false;
    footer.at++, footer.length--;
    return read_rule(base_text_cut(&footer, '\n'), &zone->rule);
}

enum base_err data_zone_open(const char *folder, struct base_text name, struct data_zone *zone)
{
    struct data_zone opened = {0};
    char path[512];
    if (!is_name(name)) return BASE_ERR_MISSING;
    if (folder == NULL) folder = getenv("TZDIR");
    if (folder == NULL || *folder == '\0') folder = "/usr/share/zoneinfo";
    int length = snprintf(path, sizeof path, "%s/%.*s", folder, (int)name.length, name.at);
    if (length < 0 || (size_t)length >= sizeof path) return BASE_ERR_MISSING;
    if (base_file_map(path, &opened.file) != BASE_ERR_OK) return BASE_ERR_MISSING;
    if (!read_file(&opened)) {
        base_file_unmap(opened.file);
        return BASE_ERR_FORMAT;
    }
    assert(name.length <= DATA_ZONE_NAME_MAX && opened.type_count > 0);
    memcpy(opened.name, name.at, name.length);
    *zone = opened;
    return BASE_ERR_OK;
}

void data_zone_close(struct data_zone *zone)
{
    base_file_unmap(zone->file);
    *zone = (struct data_zone){0};
}

/* ---- looking up ---- */

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Days from 1970-01-01 to January 1 of a year. */
static int64_t year_start_day(int64_t year)
{
    int64_t y = year - 1;
    return 365 * (year - 1970) + floor_divide(y, 4) - floor_divide(y, 100) + floor_divide(y, 400) -
           477;
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The local time of a year's change, as POSIX seconds of a clock that shows the local time before
 * it. */
static int64_t change_local_s(const struct data_zone_change *change, int64_t year)
{
    assert(change->form != DATA_ZONE_MONTH_WEEK || (change->month >= 1 && change->month <= 12));
    static const int month_days[13] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    int64_t day = year_start_day(year);
    if (change->form == DATA_ZONE_JULIAN) {
        day += change->day - 1 + (is_leap(year) && change->day >= 60);
    } else if (change->form == DATA_ZONE_DAY) {
        day += change->day;
    } else {
        int64_t first = day + month_days[change->month - 1] + (is_leap(year) && change->month > 2);
        int64_t next = day + month_days[change->month] + (is_leap(year) && change->month >= 2);
        int64_t weekday = ((first + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
        day = first + (change->weekday - weekday + 7) % 7 + 7 * (change->week - 1);
        while (day >= next) day -= 7;
    }
    return day * BASE_DAY_S + change->second;
}

static struct data_zone_offset by_rule(const struct data_zone_rule *rule, int64_t posix_s)
{
    bool is_dst = false;
    if (rule->has_dst) {
        int64_t local_s = posix_s + rule->offset_s;
        /* A mean year is 31556952 s; the estimate may be a year off at New Year. */
        int64_t year = 1970 + floor_divide(local_s, 31556952);
        year += local_s >= year_start_day(year + 1) * BASE_DAY_S;
        year -= local_s < year_start_day(year) * BASE_DAY_S;
        int64_t start = change_local_s(&rule->start, year) - rule->offset_s;
        int64_t end = change_local_s(&rule->end, year) - rule->dst_offset_s;
        is_dst =
            start < end ? posix_s >= start && posix_s < end : posix_s >= start || posix_s < end;
    }
    struct data_zone_offset offset = {is_dst ? rule->dst_offset_s : rule->offset_s, is_dst, ""};
    memcpy(offset.abbreviation, is_dst ? rule->dst_name : rule->name, sizeof offset.abbreviation);
    return offset;
}

static struct data_zone_offset by_type(const struct data_zone *zone, int type)
{
    assert(type >= 0 && type < zone->type_count);
    size_t at = zone->types + (size_t)type * 6;
    struct data_zone_offset offset = {(int)big_endian(zone->file, at, 4),
                                      zone->file.bytes[at + 4] != 0, ""};
    int first = zone->file.bytes[at + 5];
    for (int i = 0; i < DATA_ZONE_ABBREVIATION_MAX && first + i < zone->abbreviation_bytes; i++) {
        offset.abbreviation[i] = (char)zone->file.bytes[zone->abbreviations + (size_t)(first + i)];
        if (offset.abbreviation[i] == '\0') break;
    }
    return offset;
}

static int64_t transition_s(const struct data_zone *zone, int index)
{
    assert(index >= 0 && index < zone->transition_count);
    return big_endian(zone->file, zone->times + (size_t)index * 8, 8);
}

struct data_zone_offset data_zone_at(const struct data_zone *zone, int64_t posix_s)
{
    assert(zone->type_count > 0); /* it is open */
    int low = -1,
        high = zone->transition_count; /* the last transition at or before the instant is low */
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (transition_s(zone, middle) <= posix_s)
            low = middle;
        else
            high = middle;
    }
    if (low < 0 && zone->transition_count > 0) return by_type(zone, 0);
    if (low == zone->transition_count - 1 && zone->rule.is_there)
        return by_rule(&zone->rule, posix_s);
    return by_type(zone, low < 0 ? 0 : zone->file.bytes[zone->indices + (size_t)low]);
}

int data_zone_instants(const struct data_zone *zone, int64_t local_s, int64_t posix_s[2])
{
    /* Offsets are at most one day, and no zone changes twice within two days. */
    int before_s = data_zone_at(zone, local_s - BASE_DAY_S).offset_s;
    int after_s = data_zone_at(zone, local_s + BASE_DAY_S).offset_s;
    int count = 0;
    int64_t early = local_s - (before_s > after_s ? before_s : after_s);
    int64_t late = local_s - (before_s > after_s ? after_s : before_s);
    if (early + data_zone_at(zone, early).offset_s == local_s) posix_s[count++] = early;
    if (late != early && late + data_zone_at(zone, late).offset_s == local_s)
        posix_s[count++] = late;
    if (count == 0) posix_s[0] = local_s - before_s;
    assert(count < 2 || posix_s[0] < posix_s[1]);
    return count;
}

/* The instant at which clocks skip a local time.
 *
 * Given  inside_s  an instant that follows the skip by less than a day
 */
static int64_t skip_end(const struct data_zone *zone, int64_t local_s, int64_t inside_s)
{
    int64_t before_s = inside_s - BASE_DAY_S; /* clocks skip a day at most */
    while (inside_s - before_s > 1) {
        int64_t middle_s = before_s + (inside_s - before_s) / 2;
        if (middle_s + data_zone_at(zone, middle_s).offset_s < local_s)
            before_s = middle_s;
        else
            inside_s = middle_s;
    }
    return inside_s;
}

int64_t data_zone_day_start(const struct data_zone *zone, int64_t day)
{
    const int64_t local_s = day * BASE_DAY_S;
    int64_t found[2];
    if (data_zone_instants(zone, local_s, found) > 0) return found[0];
    return skip_end(zone, local_s, found[0]);
}
