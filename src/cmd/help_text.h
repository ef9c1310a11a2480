/* Help for the program and for each command, made from the table. */
#ifndef CMD_HELP_TEXT_H
#define CMD_HELP_TEXT_H

#include "base/buf.h"
#include "cmd/table.h"

#include <stdio.h>

#define CMD_HELP_TEXT_WIDTH 80 /* columns of a line at most */

/* Appends the help of a command; command_count stands for the program. Public for its test. */
void cmd_help_text_append(struct base_buf *out, const struct cmd_table *table, int command);

/* Prints help on a stream; gives the exit code. */
int cmd_help_text_print(const struct cmd_table *table, int command, FILE *stream);

#endif
