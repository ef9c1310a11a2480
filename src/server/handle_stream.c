/* A stream is a place, an interval and the next instant: about 600 bytes. The rows are computed in
 * the worker's memory; a reader with the same request as the one before receives the same bytes.
 */
#include "server/handle_stream.h"

#include "almanac/params.h"
#include "almanac/position_columns.h"
#include "almanac/positions.h"
#include "almanac/problem.h"
#include "almanac/request.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "base/units.h"
#include "data/dataset.h"
#include "data/time_range.h"
#include "data/time_text.h"
#include "data/zone.h"
#include "data/zone_cache.h"
#include "format/document.h"
#include "format/json.h"
#include "net/http.h"
#include "net/http_head.h"
#include "server/reply.h"
#include "server/worker.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/horizon.h"
#include "sky/rise.h"
#include "sky/time.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SECOND_US          1000000
#define DAY_US             ((int64_t)BASE_DAY_S * SECOND_US)
#define LOOK_AHEAD_DAYS    0.5 /* events are searched in spans of this length */
#define EVENTS_MAX         256 /* between two instants; further ones are omitted */
#define ZONE_NAME_MAX      DATA_ZONE_NAME_MAX
#define EVENT_ID_MAX_CHARS 64

struct stream {
    struct server_worker *worker; /* of the thread that has the reader's connection */
    struct almanac_params params; /* with the time of the next instant */
    char zone[ZONE_NAME_MAX + 1];
    int64_t next_us;     /* POSIX time of the instant to send next */
    int64_t step_us;     /* from one instant to the next */
    int64_t due_us;      /* when to send the next instant, by the clock */
    int64_t interval_us; /* from one sending to the next */
    int64_t left;        /* instants until the end; -1: without end */
    int64_t sent_us;     /* when the last bytes were sent */
    bool is_live;        /* instants follow the clock: a missed one may be omitted */
    bool has_begun;
    int64_t last_us; /* the previous instant, if there is one; events follow it */
    bool has_last;
    double quiet_until; /* TT in days: no event before */
};

/* ---- the clock ----------------------------------------------------------------------------- */

static int64_t clock_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

static int64_t rounded_down(int64_t us, int64_t step_us)
{
    assert(step_us > 0);
    int64_t rest = us % step_us;
    return us - (rest < 0 ? rest + step_us : rest);
}

static struct sky_tt tt_of(const struct stream *s, int64_t us)
{
    const struct data_time_range range = {.start_us = us, .count = 1};
    return data_time_range_at(s->worker->work.dataset, &range, 0);
}

/* ---- events between two instants ----------------------------------------------------------- */

struct body_event {
    enum sky_body body;
    struct sky_rise_event event;
};

struct events {
    int count;
    struct body_event list[EVENTS_MAX];
    double next_days; /* TT of the first one after the span */
};

/* Rises, sets and transits of a body in [from, until), and the first one after them. */
static enum base_err find_events(const struct stream *s, enum sky_body body, struct sky_tt from,
                                 struct sky_tt until, struct events *found)
{
    assert(found->count <= EVENTS_MAX && s->params.bodies >> body & 1u);
    const struct sky_observer observer =
        sky_horizon_observer(s->params.lat_deg, s->params.lon_deg, s->params.elevation_m);
    const struct sky_rise_search search = {
        .context = &s->worker->work.dataset->sky,
        .body = body,
        .observer = &observer,
        .horizon = sky_rise_almanac(body, 0.0, 0.0),
        .wanted = 1u << SKY_RISE_UP | 1u << SKY_RISE_DOWN | 1u << SKY_RISE_TRANSIT,
    };
    struct sky_rise_sweep sweep;
    struct sky_fault fault;
    struct body_event at = {.body = body};
    enum base_err err;
    sky_rise_sweep(&sweep, &search, from, (struct sky_tt){until.days + LOOK_AHEAD_DAYS});
    while ((err = sky_rise_step(&sweep, &at.event, &fault)) == BASE_ERR_OK) {
        if (at.event.tt.days >= until.days) {
            if (at.event.tt.days < found->next_days) found->next_days = at.event.tt.days;
            return BASE_ERR_OK;
        }
        if (found->count < EVENTS_MAX) found->list[found->count++] = at;
    }
    return err == BASE_ERR_END ? BASE_ERR_OK : err;
}

