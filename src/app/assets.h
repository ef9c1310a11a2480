/* The page's files inside the program, with their compressed twins. */
#ifndef APP_ASSETS_H
#define APP_ASSETS_H

#include "base/text.h"

#include <stdbool.h>

struct app_assets_file {
    struct base_text path; /* "/app.js" */
    struct base_text content_type;
    struct base_text etag, gzip_etag; /* with their quotes */
    struct base_text content, gzip;
};

/* The file of a path; "/" is "/index.html".
 *
 * Gives  whether there is one; *file is untouched when there is none
 */
bool app_assets_find(struct base_text path, struct app_assets_file *file);

/* The page's Content-Security-Policy: it may run its own scripts and styles, the one inline script
 * that sets its colours before the first paint, and talk to its own server; nothing else. Of what
 * browsers hold for injection it may do one thing, name its own worker (the policy "worker").
 */
struct base_text app_assets_policy(void);

#endif
