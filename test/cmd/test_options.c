/* cmd/options: the reader of command lines. The messages of refusals are tested by
 * test/cmd/help.test.mjs; here is what it accepts, and that it refuses the rest. */
#include "cmd/options.h"

#include "almanac/problem.h"
#include "base/text.h"
#include "check.h"
#include "cmd/exit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORDS_MAX 16

static char copy[1024];

/* Reads words with blanks between; the output is discarded. */
static int read_words(enum cmd_table_command_id command, const char *words,
                      struct cmd_options *options)
{
    char *argv[WORDS_MAX];
    int count = 0;
    strcpy(copy, words);
    for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " "))
        argv[count++] = word;
    fflush(NULL);
    const int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO),
              null = open("/dev/null", O_WRONLY);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    const int code = cmd_options_read(cmd_table(), (int)command, count, argv, options);
    fflush(NULL);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    close(null);
    close(out);
    close(err);
    return code;
}

static void check_value(enum cmd_table_command_id command, const char *words,
                        enum cmd_table_flag flag, const char *value)
{
    struct cmd_options options;
    if (read_words(command, words, &options) != -1) fail_msg("%s is refused", words);
    assert_non_null(cmd_options_value(&options, flag));
    assert_string_equal(cmd_options_value(&options, flag), value);
    cmd_options_fini(&options);
}

static void test_options_are_read_in_every_form(void **state)
{
    (void)state;
    check_value(CMD_TABLE_NOW, "--lat 1 --lon 2", CMD_TABLE_LON, "2");
    check_value(CMD_TABLE_NOW, "--lat=1 --lon=2", CMD_TABLE_LON, "2");
    check_value(CMD_TABLE_NOW, "--lat -1 --lon=--2", CMD_TABLE_LON, "--2");
    check_value(CMD_TABLE_NOW, "--lat= --lon 2", CMD_TABLE_LAT, "");
    check_value(CMD_TABLE_NOW, "--at=a=b", CMD_TABLE_AT, "a=b");
    check_value(CMD_TABLE_GET, "-n 3 http://a/", CMD_TABLE_REQUESTS, "3");
    check_value(CMD_TABLE_GET, "-n3 http://a/", CMD_TABLE_REQUESTS, "3");
    check_value(CMD_TABLE_GET, "--requests 3 http://a/", CMD_TABLE_REQUESTS, "3");
    check_value(CMD_TABLE_GET, "-qOn3 http://a/", CMD_TABLE_REQUESTS, "3");
    check_value(CMD_TABLE_GET, "-qOn3 http://a/", CMD_TABLE_REMOTE_NAMES, "");
    check_value(CMD_TABLE_GET, "-o- http://a/", CMD_TABLE_OUTPUT_FILE, "-");
    check_value(CMD_TABLE_GET, "http://a/ -n 3 -n 4", CMD_TABLE_REQUESTS, "4");
}

/* What a command prints of a time outside the ephemeris. */
static void check_out_of_range(enum cmd_table_command_id command, const char *words,
                               const char *want)
{
    struct cmd_options options;
    const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_TIME_OUT_OF_RANGE,
                                            .parameter = BASE_TEXT("time"),
                                            .note = "Mars",
                                            .valid_from = "1959",
                                            .valid_until = "2060"};
    char text[256] = "";
    int ends[2];
    assert_int_equal(read_words(command, words, &options), -1);
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    const int err = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    const int code = cmd_options_problem(&options, &problem);
    dup2(err, STDERR_FILENO);
    close(err);
    close(ends[1]);
    assert_true(read(ends[0], text, sizeof text - 1) > 0);
    close(ends[0]);
    cmd_options_fini(&options);
    assert_int_equal(code, CMD_EXIT_RANGE);
    assert_string_equal(text, want);
}

static void test_options_name_no_option_that_the_command_lacks(void **state)
{
    (void)state;
    check_out_of_range(
        CMD_TABLE_NOW, "--lat 1 --lon 2",
        "planettracker now: --at: Mars is covered from 1959 to 2060, but not for the whole "
        "requested range and its margin\n");
    check_out_of_range(
        CMD_TABLE_WAIT, "mars rise --lat 1 --lon 2",
        "planettracker wait: Mars is covered from 1959 to 2060, but not for the whole "
        "requested range and its margin\n");
}

static void test_options_end_at_two_dashes(void **state)
{
    (void)state;
    struct cmd_options options;
    assert_int_equal(read_words(CMD_TABLE_PLACES, "--limit 3 -- --limit - -h", &options), -1);
    assert_int_equal(options.word_count, 3);
    assert_string_equal(options.words[0], "--limit");
    assert_string_equal(options.words[1], "-");
    assert_string_equal(options.words[2], "-h");
    assert_string_equal(cmd_options_value(&options, CMD_TABLE_LIMIT), "3");
    cmd_options_fini(&options);
}

static void test_options_that_count_each_time_keep_their_order(void **state)
{
    (void)state;
    struct cmd_options options;
    assert_int_equal(read_words(CMD_TABLE_DATA, "update --url a=b --url=c=d --quiet", &options),
                     -1);
    assert_int_equal(options.given_count, 3);
    assert_string_equal(options.given[0].value, "a=b");
    assert_string_equal(options.given[1].value, "c=d");
    assert_null(options.given[2].value);
    assert_int_equal(cmd_options_word_choice(&options, 0), 1);
    cmd_options_fini(&options);
}

