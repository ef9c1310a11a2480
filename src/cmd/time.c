/* planettracker time: one instant in every scale. */
#include "app/scales.h"
#include "cmd/cmd.h"
#include "cmd/words.h"

static const struct cmd_words_option OPTIONS[] = {
    {"--at", "TIME", APP_TIME_EXPECTED "; now unless given"},
    {"--lon", "DEG", "for local sidereal time: " APP_PARAMS_LON_EXPECTED},
    CMD_WORDS_ZONE,
    {"--json", NULL, "one document"},
    {"--ndjson", NULL, "the same"},
    {"--csv", NULL, "RFC 4180"},
    CMD_WORDS_DATA,
};

static const struct cmd_words_usage USAGE = {
    .command = "time",
    .examples = "planettracker time --lon 2.45\n"
                "planettracker time --at 2026-10-30T21:00Z --lon 2.45 --tz Europe/Paris\n",
    .about = "An instant in UTC, UT1, TAI, TT and TDB, with what lies between them, Julian dates, "
             "sidereal time, the equation of time and the GPS week.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = 0,
};

static int print(const struct app_scales *scales, enum cmd_words_format format)
{
    struct base_buf out;
    base_buf_init(&out, 65536);
    if (format == CMD_WORDS_TABLE)
        app_scales_append_text(&out, scales);
    else if (format == CMD_WORDS_CSV)
        app_scales_append_csv(&out, scales);
    else
        app_scales_append_json(&out, scales);
    bool is_written = cmd_words_flush(&out);
    base_buf_fini(&out);
    return is_written ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

static int run(const struct cmd_words *words, const struct app_store *store)
{
    struct app_params params = {0};
    struct app_zone zone = {0};
    enum cmd_words_format format;
    int code = cmd_words_choose_format(words, &format);
    if (code < 0) code = cmd_words_params(words, store, &params);
    if (code < 0) code = cmd_words_zone(words, &zone);
    if (code >= 0) return code;
    const struct app_parts_clock clock = {store, &zone};
    struct app_scales scales;
    struct sky_fault fault;
    struct sky_tt when =
        app_params_has(&params, APP_PARAMS_TIME) ? params.time.when : app_time_now(store, 1000);
    enum base_err err = app_scales_compute(
        &clock, when, app_params_has(&params, APP_PARAMS_LON) ? &params.lon_deg : NULL, &scales,
        &fault);
    code = err == BASE_ERR_OK ? print(&scales, format) : cmd_words_fault(words, store, err, &fault);
    app_zone_close(&zone);
    return code;
}

int cmd_time(int count, char **argv)
{
    return cmd_words_run(&USAGE, count, argv, run);
}
