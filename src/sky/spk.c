/* DAF/SPK kernels. A DAF is a chain of 1024-byte records; the file record names the first summary
 * record; each summary holds 2 doubles and 6 integers of one segment; a segment ends with a
 * directory of 4 doubles: start of the first interval, length of an interval, doubles in a record,
 * records. Addresses count doubles from 1. A record is: its midpoint, its half length, then the
 * coefficients x, y, z (type 3: also their velocities), in km and seconds.
 *
 * Everything is checked here, once; the other rooms trust the segments.
 */
#include "sky/spk.h"

#include "sky/const.h"

#include <math.h>

#define RECORD_BYTES       1024u
#define SUMMARY_BYTES      40u
#define SUMMARIES_A_RECORD 25
#define DIRECTORY_DOUBLES  4
#define RECORDS_MAX        1000 /* of summaries: ends a chain that runs in circles */
#define FRAME_ICRF         1
#define INTERVAL_MIN_S     1.0  /* the slack of read_segment then reaches one interval at most */
#define INTERVAL_MAX_S     1e12 /* 30 000 years */

static enum base_err reject(struct base_fault *fault, enum base_err code, size_t offset,
                            const char *note)
{
    *fault = (struct base_fault){code, offset, note};
    return code;
}

static enum base_err check_file_record(struct base_span bytes, struct base_fault *fault)
{
    if (bytes.size < RECORD_BYTES)
        return reject(fault, BASE_ERR_FORMAT, bytes.size, "too short for a kernel");
    if (memcmp(bytes.bytes, "DAF/SPK ", 8) != 0)
        return reject(fault, BASE_ERR_FORMAT, 0, "not a DAF/SPK kernel");
    if (memcmp(bytes.bytes + 88, "BIG-IEEE", 8) == 0)
        return reject(fault, BASE_ERR_FORMAT, 88,
                      "big-endian kernel: convert it with bingo or tobin");
    if (memcmp(bytes.bytes + 88, "LTL-IEEE", 8) != 0)
        return reject(fault, BASE_ERR_FORMAT, 88, "unknown binary format of the kernel");
    if (base_bytes_i32(bytes, 8) != 2)
        return reject(fault, BASE_ERR_FORMAT, 8, "summaries do not hold the 2 doubles of an SPK");
    if (base_bytes_i32(bytes, 12) != 6)
        return reject(fault, BASE_ERR_FORMAT, 12, "summaries do not hold the 6 integers of an SPK");
    return BASE_ERR_OK;
}

/* A whole number kept as a double, inside [1, max]; 0 when it is not that. */
static int whole(double value, int max)
{
    return value >= 1.0 && value <= max && value == floor(value) ? (int)value : 0;
}

/* One summary, at `at`, into a segment. */
static enum base_err read_segment(struct base_span bytes, size_t at,
                                  struct sky_spk_segment *segment, struct base_fault *fault)
{
    int type = base_bytes_i32(bytes, at + 28);
    int first = base_bytes_i32(bytes, at + 32), last = base_bytes_i32(bytes, at + 36);
    if (type != 2 && type != 3)
        return reject(fault, BASE_ERR_FORMAT, at + 28, "a segment is neither of type 2 nor 3");
    if (base_bytes_i32(bytes, at + 24) != FRAME_ICRF)
        return reject(fault, BASE_ERR_FORMAT, at + 24, "a segment is not in the ICRF");
    if (first < 1 || last < first || (size_t)last > bytes.size / sizeof(double) ||
        last - first < DIRECTORY_DOUBLES)
        return reject(fault, BASE_ERR_FORMAT, at + 32, "a segment lies outside the file");

