/* Probes: nothing here is cached, nothing is limited. */
#include "server/health.h"

#include "data/dir.h"
#include "data/embedded.h"
#include "server/status.h"

#include <string.h>
#include <time.h>

static void answer_plainly(struct net_http_reply *reply, struct base_text type)
{
    reply->content_type = type;
    net_http_reply_header(reply, BASE_TEXT("Access-Control-Allow-Origin"), BASE_TEXT("*"));
    net_http_reply_header(reply, BASE_TEXT("Cache-Control"), BASE_TEXT("no-store"));
}

void server_health_healthz(struct server_dispatch *api, const struct net_http_request *request,
                           struct net_http_reply *reply)
{
    (void)api, (void)request;
    answer_plainly(reply, BASE_TEXT("text/plain; charset=utf-8"));
    base_buf_append_string(&reply->body, "ok\n");
}

static enum almanac_self_test_state state_of(const struct server_pipeline *front)
{
    if (front->shared != NULL &&
        atomic_load_explicit(&front->shared->is_draining, memory_order_relaxed))
        return ALMANAC_SELF_TEST_DRAINING;
    return front->ready.is_passed ? ALMANAC_SELF_TEST_YES : ALMANAC_SELF_TEST_FAILING;
}

void server_health_readyz(struct server_dispatch *api, const struct net_http_request *request,
                          struct net_http_reply *reply)
{
    (void)request;
    enum almanac_self_test_state state = state_of(&api->front);
    answer_plainly(reply, BASE_TEXT("application/json; charset=utf-8"));
    reply->status = state == ALMANAC_SELF_TEST_YES ? 200 : 503;
    almanac_self_test_append_json(&reply->body, &api->front.ready, state);
}

static struct server_metrics_connections connections_of(const struct server_pipeline_shared *shared)
{
    if (shared == NULL || shared->server == NULL) return (struct server_metrics_connections){0};
    struct net_server_counts counts = net_server_counts(shared->server);
    return (struct server_metrics_connections){counts.connections, counts.open, counts.refusals};
}

void server_health_metrics(struct server_dispatch *api, const struct net_http_request *request,
                           struct net_http_reply *reply)
{
    (void)request;
    static const struct server_metrics nothing;
    const struct server_pipeline_shared *shared = api->front.shared;
    struct server_metrics_connections connections = connections_of(shared);
    answer_plainly(reply, BASE_TEXT(SERVER_METRICS_TYPE));
    server_metrics_append(&reply->body, shared != NULL ? &shared->metrics : &nothing, &connections,
                          api->work.store, (int64_t)time(NULL));
}

/* The hash of what is in memory: a large one is worked at once a second until it is known. */
static const char *hash_of(struct data_sha256_steps *digest, struct base_span bytes)
{
    if (!digest->is_begun) data_sha256_steps_begin(digest, bytes);
    if (bytes.size <= DATA_SHA256_STEPS_AT_ONCE_BYTES)
        while (!data_sha256_steps_step(digest)) {
        }
    return digest->is_known ? digest->hex : NULL;
}

/* The hash of a part: of a file, what is known from its fetching. */
static const char *hash_of_part(struct server_dispatch *api, enum data_dataset_part part,
                                struct data_sha256_steps *digest, struct base_span embedded)
{
    struct data_dir_meta meta;
    const char *path = api->work.store->path[part];
    if (*path == '\0') return hash_of(digest, embedded);
    if (digest->is_known) return digest->hex;
    if (data_dir_meta_read(path, &meta) != BASE_ERR_OK || meta.sha256[0] == '\0') return NULL;
    memcpy(digest->hex, meta.sha256, sizeof digest->hex);
    digest->is_known = true;
    return digest->hex;
}

void server_health_status(struct server_dispatch *api, const struct net_http_request *request,
                          struct net_http_reply *reply)
{
    (void)request;
    const struct server_pipeline_shared *shared = api->front.shared;
    struct data_sha256_steps *digests = api->front.digests;
    const struct data_dataset *store = api->work.store;
    struct base_span kernel =
        store->kernel_file.size > 0 ? store->kernel_file : data_embedded_kernel();
    struct server_status status = {
        .store = store,
        .ready = &api->front.ready,
        .state = state_of(&api->front),
        .unix_s = (int64_t)time(NULL),
        .connections = connections_of(shared),
        .sha256 = {[SERVER_STATUS_KERNEL] = hash_of(&digests[SERVER_STATUS_KERNEL], kernel),
                   [SERVER_STATUS_LEAPS] =
                       hash_of_part(api, DATA_DATASET_LEAPS, &digests[SERVER_STATUS_LEAPS],
                                    data_embedded_leap_seconds()),
                   [SERVER_STATUS_ROTATION] =
                       hash_of_part(api, DATA_DATASET_ROTATION, &digests[SERVER_STATUS_ROTATION],
                                    data_embedded_earth_rotation()),
                   [SERVER_STATUS_POLE] =
                       hash_of(&digests[SERVER_STATUS_POLE], data_embedded_cip())},
    };
    if (shared != NULL) {
        status.start_unix_s = shared->metrics.start_unix_s;
        status.threads = shared->metrics.thread_count;
        status.requests = server_metrics_requests(&shared->metrics);
        status.streams = server_metrics_streams(&shared->metrics);
    }
    server_dispatch_head(api, reply, "status");
    server_status_append_json(&reply->body, &status);
}
