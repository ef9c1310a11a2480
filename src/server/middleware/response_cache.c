/* A table of hashes, and behind it the answers in one block, one after the other. Nothing is ever
 * taken out alone: with the second all go, and a full block or a taken slot waits for that.
 */
#include "server/middleware/response_cache.h"

#include <stdlib.h>
#include <string.h>

#define MIX UINT64_C(0x9e3779b97f4a7c15) /* 2^64 over the golden ratio */

enum { TARGET, ACCEPT, ENCODING, TYPE, HEADERS, BODY, PARTS };

/* What stands before the parts of an answer. The first three are what was asked. */
struct head {
    uint32_t lengths[PARTS];
};

void server_response_cache_fini(struct server_response_cache *recent)
{
    free(recent->bytes);
    *recent = (struct server_response_cache){0};
}

void server_response_cache_clear(struct server_response_cache *recent)
{
    if (recent->has_any) memset(recent->slots, 0, sizeof recent->slots);
    recent->has_any = false;
    recent->used = 0;
}

/* ---- what was asked ----------------------------------------------------------------------- */

/* Need not resist those who choose the bytes: two questions of one hash are told apart by their
 * texts, and the second is only not kept. */
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

static uint64_t hash_of(const struct server_response_cache_key *asked)
{
    return mixed(mixed(mixed(1, asked->target), asked->accept), asked->accept_encoding) | 1u;
}

static struct server_response_cache_slot *slot_of(struct server_response_cache *recent,
                                                  uint64_t hash)
{
    return &recent->slots[hash >> 32 & (SERVER_RESPONSE_CACHE_SLOTS - 1)];
}
_Static_assert((SERVER_RESPONSE_CACHE_SLOTS & (SERVER_RESPONSE_CACHE_SLOTS - 1)) == 0, "a mask");

/* ---- what was answered -------------------------------------------------------------------- */

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

static bool is_answer_to(const struct base_text parts[PARTS],
                         const struct server_response_cache_key *asked)
{
    return base_text_equals(parts[TARGET], asked->target) &&
           base_text_equals(parts[ACCEPT], asked->accept) &&
           base_text_equals(parts[ENCODING], asked->accept_encoding);
}

enum server_response_cache_found
server_response_cache_find(struct server_response_cache *recent,
                           const struct server_response_cache_key *asked, int64_t unix_s,
                           struct net_http_reply *reply)
{
    struct base_text parts[PARTS];
    if (unix_s != recent->unix_s) server_response_cache_clear(recent);
    recent->unix_s = unix_s;
    const uint64_t hash = hash_of(asked);
    struct server_response_cache_slot *slot = slot_of(recent, hash);
    const bool is_same = slot->hash == hash;
    if (slot->place == 0) { /* the one who asked once gives way, the kept one does not */
        slot->hash = hash;
        recent->has_any = true;
        return is_same ? SERVER_RESPONSE_CACHE_REPEATED : SERVER_RESPONSE_CACHE_MISS;
    }
    if (!is_same) return SERVER_RESPONSE_CACHE_MISS;
    read_parts(recent->bytes + slot->place - 1, parts);
    if (!is_answer_to(parts, asked)) return SERVER_RESPONSE_CACHE_MISS;
    reply->content_type = parts[TYPE];
    base_buf_append_text(&reply->headers, parts[HEADERS]);
    base_buf_append_text(&reply->body, parts[BODY]);
    return SERVER_RESPONSE_CACHE_HIT;
}

static bool is_whole(const struct net_http_reply *reply)
{
    return reply->status == 200 && reply->stream.produce == NULL && reply->borrowed.at == NULL &&
           !reply->closes && !reply->body.has_overflowed && !reply->headers.has_overflowed;
}

void server_response_cache_store(struct server_response_cache *recent,
                                 const struct server_response_cache_key *asked,
                                 const struct net_http_reply *reply)
{
    const struct base_text parts[PARTS] = {
        [TARGET] = asked->target,
        [ACCEPT] = asked->accept,
        [ENCODING] = asked->accept_encoding,
        [TYPE] = reply->content_type,
        [HEADERS] = {reply->headers.bytes, reply->headers.used},
        [BODY] = {reply->body.bytes, reply->body.used},
    };
    struct head head;
    size_t size = sizeof head;
    const uint64_t hash = hash_of(asked);
    struct server_response_cache_slot *slot = slot_of(recent, hash);
    for (int i = 0; i < PARTS; i++) {
        size += parts[i].length;
        head.lengths[i] = (uint32_t)parts[i].length;
    }
    if (!is_whole(reply) || slot->hash != hash || slot->place != 0 ||
        size > SERVER_RESPONSE_CACHE_ANSWER_MAX_BYTES ||
        size > SERVER_RESPONSE_CACHE_MAX_BYTES - recent->used)
        return;
    if (recent->bytes == NULL) recent->bytes = malloc(SERVER_RESPONSE_CACHE_MAX_BYTES);
    if (recent->bytes == NULL) return;
    char *at = recent->bytes + recent->used;
    memcpy(at, &head, sizeof head);
    at += sizeof head;
    for (int i = 0; i < PARTS; i++) {
        if (parts[i].length > 0) memcpy(at, parts[i].at, parts[i].length);
        at += parts[i].length;
    }
    slot->place = (uint32_t)recent->used + 1;
    recent->used += size;
}
