/* planettracker is-up: whether a body is above the horizon, for scripts. */
#include "base/err.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/horizon_search.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "data/dataset.h"
#include "sky/ephem.h"
#include "sky/rise.h"
#include "sky/time.h"

static int is_up(const struct cmd_options *options, const struct data_dataset *dataset,
                 struct cmd_request *request)
{
    struct cmd_horizon_search search;
    struct sky_rise_event event;
    struct sky_fault fault = {0};
    int code = cmd_horizon_search_read(options, dataset, request, &search);
    if (code >= 0) return code;
    const struct sky_tt when = cmd_request_instant(request, dataset, ALMANAC_PARAMS_TIME);
    enum base_err err = sky_rise_at(&search.rise, when, &event, &fault);
    if (err != BASE_ERR_OK) return cmd_request_fault(options, dataset, err, &fault);
    return event.margin_deg >= 0.0 ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

int cmd_is_up(const struct cmd_options *options)
{
    return cmd_request_run(options, is_up);
}
