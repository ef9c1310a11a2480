/* From options to a request. Parameters are set one by one by the table of almanac/params; only the
 * place and the zone, which other parameters depend on, are read before them. */
#include "cmd/request.h"

#include "almanac/params.h"
#include "almanac/place_name.h"
#include "almanac/problem.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/num.h"
#include "base/text.h"
#include "cmd/data_open.h"
#include "cmd/exit.h"
#include "cmd/table.h"
#include "data/dataset.h"
#include "data/time_text.h"
#include "data/town_table.h"
#include "data/zone.h"
#include "sky/ephem.h"
#include "sky/time.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>

static int set(const struct cmd_options *options, const struct data_dataset *dataset,
               struct cmd_request *request, enum almanac_params_name name, struct base_text value)
{
    assert((unsigned)name < ALMANAC_PARAMS_TOTAL);
    struct almanac_problem problem;
    const struct base_text parameter = almanac_params_rows()[name].name;
    if (almanac_params_set(dataset, parameter, value, &request->params, &problem) == BASE_ERR_OK)
        return -1;
    return cmd_options_problem(options, &problem);
}

/* Sets an option that is a parameter, if it is given. */
static int set_flag(const struct cmd_options *options, const struct data_dataset *dataset,
                    struct cmd_request *request, enum cmd_table_flag flag,
                    enum almanac_params_name name)
{
    const char *value = cmd_options_value(options, flag);
    return value == NULL ? -1 : set(options, dataset, request, name, base_text_of(value));
}

/* ---- place and zone ---- */

/* Finds the town of --place; one without an id when it is not given. -1 when all is well. */
static int find_town(const struct cmd_options *options, struct data_town_table_town *town)
{
    static const enum cmd_table_flag others[] = {CMD_TABLE_LAT, CMD_TABLE_LON};
    const char *name = cmd_options_value(options, CMD_TABLE_PLACE);
    struct almanac_problem problem;
    *town = (struct data_town_table_town){0};
    if (name == NULL) return -1;
    for (int i = 0; i < 2; i++)
        if (cmd_options_is_set(options, others[i]))
            return cmd_options_exclude(options, CMD_TABLE_PLACE, others[i]);
    if (almanac_place_name_resolve(base_text_of(name), town, &problem) == BASE_ERR_OK) return -1;
    return cmd_options_problem(options, &problem);
}

/* Sets lat and lon to those of a town, in the digits that `places` shows. */
static int set_town(const struct cmd_options *options, const struct data_dataset *dataset,
                    const struct data_town_table_town *town, struct cmd_request *request)
{
    assert(town->id.length > 0);
    char number[BASE_NUM_MAX_CHARS];
    const struct base_text lat = {number, base_num_fixed(number, town->lat_deg, 4)};
    int code = set(options, dataset, request, ALMANAC_PARAMS_LAT, lat);
    if (code >= 0) return code;
    const struct base_text lon = {number, base_num_fixed(number, town->lon_deg, 4)};
    return set(options, dataset, request, ALMANAC_PARAMS_LON, lon);
}

/* Whether the command reads or shows local times. */
static bool wants_zone(const struct cmd_options *options)
{
    return cmd_table_option_of(options->table, options->command, CMD_TABLE_TZ) != NULL ||
           cmd_options_is_set(options, CMD_TABLE_AT);
}

/* Opens the zone of --tz, or else that of the town. A system without the latter shows UTC, as if no
 * place were named. */
static int open_zone(const struct cmd_options *options, const struct data_dataset *dataset,
                     const struct data_town_table_town *town, struct cmd_request *request)
{
    struct almanac_params *params = &request->params;
    int code = set_flag(options, dataset, request, CMD_TABLE_AMBIGUOUS, ALMANAC_PARAMS_AMBIGUOUS);
    if (code < 0)
        code =
            set_flag(options, dataset, request, CMD_TABLE_NONEXISTENT, ALMANAC_PARAMS_NONEXISTENT);
    if (code < 0) code = set_flag(options, dataset, request, CMD_TABLE_TZ, ALMANAC_PARAMS_TZ);
    if (code >= 0 || params->zone != NULL || town->id.length == 0 || !wants_zone(options))
        return code;
    if (data_zone_cache_get(&request->zones, town->zone, &params->zone) == BASE_ERR_OK) return -1;
    params->zone = NULL;
    fprintf(stderr, "planettracker %s: this system has no zone %s; times are UTC\n",
            cmd_options_command(options), town->zone.at);
    return -1;
}

/* ---- all of them ---- */

/* Parameters that are set before the others. */
static bool is_early(enum almanac_params_name name)
{
    return name == ALMANAC_PARAMS_PLACE || name == ALMANAC_PARAMS_TZ ||
           name == ALMANAC_PARAMS_AMBIGUOUS || name == ALMANAC_PARAMS_NONEXISTENT;
}

static int set_options(const struct cmd_options *options, const struct data_dataset *dataset,
                       struct cmd_request *request)
{
    int code = -1;
    for (int i = 0; i < options->given_count && code < 0; i++) {
        const struct cmd_options_given *given = &options->given[i];
        const struct cmd_table_value *row = &given->option->value;
        if (row->kind == CMD_TABLE_PARAMETER && !is_early(row->parameter))
            code = set(options, dataset, request, row->parameter, base_text_of(given->value));
    }
    return code;
}

