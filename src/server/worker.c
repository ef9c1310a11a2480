/* The state of a thread, and its change from one dataset to the next. */
#include "server/worker.h"

#include "base/err.h"

#include <assert.h>
#include <stdlib.h>

#define STREAM_DATA_MAX_BYTES 65536u

static enum base_err join_frontend(struct server_worker *worker)
{
    assert(worker->counters == NULL);
    struct server_frontend *frontend = worker->shared->frontend;
    if (frontend == NULL) return BASE_ERR_OK;
    worker->counters = server_metrics_add_thread(&frontend->metrics);
    if (worker->counters == NULL) return BASE_ERR_MEMORY;
    server_access_log_init(&worker->log, &frontend->log);
    worker->counters->log_dropped = &worker->log.dropped;
    worker->work.frame.rows = &worker->counters->rows;
    worker->work.base_path = frontend->base_path;
    return BASE_ERR_OK;
}

struct server_worker *server_worker_create(struct server_shared *shared,
                                           const struct server_route_table *routes)
{
    assert((shared->live == NULL) != (shared->dataset == NULL));
    struct server_worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL) return NULL;
    worker->shared = shared;
    worker->routes = routes;
    const struct data_dataset *dataset =
        shared->live != NULL ? data_dataset_live_acquire(shared->live, &worker->generation)
                             : shared->dataset;
    almanac_workspace_init(&worker->work, dataset);
    base_buf_init(&worker->last_data.text, STREAM_DATA_MAX_BYTES);
    server_request_id_seed(&worker->ids);
    server_worker_change_data(worker, dataset);
    if (join_frontend(worker) == BASE_ERR_OK) return worker;
    server_worker_free(worker);
    return NULL;
}

static void end_digests(struct server_worker *worker)
{
    for (size_t i = 0; i < SERVER_WORKER_DIGESTS; i++) data_sha256_steps_end(&worker->digests[i]);
}

void server_worker_free(void *state)
{
    struct server_worker *worker = state;
    assert(worker->compressed_streams == 0);
    if (worker->counters != NULL) server_access_log_fini(&worker->log);
    server_gzip_fini(&worker->gzip);
    server_response_cache_fini(&worker->cache);
    end_digests(worker);
    if (worker->counters != NULL) worker->counters->log_dropped = NULL;
    if (worker->shared->live != NULL)
        data_dataset_live_release(worker->shared->live, worker->work.dataset);
    almanac_workspace_fini(&worker->work);
    base_buf_fini(&worker->last_data.text);
    free(worker);
}

void server_worker_change_data(struct server_worker *worker, const struct data_dataset *dataset)
{
    assert(dataset != NULL);
    if (dataset != worker->work.dataset) almanac_workspace_change_data(&worker->work, dataset);
    worker->seed = server_etag_seed_of(dataset);
    worker->self_test = server_self_test_check(dataset);
    server_response_cache_clear(&worker->cache);
    base_buf_clear(&worker->last_data.text);
    end_digests(worker);
}

void server_worker_refresh(struct server_worker *worker)
{
    struct data_dataset_live *live = worker->shared->live;
    if (live == NULL || data_dataset_live_generation(live) == worker->generation) return;
    const struct data_dataset *before = worker->work.dataset;
    server_worker_change_data(worker, data_dataset_live_acquire(live, &worker->generation));
    data_dataset_live_release(live, before);
}

void server_worker_tick(void *state)
{
    struct server_worker *worker = state;
    server_worker_refresh(worker);
    for (size_t i = 0; i < SERVER_WORKER_DIGESTS; i++) data_sha256_steps_step(&worker->digests[i]);
    if (worker->counters != NULL) server_access_log_flush(&worker->log);
}
