/* cmd/table and what is made of it: every command and option stands in help, manual pages and
 * completion scripts, also those that a later version adds. */
#include "cmd/table.h"

#include "almanac/events_merge.h"
#include "check.h"
#include "cmd/completion.h"
#include "cmd/help_text.h"
#include "cmd/manual.h"

#include <stdio.h>
#include <string.h>

#define TEXT_MAX_BYTES (1u << 20)
#define ROOM           256

/* This program's table with a command and options that no version has. */
static struct cmd_table_command commands[CMD_TABLE_COMMAND_COUNT + 1];
static struct cmd_table_option options[ROOM];
static struct cmd_table longer;

static int add_rows(void **state)
{
    (void)state;
    longer = *cmd_table();
    memcpy(commands, longer.commands, sizeof *commands * CMD_TABLE_COMMAND_COUNT);
    commands[CMD_TABLE_COMMAND_COUNT] = (struct cmd_table_command){
        .name = "newborn",
        .summary = "what a later version does",
        .examples = "planettracker newborn\n",
        .about = "It does more.",
        .words = {{.value = {.name = "CRADLE", .kind = CMD_TABLE_CHOICE, .choices = "oak,elm"},
                   .help = "where"}},
        .exits = {"success", NULL, NULL, NULL, NULL, NULL},
        .see = "now",
    };
    assert_true(longer.option_count + 2 < ROOM);
    memcpy(options, longer.options, sizeof *options * (size_t)longer.option_count);
    const uint32_t both = UINT32_C(1) << CMD_TABLE_COMMAND_COUNT | CMD_TABLE_BIT(NOW);
    options[longer.option_count++] = (struct cmd_table_option){
        .flag = CMD_TABLE_FLAG_COUNT,
        .name = "new-colour",
        .letter = 'N',
        .value = {.name = "HUE", .kind = CMD_TABLE_CHOICE, .choices = "teal,mauve"},
        .group = CMD_TABLE_GROUP_OUTPUT,
        .commands = both,
        .help = "the colour of what is new",
    };
    options[longer.option_count++] = (struct cmd_table_option){
        .flag = CMD_TABLE_FLAG_COUNT,
        .name = "new-switch",
        .group = CMD_TABLE_GROUP_OUTPUT,
        .commands = both,
        .help = "turn what is new on",
    };
    longer.commands = commands;
    longer.command_count++;
    longer.options = options;
    return 0;
}

/* ---- texts ---- */

typedef void writer(struct base_buf *out, const struct cmd_table *table);

static char *text_of(struct base_buf *out)
{
    base_buf_append(out, "", 1);
    assert_false(out->has_overflowed);
    return out->bytes;
}

static const char *help_of(struct base_buf *out, const struct cmd_table *table, int command)
{
    base_buf_clear(out);
    cmd_help_text_append(out, table, command);
    return text_of(out);
}

static const char *page_of(struct base_buf *out, const struct cmd_table *table, int command)
{
    static const struct cmd_manual_edition edition = {"1.2.3", "2026-11-30"};
    base_buf_clear(out);
    cmd_manual_append(out, table, command, &edition);
    return text_of(out);
}

static const char *script_of(struct base_buf *out, const struct cmd_table *table, writer *write)
{
    base_buf_clear(out);
    write(out, table);
    return text_of(out);
}

static void check_has(const char *text, const char *part, const char *what)
{
    if (strstr(text, part) != NULL) return;
    fail_msg("%s has no %s", what, part);
}

/* "\fB\-\-eye\-height\fR" */
static void append_roff_name(char name[ROOM], const char *long_name)
{
    int used = snprintf(name, ROOM, "\\fB\\-\\-");
    for (; *long_name != '\0'; long_name++)
        used += snprintf(name + used, ROOM - (size_t)used, "%s%c", *long_name == '-' ? "\\" : "",
                         *long_name);
    snprintf(name + used, ROOM - (size_t)used, "\\fR");
}

static void check_option(const struct cmd_table *table, int command,
                         const struct cmd_table_option *option, struct base_buf *out)
{
    char part[ROOM], name[ROOM];
    const char *const what =
        command < table->command_count ? table->commands[command].name : "planettracker";
    snprintf(part, sizeof part, "--%s%s%s", option->name, option->value.name != NULL ? " " : "",
             option->value.name != NULL ? option->value.name : "");
    check_has(help_of(out, table, command), part, what);
    append_roff_name(name, option->name);
    check_has(page_of(out, table, command), name, what);
}

