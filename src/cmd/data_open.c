/* Opens data files in one place for all commands, with one form of message. */
#include "cmd/data_open.h"

#include "cmd/exit.h"
#include "cmd/table.h"
#include "data/dataset.h"
#include "data/dir.h"
#include "sky/earth_orientation.h"
#include "sky/spk.h"
#include "sky/time.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_sentence(void *context, const char *sentence)
{
    (void)context;
    fprintf(stderr, "planettracker: %s\n", sentence);
}

struct data_dataset_live_config cmd_data_open_config(const struct cmd_options *options)
{
    static char folder[DATA_DIR_PATH_MAX + 1];
    struct data_dataset_live_config config = {
        .ephemeris = cmd_options_value(options, CMD_TABLE_EPHEMERIS),
        .leap_seconds = cmd_options_value(options, CMD_TABLE_LEAP_SECONDS),
        .report = print_sentence,
    };
    /* `data status` has no --ephemeris, but it reports what other commands would use. */
    const char *named = getenv(DATA_DATASET_EPHEMERIS_ENV);
    if (config.ephemeris == NULL && named != NULL && *named != '\0') config.ephemeris = named;
    if (data_dir_path(cmd_options_value(options, CMD_TABLE_DATA_DIR), getenv, folder) ==
        BASE_ERR_OK)
        config.folder = folder;
    return config;
}

int cmd_data_open_fault(const struct cmd_options *options, const struct data_dataset_fault *fault)
{
    assert(fault->path != NULL);
    const char *option = DATA_DATASET_EPHEMERIS_ENV;
    if (cmd_options_is_set(options, CMD_TABLE_EPHEMERIS)) option = "--ephemeris";
    if (fault->path == cmd_options_value(options, CMD_TABLE_LEAP_SECONDS))
        option = "--leap-seconds";
    fprintf(stderr, "planettracker %s: %s %s: ", cmd_options_command(options), option, fault->path);
    if (fault->at.code == BASE_ERR_SYSTEM)
        fprintf(stderr, "%s\n", strerror(errno));
    else
        fprintf(stderr, "%s, at byte %zu\n", fault->at.note, fault->at.offset);
    return CMD_EXIT_DATA;
}

void cmd_data_open_skipped(const struct data_dataset *dataset)
{
    const struct sky_spk *spk = &dataset->sky.spk;
    if (spk->skipped == 0) return;
    fprintf(stderr,
            "planettracker: %s: %d of %d segments skipped, the first of body %d: type %d, frame "
            "%d (types 2 and 3 in frame 1 are read)\n",
            dataset->source, spk->skipped, spk->skipped + spk->count, spk->first_skipped.target,
            spk->first_skipped.type, spk->first_skipped.frame);
}

int cmd_data_open(const struct cmd_options *options, struct data_dataset *dataset)
{
    const struct data_dataset_live_config config = cmd_data_open_config(options);
    struct data_dataset_fault fault;
    if (data_dataset_live_fill(&config, dataset, &fault) != BASE_ERR_OK)
        return cmd_data_open_fault(options, &fault);
    cmd_data_open_skipped(dataset);
    return CMD_EXIT_OK;
}

int cmd_data_open_strict(const struct cmd_options *options, const struct data_dataset *dataset,
                         struct sky_tt when)
{
    assert(!isnan(when.days));
    const struct sky_earth_orientation_spin spin =
        sky_earth_orientation_spin(&dataset->sky.orient, when);
    const char *stale = NULL;
    if (spin.source == SKY_EARTH_ORIENTATION_HELD || spin.source == SKY_EARTH_ORIENTATION_MODEL)
        stale = "UT1 is not measured or predicted for this instant";
    else if (when.days > dataset->leaps.expires_day)
        stale = "the list of leap seconds had expired by this instant";
    if (stale == NULL) return CMD_EXIT_OK;
    fprintf(stderr, "planettracker %s: --strict: %s\n", cmd_options_command(options), stale);
    return CMD_EXIT_DATA;
}
