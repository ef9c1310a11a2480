/* Ids of requests. The same id is in the reply's header, in its problem document and in the log. */
#ifndef SERVER_REQUEST_ID_H
#define SERVER_REQUEST_ID_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

#define SERVER_REQUEST_ID_MADE_CHARS 32 /* hexadecimal digits of an id that is made here */
#define SERVER_REQUEST_ID_MIN_CHARS  8  /* of an id in the request */
#define SERVER_REQUEST_ID_MAX_CHARS  64

/* The generator of one thread. */
struct server_request_id_source {
    uint64_t state[4];
};

/* Seeds a generator with the system's random bytes. */
void server_request_id_seed(struct server_request_id_source *source);

/* Makes an id of 128 random bits.
 *
 * Given   out  SERVER_REQUEST_ID_MADE_CHARS bytes; not terminated
 * Source  xoshiro256**, Blackman & Vigna 2021, ACM TOMS 47, 36. Ids need to differ; they need not
 *         be hard to guess
 * Cost    about 20 ns
 */
void server_request_id_make(struct server_request_id_source *source, char *out);

/* Whether an id in a request may be used: 8 to 64 letters, digits and -_.:/+=@ . Such an id is
 * harmless in a log, a header and a document, and a proxy's trace id reaches our log. It may have
 * been used before.
 */
bool server_request_id_is_valid(struct base_text name);

#endif
