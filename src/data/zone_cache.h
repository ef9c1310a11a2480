/* The time zones that a thread has open. Each zone is a file, and requests name the same few. */
#ifndef DATA_ZONE_CACHE_H
#define DATA_ZONE_CACHE_H

#include "base/err.h"
#include "base/text.h"
#include "data/zone.h"

#define DATA_ZONE_CACHE_MAX                                                                        \
    16 /* open at once; when more are needed, the one opened first is closed */

/* Starts as {0}. */
struct data_zone_cache {
    struct data_zone zones[DATA_ZONE_CACHE_MAX];
    unsigned opened; /* since the start */
};

/* Finds a zone of the IANA database among the open ones, or opens it.
 *
 * Gives  *zone, borrowed and valid during the next DATA_ZONE_CACHE_MAX - 1 calls
 * Fails  as data_zone_open
 * Cost   a few comparisons of names if it is open
 */
BASE_ERR_CHECKED
enum base_err data_zone_cache_get(struct data_zone_cache *zones, struct base_text name,
                                  const struct data_zone **zone);
void data_zone_cache_close(struct data_zone_cache *zones);

#endif
