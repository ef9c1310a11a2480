/* Text to a typed request: the one table of parameters, for the server and the command line alike.
 */
#ifndef APP_PARAMS_H
#define APP_PARAMS_H

#include "app/problem.h"
#include "app/store.h"
#include "sky/sky.h"

#define APP_PARAMS_ELEVATION_MIN_M (-500.0)
#define APP_PARAMS_ELEVATION_MAX_M 100000.0

/* What each parameter expects, in words: for messages, help and documents alike. */
#define APP_PARAMS_LAT_EXPECTED         "degrees north as a decimal or d:m:s, -90..90"
#define APP_PARAMS_LON_EXPECTED         "degrees east as a decimal or d:m:s, -360..360"
#define APP_PARAMS_ELEVATION_EXPECTED   "metres above sea level, -500..100000"
#define APP_PARAMS_REFRACTION_EXPECTED  "one of standard, none, pyephem"
#define APP_PARAMS_PRESSURE_EXPECTED    "hectopascals at the observer, 0..1200"
#define APP_PARAMS_TEMPERATURE_EXPECTED "degrees Celsius at the observer, -100..70"
#define APP_PARAMS_BODIES_EXPECTED      "names or NAIF ids with commas between, or planets, or all"

/* A request for positions, as far as it has been given. */
struct app_params {
    double lat_deg, lon_deg, elevation_m;
    bool has_lat, has_lon, has_elevation;
    struct sky_tt when;
    bool has_time, is_now;      /* no time at all means now: has_time is false then */
    struct base_text time_text; /* as given, for messages */
    enum sky_refract_model refraction;
    bool has_refraction;
    double pressure_hpa, temp_c;
    bool has_pressure, has_temperature;
    unsigned bodies; /* a bit for each enum sky_body */
    bool has_bodies;
};

/* A row of the table. */
struct app_params_row {
    struct base_text name;
    const char *expected; /* in words, for messages and help */
    const char *example;
};

#define APP_PARAMS_COUNT 8

/* The table: lat, lon, elevation, time, refraction, pressure, temperature, bodies. */
const struct app_params_row *app_params_rows(void);

/* Sets one parameter from its text.
 *
 * Given  params  the request so far; starts as {0}
 *        name    any text
 *        value   its text; borrowed for the life of *params and *problem
 * Fails  FORMAT with *problem: PARAMETER_UNKNOWN (with the nearest name), PARAMETER_CONFLICT when
 * it was given before, PARAMETER_INVALID, TIME_ZONE_MISSING or BODY_UNKNOWN
 */
BASE_ERR_CHECKED
enum base_err app_params_set(const struct app_store *store, struct base_text name,
                             struct base_text value, struct app_params *params,
                             struct app_problem *problem);

/* Whether a place was given: there is no default one.
 *
 * Fails  MISSING with *problem, which names lat or lon
 */
BASE_ERR_CHECKED
enum base_err app_params_require_place(const struct app_params *params,
                                       struct app_problem *problem);

/* Degrees from a decimal number or d:m:s, d:m, as "-0:30:00" or "51:28:36.8".
 *
 * Fails  FORMAT, with the offset of the first byte that does not fit
 */
BASE_ERR_CHECKED
enum base_err app_params_degrees(struct base_text text, double *deg, struct base_fault *fault);

/* The body of a name in any case or of a NAIF id ("499", "10"); SKY_BODY_COUNT when there is none.
 */
enum sky_body app_params_body(struct base_text name);

/* The problem of a body that the data cannot give at an instant. */
struct app_problem app_params_out_of_range(const struct app_store *store,
                                           const struct sky_fault *fault,
                                           struct base_text time_text);

/* The problem of a query or form whose percent-encoding cannot be read.
 *
 * Given  rest  what app_query_next left: it begins with the pair at fault
 */
struct app_problem app_params_unreadable(struct base_text rest);

/* The air a request asks for: its model, and the standard atmosphere at the elevation unless it
 * says else. */
struct sky_air app_params_air(const struct app_params *params);

#endif
