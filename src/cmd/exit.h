/* Exit statuses, stable for scripts. The table of commands (cmd/table) says what they mean. */
#ifndef CMD_EXIT_H
#define CMD_EXIT_H

enum cmd_exit {
    CMD_EXIT_OK = 0,
    CMD_EXIT_FAILURE = 1, /* also: the answer is no */
    CMD_EXIT_USAGE = 2,
    CMD_EXIT_DATA = 3,  /* data missing, unreadable, or stale with --strict */
    CMD_EXIT_RANGE = 4, /* outside the ephemeris */
    CMD_EXIT_NETWORK = 5,
};

#endif
