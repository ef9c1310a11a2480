/* Completion scripts for shells, made from the table.
 *
 * Each completes commands, options, the words of a command and the values of options: choices,
 * lists of choices with commas between, time zones, files and folders.
 */
#ifndef CMD_COMPLETION_H
#define CMD_COMPLETION_H

#include "base/buf.h"
#include "cmd/table.h"

/* Appends a script for bash 4.2 or later; it needs no other file of bash-completion. */
void cmd_completion_append_bash(struct base_buf *out, const struct cmd_table *table);

/* Appends a function for zsh's completion system, for a file _planettracker in its fpath. */
void cmd_completion_append_zsh(struct base_buf *out, const struct cmd_table *table);

/* Appends a script for fish 3.0 or later. */
void cmd_completion_append_fish(struct base_buf *out, const struct cmd_table *table);

#endif
