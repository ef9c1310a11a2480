/* The one reader of command lines. Words are matched against the rows of the table and nothing
 * else; what a value means is for the command to say. */
#include "cmd/options.h"

#include "almanac/params.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/num.h"
#include "base/spelling.h"
#include "base/text.h"
#include "cmd/help_text.h"
#include "sky/body.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 64 /* of an option with its dashes */
#define NAMES_MAX      64 /* options of one command, choices of one option */
#define CHOICES_BYTES  2048

static const struct cmd_table_command *command_of(const struct cmd_options *options)
{
    assert(options->command >= 0 && options->command < options->table->command_count);
    return &options->table->commands[options->command];
}

const char *cmd_options_command(const struct cmd_options *options)
{
    return command_of(options)->name;
}

/* ---- messages ---- */

/* Prints a problem after the name that its sentence lacks; an empty one is left out. */
static void print_sentence(const struct cmd_options *options, struct base_text name,
                           const struct almanac_problem *problem)
{
    char text[1024];
    struct base_buf sentence = {.bytes = text, .room = sizeof text, .max = sizeof text};
    base_buf_append_text(&sentence, name);
    if (name.length > 0) base_buf_append_string(&sentence, ": ");
    almanac_problem_append_sentence(&sentence, problem);
    fprintf(stderr, "planettracker %s: %.*s\n", cmd_options_command(options), (int)sentence.used,
            text);
}

/* Prints a problem whose parameter is already named as the command line names it. */
static void print_problem(const struct cmd_options *options, const struct almanac_problem *problem)
{
    const bool lacks_name = problem->kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE ||
                            problem->kind == ALMANAC_PROBLEM_BODY_UNKNOWN;
    print_sentence(options, lacks_name ? problem->parameter : (struct base_text){NULL, 0}, problem);
}

/* Of the names with commas between in a text, the one nearest to a value. */
static struct base_text nearest_choice(const char *choices, size_t length, struct base_text value)
{
    assert(length == 0 || choices != NULL);
    struct base_text names[NAMES_MAX], rest = {choices, length};
    size_t count = 0;
    while (rest.length > 0 && count < NAMES_MAX) names[count++] = base_text_cut(&rest, ',');
    return base_spelling_nearest(value, names, count);
}

/* Prints that a value is not as expected; name is that of the option, the variable or the word. */
static int refuse(const struct cmd_options *options, const char *name,
                  const struct cmd_table_value *value, const char *got, const char *expected)
{
    char bytes[CHOICES_BYTES];
    struct base_buf choices = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    cmd_table_append_choices(&choices, options->table, value, ",");
    assert(!choices.has_overflowed);
    const struct almanac_problem problem = {
        .kind = ALMANAC_PROBLEM_PARAMETER_INVALID,
        .parameter = base_text_of(name),
        .got = base_text_of(got),
        .expected = base_text_of(expected),
        .did_you_mean = nearest_choice(bytes, choices.used, base_text_of(got)),
    };
    print_problem(options, &problem);
    return CMD_EXIT_USAGE;
}

/* "--tries", "-n", or "PORT", as it was given. */
static void write_name(const struct cmd_options_given *given, char name[NAME_MAX_BYTES])
{
    assert(!given->is_short || given->option->letter != '\0');
    assert(!given->is_environment || given->option->environment != NULL);
    if (given->is_environment)
        snprintf(name, NAME_MAX_BYTES, "%s", given->option->environment);
    else if (given->is_short)
        snprintf(name, NAME_MAX_BYTES, "-%c", given->option->letter);
    else
        snprintf(name, NAME_MAX_BYTES, "--%s", given->option->name);
}

int cmd_options_invalid(const struct cmd_options *options, const struct cmd_options_given *given,
                        const char *expected)
{
    assert(given->option != NULL && given->value != NULL);
    char name[NAME_MAX_BYTES];
    write_name(given, name);
    return refuse(options, name, &given->option->value, given->value, expected);
}

