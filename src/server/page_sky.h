/* The parts of the page that show one sky, as HTML: the sentence, the table, the dome, the
 * curves. */
#ifndef SERVER_PAGE_SKY_H
#define SERVER_PAGE_SKY_H

#include "almanac/chart.h"
#include "almanac/i18n.h"
#include "almanac/sky_now.h"
#include "almanac/tonight.h"
#include "base/buf.h"
#include "base/text.h"
#include "sky/body.h"

#include <stdbool.h>

/* What is shown, and in which language. Everything is borrowed. */
struct server_page_sky {
    enum almanac_i18n_language language;
    struct base_text place; /* in words; it is escaped here */
    struct base_text query; /* of this view without body, already escaped: "?lat=1&amp;lon=2" */
    bool is_of_now;         /* the instant is now, not a chosen one */
    const struct almanac_sky_now *sky;
    const struct almanac_tonight *tonight;
    const struct almanac_chart *chart;
    enum sky_body body; /* the chosen one; SKY_BODY_COUNT: none */
};

/* Appends plain text, escaped: how many planets are up, the highest, what comes next, the light. */
void server_page_sky_append_sentence(struct base_buf *out, const struct server_page_sky *page);

/* Appends date and time of day as two elements: rounded to the minute as in almanacs, or, for now,
 * as a running clock shows them. */
void server_page_sky_append_clock(struct base_buf *out, const struct server_page_sky *page);

/* Appends the table of bodies: first those above the horizon, highest first, then the others. */
void server_page_sky_append_table(struct base_buf *out, const struct server_page_sky *page);

/* Appends the dome and a line that explains it. */
void server_page_sky_append_dome(struct base_buf *out, const struct server_page_sky *page);

/* Appends the night: a heading, the Sun's times, the curves. */
void server_page_sky_append_curves(struct base_buf *out, const struct server_page_sky *page);

#endif
