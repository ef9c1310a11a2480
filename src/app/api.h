/* The route table: from a request to the handler that answers it. */
#ifndef APP_API_H
#define APP_API_H

#include "app/positions.h"
#include "app/problem.h"
#include "app/query.h"
#include "app/store.h"
#include "net/http.h"

/* What all threads share. */
struct app_api_shared {
    const struct app_store *store; /* borrowed */
    int web_root; /* an open folder that takes the place of the embedded page; -1: none */
};

/* What one thread owns. */
struct app_api {
    const struct app_store *store;
    int web_root;
    struct app_positions_frame frame;
    struct base_buf scratch; /* decoded parts of the request at hand */
    struct app_positions positions;
};

/* Makes a thread's state; the form of net_server_config.thread_state_create.
 *
 * Given  shared  a struct app_api_shared, copied; its store is borrowed
 * Gives  a struct app_api, or NULL without memory
 */
void *app_api_create(void *shared, unsigned thread);
void app_api_free(void *api);

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

#endif
