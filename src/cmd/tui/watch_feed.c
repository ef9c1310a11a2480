/* Receives the sky from a server. There are at most two tasks: one follows the stream, one requests
 * the next rise and set from /api/v1/sky. Documents are parsed in callbacks, which run on the
 * process's own stack, because JSON from a server may be deeply nested.
 */
#include "cmd/tui/watch_feed.h"

#include "almanac/params.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/time_range.h"
#include "data/time_text.h"
#include "net/sse.h"
#include "net/task.h"
#include "sky/body.h"
#include "sky/time.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define BODY_MAX_BYTES  1048576u /* of /api/v1/sky, of a problem */
#define ANSWER_MS       30000u   /* for one of them */
#define ASK_PAUSE_MS    1000u    /* between two requests, and after one that failed: */
#define ASK_FAILED_MS   10000u
#define NEXTS_HOLD_DAYS (1.0 / 24.0)
#define TURNS_NS        20000000u /* of the loop, before keys are read */
#define PROBLEM_TYPE    "application/problem+json"

enum base_err cmd_watch_feed_open(struct cmd_watch_feed *feed, const struct data_dataset *dataset,
                                  const struct almanac_params *params, const char *address,
                                  const char *ca_file)
{
    *feed = (struct cmd_watch_feed){.dataset = dataset, .params = *params, .address = address};
    feed->config = net_sse_config();
    feed->config.ca_file = ca_file;
    base_buf_init(&feed->stream.url, 2 * CMD_API_CLIENT_URL_MAX);
    base_buf_init(&feed->stream.body, BODY_MAX_BYTES);
    base_buf_init(&feed->nexts.url, 2 * CMD_API_CLIENT_URL_MAX);
    base_buf_init(&feed->nexts.body, BODY_MAX_BYTES);
    if (uv_loop_init(&feed->uv) != 0) return BASE_ERR_SYSTEM;
    enum base_err err = net_task_loop_open(&feed->uv, NET_TASK_STACK_BYTES, &feed->tasks);
    if (err != BASE_ERR_OK) goto no_tasks;
    err = net_client_open(&feed->uv, &feed->config, &feed->http);
    if (err == BASE_ERR_OK) return BASE_ERR_OK;
    net_task_loop_close(feed->tasks);
no_tasks:
    uv_run(&feed->uv, UV_RUN_DEFAULT);
    uv_loop_close(&feed->uv);
    return err;
}

/* A cancelled task ends within the next iterations of the loop, because it only unwinds. */
static void end_task(struct cmd_watch_feed *feed, struct net_task *const *task)
{
    if (*task != NULL) net_task_cancel(*task);
    while (*task != NULL) uv_run(&feed->uv, UV_RUN_ONCE);
}

void cmd_watch_feed_close(struct cmd_watch_feed *feed)
{
    end_task(feed, &feed->stream.task);
    end_task(feed, &feed->nexts.task);
    net_client_close(feed->http);
    net_task_loop_close(feed->tasks);
    uv_run(&feed->uv, UV_RUN_DEFAULT);
    uv_loop_close(&feed->uv);
    base_buf_fini(&feed->stream.url);
    base_buf_fini(&feed->stream.body);
    base_buf_fini(&feed->nexts.url);
    base_buf_fini(&feed->nexts.body);
}

static const char *terminated(struct base_buf *buf)
{
    base_buf_append(buf, "", 1);
    assert(!buf->has_overflowed);
    return buf->bytes;
}

static struct base_text text_of(const struct base_buf *buf)
{
    return (struct base_text){buf->bytes, buf->used};
}

static enum base_err fetch(struct cmd_watch_feed *feed, const char *url, const char *accept,
                           struct base_buf *body, struct net_client_reply *reply)
{
    const char *const headers[] = {accept, NULL};
    const struct net_client_request request = {
        .url = url, .headers = headers, .body = body, .max_bytes = BODY_MAX_BYTES};
    base_buf_clear(body);
    uint64_t before = net_task_deadline_begin(ANSWER_MS);
    enum base_err err = net_client_fetch(feed->http, &request, reply);
    net_task_deadline_end(before);
    return err;
}

/* ---- what rises and sets next ---- */

