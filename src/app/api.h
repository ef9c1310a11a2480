/* From a request to the handler that answers it, and what all answers have in common. */
#ifndef APP_API_H
#define APP_API_H

#include "app/ask.h"
#include "app/front.h"
#include "app/positions.h"
#include "app/problem.h"
#include "app/query.h"
#include "app/sky_now.h"
#include "app/stock.h"
#include "app/tonight.h"
#include "net/http.h"

#include <stdatomic.h>

/* What all threads share. */
struct app_api_shared {
    const struct app_store *store; /* borrowed; NULL when there is a stock */
    int web_root; /* an open folder that takes the place of the embedded page; -1: none */
    struct app_stock *stock;        /* whose data are replaced meanwhile, or NULL; borrowed */
    atomic_uint streams;            /* open event streams of all threads */
    unsigned streams_max;           /* beyond: 503 */
    struct app_front_shared *front; /* or NULL: no log, no counters, no limits */
};

/* What one thread owns. */
struct app_api {
    const struct app_store *store;
    int web_root;
    struct app_stock *stock; /* or NULL */
    unsigned generation;     /* of the store */
    struct app_front front;
    struct app_positions_frame frame;
    struct base_buf scratch; /* decoded parts of the request at hand */
    struct app_zones zones;
    struct app_ask ask; /* the request at hand */
    struct app_positions positions;
    atomic_uint *streams; /* of all threads */
    unsigned streams_max;
    struct { /* what the last reader of a stream was sent, for the next one */
        struct app_params params;
        struct base_buf text;
    } last_data;
    struct app_sky_now sky;
    struct app_tonight tonight;
};

/* Answers a request of one route. */
typedef void app_api_answer(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply);

/* Adds what is wrong with a request of one route beyond its parameters one by one, so that it is
 * told together with what is wrong with those. Parameters in ask->unreadable are given, but their
 * values say nothing.
 */
typedef void app_api_check(const struct app_store *store, struct app_ask *ask);

/* Answers with a file of the page, or that there is none: the route of all that is no other's. */
app_api_answer app_api_answer_file;

/* Makes a thread's state; the form of net_server_config.thread_state_create.
 *
 * Given  shared  a struct app_api_shared, borrowed, as its store is
 * Gives  a struct app_api, or NULL without memory
 */
void *app_api_create(void *shared, unsigned thread);
void app_api_free(void *api);

/* What a thread does every second; the form of net_server_config.tick. */
void app_api_tick(void *api);

/* Answers one request; the form of net_server_handler. Allocates nothing once its buffers have
 * grown. */
void app_api_handle(void *api, const struct net_http_request *request,
                    struct net_http_reply *reply);

/* Writes the document of a request that was refused before it reached a handler; the form of
 * net_conn_refuser. */
void app_api_refuse_request(void *api, unsigned status, struct net_http_reply *reply);

/* Turns the reply into a problem document (RFC 9457), whatever stood in it before. */
void app_api_refuse(struct net_http_reply *reply, const struct app_problem *problem);

/* Makes the reply one of JSON that every origin may read. */
void app_api_json(struct net_http_reply *reply);

/* Makes the reply one of a format: its type, and the name of a file for download=1.
 *
 * Given  name  of the file without its ending, such as "positions"
 */
void app_api_head(struct net_http_reply *reply, const struct app_ask *ask, const char *name);

#endif