/* The part of a script that is about one command. */
static struct base_text part_of(const char *script, const char *begin, const char *end)
{
    const char *from = strstr(script, begin);
    if (from == NULL) fail_msg("the script has no %s", begin);
    const char *to = strstr(from, end);
    assert_non_null(to);
    return (struct base_text){from, (size_t)(to - from)};
}

static void check_script_option(struct base_text part, const char *form, const char *name)
{
    char text[ROOM];
    snprintf(text, sizeof text, form, name);
    if (memmem(part.at, part.length, text, strlen(text)) == NULL)
        fail_msg("there is no %s in %.60s", text, part.at);
}

static void check_everything(const struct cmd_table *table)
{
    struct base_buf out, bash, zsh, fish;
    base_buf_init(&out, TEXT_MAX_BYTES);
    base_buf_init(&bash, TEXT_MAX_BYTES);
    base_buf_init(&zsh, TEXT_MAX_BYTES);
    base_buf_init(&fish, TEXT_MAX_BYTES);
    script_of(&bash, table, cmd_completion_append_bash);
    script_of(&zsh, table, cmd_completion_append_zsh);
    script_of(&fish, table, cmd_completion_append_fish);
    for (int i = 0; i < table->command_count; i++) {
        char label[ROOM], line[ROOM];
        const char *name = table->commands[i].name;
        snprintf(label, sizeof label, "\n    %s)\n", name);
        const struct base_text in_bash = part_of(bash.bytes, label, ";;\n    ");
        const struct base_text in_zsh = part_of(zsh.bytes, label, ";;\n");
        check_has(help_of(&out, table, table->command_count), name, "help");
        for (int k = 0; k < table->option_count; k++) {
            const struct cmd_table_option *option = &table->options[k];
            if ((option->commands & cmd_table_bit(table, i)) == 0) continue;
            check_option(table, i, option, &out);
            check_script_option(in_bash, "--%s ", option->name);
            check_script_option(in_zsh, option->value.name != NULL ? "--%s=[" : "--%s[",
                                option->name);
            const char letter[] = {' ', '-', 's', ' ', option->letter, '\0'};
            snprintf(line, sizeof line, "-n '__planettracker_in %s'%s -l %s ", name,
                     option->letter != '\0' ? letter : "", option->name);
            check_has(fish.bytes, line, "fish");
        }
    }
    base_buf_fini(&out);
    base_buf_fini(&bash);
    base_buf_fini(&zsh);
    base_buf_fini(&fish);
}

static void test_table_rows_are_in_help_manual_and_completions(void **state)
{
    (void)state;
    check_everything(cmd_table());
}

static void test_table_rows_that_are_added_appear_everywhere(void **state)
{
    (void)state;
    check_everything(&longer);
    struct base_buf out;
    base_buf_init(&out, TEXT_MAX_BYTES);
    check_has(help_of(&out, &longer, longer.command_count), "newborn     what a later", "help");
    const char *help = help_of(&out, &longer, CMD_TABLE_NOW);
    check_has(help, "-N, --new-colour HUE", "help now");
    check_has(help_of(&out, &longer, CMD_TABLE_COMMAND_COUNT),
              "Usage: planettracker newborn [OPTION]... CRADLE\n", "help newborn");
    check_has(page_of(&out, &longer, longer.command_count), "planettracker\\-newborn (1)", "page");
    writer *const writers[] = {cmd_completion_append_bash, cmd_completion_append_zsh,
                               cmd_completion_append_fish};
    for (int i = 0; i < 3; i++) {
        const char *script = script_of(&out, &longer, writers[i]);
        check_has(script, "teal mauve", "script");
        check_has(script, "oak elm", "script");
        assert_null(strstr(script_of(&out, cmd_table(), writers[i]), "newborn"));
    }
    base_buf_fini(&out);
}

/* ---- the rows themselves ---- */

static void test_table_commands_have_rows(void **state)
{
    (void)state;
    for (int i = 0; i < CMD_TABLE_COMMAND_COUNT; i++) {
        const struct cmd_table_command *row = &cmd_table()->commands[i];
        if (row->name == NULL) fail_msg("command %d of CMD_TABLE_COMMANDS has no row", i);
        assert_true(row->summary != NULL && row->about != NULL && row->see != NULL);
        assert_true(row->exits[0] != NULL && row->exits[2] != NULL);
        /* Help begins with an example. */
        char begin[ROOM];
        snprintf(begin, sizeof begin, "planettracker %s", row->name);
        assert_int_equal(strncmp(row->examples, begin, strlen(begin)), 0);
    }
}

