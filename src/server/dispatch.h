/* From a request to the handler that answers it, and what all answers have in common. */
#ifndef SERVER_DISPATCH_H
#define SERVER_DISPATCH_H

#include "almanac/problem.h"
#include "almanac/workspace.h"
#include "data/dataset_live.h"
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
    struct almanac_workspace work; /* with the request at hand */
    int web_root;
    struct data_dataset_live *stock; /* or NULL */
    unsigned generation;             /* of the store */
    struct server_pipeline front;
    atomic_uint *streams; /* of all threads */
    unsigned streams_max;
    struct { /* what the last reader of a stream was sent, for the next one */
        struct almanac_params params;
        struct base_buf text;
    } last_data;
};

/* Answers a request of a route that only a server has. api->work.ask has its rest of the path and, where the
 * route has rules, its parameters; problems are added there.
 */
typedef void server_dispatch_answer(struct server_dispatch *api,
                                    const struct net_http_request *request,
                                    struct net_http_reply *reply);

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

/* Makes the reply one of the format of the request at hand: its type, and the name of a file for
 * download=1.
 *
 * Given  name  of the file without its ending, such as "status"
 */
void server_dispatch_head(const struct server_dispatch *api, struct net_http_reply *reply,
                          const char *name);

#endif
