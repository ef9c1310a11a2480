/* The content of a document, written piece by piece, so that memory does not grow with
 * its length. */
#ifndef ALMANAC_CONTENT_H
#define ALMANAC_CONTENT_H

#include "almanac/workspace.h"
#include "base/buf.h"
#include "base/err.h"

#include <stddef.h>

struct almanac_content {
    /* Appends the next piece, and returns as soon as out holds enough bytes: OK when more follows,
     * END with the last piece; any other error: the content breaks off there. */
    enum base_err (*append)(void *state, struct base_buf *out, size_t enough_bytes);
    void (*close)(void *state); /* called once, at the end or before; NULL: nothing to free */
    void *state;
    const char *name; /* of a file that holds it, without the ending: "positions" */
};

/* Computes what a document needs before its first byte, for the request of a workspace, work->ask.
 *
 * Gives  *content; its state may be the workspace itself when the content is a single piece
 * Fails  by adding to the problems of work->ask; *content then stays as it is
 */
typedef void almanac_content_open(struct almanac_workspace *work, struct almanac_content *content);

#endif