static enum base_err ask_nexts(void *argument)
{
    struct cmd_watch_feed *feed = argument;
    struct cmd_watch_nexts *nexts = &feed->nexts;
    nexts->err =
        fetch(feed, nexts->url.bytes, "Accept: application/json", &nexts->body, &nexts->reply);
    return nexts->err;
}

/* The reported events hold until the first of them has happened. */
static void set_validity(struct cmd_watch_nexts *nexts)
{
    assert(nexts->answer.bodies >> SKY_BODY_COUNT == 0);
    nexts->is_there = true;
    nexts->from = nexts->asked;
    nexts->until.days = nexts->asked.days + NEXTS_HOLD_DAYS;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        for (int i = 0; i < CMD_API_CLIENT_EVENTS && nexts->answer.bodies >> body & 1u; i++)
            if (nexts->answer.next[body][i].has &&
                nexts->answer.next[body][i].tt.days < nexts->until.days)
                nexts->until = nexts->answer.next[body][i].tt;
}

static void on_nexts(void *argument, enum base_err err)
{
    struct cmd_watch_feed *feed = argument;
    struct cmd_watch_nexts *nexts = &feed->nexts;
    nexts->task = NULL;
    if (err == BASE_ERR_OK && nexts->reply.status != 200) err = BASE_ERR_FORMAT;
    if (err == BASE_ERR_OK)
        err = cmd_api_client_read_nexts(feed->dataset, text_of(&nexts->body), &nexts->answer);
    /* The server refuses an instant at the end of its ephemeris: nothing is known there, and the next
     * request waits for another instant. */
    if (err != BASE_ERR_OK && nexts->reply.status == 422) nexts->answer.bodies = 0;
    if (err == BASE_ERR_OK || nexts->reply.status == 422) set_validity(nexts);
    nexts->err = err;
    nexts->not_before_ms = uv_now(&feed->uv) + (err == BASE_ERR_OK ? ASK_PAUSE_MS : ASK_FAILED_MS);
}

static void begin_nexts(struct cmd_watch_feed *feed, struct sky_tt when)
{
    struct cmd_watch_nexts *nexts = &feed->nexts;
    assert(nexts->task == NULL);
    base_buf_clear(&nexts->url);
    cmd_api_client_append_sky(&nexts->url, feed->dataset, feed->address, &feed->params, when);
    terminated(&nexts->url);
    nexts->asked = when;
    nexts->err = net_task_start(feed->tasks, ask_nexts, feed, on_nexts, &nexts->task);
    if (nexts->err != BASE_ERR_OK) nexts->task = NULL;
}

/* ---- the first request ---- */

/* The kind of answer that came instead of a sky, in a few words. */
static void append_got(struct base_buf *out, enum base_err err,
                       const struct net_client_reply *reply)
{
    char type[CMD_API_CLIENT_TEXT_MAX + 1];
    cmd_api_client_sanitise(base_text_of(reply->content_type), type);
    if (err == BASE_ERR_LATE)
        base_buf_append_format(out, "no answer in time (%s)", net_client_phase_text(reply->phase));
    else if (reply->status >= 300 && err == BASE_ERR_FORMAT)
        base_buf_append_format(out, "status %d", reply->status);
    else if (reply->status > 0 && err == BASE_ERR_FORMAT)
        base_buf_append_format(out, "an answer of type \"%s\" without positions", type);
    else
        base_buf_append_format(out, "%s%s", reply->status == 0 ? "no answer: " : "",
                               reply->note[0] != '\0' ? reply->note : base_err_text(err));
}

static const char *expected_for(const struct cmd_watch_feed *feed,
                                const struct net_client_reply *reply)
{
    const bool is_tls = strncasecmp(feed->address, "https", 5) == 0;
    const bool is_of_certificates = strstr(reply->note, "ertificate") != NULL;
    if (is_tls && is_of_certificates)
        return "a certificate that this system trusts, or --ca-file FILE with its issuer's";
    if (is_tls && reply->status == 0) return "a server with TLS, or a URL with http://";
    return CMD_API_CLIENT_EXPECTED;
}

