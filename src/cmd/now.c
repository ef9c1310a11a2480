/* planettracker now: one table, for people on a terminal, as plain columns in a pipe, as JSON or
 * CSV. */
#include "almanac/positions.h"
#include "cmd/cmd.h"
#include "cmd/options.h"
#include "data/time_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define OUTPUT_MAX_BYTES 65536u

static const struct cmd_options_option OPTIONS[] = {
    CMD_OPTIONS_PLACE,
    {"--at", "TIME", DATA_TIME_TEXT_EXPECTED},
    CMD_OPTIONS_ZONE,
    {"--bodies", "LIST", ALMANAC_PARAMS_BODIES_EXPECTED},
    CMD_OPTIONS_AIR,
    {"--json", NULL, "the answer of the API, every digit"},
    {"--ndjson", NULL, "its rows, one JSON object a line"},
    {"--csv", NULL, "the same rows, RFC 4180"},
    {"--votable", NULL, "the same rows as a VOTable 1.4, for TOPCAT, Aladin, astropy"},
    {"--strict", NULL, "no answer when UT1 or leap seconds are out of date for it"},
    CMD_OPTIONS_DATA,
};

static const struct cmd_options_usage USAGE = {
    .command = "now",
    .examples =
        "planettracker now --place Paris\n"
        "planettracker now --lat 48.93 --lon 2.45\n"
        "planettracker now --lat -39:45:14 --lon 145:03:04 --at 2018-10-31T03:22:47Z --json\n",
    .about = "Where the Sun, the Moon, the planets and Pluto are: azimuth from north through east, "
             "altitude as lifted "
             "by the air. Plain columns when the output is no terminal. Exit codes: 0 fine, 1 "
             "failure, 2 usage, 3 data "
             "unreadable or stale with --strict, 4 outside the ephemeris.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = 0,
};

static void append_capital(struct base_buf *out, enum sky_body body)
{
    struct base_text name = sky_body_info(body)->name;
    char first = (char)(name.at[0] - ('a' - 'A'));
    base_buf_append(out, &first, 1);
    base_buf_append(out, name.at + 1, name.length - 1);
}

/* "4 of 10 are up. Jupiter is highest, 34 deg in the ESE." */
static void append_sentence(struct base_buf *out, const struct almanac_positions *p)
{
    int up = 0;
    const struct almanac_position_columns_row *highest = &p->rows[0];
    for (int i = 0; i < p->count; i++) {
        up += p->rows[i].seen.alt_deg > 0.0;
        if (p->rows[i].seen.alt_deg > highest->seen.alt_deg) highest = &p->rows[i];
    }
    if (up == 0) {
        base_buf_append_string(out, "None of them is up.\n");
        return;
    }
    base_buf_append_format(out, "%d of %d %s up. ", up, p->count, up == 1 ? "is" : "are");
    if (highest->body == SKY_BODY_SUN || highest->body == SKY_BODY_MOON)
        base_buf_append_string(out, "The ");
    append_capital(out, highest->body);
    base_buf_append_format(out, " is highest, %.0f° in the %s.\n", highest->seen.alt_deg,
                           almanac_position_columns_direction(highest->seen.az_deg));
}

