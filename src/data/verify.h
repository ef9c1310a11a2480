/* Checks of data files: only files that are complete and plausible become data. */
#ifndef DATA_VERIFY_H
#define DATA_VERIFY_H

#include "base/bytes.h"
#include "base/err.h"
#include "data/dataset.h"

/* The range that a file covers, and how its integrity was confirmed. */
struct data_verify {
    double from_days, until_days; /* since J2000.0; UTC, for a kernel TDB */
    double measured_until_days;   /* of the Earth's rotation; otherwise until_days */
    double ut1_error_s;           /* the error that the IERS gives for its last prediction */
    const char *published; /* "sha1" if the file has a hash of its own that agrees, or NULL */
};

/* Checks the content of a file.
 *
 * Gives  *found
 * Fails  with the offset and a note, if data_iers_finals_parse, data_leap_seconds_parse or
 *        sky_spk_open refuses the file; if UT1 contradicts the leap seconds inside the program, the
 *        hash of a list is not that of its figures, or a kernel has no Earth or no Sun, a record
 *        with the time of another one, or a number that is not finite; MEMORY
 * Test   test_verify_*
 */
BASE_ERR_CHECKED
enum base_err data_verify_file(enum data_dataset_part part, struct base_span file,
                               struct data_verify *found, struct base_fault *fault);

#endif
