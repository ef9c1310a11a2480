/* planettracker now: one table, for people on a terminal, as plain columns in a pipe, as JSON or
 * CSV. */
#include "app/positions.h"
#include "app/time.h"
#include "base/num.h"
#include "cmd/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OUTPUT_MAX_BYTES 65536u
#define FLAG_MAX_CHARS   24 /* "--" and the longest name of a parameter */

enum format { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV };

struct options {
    struct app_params params;
    enum format format;
    struct app_store_files files;
    bool is_strict;
};

static void print_help(void)
{
    puts("planettracker now --lat 48.93 --lon 2.45\n"
         "planettracker now --lat -39:45:14 --lon 145:03:04 --at 2018-10-31T03:22:47Z --json\n"
         "\n"
         "Where the Sun, the Moon, the planets and Pluto are: azimuth from north through east, "
         "altitude as\n"
         "lifted by the air. Plain columns when the output is no terminal.\n");
    const struct app_params_row *rows = app_params_rows();
    for (int i = 0; i < APP_PARAMS_COUNT; i++) {
        bool is_time = base_text_equals(rows[i].name, BASE_TEXT("time"));
        printf("  --%-12s %s\n", is_time ? "at" : rows[i].name.at, rows[i].expected);
    }
    puts(CMD_STORE_HELP
         "  --strict              no answer when UT1 or leap seconds are out of date for it\n"
         "  --json, --csv         the same values for programs, every digit\n"
         "  -h, --help            this text\n"
         "\n"
         "Exit codes: 0 fine, 1 failure, 2 usage, 3 data unreadable or stale with --strict,\n"
         "4 outside the ephemeris.");
}

static struct base_text flag_of(struct base_text name, char flag[FLAG_MAX_CHARS])
{
    if (base_text_equals(name, BASE_TEXT("time"))) name = BASE_TEXT("at");
    int length = snprintf(flag, FLAG_MAX_CHARS, "--%.*s", (int)name.length, name.at);
    return (struct base_text){flag, (size_t)length};
}

static int say_unknown(const char *word)
{
    static const char *const own[] = {"json", "csv", "strict", "ephemeris", "leap-seconds", "help"};
    enum { OWN_COUNT = sizeof own / sizeof *own, COUNT = APP_PARAMS_COUNT + OWN_COUNT };
    char flags[COUNT][FLAG_MAX_CHARS];
    struct base_text names[COUNT], typed = base_text_of(word);
    for (int i = 0; i < COUNT; i++) {
        const bool is_parameter = i < APP_PARAMS_COUNT;
        names[i] = flag_of(is_parameter ? app_params_rows()[i].name
                                        : base_text_of(own[i - APP_PARAMS_COUNT]),
                           flags[i]);
    }
    struct base_text name = base_text_cut(&typed, '=');
    struct base_text nearest = app_problem_nearest(name, names, COUNT);
    fprintf(stderr, "planettracker now: there is no option \"%s\"; ", word);
    if (nearest.length > 0)
        fprintf(stderr, "did you mean \"%.*s\"?\n", (int)nearest.length, nearest.at);
    else
        fputs("planettracker now --help lists them\n", stderr);
    return CMD_EXIT_USAGE;
}

/* Says a problem in the words of the command line: what the server calls a parameter is a flag. */
static int say_problem(const struct app_problem *problem, struct base_text flag)
{
    struct app_problem said = *problem;
    said.parameter = flag;
    char text[1024];
    struct base_buf sentence = {.bytes = text, .room = sizeof text, .max = sizeof text};
    app_problem_append_sentence(&sentence, &said);
    const bool is_range = said.kind == APP_PROBLEM_TIME_OUT_OF_RANGE;
    const char *colon = ": ";
    const bool is_missing = said.kind == APP_PROBLEM_BODY_MISSING;
    if (!is_range && !is_missing &&
        said.kind != APP_PROBLEM_BODY_UNKNOWN) /* these begin with the flag */
        flag.length = 0, colon = "";
    fprintf(stderr, "planettracker now: %.*s%s%.*s\n", (int)flag.length, flag.at, colon,
            (int)sentence.used, text);
    return is_range ? CMD_EXIT_RANGE : is_missing ? CMD_EXIT_DATA : CMD_EXIT_USAGE;
}

