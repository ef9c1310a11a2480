/* planettracker watch: the sky on the whole screen, live. What is shown lives in watch_sky.c, or
 * with --url comes from a server (watch_feed.c); the picture in watch_view.c, the terminal in
 * watch_term.c, lines where there is none in watch_lines.c; which instant, in cmd/tui/timeline. */
#include "base/num.h"
#include "cmd/cmd.h"
#include "cmd/options.h"
#include "cmd/tui/watch_feed.h"
#include "cmd/tui/watch_lines.h"
#include "cmd/tui/watch_term.h"
#include "cmd/tui/watch_view.h"
#include "data/time_text.h"

#include <signal.h>
#include <stdio.h>

#define MINUTE_US (60 * CMD_TIMELINE_SECOND_US)
#define HOUR_US   (60 * MINUTE_US)
#define DAY_US    (24 * HOUR_US)

#define BADGE_TICK_MS 1000 /* a badge that counts seconds is drawn so often */

static const struct cmd_options_option OPTIONS[] = {
    CMD_OPTIONS_PLACE,
    {"--at", "TIME", "start there instead of now: " DATA_TIME_TEXT_EXPECTED},
    {"--speed", "N", "seconds shown in a second, 1 to 604800"},
    {"--bodies", "LIST", "such as mars,jupiter; all of the ephemeris unless given"},
    CMD_OPTIONS_ZONE,
    {"--url", "URL",
     "the sky of a server, such as http://localhost:8000: its live event stream, across broken "
     "connections"},
    {"--ca-file", "FILE", "with --url: certificates to trust instead of the system's"},
    {"--red", NULL, "begin in red on black, for eyes used to the dark"},
    CMD_OPTIONS_AIR,
    CMD_OPTIONS_DATA,
};

static const struct cmd_options_usage USAGE = {
    .command = "watch",
    .examples = "planettracker watch --lat 48.93 --lon 2.45\n"
                "planettracker watch --lat 48.93 --lon 2.45 --tz Europe/Paris --speed 600 --red\n"
                "planettracker watch --place Paris --url http://localhost:8000\n",
    .about = "The sky on the whole screen, live: a dome as one sees it looking up (zenith in the "
             "middle, east on the left), a table, and when the chosen body rises and sets. Keys: ? "
             "lists them, q quits. With --url a server computes; a word beside the time says how "
             "the connection is: live, stale (with the seconds since its last word), reconnecting, "
             "ended. Without a terminal --url prints a line for each instant.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
};

struct watch {
    struct cmd_watch_sky sky;
    struct cmd_watch_view view;
    struct cmd_timeline travel;
    bool is_red;
    bool has_feed; /* the sky is a server's */
    bool has_selected;
    bool is_moved; /* to instants that the server was not asked for */
    char badge[48];
    struct cmd_watch_feed feed;
};

static int64_t clock_us(const struct data_dataset *store)
{
    return data_time_text_posix_us(store, data_time_text_now(store, 1));
}

/* The now of the travel. With a server's sky it is such that the travel shows what the server sent
 * last, whatever our clock says and however long the connection was lost. */
