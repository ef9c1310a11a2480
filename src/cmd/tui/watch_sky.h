/* What `watch` shows of an instant: the bodies, the light of the sky, when the selected body
 * rises and sets. */
#ifndef CMD_WATCH_SKY_H
#define CMD_WATCH_SKY_H

#include "almanac/positions.h"
#include "data/zone.h"
#include "sky/rise.h"

#define CMD_WATCH_PROBLEM_MAX 500

/* The next event of a kind after an instant. */
struct cmd_watch_next {
    enum {
        CMD_WATCH_IS,
        CMD_WATCH_NEVER,
        CMD_WATCH_UNKNOWN, /* the kernel ends before */
        CMD_WATCH_ASKED    /* a server will tell */
    } state;
    struct sky_tt tt;
};

struct cmd_watch_sky {
    const struct data_dataset *store;
    struct almanac_params params; /* place, air and bodies */
    const struct data_zone *zone; /* one without a name: UTC */
    struct sky_observer observer;
    struct sky_air air;
    struct almanac_positions_frame cache;

    struct sky_tt when;
    bool has_positions;
    const char *lack;                    /* without positions: in a few words, */
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

/* Begins with a place and bodies; the store outlives it. */
void cmd_watch_sky_init(struct cmd_watch_sky *sky, const struct data_dataset *store,
                        const struct almanac_params *params);

/* Computes an instant, in POSIX microseconds.
 *
 * Gives  positions, or has_positions false with the problem: outside the ephemeris
 */
void cmd_watch_sky_at(struct cmd_watch_sky *sky, int64_t posix_us);

/* Brings the events of the selected body up to date; does nothing while they hold. */
void cmd_watch_sky_events(struct cmd_watch_sky *sky);

/* Selects the body that stands highest. */
void cmd_watch_sky_select_highest(struct cmd_watch_sky *sky);

/* "night", "day", a twilight. */
const char *cmd_watch_sky_light(const struct cmd_watch_sky *sky);

#endif
