/* Writes completion scripts. The parts that do not depend on the table are constant texts; the rest
 * is one line for each option of each command. */
#include "cmd/completion.h"

#include "base/buf.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

/* The names of time zones, in each of the shells. */
#define ZONES "awk '!/^#/ { print $3 }' \"${TZDIR:-/usr/share/zoneinfo}/zone.tab\" 2>/dev/null"

static bool is_of(const struct cmd_table *table, int command, const struct cmd_table_option *option)
{
    return (option->commands & cmd_table_bit(table, command)) != 0;
}

/* A few words about an option. */
static const char *description_of(const struct cmd_table_option *option)
{
    return option->help != NULL ? option->help : cmd_table_expected(&option->value);
}

/* ---- bash ---------------------------------------------------------------------------------- */

static const char BASH_BEGIN[] =
    "# Completion for planettracker in bash, made by `planettracker completions bash`.\n"
    "\n"
    "_planettracker_choose()\n"
    "{\n"
    "    mapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$cur\")\n"
    "}\n"
    "\n"
    "# Names with commas between.\n"
    "_planettracker_list()\n"
    "{\n"
    "    local before=\n"
    "    [[ $cur == *,* ]] && before=${cur%,*},\n"
    "    mapfile -t COMPREPLY < <(compgen -P \"$before\" -W \"$1\" -- \"${cur##*,}\")\n"
    "    compopt -o nospace\n"
    "}\n"
    "\n"
    "_planettracker_files()\n"
    "{\n"
    "    compopt -o filenames\n"
    "    mapfile -t COMPREPLY < <(compgen \"$1\" -- \"$cur\")\n"
    "}\n"
    "\n"
    "_planettracker_zones()\n"
    "{\n"
    "    _planettracker_choose \"UTC $(" ZONES ")\"\n"
    "}\n"
    "\n"
    "# How many words before the cursor are neither options nor their values ($1).\n"
    "_planettracker_count()\n"
    "{\n"
    "    local i word\n"
    "    count=0\n"
    "    for ((i = 2; i < COMP_CWORD; i++)); do\n"
    "        word=${COMP_WORDS[i]}\n"
    "        if [[ $word == '=' ]]; then\n"
    "            ((i++))\n"
    "        elif [[ $word == -* ]]; then\n"
    "            [[ $1 == *\" $word \"* && ${COMP_WORDS[i + 1]} != '=' ]] && ((i++))\n"
    "        else\n"
    "            ((count++))\n"
    "        fi\n"
    "    done\n"
    "}\n"
    "\n"
    "_planettracker()\n"
    "{\n"
    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
    "    local command=${COMP_WORDS[1]} count options valued\n"
    "    COMPREPLY=()\n"
    "    # bash cuts --name=value into three words.\n"
    "    if [[ $cur == '=' ]]; then\n"
    "        cur=\n"
    "    elif [[ $prev == '=' ]]; then\n"
    "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
    "    fi\n"
    "    if ((COMP_CWORD == 1)); then\n";

static const char BASH_END[] = "    if [[ $valued == *\" $prev \"* ]]; then\n"
                               "        return\n"
                               "    elif [[ $cur == -* || ${#COMPREPLY[@]} == 0 ]]; then\n"
                               "        _planettracker_choose \"$options\"\n"
                               "    fi\n"
                               "}\n"
                               "\n"
                               "complete -F _planettracker planettracker\n";

/* "-n --requests " of each option, or of those with a value alone. */
static void append_bash_names(struct base_buf *out, const struct cmd_table *table, int command,
                              bool (*is_wanted)(const struct cmd_table_option *option))
{
    for (int i = 0; i < table->option_count; i++) {
        const struct cmd_table_option *option = &table->options[i];
        if (!is_of(table, command, option) || (is_wanted != NULL && !is_wanted(option))) continue;
        if (option->letter != '\0') base_buf_append_format(out, "-%c ", option->letter);
        base_buf_append_format(out, "--%s ", option->name);
    }
}

