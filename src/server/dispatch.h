/* From a request to the handler that answers it, and what all answers have in common. */
#ifndef SERVER_DISPATCH_H
#define SERVER_DISPATCH_H

#include "almanac/positions.h"
#include "almanac/problem.h"
#include "almanac/request.h"
#include "almanac/sky_now.h"
#include "almanac/tonight.h"
#include "data/dataset_live.h"
#include "format/url_query.h"
#include "net/http.h"
#include "server/middleware/pipeline.h"

#include <stdatomic.h>

/* What all threads share. */
struct server_dispatch_shared {
    const struct data_dataset *store; /* borrowed; NULL when there is a stock */
    int web_root; /* an open folder that takes the place of the embedded page; -1: none */
    struct data_dataset_live *stock;      /* whose data are replaced meanwhile, or NULL; borrowed */
    atomic_uint streams;                  /* open event streams of all threads */
    unsigned streams_max;                 /* beyond: 503 */
    struct server_pipeline_shared *front; /* or NULL: no log, no counters, no limits */
};

/* What one thread owns. */
struct server_dispatch {
    const struct data_dataset *store;
    int web_root;
    struct data_dataset_live *stock; /* or NULL */
    unsigned generation;             /* of the store */
    struct server_pipeline front;
    struct almanac_positions_frame frame;
    struct base_buf scratch; /* decoded parts of the request at hand */
    struct data_zone_cache zones;
    struct almanac_request ask; /* the request at hand */
    struct almanac_positions positions;
    atomic_uint *streams; /* of all threads */
    unsigned streams_max;
    struct { /* what the last reader of a stream was sent, for the next one */
        struct almanac_params params;
        struct base_buf text;
    } last_data;
    struct almanac_sky_now sky;
    struct almanac_tonight tonight;
};

/* Answers a request of one route. */
typedef void server_dispatch_answer(struct server_dispatch *api, struct almanac_request *ask,
                                    struct net_http_reply *reply);

/* Adds what is wrong with a request of one route beyond its parameters one by one, so that it is
 * told together with what is wrong with those. Parameters in ask->unreadable are given, but their
 * values say nothing.
 */
typedef void server_dispatch_check(const struct data_dataset *store, struct almanac_request *ask);

/* Answers with a file of the page, or that there is none: the route of all that is no other's. */
server_dispatch_answer server_dispatch_answer_file;

/* Makes a thread's state; the form of net_server_config.thread_state_create.
 *
 * Given  shared  a struct server_dispatch_shared, borrowed, as its store is
 * Gives  a struct server_dispatch, or NULL without memory
 */
void *server_dispatch_create(void *shared, unsigned thread);
void server_dispatch_free(void *api);

/* What a thread does every second; the form of net_server_config.tick. */
void server_dispatch_tick(void *api);

/* Answers one request; the form of net_server_handler. Allocates nothing once its buffers have
 * grown. */
void server_dispatch_handle(void *api, const struct net_http_request *request,
                            struct net_http_reply *reply);

/* Writes the document of a request that was refused before it reached a handler; the form of
 * net_conn_refuser. */
void server_dispatch_refuse_request(void *api, unsigned status, struct net_http_reply *reply);

/* Turns the reply into a problem document (RFC 9457), whatever stood in it before. */
void server_dispatch_refuse(struct net_http_reply *reply, const struct almanac_problem *problem);

/* Makes the reply one of JSON that every origin may read. */
void server_dispatch_json(struct net_http_reply *reply);

/* Makes the reply one of a format: its type, and the name of a file for download=1.
 *
 * Given  name  of the file without its ending, such as "positions"
 */
void server_dispatch_head(struct net_http_reply *reply, const struct almanac_request *ask,
                          const char *name);

#endif
