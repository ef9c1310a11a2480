/* What /api/v1 costs within the process, without sockets, and what the sky alone costs of the same
 * rows: answers [MS [WAY]] prints a line "way <tab> nanoseconds a request or a row" each.
 *
 * CPU time of this thread, the least of as many turns as fit into MS milliseconds: other
 * programs make a turn slower, never faster.
 */
#include "server/frontend.h"
#include "server/middleware/pipeline.h"
#include "server/routes.h"
#include "server/worker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PLACES    4096
#define ROWS      20000
#define OBSERVERS 100
#define FEW       "&fields=body,az_deg,alt_deg"
#define START     "2026-01-01T00:00:00Z"
#define START_S   1767225600

static struct data_dataset dataset;
static struct server_worker *worker;
static struct net_http_reply reply;
static volatile double sink;

static double cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "answers: %s\n", what);
    exit(2);
}

/* ---- the API -------------------------------------------------------------------------------- */

static void ask(const char *text)
{
    static struct net_http_parser parser;
    static struct net_http_limits limits;
    char bytes[16384];
    struct net_http_bytes input = {bytes, strlen(text)};
    memcpy(bytes, text, input.length);
    limits = net_http_limits_default();
    net_http_parser_init(&parser, &limits);
    if (net_http_parse(&parser, &input) != BASE_ERR_OK) fail("not a request");
    net_http_reply_clear(&reply);
    server_pipeline_handle(worker, &parser.request, &reply);
    if (reply.status != 200) fail("not a 200");
}

/* Reads a stream to its end. */
static void drain(void)
{
    struct base_buf piece;
    struct net_http_turn turn = {.out = &piece};
    enum base_err err = reply.stream.produce == NULL ? BASE_ERR_END : BASE_ERR_OK;
    base_buf_init(&piece, 16 * NET_HTTP_TURN_BYTES);
    while (err == BASE_ERR_OK) {
        base_buf_clear(&piece);
        err = reply.stream.produce(reply.stream.state, &turn);
    }
    base_buf_fini(&piece);
    if (err != BASE_ERR_END) fail("the stream broke");
}

/* Four decimals of a latitude make the address another one. */
static void renumber(char *text, unsigned number)
{
    char *digits = strchr(text, '.') + 1;
    for (int i = 3; i >= 0; i--, number /= 10) digits[i] = (char)('0' + number % 10);
}

/* Requests from places all over the Earth; no address is requested twice. */
static double seven(char (*texts)[160], const char *fields)
{
    static unsigned turn;
    for (unsigned i = 0; i < PLACES && texts[i][0] == '\0'; i++)
        snprintf(texts[i], sizeof *texts,
                 "GET /api/v1/positions?lat=%d.0000&lon=%.4f%s HTTP/1.1\r\nHost: bench\r\n\r\n",
                 (int)(i % 179) - 89, (double)(i * 104729 % 3600001) * 1e-4 - 180.0, fields);
    for (int i = 0; i < 1000; i++, turn++) {
        renumber(texts[turn % PLACES], turn / PLACES);
        ask(texts[turn % PLACES]);
    }
    return 1000;
}

static double seven_few(void)
{
    static char texts[PLACES][160];
    return seven(texts, FEW);
}

static double seven_all(void)
{
    static char texts[PLACES][160];
    return seven(texts, "");
}

/* The same address repeatedly. */
static double again(const char *fields)
{
    char text[160];
    snprintf(text, sizeof text,
             "GET /api/v1/positions?lat=48.9300&lon=2.4500%s HTTP/1.1\r\nHost: bench\r\n\r\n",
             fields);
    for (int i = 0; i < 1000; i++) ask(text);
    return 1000;
}

static double again_few(void)
{
    return again(FEW);
}

static double again_all(void)
{
    return again("");
}

static double range(const char *fields)
{
    char text[512];
    snprintf(text, sizeof text,
             "GET /api/v1/positions/mars?lat=48.93&lon=2.45&start=" START
             "&step=1m&count=%d&format=csv%s HTTP/1.1\r\nHost: bench\r\n\r\n",
             ROWS, fields);
    ask(text);
    drain();
    return ROWS;
}

static double range_few(void)
{
    return range("&fields=time,az_deg,alt_deg");
}

static double range_all(void)
{
    return range("");
}

static double batch(void)
{
    char body[8192], text[9000];
    int used = snprintf(body, sizeof body, "{\"observers\": [");
    for (int i = 0; i < OBSERVERS; i++)
        used += snprintf(body + used, sizeof body - (size_t)used, "%s{\"lat\": %.1f, \"lon\": %d}",
                         i > 0 ? ", " : "", i / 10.0, i);
    snprintf(body + used, sizeof body - (size_t)used,
             "], \"bodies\": [\"mars\"], \"fields\": \"time,az_deg,alt_deg\", \"times\": "
             "{\"start\": \"" START "\", \"step\": \"1m\", \"count\": %d}}",
             ROWS / OBSERVERS);
    snprintf(
        text, sizeof text,
        "POST /api/v1/batch?format=csv HTTP/1.1\r\nHost: bench\r\nContent-Length: %zu\r\n\r\n%s",
        strlen(body), body);
    ask(text);
    drain();
    return ROWS;
}

/* ---- the sky alone -------------------------------------------------------------------------- */

