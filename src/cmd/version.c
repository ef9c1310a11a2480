/* planettracker version: the name and the version in one line. */
#include "base/version.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/options.h"

#include <stdio.h>

int cmd_version(const struct cmd_options *options)
{
    (void)options;
    puts("planettracker " BASE_VERSION);
    return CMD_EXIT_OK;
}
