/* Counters and log of one thread. */
#include "server/middleware/accounting.h"

#include "server/frontend.h"
#include "server/middleware/metrics.h"

#include <assert.h>

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
