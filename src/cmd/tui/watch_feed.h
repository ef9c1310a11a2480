/* The sky of `watch --url`: what a server's event stream says, across broken connections. One
 * thread: the terminal waits for the loop's descriptor beside its keys. */
#ifndef CMD_WATCH_FEED_H
#define CMD_WATCH_FEED_H

#include "cmd/api_client.h"
#include "cmd/tui/timeline.h"
#include "cmd/tui/watch_sky.h"
#include "net/client.h"

#define CMD_WATCH_FEED_STALE_MS 5000u /* without a word of a stream that speaks every second */
#define CMD_WATCH_FEED_SAY_MAX  2000

enum cmd_watch_link {
    CMD_WATCH_LINK_CONNECTING,   /* nothing has come of this stream yet */
    CMD_WATCH_LINK_LIVE,         /* events come, or all that was asked for has come */
    CMD_WATCH_LINK_RECONNECTING, /* the connection is lost; tried again by itself */
    CMD_WATCH_LINK_ENDED,        /* for good */
};

struct cmd_watch_feed {
    const struct data_dataset *store;
    struct almanac_params params; /* place, air and bodies asked for */
    const char *address;          /* of --url */
    struct net_client_config config;
    uv_loop_t uv;
    struct net_task_loop *tasks;
    struct net_client *http;

    struct cmd_watch_stream {
        struct net_task *task; /* NULL: none is running */
        struct base_buf url, body;
        struct net_client_reply reply;
        bool is_of_one; /* an instant alone was asked for */
        bool is_unreadable;
        bool has_ended; /* by "bye", for good */
    } stream;
    struct sky_tt from; /* where the stream begins */
    enum cmd_watch_link link;
    char why[CMD_API_CLIENT_TEXT_MAX + 1]; /* it is lost, or over; or empty */
    uint64_t heard_ms, again_ms;           /* by the loop's clock */

    struct cmd_api_client_rows rows; /* of the last event */
    bool has_rows, is_fresh;         /* fresh: nobody has looked at them yet */
    void (*heard)(void *argument);   /* of each event of positions, or NULL; must not wait */
    void *argument;

    struct cmd_watch_nexts {
        struct net_task *task; /* NULL: nothing is being asked */
        struct base_buf url, body;
        struct net_client_reply reply;
        enum base_err err;
        struct cmd_api_client_nexts told;
        bool is_there;
        struct sky_tt from, until; /* what was told holds in [from, until) */
        struct sky_tt asked;
        uint64_t not_before_ms; /* the next question */
    } nexts;
};

/* Prepares everything; nothing is asked yet.
 *
 * Given  params   with a place; copied
 *        address  borrowed, as is the store
 *        ca_file  or NULL
 * Fails  MEMORY, SYSTEM: there is nothing to close then
 */
BASE_ERR_CHECKED
enum base_err cmd_watch_feed_open(struct cmd_watch_feed *feed, const struct data_dataset *store,
                                  const struct almanac_params *params, const char *address,
                                  const char *ca_file);

/* Ends all that is under way, at once. */
void cmd_watch_feed_close(struct cmd_watch_feed *feed);

/* Asks the server once, and waits for the answer: whether there is one to follow.
 *
 * Gives  true, or false with a sentence for people
 */
bool cmd_watch_feed_greet(struct cmd_watch_feed *feed, struct sky_tt when,
                          char say[CMD_WATCH_FEED_SAY_MAX]);

/* Begins a stream of what is to be shown, and drops the one before. */
void cmd_watch_feed_follow(struct cmd_watch_feed *feed, const struct cmd_timeline *travel);

/* Does what there is to do on the network without waiting; for how to wait, see below. */
void cmd_watch_feed_turn(struct cmd_watch_feed *feed);

/* A descriptor that becomes readable when there is something to do, and after how many milliseconds
 * there is in any case; -1: no limit. */
int cmd_watch_feed_fd(const struct cmd_watch_feed *feed);
int cmd_watch_feed_wait_ms(const struct cmd_watch_feed *feed);

/* Waits for the network, for programs without a terminal. */
void cmd_watch_feed_wait(struct cmd_watch_feed *feed);

/* Fills what is shown with the rows that came last; there are some. */
void cmd_watch_feed_copy(const struct cmd_watch_feed *feed, struct cmd_watch_sky *sky);

/* Fills what is shown with what came last, the next events of the selected body too: asks for them
 * when what it knows of them does not hold any longer. */
void cmd_watch_feed_look(struct cmd_watch_feed *feed, struct cmd_watch_sky *sky);

/* Whether a connected stream has been silent for too long. */
bool cmd_watch_feed_is_stale(const struct cmd_watch_feed *feed);

/* Seconds until the next try, rounded up; and since the last event. */
unsigned cmd_watch_feed_again_s(const struct cmd_watch_feed *feed);
unsigned cmd_watch_feed_age_s(const struct cmd_watch_feed *feed);

#endif
