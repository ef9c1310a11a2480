/* The table of parameters. Zero is a value: presence is kept in has_ flags. */
#include "app/params.h"

#include "app/time.h"
#include "base/num.h"

#include <math.h>
#include <stdio.h>

typedef enum base_err setter(const struct app_store *store, struct base_text value,
                             struct app_params *params, struct app_problem *problem);

static enum base_err invalid(struct app_problem *problem, const char *note)
{
    problem->kind = APP_PROBLEM_PARAMETER_INVALID;
    problem->note = note;
    return BASE_ERR_FORMAT;
}

enum base_err app_params_degrees(struct base_text text, double *deg, struct base_fault *fault)
{
    const bool is_negative = text.length > 0 && text.at[0] == '-';
    struct base_text rest = text;
    double sum = 0.0, unit = 1.0;
    for (int part = 0;; part++, unit /= 60.0) {
        size_t offset = text.length - rest.length;
        struct base_text digits = base_text_cut(&rest, ':');
        const bool is_last = offset + digits.length == text.length;
        double value;
        enum base_err err = base_num_parse(digits, &value, fault);
        if (err != BASE_ERR_OK) {
            fault->offset += offset;
            return err;
        }
        const bool has_sign = digits.at[0] == '-' || digits.at[0] == '+';
        const bool is_fine =
            (is_last || value == floor(value)) && (part == 0 || (value < 60.0 && !has_sign));
        if (!is_fine || (part == 2 && !is_last)) {
            *fault =
                (struct base_fault){BASE_ERR_FORMAT, offset, "not degrees, minutes and seconds"};
            return BASE_ERR_FORMAT;
        }
        sum += fabs(value) * unit;
        if (is_last) break;
    }
    *deg = is_negative ? -sum : sum;
    return BASE_ERR_OK;
}

static enum base_err set_angle(struct base_text value, double least, double most, double *deg,
                               struct app_problem *problem)
{
    double parsed;
    struct base_fault fault;
    if (app_params_degrees(value, &parsed, &fault) != BASE_ERR_OK)
        return invalid(problem, fault.note);
    if (!(parsed >= least && parsed <= most)) return invalid(problem, NULL);
    *deg = parsed;
    return BASE_ERR_OK;
}

static enum base_err set_number(struct base_text value, double least, double most, double *number,
                                struct app_problem *problem)
{
    double parsed;
    struct base_fault fault;
    if (base_num_parse(value, &parsed, &fault) != BASE_ERR_OK) return invalid(problem, fault.note);
    if (!(parsed >= least && parsed <= most)) return invalid(problem, NULL);
    *number = parsed;
    return BASE_ERR_OK;
}

static enum base_err set_lat(const struct app_store *store, struct base_text value,
                             struct app_params *params, struct app_problem *problem)
{
    (void)store;
    params->has_lat = true;
    return set_angle(value, -90.0, 90.0, &params->lat_deg, problem);
}

static enum base_err set_lon(const struct app_store *store, struct base_text value,
                             struct app_params *params, struct app_problem *problem)
{
    (void)store;
    params->has_lon = true;
    return set_angle(value, -360.0, 360.0, &params->lon_deg, problem);
}

static enum base_err set_elevation(const struct app_store *store, struct base_text value,
                                   struct app_params *params, struct app_problem *problem)
{
    (void)store;
    params->has_elevation = true;
    return set_number(value, APP_PARAMS_ELEVATION_MIN_M, APP_PARAMS_ELEVATION_MAX_M,
                      &params->elevation_m, problem);
}

static enum base_err set_time(const struct app_store *store, struct base_text value,
                              struct app_params *params, struct app_problem *problem)
{
    struct base_fault fault;
    params->has_time = true;
    params->time_text = value;
    enum base_err err = app_time_parse(store, value, &params->when, &params->is_now, &fault);
    if (err == BASE_ERR_OK) return BASE_ERR_OK;
    invalid(problem, fault.note);
    if (err == BASE_ERR_MISSING) problem->kind = APP_PROBLEM_TIME_ZONE_MISSING;
    return BASE_ERR_FORMAT;
}

