/* JPL ephemeris kernels (DAF/SPK) in memory: segments of types 2 and 3. */
#ifndef SKY_SPK_H
#define SKY_SPK_H

#include "base/bytes.h"
#include "base/err.h"
#include "sky/time.h"
#include "sky/vec.h"

#include <stdbool.h>
#include <stddef.h>

#define SKY_SPK_SEGMENTS_MAX 128  /* DE441 in two parts has 28 */
#define SKY_SPK_LISTED_IDS   1000 /* ids of planets, moons and barycentres are smaller */

/* The motion of one body relative to another, in intervals of equal length. */
struct sky_spk_segment {
    int target, centre;     /* NAIF ids */
    double from_s, until_s; /* covered, TDB seconds since J2000.0, both ends included */
    double start_s;         /* of the first interval */
    double interval_s;      /* length of each */
    double per_interval_s;  /* 1 / interval_s */
    int intervals;          /* their number */
    int terms;              /* Chebyshev terms an axis */
    bool has_velocity;      /* type 3: velocity has its own series */
    size_t record_bytes;    /* of one interval */
    const unsigned char *records;
};

#define SKY_SPK_NAME_MAX 60

/* A segment that cannot be used: of another type, or on axes other than the ICRF's. */
struct sky_spk_skipped {
    int target, type, frame;
    size_t offset; /* of its summary */
};

struct sky_spk {
    char name[SKY_SPK_NAME_MAX + 1]; /* the internal name of the kernel, printable, or "" */
    int count;
    /* Lists by target, for small NAIF ids: last[id] is 1 + the index of the last segment, 0 for
     * none; before[i] leads from segment i to the one before it with the same target, in the same
     * way. */
    unsigned char last[SKY_SPK_LISTED_IDS];
    unsigned char before[SKY_SPK_SEGMENTS_MAX];
    struct sky_spk_segment segments[SKY_SPK_SEGMENTS_MAX]; /* in the file's order */
    int skipped;                                           /* the number of skipped segments */
    struct sky_spk_skipped first_skipped;                  /* when skipped > 0 */
};

/* Position and velocity of one body relative to another. */
struct sky_state {
    struct sky_vec pos_icrs_au;
    struct sky_vec vel_icrs_au_per_day;
};

/* Reads the segments of a kernel.
 *
 * Given   bytes  the whole file, any alignment
 * Gives   *spk   the segments of types 2 and 3 in the ICRF (frame 1); others are counted as skipped
 * Fails   FORMAT with the offset of the first byte that was not accepted: not a DAF/SPK, another
 *         byte order, converted line ends, an address outside the file, a segment whose directory
 *         contradicts its size or its first and last record, a segment more than 300 000 years
 *         from J2000.0, no segment that can be used;
 *         LIMIT for more than SKY_SPK_SEGMENTS_MAX segments that can be used
 * Owns    borrows bytes for the life of *spk
 * Source  NAIF, DAF Required Reading and SPK Required Reading
 * Test    test_spk_refuses_what_is_no_kernel, test_spk_skips_other_types_and_frames
 */
BASE_ERR_CHECKED
enum base_err sky_spk_open(struct base_span bytes, struct sky_spk *spk, struct base_fault *fault);

/* The segment for a body at an instant: the last one in the file that covers it.
 *
 * Gives  the segment, or NULL when none covers the instant
 */
const struct sky_spk_segment *sky_spk_find(const struct sky_spk *spk, int target,
                                           struct sky_tdb when);

/* The state of the target of a segment relative to its centre.
 *
 * Given  when  inside [from_s, until_s]
 */
struct sky_state sky_spk_state(const struct sky_spk_segment *segment, struct sky_tdb when);

#endif