/* Prints that a word or an option that is required is missing. */
static int print_missing(const struct cmd_options *options, const char *name,
                         const struct cmd_table_value *value)
{
    const struct almanac_problem problem = {
        .kind = ALMANAC_PROBLEM_PARAMETER_MISSING,
        .parameter = base_text_of(name),
        .expected = base_text_of(cmd_table_expected(value)),
    };
    print_problem(options, &problem);
    return CMD_EXIT_USAGE;
}

/* The row of the word at a place, NULL when the command has no such word. */
static const struct cmd_table_word *word_row(const struct cmd_options *options, int place)
{
    assert(place >= 0);
    const struct cmd_table_word *rows = command_of(options)->words;
    for (int i = 0; i < CMD_TABLE_WORDS_MAX && rows[i].value.name != NULL; i++)
        if (i == place || rows[i].is_repeated) return &rows[i];
    return NULL;
}

int cmd_options_invalid_word(const struct cmd_options *options, int word, const char *expected)
{
    const struct cmd_table_word *row = word_row(options, word); /* many words may have one row */
    assert(row != NULL);
    const char *got = word < options->word_count ? options->words[word] : "";
    return refuse(options, row->value.name, &row->value, got, expected);
}

static int print_no_value(const struct cmd_options *options, const struct cmd_options_given *given)
{
    char name[NAME_MAX_BYTES];
    write_name(given, name);
    fprintf(stderr, "planettracker %s: %s has no value; expected %s\n",
            cmd_options_command(options), name, cmd_table_expected(&given->option->value));
    return CMD_EXIT_USAGE;
}

/* Prints a text from the command line without control characters, which could move the cursor. */
static void print_plain(FILE *out, struct base_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        const unsigned char c = (unsigned char)text.at[i];
        fputc(c < ' ' || c == 127 ? '?' : c, out);
    }
}

/* The name of the command's option nearest to a misspelt one. Nothing is near to the name of an
 * option that only other commands have: it is no slip of the pen. */
static struct base_text nearest_option(const struct cmd_options *options, struct base_text typed)
{
    struct base_text names[NAMES_MAX], nothing = {NULL, 0};
    const uint32_t bit = cmd_table_bit(options->table, options->command);
    size_t count = 0;
    bool is_elsewhere = false;
    for (int i = 0; i < options->table->option_count && count < NAMES_MAX; i++) {
        const struct cmd_table_option *option = &options->table->options[i];
        const struct base_text name = base_text_of(option->name);
        if ((option->commands & bit) != 0)
            names[count++] = name;
        else if (base_text_equals(name, typed))
            is_elsewhere = true;
    }
    const struct base_text nearest = base_spelling_nearest(typed, names, count);
    return is_elsewhere && !base_text_equals(nearest, typed) ? nothing : nearest;
}

/* Prints that there is no such option; the value behind "=" is left out. */
static int print_unknown(const struct cmd_options *options, const char *word)
{
    const size_t dashes = strspn(word, "-");
    struct base_text rest = base_text_of(word);
    const struct base_text flag = base_text_cut(&rest, '=');
    const struct base_text nearest =
        nearest_option(options, (struct base_text){flag.at + dashes, flag.length - dashes});
    fprintf(stderr, "planettracker %s: there is no option \"", cmd_options_command(options));
    print_plain(stderr, flag);
    if (nearest.length > 0)
        fprintf(stderr, "\"; did you mean \"--%.*s\"?\n", (int)nearest.length, nearest.at);
    else
        fprintf(stderr, "\"; planettracker %s --help lists them\n", cmd_options_command(options));
    return CMD_EXIT_USAGE;
}

static int print_word_too_many(const struct cmd_options *options, const char *word)
{
    fprintf(stderr, "planettracker %s: unexpected argument \"", cmd_options_command(options));
    print_plain(stderr, base_text_of(word));
    fprintf(stderr, "\"; see planettracker %s --help\n", cmd_options_command(options));
    return CMD_EXIT_USAGE;
}

/* Writes the name that the command line has for a parameter.
 *
 * Gives  false when the command has neither an option nor a word for it: the name is then "--" and
 *        that of the parameter
 */
