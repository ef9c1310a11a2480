/* Misspelt names: how far apart two names are, and which known name is the nearest. */
#ifndef BASE_SPELLING_H
#define BASE_SPELLING_H

#include "base/text.h"

#include <stddef.h>

#define BASE_SPELLING_MAX_BYTES 32 /* longer names are not compared */

/* The least number of insertions, deletions, substitutions and swaps of neighbouring letters that
 * turn one name into the other.
 *
 * Given  a, b  at most BASE_SPELLING_MAX_BYTES each
 * Source optimal string alignment distance, Damerau 1964
 */
int base_spelling_distance(struct base_text a, struct base_text b);

/* The known name nearest to a misspelt one.
 *
 * Given  names  count of them
 * Gives  the name that differs only by the unit at its end (az, az_deg), or the nearest at a
 *        distance of at most 2 that is also less than the length of either name; case is ignored;
 *        an empty text if no name is that near
 */
struct base_text base_spelling_nearest(struct base_text name, const struct base_text *names,
                                       size_t count);

#endif
