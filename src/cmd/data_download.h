/* One data file from the network: fetched, proven, put in its place. A task for each of them
 * (net/gather), all through one client.
 *
 *     mirrors in order -> conditional GET, or the rest of a draft -> proof -> hash -> previous
 *     kept, fsync, rename
 *
 * Whatever happens, the name holds a whole and proven file, the old one or the new one.
 */
#ifndef CMD_DATA_DOWNLOAD_H
#define CMD_DATA_DOWNLOAD_H

#include "data/dir.h"
#include "data/verify.h"
#include "net/client.h"

#define CMD_DATA_DOWNLOAD_URLS_MAX         8
#define CMD_DATA_DOWNLOAD_TEXT_MAX_BYTES   67108864u   /* of a table or a list */
#define CMD_DATA_DOWNLOAD_KERNEL_MAX_BYTES 8589934592u /* DE441 has 3.3e9 */
#define CMD_DATA_DOWNLOAD_NOTE_MAX         1999
#define CMD_DATA_DOWNLOAD_MIRROR_ENV       "PLANETTRACKER_DATA_MIRROR"

enum cmd_data_download_state {
    CMD_DATA_DOWNLOAD_WAITING,
    CMD_DATA_DOWNLOAD_FETCHING,
    CMD_DATA_DOWNLOAD_PROVING,
    CMD_DATA_DOWNLOAD_CURRENT, /* what is there is the newest, by the server's word or by its bytes */
    CMD_DATA_DOWNLOAD_NEW,
    CMD_DATA_DOWNLOAD_FAILED,
};

struct cmd_data_download;

/* Calls back when the state has changed, on the loop's thread within the file's task. */
typedef void cmd_data_download_told(void *context, const struct cmd_data_download *update);

struct cmd_data_download {
    /* given */
    cmd_data_download_told *told; /* or NULL */
    void *context;
    struct net_client *client;
    const char *folder;
    enum data_dataset_part part;
    char name[DATA_DIR_NAME_MAX + 1];
    char urls[CMD_DATA_DOWNLOAD_URLS_MAX][DATA_DIR_URL_MAX + 1];
    int url_count;
    char sha256[BASE_HASH_SHA256_HEX + 1]; /* what it has to be; "": unknown */
    /* told, while it goes on and after */
    enum cmd_data_download_state state;
    int url;       /* the one in use */
    uint64_t from; /* bytes that an earlier run had fetched */
    uint64_t have, total;
    uint64_t begun_ms; /* of the loop's clock: when the first byte came */
    struct data_verify proof;
    struct data_dir_meta meta;
    enum base_err err; /* FAILED: NETWORK or LATE when nothing came, FORMAT when it was no data */
    char note[CMD_DATA_DOWNLOAD_NOTE_MAX + 1]; /* why which addresses gave nothing, "; " between */
};

/* Where a file is published: fills in urls, url_count and sha256.
 *
 * Given  update  with part and name; what urls are there stays the only ones
 *        mirror  the address of a folder that has all files under their names, instead of the
 *                published places; or NULL
 * Source IERS Rapid Service (data centre, USNO), Paris Observatory, IANA, JPL SSD, NAIF
 */
void cmd_data_download_fill_urls(struct cmd_data_download *update, const char *mirror);

/* Brings one file up to date; the form of net_task_function, given a struct cmd_data_download. The folder
 * is locked.
 *
 * Gives  OK when state is CURRENT or NEW
 * Fails  update->err: of the last mirror, or of the first that gave something else than data;
 *        CANCELLED: what has come is kept for the next run
 */
enum base_err cmd_data_download_run(void *update);

/* "verify": proof and hash of a file that is there already.
 *
 * Gives  *meta as far as it is known, *proof
 * Fails  MISSING, SYSTEM; FORMAT with *fault: also when the bytes are not those that were fetched
 */
BASE_ERR_CHECKED
enum base_err cmd_data_download_verify(const char *path, enum data_dataset_part part,
                                       struct data_verify *proof, struct data_dir_meta *meta,
                                       struct base_fault *fault);

#endif
