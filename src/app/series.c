#include "app/series.h"

void app_series_answer(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    struct app_problem problem;
    struct app_positions *positions = &api->positions;
    if (ask->format == APP_PARAMS_TEXT)
        ask->params.fields = 0; /* its columns are always the same */
    if (app_positions_open(api->store, &api->frame, &ask->params, positions, &problem) !=
        BASE_ERR_OK) {
        app_ask_add(ask, &problem);
        return;
    }
    int64_t rows = positions->range.count * __builtin_popcount(positions->request.bodies);
    if (rows > APP_SERIES_ROWS_MAX) {
        problem = (struct app_problem){.kind = APP_PROBLEM_TOO_MANY_ROWS,
                                       .parameter = BASE_TEXT("step"),
                                       .rows = rows,
                                       .limit = APP_SERIES_ROWS_MAX};
        app_ask_add(ask, &problem);
        return;
    }
    app_api_head(reply, ask, "positions");
    struct sky_fault fault;
    while (app_positions_append(positions, ask->format, &reply->body, SIZE_MAX, &fault) ==
           BASE_ERR_OK)
        continue;
}

void app_series_answer_body(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    struct app_problem problem;
    if (app_params_set(api->store, BASE_TEXT("bodies"), ask->rest, &ask->params, &problem) ==
        BASE_ERR_OK) {
        app_series_answer(api, ask, reply);
        return;
    }
    problem.parameter = BASE_TEXT("body");
    app_ask_add(ask, &problem);
}
