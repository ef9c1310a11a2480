/* planettracker explain: every correction of one position, in order, each in arcseconds. */
#include "sky/explain.h"
#include "almanac/params.h"
#include "almanac/position_columns.h"
#include "almanac/positions.h"
#include "almanac/problem.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "data/dataset.h"
#include "data/time_text.h"
#include "format/document.h"
#include "sky/apparent.h"
#include "sky/body.h"
#include "sky/civil.h"
#include "sky/ephem.h"
#include "sky/frame.h"
#include "sky/horizon.h"
#include "sky/refract.h"
#include "sky/time.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>

static void print_steps(const struct sky_explain_step steps[SKY_EXPLAIN_COUNT])
{
    double az_arcsec = 0.0, alt_arcsec = 0.0;
    puts("cause                                       az_deg        alt_deg   d_az_arcsec  "
         "d_alt_arcsec");
    for (int i = 0; i < SKY_EXPLAIN_COUNT; i++) {
        printf("%-34s %15.8f %14.8f %13.4f %13.4f\n", steps[i].cause,
               format_document_turn(steps[i].az_deg, 8), steps[i].alt_deg, steps[i].d_az_arcsec,
               steps[i].d_alt_arcsec);
        az_arcsec += steps[i].d_az_arcsec;
        alt_arcsec += steps[i].d_alt_arcsec;
    }
    printf("%-34s %15s %14s %13.4f %13.4f\n", "sum", "", "", az_arcsec, alt_arcsec);
}

static void print_csv(const struct sky_explain_step steps[SKY_EXPLAIN_COUNT])
{
    puts("cause,az_deg,alt_deg,d_az_arcsec,d_alt_arcsec\r");
    for (int i = 0; i < SKY_EXPLAIN_COUNT; i++)
        printf("\"%s\",%.8f,%.8f,%.6f,%.6f\r\n", steps[i].cause,
               format_document_turn(steps[i].az_deg, 8), steps[i].alt_deg, steps[i].d_az_arcsec,
               steps[i].d_alt_arcsec);
}

/* The steps as objects with something between them. */
static void print_json(const struct sky_explain_step steps[SKY_EXPLAIN_COUNT], const char *between)
{
    for (int i = 0; i < SKY_EXPLAIN_COUNT; i++)
        printf("%s{\"cause\": \"%s\", \"az_deg\": %.8f, \"alt_deg\": %.8f, \"d_az_arcsec\": %.6f, "
               "\"d_alt_arcsec\": %.6f}",
               i == 0 ? "" : between, steps[i].cause, format_document_turn(steps[i].az_deg, 8),
               steps[i].alt_deg, steps[i].d_az_arcsec, steps[i].d_alt_arcsec);
}

static void print_as(const struct sky_explain_step steps[SKY_EXPLAIN_COUNT],
                     enum almanac_params_format format)
{
    switch (format) {
    case ALMANAC_PARAMS_TEXT:
        print_steps(steps);
        break;
    case ALMANAC_PARAMS_CSV:
        print_csv(steps);
        break;
    case ALMANAC_PARAMS_JSON:
        puts("{\"steps\": [");
        print_json(steps, ",\n");
        puts("\n]}");
        break;
    case ALMANAC_PARAMS_NDJSON:
        print_json(steps, "\n");
        putchar('\n');
        break;
    default: /* not among the options of explain */
        assert(false && "a format that explain has");
    }
}

static int explain(const struct cmd_options *options, const struct data_dataset *dataset,
                   struct cmd_request *request)
{
    static struct almanac_positions_frame cache;
    enum almanac_params_format format;
    int code = cmd_options_format(options, &format);
    if (code < 0) code = cmd_request_read_placed(options, dataset, request);
    if (code >= 0) return code;
    const struct almanac_params *params = &request->params;
    const enum sky_body body = cmd_options_word_body(options, 0);
    struct sky_tt when = almanac_params_has(params, ALMANAC_PARAMS_TIME)
                             ? params->time.when
                             : data_time_text_now(dataset, 1);
    struct sky_fault fault;
    if (almanac_positions_frame(dataset, &cache, when, 1u << body, &fault) != BASE_ERR_OK) {
        struct almanac_problem problem =
            almanac_params_out_of_range(dataset, &fault, params->time.text);
        return cmd_options_problem(options, &problem);
    }
    struct sky_observer observer =
        sky_horizon_observer(params->lat_deg, params->lon_deg, params->elevation_m);
    struct sky_viewpoint view =
        sky_apparent_viewpoint(&cache.frame, &observer, SKY_APPARENT_TRUE_POLE);
    struct sky_air air = almanac_params_air(params);
    double ut1_utc_s = sky_civil_ut1_utc_s(&dataset->sky.leaps, &dataset->sky.orient, when);
    struct sky_explain_step steps[SKY_EXPLAIN_COUNT];
    sky_explain_steps(&view, body, &air, ut1_utc_s, steps);
    print_as(steps, format);
    return CMD_EXIT_OK;
}

int cmd_explain(const struct cmd_options *options)
{
    return cmd_request_run(options, explain);
}
