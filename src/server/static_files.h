/* The operator's own page (--web-root): the regular files below a folder. */
#ifndef SERVER_STATIC_FILES_H
#define SERVER_STATIC_FILES_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

#define SERVER_STATIC_FILES_MAX_BYTES 16777216u /* of one file; larger ones are not served */

/* Reads the file of a request path.
 *
 * Given  folder  an open directory
 *        path    "/..." still percent-encoded; "/" is "/index.html"
 *        out     receives the content
 * Fails  MISSING when there is no such regular file, or when the path has an empty, hidden or ".."
 *        part, a symbolic link on its way, or an encoded byte; LIMIT when it is too large
 */
BASE_ERR_CHECKED
enum base_err server_static_files_read(int folder, struct base_text path, struct base_buf *out);

/* The content type by a path's ending; application/octet-stream when it is not known. */
struct base_text server_static_files_content_type(struct base_text path);

#endif
