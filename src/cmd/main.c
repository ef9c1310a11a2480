/* planettracker: one program with commands. main finds the command in the table, reads its options
 * and calls its function. */
#include "base/spelling.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/help_text.h"
#include "cmd/options.h"
#include "cmd/table.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A closed standard stream would give its number to the next file or socket, and that would get
 * our messages. Each is opened the wrong way round, so that using it fails as if it were closed. */
static bool hold_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
            return false;
    return true;
}

/* Output must have arrived: a full disk is a failure. The errno of an earlier write is lost; one
 * more byte mostly meets what stopped that one. */
static int finish(int code)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout)) return code;
    bool has_reason = errno != 0 || write(STDOUT_FILENO, "\n", 1) < 0;
    fprintf(stderr, "planettracker: standard output: %s\n",
            has_reason ? strerror(errno) : "cannot be written");
    return code == CMD_EXIT_OK ? CMD_EXIT_FAILURE : code;
}

/* Prints that a word is not the name of a command, or of an option of the program. */
static int print_unknown(const struct cmd_table *table, const char *word)
{
    static const struct base_text options[] = {{"--help", 6}, {"--version", 9}};
    struct base_text commands[CMD_TABLE_COMMAND_COUNT], rest = base_text_of(word);
    const bool is_option = word[0] == '-';
    const struct base_text name = is_option ? base_text_cut(&rest, '=') : rest;
    for (int i = 0; i < CMD_TABLE_COMMAND_COUNT; i++)
        commands[i] = base_text_of(table->commands[i].name);
    const struct base_text nearest =
        is_option ? base_spelling_nearest(name, options, sizeof options / sizeof *options)
                  : base_spelling_nearest(name, commands, CMD_TABLE_COMMAND_COUNT);
    fprintf(stderr, "planettracker: there is no %s \"", is_option ? "option" : "command");
    for (size_t i = 0; i < name.length; i++) /* a control character could move the cursor */
        fputc((unsigned char)name.at[i] < ' ' || name.at[i] == 127 ? '?' : name.at[i], stderr);
    fputs("\"", stderr);
    if (nearest.length > 0)
        fprintf(stderr, "; did you mean \"%.*s\"?", (int)nearest.length, nearest.at);
    fputs("\nplanettracker --help lists them.\n", stderr);
    return CMD_EXIT_USAGE;
}

static int run_command(const struct cmd_table *table, int command, int count, char **argv)
{
#define FUNCTION(id, function) cmd_##function,
    static int (*const functions[])(const struct cmd_options *) = {CMD_TABLE_COMMANDS(FUNCTION)};
    assert((unsigned)command < sizeof functions / sizeof *functions);
#undef FUNCTION
    struct cmd_options options;
    int code = cmd_options_read(table, command, count, argv, &options);
    if (code >= 0) return code;
    code = functions[command](&options);
    cmd_options_fini(&options);
    return code;
}

static int run(int argc, char **argv)
{
    const struct cmd_table *table = cmd_table();
    if (argc < 2) {
        (void)cmd_help_text_print(table, table->command_count, stderr);
        return CMD_EXIT_USAGE;
    }
    const char *name = argv[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) name = "help", argc = 2;
    if (strcmp(name, "--version") == 0) name = "version", argc = 2;
    const int command = cmd_table_command_named(table, base_text_of(name));
    if (command == table->command_count) return print_unknown(table, name);
    return run_command(table, command, argc - 2, argv + 2);
}

int main(int argc, char **argv)
{
    return hold_standard_streams() ? finish(run(argc, argv)) : CMD_EXIT_FAILURE;
}
