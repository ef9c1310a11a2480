#include "server/handle_chart.h"

#include "almanac/chart_svg.h"

void server_handle_chart_answer(struct server_dispatch *api, struct almanac_request *ask,
                                struct net_http_reply *reply)
{
    const struct almanac_params *params = &ask->params;
    struct sky_observer observer =
        sky_horizon_observer(params->lat_deg, params->lon_deg, params->elevation_m);
    struct almanac_chart_query query =
        almanac_chart_query(api->store, params, &observer, ALMANAC_I18N_EN);
    struct almanac_chart chart;
    struct sky_fault fault;
    if (almanac_chart_compute(api->store, &api->frame, &query, &chart, &fault) != BASE_ERR_OK) {
        struct almanac_problem problem =
            almanac_params_out_of_range(api->store, &fault, params->time.text);
        almanac_request_add(ask, &problem);
        return;
    }
    server_dispatch_head(reply, ask, "sky");
    almanac_chart_svg_append(&reply->body, &chart);
}
