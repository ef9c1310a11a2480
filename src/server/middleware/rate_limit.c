/* Token buckets in a fixed table. Clients are found by a keyed hash, so that collisions cannot be
 * provoked. */
#include "server/middleware/rate_limit.h"

#include "base/num.h"
#include "base/siphash.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <uv.h>

#define NS_PER_S 1000000000u

struct slot {
    uint64_t client;  /* hash; 0: none */
    uint64_t full_ns; /* when the bucket is full again */
};

struct shard {
    uv_mutex_t lock;
    struct slot slots[SERVER_RATE_LIMIT_SETS][SERVER_RATE_LIMIT_WAYS];
};

struct server_rate_limit {
    struct server_rate_limit_rate rate;
    uint64_t token_ns; /* time for one token */
    uint64_t burst_ns; /* time for all tokens */
    struct base_siphash_key key;
    struct shard shards[SERVER_RATE_LIMIT_SHARDS];
};

enum base_err server_rate_limit_parse(struct base_text text, struct server_rate_limit_rate *rate)
{
    struct server_rate_limit_rate read = {0};
    struct base_fault fault;
    bool has_burst = memchr(text.at, ',', text.length) != NULL;
    struct base_text per = base_text_cut(&text, ',');
    struct base_text count = base_text_cut(&per, '/');
    enum base_err err =
        base_num_parse_whole(count, SERVER_RATE_LIMIT_RATE_MAX, &read.count, &fault);
    if (err != BASE_ERR_OK) return err;
    if (base_text_equals(per, BASE_TEXT("s"))) read.period_s = 1;
    if (base_text_equals(per, BASE_TEXT("m"))) read.period_s = 60;
    read.burst = read.count;
    if (has_burst)
        err = base_num_parse_whole(text, SERVER_RATE_LIMIT_BURST_MAX, &read.burst, &fault);
    if (err != BASE_ERR_OK) return err;
    if (read.period_s == 0) return BASE_ERR_FORMAT;
    if (read.count == 0 || read.burst == 0) return BASE_ERR_RANGE;
    *rate = read;
    return BASE_ERR_OK;
}

struct server_rate_limit *server_rate_limit_create(struct server_rate_limit_rate rate)
{
    assert(rate.count > 0 && rate.count <= SERVER_RATE_LIMIT_RATE_MAX);
    assert((rate.period_s == 1 || rate.period_s == 60) && rate.burst > 0);
    struct server_rate_limit *limit = calloc(1, sizeof *limit);
    if (limit == NULL) return NULL;
    limit->rate = rate;
    limit->token_ns = (uint64_t)rate.period_s * NS_PER_S / rate.count;
    limit->burst_ns = limit->token_ns * rate.burst;
    /* Without random bytes the key is the address of the table, which is not known outside. */
    limit->key = (struct base_siphash_key){(uintptr_t)limit, rate.count};
    ssize_t got = getrandom(&limit->key, sizeof limit->key, 0);
    (void)got;
    for (size_t i = 0; i < SERVER_RATE_LIMIT_SHARDS; i++) uv_mutex_init(&limit->shards[i].lock);
    return limit;
}

void server_rate_limit_free(struct server_rate_limit *limit)
{
    if (limit == NULL) return;
    for (size_t i = 0; i < SERVER_RATE_LIMIT_SHARDS; i++) uv_mutex_destroy(&limit->shards[i].lock);
    free(limit);
}

/* The client's slot, or the one with the fullest bucket, which it then replaces. */
static struct slot *find_slot(struct slot set[SERVER_RATE_LIMIT_WAYS], uint64_t client)
{
    struct slot *fullest = &set[0];
    for (size_t i = 0; i < SERVER_RATE_LIMIT_WAYS; i++) {
        if (set[i].client == client) return &set[i];
        if (set[i].full_ns < fullest->full_ns) fullest = &set[i];
    }
    *fullest = (struct slot){.client = client};
    return fullest;
}

static unsigned seconds_up(uint64_t ns)
{
    return (unsigned)((ns + NS_PER_S - 1) / NS_PER_S);
}

struct server_rate_limit_decision
server_rate_limit_check(struct server_rate_limit *limit,
                        const struct server_proxies_address *client, uint64_t now_ns)
{
    assert(client->is_known);
    size_t length =
        server_proxies_is_ipv4(client) ? sizeof client->bytes : sizeof client->bytes / 2;
    uint64_t hash = base_siphash_of(limit->key, client->bytes, length) | 1;
    struct shard *shard = &limit->shards[hash >> 32 & (SERVER_RATE_LIMIT_SHARDS - 1)];
    struct server_rate_limit_decision verdict = {0};
    uv_mutex_lock(&shard->lock);
    struct slot *slot = find_slot(shard->slots[hash >> 40 & (SERVER_RATE_LIMIT_SETS - 1)], hash);
    uint64_t full_ns = slot->full_ns > now_ns ? slot->full_ns : now_ns;
    uint64_t missing_ns = full_ns - now_ns + limit->token_ns; /* after this request */
    verdict.is_allowed = missing_ns <= limit->burst_ns;
    if (verdict.is_allowed) slot->full_ns = full_ns + limit->token_ns;
    uv_mutex_unlock(&shard->lock);
    if (!verdict.is_allowed) {
        verdict.retry_after_s = seconds_up(missing_ns - limit->burst_ns);
        /* A thread that read the clock later may have been here first. */
        missing_ns -= limit->token_ns;
        if (missing_ns > limit->burst_ns) missing_ns = limit->burst_ns;
    }
    assert(missing_ns <= limit->burst_ns);
    verdict.remaining = (unsigned)((limit->burst_ns - missing_ns) / limit->token_ns);
    verdict.full_s = seconds_up(missing_ns);
    return verdict;
}

struct server_rate_limit_rate server_rate_limit_rate_of(const struct server_rate_limit *limit)
{
    return limit->rate;
}
