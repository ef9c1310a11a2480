/* planettracker is-up and wait: a body and the horizon, for scripts. */
#include "cmd/cmd.h"
#include "cmd/options.h"
#include "data/time_text.h"
#include "sky/rise.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define IS_UP_OPTIONS                                                                              \
    CMD_OPTIONS_PLACE, {"--horizon", "DEG", "altitude of the skyline"},                            \
    {                                                                                              \
        "--eye-height", "M", "of the eye above the ground around it"                               \
    }

static const struct cmd_options_option IS_UP[] = {
    IS_UP_OPTIONS, {"--at", "TIME", "now unless given"}, CMD_OPTIONS_DATA};
static const struct cmd_options_option WAIT[] = {
    IS_UP_OPTIONS, {"--print", NULL, "print the instant and do not wait"}, CMD_OPTIONS_DATA};

static const struct cmd_options_usage IS_UP_USAGE = {
    .command = "is-up",
    .examples = "planettracker is-up mars --lat 48.93 --lon 2.45 && echo look up\n",
    .about = "Exit 0 when the body is above the horizon, 1 when it is not. By the almanac's "
             "horizon: a planet's centre at -34', the Sun's at -50', the Moon's upper limb.",
    .options = IS_UP,
    .option_count = sizeof IS_UP / sizeof *IS_UP,
    .positional_max = 1,
};

static const struct cmd_options_usage WAIT_USAGE = {
    .command = "wait",
    .examples = "planettracker wait moon rise --lat 48.93 --lon 2.45 && echo the Moon is rising\n",
    .about = "Sleeps until the body's next rise, set, transit or antitransit, then exits with 0; "
             "with 1 when there is none within 400 days.",
    .options = WAIT,
    .option_count = sizeof WAIT / sizeof *WAIT,
    .positional_max = 2,
};

/* Reads what both commands need. -1 when all is well. */
static int read_search(const struct cmd_options *words, const struct data_dataset *store,
                       struct sky_observer *observer, struct sky_rise_search *search)
{
    struct almanac_params params = {0};
    double horizon_deg = 0.0, eye_height_m = 0.0;
    int code = cmd_options_params_of_place(words, store, &params);
    if (code < 0) code = cmd_options_skyline(words, &horizon_deg, &eye_height_m);
    if (code >= 0) return code;
    const char *name = words->positional_count > 0 ? words->positional[0] : "";
    enum sky_body body = almanac_params_body(base_text_of(name));
    if (body == SKY_BODY_COUNT)
        return cmd_options_invalid(words, "BODY", name, "a name such as mars");
    *observer = sky_horizon_observer(params.lat_deg, params.lon_deg, params.elevation_m);
    *search = (struct sky_rise_search){
        .context = &store->sky,
        .body = body,
        .observer = observer,
        .horizon = sky_rise_almanac(body, horizon_deg, eye_height_m),
    };
    return -1;
}

static int is_up(const struct cmd_options *words, const struct data_dataset *store)
{
    struct data_zone zone = {0};
    struct sky_observer observer;
    struct sky_rise_search search;
    struct sky_tt when;
    struct sky_rise_event event;
    struct sky_fault fault = {0};
    int code = read_search(words, store, &observer, &search);
    if (code < 0 && cmd_options_is_set(words, "--at")) code = cmd_options_zone(words, &zone);
    if (code < 0) code = cmd_options_time(words, store, &zone, "--at", &when);
    data_zone_close(&zone);
    if (code >= 0) return code;
    enum base_err err = sky_rise_at(&search, when, &event, &fault);
    if (err != BASE_ERR_OK) return cmd_options_fault(words, store, err, &fault);
    return event.margin_deg >= 0.0 ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

/* Sleeps until an instant by the system's clock, in steps: a clock that is set, or a machine that
 * slept, is noticed. */
static void sleep_until(const struct data_dataset *store, struct sky_tt when)
{
    for (;;) {
        double left_s = (when.days - data_time_text_now(store, 1).days) * 86400.0;
        if (left_s <= 0.0) return;
        double step_s = fmin(left_s, 60.0);
        struct timespec step = {(time_t)step_s, (long)((step_s - floor(step_s)) * 1e9)};
        while (nanosleep(&step, &step) != 0 && errno == EINTR) continue;
    }
}

static int wait_for(const struct cmd_options *words, const struct data_dataset *store)
{
    struct sky_observer observer;
    struct sky_rise_search search;
    const char *name = words->positional_count > 1 ? words->positional[1] : "";
    int code = read_search(words, store, &observer, &search);
    if (code >= 0) return code;
    enum sky_rise_kind kind = SKY_RISE_UP;
    while (kind <= SKY_RISE_ANTITRANSIT && strcmp(name, sky_rise_kind_name(kind).at) != 0) kind++;
    if (kind > SKY_RISE_ANTITRANSIT)
        return cmd_options_invalid(words, "EVENT", name, "rise, set, transit or antitransit");
    bool has;
    struct sky_rise_event event;
    struct sky_fault fault = {0};
    enum base_err err =
        sky_rise_next(&search, kind, data_time_text_now(store, 1), &has, &event, &fault);
    if (err != BASE_ERR_OK) return cmd_options_fault(words, store, err, &fault);
    if (!has) {
        fprintf(stderr, "planettracker wait: no %s of it within %.0f days\n", name,
                SKY_RISE_AHEAD_MAX_DAYS);
        return CMD_EXIT_FAILURE;
    }
    char text[40];
    struct base_buf time = {.bytes = text, .room = sizeof text, .max = sizeof text};
    data_time_text_append(&time, store, event.tt, 0);
    if (!cmd_options_is_set(words, "--print")) sleep_until(store, event.tt);
    printf("%.*s\n", (int)time.used, text);
    return CMD_EXIT_OK;
}

int cmd_is_up(int count, char **argv)
{
    return cmd_options_run(&IS_UP_USAGE, count, argv, is_up);
}

int cmd_wait(int count, char **argv)
{
    return cmd_options_run(&WAIT_USAGE, count, argv, wait_for);
}
