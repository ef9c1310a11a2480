/* The bodies one may ask for, as data: /api/v1/bodies, /api/v1/bodies/{id} and `planettracker
 * bodies`.
 */
#ifndef ALMANAC_BODIES_H
#define ALMANAC_BODIES_H

#include "almanac/report_parts.h"
#include "almanac/request.h"

/* enumerator of enum sky_body, kind, symbol, English, French, German, Spanish, Latin, whose model
 * of magnitude. Symbols: Unicode's own names, "astronomical symbol for Uranus" and so on. */
#define ALMANAC_BODIES_LIST(X)                                                                     \
    X(SUN, "star", "\u2609", "Sun", "Soleil", "Sonne", "Sol", "Sol", "Allen 1976")                 \
    X(MOON, "moon", "\u263E", "Moon", "Lune", "Mond", "Luna", "Luna", "Allen 1976")                \
    X(MERCURY, "planet", "\u263F", "Mercury", "Mercure", "Merkur", "Mercurio", "Mercurius",        \
      "Mallama & Hilton 2018")                                                                     \
    X(VENUS, "planet", "\u2640", "Venus", "V\u00E9nus", "Venus", "Venus", "Venus",                 \
      "Mallama & Hilton 2018")                                                                     \
    X(MARS, "planet", "\u2642", "Mars", "Mars", "Mars", "Marte", "Mars", "Mallama & Hilton 2018")  \
    X(JUPITER, "planet", "\u2643", "Jupiter", "Jupiter", "Jupiter", "J\u00FApiter", "Iuppiter",    \
      "Mallama & Hilton 2018")                                                                     \
    X(SATURN, "planet", "\u2644", "Saturn", "Saturne", "Saturn", "Saturno", "Saturnus",            \
      "Mallama & Hilton 2018")                                                                     \
    X(URANUS, "planet", "\u26E2", "Uranus", "Uranus", "Uranus", "Urano", "Uranus",                 \
      "Mallama & Hilton 2018")                                                                     \
    X(NEPTUNE, "planet", "\u2646", "Neptune", "Neptune", "Neptun", "Neptuno", "Neptunus",          \
      "Mallama & Hilton 2018")                                                                     \
    X(PLUTO, "dwarf_planet", "\u2647", "Pluto", "Pluton", "Pluto", "Plut\u00F3n", "Pluto",         \
      "The Astronomical Almanac")

/* What a body is called and known by. All texts are constant. */
struct almanac_bodies_names {
    const char *kind, *symbol;
    const char *en, *fr, *de, *es, *la;
    const char *magnitude_model;
};
const struct almanac_bodies_names *almanac_bodies_names(enum sky_body body);

struct almanac_bodies_body {
    enum sky_body body;
    bool is_available; /* the kernel has it: then the next three hold */
    struct sky_tt valid_from, valid_until;
    double typical_error_arcsec; /* of its direction in 2000, as sky/uncertainty bounds it */
    bool is_barycentre; /* the kernel has its system's barycentre, and offsets lead to the centre */
};

/* What a store has of a body. */
struct almanac_bodies_body almanac_bodies_of(const struct data_dataset *store, enum sky_body body);

/* Appends the document of bodies.
 *
 * Given  bodies  a bit for each
 *        format  JSON, NDJSON, CSV or TEXT
 */
void almanac_bodies_append(struct base_buf *out, const struct data_dataset *store, unsigned bodies,
                           enum almanac_params_format format);

/* Appends the document of one body: its row, meta and links. */
void almanac_bodies_append_one(struct base_buf *out, const struct data_dataset *store,
                               enum sky_body body);

/* Checks that a request for one body names one: by name or NAIF id, in ask->rest. */
void almanac_bodies_check_one(const struct data_dataset *store, struct almanac_request *ask);

#endif
