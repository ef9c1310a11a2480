/* planettracker watch: the sky on the whole screen, live. What is shown lives in watch_sky.c, the
 * picture in watch_view.c, the terminal in watch_term.c; which instant, in app/travel. */
#include "app/time.h"
#include "base/num.h"
#include "cmd/cmd.h"
#include "cmd/watch_term.h"
#include "cmd/watch_view.h"
#include "cmd/words.h"

#include <stdio.h>

#define MINUTE_US (60 * APP_TRAVEL_SECOND_US)
#define HOUR_US   (60 * MINUTE_US)
#define DAY_US    (24 * HOUR_US)

static const struct cmd_words_option OPTIONS[] = {
    CMD_WORDS_PLACE,
    {"--at", "TIME", "start there instead of now: " APP_TIME_EXPECTED},
    {"--speed", "N", "seconds shown in a second, 1 to 604800"},
    {"--bodies", "LIST", "such as mars,jupiter; all of the ephemeris unless given"},
    CMD_WORDS_ZONE,
    {"--red", NULL, "begin in red on black, for eyes used to the dark"},
    CMD_WORDS_AIR,
    CMD_WORDS_DATA,
};

static const struct cmd_words_usage USAGE = {
    .command = "watch",
    .examples = "planettracker watch --lat 48.93 --lon 2.45\n"
                "planettracker watch --lat 48.93 --lon 2.45 --tz Europe/Paris --speed 600 --red\n",
    .about = "The sky on the whole screen, live: a dome as one sees it looking up (zenith in the "
             "middle, east on the left), a table, and when the chosen body rises and sets. Keys: ? "
             "lists them, q quits.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
};

struct watch {
    struct cmd_watch_sky sky;
    struct cmd_watch_view view;
    struct app_travel travel;
    bool is_red;
};

static int64_t now_us(const struct app_store *store)
{
    return app_time_posix_us(store, app_time_now(store, 1));
}

static void select_next(struct cmd_watch_sky *sky, int by)
{
    sky->selected = (sky->selected + by + sky->count) % sky->count;
}

static void toggle_red(struct watch *watch)
{
    if (cmd_watch_term_red(!watch->is_red))
        watch->is_red = !watch->is_red;
    else
        watch->view.note = "This terminal has no colours.";
}

/* Keys that choose the instant; false when it is none of them. */
static bool travel_by_key(struct app_travel *travel, int key, int64_t now)
{
    switch (key) {
    case CMD_WATCH_KEY_LEFT:
        app_travel_move(travel, now, -HOUR_US);
        return true;
    case CMD_WATCH_KEY_RIGHT:
        app_travel_move(travel, now, HOUR_US);
        return true;
    case CMD_WATCH_KEY_DOWN:
        app_travel_move(travel, now, -DAY_US);
        return true;
    case CMD_WATCH_KEY_UP:
        app_travel_move(travel, now, DAY_US);
        return true;
    case '[':
        app_travel_move(travel, now, -10 * MINUTE_US);
        return true;
    case ']':
        app_travel_move(travel, now, 10 * MINUTE_US);
        return true;
    case ' ':
        app_travel_pause(travel, now);
        return true;
    case 'n':
        *travel = app_travel_live();
        return true;
    case '+':
    case '=':
        app_travel_faster(travel, now);
        return true;
    case '-':
        app_travel_slower(travel, now);
        return true;
    default:
        return false;
    }
}

/* Does what a key asks for; false when it is to end. */
static bool obey(struct watch *watch, int key)
{
    if (key == 'q' || key == 'Q' || key == CMD_WATCH_KEY_END) return false;
    if (watch->view.is_help || key == '?') {
        watch->view.is_help = !watch->view.is_help;
        return true;
    }
    if (key == 'r') toggle_red(watch);
    if (key == 'j' || key == '\t') select_next(&watch->sky, 1);
    if (key == 'k' || key == CMD_WATCH_KEY_BACKTAB) select_next(&watch->sky, -1);
    travel_by_key(&watch->travel, key, now_us(watch->sky.store));
    return true;
}

/* Computes what is to be shown; a run stops where the ephemeris ends. */
static void compute(struct watch *watch)
{
    const int64_t now = now_us(watch->sky.store);
    cmd_watch_sky_at(&watch->sky, app_travel_shown_us(&watch->travel, now));
    if (!watch->sky.has_positions && !watch->travel.is_live && !watch->travel.is_paused)
        app_travel_pause(&watch->travel, now);
}

static void show(struct watch *watch)
{
    compute(watch);
    cmd_watch_sky_events(&watch->sky);
    cmd_watch_view_draw(&watch->view, &watch->sky, &watch->travel);
    watch->view.note = NULL;
}

static void keep_drawing(struct watch *watch)
{
    compute(watch);
    cmd_watch_sky_select_highest(&watch->sky);
    for (;;) {
        show(watch);
        cmd_watch_term_wait(app_travel_wait_ms(&watch->travel, now_us(watch->sky.store)));
        for (int key; (key = cmd_watch_term_key()) != CMD_WATCH_KEY_NONE;)
            if (!obey(watch, key)) return;
    }
}

static int read_speed(const struct cmd_words *words, unsigned *speed)
{
    const char *value = cmd_words_value(words, "--speed");
    struct base_fault fault;
    *speed = 1;
    if (value == NULL) return -1;
    if (base_num_parse_whole(base_text_of(value), APP_TRAVEL_SPEED_MAX, speed, &fault) ==
            BASE_ERR_OK &&
        *speed > 0)
        return -1;
    return cmd_words_invalid(words, "--speed", value, "a whole number from 1 to 604800");
}

static int read_words(const struct cmd_words *words, const struct app_store *store,
                      struct watch *watch)
{
    struct app_params params = {0};
    unsigned speed;
    int code = cmd_words_params_of_place(words, store, &params);
    if (code < 0 && !app_params_has(&params, APP_PARAMS_BODIES))
        code = cmd_words_bodies(words, store, NULL, &params);
    if (code < 0) code = read_speed(words, &speed);
    if (code >= 0) return code;
    cmd_watch_sky_init(&watch->sky, store, &params);
    const int64_t now = now_us(store);
    const bool is_elsewhen = app_params_has(&params, APP_PARAMS_TIME) && !params.time.is_now;
    watch->travel =
        !is_elsewhen && speed == 1
            ? app_travel_live()
            : app_travel_from(is_elsewhen ? app_time_posix_us(store, params.time.when) : now, now,
                              (int)speed);
    return cmd_words_zone(words, &watch->sky.zone);
}

static int watch_sky(const struct cmd_words *words, struct watch *watch)
{
    const char *lack = cmd_watch_term_open();
    if (lack != NULL) {
        fprintf(stderr, "planettracker watch: %s; planettracker now prints the same as a table\n",
                lack);
        return CMD_EXIT_USAGE;
    }
    if (cmd_words_is_set(words, "--red")) toggle_red(watch);
    keep_drawing(watch);
    cmd_watch_term_close();
    return CMD_EXIT_OK;
}

static int run(const struct cmd_words *words, const struct app_store *store)
{
    static struct watch watch;
    int code = read_words(words, store, &watch);
    if (code < 0) code = watch_sky(words, &watch);
    app_zone_close(&watch.sky.zone);
    return code;
}

int cmd_watch(int count, char **argv)
{
    return cmd_words_run(&USAGE, count, argv, run);
}
