/* Addresses in our documents begin with "/". Behind a base path ("--base-path /sky") they begin
 * with that: "links": {"self": "/sky/api/v1/..."}.
 */
#ifndef SERVER_BASE_PATH_H
#define SERVER_BASE_PATH_H

#include "base/buf.h"
#include "base/text.h"

/* Whether there is a base path and addresses in such content. */
bool server_base_path_is_for(struct base_text base, struct base_text content_type);

/* Puts the base path before each address. "/" alone, the server that OpenAPI puts before its
 * paths, becomes the base path itself. A document is appended in whole members, so none is cut by
 * the end of a piece.
 *
 * Given  body  a document or a piece of one; grows
 */
void server_base_path_document(struct base_text base, struct base_buf *body);

#endif
