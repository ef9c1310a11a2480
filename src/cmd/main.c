/* planettracker: one program, subcommands as in git. This file is their table of contents. */
#include "almanac/problem.h"
#include "base/spelling.h"
#include "base/version.h"
#include "cmd/cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name;
    int (*run)(int count, char **argv);
    const char *summary;
} COMMANDS[] = {
    {"now", cmd_now, "where the planets are, now or at any instant"},
    {"ephem", cmd_ephem, "positions over a range of instants"},
    {"tonight", cmd_tonight, "dusk, dawn, and what is to be seen between them"},
    {"rise", cmd_rise, "rise, transit and set, day by day"},
    {"events", cmd_events, "phases, conjunctions, eclipses and the rest, in order"},
    {"is-up", cmd_is_up, "whether a body is above the horizon, by the exit code"},
    {"wait", cmd_wait, "sleeps until a body rises, sets or culminates"},
    {"explain", cmd_explain, "every correction of one position, in arcseconds"},
    {"time", cmd_time, "an instant in every scale of time, sidereal time"},
    {"bodies", cmd_bodies, "the bodies, and from when until when they are known"},
    {"watch", cmd_watch, "the sky on the whole screen, live"},
    {"chart", cmd_chart, "the dome of the sky as an SVG picture"},
    {"places", cmd_places, "towns by name or by distance, with their time zones"},
    {"get", cmd_get, "many HTTP requests at once, with a report"},
    {"stream", cmd_stream, "events of a server, line by line, across broken connections"},
    {"data", cmd_data, "the files that keep the sky exact: status, update, verify"},
    {"serve", cmd_serve, "the web page and the API on http://localhost:8000"},
};
#define COMMAND_COUNT (sizeof COMMANDS / sizeof *COMMANDS)

static void print_help(FILE *out)
{
    fputs("planettracker now --lat 48.93 --lon 2.45\n"
          "planettracker serve --port 8000\n"
          "\n"
          "Where the planets are in your sky, from an ephemeris inside the program.\n"
          "\n",
          out);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(out, "  %-9s %s\n", COMMANDS[i].name, COMMANDS[i].summary);
    fputs("  version   the version of the program\n"
          "\n"
          "planettracker COMMAND --help tells more of one of them.\n",
          out);
}

/* A closed standard stream would give its number to the next file or socket, and that would get
 * our messages. Each is opened the wrong way round, so that using it fails as if it were closed. */
static bool hold_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            return false;
    return true;
}

/* What was written must have arrived: a full disk is no success. The errno of an earlier write is lost; one more
   byte mostly meets what stopped that one. */
static int finish(int code)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    bool has_reason = errno != 0 || write(STDOUT_FILENO, "\n", 1) < 0;
    fprintf(stderr, "planettracker: standard output: %s\n",
            has_reason ? strerror(errno) : "it took no more");
    return code == CMD_EXIT_OK ? CMD_EXIT_FAILURE : code;
}

static int say_unknown(const char *name)
{
    struct base_text names[COMMAND_COUNT + 2] = {BASE_TEXT("help"), BASE_TEXT("version")};
    for (size_t i = 0; i < COMMAND_COUNT; i++) names[i + 2] = base_text_of(COMMANDS[i].name);
    struct base_text nearest = base_spelling_nearest(base_text_of(name), names, COMMAND_COUNT + 2);
    fprintf(stderr, "planettracker: there is no command \"%s\"", name);
    if (nearest.length > 0)
        fprintf(stderr, "; did you mean \"%.*s\"?", (int)nearest.length, nearest.at);
    fputs("\nplanettracker --help lists them.\n", stderr);
    return CMD_EXIT_USAGE;
}

static int help_of(const char *name)
{
    char help[] = "--help", *words[] = {help, NULL};
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(name, COMMANDS[i].name) == 0) return COMMANDS[i].run(1, words);
    return say_unknown(name);
}

static int run(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(name, COMMANDS[i].name) == 0) return COMMANDS[i].run(argc - 2, argv + 2);
    if (strcmp(name, "help") == 0 && argc > 2) return help_of(argv[2]);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        print_help(stdout);
        return CMD_EXIT_OK;
    }
    if (strcmp(name, "version") == 0 || strcmp(name, "--version") == 0) {
        puts("planettracker " BASE_VERSION);
        return CMD_EXIT_OK;
    }
    if (argc < 2) {
        print_help(stderr);
        return CMD_EXIT_USAGE;
    }
    return say_unknown(name);
}

int main(int argc, char **argv)
{
    return hold_standard_streams() ? finish(run(argc, argv)) : CMD_EXIT_FAILURE;
}
