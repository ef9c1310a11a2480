/* Every route is one row: its parameters, formats, handler and an example that works. */
#include "server/routes.h"

#include "almanac/batch.h"
#include "almanac/bodies.h"
#include "almanac/conventions.h"
#include "almanac/events_document.h"
#include "almanac/positions_document.h"
#include "almanac/time_report.h"
#include "almanac/towns_report.h"
#include "server/handle_chart.h"
#include "server/handle_sky.h"
#include "server/handle_stream.h"
#include "server/health.h"
#include "server/legacy.h"
#include "server/openapi.h"

#define LITERAL(text)                                                                              \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

#define P(name) ALMANAC_PARAMS_BIT(name)
#define F(name) (1u << ALMANAC_PARAMS_##name)

#define PLACE   (P(LAT) | P(LON) | P(ELEVATION) | P(PLACE))
#define ZONE    (P(TZ) | P(AMBIGUOUS) | P(NONEXISTENT))
#define INSTANT (P(TIME) | ZONE)
#define RANGE   (P(START) | P(STOP) | P(STEP) | P(COUNT) | P(DAYS))
#define AIR     (P(REFRACTION) | P(PRESSURE) | P(TEMPERATURE))
#define SKYLINE (P(EYE_HEIGHT) | P(HORIZON))
#define FORM    (P(FORMAT) | P(BOM) | P(DOWNLOAD))
#define ROWS    (F(JSON) | F(NDJSON) | F(CSV) | F(TEXT))

