/* The routes of the server, and the search for the route of a path. */
#include "server/routes.h"

#include "almanac/documents.h"
#include "almanac/params.h"
#include "server/files.h"
#include "server/handle_stream.h"
#include "server/health.h"
#include "server/legacy.h"
#include "server/openapi.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#define LITERAL(text)                                                                              \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

#define P(name) ALMANAC_PARAMS_BIT(name)
#define F(name) (1u << ALMANAC_PARAMS_##name)
#define PLACE   (P(LAT) | P(LON) | P(ELEVATION) | P(PLACE))
#define ZONE    (P(TZ) | P(AMBIGUOUS) | P(NONEXISTENT))
#define AIR     (P(REFRACTION) | P(PRESSURE) | P(TEMPERATURE))
#define FORM    (P(FORMAT) | P(BOM) | P(DOWNLOAD))

#define API       SERVER_ROUTE_API
#define LIMITED   SERVER_ROUTE_LIMITED
#define CACHEABLE SERVER_ROUTE_CACHEABLE

/* A document of the almanac. */
#define DOCUMENT(name)                                                                             \
    {                                                                                              \
        .document = &almanac_documents_all[ALMANAC_DOCUMENTS_##name],                              \
        .flags = API | LIMITED | CACHEABLE                                                         \
    }

static const struct server_route ROUTES[] = {
    {.document =
         &(const struct almanac_documents_row){
             .path = LITERAL("/planets/"),
             .rest_name = "name",
             .method = ALMANAC_DOCUMENTS_GET,
             .schema = "Planet",
             .summary = "Azimuth and altitude of one body, as the original application answered",
             .example = "/planets/mars?lon=2.45&lat=48.93&elevation=35"},
     .handler = server_legacy_planet,
     .flags = LIMITED,
     .content_type = "application/json"},
    {.document =
         &(const struct almanac_documents_row){
             .path = LITERAL("/geo_location"),
             .method = ALMANAC_DOCUMENTS_POST,
             .schema = "Location",
             .summary = "Reads a place from a form, as the original application did",
             .example = "/geo_location",
             .example_body = "lat=48.93&lon=2.45&elevation=0"},
     .handler = server_legacy_geo_location,
     .flags = LIMITED,
     .content_type = "application/json"},
    DOCUMENT(POSITIONS),
    DOCUMENT(POSITIONS_OF_BODY),
    DOCUMENT(SKY),
    DOCUMENT(TONIGHT),
    DOCUMENT(CHART),
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_BATCH], .flags = API | LIMITED},
    {.document =
         &(const struct almanac_documents_row){
             .path = LITERAL("/api/v1/stream"),
             .method = ALMANAC_DOCUMENTS_GET,
             .rules = {PLACE | ZONE | AIR | P(BODIES) | P(FIELDS) | P(INTERVAL) | P(SPEED) |
                           P(START) | P(COUNT) | P(FORMAT),
                       true, F(EVENT_STREAM)},
             .caching = "no-store",
             .summary = "Live positions, rises and sets as server-sent events",
             .example = "/api/v1/stream?bodies=mars&lat=48.93&lon=2.45&fields=body,az_deg,alt_deg"
                        "&interval=0.1&count=2"},
     .handler = server_handle_stream_answer,
     .flags = API | LIMITED},
    DOCUMENT(EVENTS),
    DOCUMENT(TIME),
    DOCUMENT(BODIES),
    DOCUMENT(BODY),
    DOCUMENT(CONVENTIONS),
    DOCUMENT(PLACES),
    {.document = &(const struct almanac_documents_row){.path = LITERAL("/api/v1"),
                                                       .method = ALMANAC_DOCUMENTS_GET,
                                                       .rules = {P(FORMAT), false, F(JSON)},
                                                       .caching = "public, max-age=3600",
                                                       .schema = "Discovery",
                                                       .summary = "The list of routes",
                                                       .example = "/api/v1"},
     .handler = server_openapi_answer_discovery,
     .flags = API | LIMITED | CACHEABLE},
    {.document = &(const struct almanac_documents_row){.path = LITERAL("/openapi.json"),
                                                       .method = ALMANAC_DOCUMENTS_GET,
                                                       .rules = {P(FORMAT), false, F(JSON)},
                                                       .caching = "public, max-age=3600",
                                                       .summary = "This document",
                                                       .example = "/openapi.json"},
     .handler = server_openapi_answer,
     .flags = API | CACHEABLE},
    {.document =
         &(const struct almanac_documents_row){.path = LITERAL("/api/v1/status"),
                                               .method = ALMANAC_DOCUMENTS_GET,
                                               .rules = {FORM, false, F(JSON)},
                                               .caching = "no-store",
                                               .schema = "ServerStatus",
                                               .summary =
                                                   "The running version, its data and its counts",
                                               .example = "/api/v1/status"},
     .handler = server_health_status,
     .flags = API | LIMITED},
    {.document = &(const struct almanac_documents_row){.path = LITERAL("/healthz"),
                                                       .method = ALMANAC_DOCUMENTS_GET,
                                                       .summary = "Whether the server is alive",
                                                       .example = "/healthz"},
     .handler = server_health_healthz,
     .content_type = "text/plain"},
    {.document = &(
         const struct almanac_documents_row){.path = LITERAL("/readyz"),
                                             .method = ALMANAC_DOCUMENTS_GET,
                                             .schema = "Readiness",
                                             .summary = "Whether the server is ready for requests",
                                             .example = "/readyz"},
     .handler = server_health_readyz,
     .content_type = "application/json"},
    {.document = &(const struct almanac_documents_row){.path = LITERAL("/metrics"),
                                                       .method = ALMANAC_DOCUMENTS_GET,
                                                       .summary = "Counters for Prometheus",
                                                       .example = "/metrics"},
     .handler = server_health_metrics,
     .content_type = "text/plain"},
    {.document = &(const struct almanac_documents_row){.path = LITERAL("/"),
                                                       .method = ALMANAC_DOCUMENTS_GET},
     .handler = server_files_answer}, /* every other path */
};

