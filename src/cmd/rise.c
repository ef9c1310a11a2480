/* planettracker rise: rise, transit and set of bodies, day by day. */
#include "sky/rise.h"
#include "almanac/day_table.h"
#include "almanac/observer_columns.h"
#include "almanac/params.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "cmd/table.h"
#include "data/dataset.h"
#include "sky/ephem.h"

#include <stdbool.h>
#include <stddef.h>

#define PIECE_BYTES (1u << 16)

/* Writes the document as it is made, so that a century is no larger in memory than a day. */
static int print(const struct cmd_options *options, const struct almanac_day_table_query *query,
                 enum almanac_params_format format)
{
    struct base_buf out;
    struct almanac_day_table days;
    struct sky_fault fault = {0};
    enum base_err err = BASE_ERR_OK;
    bool is_taken = true;
    base_buf_init(&out, 2u * PIECE_BYTES);
    almanac_day_table_begin(&days, query, format);
    while (err == BASE_ERR_OK && is_taken) {
        err = almanac_day_table_write(&days, &out, PIECE_BYTES, &fault);
        is_taken = cmd_request_flush(&out);
    }
    base_buf_fini(&out);
    if (!is_taken) return CMD_EXIT_FAILURE;
    return err == BASE_ERR_END ? CMD_EXIT_OK
                               : cmd_request_fault(options, query->clock.dataset, err, &fault);
}

static int write_days(const struct cmd_options *options, const struct data_dataset *dataset,
                      struct cmd_request *request)
{
    enum almanac_params_format format;
    int code = cmd_options_format(options, &format);
    if (code < 0) code = cmd_request_read_placed(options, dataset, request);
    if (code >= 0) return code;
    cmd_request_default_bodies(request, dataset);
    struct almanac_day_table_query query = {
        .clock = {.dataset = dataset, .zone = request->zone},
        .bodies = request->params.bodies,
        .from = cmd_request_instant(request, dataset, ALMANAC_PARAMS_START),
        .count = (int)cmd_options_number(options, CMD_TABLE_DAYS, 1.0),
        .place = almanac_observer_columns_place_of(&request->params),
        .definition = (enum sky_rise_definition)request->params.definition,
        .air = almanac_params_air(&request->params),
        .horizon_deg = request->params.horizon_deg,
        .eye_height_m = request->params.eye_height_m,
    };
    return print(options, &query, format);
}

int cmd_rise(const struct cmd_options *options)
{
    return cmd_request_run(options, write_days);
}
