/* Files as spans of memory. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/bytes.h"
#include "base/err.h"

/* Maps a file read-only.
 *
 * Given  path  a regular file
 * Gives  *span the whole content; an empty file gives size 0
 * Fails  SYSTEM (errno says why), FORMAT when it is not a regular file
 * Owns   the caller gives the span back to base_file_unmap
 */
BASE_ERR_CHECKED
enum base_err base_file_map(const char *path, struct base_span *span);

/* Gives a mapped file back. */
void base_file_unmap(struct base_span span);

#endif