static enum base_err set_refraction(const struct app_store *store, struct base_text value,
                                    struct app_params *params, struct app_problem *problem)
{
    (void)store;
    static const struct {
        struct base_text name;
        enum sky_refract_model model;
    } models[] = {
        {{"standard", 8}, SKY_REFRACT_STANDARD},
        {{"none", 4}, SKY_REFRACT_NONE},
        {{"pyephem", 7}, SKY_REFRACT_PYEPHEM},
    };
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        if (!base_text_equals(value, models[i].name)) continue;
        params->refraction = models[i].model;
        params->has_refraction = true;
        return BASE_ERR_OK;
    }
    return invalid(problem, NULL);
}

static enum base_err set_pressure(const struct app_store *store, struct base_text value,
                                  struct app_params *params, struct app_problem *problem)
{
    (void)store;
    params->has_pressure = true;
    return set_number(value, 0.0, 1200.0, &params->pressure_hpa, problem);
}

static enum base_err set_temperature(const struct app_store *store, struct base_text value,
                                     struct app_params *params, struct app_problem *problem)
{
    (void)store;
    params->has_temperature = true;
    return set_number(value, -100.0, 70.0, &params->temp_c, problem);
}

enum sky_body app_params_body(struct base_text name)
{
    unsigned id;
    struct base_fault fault;
    bool is_id = base_num_parse_whole(name, 999, &id, &fault) == BASE_ERR_OK;
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        const struct sky_body_info *info = sky_body_info(body);
        if (is_id ? (int)id == info->naif_id : base_text_equals_any_case(name, info->name))
            return body;
    }
    return SKY_BODY_COUNT;
}

static enum base_err set_bodies(const struct app_store *store, struct base_text value,
                                struct app_params *params, struct app_problem *problem)
{
    (void)store;
    const unsigned all = (1u << SKY_BODY_COUNT) - 1;
    const unsigned planets =
        all & ~(1u << SKY_BODY_SUN | 1u << SKY_BODY_MOON | 1u << SKY_BODY_PLUTO);
    params->has_bodies = true;
    struct base_text rest = value;
    do {
        struct base_text name = base_text_cut(&rest, ',');
        enum sky_body body = app_params_body(name);
        if (base_text_equals_any_case(name, BASE_TEXT("all")))
            params->bodies |= all;
        else if (base_text_equals_any_case(name, BASE_TEXT("planets")))
            params->bodies |= planets;
        else if (body < SKY_BODY_COUNT)
            params->bodies |= 1u << body;
        else {
            struct base_text names[SKY_BODY_COUNT];
            for (enum sky_body b = 0; b < SKY_BODY_COUNT; b++) names[b] = sky_body_info(b)->name;
            problem->kind = APP_PROBLEM_BODY_UNKNOWN;
            problem->got = name;
            problem->did_you_mean = app_problem_nearest(name, names, SKY_BODY_COUNT);
            return BASE_ERR_FORMAT;
        }
    } while (rest.length > 0);
    return BASE_ERR_OK;
}

static setter *const SETTERS[APP_PARAMS_COUNT] = {set_lat,         set_lon,        set_elevation,
                                                  set_time,        set_refraction, set_pressure,
                                                  set_temperature, set_bodies};

const struct app_params_row *app_params_rows(void)
{
#define NAMED(text)                                                                                \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }
    static const struct app_params_row rows[APP_PARAMS_COUNT] = {
        {NAMED("lat"), APP_PARAMS_LAT_EXPECTED, "48.93"},
        {NAMED("lon"), APP_PARAMS_LON_EXPECTED, "2.45"},
        {NAMED("elevation"), APP_PARAMS_ELEVATION_EXPECTED, "35"},
        {NAMED("time"), APP_TIME_EXPECTED, APP_TIME_EXAMPLE},
        {NAMED("refraction"), APP_PARAMS_REFRACTION_EXPECTED, "standard"},
        {NAMED("pressure"), APP_PARAMS_PRESSURE_EXPECTED, "1010"},
        {NAMED("temperature"), APP_PARAMS_TEMPERATURE_EXPECTED, "15"},
        {NAMED("bodies"), APP_PARAMS_BODIES_EXPECTED, "mars,jupiter"},
    };
#undef NAMED
    return rows;
}

