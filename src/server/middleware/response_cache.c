/* A table of hashes, and the replies one after the other in one block. Replies are never removed
 * singly: all are cleared with the second; until then a full block stores no more, and a used slot
 * stays used.
 */
#include "server/middleware/response_cache.h"

#include "base/buf.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define MIX UINT64_C(0x9e3779b97f4a7c15) /* 2^64 over the golden ratio */

enum { TARGET, ACCEPT, ENCODING, TYPE, HEADERS, BODY, PARTS };

/* Before the parts of a stored reply. The first three are its key. */
struct head {
    uint32_t lengths[PARTS];
};

void server_response_cache_fini(struct server_response_cache *cache)
{
    free(cache->bytes);
    *cache = (struct server_response_cache){0};
}

void server_response_cache_clear(struct server_response_cache *cache)
{
    if (cache->has_any) memset(cache->slots, 0, sizeof cache->slots);
    cache->has_any = false;
    cache->used = 0;
}

/* ---- the key ---------------------------------------------------------------------------- */

/* Need not resist an attacker who chooses the bytes: keys with equal hashes are compared, and the
 * second one is only not stored. */
static uint64_t mixed(uint64_t hash, struct base_text text)
{
    uint64_t word;
    for (; text.length >= sizeof word; text.at += sizeof word, text.length -= sizeof word) {
        memcpy(&word, text.at, sizeof word);
        hash = (hash ^ word) * MIX;
        hash ^= hash >> 32;
    }
    word = text.length;
    if (text.length > 0) memcpy((char *)&word + 1, text.at, text.length);
    hash = (hash ^ word) * MIX;
    return hash ^ hash >> 32;
}

static uint64_t hash_of(const struct server_response_cache_key *key)
{
    return mixed(mixed(mixed(1, key->target), key->accept), key->accept_encoding) | 1u;
}

static struct server_response_cache_slot *slot_of(struct server_response_cache *cache,
                                                  uint64_t hash)
{
    return &cache->slots[hash >> 32 & (SERVER_RESPONSE_CACHE_SLOTS - 1)];
}
_Static_assert((SERVER_RESPONSE_CACHE_SLOTS & (SERVER_RESPONSE_CACHE_SLOTS - 1)) == 0, "a mask");

/* ---- the replies -------------------------------------------------------------------------- */

static void read_parts(const char *at, struct base_text parts[PARTS])
{
    struct head head;
    memcpy(&head, at, sizeof head);
    at += sizeof head;
    for (int i = 0; i < PARTS; i++) {
        parts[i] = (struct base_text){at, head.lengths[i]};
        at += head.lengths[i];
    }
}

static bool has_key(const struct base_text parts[PARTS],
                    const struct server_response_cache_key *key)
{
    return base_text_equals(parts[TARGET], key->target) &&
           base_text_equals(parts[ACCEPT], key->accept) &&
           base_text_equals(parts[ENCODING], key->accept_encoding);
}

enum server_response_cache_found
server_response_cache_find(struct server_response_cache *cache,
                           const struct server_response_cache_key *key, int64_t unix_s,
                           struct net_http_reply *reply)
{
    assert(reply->body.used == 0 && reply->headers.used == 0);
    struct base_text parts[PARTS];
    if (unix_s != cache->unix_s) server_response_cache_clear(cache);
    cache->unix_s = unix_s;
    const uint64_t hash = hash_of(key);
    struct server_response_cache_slot *slot = slot_of(cache, hash);
    const bool is_same = slot->hash == hash;
    if (slot->place == 0) { /* a key without a reply is replaced, one with a reply is not */
        slot->hash = hash;
        cache->has_any = true;
        return is_same ? SERVER_RESPONSE_CACHE_REPEATED : SERVER_RESPONSE_CACHE_MISS;
    }
    if (!is_same) return SERVER_RESPONSE_CACHE_MISS;
    assert(slot->place <= cache->used);
    read_parts(cache->bytes + slot->place - 1, parts);
    if (!has_key(parts, key)) return SERVER_RESPONSE_CACHE_MISS;
    reply->content_type = parts[TYPE];
    base_buf_append_text(&reply->headers, parts[HEADERS]);
    base_buf_append_text(&reply->body, parts[BODY]);
    return SERVER_RESPONSE_CACHE_HIT;
}

static bool is_storable(const struct net_http_reply *reply)
{
    return reply->status == 200 && reply->stream.produce == NULL && reply->borrowed.at == NULL &&
           !reply->closes && !reply->body.has_overflowed && !reply->headers.has_overflowed;
}

void server_response_cache_store(struct server_response_cache *cache,
                                 const struct server_response_cache_key *key,
                                 const struct net_http_reply *reply)
{
    const struct base_text parts[PARTS] = {
        [TARGET] = key->target,
        [ACCEPT] = key->accept,
        [ENCODING] = key->accept_encoding,
        [TYPE] = reply->content_type,
        [HEADERS] = {reply->headers.bytes, reply->headers.used},
        [BODY] = {reply->body.bytes, reply->body.used},
    };
    struct head head;
    size_t size = sizeof head;
    const uint64_t hash = hash_of(key);
    struct server_response_cache_slot *slot = slot_of(cache, hash);
    for (int i = 0; i < PARTS; i++) {
        size += parts[i].length;
        head.lengths[i] = (uint32_t)parts[i].length;
    }
    assert(cache->used <= SERVER_RESPONSE_CACHE_MAX_BYTES);
    if (!is_storable(reply) || slot->hash != hash || slot->place != 0 ||
        size > SERVER_RESPONSE_CACHE_ANSWER_MAX_BYTES ||
        size > SERVER_RESPONSE_CACHE_MAX_BYTES - cache->used)
        return;
    if (cache->bytes == NULL) cache->bytes = malloc(SERVER_RESPONSE_CACHE_MAX_BYTES);
    if (cache->bytes == NULL) return;
    char *at = cache->bytes + cache->used;
    memcpy(at, &head, sizeof head);
    at += sizeof head;
    for (int i = 0; i < PARTS; i++) {
        if (parts[i].length > 0) memcpy(at, parts[i].at, parts[i].length);
        at += parts[i].length;
    }
    slot->place = (uint32_t)cache->used + 1;
    cache->used += size;
}