static int64_t now_us(const struct watch *watch)
{
    const struct data_dataset *store = watch->sky.store;
    if (!watch->has_feed) return clock_us(store);
    if (!watch->travel.is_live) return watch->travel.since_us;
    return watch->feed.has_rows ? data_time_text_posix_us(store, watch->feed.rows.when)
                                : clock_us(store);
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
static bool travel_by_key(struct cmd_timeline *travel, int key, int64_t now)
{
    switch (key) {
    case CMD_WATCH_KEY_LEFT:
        cmd_timeline_move(travel, now, -HOUR_US);
        return true;
    case CMD_WATCH_KEY_RIGHT:
        cmd_timeline_move(travel, now, HOUR_US);
        return true;
    case CMD_WATCH_KEY_DOWN:
        cmd_timeline_move(travel, now, -DAY_US);
        return true;
    case CMD_WATCH_KEY_UP:
        cmd_timeline_move(travel, now, DAY_US);
        return true;
    case '[':
        cmd_timeline_move(travel, now, -10 * MINUTE_US);
        return true;
    case ']':
        cmd_timeline_move(travel, now, 10 * MINUTE_US);
        return true;
    case ' ':
        cmd_timeline_pause(travel, now);
        return true;
    case 'n':
        *travel = cmd_timeline_live();
        return true;
    case '+':
    case '=':
        cmd_timeline_faster(travel, now);
        return true;
    case '-':
        cmd_timeline_slower(travel, now);
        return true;
    default:
        return false;
    }
}

/* A server's stream begins anew where the travel goes. */
static void travel_on(struct watch *watch, int key)
{
    const int most = (int)almanac_params_rows()[ALMANAC_PARAMS_SPEED].most;
    const int64_t now = now_us(watch);
    if (!travel_by_key(&watch->travel, key, now) || !watch->has_feed) return;
    while (watch->travel.speed > most) cmd_timeline_slower(&watch->travel, now);
    watch->is_moved = true;
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
    travel_on(watch, key);
    return true;
}

/* Computes what is to be shown; a run stops where the ephemeris ends. */
static void compute(struct watch *watch)
{
    const int64_t now = now_us(watch);
    cmd_watch_sky_at(&watch->sky, cmd_timeline_shown_us(&watch->travel, now));
    if (!watch->sky.has_positions && !watch->travel.is_live && !watch->travel.is_paused)
        cmd_timeline_pause(&watch->travel, now);
    cmd_watch_sky_events(&watch->sky);
}

/* The word for the connection, and below the sky the reason when there is none. */
static void set_badge(struct watch *watch)
{
    const struct cmd_watch_feed *feed = &watch->feed;
    const unsigned again_s = cmd_watch_feed_again_s(feed);
    struct cmd_watch_view *view = &watch->view;
    view->badge = watch->badge;
    view->badge_hue = CMD_WATCH_HUE_YELLOW;
    if (view->note == NULL && feed->why[0] != '\0') view->note = feed->why;
    if (feed->link == CMD_WATCH_LINK_CONNECTING) {
        snprintf(watch->badge, sizeof watch->badge, "connecting");
    } else if (feed->link == CMD_WATCH_LINK_ENDED) {
        snprintf(watch->badge, sizeof watch->badge, "ended");
    } else if (feed->link == CMD_WATCH_LINK_RECONNECTING) {
        snprintf(watch->badge, sizeof watch->badge,
                 again_s > 0 ? "reconnecting %u s" : "reconnecting", again_s);
        view->badge_hue = CMD_WATCH_HUE_RED;
    } else if (cmd_watch_feed_is_stale(feed)) {
        snprintf(watch->badge, sizeof watch->badge, "stale %u s", cmd_watch_feed_age_s(feed));
    } else {
        view->badge = NULL; /* that of the travel */
        view->badge_hue = CMD_WATCH_HUE_NONE;
    }
}

/* Takes what the server has sent; where its stream ends, a run stops. */
static void hear(struct watch *watch)
{
    struct cmd_watch_feed *feed = &watch->feed;
    cmd_watch_feed_turn(feed);
    const bool is_fresh = feed->is_fresh;
    cmd_watch_feed_look(feed, &watch->sky);
    if (is_fresh && !watch->travel.is_live)
        watch->travel.shown_us = data_time_text_posix_us(watch->sky.store, feed->rows.when);
    if (feed->link == CMD_WATCH_LINK_ENDED && !watch->travel.is_live && !watch->travel.is_paused)
        cmd_timeline_pause(&watch->travel, now_us(watch));
    set_badge(watch);
}

static void show(struct watch *watch)
{
    if (watch->has_feed)
        hear(watch);
    else
        compute(watch);
    if (!watch->has_selected) cmd_watch_sky_select_highest(&watch->sky);
    watch->has_selected = watch->has_selected || watch->sky.has_positions;
    cmd_watch_view_draw(&watch->view, &watch->sky, &watch->travel);
    watch->view.note = NULL;
}

static void wait(struct watch *watch)
{
    if (!watch->has_feed) {
        cmd_watch_term_wait(cmd_timeline_wait_ms(&watch->travel, now_us(watch)), -1);
        return;
    }
    const int wait_ms = cmd_watch_feed_wait_ms(&watch->feed);
    cmd_watch_term_wait(wait_ms < 0 || wait_ms > BADGE_TICK_MS ? BADGE_TICK_MS : wait_ms,
                        cmd_watch_feed_fd(&watch->feed));
}

static void keep_drawing(struct watch *watch)
{
    for (;;) {
        show(watch);
        wait(watch);
        for (int key; (key = cmd_watch_term_key()) != CMD_WATCH_KEY_NONE;)
            if (!obey(watch, key)) return;
        if (watch->is_moved) cmd_watch_feed_follow(&watch->feed, &watch->travel);
        watch->is_moved = false;
    }
}

static int read_speed(const struct cmd_options *words, unsigned *speed)
{
    const char *value = cmd_options_value(words, "--speed");
    const unsigned most = cmd_options_is_set(words, "--url")
                              ? (unsigned)almanac_params_rows()[ALMANAC_PARAMS_SPEED].most
                              : CMD_TIMELINE_SPEED_MAX;
    struct base_fault fault;
    char expected[64];
    *speed = 1;
    if (value == NULL) return -1;
    if (base_num_parse_whole(base_text_of(value), most, speed, &fault) == BASE_ERR_OK && *speed > 0)
        return -1;
    snprintf(expected, sizeof expected, "a whole number from 1 to %u", most);
    return cmd_options_invalid(words, "--speed", value, expected);
}

/* What is of a server alone, and what of none. */
static int read_url(const struct cmd_options *words)
{
    static const char *const ours[] = {"--ephemeris", "--leap-seconds", "--data-dir"};
    const char *url = cmd_options_value(words, "--url");
    if (url == NULL && cmd_options_is_set(words, "--ca-file"))
        return cmd_options_invalid(words, "--ca-file", cmd_options_value(words, "--ca-file"),
                                   "--url beside it");
    if (url == NULL) return -1;
    if (!cmd_api_client_is_address(url))
        return cmd_options_invalid(words, "--url", url, CMD_API_CLIENT_EXPECTED);
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        if (!cmd_options_is_set(words, ours[i])) continue;
        fprintf(stderr,
                "planettracker watch: --url and %s exclude each other: the server has its "
                "own data\n",
                ours[i]);
        return CMD_EXIT_USAGE;
    }
    return -1;
}

