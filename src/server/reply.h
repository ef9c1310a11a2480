/* Header lines and content types that several kinds of replies have, each written in one place. */
#ifndef SERVER_REPLY_H
#define SERVER_REPLY_H

#include "almanac/request.h"
#include "base/text.h"
#include "net/http.h"

#include <stdbool.h>

#define SERVER_REPLY_TYPE_JSON    "application/json; charset=utf-8"
#define SERVER_REPLY_TYPE_TEXT    "text/plain; charset=utf-8"
#define SERVER_REPLY_TYPE_PROBLEM "application/problem+json"

/* Allows pages of every origin to read the reply (CORS). */
void server_reply_allow_every_origin(struct net_http_reply *reply);

/* Adds Cache-Control.
 *
 * Given  caching  its value, such as "no-store"
 */
void server_reply_set_caching(struct net_http_reply *reply, const char *caching);

/* Sets a content type and allows every origin. */
void server_reply_set_type(struct net_http_reply *reply, struct base_text content_type);

/* Makes the client save the reply as a file.
 *
 * Given  name    of the file without its ending, such as "status"
 *        ending  such as ".json"; or empty
 */
void server_reply_offer_download(struct net_http_reply *reply, const char *name,
                                 const char *ending);

/* Sets the content type of the request's format, allows every origin, and offers a download if the
 * request has download=1.
 *
 * Given  name  of the file without its ending
 */
void server_reply_set_format(struct net_http_reply *reply, const struct almanac_request *ask,
                             const char *name);

/* Whether the reply is a problem document. */
bool server_reply_is_problem(const struct net_http_reply *reply);

#endif
