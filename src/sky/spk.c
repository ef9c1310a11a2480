/* DAF/SPK kernels. A DAF is a chain of 1024-byte records; the file record names the first summary
 * record; each summary holds 2 doubles and 6 integers of one segment; a segment ends with a
 * directory of 4 doubles: start of the first interval, length of an interval, doubles in a record,
 * records. Addresses count doubles from 1. A record is: its midpoint, its half length, then the
 * coefficients x, y, z (type 3: also their velocities), in km and seconds.
 *
 * Everything is checked here, once; other files rely on the segments.
 */
#include "sky/spk.h"

#include "sky/chebyshev.h"
#include "sky/const.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define RECORD_BYTES       1024u
#define SUMMARY_BYTES      40u
#define SUMMARIES_A_RECORD 25
#define DIRECTORY_DOUBLES  4
#define RECORDS_MAX        1000 /* of summaries: ends a chain that leads back to itself */
#define FRAME_ICRF         1
#define TRANSFER_OFFSET    699u
#define INTERVAL_MIN_S     1.0  /* so that the tolerance of check_times is one interval at most */
#define INTERVAL_MAX_S     1e12 /* 30 000 years */
#define TIME_MAX_S         1e13 /* on either side of J2000.0: days fit 32 bits */

static enum base_err reject(struct base_fault *fault, enum base_err code, size_t offset,
                            const char *note)
{
    *fault = (struct base_fault){code, offset, note};
    return code;
}

/* Checks the characters that a transfer as text would have changed; files without them are older
 * than 1999. Source: DAF Required Reading, "The FTP Validation String". */
static enum base_err check_transfer(struct base_span bytes, struct base_fault *fault)
{
    static const unsigned char marks[] = "FTPSTR:\r:\n:\r\n:\r\0:\x81:\x10\xce:ENDFTP";
    assert(bytes.size >= RECORD_BYTES);
    const unsigned char *at = bytes.bytes + TRANSFER_OFFSET;
    if (memcmp(at, marks, 6) != 0 || memcmp(at, marks, sizeof marks - 1) == 0) return BASE_ERR_OK;
    size_t wrong = 0;
    while (at[wrong] == marks[wrong]) wrong++;
    return reject(fault, BASE_ERR_FORMAT, TRANSFER_OFFSET + wrong,
                  "the kernel was copied as text, which changed its line ends");
}

static enum base_err check_file_record(struct base_span bytes, struct base_fault *fault)
{
    static const char big[] = "big-endian kernel: convert it with bingo or tobin and toxfr";
    if (bytes.size < 8 ||
        (memcmp(bytes.bytes, "DAF/SPK ", 8) != 0 && memcmp(bytes.bytes, "NAIF/DAF", 8) != 0))
        return reject(fault, BASE_ERR_FORMAT, 0, "not a DAF/SPK kernel");
    if (bytes.size < RECORD_BYTES)
        return reject(fault, BASE_ERR_FORMAT, bytes.size, "too short for a kernel");
    /* Kernels from before 1999 begin with "NAIF/DAF" and do not name their byte order. */
    const bool is_old = bytes.bytes[0] == 'N';
    if (is_old ? base_bytes_i32(bytes, 8) == 2 << 24 : memcmp(bytes.bytes + 88, "BIG-IEEE", 8) == 0)
        return reject(fault, BASE_ERR_FORMAT, is_old ? 8 : 88, big);
    if (!is_old && memcmp(bytes.bytes + 88, "LTL-IEEE", 8) != 0)
        return reject(fault, BASE_ERR_FORMAT, 88, "unknown binary format of the kernel");
    if (base_bytes_i32(bytes, 8) != 2)
        return reject(fault, BASE_ERR_FORMAT, 8, "summaries do not hold the 2 doubles of an SPK");
    if (base_bytes_i32(bytes, 12) != 6)
        return reject(fault, BASE_ERR_FORMAT, 12, "summaries do not hold the 6 integers of an SPK");
    return check_transfer(bytes, fault);
}

/* The internal name without its padding; bytes that are not printable become "?". */
static void read_name(struct base_span bytes, char name[SKY_SPK_NAME_MAX + 1])
{
    size_t length = SKY_SPK_NAME_MAX;
    while (length > 0 && bytes.bytes[15 + length] <= ' ') length--;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = bytes.bytes[16 + i];
        name[i] = c >= ' ' && c <= '~' ? (char)c : '?';
    }
    name[length] = '\0';
}

/* A double that is a whole number in [1, max] as an int; 0 for any other. */
static int whole(double value, int max)
{
    return value >= 1.0 && value <= max && value == floor(value) ? (int)value : 0;
}

