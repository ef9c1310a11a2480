/* The table of parameters. Zero is a value: presence is kept in has_ flags. */
#include "almanac/params.h"

#include "almanac/position_columns.h"
#include "base/buf.h"
#include "base/num.h"
#include "base/spelling.h"
#include "data/time_text.h"
#include "data/town_search.h"
#include "data/town_table.h"
#include "sky/const.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stddef.h>

static enum base_err invalid(struct almanac_problem *problem, const char *note)
{
    problem->kind = ALMANAC_PROBLEM_PARAMETER_INVALID;
    problem->note = note;
    return BASE_ERR_FORMAT;
}

enum base_err almanac_params_degrees(struct base_text text, double *deg, struct base_fault *fault)
{
    const bool is_negative = text.length > 0 && text.at[0] == '-';
    struct base_text rest = text;
    double sum = 0.0, unit = 1.0;
    for (int part = 0;; part++, unit /= 60.0) {
        assert(part <= 2);
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

/* A kind has one type of value: a field of another type does not compile. */
#define TYPE_OF_ANGLE  double
#define TYPE_OF_NUMBER double
#define TYPE_OF_WHOLE  int64_t
#define TYPE_OF_CHOICE unsigned
#define TYPE_OF_FLAG   unsigned
#define TYPE_OF_TIME   struct almanac_params_instant
#define TYPE_OF_STEP   int64_t
#define TYPE_OF_TEXT   struct base_text
#define TYPE_OF_BODIES unsigned
#define TYPE_OF_BODY   unsigned
#define TYPE_OF_FIELDS uint64_t
#define TYPE_OF_ZONE   const struct data_zone *
#define FIELD_FITS(id, name, kind, field, ...)                                                     \
    _Static_assert(_Generic(((struct almanac_params *)NULL)->field, TYPE_OF_##kind                 \
                            : true, default                                                        \
                            : false),                                                              \
                   "the field of " name " has the type of its kind");
ALMANAC_PARAMS_LIST(FIELD_FITS)

/* Where the value of a parameter is stored. */
static void *slot(struct almanac_params *params, enum almanac_params_name name)
{
#define OFFSET(id, name, kind, field, ...) offsetof(struct almanac_params, field),
    static const size_t offsets[ALMANAC_PARAMS_TOTAL] = {ALMANAC_PARAMS_LIST(OFFSET)};
#undef OFFSET
    assert(name < ALMANAC_PARAMS_TOTAL);
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
static enum base_err read_number(const struct almanac_params_row *row, struct base_text value,
                                 double *number, struct almanac_problem *problem)
{
    if (value.length > 1 && value.at[0] == ' ') value.at++, value.length--;
    double parsed;
    struct base_fault fault;
    enum base_err err = row->kind == ALMANAC_PARAMS_KIND_ANGLE
                            ? almanac_params_degrees(value, &parsed, &fault)
                            : base_num_parse(value, &parsed, &fault);
    if (err != BASE_ERR_OK) return invalid(problem, fault.note);
    if (!(parsed >= row->least && parsed <= row->most)) return invalid(problem, NULL);
    *number = parsed;
    return BASE_ERR_OK;
}

static enum base_err read_whole(const struct almanac_params_row *row, struct base_text value,
                                int64_t *number, struct almanac_problem *problem)
{
    assert(row->least >= 0.0 && row->least <= row->most && row->most <= UINT_MAX);
    unsigned parsed;
    struct base_fault fault;
    if (base_num_parse_whole(value, (unsigned)row->most, &parsed, &fault) != BASE_ERR_OK)
        return invalid(problem, fault.note);
    if (parsed < row->least) return invalid(problem, NULL);
    *number = parsed;
    return BASE_ERR_OK;
}

static enum base_err read_choice(const struct almanac_params_row *row, struct base_text value,
                                 unsigned *choice, struct almanac_problem *problem)
{
    struct base_text names[16], rest = base_text_of(row->choices);
    unsigned count = 0;
    for (; rest.length > 0; count++) {
        assert(count < sizeof names / sizeof *names);
        names[count] = base_text_cut(&rest, ',');
        if (!base_text_equals(value, names[count])) continue;
        *choice = count;
        return BASE_ERR_OK;
    }
    problem->did_you_mean = base_spelling_nearest(value, names, count);
    return invalid(problem, NULL);
}

static enum base_err read_flag(struct base_text value, unsigned *flag,
                               struct almanac_problem *problem)
{
    if (base_text_equals(value, BASE_TEXT("1")) || base_text_equals(value, BASE_TEXT("true")))
        *flag = 1;
    else if (base_text_equals(value, BASE_TEXT("0")) || base_text_equals(value, BASE_TEXT("false")))
        *flag = 0;
    else
        return invalid(problem, NULL);
    return BASE_ERR_OK;
}

static enum base_err read_local_time(const struct data_dataset *dataset,
                                     const struct almanac_params *params, struct base_text value,
                                     struct sky_tt *when, struct almanac_problem *problem)
{
    const struct data_time_text_clock clock = {params->zone,
                                               (enum data_time_text_twice)params->if_ambiguous,
                                               (enum data_time_text_never)params->if_nonexistent};
    struct data_time_text_reading reading;
    struct base_fault fault;
    enum base_err err = data_time_text_parse_local(dataset, &clock, value, &reading, &fault);
    if (err == BASE_ERR_OK) {
        *when = reading.when;
        return BASE_ERR_OK;
    }
    const int shown = reading.shown;
    (void)invalid(problem, fault.note);
    if (err != BASE_ERR_MISSING) return BASE_ERR_FORMAT;
    problem->kind =
        shown == 2 ? ALMANAC_PROBLEM_LOCAL_TIME_AMBIGUOUS : ALMANAC_PROBLEM_LOCAL_TIME_NONEXISTENT;
    problem->expected =
        shown == 2
            ? BASE_TEXT("a time that the clocks show once, or ambiguous=first or ambiguous=last")
            : BASE_TEXT("a time that the clocks do not skip, or nonexistent=forward");
    return BASE_ERR_FORMAT;
}

static enum base_err read_time(const struct data_dataset *dataset,
                               const struct almanac_params *params, struct base_text value,
                               struct almanac_params_instant *instant,
                               struct almanac_problem *problem)
{
    struct base_fault fault;
    instant->text = value;
    enum base_err err =
        data_time_text_parse(dataset, value, &instant->when, &instant->is_now, &fault);
    if (err == BASE_ERR_OK) return BASE_ERR_OK;
    if (err == BASE_ERR_MISSING && params->zone != NULL)
        return read_local_time(dataset, params, value, &instant->when, problem);
    (void)invalid(problem, fault.note);
    if (err == BASE_ERR_MISSING) problem->kind = ALMANAC_PROBLEM_TIME_ZONE_MISSING;
    return BASE_ERR_FORMAT;
}

static enum base_err read_step(struct base_text value, int64_t *step_us,
                               struct almanac_problem *problem)
{
    struct base_fault fault;
    if (data_time_range_step(value, step_us, &fault) == BASE_ERR_OK) return BASE_ERR_OK;
    return invalid(problem, fault.note);
}

static enum base_err read_text(const struct almanac_params_row *row, struct base_text value,
                               struct base_text *text, struct almanac_problem *problem)
{
    if ((double)value.length < row->least)
        return invalid(problem, value.length == 0 ? "it is empty" : "it is too short");
    if ((double)value.length > row->most) return invalid(problem, "it is too long");
    *text = value;
    return BASE_ERR_OK;
}

#define ZONES_MAX 512 /* of the time-zone database, 418 in 2026 */

static enum base_err read_zone(struct base_text value, struct almanac_params *params,
                               struct almanac_problem *problem)
{
    assert(params->zones != NULL); /* else tz is not a parameter */
    if (data_zone_cache_get(params->zones, value, &params->zone) == BASE_ERR_OK) return BASE_ERR_OK;
    struct base_text names[ZONES_MAX];
    size_t count = 0;
    for (int i = 0; i < data_town_table_all().count && count < ZONES_MAX; i++)
        if (data_town_table_all().rows[i].zone == i) names[count++] = data_town_table_town(i).id;
    problem->did_you_mean = base_spelling_nearest(value, names, count);
    return invalid(problem, "no such zone");
}

static enum base_err no_such_column(struct base_text name, struct almanac_problem *problem)
{
    struct base_text names[64];
    int count = almanac_position_columns_columns(names);
    problem->did_you_mean = base_spelling_nearest(name, names, (size_t)count);
    problem->got = name;
    return invalid(problem, name.length > 0 ? "no such column" : "an item of the list is empty");
}

/* Columns after a faulty one are read too, because they may be faulty as well. */
static enum base_err read_fields(struct base_text value, uint64_t *fields,
                                 struct almanac_problem *problem)
{
    enum base_err err = BASE_ERR_OK;
    struct base_text rest = value;
    do {
        struct base_text name = next_item(&rest);
        int column = almanac_position_columns_column(name);
        if (column >= 0)
            *fields |= UINT64_C(1) << column;
        else if (err == BASE_ERR_OK)
            err = no_such_column(name, problem);
    } while (rest.length > 0);
    return err;
}

enum sky_body almanac_params_body(struct base_text name)
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
                                 struct almanac_problem *problem)
{
    const unsigned all = (1u << SKY_BODY_COUNT) - 1;
    struct base_text rest = value;
    do {
        struct base_text name = next_item(&rest);
        enum sky_body body = almanac_params_body(name);
        if (base_text_equals_any_case(name, BASE_TEXT("all")))
            *bodies |= all;
        else if (base_text_equals_any_case(name, BASE_TEXT("planets")))
            *bodies |= SKY_BODY_PLANETS;
        else if (body < SKY_BODY_COUNT)
            *bodies |= 1u << body;
        else {
            struct base_text names[SKY_BODY_COUNT];
            for (enum sky_body b = 0; b < SKY_BODY_COUNT; b++) names[b] = sky_body_info(b)->name;
            problem->kind = ALMANAC_PROBLEM_BODY_UNKNOWN;
            problem->got = name;
            problem->did_you_mean = base_spelling_nearest(name, names, SKY_BODY_COUNT);
            return BASE_ERR_FORMAT;
        }
    } while (rest.length > 0);
    return BASE_ERR_OK;
}

static enum base_err read_body(struct base_text value, unsigned *bodies,
                               struct almanac_problem *problem)
{
    enum sky_body body = almanac_params_body(value);
    if (body < SKY_BODY_COUNT) {
        *bodies = 1u << body;
        return BASE_ERR_OK;
    }
    unsigned some = 0;
    if (read_bodies(value, &some, problem) != BASE_ERR_OK) return BASE_ERR_FORMAT;
    return invalid(problem, "more than one");
}

/* ---- the table ----------------------------------------------------------------------------- */

const struct almanac_params_row *almanac_params_rows(void)
{
#define ROW(id, name, kind, field, least, most, choices, expected, example, otherwise)             \
    {{name, sizeof(name) - 1},                                                                     \
     ALMANAC_PARAMS_KIND_##kind,                                                                   \
     least,                                                                                        \
     most,                                                                                         \
     choices,                                                                                      \
     expected,                                                                                     \
     example,                                                                                      \
     otherwise},
    static const struct almanac_params_row rows[ALMANAC_PARAMS_TOTAL] = {ALMANAC_PARAMS_LIST(ROW)};
#undef ROW
    return rows;
}

enum almanac_params_name almanac_params_named(struct base_text name)
{
    const struct almanac_params_row *rows = almanac_params_rows();
    int i = 0;
    while (i < ALMANAC_PARAMS_TOTAL && !base_text_equals(name, rows[i].name)) i++;
    return (enum almanac_params_name)i;
}

struct almanac_problem almanac_params_unknown(struct base_text name, uint64_t known)
{
    assert(known >> ALMANAC_PARAMS_TOTAL == 0);
    struct base_text names[ALMANAC_PARAMS_TOTAL];
    size_t count = 0;
    for (int i = 0; i < ALMANAC_PARAMS_TOTAL; i++)
        if (known >> i & 1u) names[count++] = almanac_params_rows()[i].name;
    return (struct almanac_problem){.kind = ALMANAC_PROBLEM_PARAMETER_UNKNOWN,
                                    .parameter = name,
                                    .did_you_mean = base_spelling_nearest(name, names, count)};
}

struct almanac_problem almanac_params_missing(enum almanac_params_name name)
{
    assert((unsigned)name < ALMANAC_PARAMS_TOTAL);
    const struct almanac_params_row *row = &almanac_params_rows()[name];
    return (struct almanac_problem){.kind = ALMANAC_PROBLEM_PARAMETER_MISSING,
                                    .parameter = row->name,
                                    .expected = base_text_of(row->expected),
                                    .example = base_text_of(row->example)};
}

static enum base_err read_value(const struct data_dataset *dataset, enum almanac_params_name name,
                                struct base_text value, struct almanac_params *params,
                                struct almanac_problem *problem)
{
    const struct almanac_params_row *row = &almanac_params_rows()[name];
    void *to = slot(params, name);
    switch (row->kind) {
    case ALMANAC_PARAMS_KIND_ANGLE:
    case ALMANAC_PARAMS_KIND_NUMBER:
        return read_number(row, value, to, problem);
    case ALMANAC_PARAMS_KIND_WHOLE:
        return read_whole(row, value, to, problem);
    case ALMANAC_PARAMS_KIND_CHOICE:
        return read_choice(row, value, to, problem);
    case ALMANAC_PARAMS_KIND_FLAG:
        return read_flag(value, to, problem);
    case ALMANAC_PARAMS_KIND_TIME:
        return read_time(dataset, params, value, to, problem);
    case ALMANAC_PARAMS_KIND_STEP:
        return read_step(value, to, problem);
    case ALMANAC_PARAMS_KIND_TEXT:
        return read_text(row, value, to, problem);
    case ALMANAC_PARAMS_KIND_BODIES:
        return read_bodies(value, to, problem);
    case ALMANAC_PARAMS_KIND_BODY:
        return read_body(value, to, problem);
    case ALMANAC_PARAMS_KIND_FIELDS:
        return read_fields(value, to, problem);
    case ALMANAC_PARAMS_KIND_ZONE:
        return read_zone(value, params, problem);
    }
    return invalid(problem, NULL);
}

enum base_err almanac_params_set(const struct data_dataset *dataset, struct base_text name,
                                 struct base_text value, struct almanac_params *params,
                                 struct almanac_problem *problem)
{
    const uint64_t all = (UINT64_C(1) << ALMANAC_PARAMS_TOTAL) - 1;
    enum almanac_params_name named = almanac_params_named(name);
    if (named == ALMANAC_PARAMS_TOTAL || (named == ALMANAC_PARAMS_TZ && params->zones == NULL)) {
        *problem = almanac_params_unknown(name, all);
        problem->got = value;
        return BASE_ERR_FORMAT;
    }
    const struct almanac_params_row *row = &almanac_params_rows()[named];
    *problem = (struct almanac_problem){.parameter = name, .got = value};
    if (almanac_params_has(params, named)) {
        problem->kind = ALMANAC_PROBLEM_PARAMETER_CONFLICT;
        problem->note = "is given twice";
        return BASE_ERR_FORMAT;
    }
    problem->expected = base_text_of(row->expected);
    problem->example = base_text_of(row->example);
    params->given |= UINT64_C(1) << named;
    return read_value(dataset, named, value, params, problem);
}

bool almanac_params_is_list(enum almanac_params_name name)
{
    assert((unsigned)name < ALMANAC_PARAMS_TOTAL);
    const enum almanac_params_kind kind = almanac_params_rows()[name].kind;
    return kind == ALMANAC_PARAMS_KIND_BODIES || kind == ALMANAC_PARAMS_KIND_FIELDS;
}

bool almanac_params_next_fault(const struct data_dataset *dataset, enum almanac_params_name name,
                               struct base_text *rest, struct almanac_problem *problem)
{
    assert(almanac_params_is_list(name));
    while (rest->length > 0) {
        struct almanac_params alone = {0};
        struct base_text item = next_item(rest);
        if (almanac_params_set(dataset, almanac_params_rows()[name].name, item, &alone, problem) !=
            BASE_ERR_OK)
            return true;
    }
    return false;
}

enum base_err almanac_params_require_place(const struct almanac_params *params,
                                           struct almanac_problem *problem)
{
    const bool has_lat = almanac_params_has(params, ALMANAC_PARAMS_LAT);
    if (has_lat && almanac_params_has(params, ALMANAC_PARAMS_LON)) return BASE_ERR_OK;
    *problem = almanac_params_missing(has_lat ? ALMANAC_PARAMS_LON : ALMANAC_PARAMS_LAT);
    return BASE_ERR_MISSING;
}

/* A TDB limit as a date and time to the second, rounded towards the inside, so that a request for
 * the limit itself is answered: TDB and TT are 2 ms apart, rounding takes half a second. */
static void write_limit(const struct data_dataset *dataset, struct sky_tdb limit, double inwards,
                        char out[40])
{
    struct base_buf text = {.bytes = out, .room = 39, .max = 39};
    data_time_text_append(&text, dataset, (struct sky_tt){limit.days + inwards * 0.502 / SKY_DAY_S},
                          0);
    assert(!text.has_overflowed);
    out[text.used] = '\0';
}

struct almanac_problem almanac_params_out_of_range(const struct data_dataset *dataset,
                                                   const struct sky_fault *fault,
                                                   struct base_text time_text)
{
    struct almanac_problem problem = {
        .kind = ALMANAC_PROBLEM_TIME_OUT_OF_RANGE,
        .parameter = BASE_TEXT("time"),
        .got = time_text,
        .note = "the Earth's position",
        .source = dataset->source,
    };
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        if (sky_body_info(body)->naif_id == fault->naif_id)
            problem.note = sky_body_info(body)->name.at;
    if (fault->code == BASE_ERR_MISSING) { /* at no time: the kernel does not have the body */
        problem.parameter = BASE_TEXT("bodies");
        problem.kind = ALMANAC_PROBLEM_BODY_MISSING;
        problem.got = base_text_of(problem.note);
        problem.note = NULL;
        return problem;
    }
    write_limit(dataset, fault->valid_from, 1.0, problem.valid_from);
    write_limit(dataset, fault->valid_until, -1.0, problem.valid_until);
    return problem;
}

struct almanac_problem almanac_params_unreadable(struct base_text rest)
{
    return (struct almanac_problem){
        .kind = ALMANAC_PROBLEM_PARAMETER_INVALID,
        .parameter = BASE_TEXT("query"),
        .got = base_text_cut(&rest, '&'),
        .note = "a % without two hexadecimal digits",
    };
}

struct sky_air almanac_params_air(const struct almanac_params *params)
{
    assert(params->refraction <= SKY_REFRACT_PYEPHEM);
    struct sky_air air = sky_refract_standard_air(params->elevation_m);
    air.model = (enum sky_refract_model)params->refraction;
    if (params->refraction == SKY_REFRACT_PYEPHEM)
        air.pressure_hpa = 1010.0, air.temp_c = 15.0; /* its defaults */
    if (almanac_params_has(params, ALMANAC_PARAMS_PRESSURE))
        air.pressure_hpa = params->pressure_hpa;
    if (almanac_params_has(params, ALMANAC_PARAMS_TEMPERATURE)) air.temp_c = params->temp_c;
    return air;
}

struct sky_rise_choice almanac_params_horizon(const struct almanac_params *params)
{
    assert(params->definition < SKY_RISE_DEFINITIONS);
    return (struct sky_rise_choice){
        .definition = (enum sky_rise_definition)params->definition,
        .air = almanac_params_air(params),
        .horizon_deg = params->horizon_deg,
        .eye_height_m = params->eye_height_m,
    };
}
