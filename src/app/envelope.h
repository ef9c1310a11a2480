/* What every answer about one instant at a place begins and ends with: time; warnings, meta,
 * links. */
#ifndef APP_ENVELOPE_H
#define APP_ENVELOPE_H

#include "app/clock.h"
#include "app/params.h"
#include "sky/rise.h"

struct app_envelope {
    struct app_parts_clock clock;
    struct app_params request; /* with place and air resolved */
    struct sky_tt when;
    char time[40]; /* RFC 3339 UTC, to the microsecond: what was computed for */
    struct sky_air air;
    struct sky_orient_spin spin;
    double ut1_utc_s;
};

/* Settles the instant of a request: what it names, or now rounded down to the second. Reading the
 * text of it gives the same instant again.
 *
 * Given  params  with a place
 *        zone    as app/clock; borrowed with the store for the life of *envelope
 */
void app_envelope_init(struct app_envelope *envelope, const struct app_store *store,
                       const struct app_params *params, const struct app_zone *zone);

/* The problem of an instant or a body that the ephemeris does not have. */
struct app_problem app_envelope_out_of_range(const struct app_envelope *envelope,
                                             const struct sky_fault *fault);

/* What rises over the almanac's horizon, raised or lowered as the request says.
 *
 * Given  observer  borrowed by the search
 */
struct sky_rise_search app_envelope_search(const struct app_envelope *envelope,
                                           const struct sky_observer *observer, enum sky_body body);

/* The bodies that are asked for; those of the store without any. */
unsigned app_envelope_bodies(const struct app_envelope *envelope);

/* Appends "time": .., to the microsecond, and with a zone , "time_local": .. */
void app_envelope_append_time(struct base_buf *out, const struct app_envelope *envelope);

/* Appends , "warnings": [..], "meta": {..}, "links": {..}
 *
 * Given  path    of the route
 *        bodies  a bit for each, for links.self
 *        faint  a bit for each body that has no magnitude, which is warned of
 */
void app_envelope_append_rest(struct base_buf *out, const struct app_envelope *envelope,
                              const char *path, unsigned bodies, unsigned faint);

#endif
