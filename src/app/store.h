/* The immutable data of the program: made once, then shared by every thread through a const
 * pointer. */
#ifndef APP_STORE_H
#define APP_STORE_H

#include "app/leaps.h"
#include "base/err.h"
#include "sky/doubt.h"
#include "sky/sky.h"

#define APP_STORE_SOURCE_MAX    200
#define APP_STORE_PATH_MAX      1200 /* longer ones are cut where they are shown */
#define APP_STORE_EPHEMERIS_ENV "PLANETTRACKER_EPHEMERIS" /* names a kernel unless a flag does */

enum app_store_part { APP_STORE_EPHEMERIS, APP_STORE_ROTATION, APP_STORE_LEAPS, APP_STORE_PARTS };

struct app_store {
    struct sky_context sky;
    struct app_leaps leaps;
    unsigned bodies;                       /* a bit for each enum sky_body the kernel has */
    char source[APP_STORE_SOURCE_MAX + 1]; /* of the positions, such as "de405.bsp (DE405)" */
    enum sky_doubt_kernel kernel;          /* how far the kernel is to be trusted */
    struct base_span kernel_file;          /* mapped; empty when the kernel is the embedded one */
    void *rotation;                        /* the table made from a file, or NULL */
    char path[APP_STORE_PARTS][APP_STORE_PATH_MAX + 1]; /* of the file; "": the embedded data */
};

/* Files in the place of what is inside the program; NULL: the embedded one. */
struct app_store_files {
    const char *ephemeris;    /* a DAF/SPK kernel */
    const char *leap_seconds; /* a leap-seconds.list */
    /* Of the data folder: used where they tell more than the embedded ones. */
    const char *offered_leaps;
    const char *offered_finals; /* a finals2000A.all */
};

/* Which file could not be used, and why. */
struct app_store_fault {
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
enum base_err app_store_open(const char *leaps_path, struct app_store *store,
                             struct base_fault *fault);

/* Fills a store from files, and from the data inside the program where none is named.
 *
 * Gives     *store, to be given back to app_store_close; a kernel must have the Earth and the Sun,
 *           the other bodies are in store->bodies
 * Fails     SYSTEM when a file cannot be read (errno says why), FORMAT, LIMIT or MISSING when it
 *           is not what it should be, with *fault
 * Owns      keeps the kernel's file mapped: it must not be shortened meanwhile
 */
BASE_ERR_CHECKED
enum base_err app_store_open_files(const struct app_store_files *files, struct app_store *store,
                                   struct app_store_fault *fault);

/* Gives the files back; a store without any needs no closing. */
void app_store_close(struct app_store *store);

#endif
