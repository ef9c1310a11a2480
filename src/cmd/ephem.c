/* planettracker ephem: rows for bodies over a range of instants, streamed: memory does not grow
 * with the range. */
#include "app/positions.h"
#include "app/range.h"
#include "app/time.h"
#include "cmd/cmd.h"
#include "cmd/words.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES (256u * 1024u) /* written out at once */
#define TIME_CHARS  27             /* the column of times */
#define ROOM_BYTES  (CHUNK_BYTES + 65536u)

static const struct cmd_words_option OPTIONS[] = {
    CMD_WORDS_PLACE,
    {"--from", "TIME", "first instant: " APP_TIME_EXPECTED},
    {"--to", "TIME", "last instant"},
    {"--step", "STEP", APP_RANGE_STEP_EXPECTED},
    CMD_WORDS_ZONE,
    CMD_WORDS_AIR,
    {"--json", NULL, "one document, every digit"},
    {"--ndjson", NULL, "one JSON object a line"},
    {"--csv", NULL, "RFC 4180"},
    CMD_WORDS_DATA,
};

static const struct cmd_words_usage USAGE = {
    .command = "ephem",
    .examples = "planettracker ephem mars --lat 49 --lon 2 --from 2026-10-30T18:00Z "
                "--to 2026-10-31T06:00Z --step 1h\n",
    .about = "Positions over a range, both ends included, a row for each instant and body.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = 1,
};

struct job {
    const struct app_store *store;
    const struct cmd_words *words;
    struct app_params params;
    struct app_range range;
    enum cmd_words_format format;
    struct app_zone zone;
    struct sky_observer observer;
    struct sky_air air;
    struct base_buf out;
    struct app_positions_frame cache;
};

static int read_range(struct job *job)
{
    struct sky_tt from, to;
    int64_t step_us;
    struct base_fault fault;
    int code = cmd_words_time(job->words, job->store, &job->zone, "--from", &from);
    if (code < 0) code = cmd_words_time(job->words, job->store, &job->zone, "--to", &to);
    if (code >= 0) return code;
    const char *step = cmd_words_value(job->words, "--step");
    if (step == NULL || app_range_step(base_text_of(step), &step_us, &fault) != BASE_ERR_OK)
        return cmd_words_invalid(job->words, "--step", step != NULL ? step : "",
                                 APP_RANGE_STEP_EXPECTED);
    if (to.days < from.days)
        return cmd_words_invalid(job->words, "--to", cmd_words_value(job->words, "--to"),
                                 "an instant not before --from");
    job->range = app_range_between(job->store, from, to, step_us);
    return -1;
}

static void append_table_row(struct job *job, const struct app_rows_row *row, struct sky_tt when)
{
    const struct sky_observation *seen = &row->seen;
    size_t first = job->out.used;
    if (job->zone.name[0] == '\0') /* with its fraction of a second */
        base_buf_append_text(&job->out, row->time);
    else
        app_time_append_local(&job->out, job->store, &job->zone, when);
    base_buf_append_format(&job->out, "%*s %-9s %9.4f %9.4f %-3s %9.4f %+9.4f %11.6f\n",
                           (int)(first + TIME_CHARS) - (int)job->out.used, "",
                           sky_body_info(row->body)->name.at, app_rows_turn(seen->az_deg, 4),
                           seen->alt_deg, app_rows_direction(seen->az_deg),
                           app_rows_turn(seen->ra_deg, 4), seen->dec_deg, seen->distance_au);
}

static void append_header(struct job *job)
{
    if (job->format == CMD_WORDS_TABLE)
        base_buf_append_string(
            &job->out, "time                        body         az_deg   alt_deg dir    ra_deg   "
                       "dec_deg distance_au\n");
    if (job->format == CMD_WORDS_CSV) app_rows_append_csv_header(&job->out);
    if (job->format == CMD_WORDS_JSON) base_buf_append_string(&job->out, "{\"positions\": [\n");
}

