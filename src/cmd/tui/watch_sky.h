/* The sky that `watch` shows at an instant: the bodies, the light of the sky, and when the selected
 * body rises and sets. */
#ifndef CMD_WATCH_SKY_H
#define CMD_WATCH_SKY_H

#include "almanac/params.h"
#include "almanac/positions.h"
#include "data/dataset.h"
#include "data/zone.h"
#include "sky/body.h"
#include "sky/horizon.h"
#include "sky/refract.h"
#include "sky/rise.h"
#include "sky/sky.h"
#include "sky/time.h"

#include <stdbool.h>
#include <stdint.h>

#define CMD_WATCH_PROBLEM_MAX 500

/* The next event of a kind after an instant. */
struct cmd_watch_next {
    enum {
        CMD_WATCH_IS,
        CMD_WATCH_NEVER,
        CMD_WATCH_UNKNOWN, /* the kernel ends before */
        CMD_WATCH_ASKED    /* a server has been asked */
    } state;
    struct sky_tt tt;
};

struct cmd_watch_sky {
    const struct data_dataset *dataset;
    struct almanac_params params; /* place, air and bodies */
    const struct data_zone *zone; /* one without a name: UTC */
    struct sky_observer observer;
    struct sky_air air;
    struct almanac_positions_frame cache;

    struct sky_tt when;
    bool has_positions;
    const char *lack;                    /* without positions: the reason in a few words, */
    char problem[CMD_WATCH_PROBLEM_MAX]; /* and in a sentence */
    int count;
    enum sky_body bodies[SKY_BODY_COUNT];
    struct sky_observation seen[SKY_BODY_COUNT];
    double sun_alt_deg; /* airless */

    int selected; /* index of bodies */
    struct {
        bool is_there;
        enum sky_body body;
        struct sky_tt from, until; /* the answers hold in [from, until) */
        struct cmd_watch_next rise, transit, set;
    } events;
};

/* Sets place and bodies; the dataset outlives *sky. */
void cmd_watch_sky_init(struct cmd_watch_sky *sky, const struct data_dataset *dataset,
                        const struct almanac_params *params);

/* Computes an instant, in POSIX microseconds.
 *
 * Gives  positions, or has_positions false and the problem outside the ephemeris
 */
void cmd_watch_sky_at(struct cmd_watch_sky *sky, int64_t posix_us);

/* Searches the events of the selected body unless the known ones still hold. */
void cmd_watch_sky_events(struct cmd_watch_sky *sky);

/* Selects the highest body. */
void cmd_watch_sky_select_highest(struct cmd_watch_sky *sky);

/* "night", "day" or the name of a twilight. */
const char *cmd_watch_sky_light(const struct cmd_watch_sky *sky);

#endif
