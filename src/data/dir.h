/* The folder of data files that a user may keep: where it is, and its files.
 *
 *     finals2000A.all          the Earth's rotation (IERS)
 *     leap-seconds.list        leap seconds (IERS)
 *     de440s.bsp ...           JPL kernels; the file "kernel" names the one to use
 *     NAME.previous            the former NAME
 *     NAME.meta                the source of NAME
 *     NAME.part-XXXXXX         a download in progress, or one that was interrupted
 *     .lock                    locked by the process that may change the folder
 */
#ifndef DATA_DIR_H
#define DATA_DIR_H

#include "base/err.h"
#include "base/hash.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

#define DATA_DIR_ENV        "PLANETTRACKER_DATA_DIR"
#define DATA_DIR_NONE       "none" /* instead of a folder: only the embedded data are used */
#define DATA_DIR_PATH_MAX   1000
#define DATA_DIR_NAME_MAX   100
#define DATA_DIR_URL_MAX    1000
#define DATA_DIR_TAG_MAX    127 /* the limit of net/client for such a field */
#define DATA_DIR_KERNEL     "kernel"
#define DATA_DIR_KERNEL_END ".bsp"

/* The path of the folder.
 *
 * Given  named  by an option, or NULL
 *        env    looks up an environment variable: getenv, except in tests
 * Gives  the first of named, $PLANETTRACKER_DATA_DIR, $XDG_DATA_HOME/planettracker and
 *        $HOME/.local/share/planettracker that is set; the folder need not exist
 * Fails  MISSING if that is "none" or none of them is set; LIMIT
 * Source freedesktop.org, XDG Base Directory Specification 0.8: a path that is not absolute counts
 *        as unset
 */
BASE_ERR_CHECKED
enum base_err data_dir_path(const char *named, char *(*env)(const char *name),
                            char path[DATA_DIR_PATH_MAX + 1]);

/* Joins "FOLDER/NAMEend". The caller frees the string; NULL if memory is short. */
char *data_dir_join(const char *folder, const char *name, const char *end);

/* Whether a file may have this name: letters, digits, ".", "_" and "-", not beginning with a dot.
 */
bool data_dir_is_valid_name(struct base_text name);

/* The name of the kernel that `data update --kernel` has chosen.
 *
 * Fails  MISSING if none is chosen; FORMAT if the choice is unreadable
 */
BASE_ERR_CHECKED
enum base_err data_dir_kernel(const char *folder, char name[DATA_DIR_NAME_MAX + 1]);

/* Chooses a kernel, or with NULL the one inside the program.
 *
 * Fails  SYSTEM, MEMORY
 */
BASE_ERR_CHECKED
enum base_err data_dir_choose_kernel(const char *folder, const char *name);

/* Locks the folder against changes by other processes, and creates it if it does not exist.
 *
 * Gives  *lock, for data_dir_unlock
 * Fails  AGAIN if another process has the lock; SYSTEM (errno says why), MEMORY
 */
BASE_ERR_CHECKED
enum base_err data_dir_lock(const char *folder, int *lock);
void data_dir_unlock(int lock);

/* The source of a file. Unknown texts are empty. */
struct data_dir_meta {
    char url[DATA_DIR_URL_MAX + 1];
    char etag[DATA_DIR_TAG_MAX + 1];
    char last_modified[DATA_DIR_TAG_MAX + 1];
    char sha256[BASE_HASH_SHA256_HEX + 1];
    int64_t fetched_s;  /* POSIX */
    int64_t checked_s;  /* POSIX: when the server last confirmed that it is the newest */
    int64_t size;       /* of the file described, */
    int64_t changed_ns; /* and its time of modification */
};

/* Reads what is known about a file.
 *
 * Given  path  of the file
 * Fails  MISSING if nothing is known, or if the file has changed since
 */
BASE_ERR_CHECKED
enum base_err data_dir_meta_read(const char *path, struct data_dir_meta *meta);

/* Reads what is known about a draft, whose size may have changed. */
BASE_ERR_CHECKED
enum base_err data_dir_meta_of_draft(const char *path, struct data_dir_meta *meta);

/* Removes what is known about a file. */
void data_dir_meta_remove(const char *path);

/* Records the source of a file beside it.
 *
 * Given  file  the file described: path, or the draft that will become path; its size and time of
 *              modification are added to *meta
 * Fails  SYSTEM, MEMORY
 */
BASE_ERR_CHECKED
enum base_err data_dir_meta_write(const char *path, const char *file, struct data_dir_meta *meta);

#endif