static void test_table_flags_have_rows(void **state)
{
    (void)state;
    for (enum cmd_table_flag flag = 0; flag < CMD_TABLE_FLAG_COUNT; flag++) {
        int rows = 0;
        for (int i = 0; i < cmd_table()->option_count; i++)
            rows += cmd_table()->options[i].flag == flag;
        if (rows == 0) fail_msg("flag %d has no row", (int)flag);
    }
}

static void test_table_options_of_a_command_have_names_of_their_own(void **state)
{
    (void)state;
    const struct cmd_table *table = cmd_table();
    for (int i = 0; i < table->option_count; i++)
        for (int k = 0; k < i; k++) {
            const struct cmd_table_option *a = &table->options[i], *b = &table->options[k];
            if ((a->commands & b->commands) == 0) continue;
            assert_string_not_equal(a->name, b->name);
            assert_true(a->letter == '\0' || a->letter != b->letter);
            assert_int_not_equal(a->flag, b->flag);
        }
}

static void test_table_options_say_what_they_are(void **state)
{
    (void)state;
    const struct cmd_table *table = cmd_table();
    for (int i = 0; i < table->option_count; i++) {
        const struct cmd_table_option *option = &table->options[i];
        const struct cmd_table_value *value = &option->value;
        assert_int_not_equal(option->commands, 0);
        assert_true(strlen(cmd_table_expected(value)) > 0);
        assert_true(option->help != NULL || value->kind == CMD_TABLE_PARAMETER ||
                    value->expected != NULL);
        const bool is_switch = value->kind == CMD_TABLE_SWITCH || value->kind == CMD_TABLE_FORMAT;
        assert_int_equal(cmd_table_has_value(option), !is_switch);
        if (value->kind == CMD_TABLE_NUMBER || value->kind == CMD_TABLE_WHOLE)
            assert_true(value->least < value->most && value->expected != NULL);
        if (value->kind == CMD_TABLE_CHOICE) assert_non_null(strchr(value->choices, ','));
    }
}

/* Whether one of the names with commas between is this one. */
static bool has_name(const char *names, struct base_text name)
{
    for (struct base_text rest = base_text_of(names); rest.length > 0;)
        if (base_text_equals(base_text_cut(&rest, ','), name)) return true;
    return false;
}

static void test_table_actions_are_choices_of_the_first_word(void **state)
{
    (void)state;
    const struct cmd_table *table = cmd_table();
    for (int i = 0; i < table->option_count; i++) {
        if (table->options[i].actions == NULL) continue;
        for (int command = 0; command < table->command_count; command++) {
            if ((table->options[i].commands & cmd_table_bit(table, command)) == 0) continue;
            const struct cmd_table_word *word = &table->commands[command].words[0];
            assert_int_equal(word->value.kind, CMD_TABLE_CHOICE);
            assert_false(word->is_optional);
            for (struct base_text rest = base_text_of(table->options[i].actions); rest.length > 0;)
                assert_true(has_name(word->value.choices, base_text_cut(&rest, ',')));
        }
    }
}

static void test_table_variables_of_options_are_listed_for_their_commands(void **state)
{
    (void)state;
    const struct cmd_table *table = cmd_table();
    for (int i = 0; i < table->option_count; i++) {
        const struct cmd_table_option *option = &table->options[i];
        uint32_t listed = 0;
        if (option->environment == NULL) continue;
        for (int k = 0; k < table->variable_count; k++)
            if (strcmp(table->variables[k].name, option->environment) == 0)
                listed = table->variables[k].commands;
        assert_int_equal(option->commands & ~listed, 0);
    }
}

/* Text is what commands print unless an option says otherwise; charts and streams have
 * one format. */
