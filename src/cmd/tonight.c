/* planettracker tonight: dusk and dawn, and what can be seen between them, with reasons. */
#include "almanac/tonight.h"
#include "almanac/params.h"
#include "almanac/positions.h"
#include "almanac/problem.h"
#include "base/buf.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "data/dataset.h"

#define OUTPUT_MAX_BYTES (1u << 16)

static int write_night(const struct cmd_options *options, const struct data_dataset *dataset,
                       struct cmd_request *request)
{
    static struct almanac_positions_frame cache;
    static struct almanac_tonight tonight;
    struct almanac_problem problem;
    enum almanac_params_format format;
    int code = cmd_options_format(options, &format);
    if (code < 0) code = cmd_request_read_placed(options, dataset, request);
    if (code >= 0) return code;
    request->params.zone = request->zone;
    if (almanac_tonight_compute(dataset, &cache, &request->params, &tonight, &problem) !=
        BASE_ERR_OK)
        return cmd_options_problem(options, &problem);
    struct base_buf out;
    base_buf_init(&out, OUTPUT_MAX_BYTES);
    almanac_tonight_append(&out, &tonight, format);
    code = cmd_request_flush(&out) ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
    base_buf_fini(&out);
    return code;
}

int cmd_tonight(const struct cmd_options *options)
{
    return cmd_request_run(options, write_night);
}
