/* libplanettracker: where the Sun, the Moon, the planets and Pluto are in an observer's sky.
 *
 *     struct data_dataset store;                                  the data: once a program
 *     data_dataset_open(NULL, &store, &fault)                     from what is inside the library, or
 *     data_dataset_open_files(&files, &store, &file_fault)        with a JPL kernel of your own
 *     data_time_text_parse(&store, text, &when, &is_now, &fault)     "2026-10-30T21:00:00Z" or "now"
 *     sky_frame_init(&store.sky, when, &frame, &sky_fault)     the instant: shared by all below
 *     sky_frame_add(&store.sky, SKY_BODY_MARS, &frame, &sky_fault)
 *     sky_apparent_viewpoint(&frame, &observer, ...)              a place: sky_horizon_observer
 *     sky_observe(&view, SKY_BODY_MARS, &air)                  azimuth, altitude, RA, Dec, ...
 *
 * Every function of sky/ takes its data const, keeps nothing and allocates nothing: a store that is
 * open may be used by any number of threads. What can fail gives enum base_err, 0 for fine, and
 * fills a fault. Each header is its room's contract.
 *
 * Build: cc program.c $(pkg-config --cflags --libs planettracker)
 */
#ifndef PLANETTRACKER_PLANETTRACKER_H
#define PLANETTRACKER_PLANETTRACKER_H

#include "base/version.h"
#include "data/dataset.h"
#include "data/time_text.h"
#include "sky/sky.h"
#include "sky/uncertainty.h"

#endif