/* The call that completes a value; nothing when it cannot be suggested. */
static void append_bash_call(struct base_buf *out, const struct cmd_table *table,
                             const struct cmd_table_value *value)
{
    switch (cmd_table_suggest(value)) {
    case CMD_TABLE_NOTHING:
        return;
    case CMD_TABLE_ONE:
        base_buf_append_string(out, "_planettracker_choose \"");
        break;
    case CMD_TABLE_LIST:
        base_buf_append_string(out, "_planettracker_list \"");
        break;
    case CMD_TABLE_FILES:
        base_buf_append_string(out, "_planettracker_files -f");
        return;
    case CMD_TABLE_FOLDERS:
        base_buf_append_string(out, "_planettracker_files -d");
        return;
    case CMD_TABLE_ZONES:
        base_buf_append_string(out, "_planettracker_zones");
        return;
    }
    cmd_table_append_choices(out, table, value, " ");
    base_buf_append_string(out, "\"");
}

static void append_bash_values(struct base_buf *out, const struct cmd_table *table, int command)
{
    base_buf_append_string(out, "        case $prev in\n");
    for (int i = 0; i < table->option_count; i++) {
        const struct cmd_table_option *option = &table->options[i];
        if (!is_of(table, command, option) || !cmd_table_has_value(option) ||
            cmd_table_suggest(&option->value) == CMD_TABLE_NOTHING)
            continue;
        base_buf_append_string(out, "        ");
        if (option->letter != '\0') base_buf_append_format(out, "-%c | ", option->letter);
        base_buf_append_format(out, "--%s) ", option->name);
        append_bash_call(out, table, &option->value);
        base_buf_append_string(out, "; return ;;\n");
    }
    base_buf_append_string(out, "        esac\n");
}

static void append_bash_words(struct base_buf *out, const struct cmd_table *table, int command)
{
    assert(command < table->command_count); /* the program itself has no words */
    const struct cmd_table_word *words = table->commands[command].words;
    for (int i = 0; i < CMD_TABLE_WORDS_MAX && words[i].value.name != NULL; i++) {
        if (cmd_table_suggest(&words[i].value) == CMD_TABLE_NOTHING) continue;
        base_buf_append_format(
            out, "        [[ $cur != -* && $valued != *\" $prev \"* && $count == %d ]] && ", i);
        append_bash_call(out, table, &words[i].value);
        base_buf_append_string(out, "\n");
    }
}

void cmd_completion_append_bash(struct base_buf *out, const struct cmd_table *table)
{
    base_buf_append_string(out, BASH_BEGIN);
    base_buf_append_string(out, "        _planettracker_choose \"");
    for (int i = 0; i < table->command_count; i++)
        base_buf_append_format(out, "%s ", table->commands[i].name);
    append_bash_names(out, table, table->command_count, NULL);
    base_buf_append_string(out, "\"\n        return\n    fi\n    case $command in\n");
    for (int i = 0; i < table->command_count; i++) {
        base_buf_append_format(out, "    %s)\n        options=\"", table->commands[i].name);
        append_bash_names(out, table, i, NULL);
        base_buf_append_string(out, "\"\n        valued=\" ");
        append_bash_names(out, table, i, cmd_table_has_value);
        base_buf_append_string(out, "\"\n        _planettracker_count \"$valued\"\n");
        append_bash_values(out, table, i);
        append_bash_words(out, table, i);
        base_buf_append_string(out, "        ;;\n");
    }
    base_buf_append_string(out, "    *) return ;;\n    esac\n");
    base_buf_append_string(out, BASH_END);
}

/* ---- zsh ----------------------------------------------------------------------------------- */

static const char ZSH_BEGIN[] =
    "#compdef planettracker\n"
    "# Completion for planettracker in zsh, made by `planettracker completions zsh`.\n"
    "\n"
    "_planettracker_zones()\n"
    "{\n"
    "    local -a zones\n"
    "    zones=(UTC ${(f)\"$(" ZONES ")\"})\n"
    "    compadd \"$@\" -a zones\n"
    "}\n"
    "\n"
    "# Words of a list, which _sequence gives after \"-\"; no comma follows those that end with a "
    "colon.\n"
    "_planettracker_list()\n"
    "{\n"
    "    local -i at=${argv[(I)-]}\n"
    "    compadd -S '' -F dedup - ${(M)argv[at + 1, -1]:#*:}\n"
    "    compadd \"${(@)argv[1, at]}\" ${argv[at + 1, -1]:#*:}\n"
    "}\n"
    "\n"
    "_planettracker_commands()\n"
    "{\n"
    "    local -a commands\n"
    "    commands=(\n";

