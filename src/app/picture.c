#include "app/picture.h"

#include "app/chart_svg.h"

void app_picture_answer(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    const struct app_params *params = &ask->params;
    struct sky_observer observer =
        sky_horizon_observer(params->lat_deg, params->lon_deg, params->elevation_m);
    struct app_chart_query query = app_chart_query(api->store, params, &observer, APP_TEXTS_EN);
    struct app_chart chart;
    struct sky_fault fault;
    if (app_chart_compute(api->store, &api->frame, &query, &chart, &fault) != BASE_ERR_OK) {
        struct app_problem problem = app_params_out_of_range(api->store, &fault, params->time.text);
        app_ask_add(ask, &problem);
        return;
    }
    app_api_head(reply, ask, "sky");
    app_chart_svg_append(&reply->body, &chart);
}
