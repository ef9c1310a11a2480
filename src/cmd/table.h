/* The table of commands, of their options and of the environment variables that they read.
 *
 * Everything that must agree about the command line is made from it: the reader of options
 * (cmd/options), --help (cmd/help_text), shell completion (cmd/completion) and the manual pages
 * (cmd/manual). An option that stands for a parameter of requests takes its limits, its choices and
 * what is expected of it from almanac/params, so that the command line and the API agree.
 */
#ifndef CMD_TABLE_H
#define CMD_TABLE_H

#include "almanac/params.h"
#include "base/buf.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* enumerator, function: the one of is-up is cmd_is_up. The rest is in the rows of table.c. */
#define CMD_TABLE_COMMANDS(X)                                                                      \
    X(NOW, now)                                                                                    \
    X(EPHEM, ephem)                                                                                \
    X(TONIGHT, tonight)                                                                            \
    X(RISE, rise)                                                                                  \
    X(EVENTS, events)                                                                              \
    X(IS_UP, is_up)                                                                                \
    X(WAIT, wait)                                                                                  \
    X(EXPLAIN, explain)                                                                            \
    X(TIME, time)                                                                                  \
    X(BODIES, bodies)                                                                              \
    X(WATCH, watch)                                                                                \
    X(CHART, chart)                                                                                \
    X(PLACES, places)                                                                              \
    X(GET, get)                                                                                    \
    X(STREAM, stream)                                                                              \
    X(DATA, data)                                                                                  \
    X(SERVE, serve)                                                                                \
    X(COMPLETIONS, completions)                                                                    \
    X(HELP, help)                                                                                  \
    X(VERSION, version)

#define CMD_TABLE_ENUM(id, ...) CMD_TABLE_##id,
enum cmd_table_command_id { CMD_TABLE_COMMANDS(CMD_TABLE_ENUM) CMD_TABLE_COMMAND_COUNT };
#undef CMD_TABLE_ENUM

#define CMD_TABLE_BIT(id) (UINT32_C(1) << CMD_TABLE_##id)
#define CMD_TABLE_PROGRAM (UINT32_C(1) << 31) /* the program without a command */
_Static_assert(CMD_TABLE_COMMAND_COUNT < 30, "a bit for each command, and one for a test");

/* What a value is: decides how it is checked and completed. */
enum cmd_table_kind {
    CMD_TABLE_SWITCH,    /* no value */
    CMD_TABLE_FORMAT,    /* a switch that chooses the format of the output */
    CMD_TABLE_PARAMETER, /* checked by almanac_params_set, completed by the parameter's kind */
    CMD_TABLE_NUMBER,    /* least..most */
    CMD_TABLE_WHOLE,     /* the same, without a fraction */
    CMD_TABLE_CHOICE,    /* one of choices */
    CMD_TABLE_BODY,      /* a name or NAIF id */
    CMD_TABLE_TEXT,      /* anything; the command checks it */
    CMD_TABLE_URL,
    CMD_TABLE_FILE,
    CMD_TABLE_FOLDER,
    CMD_TABLE_COMMAND /* the name of a command */
};

/* How values are suggested to a shell. */
enum cmd_table_suggestion {
    CMD_TABLE_NOTHING,
    CMD_TABLE_ONE,  /* one of cmd_table_append_choices */
    CMD_TABLE_LIST, /* several of them with commas between */
    CMD_TABLE_FILES,
    CMD_TABLE_FOLDERS,
    CMD_TABLE_ZONES
};

/* Headings of help and manual pages, in this order. */
#define CMD_TABLE_GROUPS(X)                                                                        \
    X(WHERE, "Place")                                                                              \
    X(WHEN, "Time")                                                                                \
    X(WHAT, "Bodies and events")                                                                   \
    X(AIR, "Horizon and air")                                                                      \
    X(PICTURE, "Picture")                                                                          \
    X(SERVER, "Server")                                                                            \
    X(NETWORK, "Network")                                                                          \
    X(OUTPUT, "Output")                                                                            \
    X(DATA_FILES, "Data files")                                                                    \
    X(OTHER, "Other options")