static int say_missing_value(const char *flag, const char *expected)
{
    fprintf(stderr, "planettracker now: %s has no value; expected %s\n", flag, expected);
    return CMD_EXIT_USAGE;
}

/* One "--name value" or "--name=value" for the table of parameters; -1 when all is well. */
static int set_parameter(const struct app_store *store, char **argv, int count, int *at,
                         struct options *options)
{
    const char *word = argv[*at];
    struct base_text value = base_text_of(word), flag = base_text_cut(&value, '=');
    if (flag.length < 3 || memcmp(flag.at, "--", 2) != 0) return say_unknown(word);
    struct base_text name = {flag.at + 2, flag.length - 2};
    if (base_text_equals(name, BASE_TEXT("at"))) name = BASE_TEXT("time");
    const struct app_params_row *row = app_params_rows(), *end = row + APP_PARAMS_COUNT;
    while (row < end && !base_text_equals(name, row->name)) row++;
    if (row == end) return say_unknown(word);
    if (strchr(word, '=') == NULL) {
        if (*at + 1 == count) return say_missing_value(word, row->expected);
        value = base_text_of(argv[++*at]);
    }
    struct app_problem problem;
    enum base_err err = app_params_set(store, name, value, &options->params, &problem);
    return err == BASE_ERR_OK ? -1 : say_problem(&problem, flag);
}

/* The options that need no data; the words left for the table of parameters go to rest, *left of
 * them. -1 when all is well. */
static int split_options(int count, char **argv, struct options *options, char **rest, int *left)
{
    *left = 0;
    for (int i = 0; i < count; i++) {
        enum format format = strcmp(argv[i], "--json") == 0  ? FORMAT_JSON
                             : strcmp(argv[i], "--csv") == 0 ? FORMAT_CSV
                                                             : FORMAT_TABLE;
        if (format != FORMAT_TABLE) {
            if (options->format != FORMAT_TABLE && options->format != format) {
                fputs("planettracker now: --json and --csv exclude each other\n", stderr);
                return CMD_EXIT_USAGE;
            }
            options->format = format;
        } else if (strcmp(argv[i], "--strict") == 0) {
            options->is_strict = true;
        } else {
            int taken = cmd_store_option("now", count, argv, &i, &options->files);
            if (taken > 0) return taken;
            if (taken < 0) rest[(*left)++] = argv[i];
        }
    }
    return -1;
}

static bool is_help(int count, char **argv)
{
    for (int i = 0; i < count; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) return true;
    return false;
}

static void append_capital(struct base_buf *out, enum sky_body body)
{
    struct base_text name = sky_body_info(body)->name;
    char first = (char)(name.at[0] - ('a' - 'A'));
    base_buf_append(out, &first, 1);
    base_buf_append(out, name.at + 1, name.length - 1);
}

/* "4 of 10 are up. Jupiter is highest, 34 deg in the ESE." */
static void append_sentence(struct base_buf *out, const struct app_positions *p)
{
    int up = 0;
    const struct app_rows_row *highest = &p->rows[0];
    for (int i = 0; i < p->count; i++) {
        up += p->rows[i].seen.alt_deg > 0.0;
        if (p->rows[i].seen.alt_deg > highest->seen.alt_deg) highest = &p->rows[i];
    }
    if (up == 0) {
        base_buf_append_string(out, "None of them is up.\n");
        return;
    }
    base_buf_append_format(out, "%d of %d %s up. ", up, p->count, up == 1 ? "is" : "are");
    if (highest->body == SKY_BODY_SUN || highest->body == SKY_BODY_MOON)
        base_buf_append_string(out, "The ");
    append_capital(out, highest->body);
    base_buf_append_format(out, " is highest, %.0f° in the %s.\n", highest->seen.alt_deg,
                           app_rows_direction(highest->seen.az_deg));
}

