/* Pairs of a query string or of a form body (application/x-www-form-urlencoded). */
#ifndef APP_QUERY_H
#define APP_QUERY_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

/* Takes the next pair off a query.
 *
 * Given     rest     the query still to read; becomes what follows the pair
 *           scratch  receives decoded text; cleared by the caller before the first pair, not
 *           between pairs
 * Gives     *name, *value decoded: %41 and "+" for a blank; a pair without "=" has an empty value.
 *           They lie in the query itself where nothing was encoded, else in scratch, and stay good
 *           until scratch is cleared or freed
 * Fails     END when no pair is left; FORMAT, *rest left at the pair, for a "%" without two
 *           hexadecimal digits; LIMIT when scratch is full
 */
BASE_ERR_CHECKED
enum base_err app_query_next(struct base_text *rest, struct base_buf *scratch,
                             struct base_text *name, struct base_text *value);

#endif
