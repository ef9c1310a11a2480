/* Which instant is shown. A run is an anchor (what was shown when) and a speed; every change of
 * speed or place sets the anchor anew, so nothing adds up errors.
 */
#include "app/travel.h"

static const int SPEEDS[] = {1, 10, 60, 600, 3600, 21600, 86400, APP_TRAVEL_SPEED_MAX};
#define SPEED_COUNT ((int)(sizeof SPEEDS / sizeof *SPEEDS))

struct app_travel app_travel_live(void)
{
    return (struct app_travel){.is_live = true, .speed = 1};
}

static int64_t clamped_us(int64_t us)
{
    const int64_t most = APP_TRAVEL_SHOWN_MAX_US;
    return us > most ? most : us < -most ? -most : us;
}

struct app_travel app_travel_from(int64_t shown_us, int64_t now_us, int speed)
{
    return (struct app_travel){
        .speed = speed, .shown_us = clamped_us(shown_us), .since_us = now_us};
}

/* Not yet cut to the second. A run of years at a week a second would pass what integers hold. */
static int64_t exact_us(const struct app_travel *travel, int64_t now_us)
{
    const double most_us = 2.0 * (double)APP_TRAVEL_SHOWN_MAX_US;
    if (travel->is_live) return now_us;
    if (travel->is_paused) return travel->shown_us;
    double run_us = (double)(now_us - travel->since_us) * travel->speed;
    run_us = run_us > most_us ? most_us : run_us < -most_us ? -most_us : run_us;
    return clamped_us(travel->shown_us + (int64_t)run_us);
}

/* Microseconds since the last whole second. */
static int64_t fraction_us(int64_t us)
{
    int64_t rest = us % APP_TRAVEL_SECOND_US;
    return rest < 0 ? rest + APP_TRAVEL_SECOND_US : rest;
}

int64_t app_travel_shown_us(const struct app_travel *travel, int64_t now_us)
{
    int64_t us = exact_us(travel, now_us);
    return us - fraction_us(us);
}

int app_travel_wait_ms(const struct app_travel *travel, int64_t now_us)
{
    if (travel->is_paused) return -1;
    int64_t left_us = APP_TRAVEL_SECOND_US - fraction_us(exact_us(travel, now_us));
    int ms = (int)(left_us / travel->speed / 1000) + 1;
    return travel->speed > 1 && ms < APP_TRAVEL_FRAME_MS ? APP_TRAVEL_FRAME_MS : ms;
}

/* Sets the anchor to what is shown now. */
static void settle(struct app_travel *travel, int64_t now_us)
{
    travel->shown_us = exact_us(travel, now_us);
    travel->since_us = now_us;
    travel->is_live = false;
}

void app_travel_move(struct app_travel *travel, int64_t now_us, int64_t by_us)
{
    settle(travel, now_us);
    travel->shown_us = clamped_us(travel->shown_us + by_us);
    travel->was_live = false;
}

void app_travel_pause(struct app_travel *travel, int64_t now_us)
{
    if (travel->is_paused && travel->was_live) {
        *travel = app_travel_live();
        return;
    }
    travel->was_live = travel->is_live;
    settle(travel, now_us);
    travel->is_paused = !travel->is_paused;
}

static void change_speed(struct app_travel *travel, int64_t now_us, int speed)
{
    if (speed == travel->speed) return;
    settle(travel, now_us);
    travel->speed = speed;
    travel->was_live = false;
}

void app_travel_faster(struct app_travel *travel, int64_t now_us)
{
    for (int i = 0; i < SPEED_COUNT; i++)
        if (SPEEDS[i] > travel->speed) {
            change_speed(travel, now_us, SPEEDS[i]);
            return;
        }
}

void app_travel_slower(struct app_travel *travel, int64_t now_us)
{
    for (int i = SPEED_COUNT; i-- > 0;)
        if (SPEEDS[i] < travel->speed) {
            change_speed(travel, now_us, SPEEDS[i]);
            return;
        }
}