static const struct server_routes_route ROUTES[] = {
    {.path = LITERAL("/planets/"),
     .rest_name = "name",
     .method = NET_HTTP_GET,
     .content_type = "application/json",
     .schema = "Planet",
     .answer = server_legacy_planet,
     .summary = "Azimuth and altitude of one body, as the original application answered",
     .example = "/planets/mars?lon=2.45&lat=48.93&elevation=35"},
    {.path = LITERAL("/geo_location"),
     .method = NET_HTTP_POST,
     .content_type = "application/json",
     .schema = "Location",
     .answer = server_legacy_geo_location,
     .summary = "Reads a place from a form, as the original application did",
     .example = "/geo_location",
     .example_body = "lat=48.93&lon=2.45&elevation=0"},
    {.path = LITERAL("/api/v1/positions"),
     .method = NET_HTTP_GET,
     .rules = {PLACE | INSTANT | RANGE | AIR | FORM | P(BODIES) | P(FIELDS), true,
               ROWS | F(VOTABLE)},
     .schema = "Positions",
     .check = almanac_positions_document_check,
     .answer = almanac_positions_document_open,
     .summary = "Positions of bodies, at one instant or over a range",
     .example =
         "/api/v1/positions?bodies=mars,saturn&lat=48.93&lon=2.45&time=2026-10-30T21:00:00Z"},
    {.path = LITERAL("/api/v1/positions/"),
     .rest_name = "body",
     .method = NET_HTTP_GET,
     .rules = {PLACE | INSTANT | RANGE | AIR | FORM | P(FIELDS), true, ROWS | F(VOTABLE)},
     .schema = "Positions",
     .check = almanac_positions_document_check_body,
     .answer = almanac_positions_document_open,
     .summary = "Positions of one body",
     .example = "/api/v1/positions/mars?lat=48.93&lon=2.45&start=2026-10-30T18:00:00Z"
                "&days=0.5&step=1h&fields=time,az_deg,alt_deg"},
    {.path = LITERAL("/api/v1/sky"),
     .method = NET_HTTP_GET,
     .rules = {PLACE | INSTANT | AIR | SKYLINE | FORM | P(BODIES), true, ROWS},
     .schema = "Sky",
     .answer = server_handle_sky_answer_sky,
     .summary = "The sky of an instant in words and numbers, and what each body does next",
     .example = "/api/v1/sky?lat=48.93&lon=2.45&tz=Europe/Paris&time=2026-10-30T21:00:00Z"},
    {.path = LITERAL("/api/v1/tonight"),
     .method = NET_HTTP_GET,
     .rules = {PLACE | INSTANT | AIR | SKYLINE | FORM | P(BODIES), true, ROWS},
     .schema = "Tonight",
     .answer = server_handle_sky_answer_tonight,
     .summary = "Dusk, dawn, and what is to be seen between them, with altitude curves",
     .example = "/api/v1/tonight?bodies=moon,saturn&lat=48.93&lon=2.45&time=2026-10-30T12:00:00Z"},
    {.path = LITERAL("/api/v1/chart.svg"),
     .method = NET_HTTP_GET,
     .rules = {PLACE | INSTANT | AIR | P(BODIES) | P(BODY) | P(THEME) | P(VIEW) | P(UP) | P(STARS) |
                   P(LANG) | P(FORMAT) | P(DOWNLOAD),
               true, F(SVG)},
     .answer = server_handle_chart_answer,
     .summary = "The dome of the sky as a picture",
     .example = "/api/v1/chart.svg?lat=48.93&lon=2.45&time=2026-10-30T21:00:00Z&body=saturn"},
    {.path = LITERAL("/api/v1/batch"),
     .method = NET_HTTP_POST,
     .rules = {P(FORMAT) | P(BOM) | P(DOWNLOAD), false, F(NDJSON) | F(CSV) | F(VOTABLE)},
     .caching = "no-store",
     .answer = almanac_batch_open,
     .summary = "Positions for many observers, times and bodies at once",
     .example = "/api/v1/batch",
     .example_body =
         "{\"observers\": [{\"id\": \"home\", \"lat\": 48.93, \"lon\": 2.45}], "
         "\"times\": {\"start\": \"2026-10-30T18:00:00Z\", \"step\": \"PT1M\", \"count\": 3}, "
         "\"bodies\": [\"mars\"], \"fields\": [\"observer\", \"time\", \"az_deg\", \"alt_deg\"]}"},
    {.path = LITERAL("/api/v1/stream"),
     .method = NET_HTTP_GET,
     .rules = {PLACE | ZONE | AIR | P(BODIES) | P(FIELDS) | P(INTERVAL) | P(SPEED) | P(START) |
                   P(COUNT) | P(FORMAT),
               true, F(EVENT_STREAM)},
     .caching = "no-store",
     .answer = server_handle_stream_answer,
     .summary = "Live positions, rises and sets as server-sent events",
     .example = "/api/v1/stream?bodies=mars&lat=48.93&lon=2.45&fields=body,az_deg,alt_deg"
                "&interval=0.1&count=2"},
    {.path = LITERAL("/api/v1/events"),
     .method = NET_HTTP_GET,
     .rules = {PLACE | ZONE | P(START) | P(STOP) | P(DAYS) | AIR | FORM | P(BODIES) | P(TYPES) |
                   SKYLINE,
               false, ROWS | F(ICS)},
     .schema = "Events",
     .check = almanac_events_document_check,
     .answer = almanac_events_document_open,
     .summary = "Phases, eclipses, conjunctions, rises, sets and more over a range, or whole days "
                "with types=day",
     .example = "/api/v1/events?types=phases,eclipses&start=2026-08-01T00:00:00Z&days=31"},
    {.path = LITERAL("/api/v1/time"),
     .method = NET_HTTP_GET,
     .rules = {INSTANT | FORM | P(LON), false, F(JSON) | F(CSV) | F(TEXT)},
     .schema = "Time",
     .answer = almanac_time_report_answer,
     .summary = "One instant in every scale of time, and sidereal time",
     .example = "/api/v1/time?time=2026-10-30T21:00:00Z&lon=2.45"},
    {.path = LITERAL("/api/v1/bodies"),
     .method = NET_HTTP_GET,
     .rules = {FORM, false, ROWS},
     .caching = "public, max-age=3600",
     .schema = "Bodies",
     .answer = almanac_bodies_answer,
     .summary = "The bodies, with names, sizes and the time that is covered",
     .example = "/api/v1/bodies"},
    {.path = LITERAL("/api/v1/bodies/"),
     .rest_name = "body",
     .method = NET_HTTP_GET,
     .rules = {FORM, false, ROWS},
     .caching = "public, max-age=3600",
     .schema = "Body",
     .check = almanac_bodies_check_one,
     .answer = almanac_bodies_answer_one,
     .summary = "One body, by name or NAIF id",
     .example = "/api/v1/bodies/saturn"},
    {.path = LITERAL("/api/v1/conventions"),
     .method = NET_HTTP_GET,
     .rules = {FORM, false, ROWS},
     .caching = "public, max-age=3600",
     .schema = "Conventions",
     .answer = almanac_conventions_answer,
     .summary = "Every model, definition, limit and default, with its source",
     .example = "/api/v1/conventions"},
    {.path = LITERAL("/api/v1/places"),
     .method = NET_HTTP_GET,
     .rules = {FORM | P(Q) | P(NEAR) | P(LIMIT), false, ROWS},
     .caching = "public, max-age=86400",
     .schema = "Places",
     .check = almanac_towns_report_check,
     .answer = almanac_towns_report_answer,
     .summary = "Towns by name, country or distance, with their time zones",
     .example = "/api/v1/places?q=sao+paulo&near=48.93,2.45&limit=3"},
    {.path = LITERAL("/api/v1"),
     .method = NET_HTTP_GET,
     .rules = {P(FORMAT), false, F(JSON)},
     .caching = "public, max-age=3600",
     .schema = "Discovery",
     .answer = server_openapi_answer_discovery,
     .summary = "What is here",
     .example = "/api/v1"},
    {.path = LITERAL("/openapi.json"),
     .method = NET_HTTP_GET,
     .rules = {P(FORMAT), false, F(JSON)},
     .caching = "public, max-age=3600",
     .answer = server_openapi_answer,
     .summary = "This document",
     .example = "/openapi.json"},
    {.path = LITERAL("/api/v1/status"),
     .method = NET_HTTP_GET,
     .rules = {FORM, false, F(JSON)},
     .caching = "no-store",
     .schema = "ServerStatus",
     .answer = server_health_status,
     .summary = "What runs, and what its answers are made of",
     .example = "/api/v1/status"},
    {.path = LITERAL("/healthz"),
     .method = NET_HTTP_GET,
     .content_type = "text/plain",
     .answer = server_health_healthz,
     .summary = "Whether the server is alive",
     .example = "/healthz"},
    {.path = LITERAL("/readyz"),
     .method = NET_HTTP_GET,
     .content_type = "application/json",
     .schema = "Readiness",
     .answer = server_health_readyz,
     .summary = "Whether it may be given requests",
     .example = "/readyz"},
    {.path = LITERAL("/metrics"),
     .method = NET_HTTP_GET,
     .content_type = "text/plain",
     .answer = server_health_metrics,
     .summary = "Counters for Prometheus",
     .example = "/metrics"},
    {.path = LITERAL("/"),
     .method = NET_HTTP_GET,
     .answer = server_dispatch_answer_file}, /* what is left */
};

