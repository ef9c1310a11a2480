/* The words after a subcommand. One table makes the parser, the help and the suggestions. */
#include "cmd/options.h"

#include "almanac/place_name.h"
#include "base/num.h"
#include "base/spelling.h"
#include "cmd/cmd.h"
#include "data/time_text.h"

#include <stdio.h>
#include <string.h>

#define HELP_WIDTH  100
#define HELP_COLUMN 25 /* where the words of an option begin */

/* Prints words from a column on, broken between words where the line is full; new lines begin at
 * the indent. */
static void print_words(const char *text, int column, int indent)
{
    for (const char *word = text; *word != '\0';) {
        int length = (int)strcspn(word, " ");
        if (column > indent && column + 1 + length > HELP_WIDTH) {
            putchar('\n');
            column = 0;
        }
        if (column < indent)
            column += printf("%*s", indent - column, "");
        else if (column > indent)
            column += printf(" ");
        column += printf("%.*s", length, word);
        word += length;
        while (*word == ' ') word++;
    }
    putchar('\n');
}

static void print_option(const char *option, const char *value, const char *help)
{
    int column = printf("  %s%s%s", option, value != NULL ? " " : "", value != NULL ? value : "");
    if (column >= HELP_COLUMN) {
        putchar('\n');
        column = 0;
    }
    print_words(help, column, HELP_COLUMN);
}

static void print_help(const struct cmd_options_usage *usage)
{
    printf("%s\n", usage->examples);
    print_words(usage->about, 0, 0);
    putchar('\n');
    for (int i = 0; i < usage->option_count; i++)
        print_option(usage->options[i].name, usage->options[i].value, usage->options[i].help);
    print_option("-h, --help", NULL, "this text");
}

static int say_unknown(const struct cmd_options_usage *usage, const char *word)
{
    struct base_text names[CMD_OPTIONS_OPTIONS_MAX], typed = base_text_of(word);
    for (int i = 0; i < usage->option_count; i++) names[i] = base_text_of(usage->options[i].name);
    names[usage->option_count] = BASE_TEXT("--help");
    struct base_text nearest =
        base_spelling_nearest(base_text_cut(&typed, '='), names, (size_t)usage->option_count + 1);
    fprintf(stderr, "planettracker %s: there is no option \"%s\"; ", usage->command, word);
    if (nearest.length > 0)
        fprintf(stderr, "did you mean \"%.*s\"?\n", (int)nearest.length, nearest.at);
    else
        fprintf(stderr, "planettracker %s --help lists them\n", usage->command);
    return CMD_EXIT_USAGE;
}

/* One option word; *at moves past its value. -1 when all is well. */
static int take_option(struct cmd_options *words, int count, char **argv, int *at)
{
    const struct cmd_options_usage *usage = words->usage;
    const char *word = argv[*at], *equals = strchr(word, '=');
    size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word);
    for (int i = 0; i < usage->option_count; i++) {
        const struct cmd_options_option *option = &usage->options[i];
        if (strlen(option->name) != length || memcmp(option->name, word, length) != 0) continue;
        if (words->values[i] != NULL) {
            fprintf(stderr, "planettracker %s: %s is given twice\n", usage->command, option->name);
            return CMD_EXIT_USAGE;
        }
        if (option->value == NULL && equals != NULL)
            return cmd_options_invalid(words, option->name, equals + 1, "no value");
        if (option->value == NULL)
            words->values[i] = option->name;
        else if (equals != NULL)
            words->values[i] = equals + 1;
        else if (*at + 1 < count && strncmp(argv[*at + 1], "--", 2) != 0)
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

int cmd_options_read(const struct cmd_options_usage *usage, int count, char **argv,
                     struct cmd_options *words)
{
    *words = (struct cmd_options){.usage = usage};
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
            if (usage->positional_max == 0) return say_unknown(usage, argv[i]);
            fprintf(stderr, "planettracker %s: \"%s\" is one word too many\n", usage->command,
                    argv[i]);
            return CMD_EXIT_USAGE;
        } else {
            words->positional[words->positional_count++] = argv[i];
        }
    }
    return -1;
}

const char *cmd_options_value(const struct cmd_options *words, const char *name)
{
    for (int i = 0; i < words->usage->option_count; i++)
        if (strcmp(words->usage->options[i].name, name) == 0) return words->values[i];
    return NULL;
}

