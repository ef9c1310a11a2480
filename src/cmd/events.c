/* planettracker events: what happens in the sky over a range, in order of time. */
#include "app/agenda.h"
#include "app/json.h"
#include "app/positions.h"
#include "app/range.h"
#include "app/time.h"
#include "cmd/cmd.h"
#include "cmd/words.h"

#include <stdio.h>
#include <string.h>

static const struct cmd_words_option OPTIONS[] = {
    {"--types", "LIST", "with commas between: " APP_AGENDA_EXPECTED},
    {"--bodies", "LIST", "names with commas between; an event of two bodies wants both"},
    {"--from", "TIME", "start; now unless given"},
    {"--to", "TIME", "end"},
    {"--days", "N", "or so many days from the start; 365 unless given"},
    CMD_WORDS_PLACE,
    {"--horizon", "DEG", "altitude of the skyline for rise and set"},
    {"--eye-height", "M", "of the eye above the ground around it"},
    CMD_WORDS_ZONE,
    CMD_WORDS_AIR,
    {"--json", NULL, "one document"},
    {"--ndjson", NULL, "one JSON object a line"},
    {"--csv", NULL, "RFC 4180"},
    CMD_WORDS_DATA,
};

static const struct cmd_words_usage USAGE = {
    .command = "events",
    .examples =
        "planettracker events --types phases,oppositions,eclipses --from 2026-01-01T00:00Z\n"
        "planettracker events --types rise,set --bodies moon --lat 48.93 --lon 2.45 --days 7\n",
    .about = "Events in order of time. Those of the sky are geocentric; rise, set, transit, "
             "antitransit, twilight, altitude and azimuth need a place, and eclipses then tell "
             "what is seen there.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = 0,
};

struct job {
    const struct app_store *store;
    const struct cmd_words *words;
    enum cmd_words_format format;
    struct app_zone zone;
    struct app_agenda_query query;
    struct sky_observer observer;
    bool has_place;
};

static int read_types(struct job *job)
{
    const char *types = cmd_words_value(job->words, "--types");
    if (types == NULL)
        types = "phases,seasons,oppositions,conjunctions,elongations,stations,apsides,eclipses";
    struct base_text rest = base_text_of(types);
    do
        if (app_agenda_type(base_text_cut(&rest, ','), &job->query) != BASE_ERR_OK)
            return cmd_words_invalid(job->words, "--types", types, APP_AGENDA_EXPECTED);
    while (rest.length > 0);
    if (!app_agenda_needs_place(&job->query) || job->has_place) return -1;
    fprintf(stderr, "planettracker events: these types need a place; give --lat and --lon\n");
    return CMD_EXIT_USAGE;
}

static int read_place(struct job *job)
{
    struct app_params params = {0};
    bool is_asked = cmd_words_is_set(job->words, "--lat") || cmd_words_is_set(job->words, "--lon");
    int code = is_asked ? cmd_words_params_of_place(job->words, job->store, &params)
                        : cmd_words_params(job->words, job->store, &params);
    if (code >= 0) return code;
    job->query.air = app_params_air(&params);
    job->query.bodies =
        app_params_has(&params, APP_PARAMS_BODIES) ? params.bodies : job->store->bodies;
    code = cmd_words_number(job->words, "--horizon", -90.0, 90.0, &job->query.horizon_deg);
    if (code < 0)
        code =
            cmd_words_number(job->words, "--eye-height", 0.0, 100000.0, &job->query.eye_height_m);
    if (code >= 0 || !is_asked) return code;
    job->has_place = true;
    job->observer = sky_horizon_observer(params.lat_deg, params.lon_deg, params.elevation_m);
    job->query.observer = &job->observer;
    return -1;
}

