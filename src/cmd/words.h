/* The words after a subcommand: options from a table that also makes the help, and what is left. */
#ifndef CMD_WORDS_H
#define CMD_WORDS_H

#include "app/params.h"
#include "app/zone.h"

#define CMD_WORDS_OPTIONS_MAX    32
#define CMD_WORDS_POSITIONAL_MAX 4

struct cmd_words_option {
    const char *name;  /* "--at" */
    const char *value; /* what stands for it in the help, "TIME"; NULL: a switch */
    const char *help;
};

struct cmd_words_usage {
    const char *command;  /* "ephem" */
    const char *examples; /* lines that work as they stand; the help begins with them */
    const char *about;    /* a paragraph; lines are broken for it */
    const struct cmd_words_option *options;
    int option_count; /* at most CMD_WORDS_OPTIONS_MAX - 1: --help is always there */
    int positional_max;
};

struct cmd_words {
    const struct cmd_words_usage *usage;
    const char *values[CMD_WORDS_OPTIONS_MAX]; /* by the option's place in the table; NULL: not
                                                  given; a switch that is given has its own name */
    const char *positional[CMD_WORDS_POSITIONAL_MAX];
    int positional_count;
};

/* Reads the words of a command: "--name value", "--name=value", switches, and others.
 *
 * Gives  -1 to go on, with *words borrowing from argv; or an exit code after printing help on
 *        stdout or, on stderr, what was wrong: an unknown option with the nearest known one, a
 *        missing value, an option twice
 */
int cmd_words_read(const struct cmd_words_usage *usage, int count, char **argv,
                   struct cmd_words *words);

/* The value of an option, or NULL. The name is in the table. */
const char *cmd_words_value(const struct cmd_words *words, const char *name);

/* Hands every option that is a parameter of requests ("--lat") to the table of parameters; "--at"
 * is time, and --place gives lat and lon.
 *
 * Gives  -1 to go on, or an exit code after saying the problem
 */
int cmd_words_params(const struct cmd_words *words, const struct app_store *store,
                     struct app_params *params);

/* The same, and a place is required: --place, or --lat and --lon. */
int cmd_words_params_of_place(const struct cmd_words *words, const struct app_store *store,
                              struct app_params *params);

/* A command that works with data: reads its words, opens the data that they name, acts, closes
 * them.
 *
 * Given  act  gives an exit code
 * Gives  the exit code of the command
 */
int cmd_words_run(const struct cmd_words_usage *usage, int count, char **argv,
                  int (*act)(const struct cmd_words *words, const struct app_store *store));

/* Reads a time option, or `now` when it is not given. A time without a zone is of the zone of --tz;
 * one that clocks show twice or not at all is settled by --ambiguous and --nonexistent.
 *
 * Gives  -1 to go on, or an exit code after saying the problem
 */
int cmd_words_time(const struct cmd_words *words, const struct app_store *store,
                   const struct app_zone *zone, const char *name, struct sky_tt *when);

/* Reads --horizon and --eye-height: the skyline's altitude and the eye above the ground around
 * it. */
int cmd_words_skyline(const struct cmd_words *words, double *horizon_deg, double *eye_height_m);

/* Reads a number option in [least, most]; leaves *number when it is not given. */
int cmd_words_number(const struct cmd_words *words, const char *name, double least, double most,
                     double *number);

enum cmd_words_format {
    CMD_WORDS_TABLE,
    CMD_WORDS_JSON,
    CMD_WORDS_NDJSON,
    CMD_WORDS_CSV,
    CMD_WORDS_VOTABLE
};

/* Reads --json, --ndjson, --csv, --votable, of which one may be given. */
int cmd_words_choose_format(const struct cmd_words *words, enum cmd_words_format *format);

/* The format of rows that a chosen format is: people read the table as text. */
enum app_params_format cmd_words_params_format(enum cmd_words_format format);

/* Writes a buffer to standard output and empties it; false when it takes no more, which main
 * explains, or when the buffer did not hold all, which is said on stderr. */
bool cmd_words_flush(struct base_buf *out);

/* Says that the ephemeris ends, or that memory did; gives the exit code. */
int cmd_words_fault(const struct cmd_words *words, const struct app_store *store, enum base_err err,
                    const struct sky_fault *fault);

/* Opens the zone of --tz, or else that of --place, and looks at --ambiguous and --nonexistent.
 *
 * Gives  -1 to go on; zone->name is empty and nothing is open when neither is given, or when the
 *        system does not know a place's zone, which is said on stderr
 */
int cmd_words_zone(const struct cmd_words *words, struct app_zone *zone);

/* Reads the bodies of a word such as "mars,jupiter" or "planets" into params.
 *
 * Given  word  or NULL for the bodies of the kernel
 */
int cmd_words_bodies(const struct cmd_words *words, const struct app_store *store, const char *word,
                     struct app_params *params);

/* Whether a switch is given. */
static inline bool cmd_words_is_set(const struct cmd_words *words, const char *name)
{
    return cmd_words_value(words, name) != NULL;
}

/* Says a problem on stderr in the words of the command line; gives its exit code. */
int cmd_words_say(const struct cmd_words *words, const struct app_problem *problem);

/* Says that a value is not what was expected; gives CMD_EXIT_USAGE. */
int cmd_words_invalid(const struct cmd_words *words, const char *name, const char *got,
                      const char *expected);

/* Rows of the option table that many commands share. */
#define CMD_WORDS_PLACE                                                                            \
    {"--place", "NAME",                                                                            \
     "a town, \"name,CC\" or zone that planettracker places knows; its zone too"},                 \
        {"--lat", "DEG", APP_PARAMS_LAT_EXPECTED}, {"--lon", "DEG", APP_PARAMS_LON_EXPECTED},      \
    {                                                                                              \
        "--elevation", "M", APP_PARAMS_ELEVATION_EXPECTED                                          \
    }
#define CMD_WORDS_ZONE                                                                             \
    {"--tz", "ZONE", "local times of an IANA zone such as Europe/Paris, read and shown"},          \
        {"--ambiguous", "WHICH", "a local time that comes twice: first, last or error"},           \
    {                                                                                              \
        "--nonexistent", "WHAT", "a local time that clocks skip: forward or error"                 \
    }
#define CMD_WORDS_AIR                                                                              \
    {"--refraction", "MODEL", APP_PARAMS_REFRACTION_EXPECTED},                                     \
        {"--pressure", "HPA", APP_PARAMS_PRESSURE_EXPECTED},                                       \
    {                                                                                              \
        "--temperature", "C", APP_PARAMS_TEMPERATURE_EXPECTED                                      \
    }
#define CMD_WORDS_DATA                                                                             \
    {"--ephemeris", "FILE",                                                                        \
     "a JPL kernel (DE405 to DE441) in the place of the one inside the program; environment: "     \
     "PLANETTRACKER_EPHEMERIS"},                                                                   \
        {"--leap-seconds", "FILE", "a newer leap-seconds.list than the one inside the program"},   \
    {                                                                                              \
        "--data-dir", "DIR",                                                                       \
            "the folder that `planettracker data update` fills; none: the data inside the "        \
            "program "                                                                             \
            "alone; environment: PLANETTRACKER_DATA_DIR"                                           \
    }

#endif
