/* What help and manual pages have in common: the rows about a command, in their order and with
 * their titles. How a row looks is for the two writers to say.
 */
#ifndef CMD_HELP_ROWS_H
#define CMD_HELP_ROWS_H

#include "base/buf.h"
#include "base/text.h"
#include "cmd/table.h"

#define CMD_HELP_ROWS_EXAMPLES "planettracker now --place Paris\nplanettracker serve --port 8000\n"

enum cmd_help_rows_part {
    CMD_HELP_ROWS_WORDS,
    CMD_HELP_ROWS_OPTIONS,
    CMD_HELP_ROWS_VARIABLES,
    CMD_HELP_ROWS_EXITS
};

/* A term and the words about it. */
struct cmd_help_rows_row {
    char letter;       /* of an option; '\0': none */
    const char *name;  /* of an option, without dashes; of a word or variable; the exit status */
    const char *value; /* what follows an option, or NULL */
    struct base_text about;
};

struct cmd_help_rows_writer {
    /* Before the first row of a part and of each group of options. */
    void (*title)(struct base_buf *out, enum cmd_help_rows_part part, const char *title);
    void (*row)(struct base_buf *out, enum cmd_help_rows_part part,
                const struct cmd_help_rows_row *row);
};

/* Appends the rows of a part.
 *
 * Given  command  command_count stands for the program: it has no words and no exit status of its
 *                 own, and all variables
 */
void cmd_help_rows_append(struct base_buf *out, const struct cmd_table *table, int command,
                          enum cmd_help_rows_part part, const struct cmd_help_rows_writer *writer);

/* Appends the words that the usage of a command shows behind its name: "[OPTION]... BODY". */
void cmd_help_rows_append_usage(struct base_buf *out, const struct cmd_table *table, int command);

#endif
