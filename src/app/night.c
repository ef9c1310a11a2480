/* From a request to the documents of app/sky_now and app/tonight. */
#include "app/night.h"

void app_night_answer_sky(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    struct app_problem problem;
    if (app_sky_now_compute(api->store, &api->frame, &ask->params, ask->params.zone, &api->sky,
                            &problem) != BASE_ERR_OK) {
        app_ask_add(ask, &problem);
        return;
    }
    app_api_head(reply, ask, "sky");
    if (ask->format == APP_PARAMS_NDJSON)
        app_sky_now_append_ndjson(&reply->body, &api->sky);
    else if (ask->format == APP_PARAMS_CSV)
        app_sky_now_append_csv(&reply->body, &api->sky);
    else if (ask->format == APP_PARAMS_TEXT)
        app_sky_now_append_text(&reply->body, &api->sky);
    else
        app_sky_now_append_json(&reply->body, &api->sky);
}

void app_night_answer_tonight(struct app_api *api, struct app_ask *ask,
                              struct net_http_reply *reply)
{
    struct app_problem problem;
    if (app_tonight_compute(api->store, &api->frame, &ask->params, ask->params.zone, &api->tonight,
                            &problem) != BASE_ERR_OK) {
        app_ask_add(ask, &problem);
        return;
    }
    app_api_head(reply, ask, "tonight");
    if (ask->format == APP_PARAMS_NDJSON)
        app_tonight_append_ndjson(&reply->body, &api->tonight);
    else if (ask->format == APP_PARAMS_CSV)
        app_tonight_append_csv(&reply->body, &api->tonight);
    else if (ask->format == APP_PARAMS_TEXT)
        app_tonight_append_text(&reply->body, &api->tonight);
    else
        app_tonight_append_json(&reply->body, &api->tonight);
}
