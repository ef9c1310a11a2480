/* planettracker ephem: rows for bodies over a range of instants, streamed: memory does not grow
 * with the range. */
#include "almanac/positions.h"
#include "cmd/cmd.h"
#include "cmd/options.h"
#include "data/time_range.h"
#include "data/time_text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES (256u * 1024u) /* written out at once */
#define ROOM_BYTES  (CHUNK_BYTES + 65536u)

static const struct cmd_options_option OPTIONS[] = {
    CMD_OPTIONS_PLACE,
    {"--from", "TIME", "first instant: " DATA_TIME_TEXT_EXPECTED},
    {"--to", "TIME", "last instant"},
    {"--step", "STEP", DATA_TIME_RANGE_STEP_EXPECTED},
    CMD_OPTIONS_ZONE,
    CMD_OPTIONS_AIR,
    {"--json", NULL, "one document, every digit"},
    {"--ndjson", NULL, "one JSON object a line"},
    {"--csv", NULL, "RFC 4180"},
    {"--votable", NULL, "VOTable 1.4, for TOPCAT, Aladin, astropy"},
    CMD_OPTIONS_DATA,
};

static const struct cmd_options_usage USAGE = {
    .command = "ephem",
    .examples = "planettracker ephem mars --lat 49 --lon 2 --from 2026-10-30T18:00Z "
                "--to 2026-10-31T06:00Z --step 1h\n",
    .about = "Positions over a range, both ends included, a row for each instant and body.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = 1,
};

struct job {
    const struct data_dataset *store;
    const struct cmd_options *words;
    struct almanac_params params;
    enum cmd_options_format format;
    struct data_zone zone;
    struct base_buf out;
    struct almanac_positions_frame cache;
    struct almanac_positions positions;
};

static const char *value_or_now(const struct cmd_options *words, const char *name)
{
    const char *value = cmd_options_value(words, name);
    return value != NULL ? value : "now";
}

/* --from, --to and --step are start, stop and step. */
static int read_range(struct job *job)
{
    struct almanac_params *params = &job->params;
    struct base_fault fault;
    int code = cmd_options_time(job->words, job->store, &job->zone, "--from", &params->start.when);
    if (code < 0)
        code = cmd_options_time(job->words, job->store, &job->zone, "--to", &params->stop.when);
    if (code >= 0) return code;
    const char *step = cmd_options_value(job->words, "--step");
    if (step == NULL ||
        data_time_range_step(base_text_of(step), &params->step_us, &fault) != BASE_ERR_OK)
        return cmd_options_invalid(job->words, "--step", step != NULL ? step : "",
                                   DATA_TIME_RANGE_STEP_EXPECTED);
    if (params->stop.when.days < params->start.when.days)
        return cmd_options_invalid(job->words, "--to", value_or_now(job->words, "--to"),
                                   "an instant not before --from");
    params->start.text = base_text_of(value_or_now(job->words, "--from"));
    params->stop.text = base_text_of(value_or_now(job->words, "--to"));
    params->given |=
        ALMANAC_PARAMS_BIT(START) | ALMANAC_PARAMS_BIT(STOP) | ALMANAC_PARAMS_BIT(STEP);
    if (job->zone.name[0] != '\0') params->zone = &job->zone;
    return -1;
}

/* The names of the options that ask for a range. */
static void name_option(struct almanac_problem *problem)
{
    const bool is_last = base_text_equals(problem->parameter, BASE_TEXT("stop"));
    problem->parameter = is_last ? BASE_TEXT("to") : BASE_TEXT("from");
}

static void show_progress(const struct almanac_positions *p)
{
    if (isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO))
        fprintf(stderr, "\r%5.1f %% of %lld instants%s",
                100.0 * (double)p->index / (double)p->range.count, (long long)p->range.count,
                p->index == p->range.count ? "\n" : "");
}

/* Rows until the end, or until one cannot be computed: that one is explained. */
static int stream_rows(struct job *job)
{
    struct almanac_problem problem;
    struct almanac_positions *p = &job->positions;
    if (almanac_positions_open(job->store, &job->cache, &job->params, p, &problem) != BASE_ERR_OK) {
        if (problem.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE) name_option(&problem);
        return cmd_options_say(job->words, &problem);
    }
    for (;;) {
        struct sky_fault fault;
        enum base_err err = almanac_positions_append(p, cmd_options_params_format(job->format),
                                                     &job->out, CHUNK_BYTES, &fault);
        if (!cmd_options_flush(&job->out)) return CMD_EXIT_FAILURE; /* main says why */
        show_progress(p);
        if (err == BASE_ERR_END) return CMD_EXIT_OK;
        if (err != BASE_ERR_OK) return cmd_options_fault(job->words, job->store, err, &fault);
    }
}

static int write_range(struct job *job)
{
    int code = cmd_options_choose_format(job->words, &job->format);
    if (code < 0) code = cmd_options_params_of_place(job->words, job->store, &job->params);
    if (code < 0)
        code = cmd_options_bodies(job->words, job->store, job->words->positional[0], &job->params);
    if (code < 0) code = cmd_options_zone(job->words, &job->zone);
    if (code < 0) code = read_range(job);
    if (code >= 0) return code;
    base_buf_init(&job->out, ROOM_BYTES);
    code = stream_rows(job);
    base_buf_fini(&job->out);
    return code;
}

static int run(const struct cmd_options *words, const struct data_dataset *store)
{
    static struct job job;
    job.store = store;
    job.words = words;
    int code = write_range(&job);
    data_zone_close(&job.zone);
    return code;
}

int cmd_ephem(int count, char **argv)
{
    return cmd_options_run(&USAGE, count, argv, run);
}