static int read_span(struct job *job)
{
    double days = 365.0;
    int code = cmd_words_time(job->words, job->store, &job->zone, "--from", &job->query.from);
    if (code < 0) code = cmd_words_number(job->words, "--days", 0.0, 4e6, &days);
    if (code >= 0) return code;
    job->query.until.days = job->query.from.days + days;
    if (!cmd_words_is_set(job->words, "--to")) return -1;
    if (cmd_words_is_set(job->words, "--days")) {
        fputs("planettracker events: --to and --days exclude each other\n", stderr);
        return CMD_EXIT_USAGE;
    }
    code = cmd_words_time(job->words, job->store, &job->zone, "--to", &job->query.until);
    if (code < 0 && job->query.until.days < job->query.from.days)
        return cmd_words_invalid(job->words, "--to", cmd_words_value(job->words, "--to"),
                                 "an instant not before --from");
    return code;
}

static const char *lunar_type(enum sky_lunar_type type)
{
    static const char *const names[] = {"none", "penumbral", "partial", "total"};
    return names[type];
}

static const char *solar_type(enum sky_solar_type type)
{
    static const char *const names[] = {"none", "partial", "annular", "total", "hybrid"};
    return names[type];
}

#define NUMBERS 10

/* The columns of an event; a text is empty and a number absent where it means nothing. */
struct columns {
    const char *kind, *body, *other, *type;
    const char *local_type; /* what the place sees of a solar eclipse */
    struct {
        const char *name;
        bool has;
        double value;
        int decimals;
    } numbers[NUMBERS];
};

/* has_place  whether the event tells of a place */
static struct columns columns_of(const struct app_agenda_event *e, bool has_place)
{
    const bool is_sky = e->sort == APP_AGENDA_SKY, is_local = e->sort == APP_AGENDA_LOCAL;
    const bool is_lunar = e->sort == APP_AGENDA_LUNAR, is_solar = e->sort == APP_AGENDA_SOLAR;
    const bool has_other = e->other != SKY_BODY_COUNT;
    const bool is_apsis =
        is_sky && e->sky.kind >= SKY_EVENTS_PERIHELION && e->sky.kind <= SKY_EVENTS_APOGEE;
    const bool is_seen = has_place && is_solar && e->solar_local.type != SKY_SOLAR_NONE;
    return (struct columns){
        .local_type = has_place && is_solar ? solar_type(e->solar_local.type) : "",
        .kind = e->kind,
        .body = sky_body_info(e->body)->name.at,
        .other = has_other ? sky_body_info(e->other)->name.at : "",
        .type = is_lunar   ? lunar_type(e->lunar.type)
                : is_solar ? solar_type(e->solar.type)
                           : "",
        .numbers =
            {
                {"separation_deg", is_sky && has_other, e->sky.separation_deg, 6},
                {"elongation_deg", is_sky, e->sky.place.elongation_deg, 6},
                {"ecl_lon_deg", is_sky, app_rows_turn(e->sky.place.lon_deg, 6), 6},
                {"distance_au", is_sky, is_apsis ? e->sky.apsis_au : e->sky.place.distance_au, 9},
                {"az_deg", is_local, app_rows_turn(e->local.az_deg, 5), 5},
                {"alt_true_deg", is_local, e->local.alt_true_deg, 5},
                {"magnitude", is_lunar || is_solar,
                 is_lunar ? e->lunar.umbral_magnitude : e->solar.magnitude, 4},
                {"gamma", is_lunar || is_solar, is_lunar ? e->lunar.gamma : e->solar.gamma, 4},
                {"local_magnitude", is_seen, e->solar_local.magnitude, 4},
                {"local_alt_deg", is_seen || (has_place && is_lunar),
                 is_lunar ? e->lunar_alt_deg[SKY_LUNAR_GREATEST]
                          : e->solar_local.contacts[SKY_SOLAR_MAXIMUM].alt_deg,
                 4},
            },
    };
}

/* Whether a place sees a solar eclipse, which it does at a time of its own. */
static bool has_local_time(const struct columns *columns)
{
    return columns->local_type[0] != '\0' && strcmp(columns->local_type, "none") != 0;
}

