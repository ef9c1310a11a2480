/* Probes: nothing here is cached, nothing is limited. */
#include "app/probes.h"

#include "app/embed.h"
#include "app/folder.h"
#include "app/status.h"

#include <string.h>
#include <time.h>

static void answer_plainly(struct net_http_reply *reply, struct base_text type)
{
    reply->content_type = type;
    net_http_reply_header(reply, BASE_TEXT("Access-Control-Allow-Origin"), BASE_TEXT("*"));
    net_http_reply_header(reply, BASE_TEXT("Cache-Control"), BASE_TEXT("no-store"));
}

void app_probes_healthz(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    (void)api, (void)ask;
    answer_plainly(reply, BASE_TEXT("text/plain; charset=utf-8"));
    base_buf_append_string(&reply->body, "ok\n");
}

static enum app_ready_state state_of(const struct app_front *front)
{
    if (front->shared != NULL &&
        atomic_load_explicit(&front->shared->is_draining, memory_order_relaxed))
        return APP_READY_DRAINING;
    return front->ready.is_passed ? APP_READY_YES : APP_READY_FAILING;
}

void app_probes_readyz(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    (void)ask;
    enum app_ready_state state = state_of(&api->front);
    answer_plainly(reply, BASE_TEXT("application/json; charset=utf-8"));
    reply->status = state == APP_READY_YES ? 200 : 503;
    app_ready_append_json(&reply->body, &api->front.ready, state);
}

static struct app_metrics_connections connections_of(const struct app_front_shared *shared)
{
    if (shared == NULL || shared->server == NULL) return (struct app_metrics_connections){0};
    struct net_server_counts counts = net_server_counts(shared->server);
    return (struct app_metrics_connections){counts.connections, counts.open, counts.refusals};
}

void app_probes_metrics(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    (void)ask;
    static const struct app_metrics nothing;
    const struct app_front_shared *shared = api->front.shared;
    struct app_metrics_connections connections = connections_of(shared);
    answer_plainly(reply, BASE_TEXT(APP_METRICS_TYPE));
    app_metrics_append(&reply->body, shared != NULL ? &shared->metrics : &nothing, &connections,
                       api->store, (int64_t)time(NULL));
}

/* The hash of what is in memory: a large one is worked at once a second until it is known. */
static const char *hash_of(struct app_digest *digest, struct base_span bytes)
{
    if (!digest->is_begun) app_digest_begin(digest, bytes);
    if (bytes.size <= APP_DIGEST_AT_ONCE_BYTES)
        while (!app_digest_step(digest)) {
        }
    return digest->is_known ? digest->hex : NULL;
}

/* The hash of a part: of a file, what is known from its fetching. */
static const char *hash_of_part(struct app_api *api, enum app_store_part part,
                                struct app_digest *digest, struct base_span embedded)
{
    struct app_folder_meta meta;
    const char *path = api->store->path[part];
    if (*path == '\0') return hash_of(digest, embedded);
    if (digest->is_known) return digest->hex;
    if (app_folder_meta_read(path, &meta) != BASE_ERR_OK || meta.sha256[0] == '\0') return NULL;
    memcpy(digest->hex, meta.sha256, sizeof digest->hex);
    digest->is_known = true;
    return digest->hex;
}

void app_probes_status(struct app_api *api, struct app_ask *ask, struct net_http_reply *reply)
{
    const struct app_front_shared *shared = api->front.shared;
    struct app_digest *digests = api->front.digests;
    const struct app_store *store = api->store;
    struct base_span kernel = store->kernel_file.size > 0 ? store->kernel_file : app_embed_kernel();
    struct app_status status = {
        .store = store,
        .ready = &api->front.ready,
        .state = state_of(&api->front),
        .unix_s = (int64_t)time(NULL),
        .connections = connections_of(shared),
        .sha256 = {[APP_STATUS_KERNEL] = hash_of(&digests[APP_STATUS_KERNEL], kernel),
                   [APP_STATUS_LEAPS] = hash_of_part(
                       api, APP_STORE_LEAPS, &digests[APP_STATUS_LEAPS], app_embed_leap_seconds()),
                   [APP_STATUS_ROTATION] =
                       hash_of_part(api, APP_STORE_ROTATION, &digests[APP_STATUS_ROTATION],
                                    app_embed_earth_rotation()),
                   [APP_STATUS_POLE] = hash_of(&digests[APP_STATUS_POLE], app_embed_cip())},
    };
    if (shared != NULL) {
        status.start_unix_s = shared->metrics.start_unix_s;
        status.threads = shared->metrics.thread_count;
        status.requests = app_metrics_requests(&shared->metrics);
        status.streams = app_metrics_streams(&shared->metrics);
    }
    app_api_head(reply, ask, "status");
    app_status_append_json(&reply->body, &status);
}
