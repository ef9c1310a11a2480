/* Writes help in one layout: examples, what the command does, usage, words, options by group,
 * environment, exit status, related commands. */
#include "cmd/help_text.h"

#include "base/buf.h"
#include "base/text.h"
#include "cmd/exit.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define COLUMN     24 /* where the words about an option begin */
#define TEXT_BYTES 1024

/* Appends words from a column on, broken between words where the line is full; new lines begin at
 * the indent. Ends the line. */
static void append_words(struct base_buf *out, struct base_text text, size_t column, size_t indent)
{
    assert(indent < CMD_HELP_TEXT_WIDTH);
    for (struct base_text rest = text; rest.length > 0;) {
        const struct base_text word = base_text_cut(&rest, ' ');
        if (column > indent && column + 1 + word.length > CMD_HELP_TEXT_WIDTH) {
            base_buf_append_string(out, "\n");
            column = 0;
        }
        const size_t blanks = column < indent ? indent - column : column > indent;
        base_buf_append_format(out, "%*s", (int)blanks, "");
        base_buf_append_text(out, word);
        column += blanks + word.length;
    }
    base_buf_append_string(out, "\n");
}

/* A row of a list: a term, and words about it in a column of their own. */
static void append_row(struct base_buf *out, const char *term, struct base_text about)
{
    size_t column = 2 + strlen(term);
    base_buf_append_format(out, "  %s", term);
    if (column + 2 > COLUMN) {
        base_buf_append_string(out, "\n");
        column = 0;
    }
    append_words(out, about, column, COLUMN);
}

/* "-n, --requests N"; names are aligned whether there is a letter or not. */
static void append_option(struct base_buf *out, const struct cmd_table_option *option)
{
    char term[TEXT_BYTES], bytes[TEXT_BYTES];
    struct base_buf about = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    int used = option->letter != '\0' ? snprintf(term, sizeof term, "-%c, ", option->letter) : 0;
    assert(used >= 0 && (size_t)used < sizeof term);
    snprintf(term + used, sizeof term - (size_t)used, "--%s%s%s", option->name,
             cmd_table_has_value(option) ? " " : "",
             cmd_table_has_value(option) ? option->value.name : "");
    cmd_table_append_about(&about, option);
    assert(!about.has_overflowed);
    append_row(out, term, (struct base_text){bytes, about.used});
}

static void append_options(struct base_buf *out, const struct cmd_table *table, int command)
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
            if (!has_title) base_buf_append_format(out, "\n%s:\n", titles[group]);
            has_title = true;
            append_option(out, option);
        }
    }
}

static void append_word_rows(struct base_buf *out, const struct cmd_table_command *command)
{
    if (command->words[0].value.name == NULL) return;
    base_buf_append_string(out, "\nArguments:\n");
    for (int i = 0; i < CMD_TABLE_WORDS_MAX && command->words[i].value.name != NULL; i++) {
        const struct cmd_table_word *word = &command->words[i];
        char bytes[TEXT_BYTES];
        struct base_buf about = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
        base_buf_append_string(&about, word->help);
        if (word->value.kind == CMD_TABLE_CHOICE || word->value.kind == CMD_TABLE_PARAMETER)
            base_buf_append_format(&about, ": %s", cmd_table_expected(&word->value));
        append_row(out, word->value.name, (struct base_text){bytes, about.used});
    }
}

static void append_variables(struct base_buf *out, const struct cmd_table *table, int command)
{
    bool has_title = false;
    for (int i = 0; i < table->variable_count; i++) {
        if ((table->variables[i].commands & cmd_table_bit(table, command)) == 0) continue;
        if (!has_title) base_buf_append_string(out, "\nEnvironment:\n");
        has_title = true;
        append_row(out, table->variables[i].name, base_text_of(table->variables[i].help));
    }
}

static void append_exits(struct base_buf *out, const struct cmd_table_command *command)
{
    base_buf_append_string(out, "\nExit status:\n");
    for (int i = 0; i < CMD_TABLE_EXITS_COUNT; i++) {
        if (command->exits[i] == NULL) continue;
        base_buf_append_format(out, "  %d", i);
        append_words(out, base_text_of(command->exits[i]), 3, 5);
    }
}

static void append_paragraphs(struct base_buf *out, const char *about)
{
    for (struct base_text rest = base_text_of(about); rest.length > 0;) {
        base_buf_append_string(out, "\n");
        append_words(out, base_text_cut(&rest, '\n'), 0, 0);
    }
}

void cmd_help_text_append_usage(struct base_buf *out, const struct cmd_table *table, int command)
{
    assert(command >= 0 && command < table->command_count);
    const struct cmd_table_command *row = &table->commands[command];
    base_buf_append_string(out, "[OPTION]...");
    for (int i = 0; i < CMD_TABLE_WORDS_MAX && row->words[i].value.name != NULL; i++)
        base_buf_append_format(out, row->words[i].is_optional ? " [%s]%s" : " %s%s",
                               row->words[i].value.name, row->words[i].is_repeated ? "..." : "");
}

static void append_command(struct base_buf *out, const struct cmd_table *table, int command)
{
    const struct cmd_table_command *row = &table->commands[command];
    base_buf_append_string(out, row->examples);
    append_paragraphs(out, row->about);
    base_buf_append_format(out, "\nUsage: planettracker %s ", row->name);
    cmd_help_text_append_usage(out, table, command);
    base_buf_append_string(out, "\n");
    append_word_rows(out, row);
    append_options(out, table, command);
    append_variables(out, table, command);
    append_exits(out, row);
    base_buf_append_string(out, "\nSee also:");
    for (struct base_text rest = base_text_of(row->see); rest.length > 0;) {
        const struct base_text name = base_text_cut(&rest, ',');
        base_buf_append_format(out, " planettracker %.*s", (int)name.length, name.at);
        base_buf_append_string(out, rest.length > 0 ? "," : "\n");
    }
}

static void append_program(struct base_buf *out, const struct cmd_table *table)
{
    base_buf_append_string(out, "planettracker now --place Paris\n"
                                "planettracker serve --port 8000\n"
                                "\n"
                                "Where the planets are in your sky, from an ephemeris inside the "
                                "program.\n"
                                "\n"
                                "Usage: planettracker COMMAND [OPTION]... [ARGUMENT]...\n"
                                "\n"
                                "Commands:\n");
    for (int i = 0; i < table->command_count; i++) {
        base_buf_append_format(out, "  %-12s", table->commands[i].name);
        append_words(out, base_text_of(table->commands[i].summary), 14, 14);
    }
    append_options(out, table, table->command_count);
    base_buf_append_string(out, "\nplanettracker COMMAND --help describes one of them.\n");
}

void cmd_help_text_append(struct base_buf *out, const struct cmd_table *table, int command)
{
    assert(command >= 0 && command <= table->command_count);
    if (command == table->command_count)
        append_program(out, table);
    else
        append_command(out, table, command);
}

int cmd_help_text_print(const struct cmd_table *table, int command, FILE *stream)
{
    struct base_buf out;
    base_buf_init(&out, 1u << 20);
    cmd_help_text_append(&out, table, command);
    const bool is_whole = !out.has_overflowed && fwrite(out.bytes, 1, out.used, stream) == out.used;
    base_buf_fini(&out);
    return is_whole ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}