int cmd_options_invalid(const struct cmd_options *words, const char *name, const char *got,
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

int cmd_options_say(const struct cmd_options *words, const struct almanac_problem *problem)
{
    char flag[40], text[1024];
    struct almanac_problem said = *problem;
    if (said.parameter.length > 0 && said.parameter.length < 30)
        said.parameter = flag_of(said.parameter, flag, sizeof flag);
    struct base_buf sentence = {.bytes = text, .room = sizeof text, .max = sizeof text};
    /* The others begin with the parameter already. */
    if (said.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE ||
        said.kind == ALMANAC_PROBLEM_BODY_UNKNOWN) {
        base_buf_append_text(&sentence, said.parameter);
        base_buf_append_string(&sentence, ": ");
    }
    almanac_problem_append_sentence(&sentence, &said);
    fprintf(stderr, "planettracker %s: %.*s\n", words->usage->command, (int)sentence.used, text);
    if (said.kind == ALMANAC_PROBLEM_BODY_MISSING) return CMD_EXIT_DATA;
    return said.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE ? CMD_EXIT_RANGE : CMD_EXIT_USAGE;
}

/* The place of --place; without an id when it is not given. -1 when all is well. */
static int named_place(const struct cmd_options *words, struct data_town_table_town *town)
{
    static const char *const others[] = {"--lat", "--lon"};
    const char *name = cmd_options_value(words, "--place");
    struct almanac_problem problem;
    *town = (struct data_town_table_town){0};
    if (name == NULL) return -1;
    for (int i = 0; i < 2; i++) {
        if (!cmd_options_is_set(words, others[i])) continue;
        fprintf(stderr, "planettracker %s: --place and %s exclude each other\n",
                words->usage->command, others[i]);
        return CMD_EXIT_USAGE;
    }
    if (almanac_place_name_resolve(base_text_of(name), town, &problem) == BASE_ERR_OK) return -1;
    return cmd_options_say(words, &problem);
}

/* Sets lat and lon to those of --place, in the digits that `places` shows. */
static int place_params(const struct cmd_options *words, const struct data_dataset *store,
                        struct almanac_params *params)
{
    struct data_town_table_town town;
    struct almanac_problem problem;
    int code = named_place(words, &town);
    if (code >= 0 || town.id.length == 0) return code;
    char number[BASE_NUM_MAX_CHARS];
    struct base_text lat = {number, base_num_fixed(number, town.lat_deg, 4)};
    if (almanac_params_set(store, BASE_TEXT("lat"), lat, params, &problem) != BASE_ERR_OK)
        return cmd_options_say(words, &problem);
    struct base_text lon = {number, base_num_fixed(number, town.lon_deg, 4)};
    if (almanac_params_set(store, BASE_TEXT("lon"), lon, params, &problem) != BASE_ERR_OK)
        return cmd_options_say(words, &problem);
    return -1;
}

/* The parameter `time` of a command that has a zone: a time without one is of that. */
static int time_param(const struct cmd_options *words, const struct data_dataset *store,
                      struct almanac_params *params)
{
    struct data_zone zone;
    int code = cmd_options_zone(words, &zone);
    if (code >= 0) return code;
    code = cmd_options_time(words, store, &zone, "--at", &params->time.when);
    params->given |= ALMANAC_PARAMS_BIT(TIME);
    params->time.text = base_text_of(cmd_options_value(words, "--at"));
    params->time.is_now = base_text_equals(params->time.text, BASE_TEXT("now"));
    data_zone_close(&zone);
    return code;
}

/* What every command reads by the table of parameters. */
#define SHARED_PARAMS                                                                              \
    (ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON) | ALMANAC_PARAMS_BIT(ELEVATION) |           \
     ALMANAC_PARAMS_BIT(TIME) | ALMANAC_PARAMS_BIT(BODIES) | ALMANAC_PARAMS_BIT(REFRACTION) |      \
     ALMANAC_PARAMS_BIT(PRESSURE) | ALMANAC_PARAMS_BIT(TEMPERATURE) | ALMANAC_PARAMS_BIT(BODY) |   \
     ALMANAC_PARAMS_BIT(THEME) | ALMANAC_PARAMS_BIT(VIEW) | ALMANAC_PARAMS_BIT(UP) |               \
     ALMANAC_PARAMS_BIT(STARS) | ALMANAC_PARAMS_BIT(LANG))

int cmd_options_params(const struct cmd_options *words, const struct data_dataset *store,
                       struct almanac_params *params)
{
    const struct almanac_params_row *rows = almanac_params_rows();
    int placed = place_params(words, store, params);
    if (placed >= 0) return placed;
    for (int i = 0; i < ALMANAC_PARAMS_TOTAL; i++) {
        char flag[40];
        if (!(SHARED_PARAMS >> i & 1u)) continue;
        flag_of(rows[i].name, flag, sizeof flag);
        const char *value = cmd_options_value(words, flag);
        struct almanac_problem problem;
        if (value == NULL) continue;
        const bool has_zone =
            cmd_options_is_set(words, "--tz") || cmd_options_is_set(words, "--place");
        if (base_text_equals(rows[i].name, BASE_TEXT("time")) && has_zone) {
            int code = time_param(words, store, params);
            if (code >= 0) return code;
        } else if (almanac_params_set(store, rows[i].name, base_text_of(value), params, &problem) !=
                   BASE_ERR_OK) {
            return cmd_options_say(words, &problem);
        }
    }
    return -1;
}

