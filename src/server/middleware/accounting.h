/* Counts each reply and writes its line of the access log, when its last byte is known. */
#ifndef SERVER_ACCOUNTING_H
#define SERVER_ACCOUNTING_H

#include "server/middleware/access_log.h"
#include "server/worker.h"

#include <assert.h>
#include <stdint.h>
#include <time.h>

#define SERVER_ACCOUNTING_NS_PER_S  1000000000u
#define SERVER_ACCOUNTING_NS_PER_MS 1000000
#define SERVER_ACCOUNTING_NS_PER_US 1000u

/* Nanoseconds of a monotonic clock. These clocks are here for the speed of each request. */
static inline uint64_t server_accounting_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * SERVER_ACCOUNTING_NS_PER_S + (uint64_t)now.tv_nsec;
}

/* Microseconds since a value of that clock. */
static inline uint64_t server_accounting_elapsed_us(uint64_t start_ns)
{
    const uint64_t now_ns = server_accounting_now_ns();
    assert(now_ns >= start_ns);
    return (now_ns - start_ns) / SERVER_ACCOUNTING_NS_PER_US;
}

/* POSIX milliseconds. */
static inline int64_t server_accounting_unix_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / SERVER_ACCOUNTING_NS_PER_MS;
}

/* Counts a reply and logs it. Does nothing without a frontend.
 *
 * Given  entry  its time and route are filled in here
 *        row    of the route table, or that of refused requests
 */
void server_accounting_record(struct server_worker *worker, struct server_access_log_entry *entry,
                              unsigned row);

#endif
