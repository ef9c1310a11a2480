/* The picture that `watch` draws. */
#ifndef CMD_WATCH_VIEW_H
#define CMD_WATCH_VIEW_H

#include "cmd/tui/timeline.h"
#include "cmd/tui/watch_sky.h"
#include "cmd/tui/watch_term.h"
#include "sky/body.h"
#include "sky/time.h"

#include <stdbool.h>

#define CMD_WATCH_VIEW_LINE_BYTES 256

struct cmd_watch_view {
    bool is_help;     /* the list of keys instead of the sky */
    const char *note; /* shown once, instead of the keys; or NULL */
    /* With a server; NULL otherwise: */
    const char *badge; /* the state of the connection, instead of "live" */
    enum cmd_watch_hue badge_hue;
    const char *source; /* the server */
};

/* "4 of 10 are up. Jupiter is highest, 34° in the ESE." of a sky with positions.
 *
 * Given  columns  a longer sentence is shortened
 *        degree   "°" or " deg"
 */
void cmd_watch_view_sentence(const struct cmd_watch_sky *sky, int columns, const char *degree,
                             char text[CMD_WATCH_VIEW_LINE_BYTES]);

/* "2026-10-30 21:04:05 +01:00": an instant in the zone. */
void cmd_watch_view_time(const struct cmd_watch_sky *sky, struct sky_tt when, char text[48]);

/* The name of a body as it is shown. */
const char *cmd_watch_view_name(enum sky_body body);

/* Draws everything at the present size of the screen. */
void cmd_watch_view_draw(const struct cmd_watch_view *view, const struct cmd_watch_sky *sky,
                         const struct cmd_timeline *travel);

#endif
