/* Names of requests: one in the answer, in its problem document and in the log. */
#ifndef SERVER_REQUEST_ID_H
#define SERVER_REQUEST_ID_H

#include "base/text.h"

#include <stdint.h>

#define SERVER_REQUEST_ID_MADE_CHARS 32 /* hexadecimal digits of one that is made here */
#define SERVER_REQUEST_ID_MIN_CHARS  8  /* of one that came with the request */
#define SERVER_REQUEST_ID_MAX_CHARS  64

/* One thread's generator. */
struct server_request_id_source {
    uint64_t state[4];
};

/* Seeds a generator by the system's random bytes. */
void server_request_id_seed(struct server_request_id_source *source);

/* Makes a name of 128 random bits.
 *
 * Given   out  SERVER_REQUEST_ID_MADE_CHARS bytes; not terminated
 * Source  xoshiro256**, Blackman & Vigna 2021, ACM TOMS 47, 36. Names only have to differ: nobody
 *         is to be kept from guessing the next one
 * Cost    some 20 ns
 */
void server_request_id_make(struct server_request_id_source *source, char *out);

/* Whether a name that came with a request may be used: 8 to 64 letters, digits and -_.:/+=@ . So it
 * can do no harm in a log, a header or a document, and a proxy's trace id reaches our log. That it
 * is new nobody promises. */
bool server_request_id_is_valid(struct base_text name);

#endif
