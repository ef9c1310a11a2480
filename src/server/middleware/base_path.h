/* Addresses in our documents start with "/". With a base path ("--base-path /sky") they start with
 * that: "links": {"self": "/sky/api/v1/..."}.
 */
#ifndef SERVER_BASE_PATH_H
#define SERVER_BASE_PATH_H

#include "base/buf.h"
#include "base/text.h"

#include <stdbool.h>

/* Whether there is a base path and content of this type contains addresses. */
bool server_base_path_is_for(struct base_text base, struct base_text content_type);

/* Puts the base path before each address. "/" alone, the server in the OpenAPI document, becomes
 * the base path itself. Documents are appended in whole members, so that no member spans two
 * pieces.
 *
 * Given  body  a document or a piece of one; grows
 */
void server_base_path_document(struct base_text base, struct base_buf *body);

#endif