static int set_words(const struct cmd_options *options, const struct data_dataset *dataset,
                     struct cmd_request *request)
{
    const struct cmd_table_word *rows = options->table->commands[options->command].words;
    int code = -1;
    for (int i = 0; i < options->word_count && i < CMD_TABLE_WORDS_MAX && code < 0; i++)
        if (rows[i].value.kind == CMD_TABLE_PARAMETER)
            code = set(options, dataset, request, rows[i].value.parameter,
                       base_text_of(options->words[i]));
    return code;
}

int cmd_request_read(const struct cmd_options *options, const struct data_dataset *dataset,
                     struct cmd_request *request)
{
    static const struct data_zone no_zone;
    struct almanac_params *params = &request->params;
    struct data_town_table_town town;
    assert(params->given == 0);
    params->zones = &request->zones;
    request->zone = &no_zone;
    int code = find_town(options, &town);
    if (code < 0 && town.id.length > 0) code = set_town(options, dataset, &town, request);
    if (code < 0) code = open_zone(options, dataset, &town, request);
    if (code < 0) code = set_options(options, dataset, request);
    if (code < 0) code = set_words(options, dataset, request);
    if (params->zone != NULL) request->zone = params->zone;
    params->zones = NULL;
    params->zone = NULL;
    params->given &=
        ~(ALMANAC_PARAMS_BIT(TZ) | ALMANAC_PARAMS_BIT(AMBIGUOUS) | ALMANAC_PARAMS_BIT(NONEXISTENT));
    return code;
}

int cmd_request_read_placed(const struct cmd_options *options, const struct data_dataset *dataset,
                            struct cmd_request *request)
{
    struct almanac_problem problem;
    int code = cmd_request_read(options, dataset, request);
    if (code >= 0) return code;
    if (almanac_params_require_place(&request->params, &problem) == BASE_ERR_OK) return -1;
    if (!cmd_request_has_place(options)) problem.note = "give --lat and --lon, or --place NAME";
    return cmd_options_problem(options, &problem);
}

void cmd_request_close(struct cmd_request *request)
{
    data_zone_cache_close(&request->zones);
}

int cmd_request_run(const struct cmd_options *options,
                    int (*act)(const struct cmd_options *options,
                               const struct data_dataset *dataset, struct cmd_request *request))
{
    static struct data_dataset dataset;
    struct cmd_request request = {0};
    int code = cmd_data_open(options, &dataset);
    if (code != CMD_EXIT_OK) return code;
    code = act(options, &dataset, &request);
    cmd_request_close(&request);
    data_dataset_close(&dataset);
    return code;
}

bool cmd_request_has_place(const struct cmd_options *options)
{
    return cmd_options_is_set(options, CMD_TABLE_PLACE) ||
           cmd_options_is_set(options, CMD_TABLE_LAT) || cmd_options_is_set(options, CMD_TABLE_LON);
}

void cmd_request_default_bodies(struct cmd_request *request, const struct data_dataset *dataset)
{
    assert(dataset->bodies != 0 && dataset->bodies >> SKY_BODY_COUNT == 0);
    if (almanac_params_has(&request->params, ALMANAC_PARAMS_BODIES)) return;
    request->params.bodies = dataset->bodies;
    request->params.given |= ALMANAC_PARAMS_BIT(BODIES);
}

struct sky_tt cmd_request_instant(struct cmd_request *request, const struct data_dataset *dataset,
                                  enum almanac_params_name name)
{
    struct almanac_params *params = &request->params;
    struct almanac_problem problem;
    const struct base_text parameter = almanac_params_rows()[name].name;
    if (!almanac_params_has(params, name) &&
        almanac_params_set(dataset, parameter, BASE_TEXT("now"), params, &problem) != BASE_ERR_OK)
        assert(false && "now is an instant");
    assert(name == ALMANAC_PARAMS_START || name == ALMANAC_PARAMS_STOP ||
           name == ALMANAC_PARAMS_TIME);
    if (name == ALMANAC_PARAMS_START) return params->start.when;
    return name == ALMANAC_PARAMS_STOP ? params->stop.when : params->time.when;
}

/* ---- ends ---- */

int cmd_request_fault(const struct cmd_options *options, const struct data_dataset *dataset,
                      enum base_err err, const struct sky_fault *fault)
{
    assert(err != BASE_ERR_OK && err != BASE_ERR_END);
    if (err == BASE_ERR_MEMORY) {
        fprintf(stderr, "planettracker %s: out of memory\n", cmd_options_command(options));
        return CMD_EXIT_FAILURE;
    }
    struct almanac_problem problem =
        almanac_params_out_of_range(dataset, fault, (struct base_text){NULL, 0});
    /* A command with a range begins it at --from. */
    if (cmd_table_option_of(options->table, options->command, CMD_TABLE_FROM) != NULL)
        problem.parameter = almanac_params_rows()[ALMANAC_PARAMS_START].name;
    return cmd_options_problem(options, &problem);
}

bool cmd_request_flush(struct base_buf *out)
{
    if (out->has_overflowed) fputs("planettracker: out of memory\n", stderr);
    bool is_fine = !out->has_overflowed && fwrite(out->bytes, 1, out->used, stdout) == out->used;
    base_buf_clear(out);
    return is_fine;
}
