/* The zones a thread has open: a request's tz is a file, and requests name the same few. */
#ifndef DATA_ZONE_CACHE_H
#define DATA_ZONE_CACHE_H

#include "data/zone.h"

#define DATA_ZONE_CACHE_MAX 16 /* open at once; then the one opened first is closed */

/* Starts as {0}. */
struct data_zone_cache {
    struct data_zone zones[DATA_ZONE_CACHE_MAX];
    unsigned opened; /* in all */
};

/* A zone of the IANA database.
 *
 * Gives  *zone, borrowed, good for the next DATA_ZONE_CACHE_MAX - 1 calls
 * Fails  as data_zone_open
 * Cost   a comparison of names when it is open already
 */
BASE_ERR_CHECKED
enum base_err data_zone_cache_get(struct data_zone_cache *zones, struct base_text name,
                                  const struct data_zone **zone);
void data_zone_cache_close(struct data_zone_cache *zones);

#endif
