/* `watch --url` without a terminal, in ASCII: time, light, the sentence, what is up. */
#include "cmd/tui/watch_lines.h"

#include "almanac/position_columns.h"
#include "cmd/exit.h"
#include "cmd/tui/watch_sky.h"
#include "cmd/tui/watch_view.h"
#include "sky/sky.h"

#include <assert.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct lines {
    struct cmd_watch_feed *feed;
    struct cmd_watch_sky *sky;
    uv_signal_t signals[2];
    bool is_over, has_output_failed;
    enum cmd_watch_link said; /* on stderr */
    uint64_t said_ms;         /* which attempt */
};

static void on_signal(uv_signal_t *handle, int number)
{
    struct lines *lines = handle->data;
    (void)number;
    lines->is_over = true;
}

static void print_up(const struct cmd_watch_sky *sky)
{
    assert(sky->has_positions && sky->count <= SKY_BODY_COUNT);
    const char *separator = "  ";
    for (int i = 0; i < sky->count; i++) {
        const struct sky_observation *seen = &sky->seen[i];
        if (seen->alt_deg <= 0.0) continue;
        printf("%s%s %.1f %s", separator, cmd_watch_view_name(sky->bodies[i]), seen->alt_deg,
               almanac_position_columns_direction(seen->az_deg));
        separator = ", ";
    }
}

static void print_instant(void *argument)
{
    struct lines *lines = argument;
    struct cmd_watch_sky *sky = lines->sky;
    char time[48], sentence[CMD_WATCH_VIEW_LINE_BYTES];
    cmd_watch_feed_copy(lines->feed, sky);
    if (!sky->has_positions || lines->has_output_failed) return;
    cmd_watch_view_time(sky, sky->when, time);
    cmd_watch_view_sentence(sky, INT_MAX, " deg", sentence);
    printf("%s  %s  %s", time, cmd_watch_sky_light(sky), sentence);
    print_up(sky);
    putchar('\n');
    lines->has_output_failed = fflush(stdout) != 0;
}

/* Prints a change of the connection once for each attempt. */
static void say_link(struct lines *lines)
{
    const struct cmd_watch_feed *feed = lines->feed;
    if (feed->link != CMD_WATCH_LINK_RECONNECTING) {
        lines->said = feed->link;
        return;
    }
    if (lines->said == feed->link && lines->said_ms == feed->again_ms) return;
    lines->said = feed->link;
    lines->said_ms = feed->again_ms;
    fprintf(stderr, "planettracker watch: %s: %s; reconnecting in %u s\n", feed->address, feed->why,
            cmd_watch_feed_retry_s(feed));
}

static int follow(struct lines *lines)
{
    struct cmd_watch_feed *feed = lines->feed;
    while (!lines->is_over) {
        cmd_watch_feed_wait(feed);
        say_link(lines);
        if (lines->has_output_failed) return CMD_EXIT_FAILURE;
        if (feed->link != CMD_WATCH_LINK_ENDED) continue;
        fprintf(stderr, "planettracker watch: %s: %s\n", feed->address, feed->why);
        return feed->stream.has_ended ? CMD_EXIT_OK : CMD_EXIT_NETWORK;
    }
    return CMD_EXIT_OK;
}

int cmd_watch_lines(struct cmd_watch_feed *feed, struct cmd_watch_sky *sky)
{
    assert(feed->on_rows == NULL);
    static struct lines lines;
    lines = (struct lines){.feed = feed, .sky = sky, .said = CMD_WATCH_LINK_CONNECTING};
    for (int i = 0; i < 2; i++) {
        uv_signal_init(&feed->uv, &lines.signals[i]);
        lines.signals[i].data = &lines;
        uv_signal_start(&lines.signals[i], on_signal, i == 0 ? SIGINT : SIGTERM);
    }
    feed->on_rows = print_instant;
    feed->argument = &lines;
    int code = follow(&lines);
    feed->on_rows = NULL;
    for (int i = 0; i < 2; i++) uv_close((uv_handle_t *)&lines.signals[i], NULL);
    return code;
}