static void append_row(struct job *job, const struct app_rows_row *row, struct sky_tt when,
                       bool is_first)
{
    switch (job->format) {
    case CMD_WORDS_TABLE:
        append_table_row(job, row, when);
        break;
    case CMD_WORDS_CSV:
        app_rows_append_csv(&job->out, row);
        break;
    case CMD_WORDS_JSON:
        if (!is_first) base_buf_append_string(&job->out, ",\n");
        app_rows_append_json(&job->out, row);
        break;
    case CMD_WORDS_NDJSON:
        app_rows_append_json(&job->out, row);
        base_buf_append_string(&job->out, "\n");
        break;
    }
}

static void show_progress(const struct job *job, int64_t done)
{
    if (isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO))
        fprintf(stderr, "\r%5.1f %% of %lld instants%s",
                100.0 * (double)done / (double)job->range.count, (long long)job->range.count,
                done == job->range.count ? "\n" : "");
}

/* The rows of one instant. */
static void append_instant(struct job *job, const struct sky_frame *frame, struct sky_tt when,
                           struct base_text time, bool is_first)
{
    struct sky_viewpoint view = sky_place_viewpoint(frame, &job->observer, SKY_PLACE_TRUE_POLE);
    const bool has_weather = job->params.has_pressure && job->params.has_temperature;
    const struct sky_doubt_case made =
        sky_doubt_case_of(&job->store->sky.orient, when, job->store->kernel,
                          has_weather ? SKY_DOUBT_AIR_MEASURED : SKY_DOUBT_AIR_STANDARD);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(job->params.bodies >> body & 1u)) continue;
        struct app_rows_row row = {
            .body = body, .time = time, .seen = sky_observe(&view, body, &job->air)};
        row.doubt = sky_doubt_of(&made, &view, body, &job->air, &row.seen);
        append_row(job, &row, when, is_first);
        is_first = false;
    }
}

static int stream_rows(struct job *job)
{
    append_header(job);
    for (int64_t i = 0; i < job->range.count; i++) {
        struct sky_tt when = app_range_at(job->store, &job->range, i);
        char bytes[40];
        struct base_buf time = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
        app_time_append(&time, job->store, when, 6);
        const struct sky_frame *frame;
        struct sky_fault fault;
        struct base_text text = {bytes, time.used};
        if (app_positions_frame(job->store, &job->cache, when, job->params.bodies, &frame,
                                &fault) != BASE_ERR_OK) {
            cmd_words_flush(&job->out);
            struct app_problem problem = app_params_out_of_range(job->store, &fault, text);
            return cmd_words_say(job->words, &problem);
        }
        append_instant(job, frame, when, text, i == 0);
        if (job->out.used < CHUNK_BYTES) continue;
        if (!cmd_words_flush(&job->out)) return CMD_EXIT_FAILURE; /* main says why */
        show_progress(job, i + 1);
    }
    if (job->format == CMD_WORDS_JSON) base_buf_append_string(&job->out, "\n]}\n");
    show_progress(job, job->range.count);
    return cmd_words_flush(&job->out) ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

static int run(struct job *job)
{
    int code = cmd_words_choose_format(job->words, &job->format);
    if (code < 0) code = cmd_words_params_of_place(job->words, job->store, &job->params);
    if (code < 0)
        code = cmd_words_bodies(job->words, job->store, job->words->positional[0], &job->params);
    if (code < 0) code = cmd_words_zone(job->words, &job->zone);
    if (code < 0) code = read_range(job);
    if (code >= 0) return code;
    job->observer =
        sky_horizon_observer(job->params.lat_deg, job->params.lon_deg, job->params.elevation_m);
    job->air = app_params_air(&job->params);
    base_buf_init(&job->out, ROOM_BYTES);
    code = stream_rows(job);
    base_buf_fini(&job->out);
    return code;
}

int cmd_ephem(int count, char **argv)
{
    static struct app_store store;
    struct cmd_words words;
    int code = cmd_words_read(&USAGE, count, argv, &words);
    if (code >= 0) return code;
    code = cmd_words_store(&words, &store);
    if (code >= 0) return code;
    static struct job job;
    job.store = &store;
    job.words = &words;
    code = run(&job);
    app_zone_close(&job.zone);
    app_store_close(&store);
    return code;
}