/* Whether a parameter was given before; the order is the table's. */
static bool is_given(const struct app_params *p, int row)
{
    const bool given[APP_PARAMS_COUNT] = {p->has_lat,         p->has_lon,        p->has_elevation,
                                          p->has_time,        p->has_refraction, p->has_pressure,
                                          p->has_temperature, p->has_bodies};
    return given[row];
}

enum base_err app_params_set(const struct app_store *store, struct base_text name,
                             struct base_text value, struct app_params *params,
                             struct app_problem *problem)
{
    const struct app_params_row *rows = app_params_rows();
    *problem = (struct app_problem){.parameter = name, .got = value};
    for (int i = 0; i < APP_PARAMS_COUNT; i++) {
        if (!base_text_equals(name, rows[i].name)) continue;
        if (is_given(params, i)) {
            problem->kind = APP_PROBLEM_PARAMETER_CONFLICT;
            problem->note = "is given twice";
            return BASE_ERR_FORMAT;
        }
        problem->expected = base_text_of(rows[i].expected);
        problem->example = base_text_of(rows[i].example);
        return SETTERS[i](store, value, params, problem);
    }
    struct base_text names[APP_PARAMS_COUNT];
    for (int i = 0; i < APP_PARAMS_COUNT; i++) names[i] = rows[i].name;
    problem->kind = APP_PROBLEM_PARAMETER_UNKNOWN;
    problem->did_you_mean = app_problem_nearest(name, names, APP_PARAMS_COUNT);
    return BASE_ERR_FORMAT;
}

enum base_err app_params_require_place(const struct app_params *params, struct app_problem *problem)
{
    const struct app_params_row *rows = app_params_rows();
    if (params->has_lat && params->has_lon) return BASE_ERR_OK;
    const struct app_params_row *missing = params->has_lat ? &rows[1] : &rows[0];
    *problem = (struct app_problem){.kind = APP_PROBLEM_PARAMETER_MISSING,
                                    .parameter = missing->name,
                                    .expected = base_text_of(missing->expected),
                                    .example = base_text_of(missing->example)};
    return BASE_ERR_MISSING;
}

/* A TDB limit as a date and time to the second, rounded towards the inside, so that a request for
 * the limit itself is answered: TDB and TT are 2 ms apart, rounding takes half a second. */
static void write_limit(const struct app_store *store, struct sky_tdb limit, double inwards,
                        char out[40])
{
    struct base_buf text = {.bytes = out, .room = 39, .max = 39};
    app_time_append(&text, store, (struct sky_tt){limit.days + inwards * 0.502 / 86400.0}, 0);
    out[text.used] = '\0';
}

struct app_problem app_params_out_of_range(const struct app_store *store,
                                           const struct sky_fault *fault,
                                           struct base_text time_text)
{
    struct app_problem problem = {
        .kind = APP_PROBLEM_TIME_OUT_OF_RANGE,
        .parameter = BASE_TEXT("time"),
        .got = time_text,
        .note = "the Earth's position",
        .source = store->source,
    };
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        if (sky_body_info(body)->naif_id == fault->naif_id)
            problem.note = sky_body_info(body)->name.at;
    if (fault->code == BASE_ERR_MISSING) { /* at no time: the kernel does not have the body */
        problem.parameter = BASE_TEXT("bodies");
        problem.kind = APP_PROBLEM_BODY_MISSING;
        problem.got = base_text_of(problem.note);
        problem.note = NULL;
        return problem;
    }
    write_limit(store, fault->valid_from, 1.0, problem.valid_from);
    write_limit(store, fault->valid_until, -1.0, problem.valid_until);
    return problem;
}

struct app_problem app_params_unreadable(struct base_text rest)
{
    return (struct app_problem){
        .kind = APP_PROBLEM_PARAMETER_INVALID,
        .parameter = BASE_TEXT("query"),
        .got = base_text_cut(&rest, '&'),
        .note = "a % without two hexadecimal digits",
    };
}

struct sky_air app_params_air(const struct app_params *params)
{
    struct sky_air air = sky_refract_standard_air(params->elevation_m);
    air.model = params->refraction;
    if (params->refraction == SKY_REFRACT_PYEPHEM)
        air.pressure_hpa = 1010.0, air.temp_c = 15.0; /* its defaults */
    if (params->has_pressure) air.pressure_hpa = params->pressure_hpa;
    if (params->has_temperature) air.temp_c = params->temp_c;
    return air;
}
