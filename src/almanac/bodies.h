/* The available bodies, as data: /api/v1/bodies, /api/v1/bodies/{id} and `planettracker
 * bodies`.
 */
#ifndef ALMANAC_BODIES_H
#define ALMANAC_BODIES_H

#include "almanac/i18n.h"
#include "almanac/params.h"
#include "almanac/request.h"
#include "base/buf.h"
#include "base/text.h"
#include "data/dataset.h"
#include "sky/body.h"
#include "sky/time.h"

#include <stdbool.h>

/* enumerator of enum sky_body, Latin name, source of the model of magnitude. Names in the languages
 * of documents are those of almanac/i18n. */
#define ALMANAC_BODIES_LIST(X)                                                                     \
    X(SUN, "Sol", "Allen 1976")                                                                    \
    X(MOON, "Luna", "Allen 1976")                                                                  \
    X(MERCURY, "Mercurius", "Mallama & Hilton 2018")                                               \
    X(VENUS, "Venus", "Mallama & Hilton 2018")                                                     \
    X(MARS, "Mars", "Mallama & Hilton 2018")                                                       \
    X(JUPITER, "Iuppiter", "Mallama & Hilton 2018")                                                \
    X(SATURN, "Saturnus", "Mallama & Hilton 2018")                                                 \
    X(URANUS, "Uranus", "Mallama & Hilton 2018")                                                   \
    X(NEPTUNE, "Neptunus", "Mallama & Hilton 2018")                                                \
    X(PLUTO, "Pluto", "The Astronomical Almanac")

/* The entry of a body in the list. All texts are constant. */
struct almanac_bodies_facts {
    const char *latin;
    const char *magnitude_model;
};
const struct almanac_bodies_facts *almanac_bodies_facts(enum sky_body body);

/* The name of a body in a language; constant and terminated. */
struct base_text almanac_bodies_name(enum sky_body body, enum almanac_i18n_language language);

struct almanac_bodies_body {
    enum sky_body body;
    bool is_available; /* the kernel has it: then the next three hold */
    struct sky_tt valid_from, valid_until;
    double typical_error_arcsec; /* of its direction in 2000, as sky/uncertainty bounds it */
    bool is_barycentre; /* the kernel has its system's barycentre, and offsets lead to the centre */
};

/* What a dataset has of a body. Public for its test. */
struct almanac_bodies_body almanac_bodies_of(const struct data_dataset *dataset,
                                             enum sky_body body);

/* Appends the document of bodies.
 *
 * Given  bodies  a bit for each
 *        format  JSON, NDJSON, CSV, TEXT or VOTABLE
 *        base_path  before the address of each link; or empty
 */
void almanac_bodies_append(struct base_buf *out, const struct data_dataset *dataset,
                           unsigned bodies, enum almanac_params_format format,
                           struct base_text base_path);

/* Appends the document of one body: its row, meta and links. */
void almanac_bodies_append_one(struct base_buf *out, const struct data_dataset *dataset,
                               enum sky_body body, struct base_text base_path);

/* Checks that a request for one body names one: by name or NAIF id, in ask->rest. */
void almanac_bodies_check_one(const struct data_dataset *dataset, struct almanac_request *ask);

#endif
