/* The store of a program that goes on while its data are replaced.
 *
 *     a thread  take ---- answers with it ---- generation has changed: give_back, take
 *     watch     looks at the files once a second; new ones become a new store, whole or not at all
 *
 * Who holds a store keeps it: it goes when the last holder gives it back. Taking looks at no lock
 * that a reload holds for longer than a pointer takes.
 */
#ifndef APP_STOCK_H
#define APP_STOCK_H

#include "app/store.h"

#define APP_STOCK_LOOK_MS 1000u

/* Says a sentence without a line's end; on the thread that opens or reloads. */
typedef void app_stock_saying(void *context, const char *sentence);

/* What to open. All is borrowed as long as the stock. */
struct app_stock_config {
    const char *ephemeris;    /* a kernel, or NULL: the one chosen in the folder, or the embedded */
    const char *leap_seconds; /* a list, or NULL: the newer of the folder's and the embedded */
    const char *folder;       /* of data files (app/folder), or NULL: none */
    app_stock_saying *say;    /* of a file in the folder that is of no use, and of a reload */
    void *context;
};

/* Opens one store by these wishes, for a command that ends before its data change. A file of the
 * folder that is damaged is told of and left out; one that is named has to be right.
 *
 * Fails  as app_store_open_files for what is named
 * Owns   the caller gives *store to app_store_close
 */
BASE_ERR_CHECKED
enum base_err app_stock_fill(const struct app_stock_config *config, struct app_store *store,
                             struct app_store_fault *fault);

struct app_stock;

/* Fails  as app_stock_fill
 * Owns   the caller gives it to app_stock_close
 */
BASE_ERR_CHECKED
enum base_err app_stock_open(const struct app_stock_config *config, struct app_stock **stock,
                             struct app_store_fault *fault);

/* Takes the stock. Every store has been given back, nobody watches. */
void app_stock_close(struct app_stock *stock);

/* The present store; any thread.
 *
 * Gives  the store, unchanged until app_stock_give_back; *generation is its number
 */
const struct app_store *app_stock_take(struct app_stock *stock, unsigned *generation);
/* One holder more of a store that the caller holds. */
void app_stock_hold(struct app_stock *stock, const struct app_store *store);
void app_stock_give_back(struct app_stock *stock, const struct app_store *store);

/* The number of the present store; any thread, at the cost of a load. */
unsigned app_stock_generation(const struct app_stock *stock);

/* Opens the files again, on the calling thread. A failure keeps the old store, and is said.
 *
 * Fails  as app_stock_open
 */
BASE_ERR_CHECKED
enum base_err app_stock_reload(struct app_stock *stock);

/* Watches the files from a thread of its own: when one has changed for APP_STOCK_LOOK_MS or
 * somebody hurries, it reloads.
 *
 * Fails  SYSTEM
 */
BASE_ERR_CHECKED
enum base_err app_stock_watch_begin(struct app_stock *stock);
void app_stock_watch_end(struct app_stock *stock);

/* Makes the watch reload at once, changed or not. Any thread, and a signal's handler. */
void app_stock_hurry(struct app_stock *stock);

#endif
