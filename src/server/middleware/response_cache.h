/* Replies of the present second, for equal requests: a class, a dashboard or a planetarium requests
 * one address many times at once. "Now" changes with the second, so the whole cache is cleared when
 * the second is over, replies for a given instant too: one rule, and no stale replies.
 *
 *     found = server_response_cache_find(cache, &key, unix_s, reply);   HIT: the reply is complete
 *     ... make, compress and tag the reply ...
 *     if (found == SERVER_RESPONSE_CACHE_REPEATED) server_response_cache_store(cache, &key, reply);
 *
 * A reply is stored only at the second equal request of a second: an address that is requested once
 * costs a hash and no copy. Each worker has its own cache, which needs no lock.
 */
#ifndef SERVER_RESPONSE_CACHE_H
#define SERVER_RESPONSE_CACHE_H

#include "base/text.h"
#include "net/http.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SERVER_RESPONSE_CACHE_MAX_BYTES 1048576u /* of a thread; further replies are not stored */
#define SERVER_RESPONSE_CACHE_ANSWER_MAX_BYTES                                                     \
    65536u                                /* of one reply, with its headers and its key */
#define SERVER_RESPONSE_CACHE_SLOTS 2048u /* keys that are distinguished in a second */

/* What a reply depends on besides the data and the second, as received: two spellings are two
 * keys. */
struct server_response_cache_key {
    struct base_text target, accept, accept_encoding; /* borrowed; .at may be NULL when empty */
};

struct server_response_cache_slot {
    uint64_t hash;  /* of the key; 0: none yet */
    uint32_t place; /* offset of the reply in bytes, plus 1; 0: requested once, not stored */
};

/* A struct of zeros is an empty cache. */
struct server_response_cache {
    int64_t unix_s; /* the second of all replies */
    char *bytes;    /* SERVER_RESPONSE_CACHE_MAX_BYTES; NULL until the first is stored */
    size_t used;
    bool has_any; /* a slot is used */
    struct server_response_cache_slot slots[SERVER_RESPONSE_CACHE_SLOTS];
};

/* Frees the memory; the cache is empty again. */
void server_response_cache_fini(struct server_response_cache *cache);

/* Empties the cache; called when the data change. */
void server_response_cache_clear(struct server_response_cache *cache);

enum server_response_cache_found {
    SERVER_RESPONSE_CACHE_MISS,
    SERVER_RESPONSE_CACHE_REPEATED, /* an equal request came in this second: worth storing */
    SERVER_RESPONSE_CACHE_HIT
};

/* Looks up the reply for a key.
 *
 * Given  unix_s  now, read before the reply is made: if the second changes meanwhile, the label is
 *                older than the reply, never younger
 *        reply   empty
 * Gives  with HIT the stored reply: content type, headers, body; the type is borrowed until the
 *        next call here. Otherwise the reply is unchanged.
 * Cost   about 40 ns, and the copy
 */
enum server_response_cache_found
server_response_cache_find(struct server_response_cache *cache,
                           const struct server_response_cache_key *key, int64_t unix_s,
                           struct net_http_reply *reply);

/* Stores the reply for the key that was last looked up, if it is a complete 200 and there is room.
 * Copies.
 *
 * Given  key  as in server_response_cache_find, which gave REPEATED
 */
void server_response_cache_store(struct server_response_cache *cache,
                                 const struct server_response_cache_key *key,
                                 const struct net_http_reply *reply);

#endif
