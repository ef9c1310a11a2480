/* The table of parameters. Zero is a value: presence is kept in has_ flags. */
#include "app/params.h"

#include "app/places.h"
#include "app/rows.h"
#include "app/time.h"
#include "base/num.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

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

/* ---- one reader a kind -------------------------------------------------------------------- */

/* Where the value of a parameter is kept. */
static void *slot(struct app_params *params, enum app_params_name name)
{
    static const size_t offsets[APP_PARAMS_TOTAL] = {
#define SLOT(name, field) [APP_PARAMS_##name] = offsetof(struct app_params, field),
        SLOT(LAT, lat_deg) SLOT(LON, lon_deg) SLOT(ELEVATION, elevation_m) SLOT(PLACE, place)
            SLOT(TIME, time) SLOT(START, start) SLOT(STOP, stop) SLOT(STEP, step_us)
                SLOT(COUNT, count) SLOT(DAYS, days) SLOT(TZ, zone) SLOT(AMBIGUOUS, if_ambiguous)
                    SLOT(NONEXISTENT, if_nonexistent) SLOT(BODIES, bodies)
                        SLOT(REFRACTION, refraction) SLOT(PRESSURE, pressure_hpa)
                            SLOT(TEMPERATURE, temp_c) SLOT(EYE_HEIGHT, eye_height_m)
                                SLOT(HORIZON, horizon_deg) SLOT(TYPES, types) SLOT(FIELDS, fields)
                                    SLOT(FORMAT, format) SLOT(BOM, bom) SLOT(DOWNLOAD, download)
                                        SLOT(INTERVAL, interval_s) SLOT(SPEED, speed) SLOT(Q, q)
                                            SLOT(NEAR, near) SLOT(LIMIT, limit) SLOT(BODY, body)
                                                SLOT(THEME, theme) SLOT(VIEW, view) SLOT(UP, up)
                                                    SLOT(STARS, stars) SLOT(LANG, lang)
#undef SLOT
    };
    return (char *)params + offsets[name];
}

/* An item of a list without the blanks around it: "mars, venus". */
static struct base_text next_item(struct base_text *rest)
{
    struct base_text item = base_text_cut(rest, ',');
    while (item.length > 0 && item.at[0] == ' ') item.at++, item.length--;
    while (item.length > 0 && item.at[item.length - 1] == ' ') item.length--;
    return item;
}

/* A number, or an angle, within the limits of its row; a blank before it was a + in the query. */
static enum base_err read_number(const struct app_params_row *row, struct base_text value,
                                 double *number, struct app_problem *problem)
{
    if (value.length > 1 && value.at[0] == ' ') value.at++, value.length--;
    double parsed;
    struct base_fault fault;
    enum base_err err = row->kind == APP_PARAMS_KIND_ANGLE
                            ? app_params_degrees(value, &parsed, &fault)
                            : base_num_parse(value, &parsed, &fault);
    if (err != BASE_ERR_OK) return invalid(problem, fault.note);
    if (!(parsed >= row->least && parsed <= row->most)) return invalid(problem, NULL);
    *number = parsed;
    return BASE_ERR_OK;
}

static enum base_err read_whole(const struct app_params_row *row, struct base_text value,
                                int64_t *number, struct app_problem *problem)
{
    unsigned parsed;
    struct base_fault fault;
    if (base_num_parse_whole(value, (unsigned)row->most, &parsed, &fault) != BASE_ERR_OK)
        return invalid(problem, fault.note);
    if (parsed < row->least) return invalid(problem, NULL);
    *number = parsed;
    return BASE_ERR_OK;
}

static enum base_err read_choice(const struct app_params_row *row, struct base_text value,
                                 unsigned *choice, struct app_problem *problem)
{
    struct base_text names[16], rest = base_text_of(row->choices);
    unsigned count = 0;
    for (; rest.length > 0; count++) {
        names[count] = base_text_cut(&rest, ',');
        if (!base_text_equals(value, names[count])) continue;
        *choice = count;
        return BASE_ERR_OK;
    }
    problem->did_you_mean = app_problem_nearest(value, names, count);
    return invalid(problem, NULL);
}

