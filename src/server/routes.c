/* The server's routes: the documents of the almanac, and what only a server has, in the order in which
 * paths are compared. */
#include "server/routes.h"

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
#define AIR     (P(REFRACTION) | P(PRESSURE) | P(TEMPERATURE))
#define FORM    (P(FORMAT) | P(BOM) | P(DOWNLOAD))

static const struct server_routes_route ROUTES[] = {
    {.document =
         &(const struct almanac_documents_row){
             .path = LITERAL("/planets/"),
             .rest_name = "name",
             .method = ALMANAC_DOCUMENTS_GET,
             .schema = "Planet",
             .summary = "Azimuth and altitude of one body, as the original application answered",
             .example = "/planets/mars?lon=2.45&lat=48.93&elevation=35"},
     .answer = server_legacy_planet,
     .content_type = "application/json"},
    {.document =
         &(const struct almanac_documents_row){
             .path = LITERAL("/geo_location"),
             .method = ALMANAC_DOCUMENTS_POST,
             .schema = "Location",
             .summary = "Reads a place from a form, as the original application did",
             .example = "/geo_location",
             .example_body = "lat=48.93&lon=2.45&elevation=0"},
     .answer = server_legacy_geo_location,
     .content_type = "application/json"},
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_POSITIONS]},
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_POSITIONS_OF_BODY]},
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_SKY]},
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_TONIGHT]},
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_CHART]},
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_BATCH]},
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
     .answer = server_handle_stream_answer},
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_EVENTS]},
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_TIME]},
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_BODIES]},
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_BODY]},
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_CONVENTIONS]},
    {.document = &almanac_documents_all[ALMANAC_DOCUMENTS_PLACES]},
    {.document = &(const struct almanac_documents_row){.path = LITERAL("/api/v1"),
                                                       .method = ALMANAC_DOCUMENTS_GET,
                                                       .rules = {P(FORMAT), false, F(JSON)},
                                                       .caching = "public, max-age=3600",
                                                       .schema = "Discovery",
                                                       .summary = "What is here",
                                                       .example = "/api/v1"},
     .answer = server_openapi_answer_discovery},
    {.document = &(const struct almanac_documents_row){.path = LITERAL("/openapi.json"),
                                                       .method = ALMANAC_DOCUMENTS_GET,
                                                       .rules = {P(FORMAT), false, F(JSON)},
                                                       .caching = "public, max-age=3600",
                                                       .summary = "This document",
                                                       .example = "/openapi.json"},
     .answer = server_openapi_answer},
    {.document =
         &(const struct almanac_documents_row){.path = LITERAL("/api/v1/status"),
                                               .method = ALMANAC_DOCUMENTS_GET,
                                               .rules = {FORM, false, F(JSON)},
                                               .caching = "no-store",
                                               .schema = "ServerStatus",
                                               .summary =
                                                   "What runs, and what its answers are made of",
                                               .example = "/api/v1/status"},
     .answer = server_health_status},
    {.document = &(const struct almanac_documents_row){.path = LITERAL("/healthz"),
                                                       .method = ALMANAC_DOCUMENTS_GET,
                                                       .summary = "Whether the server is alive",
                                                       .example = "/healthz"},
     .answer = server_health_healthz,
     .content_type = "text/plain"},
    {.document =
         &(const struct almanac_documents_row){.path = LITERAL("/readyz"),
                                               .method = ALMANAC_DOCUMENTS_GET,
                                               .schema = "Readiness",
                                               .summary = "Whether it may be given requests",
                                               .example = "/readyz"},
     .answer = server_health_readyz,
     .content_type = "application/json"},
    {.document = &(const struct almanac_documents_row){.path = LITERAL("/metrics"),
                                                       .method = ALMANAC_DOCUMENTS_GET,
                                                       .summary = "Counters for Prometheus",
                                                       .example = "/metrics"},
     .answer = server_health_metrics,
     .content_type = "text/plain"},
    {.document = &(const struct almanac_documents_row){.path = LITERAL("/"),
                                                       .method = ALMANAC_DOCUMENTS_GET},
     .answer = server_dispatch_answer_file}, /* every other path */
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
    for (size_t i = 0; i < last; i++)
        if (almanac_documents_matches(ROUTES[i].document, path, rest)) return &ROUTES[i];
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
