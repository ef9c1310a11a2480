/* The reader of command lines: words to options and their values, by the table of cmd/table.
 *
 * It accepts "--name value", "--name=value", "-x value", "-xvalue", switches together ("-qO"), and
 * "--", after which no word is an option. Values of the kinds NUMBER, WHOLE, CHOICE, BODY and
 * COMMAND are checked here; parameters of requests are checked by cmd/request.
 */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include "almanac/params.h"
#include "almanac/problem.h"
#include "cmd/exit.h"
#include "cmd/table.h"
#include "sky/body.h"

#include <stdbool.h>

/* An option as it was given. */
struct cmd_options_given {
    const struct cmd_table_option *option;
    const char *value;   /* NULL: a switch */
    bool is_short;       /* by its letter */
    bool is_environment; /* by its variable */
};

/* Borrows from argv. */
struct cmd_options {
    const struct cmd_table *table;
    int command; /* enum cmd_table_command_id */
    struct cmd_options_given *given;
    int given_count;
    const char **words; /* those that are not options */
    int word_count;
};

/* Reads the words after the name of a command.
 *
 * Given  argv  count words; borrowed for the life of *options
 * Gives  -1 to go on; or an exit code after printing help on stdout or, on stderr, what is wrong:
 *        an unknown option with the nearest known one, a missing value, an option twice, a value
 *        that is not as expected, a word too many or missing
 * Owns   cmd_options_fini frees what a reading that gave -1 holds
 */
int cmd_options_read(const struct cmd_table *table, int command, int count, char **argv,
                     struct cmd_options *options);
void cmd_options_fini(struct cmd_options *options);

/* The value given last, of the option or else of its environment variable; NULL when there is none.
 * Variables that are empty count as not set. A switch that is given has the value "". */
const char *cmd_options_value(const struct cmd_options *options, enum cmd_table_flag flag);

/* Whether an option is given on the command line. */
bool cmd_options_is_set(const struct cmd_options *options, enum cmd_table_flag flag);

/* A number, given on the command line or else `otherwise`. The option is a NUMBER or a WHOLE. */
double cmd_options_number(const struct cmd_options *options, enum cmd_table_flag flag,
                          double otherwise);

/* The place among the choices of what a word of the command chooses. The word is a CHOICE. */
int cmd_options_word_choice(const struct cmd_options *options, int word);

/* The body that a word of the command names. The word is a BODY. */
enum sky_body cmd_options_word_body(const struct cmd_options *options, int word);

/* The format that a switch chose, text when none did.
 *
 * Gives  -1 to go on, or an exit code after saying that two exclude each other
 */
int cmd_options_format(const struct cmd_options *options, enum almanac_params_format *format);

/* The name of the command. */
const char *cmd_options_command(const struct cmd_options *options);

/* Prints on stderr that a value is not what was expected, with the nearest choice; gives
 * CMD_EXIT_USAGE. */
int cmd_options_invalid(const struct cmd_options *options, const struct cmd_options_given *given,
                        const char *expected);

/* The same for the option that `flag` says, which is given, or for a word of the command. */
int cmd_options_invalid_flag(const struct cmd_options *options, enum cmd_table_flag flag,
                             const char *expected);
int cmd_options_invalid_word(const struct cmd_options *options, int word, const char *expected);

/* Prints on stderr that an option that is required is missing; gives CMD_EXIT_USAGE. */
int cmd_options_missing(const struct cmd_options *options, enum cmd_table_flag flag);

/* Prints on stderr that two options exclude each other; gives CMD_EXIT_USAGE. */
int cmd_options_exclude(const struct cmd_options *options, enum cmd_table_flag a,
                        enum cmd_table_flag b);

/* Prints a problem on stderr, with the option that stands for its parameter; gives its exit code. */
int cmd_options_problem(const struct cmd_options *options, const struct almanac_problem *problem);

#endif
