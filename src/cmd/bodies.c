/* planettracker bodies: what one may ask for, and from when until when. */
#include "almanac/bodies.h"
#include "cmd/cmd.h"
#include "cmd/options.h"

static const struct cmd_options_option OPTIONS[] = {
    {"--json", NULL, "one document"},
    {"--ndjson", NULL, "one JSON object a line"},
    {"--csv", NULL, "RFC 4180"},
    CMD_OPTIONS_DATA,
};

static const struct cmd_options_usage USAGE = {
    .command = "bodies",
    .examples = "planettracker bodies saturn --json\n"
                "planettracker bodies\n",
    .about = "Bodies with their NAIF ids, radii, the time that the ephemeris covers and how far "
             "directions may be off; as JSON and CSV also symbols, names in five languages and "
             "the model of their magnitude.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = 1,
};

static int run(const struct cmd_options *words, const struct data_dataset *store)
{
    struct almanac_params params = {.bodies = (1u << SKY_BODY_COUNT) - 1u};
    enum cmd_options_format format;
    const bool is_one = words->positional_count > 0;
    int code = cmd_options_choose_format(words, &format);
    if (code < 0 && is_one) {
        params.bodies = 0;
        code = cmd_options_bodies(words, store, words->positional[0], &params);
    }
    if (code >= 0) return code;
    struct base_buf out;
    base_buf_init(&out, 65536);
    if (format == CMD_OPTIONS_JSON && __builtin_popcount(params.bodies) == 1)
        almanac_bodies_append_one(&out, store, (enum sky_body)__builtin_ctz(params.bodies));
    else
        almanac_bodies_append(&out, store, params.bodies, cmd_options_params_format(format));
    bool is_written = cmd_options_flush(&out);
    base_buf_fini(&out);
    return is_written ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

int cmd_bodies(int count, char **argv)
{
    return cmd_options_run(&USAGE, count, argv, run);
}