/* Whether the midpoint and half length of a record agree with the directory, within a second. */
static bool is_record_in_place(const struct sky_spk_segment *s, int interval)
{
    assert(interval >= 0 && interval < s->intervals);
    double middle_s, half_s;
    const unsigned char *record = s->records + (size_t)interval * s->record_bytes;
    memcpy(&middle_s, record, sizeof middle_s);
    memcpy(&half_s, record + sizeof middle_s, sizeof half_s);
    return fabs(middle_s - (s->start_s + (interval + 0.5) * s->interval_s)) <= 1.0 &&
           fabs(half_s - 0.5 * s->interval_s) <= 1.0;
}

/* Checks the coverage of a segment against its directory and the dates in its records. */
static enum base_err check_times(const struct sky_spk_segment *s, size_t at, size_t first_byte,
                                 struct base_fault *fault)
{
    /* A tolerance of one second: some tools write the coverage as decimal days. */
    if (!(s->from_s < s->until_s) || !isfinite(s->start_s) || !(s->from_s >= s->start_s - 1.0) ||
        !(s->until_s <= s->start_s + s->interval_s * s->intervals + 1.0))
        return reject(fault, BASE_ERR_FORMAT, at,
                      "a segment claims more time than its records cover");
    if (!(s->from_s >= -TIME_MAX_S && s->until_s <= TIME_MAX_S))
        return reject(fault, BASE_ERR_FORMAT, at, "a segment has an impossible time");
    const int ends[2] = {0, s->intervals - 1};
    for (int i = 0; i < 2; i++)
        if (!is_record_in_place(s, ends[i]))
            return reject(fault, BASE_ERR_FORMAT, first_byte + (size_t)ends[i] * s->record_bytes,
                          "a record is not of the time its segment says");
    return BASE_ERR_OK;
}

/* Reads the summary, at `at`, of a segment that can be used. */
static enum base_err read_segment(struct base_span bytes, size_t at,
                                  struct sky_spk_segment *segment, struct base_fault *fault)
{
    int type = base_bytes_i32(bytes, at + 28);
    int first = base_bytes_i32(bytes, at + 32), last = base_bytes_i32(bytes, at + 36);
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
        .records = bytes.bytes + ((size_t)first - 1) * sizeof(double),
    };
    const int axes = type == 3 ? 6 : 3;
    int doubles = whole(base_bytes_f64(bytes, directory + 16), 2 + 6 * SKY_CHEBYSHEV_TERMS_MAX);
    s.intervals = whole(base_bytes_f64(bytes, directory + 24), INT32_MAX);
    s.terms = (doubles - 2) / axes;
    s.record_bytes = (size_t)doubles * sizeof(double);
    s.per_interval_s = 1.0 / s.interval_s;
    if (doubles < 2 + axes || (doubles - 2) % axes != 0 || s.terms > SKY_CHEBYSHEV_TERMS_MAX)
        return reject(fault, BASE_ERR_FORMAT, directory + 16, "a record has an impossible size");
    if ((int64_t)doubles * s.intervals + DIRECTORY_DOUBLES != (int64_t)last - first + 1)
        return reject(fault, BASE_ERR_FORMAT, directory + 24,
                      "a segment's size contradicts its directory");
    if (!(s.interval_s >= INTERVAL_MIN_S && s.interval_s < INTERVAL_MAX_S))
        return reject(fault, BASE_ERR_FORMAT, directory + 8,
                      "an interval has an impossible length");
    enum base_err err = check_times(&s, at, ((size_t)first - 1) * sizeof(double), fault);
    if (err != BASE_ERR_OK) return err;
    *segment = s;
    return BASE_ERR_OK;
}

/* Puts the last segment at the head of the list of its target. */
static void list_segment(struct sky_spk *spk)
{
    _Static_assert(SKY_SPK_SEGMENTS_MAX <= UCHAR_MAX, "an index + 1 fits the lists");
    assert(spk->count < SKY_SPK_SEGMENTS_MAX);
    int target = spk->segments[spk->count].target;
    if (target >= 0 && target < SKY_SPK_LISTED_IDS) {
        spk->before[spk->count] = spk->last[target];
        spk->last[target] = (unsigned char)(spk->count + 1);
    }
    spk->count++;
}