static void append_refusal(const struct cmd_watch_feed *feed, struct base_buf *out)
{
    const struct cmd_watch_nexts *nexts = &feed->nexts;
    char detail[CMD_API_CLIENT_TEXT_MAX + 1];
    base_buf_append_format(out, "--url is \"%s\"; got ", feed->address);
    if (strncmp(nexts->reply.content_type, PROBLEM_TYPE, strlen(PROBLEM_TYPE)) == 0 &&
        cmd_api_client_read_problem(text_of(&nexts->body), detail)) {
        base_buf_append_format(out, "status %d: %s", nexts->reply.status, detail);
        if (nexts->reply.status != 404) return; /* with 404 the path may be wrong */
    } else {
        append_got(out, nexts->err, &nexts->reply);
    }
    base_buf_append_format(out, "; expected %s", expected_for(feed, &nexts->reply));
}

bool cmd_watch_feed_probe(struct cmd_watch_feed *feed, struct sky_tt when,
                          char say[CMD_WATCH_FEED_SAY_MAX])
{
    begin_nexts(feed, when);
    while (feed->nexts.task != NULL) uv_run(&feed->uv, UV_RUN_ONCE);
    /* A server that refuses an instant outside its ephemeris is a PlanetTracker server; the stream
     * will report the same. */
    char detail[CMD_API_CLIENT_TEXT_MAX + 1];
    if (feed->nexts.err == BASE_ERR_OK ||
        (feed->nexts.reply.status == 422 &&
         cmd_api_client_read_problem(text_of(&feed->nexts.body), detail)))
        return true;
    struct base_buf out = {
        .bytes = say, .room = CMD_WATCH_FEED_SAY_MAX - 1, .max = CMD_WATCH_FEED_SAY_MAX - 1};
    append_refusal(feed, &out);
    say[out.used] = '\0';
    return false;
}

/* ---- the stream ---- */

static enum base_err take_positions(struct cmd_watch_feed *feed, struct base_text data)
{
    if (cmd_api_client_read_rows(feed->dataset, data, &feed->rows) != BASE_ERR_OK) {
        feed->stream.is_unreadable = true;
        return BASE_ERR_FORMAT;
    }
    feed->link = CMD_WATCH_LINK_LIVE;
    feed->why[0] = '\0';
    feed->has_rows = feed->is_fresh = true;
    if (feed->on_rows != NULL) feed->on_rows(feed->argument);
    return BASE_ERR_OK;
}

/* Other events are ignored, because the rows show what happened. */
static enum base_err on_event(void *argument, const struct net_sse_event *event)
{
    struct cmd_watch_feed *feed = argument;
    feed->heard_ms = uv_now(&feed->uv);
    if (base_text_equals(event->type, BASE_TEXT("positions")))
        return take_positions(feed, event->data);
    if (!base_text_equals(event->type, BASE_TEXT("bye"))) return BASE_ERR_OK;
    feed->stream.has_ended = cmd_api_client_read_bye(event->data, feed->why);
    return feed->stream.has_ended ? BASE_ERR_END : BASE_ERR_OK;
}

/* A server that sent a reason before closing is not asked for it again. */
static void on_pause(void *argument, enum base_err err, const char *why, uint64_t wait_ms)
{
    struct cmd_watch_feed *feed = argument;
    (void)err;
    if (feed->link == CMD_WATCH_LINK_RECONNECTING || feed->why[0] == '\0')
        cmd_api_client_sanitise(base_text_of(why), feed->why);
    feed->link = CMD_WATCH_LINK_RECONNECTING;
    feed->again_ms = uv_now(&feed->uv) + wait_ms;
}

static enum base_err follow(void *argument)
{
    struct cmd_watch_feed *feed = argument;
    struct cmd_watch_stream *stream = &feed->stream;
    const struct net_sse_source source = {
        .url = stream->url.bytes, .receive = on_event, .argument = feed, .on_pause = on_pause};
    enum base_err err = net_sse_follow(feed->http, &source, &stream->reply);
    /* Following a stream reads the content of status 200 only, so a problem document needs another
     * request. */
    if (err == BASE_ERR_FORMAT && stream->reply.status >= 300 &&
        fetch(feed, stream->url.bytes, "Accept: text/event-stream", &stream->body,
              &stream->reply) != BASE_ERR_OK)
        base_buf_clear(&stream->body);
    return err;
}

