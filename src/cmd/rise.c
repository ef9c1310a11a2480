/* planettracker rise: rise, transit and set of bodies, day by day. */
#include "almanac/day_table.h"
#include "cmd/cmd.h"
#include "cmd/options.h"

#define PIECE_BYTES (1u << 16)

static const struct cmd_options_option OPTIONS[] = {
    CMD_OPTIONS_PLACE,
    {"--from", "TIME", "an instant of the first day; now unless given"},
    {"--days", "N", "how many days, 1..36525; 1 unless given"},
    CMD_OPTIONS_ZONE,
    {"--horizon", "DEG", "altitude of the skyline"},
    {"--eye-height", "M", "of the eye above the ground around it"},
    {"--definition", "NAME",
     "almanac (34' of air, the Sun at -50') or physical (true discs in the observer's air)"},
    CMD_OPTIONS_AIR,
    {"--json", NULL, "one document"},
    {"--ndjson", NULL, "one JSON object a line"},
    {"--csv", NULL, "RFC 4180"},
    CMD_OPTIONS_DATA,
};

static const struct cmd_options_usage USAGE = {
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

/* The skyline, the eye, the definition, the first day and how many: what has no parameter of its
 * own.
 */
static int read_query(const struct cmd_options *words, const struct data_dataset *store,
                      struct almanac_day_table_query *query)
{
    double days = 1.0;
    const char *definition = cmd_options_value(words, "--definition");
    int code = cmd_options_time(words, store, query->clock.zone, "--from", &query->from);
    if (code < 0) code = cmd_options_number(words, "--days", 1.0, ALMANAC_DAY_TABLE_MAX, &days);
    if (code < 0 && days != (int)days)
        return cmd_options_invalid(words, "--days", cmd_options_value(words, "--days"),
                                   "a whole number, 1..36525");
    query->count = (int)days;
    if (code < 0) code = cmd_options_skyline(words, &query->horizon_deg, &query->eye_height_m);
    if (code < 0 && definition != NULL &&
        almanac_day_table_definition(base_text_of(definition), &query->definition) != BASE_ERR_OK)
        return cmd_options_invalid(words, "--definition", definition,
                                   ALMANAC_DAY_TABLE_DEFINITION_EXPECTED);
    return code;
}

/* Writes the document as it is made, so that a century is no larger in memory than a day. */
static int print(const struct cmd_options *words, const struct almanac_day_table_query *query,
                 enum cmd_options_format format)
{
    static const enum almanac_params_format formats[] = {
        [CMD_OPTIONS_TABLE] = ALMANAC_PARAMS_TEXT,
        [CMD_OPTIONS_JSON] = ALMANAC_PARAMS_JSON,
        [CMD_OPTIONS_NDJSON] = ALMANAC_PARAMS_NDJSON,
        [CMD_OPTIONS_CSV] = ALMANAC_PARAMS_CSV,
    };
    struct base_buf out;
    struct almanac_day_table days;
    struct sky_fault fault = {0};
    enum base_err err = BASE_ERR_OK;
    bool is_taken = true;
    base_buf_init(&out, 2u * PIECE_BYTES);
    almanac_day_table_begin(&days, query);
    while (err == BASE_ERR_OK && is_taken) {
        err = almanac_day_table_write(&days, formats[format], &out, PIECE_BYTES, &fault);
        is_taken = cmd_options_flush(&out);
    }
    base_buf_fini(&out);
    if (!is_taken) return CMD_EXIT_FAILURE;
    return err == BASE_ERR_END ? CMD_EXIT_OK
                               : cmd_options_fault(words, query->clock.store, err, &fault);
}

static int write_days(const struct cmd_options *words, const struct data_dataset *store,
                      const struct data_zone *zone)
{
    enum cmd_options_format format;
    struct almanac_params params = {0};
    int code = cmd_options_choose_format(words, &format);
    if (code < 0) code = cmd_options_params_of_place(words, store, &params);
    if (code < 0) code = cmd_options_bodies(words, store, words->positional[0], &params);
    if (code >= 0) return code;
    struct almanac_day_table_query query = {
        .clock = {store, zone},
        .bodies = params.bodies,
        .place = almanac_report_parts_place_of(&params),
        .definition = SKY_RISE_ALMANAC,
        .air = almanac_params_air(&params),
    };
    code = read_query(words, store, &query);
    return code < 0 ? print(words, &query, format) : code;
}

static int run(const struct cmd_options *words, const struct data_dataset *store)
{
    struct data_zone zone;
    int code = cmd_options_zone(words, &zone);
    if (code >= 0) return code;
    code = write_days(words, store, &zone);
    data_zone_close(&zone);
    return code;
}

int cmd_rise(int count, char **argv)
{
    return cmd_options_run(&USAGE, count, argv, run);
}
