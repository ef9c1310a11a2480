/* The data of a program that keeps running while they are replaced.
 *
 *     a thread   acquires a dataset and answers with it; when the generation has changed, it
 *                releases the dataset and acquires the next one
 *     the watch  checks the files once a second, and opens new ones as a new dataset, or not at all
 *
 * A dataset is closed when its last holder releases it. Acquiring one waits for no lock that a
 * reload holds longer than it takes to exchange a pointer.
 */
#ifndef DATA_DATASET_LIVE_H
#define DATA_DATASET_LIVE_H

#include "base/err.h"
#include "data/dataset.h"

#define DATA_DATASET_LIVE_CHECK_MS 1000u

/* Receives a sentence, without the end of a line, on the thread that opens or reloads. */
typedef void data_dataset_live_report(void *context, const char *sentence);

/* What to open. All texts are borrowed until data_dataset_live_close. */
struct data_dataset_live_config {
    const char
        *ephemeris; /* a kernel, or NULL for the one chosen in the folder or the embedded one */
    const char
        *leap_seconds;  /* a list, or NULL for the newer of the folder's and the embedded one */
    const char *folder; /* of data files (data/dir), or NULL */
    data_dataset_live_report
        *report; /* called for unusable files of the folder, and after a reload */
    void *context;
};

/* Opens one dataset, for a command that ends before its data change. A damaged file of the folder
 * is reported and not used; files that the configuration names must be valid.
 *
 * Fails  as data_dataset_open_files for the files that are named
 * Owns   the caller closes *dataset with data_dataset_close
 */
BASE_ERR_CHECKED
enum base_err data_dataset_live_fill(const struct data_dataset_live_config *config,
                                     struct data_dataset *dataset,
                                     struct data_dataset_fault *fault);

struct data_dataset_live;

/* Opens the first dataset.
 *
 * Fails  as data_dataset_live_fill
 * Owns   the caller closes *live with data_dataset_live_close
 */
BASE_ERR_CHECKED
enum base_err data_dataset_live_open(const struct data_dataset_live_config *config,
                                     struct data_dataset_live **live,
                                     struct data_dataset_fault *fault);

/* Closes the present dataset. All holders must have released theirs, and the watch must have ended.
 */
void data_dataset_live_close(struct data_dataset_live *live);

/* Acquires the present dataset. Any thread may call it.
 *
 * Gives  the dataset, unchanged until data_dataset_live_release, and its number in *generation
 */
const struct data_dataset *data_dataset_live_acquire(struct data_dataset_live *live,
                                                     unsigned *generation);
/* Adds a holder of a dataset that the caller has acquired. */
void data_dataset_live_retain(struct data_dataset_live *live, const struct data_dataset *dataset);
/* Removes a holder; the last one closes the dataset. */
void data_dataset_live_release(struct data_dataset_live *live, const struct data_dataset *dataset);

/* The number of the present dataset. Any thread may call it.
 *
 * Cost  an atomic load
 */
unsigned data_dataset_live_generation(const struct data_dataset_live *live);

/* Opens the files again, on the calling thread. After a failure, which is reported, the present
 * dataset stays. Public for its test.
 *
 * Fails  as data_dataset_live_open
 */
BASE_ERR_CHECKED
enum base_err data_dataset_live_reload(struct data_dataset_live *live);

/* Starts a thread that checks the files every DATA_DATASET_LIVE_CHECK_MS, and reloads them when one
 * has changed or a reload is requested.
 *
 * Fails  SYSTEM
 */
BASE_ERR_CHECKED
enum base_err data_dataset_live_watch_begin(struct data_dataset_live *live);
/* Ends the thread. */
void data_dataset_live_watch_end(struct data_dataset_live *live);

/* Makes the watch reload at once, even if no file has changed. Any thread may call it, and a signal
 * handler. */
void data_dataset_live_request_reload(struct data_dataset_live *live);

#endif