static void test_options_that_are_wrong_are_refused(void **state)
{
    (void)state;
    static const struct {
        enum cmd_table_command_id command;
        const char *words;
    } cases[] = {
        {CMD_TABLE_NOW, "--lta 1"},
        {CMD_TABLE_NOW, "--lat"},
        {CMD_TABLE_NOW, "--lat --lon 1"},
        {CMD_TABLE_NOW, "--lat 1 --lat 2"},
        {CMD_TABLE_NOW, "--json=1"},
        {CMD_TABLE_NOW, "--step 1h"}, /* of ephem */
        {CMD_TABLE_NOW, "mars"},
        {CMD_TABLE_NOW, "-x"},
        {CMD_TABLE_NOW, "-- mars"},
        {CMD_TABLE_EPHEM, "mars moon"},
        {CMD_TABLE_GET, ""},
        {CMD_TABLE_GET, "-n http://a/ -n"},
        {CMD_TABLE_GET, "-n0 http://a/"},
        {CMD_TABLE_GET, "-n 1000001 http://a/"},
        {CMD_TABLE_GET, "-n 1.5 http://a/"},
        {CMD_TABLE_GET, "-n nan http://a/"},
        {CMD_TABLE_GET, "-qx http://a/"},
        {CMD_TABLE_RISE, "--days 1.5"},
        {CMD_TABLE_EVENTS, "--days -1"},
        {CMD_TABLE_WAIT, "mars"},
        {CMD_TABLE_WAIT, "mars rises"},
        {CMD_TABLE_IS_UP, "vulcan"},
        {CMD_TABLE_DATA, "fetch"},
        {CMD_TABLE_HELP, "nwo"},
        {CMD_TABLE_VERSION, "--json"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cmd_options options;
        if (read_words(cases[i].command, cases[i].words, &options) != CMD_EXIT_USAGE)
            fail_msg("%s is accepted", cases[i].words);
        assert_null(options.given);
        assert_null(options.words);
    }
}

/* A word that chooses an action, of a command whose options differ from action to action. */
static void test_options_are_of_the_action_that_is_chosen(void **state)
{
    (void)state;
    const struct cmd_table *table = cmd_table();
    int refused = 0;
    for (int i = 0; i < table->option_count; i++) {
        const struct cmd_table_option *option = &table->options[i];
        if (option->commands != CMD_TABLE_BIT(DATA) || option->value.kind == CMD_TABLE_WHOLE)
            continue;
        for (struct base_text rest = BASE_TEXT("status,update,verify"); rest.length > 0;) {
            const struct base_text action = base_text_cut(&rest, ',');
            char words[128], name[16];
            struct cmd_options options;
            snprintf(name, sizeof name, "%.*s", (int)action.length, action.at);
            snprintf(words, sizeof words, "--%s %s %s", option->name,
                     cmd_table_has_value(option) ? "x" : "", name);
            const bool is_allowed = option->actions == NULL || strstr(option->actions, name);
            const int code = read_words(CMD_TABLE_DATA, words, &options);
            if (code != (is_allowed ? -1 : CMD_EXIT_USAGE)) fail_msg("%s: %d", words, code);
            if (is_allowed) cmd_options_fini(&options);
            refused += !is_allowed;
        }
    }
    assert_true(refused > 0);
}

static void test_options_ask_for_help_before_anything_is_wrong(void **state)
{
    (void)state;
    struct cmd_options options;
    assert_int_equal(read_words(CMD_TABLE_SERVE, "--port x --bogus -h", &options), CMD_EXIT_OK);
    assert_int_equal(read_words(CMD_TABLE_GET, "--help", &options), CMD_EXIT_OK);
}

static void test_options_have_values_of_the_environment(void **state)
{
    (void)state;
    struct cmd_options options;
    setenv("PLANETTRACKER_DATA_MIRROR", "http://m/", 1);
    check_value(CMD_TABLE_DATA, "update", CMD_TABLE_MIRROR, "http://m/");
    check_value(CMD_TABLE_DATA, "update --mirror http://o/", CMD_TABLE_MIRROR, "http://o/");
    setenv("PLANETTRACKER_DATA_MIRROR", "", 1);
    assert_int_equal(read_words(CMD_TABLE_DATA, "update", &options), -1);
    assert_null(cmd_options_value(&options, CMD_TABLE_MIRROR));
    assert_false(cmd_options_is_set(&options, CMD_TABLE_MIRROR));
    cmd_options_fini(&options);
    unsetenv("PLANETTRACKER_DATA_MIRROR");
}

static void test_options_choose_one_format(void **state)
{
    (void)state;
    struct cmd_options options;
    enum almanac_params_format format;
    assert_int_equal(read_words(CMD_TABLE_EVENTS, "--ics", &options), -1);
    assert_int_equal(cmd_options_format(&options, &format), -1);
    assert_int_equal(format, ALMANAC_PARAMS_ICS);
    cmd_options_fini(&options);
    assert_int_equal(read_words(CMD_TABLE_EVENTS, "", &options), -1);
    assert_int_equal(cmd_options_format(&options, &format), -1);
    assert_int_equal(format, ALMANAC_PARAMS_TEXT);
    cmd_options_fini(&options);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options_are_read_in_every_form),
        cmocka_unit_test(test_options_name_no_option_that_the_command_lacks),
        cmocka_unit_test(test_options_end_at_two_dashes),
        cmocka_unit_test(test_options_that_count_each_time_keep_their_order),
        cmocka_unit_test(test_options_that_are_wrong_are_refused),
        cmocka_unit_test(test_options_are_of_the_action_that_is_chosen),
        cmocka_unit_test(test_options_ask_for_help_before_anything_is_wrong),
        cmocka_unit_test(test_options_have_values_of_the_environment),
        cmocka_unit_test(test_options_choose_one_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
