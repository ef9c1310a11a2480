/* Whether a file is the data that its name promises, whole and plausible: nothing else becomes
 * data. */
#ifndef DATA_VERIFY_H
#define DATA_VERIFY_H

#include "base/bytes.h"
#include "base/err.h"
#include "data/dataset.h"

/* From when until when a file tells something, and how it may be told from an older one. */
struct data_verify {
    double from_days, until_days; /* since J2000.0; UTC, of a kernel TDB */
    double measured_until_days;   /* of the Earth's rotation; else until_days */
    double ut1_error_s;           /* what IERS says of its last prediction */
    const char *published;        /* "sha1" when the file's own hash agrees, or NULL */
};

/* Looks at every byte that could matter.
 *
 * Gives  *proof
 * Fails  with the offset and a note: what data_iers_finals_parse, data_leap_seconds_parse and sky_spk_open
 *        refuse; UT1 that contradicts the leap seconds inside the program; a list whose hash is
 *        another's; a kernel without Earth or Sun, with a record whose time is not its place's or
 *        with a number that is none; MEMORY
 * Test   test_proof_*
 */
BASE_ERR_CHECKED
enum base_err data_verify_file(enum data_dataset_part part, struct base_span file,
                               struct data_verify *proof, struct base_fault *fault);

#endif
