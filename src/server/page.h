/* The page as the server makes it: the embedded index.html with its regions filled in, so that it
 * shows a sky before any script runs, and where none does.
 *
 * Regions stand between comments <!--NAME--> and <!--/NAME-->: begun (what scripts begin with), place, clock,
 * sentence, note, table, dome, curves, form. An element with data-t="KEY" holds that text of the table of texts, one with data-t-label
 * has it as its aria-label.
 */
#ifndef SERVER_PAGE_H
#define SERVER_PAGE_H

#include "server/route.h"

/* Answers / and /index.html.
 *
 * Takes   lat and lon, or place; elevation, time, tz, body, lang, theme, view, up as the API has
 *         them. What else stands in the address is the scripts' business; empty values count as not
 *         given; place wins over lat and lon; without tz the zone is that of the nearest town
 * Gives   200 always: what is wrong with the address is said in the note, and no sky is shown. No
 *         place: the form alone, for there is no default place
 * Headers ETag (weak) and Vary (Accept-Language, Accept-Encoding); those of every file of the page
 *         are the caller's
 */
server_route_handler server_page_answer;

#endif