static void append_json(struct base_buf *out, const struct job *job,
                        const struct app_agenda_event *event)
{
    struct columns c = columns_of(event, job->has_place);
    base_buf_append_string(out, "{\"time\": \"");
    app_time_append(out, job->store, event->when, 3);
    base_buf_append_format(out, "\", \"kind\": \"%s\", \"body\": \"%s\"", c.kind, c.body);
    if (c.other[0] != '\0') base_buf_append_format(out, ", \"other\": \"%s\"", c.other);
    if (c.type[0] != '\0') base_buf_append_format(out, ", \"type\": \"%s\"", c.type);
    for (int i = 0; i < NUMBERS; i++) {
        if (!c.numbers[i].has) continue;
        base_buf_append_format(out, ", \"%s\": ", c.numbers[i].name);
        app_json_append_number(out, c.numbers[i].value, c.numbers[i].decimals);
    }
    if (c.local_type[0] != '\0')
        base_buf_append_format(out, ", \"local_type\": \"%s\"", c.local_type);
    if (has_local_time(&c)) {
        base_buf_append_string(out, ", \"local_maximum\": \"");
        app_time_append(out, job->store, event->solar_local.contacts[SKY_SOLAR_MAXIMUM].when, 3);
        base_buf_append_string(out, "\"");
    }
    base_buf_append_string(out, "}");
}

static void append_csv(struct base_buf *out, const struct job *job,
                       const struct app_agenda_event *event)
{
    struct columns c = columns_of(event, job->has_place);
    app_time_append(out, job->store, event->when, 3);
    base_buf_append_format(out, ",%s,%s,%s,%s", c.kind, c.body, c.other, c.type);
    for (int i = 0; i < NUMBERS; i++) {
        base_buf_append_string(out, ",");
        if (c.numbers[i].has)
            app_json_append_number(out, c.numbers[i].value, c.numbers[i].decimals);
    }
    base_buf_append_format(out, ",%s,", c.local_type);
    if (has_local_time(&c))
        app_time_append(out, job->store, event->solar_local.contacts[SKY_SOLAR_MAXIMUM].when, 3);
    base_buf_append_string(out, "\r\n");
}

/* What a place sees of an eclipse, in a few words. */
static void append_local_eclipse(struct base_buf *out, const struct job *job,
                                 const struct app_agenda_event *e)
{
    if (!job->has_place) return;
    if (e->sort == APP_AGENDA_LUNAR) {
        double alt_deg = e->lunar_alt_deg[SKY_LUNAR_GREATEST];
        base_buf_append_format(out, "; here the Moon is %s then, %.1f deg",
                               alt_deg > 0.0 ? "up" : "down", alt_deg);
    } else if (e->solar_local.type == SKY_SOLAR_NONE) {
        base_buf_append_string(out, "; not seen here");
    } else {
        base_buf_append_format(out, "; here %s, magnitude %.3f, the Sun at %.1f deg, at ",
                               solar_type(e->solar_local.type), e->solar_local.magnitude,
                               e->solar_local.contacts[SKY_SOLAR_MAXIMUM].alt_deg);
        app_time_append_local(out, job->store, &job->zone,
                              e->solar_local.contacts[SKY_SOLAR_MAXIMUM].when);
    }
}

