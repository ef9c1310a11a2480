/* planettracker explain: every correction of one position, in order, each in arcseconds. */
#include "sky/explain.h"
#include "almanac/positions.h"
#include "cmd/cmd.h"
#include "cmd/options.h"
#include "data/time_text.h"

#include <stdio.h>

static const struct cmd_options_option OPTIONS[] = {
    CMD_OPTIONS_PLACE,
    {"--at", "TIME", DATA_TIME_TEXT_EXPECTED},
    CMD_OPTIONS_ZONE,
    CMD_OPTIONS_AIR,
    {"--json", NULL, "one document"},
    {"--ndjson", NULL, "one JSON object a line"},
    {"--csv", NULL, "RFC 4180"},
    CMD_OPTIONS_DATA,
};

static const struct cmd_options_usage USAGE = {
    .command = "explain",
    .examples = "planettracker explain mars --lat 48.93 --lon 2.45\n",
    .about = "Every correction of one position in order: where the body stands with it and all "
             "before it, and what it alone moved, in arcseconds. The movements add up to the "
             "difference of the last line and the first.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = 1,
};

static void print_steps(const struct sky_explain_step steps[SKY_EXPLAIN_COUNT])
{
    double az_arcsec = 0.0, alt_arcsec = 0.0;
    puts("cause                                       az_deg        alt_deg   d_az_arcsec  "
         "d_alt_arcsec");
    for (int i = 0; i < SKY_EXPLAIN_COUNT; i++) {
        printf("%-34s %15.8f %14.8f %13.4f %13.4f\n", steps[i].cause,
               almanac_position_columns_turn(steps[i].az_deg, 8), steps[i].alt_deg,
               steps[i].d_az_arcsec, steps[i].d_alt_arcsec);
        az_arcsec += steps[i].d_az_arcsec;
        alt_arcsec += steps[i].d_alt_arcsec;
    }
    printf("%-34s %15s %14s %13.4f %13.4f\n", "sum", "", "", az_arcsec, alt_arcsec);
}

static void print_csv(const struct sky_explain_step steps[SKY_EXPLAIN_COUNT])
{
    puts("cause,az_deg,alt_deg,d_az_arcsec,d_alt_arcsec\r");
    for (int i = 0; i < SKY_EXPLAIN_COUNT; i++)
        printf("\"%s\",%.8f,%.8f,%.6f,%.6f\r\n", steps[i].cause,
               almanac_position_columns_turn(steps[i].az_deg, 8), steps[i].alt_deg,
               steps[i].d_az_arcsec, steps[i].d_alt_arcsec);
}

/* The steps as objects with something between them. */
static void print_json(const struct sky_explain_step steps[SKY_EXPLAIN_COUNT], const char *between)
{
    for (int i = 0; i < SKY_EXPLAIN_COUNT; i++)
        printf("%s{\"cause\": \"%s\", \"az_deg\": %.8f, \"alt_deg\": %.8f, \"d_az_arcsec\": %.6f, "
               "\"d_alt_arcsec\": %.6f}",
               i == 0 ? "" : between, steps[i].cause,
               almanac_position_columns_turn(steps[i].az_deg, 8), steps[i].alt_deg,
               steps[i].d_az_arcsec, steps[i].d_alt_arcsec);
}

static void print_as(const struct sky_explain_step steps[SKY_EXPLAIN_COUNT],
                     enum cmd_options_format format)
{
    switch (format) {
    case CMD_OPTIONS_TABLE:
        print_steps(steps);
        break;
    case CMD_OPTIONS_CSV:
        print_csv(steps);
        break;
    case CMD_OPTIONS_VOTABLE: /* not among its options */
        break;
    case CMD_OPTIONS_JSON:
        puts("{\"steps\": [");
        print_json(steps, ",\n");
        puts("\n]}");
        break;
    case CMD_OPTIONS_NDJSON:
        print_json(steps, "\n");
        putchar('\n');
        break;
    }
}

static int explain(const struct cmd_options *words, const struct data_dataset *store)
{
    static struct almanac_positions_frame cache;
    struct almanac_params params = {0};
    enum cmd_options_format format;
    if (words->positional_count == 0)
        return cmd_options_invalid(words, "BODY", "", "a name such as mars");
    int code = cmd_options_choose_format(words, &format);
    if (code < 0) code = cmd_options_params_of_place(words, store, &params);
    if (code >= 0) return code;
    enum sky_body body = almanac_params_body(base_text_of(words->positional[0]));
    if (body == SKY_BODY_COUNT)
        return cmd_options_invalid(words, "BODY", words->positional[0], "a name such as mars");
    struct sky_tt when = almanac_params_has(&params, ALMANAC_PARAMS_TIME)
                             ? params.time.when
                             : data_time_text_now(store, 1);
    const struct sky_frame *frame;
    struct sky_fault fault;
    if (almanac_positions_frame(store, &cache, when, 1u << body, &frame, &fault) != BASE_ERR_OK) {
        struct almanac_problem problem =
            almanac_params_out_of_range(store, &fault, params.time.text);
        return cmd_options_say(words, &problem);
    }
    struct sky_observer observer =
        sky_horizon_observer(params.lat_deg, params.lon_deg, params.elevation_m);
    struct sky_viewpoint view = sky_apparent_viewpoint(frame, &observer, SKY_APPARENT_TRUE_POLE);
    struct sky_air air = almanac_params_air(&params);
    double ut1_utc_s = sky_civil_ut1_utc_s(&store->sky.leaps, &store->sky.orient, when);
    struct sky_explain_step steps[SKY_EXPLAIN_COUNT];
    sky_explain_steps(&view, body, &air, ut1_utc_s, steps);
    print_as(steps, format);
    return CMD_EXIT_OK;
}

int cmd_explain(int count, char **argv)
{
    return cmd_options_run(&USAGE, count, argv, explain);
}