static enum base_err read_flag(struct base_text value, unsigned *flag, struct app_problem *problem)
{
    if (base_text_equals(value, BASE_TEXT("1")) || base_text_equals(value, BASE_TEXT("true")))
        *flag = 1;
    else if (base_text_equals(value, BASE_TEXT("0")) || base_text_equals(value, BASE_TEXT("false")))
        *flag = 0;
    else
        return invalid(problem, NULL);
    return BASE_ERR_OK;
}

static enum base_err read_local_time(const struct app_store *store, const struct app_params *params,
                                     struct base_text value, struct sky_tt *when,
                                     struct app_problem *problem)
{
    int shown;
    struct base_fault fault;
    enum base_err err =
        app_time_parse_local(store, params->zone, value, (enum app_time_twice)params->if_ambiguous,
                             (enum app_time_never)params->if_nonexistent, when, &shown, &fault);
    if (err == BASE_ERR_OK) return BASE_ERR_OK;
    (void)invalid(problem, fault.note);
    if (err != BASE_ERR_MISSING) return BASE_ERR_FORMAT;
    problem->kind =
        shown == 2 ? APP_PROBLEM_LOCAL_TIME_AMBIGUOUS : APP_PROBLEM_LOCAL_TIME_NONEXISTENT;
    problem->expected = shown == 2
                            ? BASE_TEXT("a time shown once, or ambiguous=first or ambiguous=last")
                            : BASE_TEXT("a time that is shown, or nonexistent=forward");
    return BASE_ERR_FORMAT;
}

static enum base_err read_time(const struct app_store *store, const struct app_params *params,
                               struct base_text value, struct app_params_instant *instant,
                               struct app_problem *problem)
{
    struct base_fault fault;
    instant->text = value;
    enum base_err err = app_time_parse(store, value, &instant->when, &instant->is_now, &fault);
    if (err == BASE_ERR_OK) return BASE_ERR_OK;
    if (err == BASE_ERR_MISSING && params->zone != NULL)
        return read_local_time(store, params, value, &instant->when, problem);
    (void)invalid(problem, fault.note);
    if (err == BASE_ERR_MISSING) problem->kind = APP_PROBLEM_TIME_ZONE_MISSING;
    return BASE_ERR_FORMAT;
}

static enum base_err read_step(struct base_text value, int64_t *step_us,
                               struct app_problem *problem)
{
    struct base_fault fault;
    if (app_range_step(value, step_us, &fault) == BASE_ERR_OK) return BASE_ERR_OK;
    return invalid(problem, fault.note);
}

static enum base_err read_text(const struct app_params_row *row, struct base_text value,
                               struct base_text *text, struct app_problem *problem)
{
    if ((double)value.length < row->least)
        return invalid(problem, value.length == 0 ? "it is empty" : "it is too short");
    if ((double)value.length > row->most) return invalid(problem, "it is too long");
    *text = value;
    return BASE_ERR_OK;
}

#define ZONES_MAX 512 /* of the time-zone database, 418 in 2026 */

static enum base_err read_zone(struct base_text value, struct app_params *params,
                               struct app_problem *problem)
{
    if (app_zones_get(params->zones, value, &params->zone) == BASE_ERR_OK) return BASE_ERR_OK;
    struct base_text names[ZONES_MAX];
    size_t count = 0;
    for (int i = 0; i < app_towns_all().count && count < ZONES_MAX; i++)
        if (app_towns_all().rows[i].zone == i) names[count++] = app_towns_town(i).id;
    problem->did_you_mean = app_problem_nearest(value, names, count);
    return invalid(problem, "no such zone");
}