static int by_time(const void *a, const void *b)
{
    double x = ((const struct body_event *)a)->event.tt.days;
    double y = ((const struct body_event *)b)->event.tt.days;
    return (x > y) - (x < y);
}

static void append_event(const struct stream *s, const struct body_event *at, struct base_buf *out)
{
    const struct data_dataset *dataset = s->worker->work.dataset;
    base_buf_append_format(out, "event: %s\ndata: {\"body\": \"%s\", \"time\": \"",
                           sky_rise_kind_name(at->event.kind).at, sky_body_info(at->body)->name.at);
    data_time_text_append(out, dataset, at->event.tt, 3);
    if (s->params.zone != NULL) {
        base_buf_append_string(out, "\", \"time_local\": \"");
        data_time_text_append_local(out, dataset, s->params.zone, at->event.tt);
    }
    base_buf_append_string(out, "\", \"az_deg\": ");
    format_json_append_number(out, format_document_turn(at->event.az_deg, 4), 4);
    base_buf_append_string(out, ", \"alt_true_deg\": ");
    format_json_append_number(out, at->event.alt_true_deg, 4);
    base_buf_append_string(out, "}\n\n");
}

/* Appends the events from one instant until before the next. Searches only when one may occur. */
static enum base_err append_events(struct stream *s, struct sky_tt from, struct sky_tt until,
                                   struct base_buf *out)
{
    if (until.days < s->quiet_until) return BASE_ERR_OK;
    struct events found;
    found.count = 0;
    found.next_days = until.days + LOOK_AHEAD_DAYS;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(s->params.bodies >> body & 1u)) continue;
        enum base_err err = find_events(s, body, from, until, &found);
        if (err != BASE_ERR_OK) return err;
    }
    qsort(found.list, (size_t)found.count, sizeof found.list[0], by_time);
    for (int i = 0; i < found.count; i++) append_event(s, &found.list[i], out);
    s->quiet_until = found.next_days;
    return BASE_ERR_OK;
}

/* ---- positions ----------------------------------------------------------------------------- */

/* Appends the event of one instant. */
static enum base_err append_positions(struct stream *s, struct base_buf *out)
{
    struct server_worker *worker = s->worker;
    struct almanac_positions *p = &worker->work.positions;
    struct almanac_problem problem;
    enum base_err err =
        almanac_positions_open(worker->work.dataset, &worker->work.frame, &s->params, p, &problem);
    if (err != BASE_ERR_OK) return err;
    base_buf_append_format(out, "id: %s\nevent: positions\ndata: {\"time\": \"%s\"", p->time,
                           p->time);
    if (p->time_local[0] != '\0')
        base_buf_append_format(out, ", \"time_local\": \"%s\"", p->time_local);
    base_buf_append_string(out, ", \"positions\": [");
    struct format_document_view view;
    almanac_position_columns_view(&p->shape, FORMAT_DOCUMENT_NESTED, &view);
    for (int i = 0; i < p->count; i++) {
        if (i > 0) base_buf_append_string(out, ", ");
        format_json_append_object(out, &view, &p->rows[i]);
    }
    base_buf_append_string(out, "]}\n\n");
    return BASE_ERR_OK;
}

/* The same, with the bytes of the previous reader if that one had the same request. */
static enum base_err append_shared(struct stream *s, struct base_buf *out)
{
    struct server_worker *worker = s->worker;
    struct base_buf *text = &worker->last_data.text;
    if (text->used == 0 || memcmp(&worker->last_data.params, &s->params, sizeof s->params) != 0) {
        base_buf_clear(text);
        enum base_err err = append_positions(s, text);
        if (err == BASE_ERR_OK && text->has_overflowed) err = BASE_ERR_MEMORY;
        if (err != BASE_ERR_OK) {
            base_buf_clear(text);
            return err;
        }
        worker->last_data.params = s->params;
    }
    base_buf_append(out, text->bytes, text->used);
    return BASE_ERR_OK;
}