static const char ZSH_MIDDLE[] = "    )\n"
                                 "    _describe -t commands command commands\n"
                                 "}\n"
                                 "\n"
                                 "_planettracker()\n"
                                 "{\n"
                                 "    local curcontext=$curcontext state line\n"
                                 "    typeset -A opt_args\n"
                                 "    _arguments -C \\\n";

static const char ZSH_END[] = "    esac\n"
                              "}\n"
                              "\n"
                              "if [[ $funcstack[1] == _planettracker ]]; then\n"
                              "    _planettracker \"$@\"\n"
                              "else\n"
                              "    compdef _planettracker planettracker\n"
                              "fi\n";

/* Appends a text for within single quotes; what is special to zsh's _arguments goes behind a
 * backslash. */
static void append_zsh_text(struct base_buf *out, const char *text, const char *special)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            base_buf_append_string(out, "'\\'");
        else if (strchr(special, *text) != NULL)
            base_buf_append_string(out, "\\");
        base_buf_append(out, text, 1);
    }
}

static void append_zsh_list(struct base_buf *out, const struct cmd_table *table,
                            const struct cmd_table_value *value)
{
    char bytes[1024];
    struct base_buf words = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    cmd_table_append_choices(&words, table, value, " ");
    base_buf_append(&words, "", 1);
    assert(!words.has_overflowed);
    base_buf_append_string(out, " _sequence _planettracker_list - ");
    append_zsh_text(out, bytes, ":");
}

/* ":NAME:action" */
static void append_zsh_value(struct base_buf *out, const struct cmd_table *table,
                             const struct cmd_table_value *value)
{
    base_buf_append_string(out, ":");
    append_zsh_text(out, value->name, ":");
    base_buf_append_string(out, ":");
    switch (cmd_table_suggest(value)) {
    case CMD_TABLE_NOTHING:
        /* A message would keep what else fits from being inserted. */
        base_buf_append_string(out, "()");
        break;
    case CMD_TABLE_ONE:
        base_buf_append_string(out, "(");
        cmd_table_append_choices(out, table, value, " ");
        base_buf_append_string(out, ")");
        break;
    case CMD_TABLE_LIST:
        append_zsh_list(out, table, value);
        break;
    case CMD_TABLE_FILES:
        base_buf_append_string(out, "_files");
        break;
    case CMD_TABLE_FOLDERS:
        base_buf_append_string(out, "_files -/");
        break;
    case CMD_TABLE_ZONES:
        base_buf_append_string(out, "_planettracker_zones");
        break;
    }
}

/* "'(-n --requests)--requests=[words]:N:()'", for one of an option's two names. */
static void append_zsh_option(struct base_buf *out, const struct cmd_table *table,
                              const struct cmd_table_option *option, const char *name)
{
    assert(name[0] == '-' && name[1] != '\0');
    const bool is_long = name[1] == '-';
    base_buf_append_string(out, "            '");
    if (option->repeat == CMD_TABLE_EACH)
        base_buf_append_string(out, "*");
    else if (option->flag == CMD_TABLE_SHOW_HELP)
        base_buf_append_string(out, "(- *)");
    else if (option->letter != '\0')
        base_buf_append_format(out, "(-%c --%s)", option->letter, option->name);
    base_buf_append_string(out, name);
    if (cmd_table_has_value(option)) base_buf_append_string(out, is_long ? "=" : "+");
    base_buf_append_string(out, "[");
    append_zsh_text(out, description_of(option), "[]\\");
    base_buf_append_string(out, "]");
    if (cmd_table_has_value(option)) append_zsh_value(out, table, &option->value);
    base_buf_append_string(out, "' \\\n");
}

