/* The immutable data of the program: made once, then shared by every thread through a const
 * pointer. */
#ifndef DATA_DATASET_H
#define DATA_DATASET_H

#include "base/err.h"
#include "data/leap_seconds.h"
#include "sky/sky.h"
#include "sky/uncertainty.h"

#define DATA_DATASET_SOURCE_MAX    200
#define DATA_DATASET_PATH_MAX      1200 /* longer ones are cut where they are shown */
#define DATA_DATASET_EPHEMERIS_ENV "PLANETTRACKER_EPHEMERIS" /* names a kernel unless a flag does */

enum data_dataset_part {
    DATA_DATASET_EPHEMERIS,
    DATA_DATASET_ROTATION,
    DATA_DATASET_LEAPS,
    DATA_DATASET_PARTS
};

struct data_dataset {
    struct sky_context sky;
    struct data_leap_seconds leaps;
    unsigned bodies;                          /* a bit for each enum sky_body the kernel has */
    char source[DATA_DATASET_SOURCE_MAX + 1]; /* of the positions, such as "de405.bsp (DE405)" */
    enum sky_uncertainty_kernel kernel;       /* how far the kernel is to be trusted */
    struct base_span kernel_file; /* mapped; empty when the kernel is the embedded one */
    void *rotation;               /* the table made from a file, or NULL */
    char path[DATA_DATASET_PARTS]
             [DATA_DATASET_PATH_MAX + 1]; /* of the file; "": the embedded data */
};

/* Files in the place of what is inside the program; NULL: the embedded one. */
struct data_dataset_files {
    const char *ephemeris;    /* a DAF/SPK kernel */
    const char *leap_seconds; /* a leap-seconds.list */
    /* Of the data folder: used where they tell more than the embedded ones. */
    const char *offered_leaps;
    const char *offered_finals; /* a finals2000A.all */
};

/* Which file could not be used, and why. */
struct data_dataset_fault {
    const char *path; /* borrowed from the files, or "the embedded data" */
    struct base_fault at;
};

/* Fills a store from the data inside the program.
 *
 * Given  leaps_path  a leap-seconds.list to use instead of the embedded one, or NULL
 * Gives  *store; opens no file but leaps_path
 * Fails  SYSTEM when leaps_path cannot be read (errno says why), FORMAT or LIMIT when it is not a
 *        list, with *fault
 */
BASE_ERR_CHECKED
enum base_err data_dataset_open(const char *leaps_path, struct data_dataset *store,
                                struct base_fault *fault);

/* Fills a store from files, and from the data inside the program where none is named.
 *
 * Gives     *store, to be given back to data_dataset_close; a kernel must have the Earth and the Sun,
 *           the other bodies are in store->bodies
 * Fails     SYSTEM when a file cannot be read (errno says why), FORMAT, LIMIT or MISSING when it
 *           is not what it should be, with *fault
 * Owns      keeps the kernel's file mapped: it must not be shortened meanwhile
 */
BASE_ERR_CHECKED
enum base_err data_dataset_open_files(const struct data_dataset_files *files,
                                      struct data_dataset *store, struct data_dataset_fault *fault);

/* Gives the files back; a store without any needs no closing. */
void data_dataset_close(struct data_dataset *store);

#endif
