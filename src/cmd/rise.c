/* planettracker rise: rise, transit and set of bodies, day by day. */
#include "app/clock.h"
#include "app/json.h"
#include "app/positions.h"
#include "app/time.h"
#include "cmd/cmd.h"
#include "cmd/words.h"
#include "sky/day.h"

#include <stdio.h>
#include <string.h>

static const struct cmd_words_option OPTIONS[] = {
    CMD_WORDS_PLACE,
    {"--from", "TIME", "an instant of the first day; now unless given"},
    {"--days", "N", "how many days, 1..36525; 1 unless given"},
    CMD_WORDS_ZONE,
    {"--horizon", "DEG", "altitude of the skyline"},
    {"--eye-height", "M", "of the eye above the ground around it"},
    {"--definition", "NAME",
     "almanac (34' of air, the Sun at -50') or physical (true discs in the observer's air)"},
    CMD_WORDS_AIR,
    {"--json", NULL, "one document"},
    {"--ndjson", NULL, "one JSON object a line"},
    {"--csv", NULL, "RFC 4180"},
    CMD_WORDS_DATA,
};

static const struct cmd_words_usage USAGE = {
    .command = "rise",
    .examples =
        "planettracker rise sun,moon,saturn --lat 48.93 --lon 2.45 --tz Europe/Paris --days 3\n",
    .about =
        "Rise, transit and set of each day of the zone (UTC unless --tz is given). A day without a "
        "rise is an answer: rise_only, set_only, always_up, never_up, multiple, and grazing when "
        "air may decide; the next rise and set are then looked for up to 400 days ahead.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = 1,
};

struct job {
    const struct app_store *store;
    const struct cmd_words *words;
    enum cmd_words_format format;
    struct app_zone zone;
    struct app_clock clock; /* of the zone, if there is one */
    struct app_params params;
    struct sky_observer observer;
    struct sky_air air;
    double horizon_deg, eye_height_m;
    bool is_physical;
    struct base_buf out;
};

static struct sky_rise_search search_of(const struct job *job, enum sky_body body)
{
    return (struct sky_rise_search){
        .context = &job->store->sky,
        .body = body,
        .observer = &job->observer,
        .horizon = job->is_physical
                       ? sky_rise_physical(body, &job->air, job->horizon_deg, job->eye_height_m)
                       : sky_rise_almanac(body, job->horizon_deg, job->eye_height_m),
    };
}

static void append_json_event(struct job *job, const char *name, bool has,
                              const struct sky_rise_event *event)
{
    base_buf_append_format(&job->out, ", \"%s\": ", name);
    if (!has) {
        base_buf_append_string(&job->out, "null");
        return;
    }
    base_buf_append_string(&job->out, "{");
    app_clock_append_json(&job->out, &job->clock, "time", event->tt);
    base_buf_append_string(&job->out, ", \"az_deg\": ");
    app_json_append_number(&job->out, app_rows_turn(event->az_deg, 4), 4);
    base_buf_append_string(&job->out, ", \"alt_true_deg\": ");
    app_json_append_number(&job->out, event->alt_true_deg, 4);
    base_buf_append_string(&job->out, "}");
}

static void append_json(struct job *job, const char *date, const struct sky_day *day)
{
    base_buf_append_format(&job->out, "{\"body\": \"%s\", \"date\": \"%s\", \"status\": \"%s\"",
                           sky_body_info(day->body)->name.at, date,
                           sky_day_status_name(day->status).at);
    append_json_event(job, "rise", day->has_rise, &day->rise);
    append_json_event(job, "transit", day->has_transit, &day->transit);
    append_json_event(job, "set", day->has_set, &day->set);
    append_json_event(job, "antitransit", day->has_antitransit, &day->antitransit);
    append_json_event(job, "next_rise", day->next_rise.has, &day->next_rise.event);
    append_json_event(job, "next_set", day->next_set.has, &day->next_set.event);
    base_buf_append_format(
        &job->out,
        ", \"definition\": {\"name\": \"%s\", \"horizon_arcmin\": %.2f, \"limb\": \"%s\"}}",
        sky_rise_definition_name(day->horizon.definition).at, day->horizon.horizon_arcmin,
        day->horizon.is_upper_limb ? "upper" : "centre");
}

static void append_csv(struct job *job, const char *date, const struct sky_day *day)
{
    base_buf_append_format(&job->out, "%s,%s,%s", sky_body_info(day->body)->name.at, date,
                           sky_day_status_name(day->status).at);
    app_clock_append_csv(&job->out, &job->clock, day->has_rise, day->rise.tt);
    app_clock_append_csv(&job->out, &job->clock, day->has_transit, day->transit.tt);
    app_clock_append_csv(&job->out, &job->clock, day->has_set, day->set.tt);
    app_clock_append_csv(&job->out, &job->clock, day->has_antitransit, day->antitransit.tt);
    app_clock_append_csv(&job->out, &job->clock, day->next_rise.has, day->next_rise.event.tt);
    app_clock_append_csv(&job->out, &job->clock, day->next_set.has, day->next_set.event.tt);
    base_buf_append_string(&job->out, "\r\n");
}

