/* The page's files inside the program, each also compressed. */
#ifndef SERVER_ASSETS_H
#define SERVER_ASSETS_H

#include "base/text.h"

#include <stdbool.h>

struct server_assets_file {
    struct base_text path; /* "/app.js" */
    struct base_text content_type;
    struct base_text etag, gzip_etag; /* with their quotes */
    struct base_text content, gzip;
};

/* The file of a path; "/" is "/index.html".
 *
 * Gives  whether there is one; *file is untouched when there is none
 */
bool server_assets_find(struct base_text path, struct server_assets_file *file);

/* The page's Content-Security-Policy: it may use its own scripts and styles, the one inline script
 * that sets its colours before the first paint, and its own server; nothing else. Trusted Types
 * allow it one thing: to name its own worker (the policy "worker").
 */
struct base_text server_assets_policy(void);

#endif
