/* planettracker tonight: dusk and dawn, and what is to be seen between them, with reasons. */
#include "app/json.h"
#include "app/positions.h"
#include "app/time.h"
#include "cmd/cmd.h"
#include "cmd/words.h"
#include "sky/day.h"

#include <stdio.h>

static const struct cmd_words_option OPTIONS[] = {
    CMD_WORDS_PLACE,
    {"--at", "TIME", "the night around this instant or after it; now unless given"},
    CMD_WORDS_ZONE,
    CMD_WORDS_AIR,
    {"--json", NULL, "one document, the night and its bodies"},
    {"--ndjson", NULL, "one JSON object a line for each body"},
    {"--csv", NULL, "the bodies, RFC 4180"},
    CMD_WORDS_DATA,
};

static const struct cmd_words_usage USAGE = {
    .command = "tonight",
    .examples = "planettracker tonight --lat 48.93 --lon 2.45 --tz Europe/Paris\n",
    .about =
        "Sunset, the twilights and sunrise; for each body its rise, transit and set between "
        "dusk and dawn, when it stands best and how high, and whether it is to be seen, with the "
        "reason.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = 0,
};

struct job {
    const struct app_store *store;
    const struct cmd_words *words;
    struct app_zone zone;
    struct app_params params;
    struct sky_observer observer;
    struct sky_air air;
    struct sky_day_night night;
    enum cmd_words_format format;
    struct base_buf out;
    struct app_positions_frame cache;
};

/* What a body does between dusk and dawn. */
struct show {
    struct sky_day day; /* of the window */
    struct sky_rise_event best;
    struct sky_observation seen; /* at its best */
    const char *verdict, *reason;
};

/* When planets show: from civil dusk to civil dawn, else from sunset to sunrise, else from noon to
 * noon. */
static void window(const struct sky_day_night *night, struct sky_tt *from, struct sky_tt *until)
{
    const int civil = SKY_DAY_LEVEL_CIVIL, sun = SKY_DAY_LEVEL_SUN;
    const int level = night->levels[civil].has_dusk && night->levels[civil].has_dawn ? civil : sun;
    *from = night->levels[level].has_dusk ? night->levels[level].dusk.tt : night->from;
    *until = night->levels[level].has_dawn ? night->levels[level].dawn.tt : night->until;
}

/* Naked eyes see to magnitude 6 in the dark; a planet low in the glow or the haze is lost. */
static void judge(const struct sky_day_night *night, struct show *show)
{
    static const double LOW_DEG = 5.0, NEAR_SUN_DEG = 10.0, NAKED_EYE_MAG = 6.0;
    const struct sky_observation *seen = &show->seen;
    show->verdict = "hidden";
    if (!night->levels[SKY_DAY_LEVEL_SUN].has_dusk &&
        night->levels[SKY_DAY_LEVEL_SUN].is_above_at_lowest) {
        show->reason = "the Sun does not set";
    } else if (show->day.highest.margin_deg < 0.0) {
        show->reason = "below the horizon all night";
    } else if (show->day.body != SKY_BODY_MOON && seen->elongation_deg > -NEAR_SUN_DEG &&
               seen->elongation_deg < NEAR_SUN_DEG) {
        show->reason = "too close to the Sun";
    } else if (seen->alt_deg < LOW_DEG) {
        show->verdict = "difficult";
        show->reason = "never higher than 5 deg";
    } else if (seen->has_magnitude && seen->magnitude > NAKED_EYE_MAG) {
        show->verdict = "telescope";
        show->reason = seen->magnitude > 10.0 ? "needs a telescope" : "needs binoculars";
    } else {
        show->verdict = "visible";
        show->reason = "to the naked eye";
    }
}

/* -1 when all is well. */
static int watch_body(struct job *job, enum sky_body body, struct show *show)
{
    struct sky_tt from, until;
    struct sky_fault fault = {0};
    window(&job->night, &from, &until);
    struct sky_rise_search search = {
        .context = &job->store->sky,
        .body = body,
        .observer = &job->observer,
        .horizon = sky_rise_almanac(body, 0.0, 0.0),
    };
    enum base_err err = sky_day_answer(&search, from, until, &show->day, &fault);
    if (err != BASE_ERR_OK) return cmd_words_fault(job->words, job->store, err, &fault);
    show->best = show->day.highest;
    const struct sky_frame *frame;
    err = app_positions_frame(job->store, &job->cache, show->best.tt, 1u << body, &frame, &fault);
    if (err != BASE_ERR_OK) return cmd_words_fault(job->words, job->store, err, &fault);
    struct sky_viewpoint view = sky_place_viewpoint(frame, &job->observer, SKY_PLACE_TRUE_POLE);
    show->seen = sky_observe(&view, body, &job->air);
    judge(&job->night, show);
    return -1;
}

