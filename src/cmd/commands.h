/* The commands. main dispatches to them by the table of cmd/table. */
#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

#include "cmd/options.h"
#include "cmd/table.h"

/* Each acts on the options that were read for it and gives an exit code: int cmd_now(options). */
#define CMD_COMMANDS_PROTOTYPE(id, function) int cmd_##function(const struct cmd_options *options);
CMD_TABLE_COMMANDS(CMD_COMMANDS_PROTOTYPE)
#undef CMD_COMMANDS_PROTOTYPE

#endif
