/* `watch --url` without a terminal: a line for each instant. */
#ifndef CMD_WATCH_LINES_H
#define CMD_WATCH_LINES_H

#include "cmd/tui/watch_feed.h"
#include "cmd/tui/watch_sky.h"

/* Prints a line for each event until SIGINT, SIGTERM or the end of the stream, and changes of the
 * connection on stderr.
 *
 * Given  feed  following
 * Gives  an exit code
 */
int cmd_watch_lines(struct cmd_watch_feed *feed, struct cmd_watch_sky *sky);

#endif
