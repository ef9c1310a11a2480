/* planettracker places: the towns that --place knows. */
#include "app/listing.h"
#include "cmd/cmd.h"
#include "cmd/words.h"

#include <stdio.h>

#define OUTPUT_MAX_BYTES (1u << 20)
#define LIMIT_MAX        1000

static const struct cmd_words_option OPTIONS[] = {
    {"--near", "LAT,LON", "nearest first: " APP_PLACES_NEAR_EXPECTED},
    {"--limit", "N", "how many at most, 1..1000; 10 unless given"},
    {"--json", NULL, "one document, as the API has it"},
    {"--ndjson", NULL, "one JSON object a line"},
    {"--csv", NULL, "RFC 4180"},
};

static const struct cmd_words_usage USAGE = {
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
    .positional_max = CMD_WORDS_POSITIONAL_MAX,
};

/* Words as one text, blanks between. */
static struct base_text joined(const struct cmd_words *words, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < words->positional_count && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? " " : "",
                                 words->positional[i]);
    return (struct base_text){text, used < size ? used : size - 1};
}

static int read_query(const struct cmd_words *words, struct app_places_query *query, int *limit)
{
    double number = APP_LISTING_LIMIT;
    int code = cmd_words_number(words, "--limit", 1.0, LIMIT_MAX, &number);
    if (code >= 0) return code;
    *limit = (int)number;
    if (number != *limit)
        return cmd_words_invalid(words, "--limit", cmd_words_value(words, "--limit"),
                                 "a whole number, 1..1000");
    const char *near = cmd_words_value(words, "--near");
    struct app_problem problem;
    if (near != NULL && app_listing_read_near(base_text_of(near), query, &problem) != BASE_ERR_OK)
        return cmd_words_say(words, &problem);
    return -1;
}

static int print(const struct app_listing *list, enum cmd_words_format format)
{
    static void (*const writers[])(struct base_buf *, const struct app_listing *) = {
        [CMD_WORDS_TABLE] = app_listing_append_text,
        [CMD_WORDS_JSON] = app_listing_append_json,
        [CMD_WORDS_NDJSON] = app_listing_append_ndjson,
        [CMD_WORDS_CSV] = app_listing_append_csv,
    };
    struct base_buf out;
    base_buf_init(&out, OUTPUT_MAX_BYTES);
    writers[format](&out, list);
    bool is_whole = cmd_words_flush(&out);
    base_buf_fini(&out);
    return is_whole && list->found > 0 ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

int cmd_places(int count, char **argv)
{
    static struct app_listing list;
    struct cmd_words words;
    enum cmd_words_format format;
    struct app_places_query query = {0};
    char text[256];
    int limit;
    int code = cmd_words_read(&USAGE, count, argv, &words);
    if (code < 0) code = cmd_words_choose_format(&words, &format);
    if (code < 0) code = read_query(&words, &query, &limit);
    if (code >= 0) return code;
    query.text = joined(&words, text, sizeof text);
    app_listing_search(&query, limit, &list);
    return print(&list, format);
}
