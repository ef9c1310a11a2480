/* What the page's scripts begin with: the texts of the reader's language, and what the server has read
 * from the address, so that they need neither to ask nor to guess, and show nothing else before.
 */
#ifndef SERVER_PAGE_BOOT_H
#define SERVER_PAGE_BOOT_H

#include "almanac/i18n.h"

/* All is borrowed. */
struct server_page_boot {
    enum almanac_i18n_language language;
    bool has_place;
    double lat_deg, lon_deg, elevation_m;
    struct base_text name; /* of the town there or near it; empty: none is near */
    bool is_near;          /* the town is near it */
    struct base_text zone; /* "Europe/Paris"; empty: times are UTC */
    struct base_text time; /* RFC 3339 in UTC; empty: now */
    /* from when until when there are numbers, if the address's time lies outside; else empty */
    struct base_text reach_from, reach_until;
};

/* Appends an element that no browser runs: <script id="begun" type="application/json">, with lang, place (null
 * without one), time (null: now), reach (null: within) and texts. */
void server_page_boot_append(struct base_buf *out, const struct server_page_boot *begun);

/* Appends the place as the page's scripts name it: "Paris", "near Paris", or "48.93° N, 2.45° E". */
void server_page_boot_append_place(struct base_buf *out, const struct server_page_boot *begun);

/* Appends it for a caption: "Paris", "48.93° N, 2.45° E, near Paris", or "48.93° N, 2.45° E". */
void server_page_boot_append_whole_place(struct base_buf *out,
                                         const struct server_page_boot *begun);

#endif
