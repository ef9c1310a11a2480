/* Probes and counters. Their replies are never cached or limited. */
#include "server/health.h"

#include "base/buf.h"
#include "base/bytes.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/dir.h"
#include "data/embedded.h"
#include "data/sha256_steps.h"
#include "net/http.h"
#include "net/http_head.h"
#include "net/server.h"
#include "server/frontend.h"
#include "server/middleware/metrics.h"
#include "server/reply.h"
#include "server/self_test.h"
#include "server/status.h"
#include "server/worker.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

static void set_type(struct net_http_reply *reply, struct base_text type)
{
    server_reply_set_type(reply, type);
    server_reply_set_caching(reply, "no-store");
}

void server_health_healthz(struct server_worker *worker, const struct net_http_request *request,
                           struct net_http_reply *reply)
{
    (void)worker, (void)request;
    set_type(reply, BASE_TEXT(SERVER_REPLY_TYPE_TEXT));
    base_buf_append_string(&reply->body, "ok\n");
}

static enum server_self_test_state state_of(const struct server_worker *worker)
{
    const struct server_frontend *frontend = worker->shared->frontend;
    if (frontend != NULL && atomic_load_explicit(&frontend->is_draining, memory_order_relaxed))
        return SERVER_SELF_TEST_DRAINING;
    return worker->self_test.is_passed ? SERVER_SELF_TEST_YES : SERVER_SELF_TEST_FAILING;
}

void server_health_readyz(struct server_worker *worker, const struct net_http_request *request,
                          struct net_http_reply *reply)
{
    (void)request;
    enum server_self_test_state state = state_of(worker);
    set_type(reply, BASE_TEXT(SERVER_REPLY_TYPE_JSON));
    reply->status = state == SERVER_SELF_TEST_YES ? 200 : 503;
    server_self_test_append_json(&reply->body, &worker->self_test, state);
}

static struct server_metrics_connections connections_of(const struct server_frontend *frontend)
{
    if (frontend == NULL || frontend->server == NULL) return (struct server_metrics_connections){0};
    struct net_server_counts counts = net_server_counts(frontend->server);
    return (struct server_metrics_connections){counts.connections, counts.open, counts.refusals};
}

void server_health_metrics(struct server_worker *worker, const struct net_http_request *request,
                           struct net_http_reply *reply)
{
    (void)request;
    static const struct server_metrics nothing;
    const struct server_frontend *frontend = worker->shared->frontend;
    struct server_metrics_connections connections = connections_of(frontend);
    set_type(reply, BASE_TEXT(SERVER_METRICS_TYPE));
    server_metrics_append(&reply->body, frontend != NULL ? &frontend->metrics : &nothing,
                          &connections, worker->work.dataset, (int64_t)time(NULL));
}

/* The hash of bytes in memory; NULL while unknown. Large ones are hashed in steps, one each
 * second. */
static const char *hash_of(struct data_sha256_steps *digest, struct base_span bytes)
{
    if (!digest->is_begun) data_sha256_steps_begin(digest, bytes);
    if (bytes.size <= DATA_SHA256_STEPS_AT_ONCE_BYTES)
        while (!data_sha256_steps_step(digest)) {
        }
    return digest->is_known ? digest->hex : NULL;
}

/* The hash of a part of the dataset. That of a file is known from its download. */
static const char *hash_of_part(struct server_worker *worker, enum data_dataset_part part,
                                struct data_sha256_steps *digest, struct base_span embedded)
{
    struct data_dir_meta meta;
    const char *path = worker->work.dataset->path[part];
    if (*path == '\0') return hash_of(digest, embedded);
    if (digest->is_known) return digest->hex;
    if (data_dir_meta_read(path, &meta) != BASE_ERR_OK || meta.sha256[0] == '\0') return NULL;
    memcpy(digest->hex, meta.sha256, sizeof digest->hex);
    digest->is_known = true;
    return digest->hex;
}

void server_health_status(struct server_worker *worker, const struct net_http_request *request,
                          struct net_http_reply *reply)
{
    (void)request;
    const struct server_frontend *frontend = worker->shared->frontend;
    struct data_sha256_steps *digests = worker->digests;
    const struct data_dataset *dataset = worker->work.dataset;
    struct base_span kernel =
        dataset->kernel_file.size > 0 ? dataset->kernel_file : data_embedded_kernel();
    struct server_status status = {
        .base_path = worker->work.base_path,
        .dataset = dataset,
        .ready = &worker->self_test,
        .state = state_of(worker),
        .unix_s = (int64_t)time(NULL),
        .connections = connections_of(frontend),
        .sha256 = {[SERVER_STATUS_KERNEL] = hash_of(&digests[SERVER_STATUS_KERNEL], kernel),
                   [SERVER_STATUS_LEAPS] =
                       hash_of_part(worker, DATA_DATASET_LEAPS, &digests[SERVER_STATUS_LEAPS],
                                    data_embedded_leap_seconds()),
                   [SERVER_STATUS_ROTATION] =
                       hash_of_part(worker, DATA_DATASET_ROTATION, &digests[SERVER_STATUS_ROTATION],
                                    data_embedded_earth_rotation()),
                   [SERVER_STATUS_POLE] =
                       hash_of(&digests[SERVER_STATUS_POLE], data_embedded_cip())},
    };
    if (frontend != NULL) {
        status.start_unix_s = frontend->metrics.start_unix_s;
        status.threads = frontend->metrics.thread_count;
        status.requests = server_metrics_requests(&frontend->metrics);
        status.streams = server_metrics_streams(&frontend->metrics);
    }
    server_reply_set_format(reply, &worker->work.ask, "status");
    server_status_append_json(&reply->body, &status);
}
