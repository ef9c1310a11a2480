/* From a request to the documents of almanac/sky_now and almanac/tonight. */
#include "server/handle_sky.h"

void server_handle_sky_answer_sky(struct server_dispatch *api, struct almanac_request *ask,
                                  struct net_http_reply *reply)
{
    struct almanac_problem problem;
    if (almanac_sky_now_compute(api->store, &api->frame, &ask->params, ask->params.zone, &api->sky,
                                &problem) != BASE_ERR_OK) {
        almanac_request_add(ask, &problem);
        return;
    }
    server_dispatch_head(reply, ask, "sky");
    if (ask->format == ALMANAC_PARAMS_NDJSON)
        almanac_sky_now_append_ndjson(&reply->body, &api->sky);
    else if (ask->format == ALMANAC_PARAMS_CSV)
        almanac_sky_now_append_csv(&reply->body, &api->sky);
    else if (ask->format == ALMANAC_PARAMS_TEXT)
        almanac_sky_now_append_text(&reply->body, &api->sky);
    else
        almanac_sky_now_append_json(&reply->body, &api->sky);
}

void server_handle_sky_answer_tonight(struct server_dispatch *api, struct almanac_request *ask,
                                      struct net_http_reply *reply)
{
    struct almanac_problem problem;
    if (almanac_tonight_compute(api->store, &api->frame, &ask->params, ask->params.zone,
                                &api->tonight, &problem) != BASE_ERR_OK) {
        almanac_request_add(ask, &problem);
        return;
    }
    server_dispatch_head(reply, ask, "tonight");
    if (ask->format == ALMANAC_PARAMS_NDJSON)
        almanac_tonight_append_ndjson(&reply->body, &api->tonight);
    else if (ask->format == ALMANAC_PARAMS_CSV)
        almanac_tonight_append_csv(&reply->body, &api->tonight);
    else if (ask->format == ALMANAC_PARAMS_TEXT)
        almanac_tonight_append_text(&reply->body, &api->tonight);
    else
        almanac_tonight_append_json(&reply->body, &api->tonight);
}
