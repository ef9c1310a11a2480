/* The two routes of the original application, frozen for ever. */
#ifndef SERVER_LEGACY_H
#define SERVER_LEGACY_H

#include "server/route.h"

/* GET /planets/{name}?lon=&lat=&elevation= -> {"az": .., "alt": .., "name": ".."}
 *
 * Without all three of them: Greenwich, and the header PlanetTracker-Location: default. Air as
 * PyEphem has it by default, 1010 hPa and 15 C. Further names are ignored but time, refraction,
 * pressure and temperature. Instants are rounded down to the millisecond, so that one frame serves
 * many requests.
 */
server_route_handler server_legacy_planet;

/* POST /geo_location, form lat, lon, elevation -> the same, elevation as a number. Nothing is
 * stored. */
server_route_handler server_legacy_geo_location;

#endif