static bool write_parameter(const struct cmd_options *options, struct base_text parameter,
                            char name[NAME_MAX_BYTES])
{
    const enum almanac_params_name wanted = almanac_params_named(parameter);
    const struct cmd_table *table = options->table;
    const uint32_t bit = cmd_table_bit(table, options->command);
    bool is_known = false;
    snprintf(name, NAME_MAX_BYTES, "--%.*s", (int)parameter.length, parameter.at);
    for (int i = 0; i < CMD_TABLE_WORDS_MAX; i++) {
        const struct cmd_table_value *value = &command_of(options)->words[i].value;
        if (value->name == NULL || value->kind != CMD_TABLE_PARAMETER || value->parameter != wanted)
            continue;
        snprintf(name, NAME_MAX_BYTES, "%s", value->name);
        is_known = true;
    }
    for (int i = 0; i < table->option_count; i++) {
        const struct cmd_table_option *option = &table->options[i];
        if ((option->commands & bit) == 0 || option->value.kind != CMD_TABLE_PARAMETER ||
            option->value.parameter != wanted)
            continue;
        snprintf(name, NAME_MAX_BYTES, "--%s", option->name);
        is_known = true;
    }
    return is_known;
}

/* What a time of the command line needs, in the command line's own words. */
static struct base_text expected_time(const struct cmd_options *options,
                                      const struct almanac_problem *problem)
{
    switch (problem->kind) {
    case ALMANAC_PROBLEM_TIME_ZONE_MISSING:
        if (cmd_table_option_of(options->table, options->command, CMD_TABLE_TZ) == NULL)
            return BASE_TEXT("a zone after it, Z for UTC or +02:00");
        return BASE_TEXT("a zone after it, Z for UTC or +02:00, or --tz ZONE");
    case ALMANAC_PROBLEM_LOCAL_TIME_AMBIGUOUS:
        return BASE_TEXT("a time that the clocks there show once, or --ambiguous first or last");
    case ALMANAC_PROBLEM_LOCAL_TIME_NONEXISTENT:
        return BASE_TEXT("a time that the clocks there do not skip, or --nonexistent forward");
    default:
        return problem->expected;
    }
}

int cmd_options_problem(const struct cmd_options *options, const struct almanac_problem *problem)
{
    char name[NAME_MAX_BYTES];
    struct almanac_problem named = *problem;
    bool is_known = false;
    if (problem->parameter.length > 0) {
        is_known = write_parameter(options, problem->parameter, name);
        named.parameter = base_text_of(name);
    }
    named.expected = expected_time(options, problem);
    if (is_known)
        print_problem(options, &named);
    else /* wait has no option for its instant, which is now */
        print_sentence(options, (struct base_text){NULL, 0}, &named);
    if (named.kind == ALMANAC_PROBLEM_BODY_MISSING) return CMD_EXIT_DATA;
    return named.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE ? CMD_EXIT_RANGE : CMD_EXIT_USAGE;
}

int cmd_options_missing(const struct cmd_options *options, enum cmd_table_flag flag)
{
    const struct cmd_table_option *option =
        cmd_table_option_of(options->table, options->command, flag);
    assert(option != NULL);
    char name[NAME_MAX_BYTES];
    write_name(&(struct cmd_options_given){.option = option}, name);
    return print_missing(options, name, &option->value);
}

int cmd_options_exclude(const struct cmd_options *options, enum cmd_table_flag a,
                        enum cmd_table_flag b)
{
    const struct cmd_table_option *first = cmd_table_option_of(options->table, options->command, a);
    const struct cmd_table_option *second =
        cmd_table_option_of(options->table, options->command, b);
    assert(first != NULL && second != NULL);
    fprintf(stderr, "planettracker %s: --%s and --%s exclude each other\n",
            cmd_options_command(options), first->name, second->name);
    return CMD_EXIT_USAGE;
}

/* ---- values ---- */

