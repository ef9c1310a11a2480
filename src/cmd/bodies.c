/* planettracker bodies: what one may ask for, and from when until when. */
#include "app/bodies.h"
#include "cmd/cmd.h"
#include "cmd/words.h"

static const struct cmd_words_option OPTIONS[] = {
    {"--json", NULL, "one document"},
    {"--ndjson", NULL, "one JSON object a line"},
    {"--csv", NULL, "RFC 4180"},
    CMD_WORDS_DATA,
};

static const struct cmd_words_usage USAGE = {
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

static int run(const struct cmd_words *words, const struct app_store *store)
{
    struct app_params params = {.bodies = (1u << SKY_BODY_COUNT) - 1u};
    enum cmd_words_format format;
    const bool is_one = words->positional_count > 0;
    int code = cmd_words_choose_format(words, &format);
    if (code < 0 && is_one) {
        params.bodies = 0;
        code = cmd_words_bodies(words, store, words->positional[0], &params);
    }
    if (code >= 0) return code;
    struct base_buf out;
    base_buf_init(&out, 65536);
    if (format == CMD_WORDS_JSON && __builtin_popcount(params.bodies) == 1)
        app_bodies_append_one(&out, store, (enum sky_body)__builtin_ctz(params.bodies));
    else
        app_bodies_append(&out, store, params.bodies, cmd_words_params_format(format));
    bool is_written = cmd_words_flush(&out);
    base_buf_fini(&out);
    return is_written ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

int cmd_bodies(int count, char **argv)
{
    return cmd_words_run(&USAGE, count, argv, run);
}