int cmd_options_params_of_place(const struct cmd_options *words, const struct data_dataset *store,
                                struct almanac_params *params)
{
    struct almanac_problem problem;
    int code = cmd_options_params(words, store, params);
    if (code >= 0) return code;
    if (almanac_params_require_place(params, &problem) == BASE_ERR_OK) return -1;
    if (!cmd_options_is_set(words, "--lat") && !cmd_options_is_set(words, "--lon"))
        problem.note = "--place NAME will do as well";
    return cmd_options_say(words, &problem);
}

int cmd_options_run(const struct cmd_options_usage *usage, int count, char **argv,
                    int (*act)(const struct cmd_options *words, const struct data_dataset *store))
{
    static struct data_dataset store;
    struct cmd_options words;
    int code = cmd_options_read(usage, count, argv, &words);
    if (code >= 0) return code;
    const struct cmd_store_options options = {
        .ephemeris = cmd_options_value(&words, "--ephemeris"),
        .leap_seconds = cmd_options_value(&words, "--leap-seconds"),
        .data_dir = cmd_options_value(&words, "--data-dir"),
    };
    code = cmd_store_open(usage->command, &options, &store);
    if (code != CMD_EXIT_OK) return code;
    code = act(&words, &store);
    data_dataset_close(&store);
    return code;
}

/* The place of a word in a list of choices, 0 when it is not given; an exit code's negative, less
 * one, when it is none of them. */
static int choice(const struct cmd_options *words, const char *name, const char *const *choices,
                  int count, const char *expected)
{
    const char *value = cmd_options_value(words, name);
    if (value == NULL) return 0;
    for (int i = 0; i < count; i++)
        if (strcmp(value, choices[i]) == 0) return i;
    return -1 - cmd_options_invalid(words, name, value, expected);
}

static int if_ambiguous(const struct cmd_options *words)
{
    static const char *const names[] = {"error", "first", "last"};
    return choice(words, "--ambiguous", names, 3, "first, last or error");
}

static int if_nonexistent(const struct cmd_options *words)
{
    static const char *const names[] = {"error", "forward"};
    return choice(words, "--nonexistent", names, 2, "forward or error");
}

/* A time without a zone, by the clocks of one. */
static int local_time(const struct cmd_options *words, const struct data_dataset *store,
                      const struct data_zone *zone, const char *name, const char *value,
                      struct sky_tt *when)
{
    int shown;
    struct base_fault fault;
    enum base_err err = data_time_text_parse_local(
        store, zone, base_text_of(value), (enum data_time_text_twice)if_ambiguous(words),
        (enum data_time_text_never)if_nonexistent(words), when, &shown, &fault);
    if (err == BASE_ERR_OK) return -1;
    const char *expected = DATA_TIME_TEXT_EXPECTED;
    if (err == BASE_ERR_MISSING)
        expected = shown == 2
                       ? "a time that the clocks there show once, or --ambiguous first or last"
                       : "a time that the clocks there do not skip, or --nonexistent forward";
    return cmd_options_invalid(words, name, value, expected);
}

int cmd_options_time(const struct cmd_options *words, const struct data_dataset *store,
                     const struct data_zone *zone, const char *name, struct sky_tt *when)
{
    const char *value = cmd_options_value(words, name);
    bool is_now;
    struct base_fault fault;
    if (value == NULL) value = "now";
    enum base_err err = data_time_text_parse(store, base_text_of(value), when, &is_now, &fault);
    if (err == BASE_ERR_OK) return -1;
    if (err != BASE_ERR_MISSING)
        return cmd_options_invalid(words, name, value, DATA_TIME_TEXT_EXPECTED);
    if (zone->name[0] != '\0') return local_time(words, store, zone, name, value, when);
    return cmd_options_invalid(words, name, value,
                               "a zone behind it, Z for UTC or +02:00, or --tz ZONE");
}

int cmd_options_number(const struct cmd_options *words, const char *name, double least, double most,
                       double *number)
{
    const char *value = cmd_options_value(words, name);
    double parsed;
    struct base_fault fault;
    char expected[64];
    if (value == NULL) return -1;
    if (base_num_parse(base_text_of(value), &parsed, &fault) == BASE_ERR_OK && parsed >= least &&
        parsed <= most) {
        *number = parsed;
        return -1;
    }
    snprintf(expected, sizeof expected, "a number, %g..%g", least, most);
    return cmd_options_invalid(words, name, value, expected);
}

