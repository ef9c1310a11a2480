/* planettracker wait: sleeps until a body rises, sets or culminates, for scripts. */
#include "base/buf.h"
#include "base/err.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/horizon_search.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "cmd/table.h"
#include "data/dataset.h"
#include "data/time_text.h"
#include "sky/const.h"
#include "sky/ephem.h"
#include "sky/rise.h"
#include "sky/time.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Sleeps until an instant of the system's clock, in steps, to notice that the clock was set or that
 * the machine slept. */
static void sleep_until(const struct data_dataset *dataset, struct sky_tt when)
{
    assert(!isnan(when.days));
    for (;;) {
        double left_s = (when.days - data_time_text_now(dataset, 1).days) * SKY_DAY_S;
        if (left_s <= 0.0) return;
        double step_s = fmin(left_s, 60.0);
        struct timespec step = {(time_t)step_s, (long)((step_s - floor(step_s)) * 1e9)};
        while (nanosleep(&step, &step) != 0 && errno == EINTR) continue;
    }
}

/* The kind of event that the second word names; the table has checked it. */
static enum sky_rise_kind kind_of(const char *name)
{
    enum sky_rise_kind kind = SKY_RISE_UP;
    while (strcmp(name, sky_rise_kind_name(kind).at) != 0) kind++;
    assert(kind <= SKY_RISE_ANTITRANSIT);
    return kind;
}

static int wait_for(const struct cmd_options *options, const struct data_dataset *dataset,
                    struct cmd_request *request)
{
    struct cmd_horizon_search search;
    struct sky_rise_event event;
    struct sky_fault fault = {0};
    int code = cmd_horizon_search_read(options, dataset, request, &search);
    if (code >= 0) return code;
    assert(options->word_count == 2);
    const char *name = options->words[1];
    enum base_err err =
        sky_rise_next(&search.rise, kind_of(name), data_time_text_now(dataset, 1), &event, &fault);
    if (err == BASE_ERR_END) {
        fprintf(stderr, "planettracker wait: no %s within %.0f days\n", name,
                SKY_RISE_AHEAD_MAX_DAYS);
        return CMD_EXIT_FAILURE;
    }
    if (err != BASE_ERR_OK) return cmd_request_fault(options, dataset, err, &fault);
    char text[40];
    struct base_buf time = {.bytes = text, .room = sizeof text, .max = sizeof text};
    data_time_text_append(&time, dataset, event.tt, 0);
    if (!cmd_options_is_set(options, CMD_TABLE_PRINT)) sleep_until(dataset, event.tt);
    printf("%.*s\n", (int)time.used, text);
    return CMD_EXIT_OK;
}

int cmd_wait(const struct cmd_options *options)
{
    return cmd_request_run(options, wait_for);
}
