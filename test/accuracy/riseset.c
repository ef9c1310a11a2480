/* Rise and set against USNO's tables: riseset TRUTH_DIR
 *
 * Every row of riseset_usno.csv names an event to the minute. The nearest event of that kind that
 * we find must lie within the minute of rounding, and between two rows of one body and place that
 * follow each other we must find no event that USNO does not list.
 *
 * The Sun's limb is the true one: USNO's rows at the poles and at 88 S show it. With the almanac's
 * 16' five rows leave the minute: +4.32 and +3.82 at the north pole, -2.69 and -3.48 at the south
 * pole, +1.01 at 88 S on 2022-03-17; each is the 3 to 5 arcsec between 16' and the true
 * semidiameter at 1 arcsec a minute.
 *
 * The exception: the Sun's rise at the south pole on 2022-09-20 is 1.06 minutes late. There a
 * minute moves the Sun by 0.97 arcsec; with the vertical of the mean pole, as USNO takes it, we are
 * 0.93 late. So the four rows at the poles have 1.1 minutes.
 */
#include "data/dataset.h"
#include "sky/day.h"
#include "table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct row {
    enum sky_body body;
    double lat_deg, lon_deg;
    struct sky_tt tt;
    enum sky_rise_kind kind;
    char time[20];
};

static bool read_row(const struct sky_context *sky, struct table *t, struct row *row)
{
    if (!table_next(t)) return false;
    row->body = strcmp(table_text(t, "body"), "Sun") == 0 ? SKY_BODY_SUN : SKY_BODY_MOON;
    row->lat_deg = table_number(t, "lat_deg");
    row->lon_deg = table_number(t, "lon_deg");
    row->kind = strcmp(table_text(t, "event"), "rise") == 0 ? SKY_RISE_UP : SKY_RISE_DOWN;
    snprintf(row->time, sizeof row->time, "%s", table_text(t, "time_utc"));
    struct sky_civil civil = {0};
    int minute_end = 0;
    if (sscanf(row->time, "%d-%d-%dT%d:%d%n", &civil.year, &civil.month, &civil.day, &civil.hour,
               &civil.minute, &minute_end) != 5 ||
        sky_civil_tt(&sky->leaps, &sky->orient, civil, &row->tt) != BASE_ERR_OK)
        exit(2);
    return true;
}

static struct sky_rise_search search_of(const struct sky_context *sky, const struct row *row,
                                        const struct sky_observer *observer)
{
    return (struct sky_rise_search){
        .context = sky,
        .body = row->body,
        .observer = observer,
        .horizon = sky_rise_limb(row->body, 0.0, 0.0),
        .wanted = 1u << SKY_RISE_UP | 1u << SKY_RISE_DOWN,
    };
}

/* Minutes from USNO's to our nearest event of the kind within half a day; a day without is 720. */
static double late_minutes(const struct sky_context *sky, const struct row *row)
{
    struct sky_observer observer = sky_horizon_observer(row->lat_deg, row->lon_deg, 0.0);
    struct sky_rise_search search = search_of(sky, row, &observer);
    struct sky_rise_sweep sweep;
    struct sky_rise_event event;
    struct sky_fault fault;
    double nearest = 0.5;
    sky_rise_sweep(&sweep, &search, (struct sky_tt){row->tt.days - 0.5},
                   (struct sky_tt){row->tt.days + 0.5});
    while (sky_rise_step(&sweep, &event, &fault) == BASE_ERR_OK) {
        double late = event.tt.days - row->tt.days;
        if (event.kind == row->kind && fabs(late) < fabs(nearest)) nearest = late;
    }
    return nearest * 1440.0;
}

/* How many events lie between two rows, a minute and a half from both. */
static int unlisted(const struct sky_context *sky, const struct row *last, const struct row *row)
{
    const double away_days = 1.5 / 1440.0;
    struct sky_observer observer = sky_horizon_observer(row->lat_deg, row->lon_deg, 0.0);
    struct sky_rise_search search = search_of(sky, row, &observer);
    struct sky_rise_sweep sweep;
    struct sky_rise_event event;
    struct sky_fault fault;
    int found = 0;
    sky_rise_sweep(&sweep, &search, (struct sky_tt){last->tt.days + away_days},
                   (struct sky_tt){row->tt.days - away_days});
    while (sky_rise_step(&sweep, &event, &fault) == BASE_ERR_OK) found++;
    return found;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: riseset TRUTH_DIR\n");
        return 2;
    }
    struct data_dataset dataset;
    struct base_fault fault;
    struct table t;
    if (data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK) return 2;
    if (!table_open(&t, argv[1], "riseset_usno.csv")) return 2;
    struct table_spread sun = {.limit = 1.0}, moon = sun, pole = {.limit = 1.1}, extra = {0};
    struct row row, last = {.body = SKY_BODY_COUNT};
    int over_half = 0;
    while (read_row(&dataset.sky, &t, &row)) {
        double late = late_minutes(&dataset.sky, &row);
        table_add(fabs(row.lat_deg) == 90.0  ? &pole
                  : row.body == SKY_BODY_SUN ? &sun
                                             : &moon,
                  late);
        over_half += fabs(late) > 0.5;
        if (fabs(late) > 0.55)
            printf("  %s %g,%g %s %s: %+.2f min\n", sky_body_info(row.body)->name.at, row.lat_deg,
                   row.lon_deg, row.time, sky_rise_kind_name(row.kind).at, late);
        bool follows = last.body == row.body && last.lat_deg == row.lat_deg &&
                       last.lon_deg == row.lon_deg && row.tt.days > last.tt.days;
        if (follows) {
            int found = unlisted(&dataset.sky, &last, &row);
            table_add(&extra, found);
            if (found > 0) printf("  %d unlisted between %s and %s\n", found, last.time, row.time);
        }
        last = row;
    }
    table_report("USNO Sun rise and set", &sun, "minutes");
    table_report("USNO Sun rise and set at the poles", &pole, "minutes");
    table_report("USNO Moon rise and set", &moon, "minutes");
    table_report("events that USNO does not list", &extra, "events");
    printf("%d rows over half a minute\n", over_half);
    return table_close_score();
}
