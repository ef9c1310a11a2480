/* Events against the truth tables: events TRUTH_DIR
 *
 * There is no table of events; the vector tables of JPL Horizons still hold some: a body is
 * at an apsis where r.v = 0, found here by a polynomial through six rows. Prints a line a body:
 * apsides, rms and largest difference in seconds, the limit.
 */
#include "sky/events.h"
#include "data/dataset.h"
#include "table.h"

#include <math.h>

#define ROWS 6

struct row {
    double days, radial; /* TDB; r.v, au^2/day */
};

/* Lagrange's polynomial through the rows. */
static double between(const struct row rows[ROWS], double days)
{
    double sum = 0.0;
    for (int i = 0; i < ROWS; i++) {
        double term = rows[i].radial;
        for (int k = 0; k < ROWS; k++)
            if (k != i) term *= (days - rows[k].days) / (rows[i].days - rows[k].days);
        sum += term;
    }
    return sum;
}

static double root_days(const struct row rows[ROWS])
{
    double from = rows[ROWS / 2 - 1].days, until = rows[ROWS / 2].days;
    for (int i = 0; i < 50; i++) {
        double middle = 0.5 * (from + until);
        bool is_after = (between(rows, middle) < 0.0) != (rows[ROWS / 2 - 1].radial < 0.0);
        *(is_after ? &until : &from) = middle;
    }
    return from;
}

static struct sky_events search;

/* The search's apsis nearest to an instant, within a span. */
static double nearest_days(const struct sky_context *sky, enum sky_body body, double days,
                           double span_days)
{
    struct sky_events_query query = {
        .from = {days - span_days},
        .until = {days + span_days},
        .kinds = SKY_EVENTS_BIT(SKY_EVENTS_PERIHELION) | SKY_EVENTS_BIT(SKY_EVENTS_APHELION) |
                 SKY_EVENTS_BIT(SKY_EVENTS_PERIGEE) | SKY_EVENTS_BIT(SKY_EVENTS_APOGEE),
        .bodies = 1u << body};
    struct sky_events_event event;
    struct sky_fault fault;
    double nearest = INFINITY;
    enum base_err err = sky_events_init(&search, sky, &query, &fault);
    while (err == BASE_ERR_OK && (err = sky_events_next(&search, &event, &fault)) == BASE_ERR_OK)
        if (fabs(event.when.days - days) < fabs(nearest - days)) nearest = event.when.days;
    return nearest;
}

static void apsides(const struct sky_context *sky, const char *folder, const char *name,
                    enum sky_body body, double limit_s)
{
    struct table t;
    if (!table_open(&t, folder, name)) return;
    struct table_spread apart = {.limit = limit_s};
    struct row rows[ROWS];
    for (int count = 0; table_next(&t); count++) {
        for (int i = 0; i + 1 < ROWS; i++) rows[i] = rows[i + 1];
        rows[ROWS - 1].days = table_days_of_jd(table_text(&t, "jd_tdb"));
        rows[ROWS - 1].radial = table_number(&t, "x") * table_number(&t, "vx") +
                                table_number(&t, "y") * table_number(&t, "vy") +
                                table_number(&t, "z") * table_number(&t, "vz");
        const struct row *a = &rows[ROWS / 2 - 1], *b = a + 1;
        if (count + 1 < ROWS || (a->radial < 0.0) == (b->radial < 0.0)) continue;
        double span_days = b->days - a->days;
        if (a->days < -36500.0 || b->days > 36500.0) continue;
        double want = root_days(rows);
        table_add(&apart, (nearest_days(sky, body, want, span_days) - want) * SKY_DAY_S);
    }
    table_report(name, &apart, "s");
}

int main(int argc, char **argv)
{
    if (argc < 2) return 2;
    static struct data_dataset dataset;
    struct base_fault fault;
    if (data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK) return 2;
    /* Limits: what rows so far apart leave of the polynomial. The giants' tables are of their
     * centres, which their moons swing back and forth; apsides are of the barycentres. */
    const struct sky_context *sky = &dataset.sky;
    apsides(sky, argv[1], "state_6h_geo_moon.csv", SKY_BODY_MOON, 0.5);
    apsides(sky, argv[1], "state_heliostate_Mercury.csv", SKY_BODY_MERCURY, 1200.0);
    apsides(sky, argv[1], "state_heliostate_Venus.csv", SKY_BODY_VENUS, 10.0);
    apsides(sky, argv[1], "state_heliostate_Mars.csv", SKY_BODY_MARS, 10.0);
    apsides(sky, argv[1], "state_heliostate_Pluto.csv", SKY_BODY_PLUTO, 3600.0);
    return table_close_score();
}