    size_t directory = ((size_t)last - DIRECTORY_DOUBLES) * sizeof(double);
    struct sky_spk_segment s = {
        .target = base_bytes_i32(bytes, at + 16),
        .centre = base_bytes_i32(bytes, at + 20),
        .from_s = base_bytes_f64(bytes, at),
        .until_s = base_bytes_f64(bytes, at + 8),
        .start_s = base_bytes_f64(bytes, directory),
        .interval_s = base_bytes_f64(bytes, directory + 8),
        .has_velocity = type == 3,
        .sum = sky_cheb_fastest(),
        .records = bytes.bytes + ((size_t)first - 1) * sizeof(double),
    };
    const int axes = type == 3 ? 6 : 3;
    int doubles = whole(base_bytes_f64(bytes, directory + 16), 2 + 6 * SKY_CHEB_TERMS_MAX);
    s.intervals = whole(base_bytes_f64(bytes, directory + 24), INT32_MAX);
    s.terms = (doubles - 2) / axes;
    s.record_bytes = (size_t)doubles * sizeof(double);
    s.per_interval_s = 1.0 / s.interval_s;
    if (doubles < 2 + axes || (doubles - 2) % axes != 0 || s.terms > SKY_CHEB_TERMS_MAX)
        return reject(fault, BASE_ERR_FORMAT, directory + 16, "a record has an impossible size");
    if ((int64_t)doubles * s.intervals + DIRECTORY_DOUBLES != (int64_t)last - first + 1)
        return reject(fault, BASE_ERR_FORMAT, directory + 24,
                      "a segment's size contradicts its directory");
    /* A second of slack: coverage is written as decimal days by some tools. */
    if (!(s.interval_s >= INTERVAL_MIN_S && s.interval_s < INTERVAL_MAX_S))
        return reject(fault, BASE_ERR_FORMAT, directory + 8,
                      "an interval has an impossible length");
    if (!(s.from_s < s.until_s) || !isfinite(s.start_s) || !(s.from_s >= s.start_s - 1.0) ||
        !(s.until_s <= s.start_s + s.interval_s * s.intervals + 1.0))
        return reject(fault, BASE_ERR_FORMAT, at,
                      "a segment claims more time than its records cover");
    *segment = s;
    return BASE_ERR_OK;
}

enum base_err sky_spk_open(struct base_span bytes, struct sky_spk *spk, struct base_fault *fault)
{
    enum base_err err = check_file_record(bytes, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_spk found = {0};
    double next = base_bytes_i32(bytes, 76);
    size_t next_at = 76; /* where that stands */
    for (int records = 0; next != 0.0; records++) {
        size_t record = (size_t)whole(next, INT32_MAX);
        if (record < 2 || record > bytes.size / RECORD_BYTES || records == RECORDS_MAX)
            return reject(fault, BASE_ERR_FORMAT, next_at,
                          "the chain of summaries leaves the file");
        size_t at = (record - 1) * RECORD_BYTES;
        double count = base_bytes_f64(bytes, at + 16);
        if (count != 0.0 && whole(count, SUMMARIES_A_RECORD) == 0)
            return reject(fault, BASE_ERR_FORMAT, at + 16, "an impossible number of segments");
        for (int i = 0; i < (int)count; i++) {
            if (found.count == SKY_SPK_SEGMENTS_MAX)
                return reject(fault, BASE_ERR_LIMIT, at + 16, "too many segments");
            err = read_segment(bytes, at + 24 + (size_t)i * SUMMARY_BYTES,
                               &found.segments[found.count], fault);
            if (err != BASE_ERR_OK) return err;
            found.targets[found.count] = found.segments[found.count].target;
            found.count++;
        }
        next = base_bytes_f64(bytes, at);
        next_at = at;
    }
    if (found.count == 0) return reject(fault, BASE_ERR_FORMAT, 76, "the kernel has no segments");
    *spk = found;
    return BASE_ERR_OK;
}

const struct sky_spk_segment *sky_spk_find(const struct sky_spk *spk, int target,
                                           struct sky_tdb when)
{
    double when_s = when.days * SKY_DAY_S;
    for (int i = spk->count - 1; i >= 0; i--) {
        if (spk->targets[i] != target) continue;
        const struct sky_spk_segment *segment = &spk->segments[i];
        if (when_s >= segment->from_s && when_s <= segment->until_s) return segment;
    }
    return NULL;
}

struct sky_state sky_spk_state(const struct sky_spk_segment *segment, struct sky_tdb when)
{
    double at = (when.days * SKY_DAY_S - segment->start_s) * segment->per_interval_s;
    int interval = (int)at;
    /* The end of the last interval is inside the coverage; the slack of read_segment may reach
     * before 0. */
    if (at < 0.0) interval = 0;
    if (interval >= segment->intervals) interval = segment->intervals - 1;
    double u = fmin(fmax(2.0 * (at - interval) - 1.0, -1.0), 1.0);
    const unsigned char *coefs =
        segment->records + (size_t)interval * segment->record_bytes + 2 * sizeof(double);
    struct sky_vec pos, slope, vel;
    segment->sum(coefs, segment->terms, u, &pos, &slope);
    double vel_scale = 2.0 * segment->per_interval_s * SKY_DAY_S / SKY_AU_KM;
    vel = slope;
    if (segment->has_velocity) {
        segment->sum(coefs + 3 * (size_t)segment->terms * sizeof(double), segment->terms, u, &vel,
                     &slope);
        vel_scale = SKY_DAY_S / SKY_AU_KM;
    }
    return (struct sky_state){sky_vec_scaled(pos, 1.0 / SKY_AU_KM), sky_vec_scaled(vel, vel_scale)};
}
