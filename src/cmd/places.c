/* planettracker places: the towns that --place knows. */
#include "almanac/towns_report.h"
#include "cmd/cmd.h"
#include "cmd/options.h"

#include <stdio.h>

#define OUTPUT_MAX_BYTES (1u << 20)
#define LIMIT_MAX        1000

static const struct cmd_options_option OPTIONS[] = {
    {"--near", "LAT,LON", "nearest first: " ALMANAC_TOWNS_REPORT_NEAR_EXPECTED},
    {"--limit", "N", "how many at most, 1..1000; 10 unless given"},
    {"--json", NULL, "one document, as the API has it"},
    {"--ndjson", NULL, "one JSON object a line"},
    {"--csv", NULL, "RFC 4180"},
};

static const struct cmd_options_usage USAGE = {
    .command = "places",
    .examples = "planettracker places bogota\n"
                "planettracker places paris, fr\n"
                "planettracker places new zealand\n"
                "planettracker places --near 48.93,2.45 --limit 3\n",
    .about = "Towns by name, best first, or by distance: 9,700 of all countries, those of the "
             "time-zone database and those of GeoNames (CC BY 4.0) with 50,000 people or more. "
             "Case, accents, punctuation and small misspellings are forgiven; a country or a "
             "state may stand behind the name or alone. Exit codes: 0 found, 1 nothing found or "
             "failure, 2 usage.",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof *OPTIONS,
    .positional_max = CMD_OPTIONS_POSITIONAL_MAX,
};

/* Words as one text, blanks between. */
static struct base_text joined(const struct cmd_options *words, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < words->positional_count && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? " " : "",
                                 words->positional[i]);
    return (struct base_text){text, used < size ? used : size - 1};
}

static int read_query(const struct cmd_options *words, struct data_town_search_query *query,
                      int *limit)
{
    double number = ALMANAC_TOWNS_REPORT_LIMIT;
    int code = cmd_options_number(words, "--limit", 1.0, LIMIT_MAX, &number);
    if (code >= 0) return code;
    *limit = (int)number;
    if (number != *limit)
        return cmd_options_invalid(words, "--limit", cmd_options_value(words, "--limit"),
                                   "a whole number, 1..1000");
    const char *near = cmd_options_value(words, "--near");
    struct almanac_problem problem;
    if (near != NULL &&
        almanac_towns_report_read_near(base_text_of(near), query, &problem) != BASE_ERR_OK)
        return cmd_options_say(words, &problem);
    return -1;
}

static int print(const struct almanac_towns_report *list, enum cmd_options_format format)
{
    static void (*const writers[])(struct base_buf *, const struct almanac_towns_report *) = {
        [CMD_OPTIONS_TABLE] = almanac_towns_report_append_text,
        [CMD_OPTIONS_JSON] = almanac_towns_report_append_json,
        [CMD_OPTIONS_NDJSON] = almanac_towns_report_append_ndjson,
        [CMD_OPTIONS_CSV] = almanac_towns_report_append_csv,
    };
    struct base_buf out;
    base_buf_init(&out, OUTPUT_MAX_BYTES);
    writers[format](&out, list);
    bool is_whole = cmd_options_flush(&out);
    base_buf_fini(&out);
    return is_whole && list->found > 0 ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

int cmd_places(int count, char **argv)
{
    static struct almanac_towns_report list;
    struct cmd_options words;
    enum cmd_options_format format;
    struct data_town_search_query query = {0};
    char text[256];
    int limit;
    int code = cmd_options_read(&USAGE, count, argv, &words);
    if (code < 0) code = cmd_options_choose_format(&words, &format);
    if (code < 0) code = read_query(&words, &query, &limit);
    if (code >= 0) return code;
    query.text = joined(&words, text, sizeof text);
    almanac_towns_report_search(&query, limit, &list);
    return print(&list, format);
}