static enum base_err send_instant(struct stream *s, struct base_buf *out)
{
    assert(!s->has_last || s->last_us < s->next_us);
    assert(s->left != 0 && s->step_us > 0 && s->interval_us > 0);
    struct sky_tt when = tt_of(s, s->next_us);
    if (s->zone[0] != '\0' && data_zone_cache_get(&s->worker->work.zones, base_text_of(s->zone),
                                                  &s->params.zone) != BASE_ERR_OK)
        return BASE_ERR_MISSING;
    s->params.time.when = when;
    enum base_err err = BASE_ERR_OK;
    if (!s->has_begun) base_buf_append_format(out, "retry: %u\n\n", SERVER_HANDLE_STREAM_RETRY_MS);
    if (s->has_last) err = append_events(s, tt_of(s, s->last_us), when, out);
    if (err == BASE_ERR_OK) err = append_shared(s, out);
    s->has_begun = s->has_last = true;
    s->last_us = s->next_us;
    s->next_us += s->step_us;
    s->due_us += s->interval_us;
    if (s->left > 0) s->left--;
    return err;
}

/* ---- the stream ---------------------------------------------------------------------------- */

static enum base_err append_bye(struct base_buf *out, const char *reason)
{
    base_buf_append_format(out, "event: bye\ndata: {\"reason\": \"%s\"}\n\n", reason);
    return BASE_ERR_END;
}

/* Skips to the present instant when the reader is too far behind. */
static void catch_up(struct stream *s, int64_t now_us)
{
    assert(s->interval_us > 0);
    int64_t behind = (now_us - s->due_us) / s->interval_us;
    if (!s->is_live || behind <= SERVER_HANDLE_STREAM_CATCH_UP_MAX) return;
    s->due_us += behind * s->interval_us;
    s->next_us += behind * s->step_us;
}

static enum base_err produce(void *state, struct net_http_turn *turn)
{
    struct stream *s = state;
    const int64_t heartbeat_us = (int64_t)SERVER_HANDLE_STREAM_HEARTBEAT_S * SECOND_US;
    if (turn->is_ending) return append_bye(turn->out, SERVER_HANDLE_STREAM_STOPS);
    if (s->left == 0) return append_bye(turn->out, "the end of the range");
    catch_up(s, turn->now_us);
    while (s->due_us <= turn->now_us && s->left != 0 && turn->out->used < NET_HTTP_TURN_BYTES) {
        enum base_err err = send_instant(s, turn->out);
        if (err != BASE_ERR_OK) return append_bye(turn->out, "the end of the ephemeris");
    }
    if (s->left == 0) return append_bye(turn->out, "the end of the range");
    if (turn->out->used == 0 && turn->now_us - s->sent_us >= heartbeat_us)
        base_buf_append_string(turn->out, ": still here\n\n");
    if (turn->out->used > 0) s->sent_us = turn->now_us;
    turn->wake_us = s->sent_us + heartbeat_us;
    if (s->due_us < turn->wake_us) turn->wake_us = s->due_us;
    return turn->wake_us > turn->now_us ? BASE_ERR_AGAIN : BASE_ERR_OK;
}

static void release(void *state)
{
    struct stream *s = state;
    const unsigned before = atomic_fetch_sub(&s->worker->shared->streams, 1);
    assert(before > 0);
    (void)before;
    free(s);
}

/* Reads the last instant that the reader has received, if it sends one. */
static bool read_last_id(const struct net_http_request *request, const struct data_dataset *dataset,
                         int64_t *last_us)
{
    struct base_text id = net_http_header(request, BASE_TEXT("Last-Event-ID"));
    struct sky_tt when;
    bool is_now;
    struct base_fault fault;
    if (id.length == 0 || id.length > EVENT_ID_MAX_CHARS ||
        data_time_text_parse(dataset, id, &when, &is_now, &fault) != BASE_ERR_OK || is_now)
        return false;
    *last_us = data_time_text_posix_us(dataset, when);
    return true;
}

/* Continues after the last instant that the reader has received. A reader that was away for long
 * receives the rises and sets of the last day, but not each position. */
static void resume(struct stream *s, int64_t last_us, bool has_start)
{
    assert(s->step_us > 0 && s->interval_us > 0 && !s->has_last);
    if (s->is_live) {
        int64_t missed = (s->next_us - last_us) / s->interval_us;
        if (missed < 0) return; /* from the future */
        if (missed > SERVER_HANDLE_STREAM_CATCH_UP_MAX) missed = SERVER_HANDLE_STREAM_CATCH_UP_MAX;
        s->due_us -= (missed - 1) * s->interval_us;
        s->next_us -= (missed - 1) * s->interval_us;
        s->last_us = last_us > s->next_us - DAY_US ? last_us : s->next_us - DAY_US;
    } else {
        if (s->left > 0 && has_start) {
            const int64_t sent = (last_us - s->next_us) / s->step_us + 1;
            s->left = sent < s->left ? s->left - sent : 0; /* -1 would mean no end */
        }
        s->next_us = last_us + s->step_us;
        s->last_us = last_us;
    }
    s->has_last = true;
}

