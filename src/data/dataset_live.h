/* The store of a program that goes on while its data are replaced.
 *
 *     a thread  take ---- answers with it ---- generation has changed: give_back, take
 *     watch     looks at the files once a second; new ones become a new store, whole or not at all
 *
 * Who holds a store keeps it: it goes when the last holder gives it back. Taking looks at no lock
 * that a reload holds for longer than a pointer takes.
 */
#ifndef DATA_DATASET_LIVE_H
#define DATA_DATASET_LIVE_H

#include "data/dataset.h"

#define DATA_DATASET_LIVE_CHECK_MS 1000u

/* Says a sentence without a line's end; on the thread that opens or reloads. */
typedef void data_dataset_live_report(void *context, const char *sentence);

/* What to open. All is borrowed as long as the stock. */
struct data_dataset_live_config {
    const char *ephemeris;    /* a kernel, or NULL: the one chosen in the folder, or the embedded */
    const char *leap_seconds; /* a list, or NULL: the newer of the folder's and the embedded */
    const char *folder;       /* of data files (data/dir), or NULL: none */
    data_dataset_live_report *say; /* of a file in the folder that is of no use, and of a reload */
    void *context;
};

/* Opens one store by these wishes, for a command that ends before its data change. A file of the
 * folder that is damaged is told of and left out; one that is named has to be right.
 *
 * Fails  as data_dataset_open_files for what is named
 * Owns   the caller gives *store to data_dataset_close
 */
BASE_ERR_CHECKED
enum base_err data_dataset_live_fill(const struct data_dataset_live_config *config,
                                     struct data_dataset *store, struct data_dataset_fault *fault);

struct data_dataset_live;

/* Fails  as data_dataset_live_fill
 * Owns   the caller gives it to data_dataset_live_close
 */
BASE_ERR_CHECKED
enum base_err data_dataset_live_open(const struct data_dataset_live_config *config,
                                     struct data_dataset_live **stock,
                                     struct data_dataset_fault *fault);

/* Takes the stock. Every store has been given back, nobody watches. */
void data_dataset_live_close(struct data_dataset_live *stock);

/* The present store; any thread.
 *
 * Gives  the store, unchanged until data_dataset_live_release; *generation is its number
 */
const struct data_dataset *data_dataset_live_acquire(struct data_dataset_live *stock,
                                                     unsigned *generation);
/* One holder more of a store that the caller holds. */
void data_dataset_live_retain(struct data_dataset_live *stock, const struct data_dataset *store);
void data_dataset_live_release(struct data_dataset_live *stock, const struct data_dataset *store);

/* The number of the present store; any thread, at the cost of a load. */
unsigned data_dataset_live_generation(const struct data_dataset_live *stock);

/* Opens the files again, on the calling thread. A failure keeps the old store, and is said.
 *
 * Fails  as data_dataset_live_open
 */
BASE_ERR_CHECKED
enum base_err data_dataset_live_reload(struct data_dataset_live *stock);

/* Watches the files from a thread of its own: when one has changed for DATA_DATASET_LIVE_CHECK_MS or
 * somebody hurries, it reloads.
 *
 * Fails  SYSTEM
 */
BASE_ERR_CHECKED
enum base_err data_dataset_live_watch_begin(struct data_dataset_live *stock);
void data_dataset_live_watch_end(struct data_dataset_live *stock);

/* Makes the watch reload at once, changed or not. Any thread, and a signal's handler. */
void data_dataset_live_request_reload(struct data_dataset_live *stock);

#endif
