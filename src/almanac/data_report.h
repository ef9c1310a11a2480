/* Documents about the data that a program computes with: their sources, age and validity. */
#ifndef ALMANAC_DATA_REPORT_H
#define ALMANAC_DATA_REPORT_H

#include "base/buf.h"
#include "data/status.h"

/* Appends one line of JSON: {"now", "data": [{"name", "source", "url", "fetched", "checked", "age_s",
 * "from", "measured_until", "until", "expired", "sha256"}], "ut1": [{"days_ahead", "ut1_source",
 * "uncertainty_s"}]}. What is not known is null.
 *
 * Cost  hashes the data whose SHA-256 is not recorded
 */
void almanac_data_report_append_json(struct base_buf *out, const struct data_status *status);

/* Appends lines for a terminal. */
void almanac_data_report_append_text(struct base_buf *out, const struct data_status *status);

#endif
