/* The terminal of `watch`. Signals are blocked except while the program waits, so none interrupts a
 * half-drawn picture or is missed between a check and the wait.
 */
#include "cmd/tui/watch_term.h"

#include "base/text.h"

#include <assert.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

/* Wide characters, and no macros named like ordinary words. */
#define NCURSES_NOMACROS 1
#define NCURSES_WIDECHAR 1
#include <curses.h>

#define ESCAPE_MS      25 /* how long the rest of a key's sequence may take */
#define SILENT_MAX     8  /* readable this often without a key: the terminal is gone */
#define PAIR_RED_NIGHT CMD_WATCH_HUES
#define BRIGHT_RED     196 /* #ff0000 of the 256 colours */

static const int ENDING[] = {SIGINT, SIGTERM, SIGHUP};

static struct {
    SCREEN *screen;
    bool is_utf8, has_hues, can_red, is_red;
    sigset_t waiting; /* the mask while it waits */
    int silent;
} term;

static volatile sig_atomic_t is_ending;

static void note_end(int number)
{
    (void)number;
    is_ending = 1;
}

/* Called before curses starts, which would replace default handlers by ones that end the process. */
static void catch_signals(void)
{
    sigset_t held;
    struct sigaction action = {.sa_handler = note_end};
    sigemptyset(&held);
    sigaddset(&held, SIGWINCH);
    sigaddset(&held, SIGTSTP);
    for (size_t i = 0; i < sizeof ENDING / sizeof *ENDING; i++) {
        sigaddset(&held, ENDING[i]);
        sigaction(ENDING[i], &action, NULL);
    }
    sigprocmask(SIG_BLOCK, &held, &term.waiting);
}

/* NO_COLOR turns colours off; red mode is a choice of its own. Source: no-color.org */
static void start_colours(void)
{
    const char *none = getenv("NO_COLOR");
    if (!has_colors() || start_color() != OK || COLOR_PAIRS <= PAIR_RED_NIGHT) return;
    const short ground = use_default_colors() == OK ? -1 : COLOR_BLACK; /* else white on black */
    term.can_red =
        init_pair(PAIR_RED_NIGHT, COLORS > BRIGHT_RED ? BRIGHT_RED : COLOR_RED, COLOR_BLACK) == OK;
    if (none != NULL && *none != '\0') return;
    init_pair(CMD_WATCH_HUE_RED, COLOR_RED, ground);
    init_pair(CMD_WATCH_HUE_YELLOW, COLOR_YELLOW, ground);
    init_pair(CMD_WATCH_HUE_CYAN, COLOR_CYAN, ground);
    init_pair(CMD_WATCH_HUE_BLUE, COLOR_BLUE, ground);
    term.has_hues = true;
}

static void release_signals(void)
{
    sigprocmask(SIG_SETMASK, &term.waiting, NULL);
    for (size_t i = 0; i < sizeof ENDING / sizeof *ENDING; i++) signal(ENDING[i], SIG_DFL);
}

/* newterm accepts a dumb terminal, which cannot move its cursor. */
static const char *take_screen(void)
{
    term.screen = newterm(NULL, stdout, stdin);
    if (term.screen == NULL) return "TERM names an unknown terminal";
    const char *move = tigetstr("cup");
    if (move != NULL && move != (char *)-1) return NULL;
    endwin();
    delscreen(term.screen);
    return "this terminal cannot move its cursor";
}

const char *cmd_watch_term_open(void)
{
    const char *name = getenv("TERM"), *missing;
    if (!isatty(STDOUT_FILENO)) return "standard output is not a terminal";
    if (!isatty(STDIN_FILENO)) return "standard input is not a terminal";
    setlocale(LC_CTYPE, ""); /* numbers keep the decimal point of the C locale */
    /* The fonts of the Linux console lack braille patterns and planets. */
    term.is_utf8 =
        strcmp(nl_langinfo(CODESET), "UTF-8") == 0 && (name == NULL || strcmp(name, "linux") != 0);
    catch_signals();
    missing = take_screen();
    if (missing != NULL) {
        release_signals();
        return missing;
    }
    start_colours();
    cbreak();
    noecho();
    nonl();
    curs_set(0);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(ESCAPE_MS);
    return NULL;
}

void cmd_watch_term_close(void)
{
    endwin();
    delscreen(term.screen);
    release_signals();
}

bool cmd_watch_term_red(bool is_red)
{
    if (!term.can_red) return false;
    term.is_red = is_red;
    bkgd(is_red ? (chtype)(' ' | COLOR_PAIR(PAIR_RED_NIGHT)) : (chtype)' ');
    return true;
}

void cmd_watch_term_size(int *rows, int *columns)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0 &&
        (size.ws_row != LINES || size.ws_col != COLS))
        resizeterm(size.ws_row, size.ws_col);
    *rows = LINES;
    *columns = COLS;
}

