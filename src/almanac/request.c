/* Queries to typed requests. All pairs are found first, then set in the order of the table, after
 * those that others depend on: a time without a zone is read by tz, or by the clocks of place.
 */
#include "almanac/request.h"

#include "almanac/place_name.h"
#include "almanac/position_columns.h"
#include "data/town_table.h"
#include "format/header_list.h"
#include "format/media.h"
#include "format/url_query.h"

#include <assert.h>
#include <stddef.h>

static const enum almanac_params_name FIRST[] = {
    ALMANAC_PARAMS_PLACE, ALMANAC_PARAMS_TZ, ALMANAC_PARAMS_AMBIGUOUS, ALMANAC_PARAMS_NONEXISTENT};

static bool is_same(const struct almanac_problem *a, const struct almanac_problem *b)
{
    return a->kind == b->kind && base_text_equals(a->parameter, b->parameter) &&
           base_text_equals(a->got, b->got);
}

void almanac_request_add(struct almanac_request *ask, const struct almanac_problem *problem)
{
    assert(problem->kind != ALMANAC_PROBLEM_NONE);
    assert(ask->problem_count >= 0 && ask->problem_count <= ALMANAC_REQUEST_PROBLEMS_MAX);
    for (int i = 0; i < ask->problem_count; i++)
        if (is_same(&ask->problems[i], problem)) return;
    if (ask->problem_count < ALMANAC_REQUEST_PROBLEMS_MAX)
        ask->problems[ask->problem_count++] = *problem;
}

void almanac_request_add_faults(const struct data_dataset *dataset, struct almanac_request *ask,
                                enum almanac_params_name name, struct base_text value,
                                const struct almanac_problem *problem)
{
    assert((unsigned)name < ALMANAC_PARAMS_TOTAL);
    const int before = ask->problem_count;
    struct almanac_problem fault;
    while (almanac_params_is_list(name) && almanac_params_next_fault(dataset, name, &value, &fault))
        almanac_request_add(ask, &fault);
    if (ask->problem_count == before) almanac_request_add(ask, problem);
}

#define P(name) ALMANAC_PARAMS_BIT(name)

struct pairs {
    uint64_t given;
    struct base_text values[ALMANAC_PARAMS_TOTAL];
};

/* Given  rest  the query */
static void find_pairs(const struct almanac_request_rules *rules, struct base_buf *scratch,
                       struct base_text rest, struct almanac_request *ask, struct pairs *pairs)
{
    struct base_text name, value;
    enum base_err err;
    while ((err = format_url_query_next(&rest, scratch, &name, &value)) == BASE_ERR_OK) {
        enum almanac_params_name named = almanac_params_named(name);
        struct almanac_problem problem;
        if (named == ALMANAC_PARAMS_TOTAL || !(rules->known >> named & 1u)) {
            problem = almanac_params_unknown(name, rules->known);
            problem.got = value;
            if (named != ALMANAC_PARAMS_TOTAL) {
                problem.note = "it is a parameter of other routes";
                problem.did_you_mean = (struct base_text){NULL, 0};
            }
        } else if (pairs->given >> named & 1u) {
            problem = (struct almanac_problem){.kind = ALMANAC_PROBLEM_PARAMETER_CONFLICT,
                                               .parameter = name,
                                               .got = value,
                                               .note = "is given twice"};
        } else {
            pairs->given |= UINT64_C(1) << named;
            pairs->values[named] = value;
            continue;
        }
        almanac_request_add(ask, &problem);
    }
    if (err == BASE_ERR_END) return;
    struct almanac_problem problem = almanac_params_unreadable(rest);
    almanac_request_add(ask, &problem);
    ask->is_cut_short = true;
}

static void set_pair(const struct data_dataset *dataset, struct pairs *pairs,
                     enum almanac_params_name name, struct almanac_request *ask)
{
    struct almanac_problem problem;
    if (!(pairs->given >> name & 1u)) return;
    pairs->given &= ~(UINT64_C(1) << name);
    if (almanac_params_set(dataset, almanac_params_rows()[name].name, pairs->values[name],
                           &ask->params, &problem) == BASE_ERR_OK)
        return;
    ask->unreadable |= UINT64_C(1) << name;
    almanac_request_add_faults(dataset, ask, name, pairs->values[name], &problem);
}

/* ---- formats ------------------------------------------------------------------------------- */

