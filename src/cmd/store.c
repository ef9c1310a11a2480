/* The data files of every subcommand: one place for their opening and their age. */
#include "cmd/cmd.h"
#include "data/dir.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void say(void *context, const char *sentence)
{
    (void)context;
    fprintf(stderr, "planettracker: %s\n", sentence);
}

struct data_dataset_live_config cmd_store_wishes(const struct cmd_store_options *options)
{
    static char folder[DATA_DIR_PATH_MAX + 1];
    struct data_dataset_live_config config = {
        .ephemeris = options->ephemeris, .leap_seconds = options->leap_seconds, .say = say};
    const char *named = getenv(DATA_DATASET_EPHEMERIS_ENV);
    if (config.ephemeris == NULL && named != NULL && *named != '\0') config.ephemeris = named;
    if (data_dir_path(options->data_dir, getenv, folder) == BASE_ERR_OK) config.folder = folder;
    return config;
}

int cmd_store_say(const char *command, const struct cmd_store_options *options,
                  const struct data_dataset_fault *fault)
{
    const char *option = DATA_DATASET_EPHEMERIS_ENV;
    if (options->ephemeris != NULL) option = "--ephemeris";
    if (fault->path == options->leap_seconds) option = "--leap-seconds";
    fprintf(stderr, "planettracker %s: %s %s: ", command, option, fault->path);
    if (fault->at.code == BASE_ERR_SYSTEM)
        fprintf(stderr, "%s\n", strerror(errno));
    else
        fprintf(stderr, "%s, at byte %zu\n", fault->at.note, fault->at.offset);
    return CMD_EXIT_DATA;
}

void cmd_store_say_skipped(const struct data_dataset *store)
{
    const struct sky_spk *spk = &store->sky.spk;
    if (spk->skipped == 0) return;
    fprintf(
        stderr,
        "planettracker: %s: %d of %d segments passed over, the first of body %d: type %d, frame "
        "%d (types 2 and 3 in frame 1 are read)\n",
        store->source, spk->skipped, spk->skipped + spk->count, spk->first_skipped.target,
        spk->first_skipped.type, spk->first_skipped.frame);
}

int cmd_store_open(const char *command, const struct cmd_store_options *options,
                   struct data_dataset *store)
{
    struct data_dataset_live_config config = cmd_store_wishes(options);
    struct data_dataset_fault fault;
    if (data_dataset_live_fill(&config, store, &fault) != BASE_ERR_OK)
        return cmd_store_say(command, options, &fault);
    cmd_store_say_skipped(store);
    return CMD_EXIT_OK;
}

int cmd_store_strict(const char *command, const struct data_dataset *store, struct sky_tt when)
{
    const struct sky_earth_orientation_spin spin =
        sky_earth_orientation_spin(&store->sky.orient, when);
    const char *stale = NULL;
    if (spin.source == SKY_EARTH_ORIENTATION_HELD || spin.source == SKY_EARTH_ORIENTATION_MODEL)
        stale = "UT1 is not measured or predicted for this instant";
    else if (when.days > store->leaps.expires_day)
        stale = "the list of leap seconds had expired by this instant";
    if (stale == NULL) return CMD_EXIT_OK;
    fprintf(stderr, "planettracker %s: --strict: %s\n", command, stale);
    return CMD_EXIT_DATA;
}
