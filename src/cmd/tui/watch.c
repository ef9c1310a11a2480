/* planettracker watch: the sky on the whole screen, live. watch_sky.c computes what is shown, or
 * watch_feed.c receives it from a server (--url). watch_view.c draws the picture, watch_term.c
 * controls the terminal, watch_lines.c prints lines without one, and timeline.c chooses the instant. */
#include "almanac/params.h"
#include "base/err.h"
#include "cmd/api_client.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "cmd/table.h"
#include "cmd/tui/timeline.h"
#include "cmd/tui/watch_feed.h"
#include "cmd/tui/watch_lines.h"
#include "cmd/tui/watch_sky.h"
#include "cmd/tui/watch_term.h"
#include "cmd/tui/watch_view.h"
#include "data/dataset.h"
#include "data/time_range.h"
#include "data/time_text.h"

#include <assert.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define MINUTE_US (60 * CMD_TIMELINE_SECOND_US)
#define HOUR_US   (60 * MINUTE_US)
#define DAY_US    (24 * HOUR_US)

#define BADGE_TICK_MS 1000 /* between two pictures of a badge that counts seconds */

struct watch {
    struct cmd_watch_sky sky;
    struct cmd_watch_view view;
    struct cmd_timeline travel;
    bool is_red;
    bool has_feed; /* the sky is a server's */
    bool has_selected;
    bool is_moved; /* to instants that were not requested from the server */
    char badge[48];
    struct cmd_watch_feed feed;
};

static int64_t clock_us(const struct data_dataset *dataset)
{
    return data_time_text_posix_us(dataset, data_time_text_now(dataset, 1));
}

/* The present instant of the timeline. With a server it is that of the last event, so that the
 * timeline does not depend on the local clock or on how long the connection was lost. */
static int64_t now_us(const struct watch *watch)
{
    const struct data_dataset *dataset = watch->sky.dataset;
    if (!watch->has_feed) return clock_us(dataset);
    if (!watch->travel.is_live) return watch->travel.since_us;
    return watch->feed.has_rows ? data_time_text_posix_us(dataset, watch->feed.rows.when)
                                : clock_us(dataset);
}

static void select_next(struct cmd_watch_sky *sky, int by)
{
    assert(sky->selected >= 0 && (by == 1 || by == -1));
    if (sky->count > 0) /* a server may not have sent any */
        sky->selected = (sky->selected + by + sky->count) % sky->count;
}

static void toggle_red(struct watch *watch)
{
    if (cmd_watch_term_red(!watch->is_red))
        watch->is_red = !watch->is_red;
    else
        watch->view.note = "This terminal has no colours.";
}

/* Handles keys that choose the instant; false for other keys. */
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

/* Requests a new stream from the server where the timeline has been moved to. */
static void travel_on(struct watch *watch, int key)
{
    const int most = (int)almanac_params_rows()[ALMANAC_PARAMS_SPEED].most;
    const int64_t now = now_us(watch);
    if (!travel_by_key(&watch->travel, key, now) || !watch->has_feed) return;
    while (watch->travel.speed > most) cmd_timeline_slower(&watch->travel, now);
    watch->is_moved = true;
}

/* Handles a key; false when the program has to end. */
static bool handle_key(struct watch *watch, int key)
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

/* Computes what is shown; pauses a run where the ephemeris ends. */
static void compute(struct watch *watch)
{
    const int64_t now = now_us(watch);
    cmd_watch_sky_at(&watch->sky, cmd_timeline_shown_us(&watch->travel, now));
    if (!watch->sky.has_positions && !watch->travel.is_live && !watch->travel.is_paused)
        cmd_timeline_pause(&watch->travel, now);
    cmd_watch_sky_events(&watch->sky);
}

/* Sets the state of the connection as a badge, and the reason below the sky when it is lost. */
static void set_badge(struct watch *watch)
{
    const struct cmd_watch_feed *feed = &watch->feed;
    const unsigned again_s = cmd_watch_feed_retry_s(feed);
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
        view->badge = NULL; /* the timeline's own */
        view->badge_hue = CMD_WATCH_HUE_NONE;
    }
}

/* Reads what the server has sent; pauses a run where the stream ends. */
static void receive(struct watch *watch)
{
    struct cmd_watch_feed *feed = &watch->feed;
    cmd_watch_feed_poll(feed);
    const bool is_fresh = feed->is_fresh;
    cmd_watch_feed_show(feed, &watch->sky);
    if (is_fresh && !watch->travel.is_live)
        watch->travel.shown_us = data_time_text_posix_us(watch->sky.dataset, feed->rows.when);
    if (feed->link == CMD_WATCH_LINK_ENDED && !watch->travel.is_live && !watch->travel.is_paused)
        cmd_timeline_pause(&watch->travel, now_us(watch));
    set_badge(watch);
}

