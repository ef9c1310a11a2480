/* Which instant a live display shows: now, or one that it was taken to, standing or running.
 *
 * Instants are POSIX microseconds. Nothing here reads the clock: "now" is an argument.
 */
#ifndef APP_TRAVEL_H
#define APP_TRAVEL_H

#include <stdbool.h>
#include <stdint.h>

#define APP_TRAVEL_SPEED_MAX    604800 /* a week a second */
#define APP_TRAVEL_FRAME_MS     100    /* between two pictures of a fast run */
#define APP_TRAVEL_SECOND_US    INT64_C(1000000)
#define APP_TRAVEL_SHOWN_MAX_US INT64_C(560000000000000000) /* 17 700 years either side of 1970 */

struct app_travel {
    bool is_live;               /* shows now, as a clock does */
    bool is_paused;             /* else it runs on */
    int speed;                  /* seconds shown in a second; 1 when live */
    int64_t shown_us, since_us; /* what was shown at which now; unless live */
    bool was_live;              /* when it was paused, and nothing was moved since */
};

/* Shows now, running. */
struct app_travel app_travel_live(void);

/* Begins at an instant, running.
 *
 * Given  speed  1 to APP_TRAVEL_SPEED_MAX
 */
struct app_travel app_travel_from(int64_t shown_us, int64_t now_us, int speed);

/* The instant shown, at a whole second. */
int64_t app_travel_shown_us(const struct app_travel *travel, int64_t now_us);

/* How long until something else is to be shown: milliseconds, at least 1; -1 for never. */
int app_travel_wait_ms(const struct app_travel *travel, int64_t now_us);

/* Moves the instant; goes on running or standing from there. */
void app_travel_move(struct app_travel *travel, int64_t now_us, int64_t by_us);

/* Stops, or goes on: live if it was live when it stopped and was not moved since. */
void app_travel_pause(struct app_travel *travel, int64_t now_us);

/* The next faster or slower step of 1, 10, 60, 600 ... a week a second; runs from what is shown. */
void app_travel_faster(struct app_travel *travel, int64_t now_us);
void app_travel_slower(struct app_travel *travel, int64_t now_us);

#endif