#define CMD_TABLE_ENUM(id, title) CMD_TABLE_GROUP_##id,
enum cmd_table_group { CMD_TABLE_GROUPS(CMD_TABLE_ENUM) CMD_TABLE_GROUP_COUNT };
#undef CMD_TABLE_ENUM

enum cmd_table_repeat {
    CMD_TABLE_ONCE, /* twice is an error */
    CMD_TABLE_LAST, /* the last one counts */
    CMD_TABLE_EACH  /* all of them count */
};

/* Options by what they are, for the commands that ask for their values. Rows of table.c give a
 * name and the rest, which may differ from command to command. */
enum cmd_table_flag {
    CMD_TABLE_PLACE,
    CMD_TABLE_LAT,
    CMD_TABLE_LON,
    CMD_TABLE_ELEVATION,
    CMD_TABLE_NEAR,
    CMD_TABLE_AT,
    CMD_TABLE_FROM,
    CMD_TABLE_TO,
    CMD_TABLE_STEP,
    CMD_TABLE_DAYS,
    CMD_TABLE_TZ,
    CMD_TABLE_AMBIGUOUS,
    CMD_TABLE_NONEXISTENT,
    CMD_TABLE_SPEED,
    CMD_TABLE_BODY_LIST,
    CMD_TABLE_PATH_BODY,
    CMD_TABLE_TYPES,
    CMD_TABLE_HORIZON,
    CMD_TABLE_EYE_HEIGHT,
    CMD_TABLE_DEFINITION,
    CMD_TABLE_REFRACTION,
    CMD_TABLE_PRESSURE,
    CMD_TABLE_TEMPERATURE,
    CMD_TABLE_THEME,
    CMD_TABLE_VIEW,
    CMD_TABLE_UP,
    CMD_TABLE_STARS,
    CMD_TABLE_LANG,
    CMD_TABLE_RED,
    CMD_TABLE_LISTEN,
    CMD_TABLE_PORT,
    CMD_TABLE_THREADS,
    CMD_TABLE_WEB_ROOT,
    CMD_TABLE_ACCESS_LOG,
    CMD_TABLE_RATE,
    CMD_TABLE_TRUSTED_PROXIES,
    CMD_TABLE_BASE_PATH,
    CMD_TABLE_MAX_STREAMS,
    CMD_TABLE_SERVER_URL,
    CMD_TABLE_REQUESTS,
    CMD_TABLE_AT_ONCE,
    CMD_TABLE_TRIES,
    CMD_TABLE_MAX_TIME,
    CMD_TABLE_CA_FILE,
    CMD_TABLE_EVENT_TYPES,
    CMD_TABLE_COUNT,
    CMD_TABLE_LAST_ID,
    CMD_TABLE_KERNEL,
    CMD_TABLE_FILE_URL,
    CMD_TABLE_MIRROR,
    CMD_TABLE_SHA256,
    CMD_TABLE_OFFLINE,
    CMD_TABLE_LIMIT,
    CMD_TABLE_PRINT,
    CMD_TABLE_JSON,
    CMD_TABLE_NDJSON,
    CMD_TABLE_CSV,
    CMD_TABLE_VOTABLE,
    CMD_TABLE_ICS,
    CMD_TABLE_DATA_ALONE,
    CMD_TABLE_OUTPUT_FILE,
    CMD_TABLE_REMOTE_NAMES,
    CMD_TABLE_QUIET,
    CMD_TABLE_STRICT,
    CMD_TABLE_EPHEMERIS,
    CMD_TABLE_LEAP_SECONDS,
    CMD_TABLE_DATA_DIR,
    CMD_TABLE_SHOW_HELP,
    CMD_TABLE_SHOW_VERSION,
    CMD_TABLE_FLAG_COUNT
};

