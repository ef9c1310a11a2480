/* planettracker time: one instant in every scale. */
#include "sky/time.h"
#include "almanac/params.h"
#include "almanac/time_columns.h"
#include "almanac/time_report.h"
#include "base/buf.h"
#include "base/err.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "data/dataset.h"
#include "data/time_text.h"
#include "sky/ephem.h"

#include <stdbool.h>
#include <stddef.h>

static int print(const struct almanac_time_report *scales, enum almanac_params_format format)
{
    struct base_buf out;
    base_buf_init(&out, 65536);
    almanac_time_report_append(&out, scales, format);
    bool is_written = cmd_request_flush(&out);
    base_buf_fini(&out);
    return is_written ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

static int write_scales(const struct cmd_options *options, const struct data_dataset *dataset,
                        struct cmd_request *request)
{
    enum almanac_params_format format;
    int code = cmd_options_format(options, &format);
    if (code < 0) code = cmd_request_read(options, dataset, request);
    if (code >= 0) return code;
    const struct almanac_params *params = &request->params;
    const struct almanac_time_columns_clock clock = {.dataset = dataset, .zone = request->zone};
    struct almanac_time_report scales;
    struct sky_fault fault;
    struct sky_tt when = almanac_params_has(params, ALMANAC_PARAMS_TIME)
                             ? params->time.when
                             : data_time_text_now(dataset, 1000);
    enum base_err err = almanac_time_report_compute(
        &clock, when, almanac_params_has(params, ALMANAC_PARAMS_LON) ? &params->lon_deg : NULL,
        &scales, &fault);
    return err == BASE_ERR_OK ? print(&scales, format)
                              : cmd_request_fault(options, dataset, err, &fault);
}

int cmd_time(const struct cmd_options *options)
{
    return cmd_request_run(options, write_scales);
}