static void show(struct watch *watch)
{
    if (watch->has_feed)
        receive(watch);
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

static void draw_until_end(struct watch *watch)
{
    for (;;) {
        show(watch);
        wait(watch);
        for (int key; (key = cmd_watch_term_key()) != CMD_WATCH_KEY_NONE;)
            if (!handle_key(watch, key)) return;
        if (watch->is_moved) cmd_watch_feed_follow(&watch->feed, &watch->travel);
        watch->is_moved = false;
    }
}

/* Checks that a server can show that many seconds in a second. -1 when all is well. */
static int check_speed(const struct cmd_options *options, double speed)
{
    const double most = almanac_params_rows()[ALMANAC_PARAMS_SPEED].most;
    char expected[64];
    if (!cmd_options_is_set(options, CMD_TABLE_SERVER_URL) || speed <= most) return -1;
    snprintf(expected, sizeof expected, "a whole number, 1..%.0f", most);
    return cmd_options_invalid_flag(options, CMD_TABLE_SPEED, expected);
}

/* Checks the options that need a server, and those that exclude one. -1 when all is well. */
static int check_url(const struct cmd_options *options)
{
    static const enum cmd_table_flag ours[] = {CMD_TABLE_EPHEMERIS, CMD_TABLE_LEAP_SECONDS,
                                               CMD_TABLE_DATA_DIR};
    const char *url = cmd_options_value(options, CMD_TABLE_SERVER_URL);
    if (url == NULL && cmd_options_is_set(options, CMD_TABLE_CA_FILE))
        return cmd_options_invalid_flag(options, CMD_TABLE_CA_FILE, "--url together with it");
    if (url == NULL) return -1;
    if (!cmd_api_client_is_address(url))
        return cmd_options_invalid_flag(options, CMD_TABLE_SERVER_URL, CMD_API_CLIENT_EXPECTED);
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (cmd_options_is_set(options, ours[i]))
            return cmd_options_exclude(options, CMD_TABLE_SERVER_URL, ours[i]);
    return -1;
}

static int read_options(const struct cmd_options *options, const struct data_dataset *dataset,
                        struct cmd_request *request, struct watch *watch)
{
    const double speed = cmd_options_number(options, CMD_TABLE_SPEED, 1.0);
    watch->has_feed = cmd_options_is_set(options, CMD_TABLE_SERVER_URL);
    int code = check_url(options);
    if (code < 0) code = cmd_request_read_placed(options, dataset, request);
    if (code < 0) code = check_speed(options, speed);
    if (code >= 0) return code;
    const struct almanac_params *params = &request->params;
    if (!watch->has_feed) cmd_request_default_bodies(request, dataset);
    cmd_watch_sky_init(&watch->sky, dataset, params);
    watch->sky.zone = request->zone;
    const int64_t now = clock_us(dataset);
    const bool is_elsewhen =
        almanac_params_has(params, ALMANAC_PARAMS_TIME) && !params->time.is_now;
    watch->travel =
        !is_elsewhen && speed == 1.0
            ? cmd_timeline_live()
            : cmd_timeline_from(is_elsewhen ? data_time_text_posix_us(dataset, params->time.when)
                                            : now,
                                now, (int)speed);
    return -1;
}

static int watch_sky(const struct cmd_options *options, struct watch *watch)
{
    const char *lack = cmd_watch_term_open();
    if (lack != NULL) {
        fprintf(stderr, "planettracker watch: %s; planettracker now prints the same as a table\n",
                lack);
        return CMD_EXIT_USAGE;
    }
    if (cmd_options_is_set(options, CMD_TABLE_RED)) toggle_red(watch);
    draw_until_end(watch);
    cmd_watch_term_close();
    return CMD_EXIT_OK;
}

/* Uses the screen of a terminal, or prints lines without one. */
static int watch_server(const struct cmd_options *options, struct watch *watch)
{
    char say[CMD_WATCH_FEED_SAY_MAX];
    const struct data_dataset *dataset = watch->sky.dataset;
    const struct data_time_range begin = {
        .start_us = watch->travel.is_live ? clock_us(dataset) : watch->travel.shown_us, .count = 1};
    if (!cmd_watch_feed_probe(&watch->feed, data_time_range_at(dataset, &begin, 0), say)) {
        fprintf(stderr, "planettracker watch: %s\n", say);
        return CMD_EXIT_NETWORK;
    }
    cmd_watch_feed_follow(&watch->feed, &watch->travel);
    if (cmd_watch_term_open() != NULL) return cmd_watch_lines(&watch->feed, &watch->sky);
    if (cmd_options_is_set(options, CMD_TABLE_RED)) toggle_red(watch);
    watch->view.source = watch->feed.address;
    draw_until_end(watch);
    cmd_watch_term_close();
    return CMD_EXIT_OK;
}

static int watch_feed(const struct cmd_options *options, struct watch *watch)
{
    signal(SIGPIPE, SIG_IGN);
    enum base_err err = cmd_watch_feed_open(&watch->feed, watch->sky.dataset, &watch->sky.params,
                                            cmd_options_value(options, CMD_TABLE_SERVER_URL),
                                            cmd_options_value(options, CMD_TABLE_CA_FILE));
    if (err != BASE_ERR_OK) {
        fprintf(stderr, "planettracker watch: %s\n", base_err_text(err));
        return CMD_EXIT_FAILURE;
    }
    int code = watch_server(options, watch);
    cmd_watch_feed_close(&watch->feed);
    return code;
}

static int run(const struct cmd_options *options, const struct data_dataset *dataset,
               struct cmd_request *request)
{
    static struct watch watch;
    const int code = read_options(options, dataset, request, &watch);
    if (code >= 0) return code;
    return watch.has_feed ? watch_feed(options, &watch) : watch_sky(options, &watch);
}

int cmd_watch(const struct cmd_options *options)
{
    return cmd_request_run(options, run);
}
