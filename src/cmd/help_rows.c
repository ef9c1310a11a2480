/* Walks the rows of the table that are about one command. */
#include "cmd/help_rows.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define TEXT_BYTES 1024

static void append_words(struct base_buf *out, const struct cmd_table_command *command,
                         const struct cmd_help_rows_writer *writer)
{
    for (int i = 0; i < CMD_TABLE_WORDS_MAX && command->words[i].value.name != NULL; i++) {
        const struct cmd_table_word *word = &command->words[i];
        char bytes[TEXT_BYTES];
        struct base_buf about = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
        if (i == 0) writer->title(out, CMD_HELP_ROWS_WORDS, "Arguments");
        base_buf_append_string(&about, word->help);
        if (word->value.kind == CMD_TABLE_CHOICE || word->value.kind == CMD_TABLE_PARAMETER)
            base_buf_append_format(&about, ": %s", cmd_table_expected(&word->value));
        assert(!about.has_overflowed);
        writer->row(
            out, CMD_HELP_ROWS_WORDS,
            &(struct cmd_help_rows_row){.name = word->value.name, .about = {bytes, about.used}});
    }
}

static void append_option(struct base_buf *out, const struct cmd_table_option *option,
                          const struct cmd_help_rows_writer *writer)
{
    char bytes[TEXT_BYTES];
    struct base_buf about = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    cmd_table_append_about(&about, option);
    assert(!about.has_overflowed);
    writer->row(out, CMD_HELP_ROWS_OPTIONS,
                &(struct cmd_help_rows_row){.letter = option->letter,
                                            .name = option->name,
                                            .value = option->value.name,
                                            .about = {bytes, about.used}});
}

static void append_options(struct base_buf *out, const struct cmd_table *table, int command,
                           const struct cmd_help_rows_writer *writer)
{
#define TITLE(id, title) title,
    static const char *const titles[] = {CMD_TABLE_GROUPS(TITLE)};
#undef TITLE
    const uint32_t bit = cmd_table_bit(table, command);
    for (enum cmd_table_group group = 0; group < CMD_TABLE_GROUP_COUNT; group++) {
        bool has_title = false;
        for (int i = 0; i < table->option_count; i++) {
            const struct cmd_table_option *option = &table->options[i];
            if (option->group != group || (option->commands & bit) == 0) continue;
            if (!has_title) writer->title(out, CMD_HELP_ROWS_OPTIONS, titles[group]);
            has_title = true;
            append_option(out, option, writer);
        }
    }
}

static void append_variables(struct base_buf *out, const struct cmd_table *table, uint32_t commands,
                             const struct cmd_help_rows_writer *writer)
{
    bool has_title = false;
    for (int i = 0; i < table->variable_count; i++) {
        const struct cmd_table_variable *variable = &table->variables[i];
        if ((variable->commands & commands) == 0) continue;
        if (!has_title) writer->title(out, CMD_HELP_ROWS_VARIABLES, "Environment");
        has_title = true;
        writer->row(out, CMD_HELP_ROWS_VARIABLES,
                    &(struct cmd_help_rows_row){.name = variable->name,
                                                .about = base_text_of(variable->help)});
    }
}

static void append_exits(struct base_buf *out, const struct cmd_table_command *command,
                         const struct cmd_help_rows_writer *writer)
{
    writer->title(out, CMD_HELP_ROWS_EXITS, "Exit status");
    for (int i = 0; i < CMD_TABLE_EXITS_COUNT; i++) {
        char name[16];
        if (command->exits[i] == NULL) continue;
        snprintf(name, sizeof name, "%d", i);
        writer->row(
            out, CMD_HELP_ROWS_EXITS,
            &(struct cmd_help_rows_row){.name = name, .about = base_text_of(command->exits[i])});
    }
}

void cmd_help_rows_append(struct base_buf *out, const struct cmd_table *table, int command,
                          enum cmd_help_rows_part part, const struct cmd_help_rows_writer *writer)
{
    assert(command >= 0 && command <= table->command_count);
    const bool is_program = command == table->command_count;
    switch (part) {
    case CMD_HELP_ROWS_WORDS:
        if (!is_program) append_words(out, &table->commands[command], writer);
        break;
    case CMD_HELP_ROWS_OPTIONS:
        append_options(out, table, command, writer);
        break;
    case CMD_HELP_ROWS_VARIABLES:
        append_variables(out, table, is_program ? UINT32_MAX : cmd_table_bit(table, command),
                         writer);
        break;
    case CMD_HELP_ROWS_EXITS:
        if (!is_program) append_exits(out, &table->commands[command], writer);
        break;
    }
}

void cmd_help_rows_append_usage(struct base_buf *out, const struct cmd_table *table, int command)
{
    assert(command >= 0 && command < table->command_count);
    const struct cmd_table_command *row = &table->commands[command];
    base_buf_append_string(out, "[OPTION]...");
    for (int i = 0; i < CMD_TABLE_WORDS_MAX && row->words[i].value.name != NULL; i++)
        base_buf_append_format(out, row->words[i].is_optional ? " [%s]%s" : " %s%s",
                               row->words[i].value.name, row->words[i].is_repeated ? "..." : "");
}
