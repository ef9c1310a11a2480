/* planettracker time: one instant in every scale. */
#include "almanac/time_report.h"
#include "cmd/cmd.h"
#include "cmd/options.h"

static const struct cmd_options_option OPTIONS[] = {
    {"--at", "TIME", DATA_TIME_TEXT_EXPECTED "; now unless given"},
    {"--lon", "DEG", "for local sidereal time: " ALMANAC_PARAMS_LON_EXPECTED},
    CMD_OPTIONS_ZONE,
    {"--json", NULL, "one document"},
    {"--ndjson", NULL, "the same"},
    {"--csv", NULL, "RFC 4180"},
    CMD_OPTIONS_DATA,
};

static const struct cmd_options_usage USAGE = {
    .command = "time",
    .examples = "planettracker time --lon 2.45\n"
                "planettracker time --at 2026-10-30T21:00Z --lon 2.45 --tz Europe/Paris\n",
    .about = "An instant in UTC, UT1, TAI, TT and TDB, with what lies between them, Julian dates, "
             "sidereal time, the equation of time and the GPS week.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = 0,
};

static int print(const struct almanac_time_report *scales, enum cmd_options_format format)
{
    struct base_buf out;
    base_buf_init(&out, 65536);
    if (format == CMD_OPTIONS_TABLE)
        almanac_time_report_append_text(&out, scales);
    else if (format == CMD_OPTIONS_CSV)
        almanac_time_report_append_csv(&out, scales);
    else
        almanac_time_report_append_json(&out, scales);
    bool is_written = cmd_options_flush(&out);
    base_buf_fini(&out);
    return is_written ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

static int run(const struct cmd_options *words, const struct data_dataset *store)
{
    struct almanac_params params = {0};
    struct data_zone zone = {0};
    enum cmd_options_format format;
    int code = cmd_options_choose_format(words, &format);
    if (code < 0) code = cmd_options_params(words, store, &params);
    if (code < 0) code = cmd_options_zone(words, &zone);
    if (code >= 0) return code;
    const struct almanac_report_parts_clock clock = {store, &zone};
    struct almanac_time_report scales;
    struct sky_fault fault;
    struct sky_tt when = almanac_params_has(&params, ALMANAC_PARAMS_TIME)
                             ? params.time.when
                             : data_time_text_now(store, 1000);
    enum base_err err = almanac_time_report_compute(
        &clock, when, almanac_params_has(&params, ALMANAC_PARAMS_LON) ? &params.lon_deg : NULL,
        &scales, &fault);
    code =
        err == BASE_ERR_OK ? print(&scales, format) : cmd_options_fault(words, store, err, &fault);
    data_zone_close(&zone);
    return code;
}

int cmd_time(int count, char **argv)
{
    return cmd_options_run(&USAGE, count, argv, run);
}