/* Adds the segment of one summary, or counts it as skipped. */
static enum base_err add_segment(struct base_span bytes, size_t record, int i, struct sky_spk *spk,
                                 struct base_fault *fault)
{
    const size_t at = record + 24 + (size_t)i * SUMMARY_BYTES;
    int type = base_bytes_i32(bytes, at + 28), frame = base_bytes_i32(bytes, at + 24);
    if ((type != 2 && type != 3) || frame != FRAME_ICRF) {
        if (spk->skipped++ == 0)
            spk->first_skipped =
                (struct sky_spk_skipped){base_bytes_i32(bytes, at + 16), type, frame, at};
        return BASE_ERR_OK;
    }
    if (spk->count == SKY_SPK_SEGMENTS_MAX)
        return reject(fault, BASE_ERR_LIMIT, record + 16, "too many segments");
    enum base_err err = read_segment(bytes, at, &spk->segments[spk->count], fault);
    if (err != BASE_ERR_OK) return err;
    list_segment(spk);
    return BASE_ERR_OK;
}

enum base_err sky_spk_open(struct base_span bytes, struct sky_spk *spk, struct base_fault *fault)
{
    enum base_err err = check_file_record(bytes, fault);
    if (err != BASE_ERR_OK) return err;
    struct sky_spk found = {0};
    read_name(bytes, found.name);
    double next = base_bytes_i32(bytes, 76);
    size_t link = 76;
    for (int records = 0; next != 0.0; records++) {
        size_t record = (size_t)whole(next, INT32_MAX);
        if (record < 2 || record > bytes.size / RECORD_BYTES || records == RECORDS_MAX)
            return reject(fault, BASE_ERR_FORMAT, link, "the chain of summaries leaves the file");
        link = (record - 1) * RECORD_BYTES;
        double count = base_bytes_f64(bytes, link + 16);
        if (count != 0.0 && whole(count, SUMMARIES_A_RECORD) == 0)
            return reject(fault, BASE_ERR_FORMAT, link + 16, "an impossible number of segments");
        for (int i = 0; i < (int)count; i++) {
            err = add_segment(bytes, link, i, &found, fault);
            if (err != BASE_ERR_OK) return err;
        }
        next = base_bytes_f64(bytes, link);
    }
    if (found.count == 0)
        return reject(fault, BASE_ERR_FORMAT, found.skipped > 0 ? found.first_skipped.offset : 76,
                      found.skipped > 0 ? "no segment of type 2 or 3 in the ICRF"
                                        : "the kernel has no segments");
    assert(found.count <= SKY_SPK_SEGMENTS_MAX);
    *spk = found;
    return BASE_ERR_OK;
}

const struct sky_spk_segment *sky_spk_find(const struct sky_spk *spk, int target,
                                           struct sky_tdb when)
{
    double when_s = when.days * SKY_DAY_S;
    bool is_listed = target >= 0 && target < SKY_SPK_LISTED_IDS;
    int i = is_listed ? spk->last[target] : spk->count;
    for (; i > 0; i = is_listed ? spk->before[i - 1] : i - 1) {
        const struct sky_spk_segment *segment = &spk->segments[i - 1];
        if (segment->target == target && when_s >= segment->from_s && when_s <= segment->until_s)
            return segment;
    }
    return NULL;
}

struct sky_state sky_spk_state(const struct sky_spk_segment *segment, struct sky_tdb when)
{
    double when_s = when.days * SKY_DAY_S;
    double at = (when_s - segment->start_s) * segment->per_interval_s;
    assert(when_s >= segment->from_s && when_s <= segment->until_s);
    int interval = (int)at;
    /* The end of the last interval is covered, and the tolerance of check_times may lead
     * below 0. */
    if (at < 0.0) interval = 0;
    if (interval >= segment->intervals) interval = segment->intervals - 1;
    double u = 2.0 * (at - interval) - 1.0;
    u = u < -1.0 ? -1.0 : u > 1.0 ? 1.0 : u; /* fmin() and fmax() would be calls */
    const unsigned char *coefs =
        segment->records + (size_t)interval * segment->record_bytes + 2 * sizeof(double);
    struct sky_vec pos, slope, vel;
    sky_chebyshev_sum(coefs, segment->terms, u, &pos, &slope);
    double vel_scale = 2.0 * segment->per_interval_s * SKY_DAY_S / SKY_AU_KM;
    vel = slope;
    if (segment->has_velocity) {
        sky_chebyshev_sum(coefs + 3 * (size_t)segment->terms * sizeof(double), segment->terms, u,
                          &vel, &slope);
        vel_scale = SKY_DAY_S / SKY_AU_KM;
    }
    return (struct sky_state){sky_vec_scaled(pos, 1.0 / SKY_AU_KM), sky_vec_scaled(vel, vel_scale)};
}
