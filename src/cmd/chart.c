/* planettracker chart: the dome of the sky as an SVG picture, the very bytes of
 * /api/v1/chart.svg. */
#include "almanac/chart.h"
#include "almanac/chart_svg.h"
#include "almanac/params.h"
#include "almanac/positions.h"
#include "base/buf.h"
#include "base/err.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "data/dataset.h"
#include "sky/ephem.h"
#include "sky/horizon.h"

#include <stdbool.h>

#define OUTPUT_MAX_BYTES 65536u

static int draw(const struct cmd_options *options, const struct data_dataset *dataset,
                const struct almanac_chart_query *query)
{
    static struct almanac_positions_frame cache;
    static struct almanac_chart chart;
    struct sky_fault fault = {0};
    enum base_err err = almanac_chart_compute(dataset, &cache, query, &chart, &fault);
    if (err != BASE_ERR_OK) return cmd_request_fault(options, dataset, err, &fault);
    struct base_buf out;
    base_buf_init(&out, OUTPUT_MAX_BYTES);
    almanac_chart_svg_append(&out, &chart);
    bool is_written = cmd_request_flush(&out);
    base_buf_fini(&out);
    return is_written ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

static int run(const struct cmd_options *options, const struct data_dataset *dataset,
               struct cmd_request *request)
{
    const int code = cmd_request_read_placed(options, dataset, request);
    if (code >= 0) return code;
    const struct almanac_params *params = &request->params;
    const struct sky_observer observer =
        sky_horizon_observer(params->lat_deg, params->lon_deg, params->elevation_m);
    const struct almanac_chart_query query =
        almanac_chart_query(dataset, params, &observer, ALMANAC_I18N_EN);
    return draw(options, dataset, &query);
}

int cmd_chart(const struct cmd_options *options)
{
    return cmd_request_run(options, run);
}
