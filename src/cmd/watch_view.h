/* The picture that `watch` draws. */
#ifndef CMD_WATCH_VIEW_H
#define CMD_WATCH_VIEW_H

#include "app/travel.h"
#include "cmd/watch_sky.h"

struct cmd_watch_view {
    bool is_help;     /* the list of keys instead of the sky */
    const char *note; /* for the next picture, in the place of the keys; or NULL */
};

/* Draws all of it, for the size that the screen has now. */
void cmd_watch_view_draw(const struct cmd_watch_view *view, const struct cmd_watch_sky *sky,
                         const struct app_travel *travel);

#endif
