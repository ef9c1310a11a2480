/* Files as spans of memory. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/bytes.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/* A file in the making: it lies beside its path under a name of its own, "PATH.part-XXXXXX", and
 * gets the path only when it is complete. */
struct base_file_draft {
    char *path;
    char *temp;
    int fd;
};

/* Begins a draft.
 *
 * Given  path  copied
 * Fails  SYSTEM (errno says why), MEMORY
 * Owns   the caller gives the draft to base_file_draft_keep or base_file_draft_drop
 */
BASE_ERR_CHECKED
enum base_err base_file_draft_open(const char *path, struct base_file_draft *draft);

/* Takes up a draft that another process left.
 *
 * Given  temp  its name, copied: path with the end that base_file_draft_open gave it
 * Gives  *size what it holds
 * Fails, owns as base_file_draft_open
 */
BASE_ERR_CHECKED
enum base_err base_file_draft_adopt(const char *path, const char *temp,
                                    struct base_file_draft *draft, uint64_t *size);

/* Whether a name is that of a draft of another: "NAME.part-XXXXXX". */
bool base_file_is_draft(const char *name, const char *of);

/* Writes bytes; at offset 0 what was there before is forgotten.
 *
 * Fails  SYSTEM
 */
BASE_ERR_CHECKED
enum base_err base_file_draft_write(struct base_file_draft *draft, uint64_t offset,
                                    const void *bytes, size_t count);

/* Takes the draft: it is on the disk and under its path in one step, in place of a file that was
 * there before.
 *
 * Fails  SYSTEM: then it is dropped
 */
BASE_ERR_CHECKED
enum base_err base_file_draft_keep(struct base_file_draft *draft);

/* Takes the draft and leaves it where it is, for base_file_draft_adopt. */
void base_file_draft_leave(struct base_file_draft *draft);

/* Takes the draft and removes it; what was under the path stays. */
void base_file_draft_drop(struct base_file_draft *draft);

#endif
