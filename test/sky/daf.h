/* Small DAF/SPK kernels made in memory. Layout: NAIF, DAF Required Reading and SPK Required
 * Reading: record 1 names the first summary record, here record 2; its names stand in record 3;
 * segments begin at record 4 (double 385). */
#ifndef TEST_SKY_DAF_H
#define TEST_SKY_DAF_H

#include "base/bytes.h"

#include <stdint.h>
#include <string.h>

#define DAF_BYTES_MAX     65536u
#define DAF_RECORD_BYTES  1024u
#define DAF_SUMMARY_AT(i) (DAF_RECORD_BYTES + 24u + 40u * (unsigned)(i))

struct daf {
    _Alignas(8) unsigned char bytes[DAF_BYTES_MAX];
    size_t size;
    int segments;
};

static inline void daf_i32(struct daf *daf, size_t at, int32_t value)
{
    memcpy(daf->bytes + at, &value, sizeof value);
}

static inline void daf_f64(struct daf *daf, size_t at, double value)
{
    memcpy(daf->bytes + at, &value, sizeof value);
}

static inline void daf_init(struct daf *daf)
{
    *daf = (struct daf){.size = 3 * DAF_RECORD_BYTES};
    memcpy(daf->bytes, "DAF/SPK ", 8);
    daf_i32(daf, 8, 2);
    daf_i32(daf, 12, 6);
    memset(daf->bytes + 16, ' ', 60);
    daf_i32(daf, 76, 2); /* first summary record */
    daf_i32(daf, 80, 2); /* last */
    daf_i32(daf, 84, 385);
    memcpy(daf->bytes + 88, "LTL-IEEE", 8);
}

struct daf_segment {
    int target, centre, type, terms, intervals;
    double from_s, interval_s;
    /* Every coefficient of interval i, axis a and order k is base + 1000 i + 100 a + k; velocity
     * axes are a = 3 to 5. */
    double base;
};

static inline double daf_coefficient(const struct daf_segment *s, int interval, int axis, int k)
{
    return s->base + 1000.0 * interval + 100.0 * axis + k;
}

/* Adds a segment; gives the byte offset of its directory. */
static inline size_t daf_add(struct daf *daf, struct daf_segment s)
{
    const int axes = s.type == 3 ? 6 : 3;
    int32_t first = (int32_t)(daf->size / 8 + 1);
    for (int i = 0; i < s.intervals; i++) {
        daf_f64(daf, daf->size, s.from_s + (i + 0.5) * s.interval_s);
        daf_f64(daf, daf->size + 8, 0.5 * s.interval_s);
        daf->size += 16;
        for (int axis = 0; axis < axes; axis++)
            for (int k = 0; k < s.terms; k++, daf->size += 8)
                daf_f64(daf, daf->size, daf_coefficient(&s, i, axis, k));
    }
    size_t directory = daf->size;
    daf_f64(daf, directory, s.from_s);
    daf_f64(daf, directory + 8, s.interval_s);
    daf_f64(daf, directory + 16, 2 + axes * s.terms);
    daf_f64(daf, directory + 24, s.intervals);
    daf->size += 32;
    size_t at = DAF_SUMMARY_AT(daf->segments++);
    daf_f64(daf, at, s.from_s);
    daf_f64(daf, at + 8, s.from_s + s.interval_s * s.intervals);
    const int32_t words[6] = {s.target, s.centre, 1, s.type, first, (int32_t)(daf->size / 8)};
    memcpy(daf->bytes + at + 16, words, sizeof words);
    daf_f64(daf, DAF_RECORD_BYTES + 16, daf->segments);
    return directory;
}

static inline struct base_span daf_span(const struct daf *daf)
{
    return (struct base_span){daf->bytes, daf->size};
}

#endif
