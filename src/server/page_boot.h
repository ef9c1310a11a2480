/* What the page's scripts start with: the texts of the reader's language, and what the server has
 * read from the address. So the scripts neither request nor guess it.
 */
#ifndef SERVER_PAGE_BOOT_H
#define SERVER_PAGE_BOOT_H

#include "almanac/i18n.h"
#include "base/buf.h"
#include "base/text.h"

#include <stdbool.h>

/* Everything is borrowed. */
struct server_page_boot {
    enum almanac_i18n_language language;
    bool has_place;
    double lat_deg, lon_deg, elevation_m;
    struct base_text name; /* of the town at or near the place; empty: none */
    bool is_near;          /* the town is near the place, not at it */
    struct base_text zone; /* "Europe/Paris"; empty: times are UTC */
    struct base_text time; /* RFC 3339 in UTC; empty: now */
    /* the range of the data, if the time of the address is outside; else empty */
    struct base_text reach_from, reach_until;
};

/* Appends <script id="begun" type="application/json">, which browsers do not run, with lang, place
 * (null without one), time (null: now), reach (null: within) and texts. */
void server_page_boot_append(struct base_buf *out, const struct server_page_boot *boot);

/* Appends the place as the page's scripts name it: "Paris", "near Paris", or "48.93° N, 2.45°
 * E". */
void server_page_boot_append_place(struct base_buf *out, const struct server_page_boot *boot);

/* Appends it for a caption: "Paris", "48.93° N, 2.45° E, near Paris", or "48.93° N, 2.45° E". */
void server_page_boot_append_whole_place(struct base_buf *out, const struct server_page_boot *boot);

#endif
