/* Counts each reply and writes its line of the access log, when its last byte is known. */
#ifndef SERVER_ACCOUNTING_H
#define SERVER_ACCOUNTING_H

#include "server/middleware/access_log.h"
#include "server/worker.h"

#include <stdint.h>

/* Nanoseconds of a monotonic clock, and microseconds since a value of it. */
uint64_t server_accounting_now_ns(void);
uint64_t server_accounting_elapsed_us(uint64_t start_ns);

/* POSIX milliseconds. */
int64_t server_accounting_unix_ms(void);

/* Counts a reply and logs it. Does nothing without a frontend.
 *
 * Given  entry  its time and route are filled in here
 *        row    of the route table, or that of refused requests
 */
void server_accounting_record(struct server_worker *worker, struct server_access_log_entry *entry,
                              unsigned row);

#endif