static struct sky_frame frame_at(int minute)
{
    struct sky_tt tt;
    struct sky_frame frame;
    struct sky_fault fault;
    if (sky_civil_tt_of_posix(&dataset.sky.leaps, &dataset.sky.orient, START_S + 60 * minute, 0,
                              &tt) != BASE_ERR_OK ||
        sky_frame_of(&dataset.sky, tt, 1u << SKY_BODY_MARS, &frame, &fault) != BASE_ERR_OK)
        fail("no frame");
    return frame;
}

typedef struct sky_observation observe(const struct sky_viewpoint *view, enum sky_body body,
                                       const struct sky_air *air);

static double sky_range(observe *observe_it)
{
    const struct sky_observer observer = sky_horizon_observer(48.93, 2.45, 0.0);
    const struct sky_air air = sky_refract_standard_air(0.0);
    for (int i = 0; i < ROWS; i++) {
        struct sky_frame frame = frame_at(i);
        struct sky_viewpoint view =
            sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_TRUE_POLE);
        struct sky_observation seen = observe_it(&view, SKY_BODY_MARS, &air);
        sink = sink + seen.az_deg + seen.alt_deg;
    }
    return ROWS;
}

static struct sky_common common;

static struct sky_observation observe_common(const struct sky_viewpoint *view, enum sky_body body,
                                             const struct sky_air *air)
{
    return sky_observe_common(view, body, air, &common);
}

/* The seven planets of one instant from places all over the Earth. */
static double sky_seven(observe *observe_it)
{
    struct sky_frame frame = frame_at(0);
    struct sky_fault fault;
    sky_common_init(&frame, &common);
    const struct sky_air air = sky_refract_standard_air(0.0);
    for (enum sky_body body = SKY_BODY_MERCURY; body <= SKY_BODY_NEPTUNE; body++)
        if (sky_frame_add(&dataset.sky, body, &frame, &fault) != BASE_ERR_OK) fail("no planet");
    for (int i = 0; i < 1000; i++) {
        const struct sky_observer observer = sky_horizon_observer(i / 10.0 - 50.0, i, 0.0);
        struct sky_viewpoint view =
            sky_apparent_viewpoint(&frame, &observer, SKY_APPARENT_TRUE_POLE);
        for (enum sky_body body = SKY_BODY_MERCURY; body <= SKY_BODY_NEPTUNE; body++) {
            struct sky_observation seen = observe_it(&view, body, &air);
            sink = sink + seen.az_deg + seen.alt_deg;
        }
    }
    return 1000;
}

static double sky_seven_few(void)
{
    return sky_seven(sky_observe_horizon);
}

static double sky_seven_all(void)
{
    return sky_seven(observe_common);
}

static double sky_range_few(void)
{
    return sky_range(sky_observe_horizon);
}

static double sky_range_all(void)
{
    return sky_range(sky_observe);
}

static double sky_batch(void)
{
    const struct sky_air air = sky_refract_standard_air(0.0);
    struct sky_observer observers[OBSERVERS];
    for (int i = 0; i < OBSERVERS; i++) observers[i] = sky_horizon_observer(i / 10.0, i, 0.0);
    for (int i = 0; i < ROWS / OBSERVERS; i++) {
        struct sky_frame frame = frame_at(i);
        for (int j = 0; j < OBSERVERS; j++) {
            struct sky_viewpoint view =
                sky_apparent_viewpoint(&frame, &observers[j], SKY_APPARENT_TRUE_POLE);
            struct sky_observation seen = sky_observe_horizon(&view, SKY_BODY_MARS, &air);
            sink = sink + seen.az_deg + seen.alt_deg;
        }
    }
    return ROWS;
}

/* ---- the measurement ------------------------------------------------------------------------ */

static double least_ns(double (*way)(void), double budget_ns)
{
    double least = 1e18, start = cpu_ns();
    for (double from = start, until; from - start < budget_ns; from = until) {
        double count = way();
        until = cpu_ns();
        if ((until - from) / count < least) least = (until - from) / count;
    }
    return least;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        double (*way)(void);
    } ways[] = {
        {"seven few", seven_few}, {"seven few sky", sky_seven_few},
        {"seven all", seven_all}, {"seven all sky", sky_seven_all},
        {"again few", again_few}, {"again all", again_all},
        {"range few", range_few}, {"range few sky", sky_range_few},
        {"range all", range_all}, {"range all sky", sky_range_all},
        {"batch few", batch},     {"batch few sky", sky_batch},
    };
    const double budget_ns = (argc > 1 ? atof(argv[1]) : 300.0) * 1e6;
    static struct server_shared shared = {.dataset = &dataset, .web_root = -1, .streams_max = 1};
    static struct server_frontend frontend;
    const struct server_frontend_config config = {0};
    struct base_fault fault;
    if (data_dataset_open(NULL, &dataset, &fault) != BASE_ERR_OK) fail("no data");
    if (server_frontend_open(&frontend, &config, server_routes_table()) != BASE_ERR_OK)
        fail("no frontend");
    shared.frontend = &frontend;
    net_http_reply_init(&reply);
    worker = server_pipeline_create(&shared, 0);
    if (worker == NULL) fail("no memory");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (argc < 3 || strcmp(argv[2], ways[i].name) == 0)
            printf("%s\t%.1f\n", ways[i].name, least_ns(ways[i].way, budget_ns));
    net_http_reply_fini(&reply);
    server_worker_free(worker);
    server_frontend_close(&frontend);
    return 0;
}
