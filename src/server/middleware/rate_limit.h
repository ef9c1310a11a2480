/* Limits how often a client may make requests: a token bucket for each, refilled at a steady rate.
 *
 * One table serves all threads, so that a client has no separate share on each of them. Its size is
 * fixed: 64 shards, each with a lock that is held for about 20 ns. A bucket is one number, the time
 * at which it will be full again (the generic cell rate algorithm, ITU-T I.371). A client's slot is
 * one of 8; when others use all of them, the fullest bucket is replaced: mostly one that is full,
 * so that nothing is lost. Otherwise its client starts again with a full bucket; so clients are
 * never refused because the table is small.
 */
#ifndef SERVER_RATE_LIMIT_H
#define SERVER_RATE_LIMIT_H

#include "base/err.h"
#include "base/text.h"
#include "server/middleware/proxies.h"

#include <stdbool.h>
#include <stdint.h>

#define SERVER_RATE_LIMIT_EXPECTED                                                                 \
    "requests a second or a minute, and a burst: 10/s, 600/m or 10/s,50"
#define SERVER_RATE_LIMIT_SHARDS    64u
#define SERVER_RATE_LIMIT_SETS      128u /* of a shard; 8 slots each: 65,536 clients, 1 MiB */
#define SERVER_RATE_LIMIT_WAYS      8u
#define SERVER_RATE_LIMIT_RATE_MAX  1000000u
#define SERVER_RATE_LIMIT_BURST_MAX 1000000u

/* The rate that is allowed; period_s 0: no limit. */
struct server_rate_limit_rate {
    unsigned count;    /* requests ... */
    unsigned period_s; /* ... in this many seconds: 1 or 60 */
    unsigned burst;    /* at once after a pause; by default the count */
};

/* Reads a rate.
 *
 * Fails  FORMAT, RANGE
 */
BASE_ERR_CHECKED
enum base_err server_rate_limit_parse(struct base_text text, struct server_rate_limit_rate *rate);

struct server_rate_limit;

/* Makes an empty table.
 *
 * Gives  NULL without memory
 * Owns   the caller passes it to server_rate_limit_free when no thread uses it
 */
struct server_rate_limit *server_rate_limit_create(struct server_rate_limit_rate rate);
void server_rate_limit_free(struct server_rate_limit *limit);

struct server_rate_limit_decision {
    bool is_allowed;
    unsigned remaining;     /* tokens left */
    unsigned full_s;        /* until the bucket is full, rounded up */
    unsigned retry_after_s; /* until there is a token, rounded up; 0 when there is one */
};

/* Decides about a request of a client; an allowed one uses a token. Any thread may call it.
 *
 * Given  client  an IPv6 client counts as its /64, because a household has that many addresses
 *        now_ns  of a monotonic clock
 * Cost   about 60 ns
 */
struct server_rate_limit_decision
server_rate_limit_check(struct server_rate_limit *limit,
                        const struct server_proxies_address *client, uint64_t now_ns);

/* The rate of a table. */
struct server_rate_limit_rate server_rate_limit_rate_of(const struct server_rate_limit *limit);

#endif