static void append_people(struct base_buf *out, const struct app_positions *p, bool has_colour)
{
    append_sentence(out, p);
    base_buf_append_format(out, "%s  latitude %.4f, longitude %.4f, %.0f m\n\n", p->time,
                           p->request.lat_deg, p->request.lon_deg, p->request.elevation_m);
    base_buf_append_string(
        out, "Body       Azimuth       Altitude  RA of date  Dec of date   Distance\n");
    for (int i = 0; i < p->count; i++) {
        const struct sky_observation *seen = &p->rows[i].seen;
        bool is_dim = has_colour && seen->alt_deg <= 0.0;
        if (is_dim) base_buf_append_string(out, "\033[2m");
        size_t first = out->used;
        append_capital(out, p->rows[i].body);
        while (out->used - first < 9 && !out->has_overflowed) base_buf_append(out, " ", 1);
        base_buf_append_format(out, " %7.2f° %-4s %7.2f°  %9.4f°   %+9.4f°  %8.4f au%s\n",
                               app_rows_turn(seen->az_deg, 2), app_rows_direction(seen->az_deg),
                               seen->alt_deg, app_rows_turn(seen->ra_deg, 4), seen->dec_deg,
                               seen->distance_au, is_dim ? "\033[0m" : "");
    }
}

/* One header line, one line a body, blanks between: for awk and sort. */
static void append_plain(struct base_buf *out, const struct app_positions *p)
{
    base_buf_append_string(out,
                           "body         az_deg   alt_deg dir      ra_deg   dec_deg distance_au\n");
    for (int i = 0; i < p->count; i++) {
        const struct sky_observation *seen = &p->rows[i].seen;
        base_buf_append_format(out, "%-9s %9.4f %9.4f %-3s %11.4f %9.4f %11.6f\n",
                               sky_body_info(p->rows[i].body)->name.at,
                               app_rows_turn(seen->az_deg, 4), seen->alt_deg,
                               app_rows_direction(seen->az_deg), app_rows_turn(seen->ra_deg, 4),
                               seen->dec_deg, seen->distance_au);
    }
}

static int print(const struct app_positions *positions, enum format format)
{
    struct base_buf out;
    base_buf_init(&out, OUTPUT_MAX_BYTES);
    bool is_terminal = isatty(STDOUT_FILENO);
    const char *no_colour = getenv("NO_COLOR");
    if (format == FORMAT_JSON)
        app_positions_append_json(&out, positions);
    else if (format == FORMAT_CSV)
        app_positions_append_csv(&out, positions);
    else if (is_terminal)
        append_people(&out, positions, no_colour == NULL || *no_colour == '\0');
    else
        append_plain(&out, positions);
    const bool is_whole = !out.has_overflowed;
    if (is_whole) fwrite(out.bytes, 1, out.used, stdout); /* main looks whether it arrived */
    base_buf_fini(&out);
    if (!is_whole) fputs("planettracker now: out of memory\n", stderr);
    return is_whole ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

static int run(struct options *options, int count, char **words)
{
    static struct app_store store;
    int opened = cmd_store_open("now", &options->files, &store);
    if (opened != CMD_EXIT_OK) return opened;
    for (int i = 0; i < count; i++) {
        int code = set_parameter(&store, words, count, &i, options);
        if (code >= 0) return code;
    }
    struct app_problem problem;
    char flag[FLAG_MAX_CHARS];
    if (app_params_require_place(&options->params, &problem) != BASE_ERR_OK)
        return say_problem(&problem, flag_of(problem.parameter, flag));
    if (!options->params.has_bodies) {
        options->params.bodies = store.bodies;
        options->params.has_bodies = true;
    }
    static struct app_positions_frame frame;
    static struct app_positions positions;
    if (app_positions_compute(&store, &frame, &options->params, &positions, &problem) !=
        BASE_ERR_OK)
        return say_problem(&problem, flag_of(problem.parameter, flag));
    if (options->is_strict && cmd_store_strict("now", &store, positions.when) != CMD_EXIT_OK)
        return CMD_EXIT_DATA;
    return print(&positions, options->format);
}

int cmd_now(int count, char **argv)
{
    if (is_help(count, argv)) {
        print_help();
        return CMD_EXIT_OK;
    }
    struct options options = {0};
    char **words = calloc((size_t)count + 1, sizeof *words);
    if (words == NULL) {
        perror("planettracker now");
        return CMD_EXIT_FAILURE;
    }
    int left;
    int code = split_options(count, argv, &options, words, &left);
    if (code < 0) code = run(&options, left, words);
    free(words);
    return code;
}
