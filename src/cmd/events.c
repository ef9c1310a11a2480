/* planettracker events: what happens in the sky over a range, in order of time. */
#include "almanac/events_report.h"
#include "cmd/cmd.h"
#include "cmd/options.h"

#include <stdio.h>

static const struct cmd_options_option OPTIONS[] = {
    {"--types", "LIST", "with commas between: " ALMANAC_EVENTS_MERGE_EXPECTED},
    {"--bodies", "LIST", "names with commas between; an event of two bodies wants both"},
    {"--from", "TIME", "start; now unless given"},
    {"--to", "TIME", "end"},
    {"--days", "N", "or so many days from the start; 365 unless given"},
    CMD_OPTIONS_PLACE,
    {"--horizon", "DEG", "altitude of the skyline for rise and set"},
    {"--eye-height", "M", "of the eye above the ground around it"},
    CMD_OPTIONS_ZONE,
    CMD_OPTIONS_AIR,
    {"--json", NULL, "one document"},
    {"--ndjson", NULL, "one JSON object a line"},
    {"--csv", NULL, "RFC 4180"},
    {"--ics", NULL, "a calendar (iCalendar, RFC 5545)"},
    CMD_OPTIONS_DATA,
};

static const struct cmd_options_usage USAGE = {
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

#define PIECE_BYTES 32768 /* written at once */

struct job {
    const struct cmd_options *words;
    struct data_zone zone;
    struct almanac_events_report_request request;
};

static int read_types(struct job *job)
{
    struct almanac_problem problem;
    const char *types = cmd_options_value(job->words, "--types");
    job->request.types = base_text_of(types != NULL ? types : ALMANAC_EVENTS_REPORT_DEFAULT_TYPES);
    if (almanac_events_report_types(job->request.types, &job->request.query, &problem) !=
        BASE_ERR_OK)
        return cmd_options_say(job->words, &problem);
    if (!almanac_events_merge_needs_place(&job->request.query) || job->request.has_place) return -1;
    fprintf(stderr,
            "planettracker events: these types need a place; give --place, or --lat and --lon\n");
    return CMD_EXIT_USAGE;
}

static int read_format(struct job *job)
{
    enum cmd_options_format format;
    int code = cmd_options_choose_format(job->words, &format);
    if (code >= 0) return code;
    job->request.format = cmd_options_params_format(format);
    if (!cmd_options_is_set(job->words, "--ics")) return -1;
    if (format != CMD_OPTIONS_TABLE) {
        fputs("planettracker events: --ics and another format exclude each other\n", stderr);
        return CMD_EXIT_USAGE;
    }
    job->request.format = ALMANAC_PARAMS_ICS;
    return -1;
}

static int read_place(struct job *job)
{
    struct almanac_params params = {0};
    bool is_asked = cmd_options_is_set(job->words, "--lat") ||
                    cmd_options_is_set(job->words, "--lon") ||
                    cmd_options_is_set(job->words, "--place");
    int code = is_asked ? cmd_options_params_of_place(job->words, job->request.clock.store, &params)
                        : cmd_options_params(job->words, job->request.clock.store, &params);
    if (code >= 0) return code;
    job->request.query.air = almanac_params_air(&params);
    job->request.query.bodies = almanac_params_has(&params, ALMANAC_PARAMS_BODIES)
                                    ? params.bodies
                                    : job->request.clock.store->bodies;
    code = cmd_options_skyline(job->words, &job->request.query.horizon_deg,
                               &job->request.query.eye_height_m);
    if (code >= 0 || !is_asked) return code;
    job->request.has_place = true;
    job->request.place = almanac_report_parts_place_of(&params);
    return -1;
}

static int read_span(struct job *job)
{
    double days = ALMANAC_EVENTS_REPORT_DEFAULT_DAYS;
    int code = cmd_options_time(job->words, job->request.clock.store, &job->zone, "--from",
                                &job->request.query.from);
    if (code < 0) code = cmd_options_number(job->words, "--days", 0.0, 4e6, &days);
    if (code >= 0) return code;
    job->request.query.until.days = job->request.query.from.days + days;
    if (!cmd_options_is_set(job->words, "--to")) return -1;
    if (cmd_options_is_set(job->words, "--days")) {
        fputs("planettracker events: --to and --days exclude each other\n", stderr);
        return CMD_EXIT_USAGE;
    }
    code = cmd_options_time(job->words, job->request.clock.store, &job->zone, "--to",
                            &job->request.query.until);
    if (code < 0 && job->request.query.until.days < job->request.query.from.days)
        return cmd_options_invalid(job->words, "--to", cmd_options_value(job->words, "--to"),
                                   "an instant not before --from");
    return code;
}

static int stream(struct job *job)
{
    struct almanac_events_report *happenings;
    struct almanac_problem problem;
    struct sky_fault fault = {0};
    if (almanac_events_report_check(&job->request, false, &problem) != BASE_ERR_OK)
        return cmd_options_say(job->words, &problem);
    enum base_err err = almanac_events_report_open(&job->request, &happenings, &fault);
    if (err != BASE_ERR_OK)
        return cmd_options_fault(job->words, job->request.clock.store, err, &fault);
    struct base_buf out;
    bool is_written = true;
    base_buf_init(&out, 1u << 20);
    while (err == BASE_ERR_OK && is_written) {
        err = almanac_events_report_append(happenings, &out, PIECE_BYTES, &fault);
        is_written = cmd_options_flush(&out);
    }
    base_buf_fini(&out);
    almanac_events_report_close(happenings);
    if (!is_written) return CMD_EXIT_FAILURE;
    return err == BASE_ERR_END
               ? CMD_EXIT_OK
               : cmd_options_fault(job->words, job->request.clock.store, err, &fault);
}

static int run(const struct cmd_options *words, const struct data_dataset *store)
{
    struct job job = {.words = words};
    job.request.clock = (struct almanac_report_parts_clock){store, &job.zone};
    int code = read_format(&job);
    if (code < 0) code = cmd_options_zone(words, &job.zone);
    if (code < 0) code = read_place(&job);
    if (code < 0) code = read_types(&job);
    if (code < 0) code = read_span(&job);
    if (code < 0) code = stream(&job);
    data_zone_close(&job.zone);
    return code;
}

int cmd_events(int count, char **argv)
{
    return cmd_options_run(&USAGE, count, argv, run);
}
