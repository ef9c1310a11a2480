/* planettracker tonight: dusk and dawn, and what is to be seen between them, with reasons. */
#include "almanac/tonight.h"
#include "cmd/cmd.h"
#include "cmd/options.h"

#define OUTPUT_MAX_BYTES (1u << 16)

static const struct cmd_options_option OPTIONS[] = {
    CMD_OPTIONS_PLACE,
    {"--at", "TIME", "the night around this instant or after it; now unless given"},
    CMD_OPTIONS_ZONE,
    {"--bodies", "LIST", ALMANAC_PARAMS_BODIES_EXPECTED},
    {"--horizon", "DEG", "altitude of the skyline"},
    {"--eye-height", "M", "of the eye above the ground around it"},
    CMD_OPTIONS_AIR,
    {"--json", NULL, "one document, the night and its bodies"},
    {"--ndjson", NULL, "one JSON object a line for each body"},
    {"--csv", NULL, "the bodies, RFC 4180"},
    CMD_OPTIONS_DATA,
};

static const struct cmd_options_usage USAGE = {
    .command = "tonight",
    .examples = "planettracker tonight --lat 48.93 --lon 2.45 --tz Europe/Paris\n",
    .about =
        "Sunset, the twilights and sunrise; the Moon's phase; for each body its rise, transit and "
        "set between dusk and dawn, when it is seen best and how high, and whether it is to be "
        "seen, with the reason. JSON has its altitude every ten minutes from noon to noon.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = 0,
};

static int read_horizon(const struct cmd_options *words, struct almanac_params *params)
{
    int code = cmd_options_number(words, "--horizon", -90.0, 90.0, &params->horizon_deg);
    if (code < 0)
        code = cmd_options_number(words, "--eye-height", 0.0, 100000.0, &params->eye_height_m);
    if (cmd_options_is_set(words, "--horizon")) params->given |= ALMANAC_PARAMS_BIT(HORIZON);
    if (cmd_options_is_set(words, "--eye-height")) params->given |= ALMANAC_PARAMS_BIT(EYE_HEIGHT);
    return code;
}

static int write_night(const struct cmd_options *words, const struct data_dataset *store,
                       const struct data_zone *zone)
{
    static struct almanac_positions_frame cache;
    static struct almanac_tonight tonight;
    struct almanac_params params = {0};
    struct almanac_problem problem;
    enum cmd_options_format format;
    int code = cmd_options_choose_format(words, &format);
    if (code < 0) code = cmd_options_params_of_place(words, store, &params);
    if (code < 0) code = read_horizon(words, &params);
    if (code >= 0) return code;
    if (almanac_tonight_compute(store, &cache, &params, zone, &tonight, &problem) != BASE_ERR_OK)
        return cmd_options_say(words, &problem);
    static void (*const writers[])(struct base_buf *, const struct almanac_tonight *) = {
        [CMD_OPTIONS_TABLE] = almanac_tonight_append_text,
        [CMD_OPTIONS_JSON] = almanac_tonight_append_json,
        [CMD_OPTIONS_NDJSON] = almanac_tonight_append_ndjson,
        [CMD_OPTIONS_CSV] = almanac_tonight_append_csv,
    };
    struct base_buf out;
    base_buf_init(&out, OUTPUT_MAX_BYTES);
    writers[format](&out, &tonight);
    code = cmd_options_flush(&out) ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
    base_buf_fini(&out);
    return code;
}

static int run(const struct cmd_options *words, const struct data_dataset *store)
{
    struct data_zone zone;
    int code = cmd_options_zone(words, &zone);
    if (code >= 0) return code;
    code = write_night(words, store, &zone);
    data_zone_close(&zone);
    return code;
}

int cmd_tonight(int count, char **argv)
{
    return cmd_options_run(&USAGE, count, argv, run);
}
