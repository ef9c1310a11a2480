/* `watch --url` without a terminal: a line for each instant. */
#ifndef CMD_WATCH_LINES_H
#define CMD_WATCH_LINES_H

#include "cmd/tui/watch_feed.h"

/* Prints what the stream says until SIGINT, SIGTERM or its end; on stderr, how the connection is.
 *
 * Given  feed  following
 * Gives  an exit code
 */
int cmd_watch_lines(struct cmd_watch_feed *feed, struct cmd_watch_sky *sky);

#endif