static void append_zsh_options(struct base_buf *out, const struct cmd_table *table, int command)
{
    for (int i = 0; i < table->option_count; i++) {
        const struct cmd_table_option *option = &table->options[i];
        char bytes[64];
        struct base_buf name = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
        if (!is_of(table, command, option)) continue;
        if (option->letter != '\0') {
            const char letter[] = {'-', option->letter, '\0'};
            append_zsh_option(out, table, option, letter);
        }
        base_buf_append_format(&name, "--%s%c", option->name, '\0');
        assert(!name.has_overflowed);
        append_zsh_option(out, table, option, bytes);
    }
}

static void append_zsh_words(struct base_buf *out, const struct cmd_table *table, int command)
{
    assert(command < table->command_count);
    const struct cmd_table_word *words = table->commands[command].words;
    int i = 0;
    for (; i < CMD_TABLE_WORDS_MAX && words[i].value.name != NULL; i++) {
        base_buf_append_string(out, "            '");
        if (words[i].is_repeated)
            base_buf_append_string(out, "*");
        else
            base_buf_append_format(out, "%d%s", i + 1, words[i].is_optional ? ":" : "");
        append_zsh_value(out, table, &words[i].value);
        base_buf_append_string(out, "' \\\n");
    }
}

void cmd_completion_append_zsh(struct base_buf *out, const struct cmd_table *table)
{
    base_buf_append_string(out, ZSH_BEGIN);
    for (int i = 0; i < table->command_count; i++) {
        base_buf_append_format(out, "        '%s:", table->commands[i].name);
        append_zsh_text(out, table->commands[i].summary, "");
        base_buf_append_string(out, "'\n");
    }
    base_buf_append_string(out, ZSH_MIDDLE);
    append_zsh_options(out, table, table->command_count);
    base_buf_append_string(out, "            '1:command:_planettracker_commands' \\\n"
                                "            '*::argument:->argument' && return\n"
                                "    case $words[1] in\n");
    for (int i = 0; i < table->command_count; i++) {
        base_buf_append_format(out, "    %s)\n        _arguments -s -S : \\\n",
                               table->commands[i].name);
        append_zsh_options(out, table, i);
        append_zsh_words(out, table, i);
        base_buf_append_string(out, "            && return\n        ;;\n");
    }
    base_buf_append_string(out, ZSH_END);
}

/* ---- fish ---------------------------------------------------------------------------------- */

static const char FISH_BEGIN[] =
    "# Completion for planettracker in fish, made by `planettracker completions fish`.\n"
    "\n"
    "# Whether no command has been typed yet.\n"
    "function __planettracker_first\n"
    "    test (count (commandline -opc)) -eq 1\n"
    "end\n"
    "\n"
    "# Whether the command is $argv[1].\n"
    "function __planettracker_in\n"
    "    set -l tokens (commandline -opc)\n"
    "    test (count $tokens) -ge 2; and test \"$tokens[2]\" = $argv[1]\n"
    "end\n"
    "\n"
    "# Whether the cursor is on the word $argv[2] of the command $argv[1]; the others are the\n"
    "# options that a value follows.\n"
    "function __planettracker_word\n"
    "    __planettracker_in $argv[1]; or return 1\n"
    "    set -l tokens (commandline -opc)\n"
    "    set -e tokens[1..2]\n"
    "    set -l count 0\n"
    "    set -l is_value 0\n"
    "    for token in $tokens\n"
    "        if test $is_value -eq 1\n"
    "            set is_value 0\n"
    "        else if contains -- $token $argv\n"
    "            set is_value 1\n"
    "        else if not string match -q -- '-*' $token\n"
    "            set count (math $count + 1)\n"
    "        end\n"
    "    end\n"
    "    test $is_value -eq 0; and test $count -eq $argv[2]\n"
    "end\n"
    "\n"
    "# Names with commas between.\n"
    "function __planettracker_list\n"
    "    set -l typed (string replace -r -- '^--[a-z0-9-]+=' '' (commandline -ct))\n"
    "    set -l before (string match -r -- '^.*,' $typed)\n"
    "    for name in $argv\n"
    "        echo \"$before$name\"\n"
    "    end\n"
    "end\n"
    "\n"
    "function __planettracker_zones\n"
    "    set -l folder /usr/share/zoneinfo\n"
    "    set -q TZDIR; and set folder $TZDIR\n"
    "    echo UTC\n"
    "    awk '!/^#/ { print $3 }' $folder/zone.tab 2>/dev/null\n"
    "end\n"
    "\n"
    "complete -c planettracker -f\n";

