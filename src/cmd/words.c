/* The words after a subcommand. One table makes the parser, the help and the suggestions. */
#include "cmd/words.h"

#include "app/time.h"
#include "cmd/cmd.h"

#include <stdio.h>
#include <string.h>

static void print_help(const struct cmd_words_usage *usage)
{
    printf("%s\n%s\n", usage->examples, usage->about);
    for (int i = 0; i < usage->option_count; i++) {
        const struct cmd_words_option *option = &usage->options[i];
        char left[40];
        snprintf(left, sizeof left, "%s%s%s", option->name, option->value != NULL ? " " : "",
                 option->value != NULL ? option->value : "");
        printf("  %-22s %s\n", left, option->help);
    }
    printf("  %-22s %s\n", "-h, --help", "this text");
}

static int say_unknown(const struct cmd_words_usage *usage, const char *word)
{
    struct base_text names[CMD_WORDS_OPTIONS_MAX], typed = base_text_of(word);
    for (int i = 0; i < usage->option_count; i++) names[i] = base_text_of(usage->options[i].name);
    names[usage->option_count] = BASE_TEXT("--help");
    struct base_text nearest =
        app_problem_nearest(base_text_cut(&typed, '='), names, (size_t)usage->option_count + 1);
    fprintf(stderr, "planettracker %s: there is no option \"%s\"; ", usage->command, word);
    if (nearest.length > 0)
        fprintf(stderr, "did you mean \"%.*s\"?\n", (int)nearest.length, nearest.at);
    else
        fprintf(stderr, "planettracker %s --help lists them\n", usage->command);
    return CMD_EXIT_USAGE;
}

/* One option word; *at moves past its value. -1 when all is well. */
static int take_option(struct cmd_words *words, int count, char **argv, int *at)
{
    const struct cmd_words_usage *usage = words->usage;
    const char *word = argv[*at], *equals = strchr(word, '=');
    size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word);
    for (int i = 0; i < usage->option_count; i++) {
        const struct cmd_words_option *option = &usage->options[i];
        if (strlen(option->name) != length || memcmp(option->name, word, length) != 0) continue;
        if (words->values[i] != NULL) {
            fprintf(stderr, "planettracker %s: %s is given twice\n", usage->command, option->name);
            return CMD_EXIT_USAGE;
        }
        if (option->value == NULL && equals != NULL)
            return cmd_words_invalid(words, option->name, equals + 1, "no value");
        if (option->value == NULL)
            words->values[i] = option->name;
        else if (equals != NULL)
            words->values[i] = equals + 1;
        else if (*at + 1 < count)
            words->values[i] = argv[++*at];
        else {
            fprintf(stderr, "planettracker %s: %s has no value; expected %s\n", usage->command,
                    option->name, option->help);
            return CMD_EXIT_USAGE;
        }
        return -1;
    }
    return say_unknown(usage, word);
}

int cmd_words_read(const struct cmd_words_usage *usage, int count, char **argv,
                   struct cmd_words *words)
{
    *words = (struct cmd_words){.usage = usage};
    for (int i = 0; i < count; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            print_help(usage);
            return CMD_EXIT_OK;
        }
    for (int i = 0; i < count; i++) {
        if (argv[i][0] == '-' && argv[i][1] != '\0') {
            int code = take_option(words, count, argv, &i);
            if (code >= 0) return code;
        } else if (words->positional_count == usage->positional_max) {
            fprintf(stderr, "planettracker %s: \"%s\" is one word too many\n", usage->command,
                    argv[i]);
            return CMD_EXIT_USAGE;
        } else {
            words->positional[words->positional_count++] = argv[i];
        }
    }
    return -1;
}

const char *cmd_words_value(const struct cmd_words *words, const char *name)
{
    for (int i = 0; i < words->usage->option_count; i++)
        if (strcmp(words->usage->options[i].name, name) == 0) return words->values[i];
    return NULL;
}

int cmd_words_invalid(const struct cmd_words *words, const char *name, const char *got,
                      const char *expected)
{
    fprintf(stderr, "planettracker %s: %s is \"%s\"; expected %s\n", words->usage->command, name,
            got, expected);
    return CMD_EXIT_USAGE;
}

