/* Percent-encoding: the pairs of a query string or of a form body
 * (application/x-www-form-urlencoded), and paths.
 */
#ifndef FORMAT_URL_QUERY_H
#define FORMAT_URL_QUERY_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

#include <stddef.h>

/* Removes the next pair from the front of a query.
 *
 * Given     rest     the query still to read; becomes what follows the pair
 *           scratch  receives decoded text; cleared by the caller before the first pair, not
 *           between pairs
 * Gives     *name, *value decoded: %41 and "+" for a blank; a pair without "=" has an empty value.
 *           They lie in the query itself if nothing was encoded, else in scratch, and stay valid
 *           until scratch is cleared or freed
 * Fails     END when no pair is left; FORMAT, *rest left at the pair, for a "%" without two
 *           hexadecimal digits; LIMIT when scratch is full
 */
BASE_ERR_CHECKED
enum base_err format_url_query_next(struct base_text *rest, struct base_buf *scratch,
                                    struct base_text *name, struct base_text *value);

/* A path, decoded once: "/api/v1/bodies/m%61rs" names Mars.
 *
 * Given  room  at out, in bytes
 * Gives  the path itself if nothing is encoded, else what is written to out; the original path
 *        when an escape cannot be read, when it encodes "/" or NUL, which no name has, or
 *        when the room is too small: the "%" in it is in none of our names
 * Source RFC 3986, 2.2 (%2F is not "/") and 2.4 (never decode twice)
 */
struct base_text format_url_query_path(struct base_text path, char *out, size_t room);

#endif
