/* planettracker help: the help of the program or of one command. */
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/help_text.h"
#include "cmd/options.h"
#include "cmd/table.h"

#include <stdio.h>

int cmd_help(const struct cmd_options *options)
{
    const struct cmd_table *table = options->table;
    const int command = options->word_count > 0
                            ? cmd_table_command_named(table, base_text_of(options->words[0]))
                            : table->command_count;
    return cmd_help_text_print(table, command, stdout);
}