/* Sets the reason why the stream has ended, unless a "bye" has given it. */
static void explain_end(struct cmd_watch_feed *feed, enum base_err err)
{
    const struct cmd_watch_stream *stream = &feed->stream;
    struct base_buf out = {
        .bytes = feed->why, .room = CMD_API_CLIENT_TEXT_MAX, .max = CMD_API_CLIENT_TEXT_MAX};
    if (stream->has_ended) return;
    if (stream->body.used > 0 && cmd_api_client_read_problem(text_of(&stream->body), feed->why))
        return;
    if (err == BASE_ERR_OK)
        base_buf_append_string(&out, "the server has ended the stream");
    else if (stream->is_unreadable)
        base_buf_append_string(&out, "the server sent positions that cannot be read");
    else
        append_got(&out, err, &stream->reply);
    feed->why[out.used] = '\0';
}

static void on_end(void *argument, enum base_err err)
{
    struct cmd_watch_feed *feed = argument;
    feed->stream.task = NULL;
    if (err == BASE_ERR_CANCELLED) return;
    if (feed->stream.is_of_one && feed->stream.has_ended && feed->link == CMD_WATCH_LINK_LIVE) {
        feed->why[0] = '\0';
        return;
    }
    explain_end(feed, err);
    feed->link = CMD_WATCH_LINK_ENDED;
}

static struct sky_tt tt_of(const struct data_dataset *dataset, int64_t posix_us)
{
    const struct data_time_range range = {.start_us = posix_us, .count = 1};
    return data_time_range_at(dataset, &range, 0);
}

void cmd_watch_feed_follow(struct cmd_watch_feed *feed, const struct cmd_timeline *travel)
{
    struct cmd_watch_stream *stream = &feed->stream;
    const struct cmd_api_client_course course = {
        .is_live = travel->is_live,
        .is_still = travel->is_paused,
        .speed = travel->speed,
        .from = tt_of(feed->dataset, travel->shown_us),
    };
    end_task(feed, &stream->task);
    assert(stream->task == NULL);
    base_buf_clear(&stream->url);
    base_buf_clear(&stream->body);
    cmd_api_client_append_stream(&stream->url, feed->dataset, feed->address, &feed->params,
                                 &course);
    terminated(&stream->url);
    stream->is_of_one = course.is_still && !course.is_live;
    stream->is_unreadable = stream->has_ended = false;
    feed->link = CMD_WATCH_LINK_CONNECTING;
    feed->why[0] = '\0';
    feed->is_fresh = false;
    feed->from = course.is_live ? data_time_text_now(feed->dataset, 1000) : course.from;
    feed->heard_ms = uv_now(&feed->uv);
    enum base_err err = net_task_start(feed->tasks, follow, feed, on_end, &stream->task);
    if (err == BASE_ERR_OK) return;
    stream->task = NULL;
    explain_end(feed, err);
    feed->link = CMD_WATCH_LINK_ENDED;
}

/* ---- the loop ---- */

void cmd_watch_feed_poll(struct cmd_watch_feed *feed)
{
    uv_update_time(&feed->uv);
    const uint64_t end_ns = uv_hrtime() + TURNS_NS;
    do uv_run(&feed->uv, UV_RUN_NOWAIT);
    while (uv_backend_timeout(&feed->uv) == 0 && uv_hrtime() < end_ns);
}

int cmd_watch_feed_fd(const struct cmd_watch_feed *feed)
{
    return uv_backend_fd(&feed->uv);
}

int cmd_watch_feed_wait_ms(const struct cmd_watch_feed *feed)
{
    return uv_backend_timeout(&feed->uv);
}

void cmd_watch_feed_wait(struct cmd_watch_feed *feed)
{
    uv_run(&feed->uv, UV_RUN_ONCE);
}

/* ---- what is shown ---- */

static void set_problem(const struct cmd_watch_feed *feed, struct cmd_watch_sky *sky,
                        const char *lack, const char *problem)
{
    sky->when = feed->from;
    sky->has_positions = false;
    sky->lack = lack;
    snprintf(sky->problem, sizeof sky->problem, "%s", problem);
}

static bool is_shown(const struct cmd_watch_feed *feed, enum sky_body body)
{
    return !almanac_params_has(&feed->params, ALMANAC_PARAMS_BODIES) ||
           feed->params.bodies >> body & 1u;
}

