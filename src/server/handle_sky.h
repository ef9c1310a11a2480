/* The handlers of /api/v1/sky and /api/v1/tonight. */
#ifndef SERVER_HANDLE_SKY_H
#define SERVER_HANDLE_SKY_H

#include "server/dispatch.h"

/* Answer with the sky of an instant, and with the night around it, in every format. */
void server_handle_sky_answer_sky(struct server_dispatch *api, struct almanac_request *ask,
                                  struct net_http_reply *reply);
void server_handle_sky_answer_tonight(struct server_dispatch *api, struct almanac_request *ask,
                                      struct net_http_reply *reply);

#endif
