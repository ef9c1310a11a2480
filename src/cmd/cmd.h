/* The subcommands and what they share: exit codes and the way errors are said. */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "data/dataset_live.h"

/* Exit codes, stable for scripts. */
enum cmd_exit {
    CMD_EXIT_OK = 0,
    CMD_EXIT_FAILURE = 1, /* also: the answer is no */
    CMD_EXIT_USAGE = 2,
    CMD_EXIT_DATA = 3,  /* data missing, unreadable, or stale with --strict */
    CMD_EXIT_RANGE = 4, /* outside the ephemeris */
    CMD_EXIT_NETWORK = 5,
};

/* Each takes the words after its name and gives an exit code. */
int cmd_serve(int count, char **argv);
int cmd_now(int count, char **argv);
int cmd_ephem(int count, char **argv);
int cmd_tonight(int count, char **argv);
int cmd_is_up(int count, char **argv);
int cmd_wait(int count, char **argv);
int cmd_rise(int count, char **argv);
int cmd_events(int count, char **argv);
int cmd_explain(int count, char **argv);
int cmd_time(int count, char **argv);
int cmd_bodies(int count, char **argv);
int cmd_watch(int count, char **argv);
int cmd_chart(int count, char **argv);
int cmd_places(int count, char **argv);
int cmd_get(int count, char **argv);
int cmd_data(int count, char **argv);
int cmd_stream(int count, char **argv);

/* The lines of help for what cmd_store_open takes. */
#define CMD_STORE_HELP                                                                             \
    "  --ephemeris FILE      a JPL kernel (DE405 to DE441) in the place of the one inside the\n"   \
    "                        program; environment: PLANETTRACKER_EPHEMERIS\n"                      \
    "  --leap-seconds FILE   a newer leap-seconds.list than the one inside the program\n"          \
    "  --data-dir DIR        the folder that `planettracker data update` fills; none: the data "   \
    "inside\n                        the program alone; environment: PLANETTRACKER_DATA_DIR\n"

/* What the options of a command name, or NULL. */
struct cmd_store_options {
    const char *ephemeris;
    const char *leap_seconds;
    const char *data_dir;
};

/* The wishes of a command: its options, else the environment. Good until the next call; what there
 * is to say goes to stderr. */
struct data_dataset_live_config cmd_store_wishes(const struct cmd_store_options *options);

/* Says why there is no store; gives CMD_EXIT_DATA. */
int cmd_store_say(const char *command, const struct cmd_store_options *options,
                  const struct data_dataset_fault *fault);

/* Opens the data of a command.
 *
 * Gives  CMD_EXIT_OK, or CMD_EXIT_DATA once the option, the file, the reason and the byte are said
 *        on stderr; says there too what of a kernel was passed over
 */
int cmd_store_open(const char *command, const struct cmd_store_options *options,
                   struct data_dataset *store);

/* Says on stderr what of a kernel was passed over. */
void cmd_store_say_skipped(const struct data_dataset *store);

/* For --strict: whether data are too old for an instant.
 *
 * Given  command  for the message
 * Gives  CMD_EXIT_OK, or CMD_EXIT_DATA once the reason is said on stderr: UT1 held or modelled
 *        after its table, or leap seconds whose list has expired before the instant
 */
int cmd_store_strict(const char *command, const struct data_dataset *store, struct sky_tt when);

#endif
