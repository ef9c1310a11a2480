/* What the page says of one sky: the sentence, the table, the dome, the curves, as HTML. */
#ifndef SERVER_PAGE_SKY_H
#define SERVER_PAGE_SKY_H

#include "almanac/chart.h"
#include "almanac/sky_now.h"
#include "almanac/tonight.h"

/* What is shown, and to whom. All is borrowed. */
struct server_page_sky {
    enum almanac_i18n_language language;
    struct base_text place; /* in words, as it came: it is escaped here */
    struct base_text query; /* of this view but for body, already escaped: "?lat=1&amp;lon=2" */
    bool is_of_now;         /* not of an instant that was chosen */
    const struct almanac_sky_now *sky;
    const struct almanac_tonight *tonight;
    const struct almanac_chart *chart;
    enum sky_body body; /* the chosen one; SKY_BODY_COUNT: none */
};

/* Appends plain text, escaped: how many planets are up, the highest, what comes next, the light. */
void server_page_sky_append_sentence(struct base_buf *out, const struct server_page_sky *page);

/* Appends date and time of day as two elements: to the nearest minute, as almanacs do; of now what a running clock
 * shows. */
void server_page_sky_append_clock(struct base_buf *out, const struct server_page_sky *page);

/* Appends the table of bodies: those that are up from the highest on, then those below. */
void server_page_sky_append_table(struct base_buf *out, const struct server_page_sky *page);

/* Appends the dome and a line that says how to read it. */
void server_page_sky_append_dome(struct base_buf *out, const struct server_page_sky *page);

/* Appends the night: a heading, the Sun's times, the curves. */
void server_page_sky_append_curves(struct base_buf *out, const struct server_page_sky *page);

#endif
