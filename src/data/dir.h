/* The folder of data files that the user keeps beside the program: where it is, what lies in it.
 *
 *     finals2000A.all          the Earth's rotation (IERS)
 *     leap-seconds.list        leap seconds (IERS)
 *     de440s.bsp ...           JPL kernels; the one to use is named in the file "kernel"
 *     NAME.previous            what NAME was before
 *     NAME.meta                where NAME came from
 *     NAME.part-XXXXXX         a download under way, or one that was cut off
 *     .lock                    held by the one instance that may change the folder
 */
#ifndef DATA_DIR_H
#define DATA_DIR_H

#include "base/err.h"
#include "base/hash.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

#define DATA_DIR_ENV        "PLANETTRACKER_DATA_DIR"
#define DATA_DIR_NONE       "none" /* the name of no folder: the embedded data alone */
#define DATA_DIR_PATH_MAX   1000
#define DATA_DIR_NAME_MAX   100
#define DATA_DIR_URL_MAX    1000
#define DATA_DIR_TAG_MAX    127 /* as net/client keeps of a field */
#define DATA_DIR_ROTATION   "finals2000A.all"
#define DATA_DIR_LEAPS      "leap-seconds.list"
#define DATA_DIR_KERNEL     "kernel"
#define DATA_DIR_KERNEL_END ".bsp"

/* Where the folder is.
 *
 * Given  named  by an option, or NULL
 *        env    looks up an environment variable: getenv outside of tests
 * Gives  *path: what is named, PLANETTRACKER_DATA_DIR, $XDG_DATA_HOME/planettracker, or
 *        $HOME/.local/share/planettracker, the first there is; it need not exist
 * Fails  MISSING when it is "none" or nothing is set; LIMIT
 * Source freedesktop.org, XDG Base Directory Specification 0.8: a path that is not absolute counts
 *        as unset
 */
BASE_ERR_CHECKED
enum base_err data_dir_path(const char *named, char *(*env)(const char *name),
                            char path[DATA_DIR_PATH_MAX + 1]);

/* "FOLDER/NAMEend" as a string of its own, for free(); NULL without memory. */
char *data_dir_join(const char *folder, const char *name, const char *end);

/* Whether a file may have this name: letters, digits, '.', '_', '-', not hidden. */
bool data_dir_may_be_named(struct base_text name);

/* The name of the kernel that `data update --kernel` chose.
 *
 * Fails  MISSING when none is chosen; FORMAT when the choice is unreadable
 */
BASE_ERR_CHECKED
enum base_err data_dir_kernel(const char *folder, char name[DATA_DIR_NAME_MAX + 1]);

/* Chooses a kernel; NULL: the one inside the program again.
 *
 * Fails  SYSTEM, MEMORY
 */
BASE_ERR_CHECKED
enum base_err data_dir_choose_kernel(const char *folder, const char *name);

/* Keeps others from changing the folder; makes it when there is none.
 *
 * Gives  *lock for data_dir_unlock
 * Fails  AGAIN when another process has it; SYSTEM (errno says why), MEMORY
 */
BASE_ERR_CHECKED
enum base_err data_dir_lock(const char *folder, int *lock);
void data_dir_unlock(int lock);

/* Where a file came from. Empty texts: unknown. */
struct data_dir_meta {
    char url[DATA_DIR_URL_MAX + 1];
    char etag[DATA_DIR_TAG_MAX + 1];
    char last_modified[DATA_DIR_TAG_MAX + 1];
    char sha256[BASE_HASH_SHA256_HEX + 1];
    int64_t fetched_s;  /* POSIX */
    int64_t checked_s;  /* POSIX: when the server last said that it is the newest */
    int64_t size;       /* of the file that all this is about, */
    int64_t changed_ns; /* and its time of modification */
};

/* What is known of a file.
 *
 * Given  path  of the file
 * Fails  MISSING when nothing is, or it is about another file than the one that lies there now
 */
BASE_ERR_CHECKED
enum base_err data_dir_meta_read(const char *path, struct data_dir_meta *meta);

/* What is known of a draft, whose size changes: no matter what it is now. */
BASE_ERR_CHECKED
enum base_err data_dir_meta_of_draft(const char *path, struct data_dir_meta *meta);

/* Removes what is known of a file. */
void data_dir_meta_remove(const char *path);

/* Writes it beside the file.
 *
 * Given  file  the one it is about: path, or the draft that is to become path; its size and time
 *              are added to *meta
 * Fails  SYSTEM, MEMORY
 */
BASE_ERR_CHECKED
enum base_err data_dir_meta_write(const char *path, const char *file, struct data_dir_meta *meta);

#endif
