/* Every document is one row: its parameters, formats, and an example that works. */
#include "almanac/documents.h"

#include "almanac/batch.h"
#include "almanac/bodies.h"
#include "almanac/events_document.h"
#include "almanac/params.h"
#include "almanac/positions_document.h"
#include "almanac/short_documents.h"
#include "almanac/towns_report.h"

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
#define SKYLINE (P(EYE_HEIGHT) | P(HORIZON) | P(DEFINITION))
#define FORM    (P(FORMAT) | P(BOM) | P(DOWNLOAD))
#define ROWS                                                                                       \
    (F(JSON) | F(NDJSON) | F(CSV) | F(TEXT) | F(VOTABLE)) /* every document that has rows */

const struct almanac_documents_row almanac_documents_all[ALMANAC_DOCUMENTS_COUNT] = {
    [ALMANAC_DOCUMENTS_POSITIONS] =
        {.path = LITERAL("/api/v1/positions"),
         .method = ALMANAC_DOCUMENTS_GET,
         .rules = {PLACE | INSTANT | RANGE | AIR | FORM | P(BODIES) | P(FIELDS), true, ROWS},
         .schema = "Positions",
         .check = almanac_positions_document_check,
         .open = almanac_positions_document_open,
         .summary = "Positions of bodies, at one instant or over a range",
         .example =
             "/api/v1/positions?bodies=mars,saturn&lat=48.93&lon=2.45&time=2026-10-30T21:00:00Z"},
    [ALMANAC_DOCUMENTS_POSITIONS_OF_BODY] =
        {.path = LITERAL("/api/v1/positions/"),
         .rest_name = "body",
         .method = ALMANAC_DOCUMENTS_GET,
         .rules = {PLACE | INSTANT | RANGE | AIR | FORM | P(FIELDS), true, ROWS},
         .schema = "Positions",
         .check = almanac_positions_document_check_body,
         .open = almanac_positions_document_open,
         .summary = "Positions of one body",
         .example = "/api/v1/positions/mars?lat=48.93&lon=2.45&start=2026-10-30T18:00:00Z"
                    "&days=0.5&step=1h&fields=time,az_deg,alt_deg"},
    [ALMANAC_DOCUMENTS_SKY] =
        {.path = LITERAL("/api/v1/sky"),
         .method = ALMANAC_DOCUMENTS_GET,
         .rules = {PLACE | INSTANT | AIR | SKYLINE | FORM | P(BODIES), true, ROWS},
         .schema = "Sky",
         .open = almanac_short_documents_sky,
         .summary = "The sky of an instant in words and numbers, and what each body does next",
         .example = "/api/v1/sky?lat=48.93&lon=2.45&tz=Europe/Paris&time=2026-10-30T21:00:00Z"},
    [ALMANAC_DOCUMENTS_TONIGHT] =
        {.path = LITERAL("/api/v1/tonight"),
         .method = ALMANAC_DOCUMENTS_GET,
         .rules = {PLACE | INSTANT | AIR | SKYLINE | FORM | P(BODIES), true, ROWS},
         .schema = "Tonight",
         .open = almanac_short_documents_tonight,
         .summary = "Dusk, dawn, and what can be seen between them, with altitude curves",
         .example =
             "/api/v1/tonight?bodies=moon,saturn&lat=48.93&lon=2.45&time=2026-10-30T12:00:00Z"},
    [ALMANAC_DOCUMENTS_CHART] =
        {.path = LITERAL("/api/v1/chart.svg"),
         .method = ALMANAC_DOCUMENTS_GET,
         .rules = {PLACE | INSTANT | AIR | P(BODIES) | P(BODY) | P(THEME) | P(VIEW) | P(UP) |
                       P(STARS) | P(LANG) | P(FORMAT) | P(DOWNLOAD),
                   true, F(SVG)},
         .open = almanac_short_documents_chart,
         .summary = "The dome of the sky as a picture",
         .example = "/api/v1/chart.svg?lat=48.93&lon=2.45&time=2026-10-30T21:00:00Z&body=saturn"},
    [ALMANAC_DOCUMENTS_BATCH] =
        {.path = LITERAL("/api/v1/batch"),
         .method = ALMANAC_DOCUMENTS_POST,
         .rules = {P(FORMAT) | P(BOM) | P(DOWNLOAD), false, ALMANAC_BATCH_FORMATS},
         .caching = "no-store",
         .open = almanac_batch_open,
         .summary = "Positions for many observers, times and bodies at once",
         .example = "/api/v1/batch",
         .example_body =
             "{\"observers\": [{\"id\": \"home\", \"lat\": 48.93, \"lon\": 2.45}], "
             "\"times\": {\"start\": \"2026-10-30T18:00:00Z\", \"step\": \"PT1M\", \"count\": 3}, "
             "\"bodies\": [\"mars\"], \"fields\": [\"observer\", \"time\", \"az_deg\", "
             "\"alt_deg\"]}"},
    [ALMANAC_DOCUMENTS_EVENTS] =
        {.path = LITERAL("/api/v1/events"),
         .method = ALMANAC_DOCUMENTS_GET,
         .rules = {PLACE | ZONE | P(START) | P(STOP) | P(DAYS) | AIR | FORM | P(BODIES) | P(TYPES) |
                       SKYLINE,
                   false, ROWS | F(ICS)},
         .schema = "Events",
         .check = almanac_events_document_check,
         .open = almanac_events_document_open,
         .summary =
             "Phases, eclipses, conjunctions, rises, sets and more over a range, or whole days "
             "with types=day",
         .example = "/api/v1/events?types=phases,eclipses&start=2026-08-01T00:00:00Z&days=31"},
    [ALMANAC_DOCUMENTS_TIME] = {.path = LITERAL("/api/v1/time"),
                                .method = ALMANAC_DOCUMENTS_GET,
                                .rules = {INSTANT | FORM | P(LON), false, ROWS},
                                .schema = "Time",
                                .open = almanac_short_documents_time,
                                .summary = "One instant in every scale of time, and sidereal time",
                                .example = "/api/v1/time?time=2026-10-30T21:00:00Z&lon=2.45"},
    [ALMANAC_DOCUMENTS_BODIES] = {.path = LITERAL("/api/v1/bodies"),
                                  .method = ALMANAC_DOCUMENTS_GET,
                                  .rules = {FORM, false, ROWS},
                                  .caching = "public, max-age=3600",
                                  .schema = "Bodies",
                                  .open = almanac_short_documents_bodies,
                                  .summary =
                                      "The bodies, with names, sizes and the time that is covered",
                                  .example = "/api/v1/bodies"},
    [ALMANAC_DOCUMENTS_BODY] = {.path = LITERAL("/api/v1/bodies/"),
                                .rest_name = "body",
                                .method = ALMANAC_DOCUMENTS_GET,
                                .rules = {FORM, false, ROWS},
                                .caching = "public, max-age=3600",
                                .schema = "Body",
                                .check = almanac_bodies_check_one,
                                .open = almanac_short_documents_body,
                                .summary = "One body, by name or NAIF id",
                                .example = "/api/v1/bodies/saturn"},
    [ALMANAC_DOCUMENTS_CONVENTIONS] =
        {.path = LITERAL("/api/v1/conventions"),
         .method = ALMANAC_DOCUMENTS_GET,
         .rules = {FORM, false, ROWS},
         .caching = "public, max-age=3600",
         .schema = "Conventions",
         .open = almanac_short_documents_conventions,
         .summary = "Every model, definition, limit and default, with its source",
         .example = "/api/v1/conventions"},
    [ALMANAC_DOCUMENTS_PLACES] = {.path = LITERAL("/api/v1/places"),
                                  .method = ALMANAC_DOCUMENTS_GET,
                                  .rules = {FORM | P(Q) | P(NEAR) | P(LIMIT), false, ROWS},
                                  .caching = "public, max-age=86400",
                                  .schema = "Places",
                                  .check = almanac_towns_report_check,
                                  .open = almanac_short_documents_places,
                                  .summary =
                                      "Towns by name, country or distance, with their time zones",
                                  .example = "/api/v1/places?q=sao+paulo&near=48.93,2.45&limit=3"},
};

static const struct almanac_documents_row *find(struct base_text path, struct base_text *rest)
{
    for (int i = 0; i < ALMANAC_DOCUMENTS_COUNT; i++)
        if (almanac_documents_matches(&almanac_documents_all[i], path, rest))
            return &almanac_documents_all[i];
    return NULL;
}

const struct almanac_documents_row *almanac_documents_find(struct base_text path,
                                                           struct base_text *rest)
{
    const struct almanac_documents_row *document = NULL;
    if (path.length > 1 && path.at[path.length - 1] == '/')
        document = find((struct base_text){path.at, path.length - 1}, rest);
    return document != NULL ? document : find(path, rest);
}
