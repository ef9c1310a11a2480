/* Files as replies. The embedded ones are in server/assets, those of a folder in
 * server/static_files, and server/page makes the page itself. */
#include "server/files.h"

#include "base/text.h"
#include "net/http.h"
#include "net/http_head.h"
#include "server/assets.h"
#include "server/middleware/etag.h"
#include "server/middleware/gzip.h"
#include "server/page.h"
#include "server/refusals.h"
#include "server/reply.h"
#include "server/static_files.h"
#include "server/worker.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

/* What the page and its embedded files may do in a browser. */
static void add_security_headers(struct net_http_reply *reply)
{
    net_http_reply_header(reply, BASE_TEXT("Content-Security-Policy"), server_assets_policy());
    net_http_reply_header(reply, BASE_TEXT("X-Content-Type-Options"), BASE_TEXT("nosniff"));
}

/* A copy is stored, but used only after the server has confirmed it. */
static void add_caching_headers(struct net_http_reply *reply)
{
    server_reply_set_caching(reply, "no-cache");
    net_http_reply_header(reply, BASE_TEXT("Vary"), BASE_TEXT("Accept-Encoding"));
}

static bool answer_embedded_file(const struct server_exchange *exchange,
                                 struct net_http_reply *reply)
{
    struct server_assets_file file;
    if (!server_assets_find(exchange->request->path, &file)) return false;
    bool is_gzip = server_gzip_is_accepted(exchange->accept_encoding);
    const struct server_etag_offer offer = {.tags = {is_gzip ? file.gzip_etag : file.etag},
                                            .exists = true};
    net_http_reply_header(reply, BASE_TEXT("ETag"), offer.tags[0]);
    add_caching_headers(reply);
    if (server_etag_decide(exchange->if_none_match, &offer, reply).at != NULL) return true;
    if (is_gzip) net_http_reply_header(reply, BASE_TEXT("Content-Encoding"), BASE_TEXT("gzip"));
    add_security_headers(reply);
    reply->content_type = file.content_type;
    reply->borrowed = is_gzip ? file.gzip : file.content;
    return true;
}

static bool answer_file_of_folder(int folder, struct base_text path, struct net_http_reply *reply)
{
    assert(folder >= 0);
    if (server_static_files_read(folder, path, &reply->body) != BASE_ERR_OK) return false;
    add_caching_headers(reply);
    reply->content_type = server_static_files_content_type(path);
    return true;
}

void server_files_answer(struct server_worker *worker, const struct net_http_request *request,
                         struct net_http_reply *reply)
{
    const struct base_text path = request->path;
    const int folder = worker->shared->web_root;
    bool is_page =
        base_text_equals(path, BASE_TEXT("/")) || base_text_equals(path, BASE_TEXT("/index.html"));
    if (is_page && folder < 0) {
        add_security_headers(reply);
        server_page_answer(worker, request, reply);
        return;
    }
    bool is_found = folder >= 0 ? answer_file_of_folder(folder, path, reply)
                                : answer_embedded_file(&worker->exchange, reply);
    if (!is_found) server_refusals_write_unknown_path(reply, path);
}
