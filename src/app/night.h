/* The handlers of /api/v1/sky and /api/v1/tonight. */
#ifndef APP_NIGHT_H
#define APP_NIGHT_H

#include "app/api.h"

/* Answer with the sky of an instant, and with the night around it, in every format. */
void app_night_answer_sky(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply);
void app_night_answer_tonight(struct app_api *api, struct app_ask *ask,
                              struct net_http_reply *reply);

#endif