static bool is_number(const struct cmd_table_value *value, const char *text)
{
    assert(value->kind == CMD_TABLE_NUMBER || value->kind == CMD_TABLE_WHOLE);
    double number;
    struct base_fault fault;
    return base_num_parse(base_text_of(text), &number, &fault) == BASE_ERR_OK &&
           number >= value->least && number <= value->most &&
           (value->kind == CMD_TABLE_NUMBER || number == (double)(int64_t)number);
}

static int place_among(const char *choices, const char *text)
{
    assert(choices != NULL);
    int place = 0;
    for (struct base_text rest = base_text_of(choices); rest.length > 0; place++)
        if (base_text_equals(base_text_cut(&rest, ','), base_text_of(text))) return place;
    return -1;
}

/* Whether a text can be this value, as far as the table tells. */
static bool is_valid(const struct cmd_options *options, const struct cmd_table_value *value,
                     const char *text)
{
    switch (value->kind) {
    case CMD_TABLE_NUMBER:
    case CMD_TABLE_WHOLE:
        return is_number(value, text);
    case CMD_TABLE_CHOICE:
        return place_among(value->choices, text) >= 0;
    case CMD_TABLE_BODY:
        return almanac_params_body(base_text_of(text)) != SKY_BODY_COUNT;
    case CMD_TABLE_COMMAND:
        return cmd_table_command_named(options->table, base_text_of(text)) !=
               options->table->command_count;
    case CMD_TABLE_URL:
        return *text != '\0';
    default:
        return true;
    }
}

/* ---- reading ---- */

/* Whether an option has an empty value, which means nothing to any of them. That of a parameter is
 * refused by cmd/request, with what the parameter expects. */
static bool is_empty(const struct cmd_options_given *given)
{
    return given->value != NULL && *given->value == '\0' &&
           given->option->value.kind != CMD_TABLE_PARAMETER;
}

/* Adds an option to those that are given. -1 when all is well. */
static int add_given(struct cmd_options *options, struct cmd_options_given given)
{
    if (given.option->repeat == CMD_TABLE_ONCE)
        for (int i = 0; i < options->given_count; i++)
            if (options->given[i].option == given.option) {
                fprintf(stderr, "planettracker %s: --%s is given twice\n",
                        cmd_options_command(options), given.option->name);
                return CMD_EXIT_USAGE;
            }
    if (given.value != NULL &&
        (is_empty(&given) || !is_valid(options, &given.option->value, given.value)))
        return cmd_options_invalid(options, &given, cmd_table_expected(&given.option->value));
    options->given[options->given_count++] = given;
    return -1;
}

/* The option of the command with a long name, or else a letter; NULL when there is none. */
static const struct cmd_table_option *find(const struct cmd_options *options, struct base_text name,
                                           char letter)
{
    const uint32_t bit = cmd_table_bit(options->table, options->command);
    for (int i = 0; i < options->table->option_count; i++) {
        const struct cmd_table_option *option = &options->table->options[i];
        if ((option->commands & bit) == 0) continue;
        if (name.length > 0 ? base_text_equals(name, base_text_of(option->name))
                            : option->letter == letter && letter != '\0')
            return option;
    }
    return NULL;
}

/* The words of a command line, and the next to be read. */
struct cursor {
    int at, count;
    char **argv;
};

/* The word that follows, as the value of an option; NULL when there is none. */
static const char *next_value(struct cursor *cursor)
{
    assert(cursor->at <= cursor->count);
    if (cursor->at == cursor->count || strncmp(cursor->argv[cursor->at], "--", 2) == 0) return NULL;
    return cursor->argv[cursor->at++];
}

/* "--name", "--name=value". -1 when all is well. */
static int read_long(struct cmd_options *options, const char *word, struct cursor *cursor)
{
    assert(word[0] == '-' && word[1] == '-');
    const char *equals = strchr(word, '=');
    const size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word);
    struct cmd_options_given given = {
        .option = find(options, (struct base_text){word + 2, length - 2}, '\0')};
    if (given.option == NULL) return print_unknown(options, word);
    if (!cmd_table_has_value(given.option)) {
        given.value = equals != NULL ? equals + 1 : NULL;
        return equals != NULL ? cmd_options_invalid(options, &given, "no value")
                              : add_given(options, given);
    }
    given.value = equals != NULL ? equals + 1 : next_value(cursor);
    return given.value != NULL ? add_given(options, given) : print_no_value(options, &given);
}

