/* planettracker now: one table, for people on a terminal, as plain columns in a pipe, as JSON or
 * CSV. */
#include "almanac/params.h"
#include "almanac/position_columns.h"
#include "almanac/positions.h"
#include "almanac/problem.h"
#include "base/buf.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/data_open.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "cmd/table.h"
#include "data/dataset.h"
#include "data/time_text.h"
#include "data/zone.h"
#include "format/document.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/sky.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define OUTPUT_MAX_BYTES 65536u

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
    assert(p->count > 0);
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

static void append_people(struct base_buf *out, const struct data_dataset *dataset,
                          const struct data_zone *zone, const struct almanac_positions *p,
                          bool has_colour)
{
    append_sentence(out, p);
    data_time_text_append_local(out, dataset, zone, p->when);
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
                               format_document_turn(seen->az_deg, 2),
                               almanac_position_columns_direction(seen->az_deg), seen->alt_deg,
                               format_document_turn(seen->ra_deg, 4), seen->dec_deg,
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
            sky_body_info(p->rows[i].body)->name.at, format_document_turn(seen->az_deg, 4),
            seen->alt_deg, almanac_position_columns_direction(seen->az_deg),
            format_document_turn(seen->ra_deg, 4), seen->dec_deg, seen->distance_au);
    }
}

static int print(const struct data_dataset *dataset, const struct data_zone *zone,
                 struct almanac_positions *positions, enum almanac_params_format format)
{
    assert(!positions->is_range);
    struct base_buf out;
    base_buf_init(&out, OUTPUT_MAX_BYTES);
    const char *no_colour = getenv("NO_COLOR");
    struct sky_fault fault;
    if (format != ALMANAC_PARAMS_TEXT) /* one instant: the end is reached at once */
        (void)!almanac_positions_append(positions, format, &out, SIZE_MAX, &fault);
    else if (isatty(STDOUT_FILENO))
        append_people(&out, dataset, zone, positions, no_colour == NULL || *no_colour == '\0');
    else
        append_plain(&out, positions);
    const bool is_whole = !out.has_overflowed;
    if (is_whole) fwrite(out.bytes, 1, out.used, stdout); /* main looks whether it arrived */
    base_buf_fini(&out);
    if (!is_whole) fputs("planettracker now: out of memory\n", stderr);
    return is_whole ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

static int run(const struct cmd_options *options, const struct data_dataset *dataset,
               struct cmd_request *request)
{
    static struct almanac_positions_frame frame;
    static struct almanac_positions positions;
    struct almanac_problem problem;
    enum almanac_params_format format;
    int code = cmd_options_format(options, &format);
    if (code < 0) code = cmd_request_read_placed(options, dataset, request);
    if (code >= 0) return code;
    cmd_request_default_bodies(request, dataset);
    if (request->zone->name[0] != '\0') request->params.zone = request->zone;
    if (almanac_positions_open(dataset, &frame, &request->params, &positions, &problem) !=
        BASE_ERR_OK)
        return cmd_options_problem(options, &problem);
    if (cmd_options_is_set(options, CMD_TABLE_STRICT) &&
        cmd_data_open_strict(options, dataset, positions.when) != CMD_EXIT_OK)
        return CMD_EXIT_DATA;
    return print(dataset, request->zone, &positions, format);
}

int cmd_now(const struct cmd_options *options)
{
    return cmd_request_run(options, run);
}