/* The value of an option, or an argument that is not one. */
struct cmd_table_value {
    const char *name; /* what stands for it in help, "DEG"; NULL: there is none */
    enum cmd_table_kind kind;
    enum almanac_params_name parameter; /* of a PARAMETER */
    double least, most;                 /* of a NUMBER or WHOLE */
    const char *choices;  /* of a CHOICE: names with commas between; of others to be suggested */
    const char *expected; /* in words; NULL: that of the parameter or of the kind */
};

struct cmd_table_option {
    enum cmd_table_flag flag;
    const char *name; /* the long name, without dashes */
    char letter;      /* the short one; 0: none */
    struct cmd_table_value value;
    enum almanac_params_format format; /* of a FORMAT */
    const char *otherwise;             /* without the option; NULL: that of the parameter */
    const char *environment;           /* a variable that has the same meaning, or NULL */
    enum cmd_table_group group;
    enum cmd_table_repeat repeat;
    uint32_t commands;   /* CMD_TABLE_BIT of each that has it, CMD_TABLE_PROGRAM */
    const char *actions; /* of those that the first word of the commands chooses, the ones that have
                            it, with commas between; NULL: all */
    const char *help;    /* NULL: what is expected says it all */
};

/* A word of a command line that is not an option. */
struct cmd_table_word {
    struct cmd_table_value value;
    bool is_optional;
    bool is_repeated; /* any number of them; only the last row of a command */
    const char *help;
};

#define CMD_TABLE_WORDS_MAX   2
#define CMD_TABLE_EXITS_COUNT 6

struct cmd_table_command {
    const char *name;
    const char *summary;
    const char *examples; /* lines to be typed unchanged; help begins with them */
    const char *about;    /* paragraphs with newlines between; lines are broken for them */
    struct cmd_table_word words[CMD_TABLE_WORDS_MAX];
    const char *exits[CMD_TABLE_EXITS_COUNT]; /* what each exit status means, or NULL */
    const char *see;                          /* related commands, with commas between */
};

struct cmd_table_variable {
    const char *name;
    const char *help;
    uint32_t commands;
};

struct cmd_table {
    const struct cmd_table_command *commands; /* in the order of enum cmd_table_command_id */
    int command_count;
    const struct cmd_table_option *options; /* in the order of help */
    int option_count;
    const struct cmd_table_variable *variables;
    int variable_count;
};

/* The table of this program. Writers and the reader take a table as an argument, so that tests can
 * add a row and look for it everywhere. */
const struct cmd_table *cmd_table(void);

/* The command of a name, or command_count. */
int cmd_table_command_named(const struct cmd_table *table, struct base_text name);

/* The bit of a command; command_count stands for the program without a command. */
uint32_t cmd_table_bit(const struct cmd_table *table, int command);

/* The option of a command that is what `flag` says; NULL when the command has none. */
const struct cmd_table_option *cmd_table_option_of(const struct cmd_table *table, int command,
                                                   enum cmd_table_flag flag);

/* Whether an option is followed by a value. */
static inline bool cmd_table_has_value(const struct cmd_table_option *option)
{
    return option->value.name != NULL;
}

/* What is expected of a value, in words for messages; never NULL. */
const char *cmd_table_expected(const struct cmd_table_value *value);

/* How a value is completed. */
enum cmd_table_suggestion cmd_table_suggest(const struct cmd_table_value *value);

/* Appends what may be chosen, with `between` between; nothing unless ONE or LIST is suggested. */
void cmd_table_append_choices(struct base_buf *out, const struct cmd_table *table,
                              const struct cmd_table_value *value, const char *between);

/* Appends the words about an option: its actions, its help, what is expected, its default, its
 * variable. */
void cmd_table_append_about(struct base_buf *out, const struct cmd_table_option *option);

#endif
