/* The download of one data file: it is fetched, checked and renamed into place. Each file has a task
 * (net/gather), and all tasks share a client.
 *
 *     mirrors in order -> conditional GET, or the rest of a partial file -> check -> hash ->
 *     previous file kept, fsync, rename
 *
 * At every moment the name holds a complete and checked file, the old one or the new one.
 */
#ifndef CMD_DATA_DOWNLOAD_H
#define CMD_DATA_DOWNLOAD_H

#include "base/err.h"
#include "base/hash.h"
#include "data/dataset.h"
#include "data/dir.h"
#include "data/verify.h"
#include "net/client.h"

#include <stdint.h>

#define CMD_DATA_DOWNLOAD_URLS_MAX         8
#define CMD_DATA_DOWNLOAD_TEXT_MAX_BYTES   67108864u   /* of a table or a list */
#define CMD_DATA_DOWNLOAD_KERNEL_MAX_BYTES 8589934592u /* DE441 has 3.3e9 */
#define CMD_DATA_DOWNLOAD_NOTE_MAX         1999
#define CMD_DATA_DOWNLOAD_MIRROR_ENV       "PLANETTRACKER_DATA_MIRROR"

enum cmd_data_download_state {
    CMD_DATA_DOWNLOAD_WAITING,
    CMD_DATA_DOWNLOAD_FETCHING,
    CMD_DATA_DOWNLOAD_PROVING,
    CMD_DATA_DOWNLOAD_CURRENT, /* the present file is the newest, as the server says or as its bytes show */
    CMD_DATA_DOWNLOAD_NEW,
    CMD_DATA_DOWNLOAD_FAILED,
};

struct cmd_data_download;

/* Called when the state has changed, on the loop's thread within the file's task. */
typedef void cmd_data_download_on_change(void *context, const struct cmd_data_download *update);

struct cmd_data_download {
    /* given */
    cmd_data_download_on_change *on_change; /* or NULL */
    void *context;
    struct net_client *client;
    const char *folder;
    enum data_dataset_part part;
    char name[DATA_DIR_NAME_MAX + 1];
    char urls[CMD_DATA_DOWNLOAD_URLS_MAX][DATA_DIR_URL_MAX + 1];
    int url_count;
    char sha256[BASE_HASH_SHA256_HEX + 1]; /* expected; "": unknown */
    /* results, during the download and after it */
    enum cmd_data_download_state state;
    int url;       /* the one in use */
    uint64_t from; /* bytes that an earlier run had fetched */
    uint64_t have, total;
    uint64_t begun_ms; /* by the loop's clock: when the first byte arrived */
    struct data_verify proof;
    struct data_dir_meta meta;
    enum base_err
        err; /* of FAILED: NETWORK or LATE without an answer, FORMAT when it was not such a file */
    char note[CMD_DATA_DOWNLOAD_NOTE_MAX + 1]; /* why each address failed, with "; " between */
};

/* Where a file is published: fills in urls, url_count and sha256.
 *
 * Given  update  with part and name; urls that are already set are kept as the only ones
 *        mirror  the address of a folder that has all files under their names, used instead of
 *                the published addresses; or NULL
 * Source IERS Rapid Service (data centre, USNO), Paris Observatory, IANA, JPL SSD, NAIF
 */
void cmd_data_download_fill_urls(struct cmd_data_download *update, const char *mirror);

/* Brings one file up to date. A net_task_function whose argument is a struct cmd_data_download. The
 * folder is locked.
 *
 * Gives  OK when state is CURRENT or NEW
 * Fails  update->err: of the last mirror, or of the first that answered with something else;
 *        CANCELLED: the partial file is kept for the next run
 */
enum base_err cmd_data_download_run(void *update);

/* Checks and hashes a file that is present already, for `data verify`.
 *
 * Gives  *meta as far as it is known, *proof
 * Fails  MISSING, SYSTEM; FORMAT with *fault, also when the bytes differ from those that were fetched
 */
BASE_ERR_CHECKED
enum base_err cmd_data_download_verify(const char *path, enum data_dataset_part part,
                                       struct data_verify *proof, struct data_dir_meta *meta,
                                       struct base_fault *fault);

#endif
