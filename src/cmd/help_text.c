/* Writes help in one layout: examples, what the command does, usage, words, options by group,
 * environment, exit status, related commands. */
#include "cmd/help_text.h"

#include "base/buf.h"
#include "base/text.h"
#include "cmd/exit.h"
#include "cmd/help_rows.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define COLUMN     24 /* where the words about an option begin */
#define TERM_BYTES 80

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

/* A row of a list: a term, and words about it from a column on. */
static void append_row(struct base_buf *out, const char *term, struct base_text about,
                       size_t indent)
{
    size_t column = 2 + strlen(term);
    base_buf_append_format(out, "  %s", term);
    if (column + 2 > indent) {
        base_buf_append_string(out, "\n");
        column = 0;
    }
    append_words(out, about, column, indent);
}

/* "-n, --requests N", or a name alone. */
static void append_help_row(struct base_buf *out, enum cmd_help_rows_part part,
                            const struct cmd_help_rows_row *row)
{
    char term[TERM_BYTES];
    int used = row->letter != '\0' ? snprintf(term, sizeof term, "-%c, ", row->letter) : 0;
    snprintf(term + used, sizeof term - (size_t)used, "%s%s%s%s",
             part == CMD_HELP_ROWS_OPTIONS ? "--" : "", row->name, row->value != NULL ? " " : "",
             row->value != NULL ? row->value : "");
    append_row(out, term, row->about, part == CMD_HELP_ROWS_EXITS ? 2 + strlen(term) + 2 : COLUMN);
}

static void append_title(struct base_buf *out, enum cmd_help_rows_part part, const char *title)
{
    (void)part;
    base_buf_append_format(out, "\n%s:\n", title);
}

static const struct cmd_help_rows_writer WRITER = {append_title, append_help_row};

static void append_paragraphs(struct base_buf *out, const char *about)
{
    for (struct base_text rest = base_text_of(about); rest.length > 0;) {
        base_buf_append_string(out, "\n");
        append_words(out, base_text_cut(&rest, '\n'), 0, 0);
    }
}

static void append_command(struct base_buf *out, const struct cmd_table *table, int command)
{
    const struct cmd_table_command *row = &table->commands[command];
    base_buf_append_string(out, row->examples);
    append_paragraphs(out, row->about);
    base_buf_append_format(out, "\nUsage: planettracker %s ", row->name);
    cmd_help_rows_append_usage(out, table, command);
    base_buf_append_string(out, "\n");
    cmd_help_rows_append(out, table, command, CMD_HELP_ROWS_WORDS, &WRITER);
    cmd_help_rows_append(out, table, command, CMD_HELP_ROWS_OPTIONS, &WRITER);
    cmd_help_rows_append(out, table, command, CMD_HELP_ROWS_VARIABLES, &WRITER);
    cmd_help_rows_append(out, table, command, CMD_HELP_ROWS_EXITS, &WRITER);
    base_buf_append_string(out, "\nSee also:");
    for (struct base_text rest = base_text_of(row->see); rest.length > 0;) {
        const struct base_text name = base_text_cut(&rest, ',');
        base_buf_append_format(out, " planettracker %.*s", (int)name.length, name.at);
        base_buf_append_string(out, rest.length > 0 ? "," : "\n");
    }
}

static void append_program(struct base_buf *out, const struct cmd_table *table)
{
    base_buf_append_string(out, CMD_HELP_ROWS_EXAMPLES
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
    cmd_help_rows_append(out, table, table->command_count, CMD_HELP_ROWS_OPTIONS, &WRITER);
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