/* "07:51:02" of the zone, or dashes. */
static void append_clock(struct job *job, bool has, const struct sky_rise_event *event)
{
    char text[40] = "";
    struct base_buf local = {.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
    if (has) app_time_append_local(&local, job->store, &job->zone, event->tt);
    base_buf_append_format(&job->out, "  %.8s", has ? cmd_words_clock(text) : "-       ");
}

static void append_next(struct job *job, const char *what, const struct sky_day_next *next)
{
    if (!next->has) return;
    base_buf_append_format(&job->out, "  next %s ", what);
    app_time_append_local(&job->out, job->store, &job->zone, next->event.tt);
}

static void append_table(struct job *job, const char *date, const struct sky_day *day)
{
    base_buf_append_format(&job->out, "%s  %-8s", date, sky_body_info(day->body)->name.at);
    append_clock(job, day->has_rise, &day->rise);
    append_clock(job, day->has_transit, &day->transit);
    append_clock(job, day->has_set, &day->set);
    base_buf_append_format(&job->out, "  %-9s", sky_day_status_name(day->status).at);
    append_next(job, "rise", &day->next_rise);
    append_next(job, "set", &day->next_set);
    base_buf_append_string(&job->out, "\n");
}

static void append_csv_header(struct job *job)
{
    static const char *const times[] = {"rise",        "transit",   "set",
                                        "antitransit", "next_rise", "next_set"};
    base_buf_append_string(&job->out, "body,date,status");
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        app_clock_append_csv_name(&job->out, &job->clock, times[i]);
    base_buf_append_string(&job->out, "\r\n");
}

static void append_header(struct job *job)
{
    if (job->format == CMD_WORDS_JSON) base_buf_append_string(&job->out, "{\"days\": [\n");
    if (job->format == CMD_WORDS_CSV) append_csv_header(job);
    if (job->format == CMD_WORDS_TABLE)
        base_buf_append_string(&job->out,
                               "date        body      rise      transit   set       status\n");
}

/* One body on one day. */
static int answer(struct job *job, enum sky_body body, const struct cmd_words_day *span,
                  bool is_first)
{
    struct sky_rise_search search = search_of(job, body);
    struct sky_day day;
    struct sky_fault fault = {0};
    enum base_err err = sky_day_answer(&search, span->from, span->until, &day, &fault);
    if (err != BASE_ERR_OK) return cmd_words_fault(job->words, job->store, err, &fault);
    if (job->format == CMD_WORDS_JSON && !is_first) base_buf_append_string(&job->out, ",\n");
    if (job->format == CMD_WORDS_TABLE)
        append_table(job, span->date, &day);
    else if (job->format == CMD_WORDS_CSV)
        append_csv(job, span->date, &day);
    else
        append_json(job, span->date, &day);
    if (job->format == CMD_WORDS_NDJSON) base_buf_append_string(&job->out, "\n");
    return -1;
}

static int stream(struct job *job, struct sky_tt from, int days)
{
    append_header(job);
    int code = -1;
    bool is_first = true;
    for (int i = 0; i < days && code < 0; i++) {
        struct cmd_words_day span = cmd_words_day(job->store, &job->zone, from, i);
        /* Where the date line moved, a date has no hours and no answer. */
        if (span.until.days == span.from.days) continue;
        for (enum sky_body body = 0; body < SKY_BODY_COUNT && code < 0; body++) {
            if (!(job->params.bodies >> body & 1u)) continue;
            code = answer(job, body, &span, is_first);
            is_first = false;
        }
        if (!cmd_words_flush(&job->out)) return CMD_EXIT_FAILURE;
    }
    if (code >= 0) return code;
    if (job->format == CMD_WORDS_JSON) base_buf_append_string(&job->out, "\n]}\n");
    return cmd_words_flush(&job->out) ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

static int read_definition(struct job *job)
{
    const char *name = cmd_words_value(job->words, "--definition");
    job->is_physical = name != NULL && strcmp(name, "physical") == 0;
    if (name == NULL || job->is_physical || strcmp(name, "almanac") == 0) return -1;
    return cmd_words_invalid(job->words, "--definition", name, "almanac or physical");
}

static int run(struct job *job)
{
    struct sky_tt from;
    double days = 1.0;
    int code = cmd_words_choose_format(job->words, &job->format);
    if (code < 0) code = cmd_words_zone(job->words, &job->zone);
    if (code < 0) code = cmd_words_params_of_place(job->words, job->store, &job->params);
    if (code < 0)
        code = cmd_words_bodies(job->words, job->store, job->words->positional[0], &job->params);
    if (code < 0) code = cmd_words_time(job->words, job->store, &job->zone, "--from", &from);
    if (code < 0) code = cmd_words_number(job->words, "--days", 1.0, 36525.0, &days);
    if (code < 0 && days != (int)days)
        return cmd_words_invalid(job->words, "--days", cmd_words_value(job->words, "--days"),
                                 "a whole number, 1..36525");
    if (code < 0) code = cmd_words_number(job->words, "--horizon", -90.0, 90.0, &job->horizon_deg);
    if (code < 0)
        code = cmd_words_number(job->words, "--eye-height", 0.0, 100000.0, &job->eye_height_m);
    if (code < 0) code = read_definition(job);
    if (code >= 0) return code;
    job->observer =
        sky_horizon_observer(job->params.lat_deg, job->params.lon_deg, job->params.elevation_m);
    job->air = app_params_air(&job->params);
    base_buf_init(&job->out, 1u << 20);
    code = stream(job, from, (int)days);
    base_buf_fini(&job->out);
    return code;
}

int cmd_rise(int count, char **argv)
{
    static struct app_store store;
    struct cmd_words words;
    int code = cmd_words_read(&USAGE, count, argv, &words);
    if (code >= 0) return code;
    code = cmd_words_store(&words, &store);
    if (code >= 0) return code;
    struct job job = {.store = &store, .words = &words};
    job.clock = (struct app_clock){&store, &job.zone};
    code = run(&job);
    app_zone_close(&job.zone);
    app_store_close(&store);
    return code;
}
