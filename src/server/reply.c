/* What the replies of different routes have in common. */
#include "server/reply.h"

#include "format/media.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define DISPOSITION_MAX_CHARS 80

void server_reply_allow_every_origin(struct net_http_reply *reply)
{
    net_http_reply_header(reply, BASE_TEXT("Access-Control-Allow-Origin"), BASE_TEXT("*"));
}

void server_reply_set_caching(struct net_http_reply *reply, const char *caching)
{
    assert(caching != NULL);
    net_http_reply_header(reply, BASE_TEXT("Cache-Control"), base_text_of(caching));
}

void server_reply_set_type(struct net_http_reply *reply, struct base_text content_type)
{
    assert(content_type.length > 0);
    reply->content_type = content_type;
    server_reply_allow_every_origin(reply);
}

void server_reply_offer_download(struct net_http_reply *reply, const char *name, const char *ending)
{
    char value[DISPOSITION_MAX_CHARS];
    int length = snprintf(value, sizeof value, "attachment; filename=\"%s%s\"", name, ending);
    assert(length > 0 && length < DISPOSITION_MAX_CHARS);
    net_http_reply_header(reply, BASE_TEXT("Content-Disposition"),
                          (struct base_text){value, (size_t)length});
}

void server_reply_set_format(struct net_http_reply *reply, const struct almanac_request *ask,
                             const char *name)
{
    char ending[16];
    const struct format_media_row *media = format_media_row(ask->format);
    server_reply_set_type(reply, media->content_type);
    if (ask->params.download == 0) return;
    assert(strlen(media->ending) + 1 < sizeof ending);
    snprintf(ending, sizeof ending, ".%s", media->ending);
    server_reply_offer_download(reply, name, ending);
}

bool server_reply_is_problem(const struct net_http_reply *reply)
{
    return base_text_equals(reply->content_type, BASE_TEXT(SERVER_REPLY_TYPE_PROBLEM));
}
