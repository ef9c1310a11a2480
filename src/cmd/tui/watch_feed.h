/* The sky of `watch --url`, received from a server's event stream across lost connections. There is
 * one thread: the terminal waits for keys and for the loop's descriptor together. */
#ifndef CMD_WATCH_FEED_H
#define CMD_WATCH_FEED_H

#include "almanac/params.h"
#include "base/buf.h"
#include "base/err.h"
#include "cmd/api_client.h"
#include "cmd/tui/timeline.h"
#include "cmd/tui/watch_sky.h"
#include "data/dataset.h"
#include "net/client.h"
#include "sky/time.h"

#include <stdbool.h>
#include <stdint.h>

#define CMD_WATCH_FEED_STALE_MS 5000u /* without an event of a stream that sends one a second */
#define CMD_WATCH_FEED_SAY_MAX  2000

enum cmd_watch_link {
    CMD_WATCH_LINK_CONNECTING,   /* the stream has sent nothing yet */
    CMD_WATCH_LINK_LIVE,         /* events arrive, or all requested events have arrived */
    CMD_WATCH_LINK_RECONNECTING, /* the connection is lost and will be tried again */
    CMD_WATCH_LINK_ENDED,        /* for good */
};

struct cmd_watch_feed {
    const struct data_dataset *dataset;
    struct almanac_params params; /* place, air and bodies of the requests */
    const char *address;          /* of --url */
    struct net_client_config config;
    uv_loop_t uv;
    struct net_task_loop *tasks;
    struct net_client *http;

    struct cmd_watch_stream {
        struct net_task *task; /* NULL: none is running */
        struct base_buf url, body;
        struct net_client_reply reply;
        bool is_of_one; /* one instant only was requested */
        bool is_unreadable;
        bool has_ended; /* by "bye", for good */
    } stream;
    struct sky_tt from; /* where the stream begins */
    enum cmd_watch_link link;
    char why[CMD_API_CLIENT_TEXT_MAX + 1]; /* the connection is lost or has ended; or empty */
    uint64_t heard_ms, again_ms;           /* by the loop's clock */

    struct cmd_api_client_rows rows; /* of the last event */
    bool has_rows, is_fresh;         /* fresh: not yet shown */
    void (*on_rows)(
        void *argument); /* called for each event of positions, or NULL; must not wait */
    void *argument;

    struct cmd_watch_nexts {
        struct net_task *task; /* NULL: no request is under way */
        struct base_buf url, body;
        struct net_client_reply reply;
        enum base_err err;
        struct cmd_api_client_nexts answer;
        bool is_there;
        struct sky_tt from, until; /* the answer holds in [from, until) */
        struct sky_tt asked;
        uint64_t not_before_ms; /* the next request */
    } nexts;
};

/* Prepares everything; sends no request yet.
 *
 * Given  params   with a place; copied
 *        address  borrowed, as is the dataset
 *        ca_file  or NULL
 * Fails  MEMORY, SYSTEM: there is nothing to close then
 */
BASE_ERR_CHECKED
enum base_err cmd_watch_feed_open(struct cmd_watch_feed *feed, const struct data_dataset *dataset,
                                  const struct almanac_params *params, const char *address,
                                  const char *ca_file);

/* Ends all requests at once and closes the feed. */
void cmd_watch_feed_close(struct cmd_watch_feed *feed);

/* Sends one request and waits for the answer, to see whether the server can be followed.
 *
 * Gives  true, or false with a sentence for people
 */
bool cmd_watch_feed_probe(struct cmd_watch_feed *feed, struct sky_tt when,
                          char say[CMD_WATCH_FEED_SAY_MAX]);

/* Begins a stream of the instants that the timeline shows, and ends the stream before it. */
void cmd_watch_feed_follow(struct cmd_watch_feed *feed, const struct cmd_timeline *travel);

/* Handles what has arrived on the network, without waiting. */
void cmd_watch_feed_poll(struct cmd_watch_feed *feed);

/* A descriptor that becomes readable when there is work, and the milliseconds after which there is
 * work in any case; -1: no limit. */
int cmd_watch_feed_fd(const struct cmd_watch_feed *feed);
int cmd_watch_feed_wait_ms(const struct cmd_watch_feed *feed);

/* Waits for the network, for programs without a terminal. */
void cmd_watch_feed_wait(struct cmd_watch_feed *feed);

/* Copies the last rows into the sky; there are some. */
void cmd_watch_feed_copy(const struct cmd_watch_feed *feed, struct cmd_watch_sky *sky);

/* Copies the last rows and the next events of the selected body into the sky; requests the events
 * when the last answer no longer holds. */
void cmd_watch_feed_show(struct cmd_watch_feed *feed, struct cmd_watch_sky *sky);

/* Whether a connected stream has sent nothing for too long. */
bool cmd_watch_feed_is_stale(const struct cmd_watch_feed *feed);

/* Seconds until the next attempt, rounded up, and since the last event. */
unsigned cmd_watch_feed_retry_s(const struct cmd_watch_feed *feed);
unsigned cmd_watch_feed_age_s(const struct cmd_watch_feed *feed);

#endif
