/* planettracker chart: the dome of the sky as an SVG picture, the very bytes of
 * /api/v1/chart.svg. */
#include "almanac/chart_svg.h"
#include "cmd/cmd.h"
#include "cmd/options.h"

#define OUTPUT_MAX_BYTES 65536u

static const struct cmd_options_option OPTIONS[] = {
    CMD_OPTIONS_PLACE,
    {"--at", "TIME", "the instant; now unless given"},
    CMD_OPTIONS_ZONE,
    {"--bodies", "LIST", ALMANAC_PARAMS_BODIES_EXPECTED},
    {"--body", "NAME", "the path of this one from noon to noon"},
    {"--theme", "NAME", "one of dark, light, red"},
    {"--view", "NAME", "up (east left) or map (east right)"},
    {"--up", "NAME", "which horizon is on top: north or south"},
    {"--stars", "WHICH",
     "1 for stars in daylight too, 0 for none; as the Sun lets them be seen unless given"},
    {"--lang", "TAG", ALMANAC_PARAMS_LANG_EXPECTED},
    CMD_OPTIONS_AIR,
    CMD_OPTIONS_DATA,
};

static const struct cmd_options_usage USAGE = {
    .command = "chart",
    .examples = "planettracker chart --lat 48.93 --lon 2.45 > sky.svg\n"
                "planettracker chart --lat -33.9 --lon 151.2 --up south --theme red > sky.svg\n",
    .about = "The dome of the sky as a picture (SVG): zenith in the middle, north on top, east on "
             "the left as one who looks up sees it. Bodies below the horizon are rings outside of "
             "the circle.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = 0,
};

static int draw(const struct cmd_options *words, const struct data_dataset *store,
                const struct almanac_chart_query *query)
{
    static struct almanac_positions_frame cache;
    static struct almanac_chart chart;
    struct sky_fault fault = {0};
    enum base_err err = almanac_chart_compute(store, &cache, query, &chart, &fault);
    if (err != BASE_ERR_OK) return cmd_options_fault(words, store, err, &fault);
    struct base_buf out;
    base_buf_init(&out, OUTPUT_MAX_BYTES);
    almanac_chart_svg_append(&out, &chart);
    bool is_written = cmd_options_flush(&out);
    base_buf_fini(&out);
    return is_written ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

static int run(const struct cmd_options *words, const struct data_dataset *store)
{
    struct almanac_params params = {0};
    int code = cmd_options_params_of_place(words, store, &params);
    if (code >= 0) return code;
    struct sky_observer observer =
        sky_horizon_observer(params.lat_deg, params.lon_deg, params.elevation_m);
    struct almanac_chart_query query =
        almanac_chart_query(store, &params, &observer, ALMANAC_I18N_EN);
    return draw(words, store, &query);
}

int cmd_chart(int count, char **argv)
{
    return cmd_options_run(&USAGE, count, argv, run);
}
