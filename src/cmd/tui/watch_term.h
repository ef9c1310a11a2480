/* The terminal of `watch`. Only this room uses curses. Texts are UTF-8 and become ASCII where the
 * terminal cannot show them. The terminal is restored at every exit, by a signal as well. */
#ifndef CMD_WATCH_TERM_H
#define CMD_WATCH_TERM_H

#include "cmd/tui/terminal_layout.h"

#include <stdbool.h>

enum cmd_watch_style { CMD_WATCH_PLAIN, CMD_WATCH_DIM, CMD_WATCH_BOLD };

enum cmd_watch_hue {
    CMD_WATCH_HUE_NONE,
    CMD_WATCH_HUE_RED,
    CMD_WATCH_HUE_YELLOW,
    CMD_WATCH_HUE_CYAN,
    CMD_WATCH_HUE_BLUE,
    CMD_WATCH_HUES
};

/* Keys without a character; other keys are their character. */
enum cmd_watch_key {
    CMD_WATCH_KEY_NONE = -1,
    CMD_WATCH_KEY_LEFT = 256,
    CMD_WATCH_KEY_RIGHT,
    CMD_WATCH_KEY_UP,
    CMD_WATCH_KEY_DOWN,
    CMD_WATCH_KEY_BACKTAB,
    CMD_WATCH_KEY_END, /* a signal that ends the program, or the terminal is gone */
};

/* Takes control of the whole screen and reads keys one by one.
 *
 * Gives  NULL, or what the terminal lacks, for a message; the terminal is then unchanged
 */
const char *cmd_watch_term_open(void);

/* Restores the terminal. */
void cmd_watch_term_close(void);

/* Switches to red on black, for eyes used to the dark, or back.
 *
 * Gives  whether the terminal has the colours
 */
bool cmd_watch_term_red(bool is_red);

/* The present size, which follows the window. */
void cmd_watch_term_size(int *rows, int *columns);

/* Begins an empty picture, and shows the finished one. */
void cmd_watch_term_clear(void);
void cmd_watch_term_show(void);

struct cmd_watch_ink {
    enum cmd_watch_style style;
    enum cmd_watch_hue hue;
};

/* Writes a text, truncated to the columns given and to the screen. A character takes one column. */
void cmd_watch_term_write(int row, int column, int columns, struct cmd_watch_ink ink,
                          const char *utf8);

/* Writes a braille pattern, or a dot where there is none. */
void cmd_watch_term_write_dots(int row, int column, struct cmd_watch_ink ink, unsigned dots);

/* Waits for a key, a change of the window, a readable descriptor or the end of the time.
 *
 * Given  wait_ms  -1: no limit
 *        fd       -1: none
 */
void cmd_watch_term_wait(int wait_ms, int fd);

/* The next key typed so far, or NONE. */
int cmd_watch_term_key(void);

#endif
