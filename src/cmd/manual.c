/* Writes manual pages: the same facts as cmd/help_text, with the sections that manual pages have. */
#include "cmd/manual.h"

#include "base/buf.h"
#include "base/text.h"
#include "cmd/help_rows.h"

#include <assert.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define TEXT_BYTES   1024
#define LINE_COLUMNS 66 /* of the source; escapes come on top */

/* ---- roff ---- */

/* Whether a dash at a place belongs to an option or a number rather than to a compound word. */
static bool is_minus(struct base_text text, size_t i)
{
    const char before = i > 0 ? text.at[i - 1] : ' ';
    return !isalnum((unsigned char)before) || (i + 1 < text.length && text.at[i + 1] == '-');
}

/* Appends one byte of a text as roff shows it. */
static void append_byte(struct base_buf *out, char byte, bool is_minus_sign)
{
    const char bytes[] = {byte, '\0'};
    const char *shown = bytes;
    if (byte == '-' && is_minus_sign) shown = "\\-";
    if (byte == '\\') shown = "\\e";
    if (byte == '\'') shown = "\\(aq";
    if (byte == '~') shown = "\\(ti";
    if (byte == '^') shown = "\\(ha";
    base_buf_append_string(out, shown);
}

/* Appends a text; breaks it at a blank where `columns` are full. */
static void append_within(struct base_buf *out, struct base_text text, size_t columns)
{
    bool is_bold = false;
    size_t begin = out->used; /* of the line */
    for (size_t i = 0; i < text.length; i++) {
        const char byte = text.at[i];
        const struct base_text rest = {text.at + i + 1, text.length - i - 1};
        const char *blank = rest.length > 0 ? memchr(rest.at, ' ', rest.length) : NULL;
        const size_t word = blank != NULL ? (size_t)(blank - rest.at) : rest.length;
        if (byte == ' ' && out->used - begin + word >= columns) {
            base_buf_append_string(out, "\n");
            begin = out->used;
        } else if (byte == '`') {
            is_bold = !is_bold;
            base_buf_append_string(out, is_bold ? "\\fB" : "\\fR");
        } else {
            if (byte == '.' && out->used == begin) base_buf_append_string(out, "\\&");
            append_byte(out, byte, is_bold || is_minus(text, i));
        }
    }
    assert(!is_bold);
}

void cmd_manual_append_text(struct base_buf *out, struct base_text text)
{
    append_within(out, text, LINE_COLUMNS);
}

void cmd_manual_append_line(struct base_buf *out, struct base_text text)
{
    append_within(out, text, SIZE_MAX);
}

static void append_string(struct base_buf *out, const char *text)
{
    cmd_manual_append_text(out, base_text_of(text));
}

/* A text whose every dash is a minus sign, as in the names of options, pages and variables. */
static void append_literal(struct base_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '-') base_buf_append_string(out, "\\");
        base_buf_append(out, text, 1);
    }
}

static void append_section(struct base_buf *out, const char *title)
{
    base_buf_append_format(out, ".SH %s\n", title);
}

void cmd_manual_append_head(struct base_buf *out, const char *name, int section,
                            const struct cmd_manual_edition *edition)
{
    assert(section >= 1 && section <= 8 && edition->date != NULL && edition->version != NULL);
    base_buf_append_string(out, ".TH ");
    for (; *name != '\0'; name++) {
        const char upper[] = {(char)toupper((unsigned char)*name), '\0'};
        append_literal(out, upper);
    }
    base_buf_append_format(out, " %d \"%s\" \"PlanetTracker %s\" \"PlanetTracker Manual\"\n",
                           section, edition->date, edition->version);
}

/* Lines of examples, as they are to be typed. */
static void append_examples(struct base_buf *out, const char *examples)
{
    base_buf_append_string(out, ".EX\n");
    for (struct base_text rest = base_text_of(examples); rest.length > 0;) {
        const struct base_text line = base_text_cut(&rest, '\n');
        for (size_t i = 0; i < line.length; i++) {
            const struct base_text letter = {line.at + i, 1};
            if (line.at[i] == '-')
                base_buf_append_string(out, "\\-");
            else
                cmd_manual_append_text(out, letter);
        }
        base_buf_append_string(out, "\n");
    }
    base_buf_append_string(out, ".EE\n");
}

static void append_paragraphs(struct base_buf *out, const char *about)
{
    bool is_first = true;
    for (struct base_text rest = base_text_of(about); rest.length > 0; is_first = false) {
        if (!is_first) base_buf_append_string(out, ".PP\n");
        cmd_manual_append_text(out, base_text_cut(&rest, '\n'));
        base_buf_append_string(out, "\n");
    }
}

/* ---- parts of a page ---- */

/* ".SH EXIT STATUS", ".SS Place"; words stand in the description, without a title. */
static void append_title(struct base_buf *out, enum cmd_help_rows_part part, const char *title)
{
    if (part == CMD_HELP_ROWS_WORDS) return;
    base_buf_append_string(out, part == CMD_HELP_ROWS_OPTIONS ? ".SS " : ".SH ");
    for (; *title != '\0'; title++) {
        const char byte =
            part == CMD_HELP_ROWS_OPTIONS ? *title : (char)toupper((unsigned char)*title);
        base_buf_append(out, &byte, 1);
    }
    base_buf_append_string(out, "\n");
}

static void append_row(struct base_buf *out, enum cmd_help_rows_part part,
                       const struct cmd_help_rows_row *row)
{
    base_buf_append_string(out, ".TP\n");
    if (row->letter != '\0') base_buf_append_format(out, "\\fB\\-%c\\fR, ", row->letter);
    base_buf_append_string(out, part == CMD_HELP_ROWS_WORDS ? "\\fI" : "\\fB");
    if (part == CMD_HELP_ROWS_OPTIONS) base_buf_append_string(out, "\\-\\-");
    append_literal(out, row->name);
    base_buf_append_string(out, "\\fR");
    if (row->value != NULL) base_buf_append_format(out, " \\fI%s\\fR", row->value);
    base_buf_append_string(out, "\n");
    cmd_manual_append_text(out, row->about);
    base_buf_append_string(out, "\n");
}

