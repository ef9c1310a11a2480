/* The data that the program computes with: read once, never changed, and shared by all threads
 * through a const pointer. */
#ifndef DATA_DATASET_H
#define DATA_DATASET_H

#include "base/bytes.h"
#include "base/err.h"
#include "data/leap_seconds.h"
#include "sky/frame.h"
#include "sky/sky.h"
#include "sky/uncertainty.h"

#define DATA_DATASET_SOURCE_MAX 200
#define DATA_DATASET_PATH_MAX   1200 /* longer paths are cut where they are shown */
#define DATA_DATASET_EPHEMERIS_ENV                                                                 \
    "PLANETTRACKER_EPHEMERIS" /* names the kernel when no option does */

#define DATA_DATASET_ROTATION_FILE "finals2000A.all"
#define DATA_DATASET_LEAPS_FILE    "leap-seconds.list"

/* enumerator, name in documents, file in the data folder that `data update` keeps;
 * "" for the ephemeris, whose file the user chooses. */
#define DATA_DATASET_PART_LIST(X)                                                                  \
    X(EPHEMERIS, "ephemeris", "")                                                                  \
    X(ROTATION, "earth-rotation", DATA_DATASET_ROTATION_FILE)                                      \
    X(LEAPS, "leap-seconds", DATA_DATASET_LEAPS_FILE)

#define DATA_DATASET_PART_ENUM(part, ...) DATA_DATASET_##part,
enum data_dataset_part { DATA_DATASET_PART_LIST(DATA_DATASET_PART_ENUM) DATA_DATASET_PARTS };
#undef DATA_DATASET_PART_ENUM

struct data_dataset {
    struct sky_context sky;
    struct data_leap_seconds leaps;
    unsigned bodies;                          /* a bit for each enum sky_body in the kernel */
    char source[DATA_DATASET_SOURCE_MAX + 1]; /* of the positions: "de405.bsp (DE405)" */
    enum sky_uncertainty_kernel kernel;       /* decides the uncertainty of positions */
    struct base_span kernel_file; /* mapped; empty when the kernel is the embedded one */
    void *rotation;               /* the table made from a file, or NULL; owned */
    char path[DATA_DATASET_PARTS]
             [DATA_DATASET_PATH_MAX + 1]; /* of the file; "" for the embedded data */
};

/* Files to read instead of the embedded data; NULL for the embedded data. */
struct data_dataset_files {
    const char *ephemeris;    /* a DAF/SPK kernel */
    const char *leap_seconds; /* a leap-seconds.list */
    /* Those of the data folder, which are used if they are newer than the embedded data. */
    const char *offered_leaps;
    const char *offered_finals; /* a finals2000A.all */
};

/* Which file could not be used, and why. */
struct data_dataset_fault {
    const char *path; /* borrowed from data_dataset_files, or "the embedded data" */
    struct base_fault at;
};

/* Opens the data inside the program.
 *
 * Given  leaps_path  a leap-seconds.list to use instead of the embedded one, or NULL
 * Gives  *dataset; reads no file except leaps_path
 * Fails  SYSTEM when leaps_path cannot be read (errno says why), FORMAT or LIMIT when it is not a
 *        list of leap seconds, with *fault
 */
BASE_ERR_CHECKED
enum base_err data_dataset_open(const char *leaps_path, struct data_dataset *dataset,
                                struct base_fault *fault);

/* Opens data files, and the data inside the program where no file is named.
 *
 * Gives  *dataset; a kernel must have the Earth and the Sun, dataset->bodies lists which bodies it has
 * Fails  SYSTEM when a file cannot be read (errno says why), FORMAT, LIMIT or MISSING when its
 *        content is not valid, with *fault; nothing is left open
 * Owns   the caller closes *dataset with data_dataset_close. The kernel stays mapped until then: its
 *        file must not be shortened
 */
BASE_ERR_CHECKED
enum base_err data_dataset_open_files(const struct data_dataset_files *files,
                                      struct data_dataset *dataset,
                                      struct data_dataset_fault *fault);

/* Unmaps the files and frees the tables made from them. */
void data_dataset_close(struct data_dataset *dataset);

#endif
