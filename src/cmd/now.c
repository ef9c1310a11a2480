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

enum format { FORMAT_TABLE, FORMAT_JSON, FORMAT_CSV };

struct options {
    struct app_params params;
    enum format format;
    const char *leap_seconds;
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
    puts("  --leap-seconds a newer leap-seconds.list than the one inside the program\n"
         "  --json, --csv  the same values for programs, every digit\n"
         "  -h, --help     this text\n"
         "\n"
         "Exit codes: 0 fine, 1 failure, 2 usage, 3 data unreadable, 4 outside the ephemeris.");
}

static int say_problem(const struct app_problem *problem)
{
    char text[1024];
    struct base_buf sentence = {.bytes = text, .room = sizeof text, .max = sizeof text};
    app_problem_append_sentence(&sentence, problem);
    fprintf(stderr, "planettracker now: %.*s\n", (int)sentence.used, text);
    return problem->kind == APP_PROBLEM_TIME_OUT_OF_RANGE ? CMD_EXIT_RANGE : CMD_EXIT_USAGE;
}

/* One "--name value" or "--name=value" for the table of parameters; -1 when all is well. */
static int set_parameter(const struct app_store *store, char **argv, int count, int *at,
                         struct options *options)
{
    struct base_text word = base_text_of(argv[*at]);
    struct app_problem problem = {.kind = APP_PROBLEM_PARAMETER_UNKNOWN, .parameter = word};
    if (word.length < 3 || memcmp(word.at, "--", 2) != 0) return say_problem(&problem);
    struct base_text value = {word.at + 2, word.length - 2}, name = base_text_cut(&value, '=');
    if (name.length == word.length - 2) {
        if (*at + 1 == count) {
            problem = (struct app_problem){
                .kind = APP_PROBLEM_PARAMETER_MISSING, .parameter = word, .note = "its value"};
            return say_problem(&problem);
        }
        value = base_text_of(argv[++*at]);
    }
    if (base_text_equals(name, BASE_TEXT("at"))) name = BASE_TEXT("time");
    if (app_params_set(store, name, value, &options->params, &problem) == BASE_ERR_OK) return -1;
    return say_problem(&problem);
}

/* The options that need no data. Gives the words that are left for the table of parameters in rest.
 */
static int split_options(int count, char **argv, struct options *options, char **rest)
{
    int left = 0;
    for (int i = 0; i < count; i++) {
        if (strcmp(argv[i], "--json") == 0)
            options->format = FORMAT_JSON;
        else if (strcmp(argv[i], "--csv") == 0)
            options->format = FORMAT_CSV;
        else if (strcmp(argv[i], "--leap-seconds") == 0 && i + 1 < count)
            options->leap_seconds = argv[++i];
        else
            rest[left++] = argv[i];
    }
    return left;
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

/* "4 are up, highest Jupiter: 34 deg in the ESE." */
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
                               seen->az_deg, app_rows_direction(seen->az_deg), seen->alt_deg,
                               seen->ra_deg, seen->dec_deg, seen->distance_au,
                               is_dim ? "\033[0m" : "");
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
                               sky_body_info(p->rows[i].body)->name.at, seen->az_deg, seen->alt_deg,
                               app_rows_direction(seen->az_deg), seen->ra_deg, seen->dec_deg,
                               seen->distance_au);
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
    bool is_written = !out.has_overflowed && fwrite(out.bytes, 1, out.used, stdout) == out.used &&
                      fflush(stdout) == 0;
    base_buf_fini(&out);
    if (!is_written) perror("planettracker now: standard output");
    return is_written ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

static int run(struct options *options, int count, char **words)
{
    static struct app_store store;
    struct base_fault fault;
    if (app_store_open(options->leap_seconds, &store, &fault) != BASE_ERR_OK)
        return cmd_leap_seconds_failure("now", options->leap_seconds, &fault);
    for (int i = 0; i < count; i++) {
        int code = set_parameter(&store, words, count, &i, options);
        if (code >= 0) return code;
    }
    struct app_problem problem;
    if (app_params_require_place(&options->params, &problem) != BASE_ERR_OK)
        return say_problem(&problem);
    if (!options->params.has_bodies) {
        options->params.bodies = (1u << SKY_BODY_COUNT) - 1;
        options->params.has_bodies = true;
    }
    static struct app_positions_frame frame;
    static struct app_positions positions;
    if (app_positions_compute(&store, &frame, &options->params, &positions, &problem) !=
        BASE_ERR_OK)
        return say_problem(&problem);
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
    int left = split_options(count, argv, &options, words);
    int code = run(&options, left, words);
    free(words);
    return code;
}
