/* Base64, as content security policies write hashes. */
#ifndef TOOL_GENERATE_BASE64_H
#define TOOL_GENERATE_BASE64_H

#include "base/buf.h"
#include "base/bytes.h"

/* Appends bytes in base64, padded.
 *
 * Source  RFC 4648, section 4
 */
void base64_append(struct base_buf *out, struct base_span bytes);

#endif