static void append_table(struct base_buf *out, const struct job *job,
                         const struct app_agenda_event *e)
{
    struct columns c = columns_of(e, job->has_place);
    size_t first = out->used;
    app_time_append_local(out, job->store, &job->zone, e->when);
    base_buf_append_format(out, "%*s %-23s %-8s %-8s ", (int)(first + 26) - (int)out->used, "",
                           c.kind, c.body, c.other);
    switch (e->sort) {
    case APP_AGENDA_SKY:
        if (e->sky.kind >= SKY_EVENTS_PERIHELION && e->sky.kind <= SKY_EVENTS_APOGEE)
            base_buf_append_format(out, "%.6f au", e->sky.apsis_au);
        else if (c.other[0] != '\0')
            base_buf_append_format(out, "%.2f deg apart, elongation %.1f deg",
                                   e->sky.separation_deg, e->sky.place.elongation_deg);
        else
            base_buf_append_format(out, "longitude %.4f deg",
                                   app_rows_turn(e->sky.place.lon_deg, 4));
        break;
    case APP_AGENDA_LOCAL:
        base_buf_append_format(out, "azimuth %.2f deg %s, altitude %.2f deg",
                               app_rows_turn(e->local.az_deg, 2),
                               app_rows_direction(e->local.az_deg), e->local.alt_true_deg);
        break;
    case APP_AGENDA_LUNAR:
    case APP_AGENDA_SOLAR:
        base_buf_append_format(out, "%s, magnitude %.3f", c.type, c.numbers[6].value);
        append_local_eclipse(out, job, e);
        break;
    }
    base_buf_append_string(out, "\n");
}

static void append_header(struct base_buf *out, enum cmd_words_format format)
{
    if (format == CMD_WORDS_JSON) base_buf_append_string(out, "{\"events\": [\n");
    if (format == CMD_WORDS_CSV)
        base_buf_append_string(
            out, "time,kind,body,other,type,separation_deg,elongation_deg,ecl_lon_deg,distance_au,"
                 "az_deg,alt_true_deg,magnitude,gamma,local_magnitude,local_alt_deg,local_type,"
                 "local_maximum\r\n");
}

static void append_event(struct base_buf *out, const struct job *job,
                         const struct app_agenda_event *event, bool is_first)
{
    switch (job->format) {
    case CMD_WORDS_TABLE:
        append_table(out, job, event);
        break;
    case CMD_WORDS_CSV:
        append_csv(out, job, event);
        break;
    case CMD_WORDS_JSON:
        if (!is_first) base_buf_append_string(out, ",\n");
        append_json(out, job, event);
        break;
    case CMD_WORDS_NDJSON:
        append_json(out, job, event);
        base_buf_append_string(out, "\n");
        break;
    }
}

static int stream(struct job *job)
{
    struct app_agenda *agenda;
    struct sky_fault fault = {0};
    enum base_err err = app_agenda_open(job->store, &job->query, &agenda, &fault);
    if (err != BASE_ERR_OK) return cmd_words_fault(job->words, job->store, err, &fault);
    struct base_buf out;
    struct app_agenda_event event;
    base_buf_init(&out, 1u << 20);
    append_header(&out, job->format);
    for (bool is_first = true; (err = app_agenda_next(agenda, &event, &fault)) == BASE_ERR_OK;
         is_first = false) {
        append_event(&out, job, &event, is_first);
        if (!cmd_words_flush(&out)) break;
    }
    if (job->format == CMD_WORDS_JSON && err == BASE_ERR_END) /* else it is not whole */
        base_buf_append_string(&out, "\n]}\n");
    bool is_written = cmd_words_flush(&out);
    base_buf_fini(&out);
    app_agenda_close(agenda);
    if (err == BASE_ERR_END) return is_written ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
    return err == BASE_ERR_OK ? CMD_EXIT_FAILURE
                              : cmd_words_fault(job->words, job->store, err, &fault);
}

int cmd_events(int count, char **argv)
{
    static struct app_store store;
    struct cmd_words words;
    int code = cmd_words_read(&USAGE, count, argv, &words);
    if (code >= 0) return code;
    code = cmd_words_store(&words, &store);
    if (code >= 0) return code;
    struct job job = {.store = &store, .words = &words};
    code = cmd_words_choose_format(&words, &job.format);
    if (code < 0) code = cmd_words_zone(&words, &job.zone);
    if (code < 0) code = read_place(&job);
    if (code < 0) code = read_types(&job);
    if (code < 0) code = read_span(&job);
    if (code < 0) code = stream(&job);
    app_zone_close(&job.zone);
    app_store_close(&store);
    return code;
}
