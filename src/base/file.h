/* Files mapped into memory, and files replaced in one step. */
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
 * Owns   the caller unmaps the span with base_file_unmap
 */
BASE_ERR_CHECKED
enum base_err base_file_map(const char *path, struct base_span *span);

/* Unmaps a file. */
void base_file_unmap(struct base_span span);

/* An incomplete file: it lies beside its path under its own name, "PATH.part-XXXXXX", and is
 * renamed to the path when it is complete. */
struct base_file_draft {
    char *path;
    char *temp;
    int fd;
};

/* Begins a draft.
 *
 * Given  path  copied; a regular file, or nothing yet
 * Fails  SYSTEM (errno says why), MEMORY, FORMAT when the path is a device, a pipe, a socket or a
 *        folder, which a rename would replace
 * Owns   the caller ends the draft with base_file_draft_commit, _leave or _drop
 */
BASE_ERR_CHECKED
enum base_err base_file_draft_open(const char *path, struct base_file_draft *draft);

/* Reopens a draft that another process left.
 *
 * Given  temp  its name, copied: the path with the suffix of base_file_draft_open
 * Gives  *size  bytes that it holds
 * Fails  as base_file_draft_open
 * Owns   as base_file_draft_open
 */
BASE_ERR_CHECKED
enum base_err base_file_draft_adopt(const char *path, const char *temp,
                                    struct base_file_draft *draft, uint64_t *size);

/* Whether `name` is the name of a draft of the file `of`: "OF.part-XXXXXX". */
bool base_file_is_draft(const char *name, const char *of);

/* Writes bytes; at offset 0 the draft is emptied first.
 *
 * Fails  SYSTEM
 */
BASE_ERR_CHECKED
enum base_err base_file_draft_write(struct base_file_draft *draft, uint64_t offset,
                                    const void *bytes, size_t count);

/* Completes the draft: flushes it to the disk and renames it to its path, replacing an older file
 * in one step.
 *
 * Fails  SYSTEM; the draft is then removed
 * Owns   takes ownership of the draft, as the next two do
 */
BASE_ERR_CHECKED
enum base_err base_file_draft_commit(struct base_file_draft *draft);

/* Closes the draft and leaves its file for base_file_draft_adopt. */
void base_file_draft_detach(struct base_file_draft *draft);

/* Removes the draft; a file at the path stays. */
void base_file_draft_discard(struct base_file_draft *draft);

#endif
