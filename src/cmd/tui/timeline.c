/* Computes the instant shown from an anchor (what was shown when) and a speed. Every change of speed
 * or instant sets a new anchor, so errors do not accumulate.
 */
#include "cmd/tui/timeline.h"

#include "base/units.h"

#include <assert.h>

static const int SPEEDS[] = {1, 10, 60, 600, 3600, 21600, BASE_DAY_S, CMD_TIMELINE_SPEED_MAX};
#define SPEED_COUNT ((int)(sizeof SPEEDS / sizeof *SPEEDS))

struct cmd_timeline cmd_timeline_live(void)
{
    return (struct cmd_timeline){.is_live = true, .speed = 1};
}

static int64_t clamped_us(int64_t us)
{
    const int64_t most = CMD_TIMELINE_SHOWN_MAX_US;
    return us > most ? most : us < -most ? -most : us;
}

struct cmd_timeline cmd_timeline_from(int64_t shown_us, int64_t now_us, int speed)
{
    assert(speed >= 1 && speed <= CMD_TIMELINE_SPEED_MAX);
    return (struct cmd_timeline){
        .speed = speed, .shown_us = clamped_us(shown_us), .since_us = now_us};
}

/* Before rounding to the second. Years at a week a second would overflow an integer. */
static int64_t exact_us(const struct cmd_timeline *travel, int64_t now_us)
{
    const double most_us = 2.0 * (double)CMD_TIMELINE_SHOWN_MAX_US;
    if (travel->is_live) return now_us;
    if (travel->is_paused) return travel->shown_us;
    double run_us = (double)(now_us - travel->since_us) * travel->speed;
    run_us = run_us > most_us ? most_us : run_us < -most_us ? -most_us : run_us;
    return clamped_us(travel->shown_us + (int64_t)run_us);
}

/* Microseconds since the last whole second. */
static int64_t fraction_us(int64_t us)
{
    int64_t rest = us % CMD_TIMELINE_SECOND_US;
    return rest < 0 ? rest + CMD_TIMELINE_SECOND_US : rest;
}

int64_t cmd_timeline_shown_us(const struct cmd_timeline *travel, int64_t now_us)
{
    int64_t us = exact_us(travel, now_us);
    return us - fraction_us(us);
}

int cmd_timeline_wait_ms(const struct cmd_timeline *travel, int64_t now_us)
{
    assert(travel->speed > 0);
    if (travel->is_paused) return -1;
    int64_t left_us = CMD_TIMELINE_SECOND_US - fraction_us(exact_us(travel, now_us));
    int ms = (int)(left_us / travel->speed / 1000) + 1;
    return travel->speed > 1 && ms < CMD_TIMELINE_FRAME_MS ? CMD_TIMELINE_FRAME_MS : ms;
}

/* Sets the anchor to what is shown now. */
static void set_anchor(struct cmd_timeline *travel, int64_t now_us)
{
    travel->shown_us = exact_us(travel, now_us);
    travel->since_us = now_us;
    travel->is_live = false;
}

void cmd_timeline_move(struct cmd_timeline *travel, int64_t now_us, int64_t by_us)
{
    set_anchor(travel, now_us);
    travel->shown_us = clamped_us(travel->shown_us + by_us);
    travel->was_live = false;
}

void cmd_timeline_pause(struct cmd_timeline *travel, int64_t now_us)
{
    if (travel->is_paused && travel->was_live) {
        *travel = cmd_timeline_live();
        return;
    }
    travel->was_live = travel->is_live;
    set_anchor(travel, now_us);
    travel->is_paused = !travel->is_paused;
}

static void change_speed(struct cmd_timeline *travel, int64_t now_us, int speed)
{
    assert(speed >= 1 && speed <= CMD_TIMELINE_SPEED_MAX);
    if (speed == travel->speed) return;
    set_anchor(travel, now_us);
    travel->speed = speed;
    travel->was_live = false;
}

void cmd_timeline_faster(struct cmd_timeline *travel, int64_t now_us)
{
    for (int i = 0; i < SPEED_COUNT; i++)
        if (SPEEDS[i] > travel->speed) {
            change_speed(travel, now_us, SPEEDS[i]);
            return;
        }
}

void cmd_timeline_slower(struct cmd_timeline *travel, int64_t now_us)
{
    for (int i = SPEED_COUNT; i-- > 0;)
        if (SPEEDS[i] < travel->speed) {
            change_speed(travel, now_us, SPEEDS[i]);
            return;
        }
}