static void append_fish_text(struct base_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'' || *text == '\\') base_buf_append_string(out, "\\");
        base_buf_append(out, text, 1);
    }
}

/* " -a 'dark light red'", or nothing. */
static void append_fish_choices(struct base_buf *out, const struct cmd_table *table,
                                const struct cmd_table_value *value)
{
    switch (cmd_table_suggest(value)) {
    case CMD_TABLE_NOTHING:
    case CMD_TABLE_FILES:
        return;
    case CMD_TABLE_ONE:
        base_buf_append_string(out, " -a '");
        cmd_table_append_choices(out, table, value, " ");
        base_buf_append_string(out, "'");
        return;
    case CMD_TABLE_LIST:
        base_buf_append_string(out, " -a '(__planettracker_list ");
        cmd_table_append_choices(out, table, value, " ");
        base_buf_append_string(out, ")'");
        return;
    case CMD_TABLE_FOLDERS:
        base_buf_append_string(out, " -a '(__fish_complete_directories)'");
        return;
    case CMD_TABLE_ZONES:
        base_buf_append_string(out, " -a '(__planettracker_zones)'");
        return;
    }
}

static void append_fish_option(struct base_buf *out, const struct cmd_table *table,
                               const struct cmd_table_option *option)
{
    if (option->letter != '\0') base_buf_append_format(out, " -s %c", option->letter);
    base_buf_append_format(out, " -l %s", option->name);
    if (cmd_table_has_value(option)) {
        const bool is_file = cmd_table_suggest(&option->value) == CMD_TABLE_FILES;
        base_buf_append_string(out, is_file ? " -r -F" : " -x");
        append_fish_choices(out, table, &option->value);
    }
    base_buf_append_string(out, " -d '");
    append_fish_text(out, description_of(option));
    base_buf_append_string(out, "'\n");
}

static void append_fish_words(struct base_buf *out, const struct cmd_table *table, int command)
{
    const struct cmd_table_command *row = &table->commands[command];
    for (int i = 0; i < CMD_TABLE_WORDS_MAX && row->words[i].value.name != NULL; i++) {
        if (cmd_table_suggest(&row->words[i].value) == CMD_TABLE_NOTHING) continue;
        base_buf_append_format(out, "complete -c planettracker -n '__planettracker_word %s %d ",
                               row->name, i);
        append_bash_names(out, table, command, cmd_table_has_value);
        base_buf_append_string(out, "'");
        append_fish_choices(out, table, &row->words[i].value);
        base_buf_append_string(out, "\n");
    }
}

void cmd_completion_append_fish(struct base_buf *out, const struct cmd_table *table)
{
    base_buf_append_string(out, FISH_BEGIN);
    for (int i = 0; i < table->command_count; i++) {
        base_buf_append_format(out, "complete -c planettracker -n __planettracker_first -a %s -d '",
                               table->commands[i].name);
        append_fish_text(out, table->commands[i].summary);
        base_buf_append_string(out, "'\n");
    }
    for (int command = 0; command <= table->command_count; command++) {
        for (int i = 0; i < table->option_count; i++) {
            if (!is_of(table, command, &table->options[i])) continue;
            base_buf_append_string(out, "complete -c planettracker -n ");
            if (command == table->command_count)
                base_buf_append_string(out, "__planettracker_first");
            else
                base_buf_append_format(out, "'__planettracker_in %s'",
                                       table->commands[command].name);
            append_fish_option(out, table, &table->options[i]);
        }
        if (command < table->command_count) append_fish_words(out, table, command);
    }
}