static void append_people(struct base_buf *out, const struct data_dataset *store,
                          const struct data_zone *zone, const struct almanac_positions *p,
                          bool has_colour)
{
    append_sentence(out, p);
    data_time_text_append_local(out, store, zone, p->when);
    base_buf_append_format(out, "  latitude %.4f, longitude %.4f, %.0f m\n\n", p->request.lat_deg,
                           p->request.lon_deg, p->request.elevation_m);
    base_buf_append_string(
        out, "Body       Azimuth       Altitude  RA of date  Dec of date   Distance\n");
    for (int i = 0; i < p->count; i++) {
        const struct sky_observation *seen = &p->rows[i].seen;
        bool is_dim = has_colour && seen->alt_deg <= 0.0;
        if (is_dim) base_buf_append_string(out, "\033[2m");
        size_t first = out->used;
        append_capital(out, p->rows[i].body);
        while (out->used - first < 9 && !out->has_overflowed) base_buf_append(out, " ", 1);
        base_buf_append_format(out, " %7.2f° %-4s %7.2f°  %9.4f°   %+9.4f°  %8.4f au%s\n",
                               almanac_position_columns_turn(seen->az_deg, 2),
                               almanac_position_columns_direction(seen->az_deg), seen->alt_deg,
                               almanac_position_columns_turn(seen->ra_deg, 4), seen->dec_deg,
                               seen->distance_au, is_dim ? "\033[0m" : "");
    }
}

/* One header line, one line a body, blanks between: for awk and sort. */
static void append_plain(struct base_buf *out, const struct almanac_positions *p)
{
    base_buf_append_string(out,
                           "body         az_deg   alt_deg dir      ra_deg   dec_deg distance_au\n");
    for (int i = 0; i < p->count; i++) {
        const struct sky_observation *seen = &p->rows[i].seen;
        base_buf_append_format(
            out, "%-9s %9.4f %9.4f %-3s %11.4f %9.4f %11.6f\n",
            sky_body_info(p->rows[i].body)->name.at, almanac_position_columns_turn(seen->az_deg, 4),
            seen->alt_deg, almanac_position_columns_direction(seen->az_deg),
            almanac_position_columns_turn(seen->ra_deg, 4), seen->dec_deg, seen->distance_au);
    }
}

static int print(const struct data_dataset *store, const struct data_zone *zone,
                 struct almanac_positions *positions, enum cmd_options_format format)
{
    struct base_buf out;
    base_buf_init(&out, OUTPUT_MAX_BYTES);
    const char *no_colour = getenv("NO_COLOR");
    struct sky_fault fault;
    if (format != CMD_OPTIONS_TABLE) /* one instant: the end is reached at once */
        (void)!almanac_positions_append(positions, cmd_options_params_format(format), &out,
                                        SIZE_MAX, &fault);
    else if (isatty(STDOUT_FILENO))
        append_people(&out, store, zone, positions, no_colour == NULL || *no_colour == '\0');
    else
        append_plain(&out, positions);
    const bool is_whole = !out.has_overflowed;
    if (is_whole) fwrite(out.bytes, 1, out.used, stdout); /* main looks whether it arrived */
    base_buf_fini(&out);
    if (!is_whole) fputs("planettracker now: out of memory\n", stderr);
    return is_whole ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

static int run(const struct cmd_options *words, const struct data_dataset *store)
{
    static struct almanac_positions_frame frame;
    static struct almanac_positions positions;
    struct almanac_params params = {0};
    struct almanac_problem problem;
    enum cmd_options_format format;
    int code = cmd_options_choose_format(words, &format);
    if (code < 0) code = cmd_options_params_of_place(words, store, &params);
    if (code < 0 && !almanac_params_has(&params, ALMANAC_PARAMS_BODIES))
        code = cmd_options_bodies(words, store, NULL, &params);
    if (code >= 0) return code;
    struct data_zone zone;
    code = cmd_options_zone(words, &zone);
    if (code >= 0) return code;
    if (zone.name[0] != '\0') params.zone = &zone;
    if (almanac_positions_open(store, &frame, &params, &positions, &problem) != BASE_ERR_OK)
        code = cmd_options_say(words, &problem);
    else if (cmd_options_is_set(words, "--strict") &&
             cmd_store_strict("now", store, positions.when) != CMD_EXIT_OK)
        code = CMD_EXIT_DATA;
    else
        code = print(store, &zone, &positions, format);
    data_zone_close(&zone);
    return code;
}

int cmd_now(int count, char **argv)
{
    return cmd_options_run(&USAGE, count, argv, run);
}