static const struct cmd_help_rows_writer WRITER = {append_title, append_row};

static void append_see_also(struct base_buf *out, const struct cmd_table *table, int command)
{
    append_section(out, "SEE ALSO");
    base_buf_append_string(out, ".BR planettracker (1)");
    for (struct base_text rest = base_text_of(table->commands[command].see); rest.length > 0;) {
        const struct base_text name = base_text_cut(&rest, ',');
        char bytes[64];
        struct base_buf page = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
        base_buf_append_format(&page, "%.*s%c", (int)name.length, name.at, '\0');
        assert(!page.has_overflowed);
        base_buf_append_string(out, ",\n.BR planettracker\\-");
        append_literal(out, bytes);
        base_buf_append_string(out, " (1)");
    }
    if (cmd_table_option_of(table, command, CMD_TABLE_DATA_DIR) != NULL)
        base_buf_append_string(out, ",\n.BR planettracker\\-data (5)");
    base_buf_append_string(out, "\n");
}

/* ---- pages ---- */

static void append_command(struct base_buf *out, const struct cmd_table *table, int command,
                           const struct cmd_manual_edition *edition)
{
    const struct cmd_table_command *row = &table->commands[command];
    char bytes[64], usage_bytes[TEXT_BYTES];
    struct base_buf name = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    struct base_buf usage = {
        .bytes = usage_bytes, .room = sizeof usage_bytes, .max = sizeof usage_bytes};
    base_buf_append_format(&name, "planettracker-%s%c", row->name, '\0');
    assert(!name.has_overflowed);
    cmd_manual_append_head(out, bytes, 1, edition);
    append_section(out, "NAME");
    append_literal(out, bytes);
    base_buf_append_string(out, " \\- ");
    append_string(out, row->summary);
    base_buf_append_string(out, "\n");
    append_section(out, "SYNOPSIS");
    base_buf_append_string(out, ".B planettracker ");
    append_literal(out, row->name);
    base_buf_append_string(out, "\n");
    cmd_help_rows_append_usage(&usage, table, command);
    assert(!usage.has_overflowed);
    cmd_manual_append_text(out, (struct base_text){usage_bytes, usage.used});
    base_buf_append_string(out, "\n");
    append_section(out, "DESCRIPTION");
    append_paragraphs(out, row->about);
    cmd_help_rows_append(out, table, command, CMD_HELP_ROWS_WORDS, &WRITER);
    append_section(out, "OPTIONS");
    cmd_help_rows_append(out, table, command, CMD_HELP_ROWS_OPTIONS, &WRITER);
    cmd_help_rows_append(out, table, command, CMD_HELP_ROWS_VARIABLES, &WRITER);
    cmd_help_rows_append(out, table, command, CMD_HELP_ROWS_EXITS, &WRITER);
    append_section(out, "EXAMPLES");
    append_examples(out, row->examples);
    append_see_also(out, table, command);
}

static void append_program(struct base_buf *out, const struct cmd_table *table,
                           const struct cmd_manual_edition *edition)
{
    cmd_manual_append_head(out, "planettracker", 1, edition);
    append_section(out, "NAME");
    base_buf_append_string(out, "planettracker \\- where the planets are in your sky\n");
    append_section(out, "SYNOPSIS");
    base_buf_append_string(out, ".B planettracker\n.I COMMAND\n[OPTION]... [ARGUMENT]...\n");
    append_section(out, "DESCRIPTION");
    append_string(out, "PlanetTracker computes where the Sun, the Moon, the planets and Pluto are, "
                       "from an ephemeris inside the program. It answers on the command line, and "
                       "as a server with a web page and an HTTP API.");
    base_buf_append_string(out, "\n");
    append_section(out, "COMMANDS");
    for (int i = 0; i < table->command_count; i++) {
        base_buf_append_string(out, ".TP\n.BR planettracker\\-");
        append_literal(out, table->commands[i].name);
        base_buf_append_string(out, " (1)\n");
        append_string(out, table->commands[i].summary);
        base_buf_append_string(out, "\n");
    }
    append_section(out, "OPTIONS");
    cmd_help_rows_append(out, table, table->command_count, CMD_HELP_ROWS_OPTIONS, &WRITER);
    base_buf_append_string(out, ".PP\n");
    append_string(out, "Every command accepts `--name value`, `--name=value`, `-x value` and "
                       "`-xvalue`. No word after `--` is an option.");
    base_buf_append_string(out, "\n");
    cmd_help_rows_append(out, table, table->command_count, CMD_HELP_ROWS_VARIABLES, &WRITER);
    append_section(out, "EXIT STATUS");
    append_string(out, "0 for success, 1 for failure or the answer no, 2 for a wrong command line, "
                       "3 for data files, 4 for an instant outside the ephemeris, 5 for the "
                       "network.");
    base_buf_append_string(out, "\n");
    append_section(out, "EXAMPLES");
    append_examples(out, CMD_HELP_ROWS_EXAMPLES);
    append_section(out, "SEE ALSO");
    base_buf_append_string(out, ".BR planettracker\\-data (5)\n");
}

void cmd_manual_append(struct base_buf *out, const struct cmd_table *table, int command,
                       const struct cmd_manual_edition *edition)
{
    assert(command >= 0 && command <= table->command_count);
    if (command == table->command_count)
        append_program(out, table, edition);
    else
        append_command(out, table, command, edition);
}
