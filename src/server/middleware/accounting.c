/* Counters and log of one thread; the clocks of both. */
#include "server/middleware/accounting.h"

#include <assert.h>
#include <time.h>

#define NS_PER_S  1000000000u
#define NS_PER_MS 1000000
#define NS_PER_US 1000u

uint64_t server_accounting_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

uint64_t server_accounting_elapsed_us(uint64_t start_ns)
{
    const uint64_t now_ns = server_accounting_now_ns();
    assert(now_ns >= start_ns);
    return (now_ns - start_ns) / NS_PER_US;
}

int64_t server_accounting_unix_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / NS_PER_MS;
}

void server_accounting_record(struct server_worker *worker, struct server_access_log_entry *entry,
                              unsigned row)
{
    const struct server_frontend *frontend = worker->shared->frontend;
    if (frontend == NULL) return;
    assert(row < frontend->metrics.route_count);
    server_metrics_request(worker->counters, row, entry->status, entry->bytes, entry->duration_us);
    if (frontend->log.fd < 0) return;
    entry->unix_ms = server_accounting_unix_ms();
    entry->route = frontend->routes[row];
    server_access_log_request(&worker->log, entry);
}
