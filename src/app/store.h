/* The immutable data of the program: made once, then shared by every thread through a const
 * pointer. */
#ifndef APP_STORE_H
#define APP_STORE_H

#include "app/leaps.h"
#include "base/err.h"
#include "sky/sky.h"

struct app_store {
    struct sky_context sky;
    struct app_leaps leaps;
};

/* Fills a store from the data inside the program.
 *
 * Given  leaps_path  a leap-seconds.list to use instead of the embedded one, or NULL
 * Gives  *store; opens no file but leaps_path
 * Fails  SYSTEM when leaps_path cannot be read (errno says why), FORMAT or LIMIT when it is not a
 * list, with *fault
 */
BASE_ERR_CHECKED
enum base_err app_store_open(const char *leaps_path, struct app_store *store,
                             struct base_fault *fault);

#endif