static void test_table_has_an_option_for_every_format(void **state)
{
    (void)state;
    const struct cmd_table *table = cmd_table();
    for (enum almanac_params_format format = 0; format < ALMANAC_PARAMS_FORMATS; format++) {
        int offered = format == ALMANAC_PARAMS_TEXT || format == ALMANAC_PARAMS_SVG ||
                      format == ALMANAC_PARAMS_EVENT_STREAM;
        for (int i = 0; i < table->option_count; i++)
            offered += table->options[i].value.kind == CMD_TABLE_FORMAT &&
                       table->options[i].format == format;
        if (offered == 0) fail_msg("no option for %s", format_media_row(format)->name.at);
    }
}

static void test_table_related_commands_exist(void **state)
{
    (void)state;
    const struct cmd_table *table = cmd_table();
    for (int i = 0; i < table->command_count; i++)
        for (struct base_text rest = base_text_of(table->commands[i].see); rest.length > 0;)
            assert_true(cmd_table_command_named(table, base_text_cut(&rest, ',')) <
                        table->command_count);
}

static void test_table_types_of_events_that_are_suggested_exist(void **state)
{
    (void)state;
    const struct cmd_table_option *option =
        cmd_table_option_of(cmd_table(), CMD_TABLE_EVENTS, CMD_TABLE_TYPES);
    for (struct base_text rest = base_text_of(option->value.choices); rest.length > 0;) {
        const struct base_text name = base_text_cut(&rest, ',');
        char text[ROOM];
        struct almanac_events_merge_query query = {0};
        snprintf(text, sizeof text, "%.*s%s", (int)name.length, name.at,
                 name.at[name.length - 1] == ':' ? "20" : "");
        if (strcmp(text, "day") == 0) continue; /* a document of its own */
        assert_int_equal(almanac_events_merge_type(base_text_of(text), &query), BASE_ERR_OK);
    }
    /* And each type that is expected is suggested, except single kinds. */
    struct base_text rest = BASE_TEXT(ALMANAC_EVENTS_MERGE_EXPECTED);
    for (struct base_text name; (name = base_text_trimmed(base_text_cut(&rest, ','))).length > 0;) {
        char text[ROOM];
        if (memchr(name.at, ' ', name.length) != NULL) break; /* "or a kind such as" */
        struct base_text kept = name;
        snprintf(text, sizeof text, "%.*s", (int)base_text_cut(&kept, ':').length, name.at);
        assert_non_null(strstr(option->value.choices, text));
    }
}

static void test_help_lines_are_at_most_80_columns_wide(void **state)
{
    (void)state;
    struct base_buf out;
    base_buf_init(&out, TEXT_MAX_BYTES);
    for (int i = 0; i <= cmd_table()->command_count; i++) {
        struct base_text rest = base_text_of(help_of(&out, cmd_table(), i));
        while (rest.length > 0)
            assert_true(base_text_cut(&rest, '\n').length <= CMD_HELP_TEXT_WIDTH);
    }
    base_buf_fini(&out);
}

static void test_manual_texts_hold_no_request_of_roff(void **state)
{
    (void)state;
    static const struct {
        const char *text, *roff;
    } cases[] = {
        {".bsp files", "\\&.bsp files"},
        {"'a' \\ b", "\\(aqa\\(aq \\e b"},
        {"-x, --long and a-b", "\\-x, \\-\\-long and a-b"},
        {"`data update`", "\\fBdata update\\fR"},
        {"~/x^2", "\\(ti/x\\(ha2"},
    };
    char bytes[ROOM];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct base_buf out = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
        cmd_manual_append_text(&out, base_text_of(cases[i].text));
        assert_string_equal(text_of(&out), cases[i].roff);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_rows_are_in_help_manual_and_completions),
        cmocka_unit_test_setup(test_table_rows_that_are_added_appear_everywhere, add_rows),
        cmocka_unit_test(test_table_commands_have_rows),
        cmocka_unit_test(test_table_flags_have_rows),
        cmocka_unit_test(test_table_options_of_a_command_have_names_of_their_own),
        cmocka_unit_test(test_table_options_say_what_they_are),
        cmocka_unit_test(test_table_actions_are_choices_of_the_first_word),
        cmocka_unit_test(test_table_variables_of_options_are_listed_for_their_commands),
        cmocka_unit_test(test_table_has_an_option_for_every_format),
        cmocka_unit_test(test_table_related_commands_exist),
        cmocka_unit_test(test_table_types_of_events_that_are_suggested_exist),
        cmocka_unit_test(test_help_lines_are_at_most_80_columns_wide),
        cmocka_unit_test(test_manual_texts_hold_no_request_of_roff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