/* How closely an item of Accept names a type: 3 exactly, 2 its kind, 1 anything, 0 not at all. */
static int closeness(struct base_text item, struct base_text type)
{
    if (base_text_equals_any_case(item, type)) return 3;
    if (base_text_equals(item, BASE_TEXT("*/*"))) return 1;
    struct base_text kind = base_text_cut(&type, '/'), asked = base_text_cut(&item, '/');
    return base_text_equals_any_case(kind, asked) && base_text_equals(item, BASE_TEXT("*")) ? 2 : 0;
}

static int accepted(struct base_text accept, struct base_text type)
{
    int best = 0, weighed = 0;
    struct format_header_list item;
    while (format_header_list_next(&accept, &item)) {
        int close = closeness(item.name, type);
        if (close > best) best = close, weighed = item.weight;
    }
    return weighed;
}

/* The problem of a format that the route does not have: what it has, by name or by type. */
static void refuse_format(const struct almanac_request_rules *rules, struct base_text accept,
                          struct almanac_request *ask)
{
    const bool is_named = almanac_params_has(&ask->params, ALMANAC_PARAMS_FORMAT);
    struct almanac_problem problem = {
        .kind = ALMANAC_PROBLEM_NOT_ACCEPTABLE, .parameter = BASE_TEXT("Accept"), .got = accept};
    struct base_buf list = {.bytes = problem.choices,
                            .room = sizeof problem.choices - 1,
                            .max = sizeof problem.choices - 1};
    for (unsigned i = 0; i < ALMANAC_PARAMS_FORMATS; i++) {
        const struct format_media_row *format = format_media_row(i);
        if (is_named && i == ask->params.format) {
            problem.parameter = BASE_TEXT("format");
            problem.got = format->name;
        }
        if (!(rules->formats >> i & 1u)) continue;
        if (list.used > 0) base_buf_append_string(&list, ", ");
        base_buf_append_text(&list, is_named ? format->name : format->type);
    }
    almanac_request_add(ask, &problem);
}

/* Chooses the format: the parameter wins over Accept, and that over the route's default. */
static void choose_format(const struct almanac_request_rules *rules, struct base_text accept,
                          struct almanac_request *ask)
{
    int best = 0;
    ask->format = ALMANAC_PARAMS_FORMATS;
    for (unsigned i = 0; i < ALMANAC_PARAMS_FORMATS; i++) {
        if (!(rules->formats >> i & 1u)) continue;
        int weighed = accept.at == NULL ? 1000 : accepted(accept, format_media_row(i)->type);
        if (weighed > best) best = weighed, ask->format = (enum almanac_params_format)i;
    }
    if (almanac_params_has(&ask->params, ALMANAC_PARAMS_FORMAT)) {
        ask->format = (enum almanac_params_format)ask->params.format;
        if (rules->formats >> ask->format & 1u) return;
    } else if (ask->format < ALMANAC_PARAMS_FORMATS) {
        return;
    }
    refuse_format(rules, accept, ask);
}

/* ---- the place ----------------------------------------------------------------------------- */

/* The town of `place`, searched for once. */
static enum base_err find_town(struct almanac_params *params, struct data_town_table_town *town,
                               struct almanac_problem *problem)
{
    if (params->town == 0) {
        enum base_err err = almanac_place_name_resolve(params->place, town, problem);
        if (err != BASE_ERR_OK) return err;
        params->town = town->row + 1;
    }
    assert(params->town > 0);
    *town = data_town_table_town(params->town - 1);
    return BASE_ERR_OK;
}

/* The town of a place, when the request has no coordinates. */
static enum base_err find_town_alone(struct almanac_params *params,
                                     struct data_town_table_town *town,
                                     struct almanac_problem *problem)
{
    const uint64_t coordinates = P(LAT) | P(LON);
    if ((params->given & coordinates) == 0) return find_town(params, town, problem);
    *problem = (struct almanac_problem){.kind = ALMANAC_PROBLEM_PARAMETER_CONFLICT,
                                        .parameter = BASE_TEXT("place"),
                                        .got = params->place,
                                        .note = "is given together with lat or lon"};
    return BASE_ERR_FORMAT;
}

enum base_err almanac_request_resolve_place(struct almanac_params *params,
                                            struct almanac_problem *problem)
{
    struct data_town_table_town town;
    if (!almanac_params_has(params, ALMANAC_PARAMS_PLACE))
        return almanac_params_require_place(params, problem);
    enum base_err err = find_town_alone(params, &town, problem);
    if (err != BASE_ERR_OK) return err;
    params->lat_deg = town.lat_deg;
    params->lon_deg = town.lon_deg;
    params->given |= ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON);
    return BASE_ERR_OK;
}

