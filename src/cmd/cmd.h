/* The subcommands and what they share: exit codes and the way errors are said. */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "base/err.h"

/* Exit codes, stable for scripts. */
enum cmd_exit {
    CMD_EXIT_OK = 0,
    CMD_EXIT_FAILURE = 1, /* also: the answer is no */
    CMD_EXIT_USAGE = 2,
    CMD_EXIT_DATA = 3,  /* data missing or unreadable */
    CMD_EXIT_RANGE = 4, /* outside the ephemeris */
    CMD_EXIT_NETWORK = 5,
};

/* Each takes the words after its name and gives an exit code. */
int cmd_serve(int count, char **argv);
int cmd_now(int count, char **argv);

/* Says on stderr why the file of --leap-seconds is of no use; gives CMD_EXIT_DATA.
 *
 * Given  fault  of app_store_open; errno still says why when its code is SYSTEM
 */
int cmd_leap_seconds_failure(const char *command, const char *path, const struct base_fault *fault);

#endif