static void set_course(struct stream *s, const struct net_http_request *request)
{
    const struct almanac_params *r = &s->worker->work.ask.params;
    const struct data_dataset *dataset = s->worker->work.dataset;
    int64_t now_us = clock_us(), last_us;
    double interval_s = almanac_params_has(r, ALMANAC_PARAMS_INTERVAL) ? r->interval_s : 1.0;
    double speed = almanac_params_has(r, ALMANAC_PARAMS_SPEED) ? r->speed : 1.0;
    s->interval_us = (int64_t)(interval_s * SECOND_US + 0.5);
    s->step_us = (int64_t)(interval_s * speed * SECOND_US + 0.5);
    s->left = almanac_params_has(r, ALMANAC_PARAMS_COUNT) ? r->count : -1;
    s->is_live = !almanac_params_has(r, ALMANAC_PARAMS_START) &&
                 !almanac_params_has(r, ALMANAC_PARAMS_SPEED);
    s->next_us = rounded_down(now_us, s->is_live ? s->interval_us : SECOND_US);
    s->due_us = s->is_live ? s->next_us : now_us;
    s->sent_us = now_us;
    if (almanac_params_has(r, ALMANAC_PARAMS_START))
        s->next_us = data_time_text_posix_us(dataset, r->start.when);
    if (read_last_id(request, dataset, &last_us))
        resume(s, last_us, almanac_params_has(r, ALMANAC_PARAMS_START));
    assert(s->left >= -1 && (!s->has_last || s->last_us < s->next_us));
}

static bool reserve_stream(struct server_worker *worker)
{
    if (atomic_fetch_add(&worker->shared->streams, 1) < worker->shared->streams_max) return true;
    atomic_fetch_sub(&worker->shared->streams, 1);
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_OVERLOADED,
                                            .expected = BASE_TEXT("another try in a few seconds")};
    almanac_request_add(&worker->work.ask, &problem);
    return false;
}

void server_handle_stream_answer(struct server_worker *worker,
                                 const struct net_http_request *request,
                                 struct net_http_reply *reply)
{
    struct almanac_request *ask = &worker->work.ask;
    if (!reserve_stream(worker)) return;
    struct stream *s = calloc(1, sizeof *s);
    if (s == NULL) {
        const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_INTERNAL};
        atomic_fetch_sub(&worker->shared->streams, 1);
        almanac_request_add(ask, &problem);
        return;
    }
    s->worker = worker;
    s->params = ask->params;
    s->params.given &= ~(ALMANAC_PARAMS_BIT(START) | ALMANAC_PARAMS_BIT(COUNT));
    s->params.given |= ALMANAC_PARAMS_BIT(TIME) | ALMANAC_PARAMS_BIT(BODIES);
    s->params.start = s->params.time = (struct almanac_params_instant){0};
    s->params.place = (struct base_text){0};
    if (!almanac_params_has(&ask->params, ALMANAC_PARAMS_BODIES))
        s->params.bodies = SKY_BODY_PLANETS & worker->work.dataset->bodies;
    if (ask->params.zone != NULL) memcpy(s->zone, ask->params.zone->name, sizeof s->zone);
    set_course(s, request);
    struct almanac_problem problem;
    s->params.time.when = tt_of(s, s->next_us);
    if (almanac_positions_open(worker->work.dataset, &worker->work.frame, &s->params,
                               &worker->work.positions, &problem) != BASE_ERR_OK) {
        release(s);
        if (almanac_params_has(&ask->params, ALMANAC_PARAMS_START)) {
            problem.parameter = BASE_TEXT("start");
            problem.got = ask->params.start.text;
        }
        almanac_request_add(ask, &problem);
        return;
    }
    server_reply_set_format(reply, &worker->work.ask, "stream");
    net_http_reply_header(reply, BASE_TEXT("X-Accel-Buffering"), BASE_TEXT("no"));
    reply->stream = (struct net_http_stream){produce, release, s};
}