/* Fills the coordinates of the place, or adds all that is missing or wrong about it. */
static void fill_place(const struct almanac_request_rules *rules, struct almanac_request *ask)
{
    struct almanac_params *params = &ask->params;
    struct almanac_problem problem;
    const bool has_place = almanac_params_has(params, ALMANAC_PARAMS_PLACE);
    if (has_place ? params->place.length == 0 : !rules->needs_place) return;
    if (almanac_request_resolve_place(params, &problem) == BASE_ERR_OK) return;
    const bool has_neither = (params->given & (P(LAT) | P(LON) | P(PLACE))) == 0;
    if (has_neither) problem.note = "give lat and lon, or place";
    almanac_request_add(ask, &problem);
    if (!has_neither) return;
    problem = almanac_params_missing(ALMANAC_PARAMS_LON);
    almanac_request_add(ask, &problem);
}

static bool has_column(const struct almanac_params *params, struct base_text name)
{
    const int column = almanac_position_columns_column(name);
    assert(column >= 0);
    return params->fields >> column & 1u;
}

/* Columns that a request cannot have: the name of an observer, and times without a zone. */
static void check_fields(struct almanac_request *ask)
{
    const struct almanac_params *params = &ask->params;
    struct almanac_problem problem;
    if (params->fields == 0) return;
    if (has_column(params, BASE_TEXT("observer"))) {
        problem = (struct almanac_problem){.kind = ALMANAC_PROBLEM_PARAMETER_INVALID,
                                           .parameter = BASE_TEXT("fields"),
                                           .got = BASE_TEXT("observer"),
                                           .note = "only batches have it"};
        almanac_request_add(ask, &problem);
    }
    if (has_column(params, BASE_TEXT("time_local")) && params->zone == NULL &&
        !(params->given & (P(TZ) | P(PLACE)))) {
        problem = almanac_params_missing(ALMANAC_PARAMS_TZ);
        problem.note = "time_local needs tz or place";
        almanac_request_add(ask, &problem);
    }
}

/* A town sets its zone, unless the request names another. */
static void take_zone(struct data_zone_cache *zones, struct almanac_params *params)
{
    struct data_town_table_town town;
    struct almanac_problem problem;
    if (almanac_params_has(params, ALMANAC_PARAMS_PLACE) &&
        !almanac_params_has(params, ALMANAC_PARAMS_TZ) &&
        find_town(params, &town, &problem) == BASE_ERR_OK &&
        data_zone_cache_get(zones, town.zone, &params->zone) != BASE_ERR_OK)
        params->zone = NULL; /* a system without the zone: UTC alone */
}

/* ---- the whole ----------------------------------------------------------------------------- */

bool almanac_request_read(const struct almanac_request_reader *reader,
                          const struct almanac_request_rules *rules,
                          const struct almanac_request_text *text, struct almanac_request *ask)
{
    assert(rules->formats != 0 && rules->known >> ALMANAC_PARAMS_TOTAL == 0);
    const struct data_dataset *dataset = reader->dataset;
    struct pairs pairs; /* a value counts where its bit is set */
    pairs.given = 0;
    ask->params = (struct almanac_params){.zones = reader->zones, .base_path = reader->base_path};
    ask->body = text->body;
    ask->problem_count = 0;
    ask->unreadable = 0;
    ask->is_cut_short = false;
    base_buf_clear(reader->scratch);
    find_pairs(rules, reader->scratch, text->query, ask, &pairs);
    for (size_t i = 0; i < sizeof FIRST / sizeof *FIRST; i++)
        set_pair(dataset, &pairs, FIRST[i], ask);
    if (rules->known & ALMANAC_PARAMS_BIT(TZ)) take_zone(reader->zones, &ask->params);
    while (pairs.given != 0)
        set_pair(dataset, &pairs, (enum almanac_params_name)__builtin_ctzll(pairs.given), ask);
    if (!ask->is_cut_short) {
        fill_place(rules, ask);
        check_fields(ask);
    }
    choose_format(rules, text->accept, ask);
    assert(ask->problem_count > 0 || (rules->formats >> ask->format & 1u) != 0);
    return ask->problem_count == 0;
}

bool almanac_request_is_now(const struct almanac_request *ask)
{
    const struct almanac_params *p = &ask->params;
    const bool has_start = almanac_params_has(p, ALMANAC_PARAMS_START);
    const struct almanac_params_instant *from = has_start ? &p->start : &p->time;
    if (has_start && almanac_params_has(p, ALMANAC_PARAMS_STOP) && p->stop.is_now) return true;
    return !(has_start || almanac_params_has(p, ALMANAC_PARAMS_TIME)) || from->is_now;
}
