/* libplanettracker: positions of the Sun, the Moon, the planets and Pluto for an observer.
 *
 *     struct data_dataset dataset;                                  the data, once for a program:
 *     data_dataset_open(NULL, &dataset, &fault)                     those inside the library, or
 *     data_dataset_open_files(&files, &dataset, &file_fault)        a JPL kernel of your own
 *     data_time_text_parse(&dataset, text, &when, &is_now, &fault)  "2026-10-30T21:00:00Z" or "now"
 *     sky_frame_init(&dataset.sky, when, &frame, &sky_fault)        an instant, shared by all below
 *     sky_frame_add(&dataset.sky, SKY_BODY_MARS, &frame, &sky_fault)
 *     sky_apparent_viewpoint(&frame, &observer, ...)              a place: sky_horizon_observer
 *     sky_observe(&view, SKY_BODY_MARS, &air)                     azimuth, altitude, RA, Dec, ...
 *
 * The functions of sky/ take their data as const, have no state and allocate no memory, so any
 * number of threads may use an open data set. A function that can fail returns enum base_err, which
 * is 0 for success, and fills a fault on failure. Each header documents its functions.
 *
 * Rises and sets are in sky/rise.h and sky/day.h, events in sky/events.h, eclipses in
 * sky/lunar_eclipse.h and sky/solar_eclipse.h: include <planettracker/sky/rise.h> and so on.
 *
 * Build: cc program.c $(pkg-config --cflags --libs planettracker)
 */
#ifndef PLANETTRACKER_PLANETTRACKER_H
#define PLANETTRACKER_PLANETTRACKER_H

#include "base/version.h"
#include "data/dataset.h"
#include "data/time_text.h"
#include "sky/civil.h"
#include "sky/sky.h"
#include "sky/uncertainty.h"

#endif