static int read_words(const struct cmd_options *words, const struct data_dataset *store,
                      struct watch *watch)
{
    struct almanac_params params = {0};
    unsigned speed;
    watch->has_feed = cmd_options_is_set(words, "--url");
    int code = read_url(words);
    if (code < 0) code = cmd_options_params_of_place(words, store, &params);
    if (code < 0 && !almanac_params_has(&params, ALMANAC_PARAMS_BODIES) && !watch->has_feed)
        code = cmd_options_bodies(words, store, NULL, &params);
    if (code < 0) code = read_speed(words, &speed);
    if (code >= 0) return code;
    cmd_watch_sky_init(&watch->sky, store, &params);
    const int64_t now = clock_us(store);
    const bool is_elsewhen =
        almanac_params_has(&params, ALMANAC_PARAMS_TIME) && !params.time.is_now;
    watch->travel = !is_elsewhen && speed == 1
                        ? cmd_timeline_live()
                        : cmd_timeline_from(
                              is_elsewhen ? data_time_text_posix_us(store, params.time.when) : now,
                              now, (int)speed);
    return cmd_options_zone(words, &watch->sky.zone);
}

static int watch_sky(const struct cmd_options *words, struct watch *watch)
{
    const char *lack = cmd_watch_term_open();
    if (lack != NULL) {
        fprintf(stderr, "planettracker watch: %s; planettracker now prints the same as a table\n",
                lack);
        return CMD_EXIT_USAGE;
    }
    if (cmd_options_is_set(words, "--red")) toggle_red(watch);
    keep_drawing(watch);
    cmd_watch_term_close();
    return CMD_EXIT_OK;
}

/* The screen where there is a terminal, else lines. */
static int watch_server(const struct cmd_options *words, struct watch *watch)
{
    char say[CMD_WATCH_FEED_SAY_MAX];
    const struct data_dataset *store = watch->sky.store;
    const struct data_time_range begin = {
        .start_us = watch->travel.is_live ? clock_us(store) : watch->travel.shown_us, .count = 1};
    if (!cmd_watch_feed_greet(&watch->feed, data_time_range_at(store, &begin, 0), say)) {
        fprintf(stderr, "planettracker watch: %s\n", say);
        return CMD_EXIT_NETWORK;
    }
    cmd_watch_feed_follow(&watch->feed, &watch->travel);
    if (cmd_watch_term_open() != NULL) return cmd_watch_lines(&watch->feed, &watch->sky);
    if (cmd_options_is_set(words, "--red")) toggle_red(watch);
    watch->view.source = watch->feed.address;
    keep_drawing(watch);
    cmd_watch_term_close();
    return CMD_EXIT_OK;
}

static int watch_feed(const struct cmd_options *words, struct watch *watch)
{
    signal(SIGPIPE, SIG_IGN);
    enum base_err err = cmd_watch_feed_open(&watch->feed, watch->sky.store, &watch->sky.params,
                                            cmd_options_value(words, "--url"),
                                            cmd_options_value(words, "--ca-file"));
    if (err != BASE_ERR_OK) {
        fprintf(stderr, "planettracker watch: %s\n", base_err_text(err));
        return CMD_EXIT_FAILURE;
    }
    int code = watch_server(words, watch);
    cmd_watch_feed_close(&watch->feed);
    return code;
}

static int run(const struct cmd_options *words, const struct data_dataset *store)
{
    static struct watch watch;
    int code = read_words(words, store, &watch);
    if (code < 0) code = watch.has_feed ? watch_feed(words, &watch) : watch_sky(words, &watch);
    data_zone_close(&watch.sky.zone);
    return code;
}

int cmd_watch(int count, char **argv)
{
    return cmd_options_run(&USAGE, count, argv, run);
}