#define LAST (sizeof ROUTES / sizeof *ROUTES - 1)

/* Unknown paths below /api/ differ from other files in their flags only; they share the last
 * row. */
static const struct base_text API_START = LITERAL("/api/");
static const struct server_route UNKNOWN_API = {
    .document = &(const struct almanac_documents_row){.path = LITERAL("/"),
                                                      .method = ALMANAC_DOCUMENTS_GET},
    .handler = server_files_answer,
    .flags = API | LIMITED};

const struct server_route_table *server_routes_table(void)
{
    static const struct server_route_table TABLE = {ROUTES, sizeof ROUTES / sizeof *ROUTES};
    return &TABLE;
}

unsigned server_routes_row(const struct server_route *route)
{
    if (route == &UNKNOWN_API) return LAST;
    assert(route >= ROUTES && route <= &ROUTES[LAST]);
    return (unsigned)(route - ROUTES);
}

/* The route that has exactly this path; NULL when only the last one has it. */
static const struct server_route *find_exact(struct base_text path, struct base_text *rest)
{
    for (size_t i = 0; i < LAST; i++)
        if (almanac_documents_matches(ROUTES[i].document, path, rest)) return &ROUTES[i];
    return NULL;
}

const struct server_route *server_routes_find(struct base_text path, struct base_text *rest)
{
    const struct server_route *route = NULL;
    if (path.length > 1 && path.at[path.length - 1] == '/')
        route = find_exact((struct base_text){path.at, path.length - 1}, rest);
    if (route == NULL) route = find_exact(path, rest);
    if (route != NULL) return route;
    *rest = path;
    bool is_of_api =
        path.length >= API_START.length && memcmp(path.at, API_START.at, API_START.length) == 0;
    return is_of_api ? &UNKNOWN_API : &ROUTES[LAST];
}
