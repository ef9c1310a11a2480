/* The page as the server makes it: the embedded index.html with its regions filled in, so that it
 * shows a sky before scripts run, and without scripts.
 *
 * Regions are marked by comments <!--NAME--> and <!--/NAME-->: begun (what scripts start with),
 * place, clock, sentence, note, table, dome, curves, form. An element with data-t="KEY" contains
 * that text of the table of texts; one with data-t-label="KEY" has it as its aria-label.
 */
#ifndef SERVER_PAGE_H
#define SERVER_PAGE_H

#include "server/route.h"

/* The themes of the page's style sheet that an address can name; without one the page follows the
 * system. tool/web/lists.c hands this list and the distances to the page's scripts. */
#define SERVER_PAGE_THEMES(X) X("red") X("dark") X("light") X("contrast")

/* A place within the first distance of a town's centre has the town's name, within the second it is
 * near the town; farther away only coordinates are shown. */
#define SERVER_PAGE_IN_TOWN_KM   1.0
#define SERVER_PAGE_NEAR_TOWN_KM 60.0

/* Answers / and /index.html.
 *
 * Given   in the address: lat and lon, or place; elevation, time, tz, body, lang, theme, view, up
 *         as in the API. Other parameters are for the scripts; empty values count as missing; place
 *         takes precedence over lat and lon; without tz the zone is that of the nearest town
 * Gives   always 200: the note says what is wrong with the address, and then no sky is shown.
 *         Without a place there is only the form, because there is no default place. Headers: a
 *         weak ETag, and Vary: Accept-Language, Accept-Encoding; the caller adds those of all files
 *         of the page
 */
server_route_handler server_page_answer;

#endif