int cmd_options_skyline(const struct cmd_options *words, double *horizon_deg, double *eye_height_m)
{
    int code = cmd_options_number(words, "--horizon", -90.0, 90.0, horizon_deg);
    return code < 0 ? cmd_options_number(words, "--eye-height", 0.0, 100000.0, eye_height_m) : code;
}

int cmd_options_choose_format(const struct cmd_options *words, enum cmd_options_format *format)
{
    static const struct {
        const char *name;
        enum cmd_options_format format;
    } formats[] = {{"--json", CMD_OPTIONS_JSON},
                   {"--ndjson", CMD_OPTIONS_NDJSON},
                   {"--csv", CMD_OPTIONS_CSV},
                   {"--votable", CMD_OPTIONS_VOTABLE}};
    const char *chosen = NULL;
    *format = CMD_OPTIONS_TABLE;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (!cmd_options_is_set(words, formats[i].name))
            continue; /* or not a format of the command */
        if (chosen != NULL) {
            fprintf(stderr, "planettracker %s: %s and %s exclude each other\n",
                    words->usage->command, chosen, formats[i].name);
            return CMD_EXIT_USAGE;
        }
        chosen = formats[i].name;
        *format = formats[i].format;
    }
    return -1;
}

enum almanac_params_format cmd_options_params_format(enum cmd_options_format format)
{
    static const enum almanac_params_format formats[] = {
        [CMD_OPTIONS_TABLE] = ALMANAC_PARAMS_TEXT,
        [CMD_OPTIONS_JSON] = ALMANAC_PARAMS_JSON,
        [CMD_OPTIONS_NDJSON] = ALMANAC_PARAMS_NDJSON,
        [CMD_OPTIONS_CSV] = ALMANAC_PARAMS_CSV,
        [CMD_OPTIONS_VOTABLE] = ALMANAC_PARAMS_VOTABLE};
    return formats[format];
}

bool cmd_options_flush(struct base_buf *out)
{
    if (out->has_overflowed) fputs("planettracker: out of memory\n", stderr);
    bool is_fine = !out->has_overflowed && fwrite(out->bytes, 1, out->used, stdout) == out->used;
    base_buf_clear(out);
    return is_fine;
}

/* Whether a command has a range, which begins at --from, rather than an instant. */
static bool has_range(const struct cmd_options *words)
{
    for (int i = 0; i < words->usage->option_count; i++)
        if (strcmp(words->usage->options[i].name, "--from") == 0) return true;
    return false;
}

int cmd_options_fault(const struct cmd_options *words, const struct data_dataset *store,
                      enum base_err err, const struct sky_fault *fault)
{
    if (err == BASE_ERR_MEMORY) {
        fprintf(stderr, "planettracker %s: out of memory\n", words->usage->command);
        return CMD_EXIT_FAILURE;
    }
    struct almanac_problem problem =
        almanac_params_out_of_range(store, fault, (struct base_text){NULL, 0});
    if (has_range(words)) problem.parameter = BASE_TEXT("from");
    return cmd_options_say(words, &problem);
}

/* The zone of --place. A system without it shows UTC, as if no place were named. */
static int place_zone(const struct cmd_options *words, struct data_zone *zone)
{
    struct data_town_table_town town;
    int code = named_place(words, &town);
    if (code >= 0 || town.id.length == 0) return code;
    if (data_zone_open(NULL, town.zone, zone) == BASE_ERR_OK) return -1;
    *zone = (struct data_zone){0};
    fprintf(stderr, "planettracker %s: this system has no zone %s; times are UTC\n",
            words->usage->command, town.zone.at);
    return -1;
}

int cmd_options_zone(const struct cmd_options *words, struct data_zone *zone)
{
    const char *name = cmd_options_value(words, "--tz");
    *zone = (struct data_zone){0};
    int if_twice = if_ambiguous(words), if_never = if_nonexistent(words);
    if (if_twice < 0) return -1 - if_twice;
    if (if_never < 0) return -1 - if_never;
    if (name == NULL) return place_zone(words, zone);
    if (data_zone_open(NULL, base_text_of(name), zone) == BASE_ERR_OK) return -1;
    return cmd_options_invalid(words, "--tz", name, "an IANA zone such as Europe/Paris");
}

int cmd_options_bodies(const struct cmd_options *words, const struct data_dataset *store,
                       const char *word, struct almanac_params *params)
{
    struct almanac_problem problem;
    if (word == NULL) {
        params->bodies = store->bodies;
        params->given |= ALMANAC_PARAMS_BIT(BODIES);
        return -1;
    }
    if (almanac_params_set(store, BASE_TEXT("bodies"), base_text_of(word), params, &problem) ==
        BASE_ERR_OK)
        return -1;
    return cmd_options_say(words, &problem);
}