void cmd_watch_term_clear(void)
{
    erase();
}

void cmd_watch_term_show(void)
{
    refresh();
}

static attr_t attributes(struct cmd_watch_ink ink)
{
    attr_t look = ink.style == CMD_WATCH_BOLD  ? A_BOLD
                  : ink.style == CMD_WATCH_DIM ? A_DIM
                                               : A_NORMAL;
    if (term.is_red) return look | (attr_t)COLOR_PAIR(PAIR_RED_NIGHT);
    if (term.has_hues && ink.hue != CMD_WATCH_HUE_NONE) look |= (attr_t)COLOR_PAIR((int)ink.hue);
    return look;
}

/* Replaces a character on terminals without it. Planets get their capital initial, or another letter
 * where two would be the same or the same as a wind's. */
static char ascii_for(struct base_text character)
{
    static const struct {
        const char *utf8;
        char ascii;
    } plain[] = {{"☉", 'O'}, {"☽", 'C'}, {"☿", 'm'},  {"♀", 'V'}, {"♂", 'M'}, {"♃", 'J'},
                 {"♄", 's'}, {"♅", 'U'}, {"♆", 'n'},  {"♇", 'P'}, {"↑", '^'}, {"↓", 'v'},
                 {"←", '<'}, {"→", '>'}, {"▸", '>'},  {"×", 'x'}, {"·", '-'}, {"—", '-'},
                 {"°", ' '}, {"″", '"'}, {"′", '\''}, {"−", '-'}};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (base_text_equals(character, base_text_of(plain[i].utf8))) return plain[i].ascii;
    return '?';
}

void cmd_watch_term_write(int row, int column, int columns, struct cmd_watch_ink ink,
                          const char *utf8)
{
    char line[512]; /* longer texts are truncated */
    struct base_text rest = base_text_of(utf8);
    size_t used = 0;
    if (row < 0 || row >= LINES || column < 0) return;
    if (columns > COLS - column) columns = COLS - column;
    for (int shown = 0; shown < columns && rest.length > 0 && used + 4 < sizeof line; shown++) {
        size_t length = base_text_utf8_length(rest);
        struct base_text character = {rest.at, length > 0 ? length : 1};
        if (character.length == 1 || term.is_utf8) {
            memcpy(line + used, character.at, character.length);
            used += character.length;
        } else {
            line[used++] = ascii_for(character);
        }
        rest = (struct base_text){rest.at + character.length, rest.length - character.length};
    }
    attrset((int)attributes(ink));
    if (used > 0) mvaddnstr(row, column, line, (int)used);
    attrset((int)A_NORMAL);
}

void cmd_watch_term_write_dots(int row, int column, struct cmd_watch_ink ink, unsigned dots)
{
    assert(dots <= 0xFF);
    const char braille[] = {(char)0xE2, (char)(0xA0 | dots >> 6), (char)(0x80 | (dots & 0x3Fu)),
                            '\0'}; /* U+2800 + dots as UTF-8 */
    cmd_watch_term_write(row, column, 1, ink, term.is_utf8 ? braille : ".");
}

void cmd_watch_term_wait(int wait_ms, int fd)
{
    assert(wait_ms >= -1 && fd >= -1 && fd < FD_SETSIZE);
    struct timespec limit = {wait_ms / 1000, wait_ms % 1000 * 1000000L};
    fd_set readable;
    sigset_t held;
    FD_ZERO(&readable);
    FD_SET(STDIN_FILENO, &readable);
    if (fd >= 0) FD_SET(fd, &readable);
    int ready = pselect((fd > STDIN_FILENO ? fd : STDIN_FILENO) + 1, &readable, NULL, NULL,
                        wait_ms < 0 ? NULL : &limit, &term.waiting);
    /* pselect delivers no signal when a descriptor is ready at once. */
    sigprocmask(SIG_SETMASK, &term.waiting, &held);
    sigprocmask(SIG_SETMASK, &held, NULL);
    term.silent = ready > 0 && FD_ISSET(STDIN_FILENO, &readable) ? term.silent + 1 : 0;
}

int cmd_watch_term_key(void)
{
    if (is_ending || term.silent > SILENT_MAX) return CMD_WATCH_KEY_END;
    for (;;) {
        int key = getch();
        if (key != ERR) term.silent = 0;
        switch (key) {
        case ERR:
            return CMD_WATCH_KEY_NONE;
        case KEY_LEFT:
            return CMD_WATCH_KEY_LEFT;
        case KEY_RIGHT:
            return CMD_WATCH_KEY_RIGHT;
        case KEY_UP:
            return CMD_WATCH_KEY_UP;
        case KEY_DOWN:
            return CMD_WATCH_KEY_DOWN;
        case KEY_BTAB:
            return CMD_WATCH_KEY_BACKTAB;
        default:
            if (key < 256) return key; /* otherwise an unused key, or KEY_RESIZE */
        }
    }
}