/* Keeps the selected body selected, wherever its row is. */
void cmd_watch_feed_copy(const struct cmd_watch_feed *feed, struct cmd_watch_sky *sky)
{
    assert(feed->rows.count <= SKY_BODY_COUNT && sky->selected < SKY_BODY_COUNT);
    const enum sky_body selected = sky->bodies[sky->selected];
    sky->when = feed->rows.when;
    sky->sun_alt_deg = feed->rows.sun_alt_deg;
    sky->count = sky->selected = 0;
    for (int i = 0; i < feed->rows.count; i++) {
        const enum sky_body body = feed->rows.bodies[i];
        if (!is_shown(feed, body)) continue;
        if (body == selected) sky->selected = sky->count;
        sky->bodies[sky->count] = body;
        sky->seen[sky->count++] = feed->rows.seen[i];
    }
    sky->has_positions = sky->count > 0;
    if (sky->count == 0)
        set_problem(feed, sky, "The server has none of the bodies.", "Other bodies: --bodies.");
}

static struct cmd_watch_next next_of(const struct cmd_watch_nexts *nexts, enum sky_body body,
                                     enum cmd_api_client_event event)
{
    if (!(nexts->answer.bodies >> body & 1u))
        return (struct cmd_watch_next){CMD_WATCH_UNKNOWN, {0.0}};
    if (!nexts->answer.next[body][event].has)
        return (struct cmd_watch_next){CMD_WATCH_NEVER, {0.0}};
    return (struct cmd_watch_next){CMD_WATCH_IS, nexts->answer.next[body][event].tt};
}

static void look_at_nexts(struct cmd_watch_feed *feed, struct cmd_watch_sky *sky)
{
    assert(sky->has_positions && sky->selected < sky->count);
    struct cmd_watch_nexts *nexts = &feed->nexts;
    const enum sky_body body = sky->bodies[sky->selected];
    const bool holds =
        nexts->is_there && sky->when.days >= nexts->from.days && sky->when.days < nexts->until.days;
    const struct cmd_watch_next asked = {CMD_WATCH_ASKED, {0.0}};
    sky->events.rise = holds ? next_of(nexts, body, CMD_API_CLIENT_RISE) : asked;
    sky->events.transit = holds ? next_of(nexts, body, CMD_API_CLIENT_TRANSIT) : asked;
    sky->events.set = holds ? next_of(nexts, body, CMD_API_CLIENT_SET) : asked;
    if (!holds && nexts->task == NULL && uv_now(&feed->uv) >= nexts->not_before_ms)
        begin_nexts(feed, sky->when);
}

/* The last rows remain on the screen while a connection is lost and where a run ends. When the
 * server refused the request, its reason replaces them. */
void cmd_watch_feed_show(struct cmd_watch_feed *feed, struct cmd_watch_sky *sky)
{
    feed->is_fresh = false;
    if (feed->link == CMD_WATCH_LINK_ENDED && !feed->stream.has_ended)
        set_problem(feed, sky, "The server sends no positions.", feed->why);
    else if (feed->has_rows)
        cmd_watch_feed_copy(feed, sky);
    else
        set_problem(feed, sky, "No answer has arrived yet.", feed->why);
    if (sky->has_positions) look_at_nexts(feed, sky);
}

bool cmd_watch_feed_is_stale(const struct cmd_watch_feed *feed)
{
    return feed->link == CMD_WATCH_LINK_LIVE && feed->stream.task != NULL &&
           uv_now(&feed->uv) - feed->heard_ms > CMD_WATCH_FEED_STALE_MS;
}

unsigned cmd_watch_feed_retry_s(const struct cmd_watch_feed *feed)
{
    const uint64_t now_ms = uv_now(&feed->uv);
    return feed->again_ms > now_ms ? (unsigned)((feed->again_ms - now_ms + 999) / 1000) : 0;
}

unsigned cmd_watch_feed_age_s(const struct cmd_watch_feed *feed)
{
    assert(uv_now(&feed->uv) >= feed->heard_ms);
    return (unsigned)((uv_now(&feed->uv) - feed->heard_ms) / 1000);
}
