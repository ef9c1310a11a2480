/* Reads what is-up and wait have in common. */
#include "cmd/horizon_search.h"

#include "almanac/params.h"
#include "cmd/options.h"
#include "data/dataset.h"
#include "sky/body.h"
#include "sky/horizon.h"

int cmd_horizon_search_read(const struct cmd_options *options, const struct data_dataset *dataset,
                            struct cmd_request *request, struct cmd_horizon_search *search)
{
    int code = cmd_request_read_placed(options, dataset, request);
    if (code >= 0) return code;
    const struct almanac_params *params = &request->params;
    const struct sky_rise_choice choice = almanac_params_horizon(params);
    const enum sky_body body = cmd_options_word_body(options, 0);
    search->observer = sky_horizon_observer(params->lat_deg, params->lon_deg, params->elevation_m);
    search->rise = (struct sky_rise_search){
        .context = &dataset->sky,
        .body = body,
        .observer = &search->observer,
        .horizon = sky_rise_chosen(body, &choice),
    };
    return -1;
}
