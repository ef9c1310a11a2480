/* Answers of this second, to be given again: many ask the same address at once, a class, a
 * dashboard, a planetarium. What "now" means changes with the second, so all of it is forgotten
 * when the second is over, and answers for a named instant with it: one rule, and nothing old.
 *
 *     found = server_response_cache_find(recent, &asked, unix_s, reply);     KEPT: the reply is complete
 *     ... the answer is made, compressed, tagged ...
 *     if (found == SERVER_RESPONSE_CACHE_REPEATED) server_response_cache_store(recent, &asked, reply);
 *
 * Only the second question for an address in a second has its answer kept: addresses that are asked
 * once cost a hash and no copy. One thread's own, as all of server/middleware/pipeline is: no lock.
 */
#ifndef SERVER_RESPONSE_CACHE_H
#define SERVER_RESPONSE_CACHE_H

#include "net/http.h"

#define SERVER_RESPONSE_CACHE_MAX_BYTES        1048576u /* of a thread; what comes later is not kept */
#define SERVER_RESPONSE_CACHE_ANSWER_MAX_BYTES 65536u /* with its headers and what was asked */
#define SERVER_RESPONSE_CACHE_SLOTS            2048u /* addresses that are told apart in a second */

/* All that an answer depends on but the data and the second, as it came: two spellings are two
 * questions. */
struct server_response_cache_key {
    struct base_text target, accept, accept_encoding; /* borrowed; .at may be NULL when empty */
};

struct server_response_cache_slot {
    uint64_t hash;  /* of what was asked; 0: nothing yet */
    uint32_t place; /* of the answer in bytes, and 1; 0: asked once, not kept */
};

/* A struct of zeros is a valid start. */
struct server_response_cache {
    int64_t unix_s; /* the second that all of it is of */
    char *bytes;    /* SERVER_RESPONSE_CACHE_MAX_BYTES; NULL until the first is kept */
    size_t used;
    bool has_any; /* a slot is taken */
    struct server_response_cache_slot slots[SERVER_RESPONSE_CACHE_SLOTS];
};

void server_response_cache_fini(struct server_response_cache *recent);

/* Forgets everything: the data are others. */
void server_response_cache_clear(struct server_response_cache *recent);

enum server_response_cache_found {
    SERVER_RESPONSE_CACHE_MISS,
    SERVER_RESPONSE_CACHE_REPEATED, /* it was asked before in this second: worth keeping */
    SERVER_RESPONSE_CACHE_HIT
};

/* Looks for the answer to what is asked.
 *
 * Given  unix_s  now, read before the answer is made: a clock that ticks meanwhile makes the label
 *                older than the answer, never younger
 *        reply   empty
 * Gives  with KEPT the reply as it was kept: content type, headers, body; the type is borrowed
 *        until the next call here. Else the reply is untouched.
 * Cost   some 40 ns, and the copy
 */
enum server_response_cache_found
server_response_cache_find(struct server_response_cache *recent,
                           const struct server_response_cache_key *asked, int64_t unix_s,
                           struct net_http_reply *reply);

/* Keeps the answer to what was last looked for, if it is a whole 200 and there is room. Copies.
 *
 * Given  asked  as server_response_cache_find had it, which gave AGAIN
 */
void server_response_cache_store(struct server_response_cache *recent,
                                 const struct server_response_cache_key *asked,
                                 const struct net_http_reply *reply);

#endif
