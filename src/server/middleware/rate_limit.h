/* How often a client may ask: a bucket of tokens for each, refilled at a steady rate.
 *
 * The table is one for all threads, so a client cannot have a share on each of them, and of fixed
 * size: 64 shards, each with a lock of its own that is held for some 20 ns. A bucket is one number,
 * the instant at which it will be full again (the generic cell rate algorithm, ITU-T I.371). A
 * client's slot is one of 8; when all are taken by others, the fullest bucket makes room: mostly
 * one that is full, of which nothing is lost. If it is not, its client starts anew with a full one,
 * so that many clients at once are never refused because the table is small.
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
#define SERVER_RATE_LIMIT_SETS      128u /* of a shard; 8 slots each: 65,536 clients in all, 1 MiB */
#define SERVER_RATE_LIMIT_WAYS      8u
#define SERVER_RATE_LIMIT_RATE_MAX  1000000u
#define SERVER_RATE_LIMIT_BURST_MAX 1000000u

/* What is allowed; period_s 0: everything. */
struct server_rate_limit_rate {
    unsigned count;    /* requests ... */
    unsigned period_s; /* ... in so many seconds: 1 or 60 */
    unsigned burst;    /* at once after a pause; `count` unless told */
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
 * Owns   the caller gives it to server_rate_limit_free when no thread uses it
 */
struct server_rate_limit *server_rate_limit_create(struct server_rate_limit_rate rate);
void server_rate_limit_free(struct server_rate_limit *limit);

struct server_rate_limit_decision {
    bool is_allowed;
    unsigned remaining;     /* tokens left */
    unsigned full_s;        /* until the bucket is full, rounded up */
    unsigned retry_after_s; /* until there is a token, rounded up; 0 when there is one */
};

/* Takes a token of a client. Any thread.
 *
 * Given  client  an IPv6 client is its /64: a household has that many addresses
 *        now_ns  of a clock that never goes back
 * Cost   some 60 ns
 */
struct server_rate_limit_decision
server_rate_limit_check(struct server_rate_limit *limit,
                        const struct server_proxies_address *client, uint64_t now_ns);

/* The rate of a table. */
struct server_rate_limit_rate server_rate_limit_rate_of(const struct server_rate_limit *limit);

#endif
