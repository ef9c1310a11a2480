/* What every document has beside its rows: warnings, what the answer was made from, and a link by
 * which the same answer can be requested again. In JSON they follow the rows as "warnings", "meta"
 * and "links"; in a VOTable they are INFOs before and after the table.
 */
#ifndef ALMANAC_PROVENANCE_H
#define ALMANAC_PROVENANCE_H

#include "base/buf.h"
#include "base/text.h"
#include "data/dataset.h"
#include "format/rows.h"
#include "sky/earth_orientation.h"
#include "sky/refract.h"

#include <stdbool.h>

/* The warnings of a document so far: objects of JSON, or INFOs of a VOTable. */
struct almanac_provenance_warnings {
    struct base_buf *out;
    enum format_rows_format format; /* JSON or VOTABLE */
    int count;
};

/* Appends a warning, in JSON with a comma before it unless it is the first.
 *
 * Given  code, detail  without characters that JSON escapes
 *        body          which it is about, or NULL
 */
void almanac_provenance_warn(struct almanac_provenance_warnings *warnings, const char *code,
                             const char *body, const char *detail);

struct almanac_provenance {
    const void *document; /* what the functions are called with */
    /* NULL: the document has no warnings. */
    void (*append_warnings)(struct almanac_provenance_warnings *warnings, const void *document);
    /* Appends the members of "meta". */
    void (*append_meta)(struct base_buf *out, const void *document);
    /* Appends the address of the request within the server; NULL: a VOTable without a link. */
    void (*append_self)(struct base_buf *out, const void *document);
    struct base_text base_path; /* before the address; or empty */
    /* Of a VOTable: */
    const char *about;       /* the rows, in words */
    const char *name;        /* of the table */
    const char *source;      /* of the values */
    const char *source_note; /* what the source is; NULL: the ephemeris */
    const char *self_note;   /* what the link is; NULL: the request with its instants written out */
    const char *ut1_source;  /* NULL: not stated */
};

/* Appends `"source": ..., "time_scale": "UTC", "version": ...`, members of the "meta" of most
 * documents. */
void almanac_provenance_append_source(struct base_buf *out, const struct data_dataset *dataset);

/* Appends `"name": value`. */
void almanac_provenance_append_number(struct base_buf *out, const char *name, double value,
                                      int decimals);

/* Appends `"refraction": {"model": ..., "pressure_hpa": ..., "temperature_c": ...}, "azimuth":
 * "north-through-east"`: how altitudes and azimuths are defined. */
void almanac_provenance_append_horizontal(struct base_buf *out, const struct sky_air *air);

/* The name of the source of a UT1: "iers-measured", "iers-predicted", "held" ... */
const char *almanac_provenance_ut1_source(enum sky_earth_orientation_source source);

/* The name of a model of the air's refraction, as the parameter has it. */
const char *almanac_provenance_refraction(enum sky_refract_model model);

/* Appends `"warnings": [...], "meta": {...}, "links": {"self": "..."}`. */
void almanac_provenance_append_json(struct base_buf *out,
                                    const struct almanac_provenance *provenance);

/* Appends `"links": {"self": "..."}`: for a document with nothing else of this.
 *
 * Given  path  of the request within the server
 */
void almanac_provenance_append_links(struct base_buf *out, struct base_text base_path,
                                     const char *path);

/* Appends the beginning of a VOTable, up to its columns. */
void almanac_provenance_open_votable(struct base_buf *out,
                                     const struct almanac_provenance *provenance);

/* Appends the end of a VOTable, after its rows. */
void almanac_provenance_close_votable(struct base_buf *out,
                                      const struct almanac_provenance *provenance);

#endif
