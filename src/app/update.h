/* One data file from the network: fetched, proven, put in its place. A task for each of them
 * (net/gather), all through one client.
 *
 *     mirrors in order -> conditional GET, or the rest of a draft -> proof -> hash -> previous
 *     kept, fsync, rename
 *
 * Whatever happens, the name holds a whole and proven file, the old one or the new one.
 */
#ifndef APP_UPDATE_H
#define APP_UPDATE_H

#include "app/folder.h"
#include "app/proof.h"
#include "net/client.h"

#define APP_UPDATE_URLS_MAX         8
#define APP_UPDATE_TEXT_MAX_BYTES   67108864u   /* of a table or a list */
#define APP_UPDATE_KERNEL_MAX_BYTES 8589934592u /* DE441 has 3.3e9 */
#define APP_UPDATE_NOTE_MAX         1999
#define APP_UPDATE_MIRROR_ENV       "PLANETTRACKER_DATA_MIRROR"

enum app_update_state {
    APP_UPDATE_WAITING,
    APP_UPDATE_FETCHING,
    APP_UPDATE_PROVING,
    APP_UPDATE_CURRENT, /* what is there is the newest, by the server's word or by its bytes */
    APP_UPDATE_NEW,
    APP_UPDATE_FAILED,
};

struct app_update;

/* Calls back when the state has changed, on the loop's thread within the file's task. */
typedef void app_update_told(void *context, const struct app_update *update);

struct app_update {
    /* given */
    app_update_told *told; /* or NULL */
    void *context;
    struct net_client *client;
    const char *folder;
    enum app_store_part part;
    char name[APP_FOLDER_NAME_MAX + 1];
    char urls[APP_UPDATE_URLS_MAX][APP_FOLDER_URL_MAX + 1];
    int url_count;
    char sha256[BASE_HASH_SHA256_HEX + 1]; /* what it has to be; "": unknown */
    /* told, while it goes on and after */
    enum app_update_state state;
    int url;       /* the one in use */
    uint64_t from; /* bytes that an earlier run had fetched */
    uint64_t have, total;
    uint64_t begun_ms; /* of the loop's clock: when the first byte came */
    struct app_proof proof;
    struct app_folder_meta meta;
    enum base_err err; /* FAILED: NETWORK or LATE when nothing came, FORMAT when it was no data */
    char note[APP_UPDATE_NOTE_MAX + 1]; /* why which addresses gave nothing, "; " between */
};

/* Where a file is published: fills in urls, url_count and sha256.
 *
 * Given  update  with part and name; what urls are there stays the only ones
 *        mirror  the address of a folder that has all files under their names, instead of the
 *                published places; or NULL
 * Source IERS Rapid Service (data centre, USNO), Paris Observatory, IANA, JPL SSD, NAIF
 */
void app_update_fill_urls(struct app_update *update, const char *mirror);

/* Brings one file up to date; the form of net_task_function, given a struct app_update. The folder
 * is locked.
 *
 * Gives  OK when state is CURRENT or NEW
 * Fails  update->err: of the last mirror, or of the first that gave something else than data;
 *        CANCELLED: what has come is kept for the next run
 */
enum base_err app_update_run(void *update);

/* "verify": proof and hash of a file that is there already.
 *
 * Gives  *meta as far as it is known, *proof
 * Fails  MISSING, SYSTEM; FORMAT with *fault: also when the bytes are not those that were fetched
 */
BASE_ERR_CHECKED
enum base_err app_update_verify(const char *path, enum app_store_part part, struct app_proof *proof,
                                struct app_folder_meta *meta, struct base_fault *fault);

#endif