static enum base_err no_such_column(struct base_text name, struct app_problem *problem)
{
    struct base_text names[64];
    int count = app_rows_columns(names);
    problem->did_you_mean = app_problem_nearest(name, names, (size_t)count);
    problem->got = name;
    return invalid(problem, name.length > 0 ? "no such column" : "an item of the list is empty");
}

/* Columns behind a faulty one are read too: more may be wrong with them. */
static enum base_err read_fields(struct base_text value, uint64_t *fields,
                                 struct app_problem *problem)
{
    enum base_err err = BASE_ERR_OK;
    struct base_text rest = value;
    do {
        struct base_text name = next_item(&rest);
        int column = app_rows_column(name);
        if (column >= 0)
            *fields |= UINT64_C(1) << column;
        else if (err == BASE_ERR_OK)
            err = no_such_column(name, problem);
    } while (rest.length > 0);
    return err;
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

static enum base_err read_bodies(struct base_text value, unsigned *bodies,
                                 struct app_problem *problem)
{
    const unsigned all = (1u << SKY_BODY_COUNT) - 1;
    struct base_text rest = value;
    do {
        struct base_text name = next_item(&rest);
        enum sky_body body = app_params_body(name);
        if (base_text_equals_any_case(name, BASE_TEXT("all")))
            *bodies |= all;
        else if (base_text_equals_any_case(name, BASE_TEXT("planets")))
            *bodies |= APP_PARAMS_PLANETS;
        else if (body < SKY_BODY_COUNT)
            *bodies |= 1u << body;
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

static enum base_err read_body(struct base_text value, unsigned *bodies,
                               struct app_problem *problem)
{
    enum sky_body body = app_params_body(value);
    if (body < SKY_BODY_COUNT) {
        *bodies = 1u << body;
        return BASE_ERR_OK;
    }
    unsigned some = 0;
    if (read_bodies(value, &some, problem) != BASE_ERR_OK) return BASE_ERR_FORMAT;
    return invalid(problem, "more than one");
}

/* ---- the table ----------------------------------------------------------------------------- */

const struct app_params_row *app_params_rows(void)
{
#define ROW(id, name, kind, least, most, choices, expected, example, otherwise)                    \
    {{name, sizeof(name) - 1},                                                                     \
     APP_PARAMS_KIND_##kind,                                                                       \
     least,                                                                                        \
     most,                                                                                         \
     choices,                                                                                      \
     expected,                                                                                     \
     example,                                                                                      \
     otherwise},
    static const struct app_params_row rows[APP_PARAMS_TOTAL] = {APP_PARAMS_LIST(ROW)};
#undef ROW
    return rows;
}

enum app_params_name app_params_named(struct base_text name)
{
    const struct app_params_row *rows = app_params_rows();
    int i = 0;
    while (i < APP_PARAMS_TOTAL && !base_text_equals(name, rows[i].name)) i++;
    return (enum app_params_name)i;
}

struct app_problem app_params_unknown(struct base_text name, uint64_t known)
{
    struct base_text names[APP_PARAMS_TOTAL];
    size_t count = 0;
    for (int i = 0; i < APP_PARAMS_TOTAL; i++)
        if (known >> i & 1u) names[count++] = app_params_rows()[i].name;
    return (struct app_problem){.kind = APP_PROBLEM_PARAMETER_UNKNOWN,
                                .parameter = name,
                                .did_you_mean = app_problem_nearest(name, names, count)};
}

struct app_problem app_params_missing(enum app_params_name name)
{
    const struct app_params_row *row = &app_params_rows()[name];
    return (struct app_problem){.kind = APP_PROBLEM_PARAMETER_MISSING,
                                .parameter = row->name,
                                .expected = base_text_of(row->expected),
                                .example = base_text_of(row->example)};
}

static enum base_err read_value(const struct app_store *store, enum app_params_name name,
                                struct base_text value, struct app_params *params,
                                struct app_problem *problem)
{
    const struct app_params_row *row = &app_params_rows()[name];
    void *to = slot(params, name);
    switch (row->kind) {
    case APP_PARAMS_KIND_ANGLE:
    case APP_PARAMS_KIND_NUMBER:
        return read_number(row, value, to, problem);
    case APP_PARAMS_KIND_WHOLE:
        return read_whole(row, value, to, problem);
    case APP_PARAMS_KIND_CHOICE:
        return read_choice(row, value, to, problem);
    case APP_PARAMS_KIND_FLAG:
        return read_flag(value, to, problem);
    case APP_PARAMS_KIND_TIME:
        return read_time(store, params, value, to, problem);
    case APP_PARAMS_KIND_STEP:
        return read_step(value, to, problem);
    case APP_PARAMS_KIND_TEXT:
        return read_text(row, value, to, problem);
    case APP_PARAMS_KIND_BODIES:
        return read_bodies(value, to, problem);
    case APP_PARAMS_KIND_BODY:
        return read_body(value, to, problem);
    case APP_PARAMS_KIND_FIELDS:
        return read_fields(value, to, problem);
    case APP_PARAMS_KIND_ZONE:
        return read_zone(value, params, problem);
    }
    return invalid(problem, NULL);
}

enum base_err app_params_set(const struct app_store *store, struct base_text name,
                             struct base_text value, struct app_params *params,
                             struct app_problem *problem)
{
    const uint64_t all = (UINT64_C(1) << APP_PARAMS_TOTAL) - 1;
    enum app_params_name named = app_params_named(name);
    if (named == APP_PARAMS_TOTAL || (named == APP_PARAMS_TZ && params->zones == NULL)) {
        *problem = app_params_unknown(name, all);
        problem->got = value;
        return BASE_ERR_FORMAT;
    }
    const struct app_params_row *row = &app_params_rows()[named];
    *problem = (struct app_problem){.parameter = name, .got = value};
    if (app_params_has(params, named)) {
        problem->kind = APP_PROBLEM_PARAMETER_CONFLICT;
        problem->note = "is given twice";
        return BASE_ERR_FORMAT;
    }
    problem->expected = base_text_of(row->expected);
    problem->example = base_text_of(row->example);
    params->given |= UINT64_C(1) << named;
    return read_value(store, named, value, params, problem);
}

bool app_params_is_list(enum app_params_name name)
{
    const enum app_params_kind kind = app_params_rows()[name].kind;
    return kind == APP_PARAMS_KIND_BODIES || kind == APP_PARAMS_KIND_FIELDS;
}

bool app_params_next_fault(const struct app_store *store, enum app_params_name name,
                           struct base_text *rest, struct app_problem *problem)
{
    assert(app_params_is_list(name));
    while (rest->length > 0) {
        struct app_params alone = {0};
        struct base_text item = next_item(rest);
        if (app_params_set(store, app_params_rows()[name].name, item, &alone, problem) !=
            BASE_ERR_OK)
            return true;
    }
    return false;
}

enum base_err app_params_require_place(const struct app_params *params, struct app_problem *problem)
{
    const bool has_lat = app_params_has(params, APP_PARAMS_LAT);
    if (has_lat && app_params_has(params, APP_PARAMS_LON)) return BASE_ERR_OK;
    *problem = app_params_missing(has_lat ? APP_PARAMS_LON : APP_PARAMS_LAT);
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
    air.model = (enum sky_refract_model)params->refraction;
    if (params->refraction == SKY_REFRACT_PYEPHEM)
        air.pressure_hpa = 1010.0, air.temp_c = 15.0; /* its defaults */
    if (app_params_has(params, APP_PARAMS_PRESSURE)) air.pressure_hpa = params->pressure_hpa;
    if (app_params_has(params, APP_PARAMS_TEMPERATURE)) air.temp_c = params->temp_c;
    return air;
}
