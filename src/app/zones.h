/* The zones a thread has open: a request's tz is a file, and requests name the same few. */
#ifndef APP_ZONES_H
#define APP_ZONES_H

#include "app/zone.h"

#define APP_ZONES_MAX 16 /* open at once; then the one opened first is closed */

/* Starts as {0}. */
struct app_zones {
    struct app_zone zones[APP_ZONES_MAX];
    unsigned opened; /* in all */
};

/* A zone of the IANA database.
 *
 * Gives  *zone, borrowed, good for the next APP_ZONES_MAX - 1 calls
 * Fails  as app_zone_open
 * Cost   a comparison of names when it is open already
 */
BASE_ERR_CHECKED
enum base_err app_zones_get(struct app_zones *zones, struct base_text name,
                            const struct app_zone **zone);
void app_zones_close(struct app_zones *zones);

#endif