/* "-x", "-xy", "-n 3", "-n3". -1 when all is well. */
static int read_short(struct cmd_options *options, const char *word, struct cursor *cursor)
{
    assert(word[0] == '-' && word[1] != '-');
    for (const char *letter = word + 1; *letter != '\0'; letter++) {
        struct cmd_options_given given = {
            .option = find(options, (struct base_text){NULL, 0}, *letter), .is_short = true};
        if (given.option == NULL) return print_unknown(options, word);
        if (cmd_table_has_value(given.option)) {
            given.value = letter[1] != '\0' ? letter + 1 : next_value(cursor);
            return given.value != NULL ? add_given(options, given)
                                       : print_no_value(options, &given);
        }
        int code = add_given(options, given);
        if (code >= 0) return code;
    }
    return -1;
}

static int add_word(struct cmd_options *options, const char *word)
{
    const struct cmd_table_word *row = word_row(options, options->word_count);
    if (row == NULL) return print_word_too_many(options, word);
    options->words[options->word_count++] = word;
    if (is_valid(options, &row->value, word)) return -1;
    return refuse(options, row->value.name, &row->value, word, cmd_table_expected(&row->value));
}

static int check_words(const struct cmd_options *options)
{
    const struct cmd_table_word *row = word_row(options, options->word_count);
    if (row == NULL || row->is_optional || (row->is_repeated && options->word_count > 0)) return -1;
    return print_missing(options, row->value.name, &row->value);
}

/* Refuses an option of another action than the first word has chosen. -1 when there is none. */
static int check_actions(const struct cmd_options *options)
{
    for (int i = 0; i < options->given_count; i++) {
        const char *actions = options->given[i].option->actions;
        char name[NAME_MAX_BYTES], bytes[NAME_MAX_BYTES];
        struct base_buf others = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
        assert(actions == NULL || options->word_count > 0);
        if (actions == NULL || place_among(actions, options->words[0]) >= 0) continue;
        write_name(&options->given[i], name);
        for (struct base_text rest = base_text_of(actions); rest.length > 0;) {
            if (others.used > 0) base_buf_append_string(&others, " and ");
            base_buf_append_text(&others, base_text_cut(&rest, ','));
        }
        fprintf(stderr, "planettracker %s: %s is an option of %.*s, not of %s\n",
                cmd_options_command(options), name, (int)others.used, bytes, options->words[0]);
        return CMD_EXIT_USAGE;
    }
    return -1;
}

