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

#endif
