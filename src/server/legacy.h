/* The two routes of the original application. Their answers never change. */
#ifndef SERVER_LEGACY_H
#define SERVER_LEGACY_H

#include "server/route.h"

/* GET /planets/{name}?lon=&lat=&elevation= -> {"az": .., "alt": .., "name": ".."}
 *
 * When one of the three is missing, the place is Greenwich, and the reply has the header
 * PlanetTracker-Location: default. The air is PyEphem's default, 1010 hPa and 15 C. Of other
 * parameters only time, refraction, pressure and temperature are read. Instants are rounded down to
 * the millisecond, so that requests can share a frame.
 */
server_route_handler server_legacy_planet;

/* POST /geo_location, form lat, lon, elevation -> the same as JSON, with elevation as a number.
 * Stores nothing. */
server_route_handler server_legacy_geo_location;

#endif