const struct server_routes_route *server_routes_all(size_t *count)
{
    *count = sizeof ROUTES / sizeof *ROUTES;
    return ROUTES;
}

unsigned server_routes_row(const struct server_routes_route *route)
{
    return (unsigned)(route - ROUTES);
}

/* The route of a path as it stands; NULL where only the last one, of all that is left, takes it. */
static const struct server_routes_route *find(struct base_text path, struct base_text *rest)
{
    const size_t last = sizeof ROUTES / sizeof *ROUTES - 1;
    for (size_t i = 0; i < last; i++) {
        struct base_text prefix = ROUTES[i].path;
        if (path.length < prefix.length || memcmp(path.at, prefix.at, prefix.length) != 0) continue;
        *rest = (struct base_text){path.at + prefix.length, path.length - prefix.length};
        if (rest->length == 0 || prefix.at[prefix.length - 1] == '/') return &ROUTES[i];
    }
    return NULL;
}

const struct server_routes_route *server_routes_find(struct base_text path, struct base_text *rest)
{
    const struct server_routes_route *route = NULL;
    if (path.length > 1 && path.at[path.length - 1] == '/')
        route = find((struct base_text){path.at, path.length - 1}, rest);
    if (route == NULL) route = find(path, rest);
    if (route != NULL) return route;
    *rest = path;
    return &ROUTES[sizeof ROUTES / sizeof *ROUTES - 1];
}