/* "lat" is "--lat" here, and "time" is "--at". */
static struct base_text flag_of(struct base_text name, char *flag, size_t size)
{
    if (base_text_equals(name, BASE_TEXT("time"))) name = BASE_TEXT("at");
    int length = snprintf(flag, size, "--%.*s", (int)name.length, name.at);
    return (struct base_text){flag, (size_t)length};
}

int cmd_words_say(const struct cmd_words *words, const struct app_problem *problem)
{
    char flag[40], text[1024];
    struct app_problem said = *problem;
    if (said.parameter.length > 0 && said.parameter.length < 30)
        said.parameter = flag_of(said.parameter, flag, sizeof flag);
    struct base_buf sentence = {.bytes = text, .room = sizeof text, .max = sizeof text};
    app_problem_append_sentence(&sentence, &said);
    fprintf(stderr, "planettracker %s: %.*s\n", words->usage->command, (int)sentence.used, text);
    if (said.kind == APP_PROBLEM_BODY_MISSING) return CMD_EXIT_DATA;
    return said.kind == APP_PROBLEM_TIME_OUT_OF_RANGE ? CMD_EXIT_RANGE : CMD_EXIT_USAGE;
}

int cmd_words_params(const struct cmd_words *words, const struct app_store *store,
                     struct app_params *params)
{
    const struct app_params_row *rows = app_params_rows();
    for (int i = 0; i < APP_PARAMS_COUNT; i++) {
        char flag[40];
        flag_of(rows[i].name, flag, sizeof flag);
        const char *value = cmd_words_value(words, flag);
        struct app_problem problem;
        if (value == NULL) continue;
        if (app_params_set(store, rows[i].name, base_text_of(value), params, &problem) !=
            BASE_ERR_OK)
            return cmd_words_say(words, &problem);
    }
    return -1;
}

int cmd_words_params_of_place(const struct cmd_words *words, const struct app_store *store,
                              struct app_params *params)
{
    struct app_problem problem;
    int code = cmd_words_params(words, store, params);
    if (code >= 0) return code;
    return app_params_require_place(params, &problem) == BASE_ERR_OK
               ? -1
               : cmd_words_say(words, &problem);
}

int cmd_words_store(const struct cmd_words *words, struct app_store *store)
{
    struct app_store_files files = {
        .ephemeris = cmd_words_value(words, "--ephemeris"),
        .leap_seconds = cmd_words_value(words, "--leap-seconds"),
    };
    int code = cmd_store_open(words->usage->command, &files, store);
    return code == CMD_EXIT_OK ? -1 : code;
}

int cmd_words_time(const struct cmd_words *words, const struct app_store *store, const char *name,
                   struct sky_tt *when)
{
    const char *value = cmd_words_value(words, name);
    bool is_now;
    struct base_fault fault;
    if (value == NULL) value = "now";
    if (app_time_parse(store, base_text_of(value), when, &is_now, &fault) == BASE_ERR_OK) return -1;
    return cmd_words_invalid(words, name, value,
                             fault.code == BASE_ERR_MISSING
                                 ? "a zone behind it: Z for UTC, or +02:00"
                                 : APP_TIME_EXPECTED);
}

int cmd_words_zone(const struct cmd_words *words, struct app_zone *zone)
{
    const char *name = cmd_words_value(words, "--tz");
    *zone = (struct app_zone){0};
    if (name == NULL || app_zone_open(NULL, base_text_of(name), zone) == BASE_ERR_OK) return -1;
    return cmd_words_invalid(words, "--tz", name, "an IANA zone such as Europe/Paris");
}

int cmd_words_bodies(const struct cmd_words *words, const struct app_store *store, const char *word,
                     struct app_params *params)
{
    struct app_problem problem;
    if (word == NULL) {
        params->bodies = store->bodies;
        params->has_bodies = true;
        return -1;
    }
    if (app_params_set(store, BASE_TEXT("bodies"), base_text_of(word), params, &problem) ==
        BASE_ERR_OK)
        return -1;
    return cmd_words_say(words, &problem);
}
