/* Counters of the server, as text for Prometheus.
 *
 * Each thread counts in its own memory; a reader adds the counts up. So a request needs neither a
 * lock nor an atomic read-modify-write, and the sums may differ from each other by a request.
 */
#ifndef SERVER_METRICS_H
#define SERVER_METRICS_H

#include "base/buf.h"
#include "base/text.h"
#include "data/dataset.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define SERVER_METRICS_ROUTES_MAX  48u
#define SERVER_METRICS_THREADS_MAX 256u
#define SERVER_METRICS_TYPE        "text/plain; version=0.0.4; charset=utf-8"

/* Statuses with a counter of their own; all others are counted as "other". */
#define SERVER_METRICS_STATUSES(X)                                                                 \
    X(200)                                                                                         \
    X(204)                                                                                         \
    X(206)                                                                                         \
    X(301)                                                                                         \
    X(304)                                                                                         \
    X(308)                                                                                         \
    X(400)                                                                                         \
    X(404)                                                                                         \
    X(405)                                                                                         \
    X(406)                                                                                         \
    X(408)                                                                                         \
    X(409)                                                                                         \
    X(413)                                                                                         \
    X(414)                                                                                         \
    X(415)                                                                                         \
    X(417)                                                                                         \
    X(422)                                                                                         \
    X(429)                                                                                         \
    X(431)                                                                                         \
    X(500)                                                                                         \
    X(501)                                                                                         \
    X(503)                                                                                         \
    X(505)

/* Upper ends of the histogram's buckets, microseconds and their text in seconds. */
#define SERVER_METRICS_BUCKETS(X)                                                                  \
    X(10, "1e-05")                                                                                 \
    X(25, "2.5e-05")                                                                               \
    X(50, "5e-05")                                                                                 \
    X(100, "0.0001")                                                                               \
    X(250, "0.00025")                                                                              \
    X(500, "0.0005")                                                                               \
    X(1000, "0.001")                                                                               \
    X(2500, "0.0025")                                                                              \
    X(5000, "0.005")                                                                               \
    X(10000, "0.01")                                                                               \
    X(25000, "0.025")                                                                              \
    X(100000, "0.1")                                                                               \
    X(1000000, "1")

#define SERVER_METRICS_ONE(...) +1
enum {
    SERVER_METRICS_STATUS_COUNT = 1 SERVER_METRICS_STATUSES(SERVER_METRICS_ONE), /* and "other" */
    SERVER_METRICS_BUCKET_COUNT = 1 SERVER_METRICS_BUCKETS(SERVER_METRICS_ONE)   /* and +Inf */
};

/* Counters that are one number each: field, name, type, help. */
#define SERVER_METRICS_PLAIN(X)                                                                    \
    X(bytes, "planettracker_http_response_bytes_total", "counter",                                 \
      "Content sent, in bytes, as compressed.")                                                    \
    X(streams_opened, "planettracker_streams_opened_total", "counter", "Event streams begun.")     \
    X(streams_open, "planettracker_streams_open", "gauge", "Event streams open now.")              \
    X(rows, "planettracker_rows_computed_total", "counter",                                        \
      "Rows computed: a body at an instant from a place.")                                         \
    X(limited, "planettracker_rate_limited_total", "counter",                                      \
      "Requests refused because a client asked too often.")                                        \
    X(not_modified, "planettracker_not_modified_total", "counter",                                 \
      "Answers that were not computed again: 304 by entity tag.")                                  \
    X(recalled, "planettracker_recalled_total", "counter",                                         \
      "Answers sent again from the cache of their second.")                                        \
    X(compressed, "planettracker_compressed_total", "counter", "Answers compressed on the fly.")

/* The counters of one thread. It alone writes them; any thread reads them. */
struct server_metrics_thread {
    _Alignas(64) _Atomic uint64_t requests[SERVER_METRICS_ROUTES_MAX][SERVER_METRICS_STATUS_COUNT];
    _Atomic uint64_t buckets[SERVER_METRICS_ROUTES_MAX][SERVER_METRICS_BUCKET_COUNT];
    _Atomic uint64_t duration_us[SERVER_METRICS_ROUTES_MAX];
#define SERVER_METRICS_FIELD(field, ...) _Atomic uint64_t field;
    SERVER_METRICS_PLAIN(SERVER_METRICS_FIELD)
#undef SERVER_METRICS_FIELD
    const _Atomic uint64_t *log_dropped; /* of server/middleware/access_log; NULL: none */
};

/* All threads of a server. */
struct server_metrics {
    const struct base_text *routes; /* names, the rows of the counters; borrowed */
    size_t route_count;             /* at most SERVER_METRICS_ROUTES_MAX */
    int64_t start_unix_s;
    struct server_metrics_thread *threads[SERVER_METRICS_THREADS_MAX];
    unsigned thread_count;
};

/* Makes the counters of one more thread, all zero. Called before the threads run, because it uses
 * no lock.
 *
 * Gives  counters that exist as long as *metrics, or NULL without memory or room
 */
struct server_metrics_thread *server_metrics_add_thread(struct server_metrics *metrics);

void server_metrics_fini(struct server_metrics *metrics);

/* Adds to a counter of the calling thread. */
static inline void server_metrics_add(_Atomic uint64_t *count, uint64_t change)
{
    uint64_t value = atomic_load_explicit(count, memory_order_relaxed);
    atomic_store_explicit(count, value + change, memory_order_relaxed);
}

/* Counts one answered request. Cost: about 5 ns. */
void server_metrics_request(struct server_metrics_thread *thread, unsigned route, unsigned status,
                            uint64_t bytes, uint64_t duration_us);

/* Requests answered so far, on all routes. */
uint64_t server_metrics_requests(const struct server_metrics *metrics);

/* Streamed replies open now. */
uint64_t server_metrics_streams(const struct server_metrics *metrics);

/* The counts of net/server. */
struct server_metrics_connections {
    uint64_t accepted, open, refused;
};

/* Appends everything in Prometheus' text format, version 0.0.4.
 *
 * Given  unix_s  now
 * Source Prometheus, Exposition formats, "Text format details"
 * Cost   a millisecond; reads /proc/self for memory, descriptors and CPU time
 */
void server_metrics_append(struct base_buf *out, const struct server_metrics *metrics,
                           const struct server_metrics_connections *connections,
                           const struct data_dataset *dataset, int64_t unix_s);

/* How long the data are valid: seconds since 1970-01-01, UTC. */
struct server_metrics_ages {
    double leaps_from_s, leaps_until_s;      /* expiry of the list of leap seconds */
    double ut1_from_s, ut1_measured_until_s; /* last day that IERS measured */
    double ut1_predicted_until_s;            /* last day of the table */
    double kernel_from_s, kernel_until_s;    /* of the Earth, which each answer needs */
};
struct server_metrics_ages server_metrics_ages_of(const struct data_dataset *dataset);

#endif
