/* The instant that a live display shows: now, or a chosen one, paused or running.
 *
 * Instants are POSIX microseconds. Nothing here reads the clock: "now" is an argument.
 */
#ifndef CMD_TIMELINE_H
#define CMD_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

#define CMD_TIMELINE_SPEED_MAX    604800 /* a week a second */
#define CMD_TIMELINE_FRAME_MS     100    /* between two pictures of a fast run */
#define CMD_TIMELINE_SECOND_US    INT64_C(1000000)
#define CMD_TIMELINE_SHOWN_MAX_US INT64_C(560000000000000000) /* 17 700 years either side of 1970 */

struct cmd_timeline {
    bool is_live;               /* shows the present instant */
    bool is_paused;             /* otherwise it runs */
    int speed;                  /* seconds shown in a second; 1 when live */
    int64_t shown_us, since_us; /* the instant shown at a past now; not when live */
    bool was_live;              /* when it was paused, and it has not been moved since */
};

/* Shows the present instant, running. */
struct cmd_timeline cmd_timeline_live(void);

/* Begins at an instant, running.
 *
 * Given  speed  1 to CMD_TIMELINE_SPEED_MAX
 */
struct cmd_timeline cmd_timeline_from(int64_t shown_us, int64_t now_us, int speed);

/* The instant shown, at a whole second. */
int64_t cmd_timeline_shown_us(const struct cmd_timeline *travel, int64_t now_us);

/* Milliseconds until the picture changes, at least 1; -1: never. */
int cmd_timeline_wait_ms(const struct cmd_timeline *travel, int64_t now_us);

/* Moves the instant; it stays paused or running. */
void cmd_timeline_move(struct cmd_timeline *travel, int64_t now_us, int64_t by_us);

/* Pauses or resumes; live again if it was live when paused and has not been moved since. */
void cmd_timeline_pause(struct cmd_timeline *travel, int64_t now_us);

/* The next faster or slower speed of 1, 10, 60, 600 ... a week a second, from the instant shown. */
void cmd_timeline_faster(struct cmd_timeline *travel, int64_t now_us);
void cmd_timeline_slower(struct cmd_timeline *travel, int64_t now_us);

#endif
