/* Any text as a finals2000A.all is refused at one of its bytes, or gives plausible rows, which may
 * or may not join the embedded table. A whole file is long, so the input is a recipe for one, which
 * takes the fuzzer beyond the check of line lengths; if the low bit of the first byte is clear, the
 * input is the file itself. */
#include "data/embedded.h"
#include "data/iers_finals.h"
#include "sky/const.h"

#include "fuzz.h"

#include <math.h>
#include <string.h>

#define COLUMNS   187
#define ROWS      90
#define FIRST_MJD 61200

/* A sound file, into which the input's triples (row, column, byte) are written. */
static size_t make(const uint8_t *bytes, size_t size, char *text)
{
    for (int i = 0; i < ROWS; i++) {
        struct sky_civil date = sky_civil_date(FIRST_MJD + i - 51544);
        char line[COLUMNS + 80], flag = i < 10 ? 'I' : 'P';
        int n =
            snprintf(line, sizeof line, "%2d%2d%2d %8.2f %c %9.6f%9.6f %9.6f%9.6f  %c%10.7f%10.7f",
                     date.year % 100, date.month, date.day, (double)(FIRST_MJD + i), flag, 0.1,
                     5e-5, 0.4, 5e-5, flag, 0.07, 1e-5);
        memset(text + i * (COLUMNS + 1), ' ', COLUMNS);
        memcpy(text + i * (COLUMNS + 1), line, (size_t)n);
        text[i * (COLUMNS + 1) + COLUMNS] = '\n';
    }
    for (size_t i = 0; i + 2 < size; i += 3)
        text[(bytes[i] % ROWS) * (COLUMNS + 1) + bytes[i + 1] % (COLUMNS + 1)] = (char)bytes[i + 2];
    return (size_t)ROWS * (COLUMNS + 1);
}

static void check(const struct data_iers_finals *finals)
{
    struct data_leap_seconds leaps;
    struct sky_earth_orientation orient;
    struct base_fault fault;
    void *memory;
    FUZZ_REQUIRE(finals->days > DATA_IERS_FINALS_AHEAD_LEAST &&
                 finals->days <= DATA_IERS_FINALS_ROWS_MAX);
    FUZZ_REQUIRE(finals->last_measured_mjd >= finals->first_mjd &&
                 finals->last_measured_mjd < finals->first_mjd + finals->days);
    for (int i = 0; i < finals->days; i++)
        FUZZ_REQUIRE(fabs(finals->rows[i].ut1_utc_s) <= DATA_IERS_FINALS_UT1_UTC_MAX_S &&
                     fabs(finals->rows[i].xp_arcsec) <= DATA_IERS_FINALS_POLE_MAX);
    FUZZ_REQUIRE(data_leap_seconds_parse(data_embedded_leap_seconds(), &leaps, &fault) ==
                 BASE_ERR_OK);
    FUZZ_REQUIRE(sky_earth_orientation_open(data_embedded_cip(), data_embedded_earth_rotation(),
                                            &orient, &fault) == BASE_ERR_OK);
    if (data_iers_finals_join(finals, &leaps, &orient, &memory, &fault) != BASE_ERR_OK) return;
    for (double mjd = finals->first_mjd - 20; mjd < finals->first_mjd + finals->days; mjd += 1.3) {
        struct sky_earth_orientation_spin spin =
            sky_earth_orientation_spin(&orient, (struct sky_tt){mjd - SKY_J2000_MJD});
        FUZZ_REQUIRE(spin.ut1_minus_tt_s < -40.0 && spin.ut1_minus_tt_s > -80.0);
    }
    free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static char text[ROWS * (COLUMNS + 1)];
    struct data_iers_finals finals;
    struct base_fault fault;
    struct base_span span = {bytes, size};
    if (size > 0 && (bytes[0] & 1))
        span = (struct base_span){(uint8_t *)text, make(bytes + 1, size - 1, text)};
    enum base_err err = data_iers_finals_parse(span, &finals, &fault);
    if (err != BASE_ERR_OK) {
        FUZZ_REQUIRE(fault.code == err && fault.offset <= span.size && fault.note != NULL);
        return 0;
    }
    check(&finals);
    data_iers_finals_free(&finals);
    return 0;
}