static void append_clock(struct job *job, bool has, struct sky_tt when)
{
    char text[40] = "";
    struct base_buf local = {.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
    if (has) app_time_append_local(&local, job->store, &job->zone, when);
    base_buf_append_format(&job->out, "%-7.5s", has ? cmd_words_clock(text) : "-");
}

static void append_night_table(struct job *job)
{
    for (int i = 0; i < SKY_DAY_LEVELS; i++) {
        if (!job->night.levels[i].has_dusk) continue;
        base_buf_append_format(&job->out, "%-22s", sky_day_dusk_name((enum sky_day_level)i).at);
        app_time_append_local(&job->out, job->store, &job->zone, job->night.levels[i].dusk.tt);
        base_buf_append_string(&job->out, "\n");
    }
    for (int i = SKY_DAY_LEVELS - 1; i >= 0; i--) {
        if (!job->night.levels[i].has_dawn) continue;
        base_buf_append_format(&job->out, "%-22s", sky_day_dawn_name((enum sky_day_level)i).at);
        app_time_append_local(&job->out, job->store, &job->zone, job->night.levels[i].dawn.tt);
        base_buf_append_string(&job->out, "\n");
    }
    if (!job->night.levels[SKY_DAY_LEVEL_SUN].has_dusk)
        base_buf_append_format(&job->out, "the Sun does not %s\n",
                               job->night.levels[SKY_DAY_LEVEL_SUN].is_above_at_lowest ? "set"
                                                                                       : "rise");
    base_buf_append_string(
        &job->out, "\nbody      rise   transit set    best   alt_deg dir    mag  verdict\n");
}

static void append_show_table(struct job *job, const struct show *show)
{
    const struct sky_day *day = &show->day;
    base_buf_append_format(&job->out, "%-9s ", sky_body_info(day->body)->name.at);
    append_clock(job, day->has_rise, day->rise.tt);
    append_clock(job, day->has_transit, day->transit.tt);
    base_buf_append_string(&job->out, " ");
    append_clock(job, day->has_set, day->set.tt);
    append_clock(job, true, show->best.tt);
    base_buf_append_format(&job->out, "%7.1f %-3s ", show->seen.alt_deg,
                           app_rows_direction(show->seen.az_deg));
    if (show->seen.has_magnitude)
        base_buf_append_format(&job->out, "%6.1f", show->seen.magnitude);
    else
        base_buf_append_string(&job->out, "     -");
    base_buf_append_format(&job->out, "  %s: %s\n", show->verdict, show->reason);
}

static void append_json_time(struct job *job, const char *name, bool has, struct sky_tt when)
{
    base_buf_append_format(&job->out, ", \"%s\": ", name);
    if (!has) {
        base_buf_append_string(&job->out, "null");
        return;
    }
    base_buf_append_string(&job->out, "\"");
    app_time_append(&job->out, job->store, when, 0);
    base_buf_append_string(&job->out, "\"");
}

static void append_night_json(struct job *job)
{
    base_buf_append_string(&job->out, "{\"night\": {\"from\": \"");
    app_time_append(&job->out, job->store, job->night.from, 0);
    base_buf_append_string(&job->out, "\"");
    for (int i = 0; i < SKY_DAY_LEVELS; i++) {
        append_json_time(job, sky_day_dusk_name((enum sky_day_level)i).at,
                         job->night.levels[i].has_dusk, job->night.levels[i].dusk.tt);
        append_json_time(job, sky_day_dawn_name((enum sky_day_level)i).at,
                         job->night.levels[i].has_dawn, job->night.levels[i].dawn.tt);
    }
    base_buf_append_string(&job->out, "}, \"bodies\": [");
}

static void append_show_json(struct job *job, const struct show *show)
{
    const struct sky_day *day = &show->day;
    base_buf_append_format(&job->out, "{\"body\": \"%s\", \"status\": \"%s\"",
                           sky_body_info(day->body)->name.at, sky_day_status_name(day->status).at);
    append_json_time(job, "rise", day->has_rise, day->rise.tt);
    append_json_time(job, "transit", day->has_transit, day->transit.tt);
    append_json_time(job, "set", day->has_set, day->set.tt);
    append_json_time(job, "best", true, show->best.tt);
    base_buf_append_string(&job->out, ", \"best_alt_deg\": ");
    app_json_append_number(&job->out, show->seen.alt_deg, 4);
    base_buf_append_string(&job->out, ", \"best_az_deg\": ");
    app_json_append_number(&job->out, app_rows_turn(show->seen.az_deg, 4), 4);
    base_buf_append_string(&job->out, ", \"magnitude\": ");
    if (show->seen.has_magnitude)
        app_json_append_number(&job->out, show->seen.magnitude, 2);
    else
        base_buf_append_string(&job->out, "null");
    base_buf_append_format(&job->out, ", \"verdict\": \"%s\", \"reason\": \"%s\"}", show->verdict,
                           show->reason);
}

static void append_csv_time(struct job *job, bool has, struct sky_tt when)
{
    base_buf_append_string(&job->out, ",");
    if (has) app_time_append(&job->out, job->store, when, 0);
}

static void append_show_csv(struct job *job, const struct show *show)
{
    const struct sky_day *day = &show->day;
    base_buf_append_format(&job->out, "%s,%s", sky_body_info(day->body)->name.at,
                           sky_day_status_name(day->status).at);
    append_csv_time(job, day->has_rise, day->rise.tt);
    append_csv_time(job, day->has_transit, day->transit.tt);
    append_csv_time(job, day->has_set, day->set.tt);
    append_csv_time(job, true, show->best.tt);
    base_buf_append_string(&job->out, ",");
    app_json_append_number(&job->out, show->seen.alt_deg, 4);
    base_buf_append_string(&job->out, ",");
    app_json_append_number(&job->out, app_rows_turn(show->seen.az_deg, 4), 4);
    base_buf_append_string(&job->out, ",");
    if (show->seen.has_magnitude) app_json_append_number(&job->out, show->seen.magnitude, 2);
    base_buf_append_format(&job->out, ",%s,%s\r\n", show->verdict, show->reason);
}

static void append_night(struct job *job)
{
    if (job->format == CMD_WORDS_JSON) append_night_json(job);
    if (job->format == CMD_WORDS_TABLE) append_night_table(job);
    if (job->format == CMD_WORDS_CSV)
        base_buf_append_string(&job->out, "body,status,rise,transit,set,best,best_alt_deg,best_az_"
                                          "deg,magnitude,verdict,reason\r\n");
}

static void append_show(struct job *job, const struct show *show, bool is_first)
{
    switch (job->format) {
    case CMD_WORDS_TABLE:
        append_show_table(job, show);
        break;
    case CMD_WORDS_CSV:
        append_show_csv(job, show);
        break;
    case CMD_WORDS_JSON:
        base_buf_append_string(&job->out, is_first ? "\n" : ",\n");
        append_show_json(job, show);
        break;
    case CMD_WORDS_NDJSON:
        append_show_json(job, show);
        base_buf_append_string(&job->out, "\n");
        break;
    }
}

static int find_night(struct job *job)
{
    struct sky_tt when;
    struct sky_fault fault = {0};
    int code = cmd_words_zone(job->words, &job->zone);
    if (code < 0) code = cmd_words_time(job->words, job->store, &job->zone, "--at", &when);
    if (code < 0) code = cmd_words_params_of_place(job->words, job->store, &job->params);
    if (code >= 0) return code;
    job->observer =
        sky_horizon_observer(job->params.lat_deg, job->params.lon_deg, job->params.elevation_m);
    job->air = app_params_air(&job->params);
    struct sky_rise_search search = {
        .context = &job->store->sky,
        .body = SKY_BODY_SUN,
        .observer = &job->observer,
        .horizon = sky_rise_almanac(SKY_BODY_SUN, 0.0, 0.0),
    };
    enum base_err err = sky_day_night(&search, when, &job->night, &fault);
    return err == BASE_ERR_OK ? -1 : cmd_words_fault(job->words, job->store, err, &fault);
}

static int run(struct job *job)
{
    int code = cmd_words_choose_format(job->words, &job->format);
    if (code < 0) code = find_night(job);
    if (code >= 0) return code;
    base_buf_init(&job->out, 1u << 16);
    append_night(job);
    bool is_first = true;
    for (enum sky_body body = SKY_BODY_MOON; body < SKY_BODY_COUNT && code < 0; body++) {
        struct show show;
        if (!(job->store->bodies >> body & 1u)) continue;
        code = watch_body(job, body, &show);
        if (code >= 0) break;
        append_show(job, &show, is_first);
        is_first = false;
    }
    if (job->format == CMD_WORDS_JSON) base_buf_append_string(&job->out, "\n]}\n");
    if (code < 0) code = cmd_words_flush(&job->out) ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
    base_buf_fini(&job->out);
    return code;
}

int cmd_tonight(int count, char **argv)
{
    static struct app_store store;
    static struct job job;
    struct cmd_words words;
    int code = cmd_words_read(&USAGE, count, argv, &words);
    if (code >= 0) return code;
    code = cmd_words_store(&words, &store);
    if (code >= 0) return code;
    job.store = &store;
    job.words = &words;
    code = run(&job);
    app_zone_close(&job.zone);
    app_store_close(&store);
    return code;
}