static bool asks_for_help(int count, char **argv)
{
    for (int i = 0; i < count && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return true;
    return false;
}

static int read_words(struct cmd_options *options, int count, char **argv)
{
    struct cursor cursor = {.count = count, .argv = argv};
    bool has_ended = false; /* after "--" */
    while (cursor.at < count) {
        const char *word = argv[cursor.at++];
        const bool is_option = !has_ended && word[0] == '-' && word[1] != '\0';
        int code = -1;
        if (is_option && strcmp(word, "--") == 0)
            has_ended = true;
        else if (is_option && word[1] == '-')
            code = read_long(options, word, &cursor);
        else if (is_option)
            code = read_short(options, word, &cursor);
        else if (has_ended || word_row(options, 0) != NULL)
            code = add_word(options, word);
        else if (nearest_option(options, base_text_of(word)).length > 0)
            code = print_unknown(options, word); /* "lat" for --lat */
        else
            code = print_word_too_many(options, word);
        if (code >= 0) return code;
    }
    int code = check_words(options);
    return code >= 0 ? code : check_actions(options);
}

int cmd_options_read(const struct cmd_table *table, int command, int count, char **argv,
                     struct cmd_options *options)
{
    assert(command >= 0 && command < table->command_count);
    assert(count == 0 || argv != NULL);
    *options = (struct cmd_options){.table = table, .command = command};
    if (asks_for_help(count, argv)) return cmd_help_text_print(table, command, stdout);
    size_t room = 1; /* each letter of a word may be an option */
    for (int i = 0; i < count; i++) room += argv[i][0] == '-' ? strlen(argv[i]) : 1;
    options->given = calloc(room, sizeof *options->given);
    options->words = calloc((size_t)count + 1, sizeof *options->words);
    int code = CMD_EXIT_FAILURE;
    if (options->given == NULL || options->words == NULL)
        fprintf(stderr, "planettracker %s: out of memory\n", cmd_options_command(options));
    else
        code = read_words(options, count, argv);
    if (code >= 0) cmd_options_fini(options);
    return code;
}

void cmd_options_fini(struct cmd_options *options)
{
    free(options->given);
    free(options->words);
    options->given = NULL;
    options->words = NULL;
    options->given_count = options->word_count = 0;
}

/* ---- questions ---- */

/* The last one given of an option; NULL when it is not on the command line. */
static const struct cmd_options_given *last_given(const struct cmd_options *options,
                                                  enum cmd_table_flag flag)
{
    for (int i = options->given_count - 1; i >= 0; i--)
        if (options->given[i].option->flag == flag) return &options->given[i];
    return NULL;
}

bool cmd_options_is_set(const struct cmd_options *options, enum cmd_table_flag flag)
{
    return last_given(options, flag) != NULL;
}

const char *cmd_options_value(const struct cmd_options *options, enum cmd_table_flag flag)
{
    const struct cmd_options_given *given = last_given(options, flag);
    if (given != NULL) return given->value != NULL ? given->value : "";
    const struct cmd_table_option *option =
        cmd_table_option_of(options->table, options->command, flag);
    if (option == NULL || option->environment == NULL) return NULL;
    const char *value = getenv(option->environment);
    return value != NULL && *value != '\0' ? value : NULL;
}

double cmd_options_number(const struct cmd_options *options, enum cmd_table_flag flag,
                          double otherwise)
{
    const struct cmd_options_given *given = last_given(options, flag);
    double number = otherwise;
    struct base_fault fault;
    if (given == NULL) return otherwise;
    assert(is_number(&given->option->value, given->value));
    return base_num_parse(base_text_of(given->value), &number, &fault) == BASE_ERR_OK ? number
                                                                                      : otherwise;
}

int cmd_options_word_choice(const struct cmd_options *options, int word)
{
    assert(word < options->word_count && word_row(options, word)->value.kind == CMD_TABLE_CHOICE);
    const int place = place_among(word_row(options, word)->value.choices, options->words[word]);
    assert(place >= 0); /* cmd_options_read has checked it */
    return place;
}

enum sky_body cmd_options_word_body(const struct cmd_options *options, int word)
{
    assert(word < options->word_count);
    const enum sky_body body = almanac_params_body(base_text_of(options->words[word]));
    assert(body < SKY_BODY_COUNT); /* cmd_options_read has checked it */
    return body;
}

int cmd_options_invalid_flag(const struct cmd_options *options, enum cmd_table_flag flag,
                             const char *expected)
{
    const struct cmd_options_given *given = last_given(options, flag);
    assert(given != NULL);
    return cmd_options_invalid(options, given, expected);
}

int cmd_options_format(const struct cmd_options *options, enum almanac_params_format *format)
{
    const struct cmd_table_option *chosen = NULL;
    *format = ALMANAC_PARAMS_TEXT;
    for (int i = 0; i < options->given_count; i++) {
        const struct cmd_table_option *option = options->given[i].option;
        if (option->value.kind != CMD_TABLE_FORMAT) continue;
        if (chosen != NULL && chosen < option)
            return cmd_options_exclude(options, chosen->flag, option->flag);
        if (chosen != NULL) return cmd_options_exclude(options, option->flag, chosen->flag);
        chosen = option;
        *format = option->format;
    }
    return -1;
}
