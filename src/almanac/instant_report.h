/* What reports about one instant at a place share: the instant of the request, and the beginning and
 * the end of the document. */
#ifndef ALMANAC_INSTANT_REPORT_H
#define ALMANAC_INSTANT_REPORT_H

#include "almanac/observer_columns.h"
#include "almanac/params.h"
#include "almanac/problem.h"
#include "almanac/time_columns.h"
#include "base/buf.h"
#include "data/dataset.h"
#include "data/zone.h"
#include "format/document.h"
#include "format/rows.h"
#include "format/text_table.h"
#include "sky/body.h"
#include "sky/earth_orientation.h"
#include "sky/ephem.h"
#include "sky/horizon.h"
#include "sky/refract.h"
#include "sky/rise.h"
#include "sky/time.h"

#include <stddef.h>

struct almanac_instant_report {
    struct almanac_time_columns_clock clock;
    struct almanac_params request; /* with place and air resolved */
    struct sky_tt when;
    char time[40]; /* RFC 3339 UTC, to the microsecond: what was computed for */
    struct sky_air air;
    struct sky_earth_orientation_spin spin;
    double ut1_utc_s;
};

/* Determines the instant of a request: the one it names, or now, rounded down to the second.
 * Reading the text of it gives the same instant again.
 *
 * Given  params  with a place
 *                its zone and the dataset are borrowed for the life of *instant
 */
void almanac_instant_report_init(struct almanac_instant_report *instant,
                                 const struct data_dataset *dataset,
                                 const struct almanac_params *params);

/* The problem of an instant or a body that the ephemeris does not have. */
struct almanac_problem
almanac_instant_report_out_of_range(const struct almanac_instant_report *instant,
                                    const struct sky_fault *fault);

/* What rises over the almanac's horizon, raised or lowered as the request says.
 *
 * Given  observer  borrowed by the search
 */
struct sky_rise_search almanac_instant_report_search(const struct almanac_instant_report *instant,
                                                     const struct sky_observer *observer,
                                                     enum sky_body body);

/* The requested bodies; those of the dataset when the request names none. */
unsigned almanac_instant_report_bodies(const struct almanac_instant_report *instant);

/* Which bodies a document has, a bit for each, and those of them whose magnitude is unknown. */
struct almanac_instant_report_bodies_of {
    unsigned bodies, faint;
};

/* A document of bodies at an instant. */
struct almanac_instant_report_document {
    const char *path;  /* of its route */
    const char *name;  /* of the table */
    const char *about; /* in words */
    struct almanac_instant_report_bodies_of of;
    struct format_rows_fields before, after; /* those beside the bodies; `after` may be empty */
    const struct format_document_column *columns; /* of a body */
    size_t count;
    const struct format_text_table_column *layout;
    int layout_count;
};

/* The observer, with what all bodies share. */
struct almanac_observer_columns
almanac_instant_report_observer(const struct almanac_instant_report *instant);

/* Appends what precedes the bodies, and makes *rows ready for them. */
void almanac_instant_report_begin(struct base_buf *out,
                                  const struct almanac_instant_report *instant,
                                  const struct almanac_instant_report_document *document,
                                  enum almanac_params_format format, struct format_rows *rows);

/* Appends what follows the bodies: the fields after them, warnings, meta and links. */
void almanac_instant_report_end(struct base_buf *out, const struct almanac_instant_report *instant,
                                const struct almanac_instant_report_document *document,
                                const struct format_rows *rows);

#endif
