/* planettracker places: the towns that --place knows. */
#include "almanac/params.h"
#include "almanac/problem.h"
#include "almanac/towns_report.h"
#include "base/buf.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "data/town_search.h"

#include <stdbool.h>
#include <stdio.h>

#define OUTPUT_MAX_BYTES (1u << 20)
#define NAME_MAX_BYTES   256

/* Joins the words of a name with blanks between. */
static struct base_text join(const struct cmd_options *options, char text[NAME_MAX_BYTES])
{
    size_t used = 0;
    text[0] = '\0';
    for (int i = 0; i < options->word_count && used < NAME_MAX_BYTES; i++)
        used += (size_t)snprintf(text + used, NAME_MAX_BYTES - used, "%s%s", i > 0 ? " " : "",
                                 options->words[i]);
    return (struct base_text){text, used < NAME_MAX_BYTES ? used : NAME_MAX_BYTES - 1};
}

static int print(const struct almanac_towns_report *list, enum almanac_params_format format)
{
    struct base_buf out;
    base_buf_init(&out, OUTPUT_MAX_BYTES);
    almanac_towns_report_append(&out, list, format);
    bool is_whole = cmd_request_flush(&out);
    base_buf_fini(&out);
    return is_whole && list->found > 0 ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

int cmd_places(const struct cmd_options *options)
{
    static struct almanac_towns_report list;
    enum almanac_params_format format;
    struct data_town_search_query query = {0};
    struct cmd_request request = {0};
    struct almanac_problem problem;
    char text[NAME_MAX_BYTES];
    const struct almanac_params *params = &request.params;
    int code = cmd_options_format(options, &format);
    if (code < 0) code = cmd_request_read(options, NULL, &request);
    if (code < 0 && almanac_params_has(params, ALMANAC_PARAMS_NEAR) &&
        almanac_towns_report_read_near(params->near, &query, &problem) != BASE_ERR_OK)
        code = cmd_options_problem(options, &problem);
    cmd_request_close(&request);
    if (code >= 0) return code;
    query.text = join(options, text);
    if ((double)query.text.length > almanac_params_rows()[ALMANAC_PARAMS_Q].most) {
        fprintf(stderr, "planettracker places: NAME is too long; expected at most %.0f bytes\n",
                almanac_params_rows()[ALMANAC_PARAMS_Q].most);
        return CMD_EXIT_USAGE;
    }
    const bool has_limit = almanac_params_has(params, ALMANAC_PARAMS_LIMIT);
    almanac_towns_report_search(&query, has_limit ? (int)params->limit : ALMANAC_TOWNS_REPORT_LIMIT,
                                &list);
    return print(&list, format);
}
