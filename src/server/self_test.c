/* The self-test. Horizons' tables give RA and Dec to 1e-5 deg and az and alt to 1e-4 deg, so half a
 * unit, 0.02 and 0.18 arcsec, is their rounding.
 */
#include "server/self_test.h"

#include "sky/apparent.h"
#include "sky/body.h"
#include "sky/civil.h"
#include "sky/const.h"
#include "sky/ephem.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/refract.h"
#include "sky/sky.h"
#include "sky/time.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

#define TOLERANCE_ARCSEC 1.0

enum kind {
    ASTROMETRIC, /* RA and Dec, ICRF, light time only */
    HORIZONTAL   /* azimuth and altitude without air */
};

static const struct known {
    enum sky_body body;
    enum kind kind;
    int year, month, day; /* 0h UTC */
    double lon_deg, lat_deg;
} KNOWN[] = {
    {SKY_BODY_SUN, ASTROMETRIC, 2015, 1, 18, 299.40454, -20.69040},
    {SKY_BODY_MOON, ASTROMETRIC, 2015, 1, 18, 261.60863, -18.78220},
    {SKY_BODY_MERCURY, ASTROMETRIC, 2015, 1, 18, 318.07435, -15.93508},
    {SKY_BODY_VENUS, ASTROMETRIC, 2015, 1, 18, 320.73127, -17.00507},
    {SKY_BODY_MARS, ASTROMETRIC, 2015, 1, 18, 336.39113, -10.88698},
    {SKY_BODY_JUPITER, ASTROMETRIC, 2015, 1, 18, 142.63013, 15.70470},
    {SKY_BODY_SATURN, ASTROMETRIC, 2015, 1, 18, 240.56526, -18.68892},
    {SKY_BODY_URANUS, ASTROMETRIC, 2015, 1, 18, 11.91168, 4.40646},
    {SKY_BODY_NEPTUNE, ASTROMETRIC, 2015, 2, 1, 338.17011, -9.94363},
    {SKY_BODY_PLUTO, ASTROMETRIC, 2015, 2, 1, 284.97736, -20.59178},
    {SKY_BODY_MOON, HORIZONTAL, 2015, 1, 18, 273.2561, -47.2256},
    {SKY_BODY_JUPITER, HORIZONTAL, 2015, 1, 18, 68.1194, -6.4420},
};

/* On the sky, for distances that are small or anything: the haversine. */
static double distance_arcsec(double lon_a_deg, double lat_a_deg, double lon_b_deg,
                              double lat_b_deg)
{
    double a = lat_a_deg * SKY_RAD_PER_DEG, b = lat_b_deg * SKY_RAD_PER_DEG;
    double across = sin((lon_a_deg - lon_b_deg) / 2 * SKY_RAD_PER_DEG), along = sin((a - b) / 2);
    double h = along * along + cos(a) * cos(b) * across * across;
    return 2 * asin(sqrt(fmin(h, 1))) / SKY_RAD_PER_DEG * 3600;
}

/* False when the ephemeris does not cover it. */
static bool error_of(const struct data_dataset *dataset, const struct known *known, double *arcsec)
{
    assert((unsigned)known->body < SKY_BODY_COUNT);
    const struct sky_context *sky = &dataset->sky;
    struct sky_civil civil = {known->year, known->month, known->day, 0, 0, 0};
    struct sky_tt when;
    struct sky_frame frame;
    struct sky_fault fault;
    if (sky_civil_tt(&sky->leaps, &sky->orient, civil, &when) != BASE_ERR_OK ||
        sky_frame_of(sky, when, 1u << known->body, &frame, &fault) != BASE_ERR_OK)
        return false;
    struct sky_observer observer = sky_horizon_observer(29, -81, 10);
    struct sky_viewpoint view = sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_TRUE_POLE);
    struct sky_air air = {.pressure_hpa = 0};
    struct sky_observation seen = sky_observe(&view, known->body, &air);
    bool is_horizontal = known->kind == HORIZONTAL;
    *arcsec = distance_arcsec(is_horizontal ? seen.az_deg : seen.ra_icrs_deg,
                              is_horizontal ? seen.alt_true_deg : seen.dec_icrs_deg, known->lon_deg,
                              known->lat_deg);
    return true;
}

struct server_self_test server_self_test_check(const struct data_dataset *dataset)
{
    struct server_self_test ready = {.is_passed = true};
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        double arcsec;
        if (!error_of(dataset, &KNOWN[i], &arcsec)) continue;
        ready.checked++;
        if (!(arcsec <= ready.worst_arcsec)) ready.worst_arcsec = arcsec;
        if (arcsec <= TOLERANCE_ARCSEC || !ready.is_passed) continue; /* NaN fails */
        ready.is_passed = false;
        ready.failed = sky_body_info(KNOWN[i].body)->name.at;
        ready.failed_arcsec = arcsec;
    }
    assert(ready.is_passed == (ready.failed == NULL));
    return ready;
}

void server_self_test_append_json(struct base_buf *out, const struct server_self_test *ready,
                                  enum server_self_test_state state)
{
    static const char *const names[] = {"ready", "failing", "draining"};
    assert((unsigned)state < sizeof names / sizeof *names);
    assert(ready->is_passed == (ready->failed == NULL));
    base_buf_append_format(out, "{\"status\": \"%s\", \"reasons\": [", names[state]);
    if (state == SERVER_SELF_TEST_DRAINING)
        base_buf_append_string(out, "\"the server is about to stop\"");
    if (!ready->is_passed)
        base_buf_append_format(out, "%s\"the position of %s is wrong by %.1f arcsec\"",
                               state == SERVER_SELF_TEST_DRAINING ? ", " : "", ready->failed,
                               ready->failed_arcsec);
    base_buf_append_format(out,
                           "], \"self_test\": {\"positions\": %d, \"largest_error_arcsec\": %.3f, "
                           "\"tolerance_arcsec\": %.1f}}\n",
                           ready->checked, ready->worst_arcsec, TOLERANCE_ARCSEC);
}
