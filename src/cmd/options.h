/* The words after a subcommand: options from a table that also makes the help, and what is left. */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include "almanac/params.h"
#include "data/zone.h"

#define CMD_OPTIONS_OPTIONS_MAX    32
#define CMD_OPTIONS_POSITIONAL_MAX 4

struct cmd_options_option {
    const char *name;  /* "--at" */
    const char *value; /* what stands for it in the help, "TIME"; NULL: a switch */
    const char *help;
};

struct cmd_options_usage {
    const char *command;  /* "ephem" */
    const char *examples; /* lines that work as they stand; the help begins with them */
    const char *about;    /* a paragraph; lines are broken for it */
    const struct cmd_options_option *options;
    int option_count; /* at most CMD_OPTIONS_OPTIONS_MAX - 1: --help is always there */
    int positional_max;
};

struct cmd_options {
    const struct cmd_options_usage *usage;
    const char *values[CMD_OPTIONS_OPTIONS_MAX]; /* by the option's place in the table; NULL: not
                                                  given; a switch that is given has its own name */
    const char *positional[CMD_OPTIONS_POSITIONAL_MAX];
    int positional_count;
};

/* Reads the words of a command: "--name value", "--name=value", switches, and others.
 *
 * Gives  -1 to go on, with *words borrowing from argv; or an exit code after printing help on
 *        stdout or, on stderr, what was wrong: an unknown option with the nearest known one, a
 *        missing value, an option twice
 */
int cmd_options_read(const struct cmd_options_usage *usage, int count, char **argv,
                     struct cmd_options *words);

/* The value of an option, or NULL. The name is in the table. */
const char *cmd_options_value(const struct cmd_options *words, const char *name);

/* Hands every option that is a parameter of requests ("--lat") to the table of parameters; "--at"
 * is time, and --place gives lat and lon.
 *
 * Gives  -1 to go on, or an exit code after saying the problem
 */
int cmd_options_params(const struct cmd_options *words, const struct data_dataset *store,
                       struct almanac_params *params);

/* The same, and a place is required: --place, or --lat and --lon. */
int cmd_options_params_of_place(const struct cmd_options *words, const struct data_dataset *store,
                                struct almanac_params *params);

/* A command that works with data: reads its words, opens the data that they name, acts, closes
 * them.
 *
 * Given  act  gives an exit code
 * Gives  the exit code of the command
 */
int cmd_options_run(const struct cmd_options_usage *usage, int count, char **argv,
                    int (*act)(const struct cmd_options *words, const struct data_dataset *store));

/* Reads a time option, or `now` when it is not given. A time without a zone is of the zone of --tz;
 * one that clocks show twice or not at all is settled by --ambiguous and --nonexistent.
 *
 * Gives  -1 to go on, or an exit code after saying the problem
 */
int cmd_options_time(const struct cmd_options *words, const struct data_dataset *store,
                     const struct data_zone *zone, const char *name, struct sky_tt *when);

/* Reads --horizon and --eye-height: the skyline's altitude and the eye above the ground around
 * it. */
int cmd_options_skyline(const struct cmd_options *words, double *horizon_deg, double *eye_height_m);

/* Reads a number option in [least, most]; leaves *number when it is not given. */
int cmd_options_number(const struct cmd_options *words, const char *name, double least, double most,
                       double *number);

enum cmd_options_format {
    CMD_OPTIONS_TABLE,
    CMD_OPTIONS_JSON,
    CMD_OPTIONS_NDJSON,
    CMD_OPTIONS_CSV,
    CMD_OPTIONS_VOTABLE
};

/* Reads --json, --ndjson, --csv, --votable, of which one may be given. */
int cmd_options_choose_format(const struct cmd_options *words, enum cmd_options_format *format);

/* The format of rows that a chosen format is: people read the table as text. */
enum almanac_params_format cmd_options_params_format(enum cmd_options_format format);

/* Writes a buffer to standard output and empties it; false when it takes no more, which main
 * explains, or when the buffer did not hold all, which is said on stderr. */
bool cmd_options_flush(struct base_buf *out);

/* Says that the ephemeris ends, or that memory did; gives the exit code. */
int cmd_options_fault(const struct cmd_options *words, const struct data_dataset *store,
                      enum base_err err, const struct sky_fault *fault);

/* Opens the zone of --tz, or else that of --place, and looks at --ambiguous and --nonexistent.
 *
 * Gives  -1 to go on; zone->name is empty and nothing is open when neither is given, or when the
 *        system does not know a place's zone, which is said on stderr
 */
int cmd_options_zone(const struct cmd_options *words, struct data_zone *zone);

/* Reads the bodies of a word such as "mars,jupiter" or "planets" into params.
 *
 * Given  word  or NULL for the bodies of the kernel
 */
int cmd_options_bodies(const struct cmd_options *words, const struct data_dataset *store,
                       const char *word, struct almanac_params *params);

/* Whether a switch is given. */
static inline bool cmd_options_is_set(const struct cmd_options *words, const char *name)
{
    return cmd_options_value(words, name) != NULL;
}

/* Says a problem on stderr in the words of the command line; gives its exit code. */
int cmd_options_say(const struct cmd_options *words, const struct almanac_problem *problem);

/* Says that a value is not what was expected; gives CMD_EXIT_USAGE. */
int cmd_options_invalid(const struct cmd_options *words, const char *name, const char *got,
                        const char *expected);

/* Rows of the option table that many commands share. */
#define CMD_OPTIONS_PLACE                                                                          \
    {"--place", "NAME",                                                                            \
     "a town, \"name,CC\" or zone that planettracker places knows; its zone too"},                 \
        {"--lat", "DEG", ALMANAC_PARAMS_LAT_EXPECTED},                                             \
        {"--lon", "DEG", ALMANAC_PARAMS_LON_EXPECTED},                                             \
    {                                                                                              \
        "--elevation", "M", ALMANAC_PARAMS_ELEVATION_EXPECTED                                      \
    }
#define CMD_OPTIONS_ZONE                                                                           \
    {"--tz", "ZONE", "local times of an IANA zone such as Europe/Paris, read and shown"},          \
        {"--ambiguous", "WHICH", "a local time that comes twice: first, last or error"},           \
    {                                                                                              \
        "--nonexistent", "WHAT", "a local time that clocks skip: forward or error"                 \
    }
#define CMD_OPTIONS_AIR                                                                            \
    {"--refraction", "MODEL", ALMANAC_PARAMS_REFRACTION_EXPECTED},                                 \
        {"--pressure", "HPA", ALMANAC_PARAMS_PRESSURE_EXPECTED},                                   \
    {                                                                                              \
        "--temperature", "C", ALMANAC_PARAMS_TEMPERATURE_EXPECTED                                  \
    }
#define CMD_OPTIONS_DATA                                                                           \
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
