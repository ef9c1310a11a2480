/* Queries to typed requests. All pairs are found first, then set in the order of the table but for
 * those that others depend on: a time without a zone is read by tz, or by the clocks of place.
 */
#include "app/ask.h"

#include "app/places.h"
#include "app/query.h"
#include "app/routes.h"
#include "app/rows.h"
#include "app/token.h"

static const enum app_params_name FIRST[] = {APP_PARAMS_PLACE, APP_PARAMS_TZ, APP_PARAMS_AMBIGUOUS,
                                             APP_PARAMS_NONEXISTENT};

static bool is_same(const struct app_problem *a, const struct app_problem *b)
{
    return a->kind == b->kind && base_text_equals(a->parameter, b->parameter) &&
           base_text_equals(a->got, b->got);
}

void app_ask_add(struct app_ask *ask, const struct app_problem *problem)
{
    for (int i = 0; i < ask->problem_count; i++)
        if (is_same(&ask->problems[i], problem)) return;
    if (ask->problem_count < APP_ASK_PROBLEMS_MAX) ask->problems[ask->problem_count++] = *problem;
}

void app_ask_add_faults(const struct app_store *store, struct app_ask *ask,
                        enum app_params_name name, struct base_text value,
                        const struct app_problem *problem)
{
    const int before = ask->problem_count;
    struct app_problem fault;
    while (app_params_is_list(name) && app_params_next_fault(store, name, &value, &fault))
        app_ask_add(ask, &fault);
    if (ask->problem_count == before) app_ask_add(ask, problem);
}

#define P(name) APP_PARAMS_BIT(name)

struct pairs {
    uint64_t given;
    struct base_text values[APP_PARAMS_TOTAL];
};

static void find_pairs(const struct app_ask_rules *rules, struct base_buf *scratch,
                       struct app_ask *ask, struct pairs *pairs)
{
    struct base_text rest = ask->request->query, name, value;
    enum base_err err;
    while ((err = app_query_next(&rest, scratch, &name, &value)) == BASE_ERR_OK) {
        enum app_params_name named = app_params_named(name);
        struct app_problem problem;
        if (named == APP_PARAMS_TOTAL || !(rules->known >> named & 1u)) {
            problem = app_params_unknown(name, rules->known);
            problem.got = value;
            if (named != APP_PARAMS_TOTAL) {
                problem.note = "it is a parameter of other routes";
                problem.did_you_mean = (struct base_text){NULL, 0};
            }
        } else if (pairs->given >> named & 1u) {
            problem = (struct app_problem){.kind = APP_PROBLEM_PARAMETER_CONFLICT,
                                           .parameter = name,
                                           .got = value,
                                           .note = "is given twice"};
        } else {
            pairs->given |= UINT64_C(1) << named;
            pairs->values[named] = value;
            continue;
        }
        app_ask_add(ask, &problem);
    }
    if (err == BASE_ERR_END) return;
    struct app_problem problem = app_params_unreadable(rest);
    app_ask_add(ask, &problem);
    ask->is_cut_short = true;
}

static void set_pair(const struct app_store *store, struct pairs *pairs, enum app_params_name name,
                     struct app_ask *ask)
{
    struct app_problem problem;
    if (!(pairs->given >> name & 1u)) return;
    pairs->given &= ~(UINT64_C(1) << name);
    if (app_params_set(store, app_params_rows()[name].name, pairs->values[name], &ask->params,
                       &problem) == BASE_ERR_OK)
        return;
    ask->unreadable |= UINT64_C(1) << name;
    app_ask_add_faults(store, ask, name, pairs->values[name], &problem);
}

/* ---- formats ------------------------------------------------------------------------------- */

static const struct base_text TYPES[APP_PARAMS_FORMATS] = {
    [APP_PARAMS_JSON] = {"application/json", 16},
    [APP_PARAMS_NDJSON] = {"application/x-ndjson", 20},
    [APP_PARAMS_CSV] = {"text/csv", 8},
    [APP_PARAMS_TEXT] = {"text/plain", 10},
    [APP_PARAMS_ICS] = {"text/calendar", 13},
    [APP_PARAMS_SVG] = {"image/svg+xml", 13},
    [APP_PARAMS_EVENT_STREAM] = {"text/event-stream", 17},
    [APP_PARAMS_VOTABLE] = {"application/x-votable+xml", 25},
};

struct base_text app_ask_type(enum app_params_format format)
{
    return TYPES[format];
}

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
    struct app_token item;
    while (app_token_next(&accept, &item)) {
        int close = closeness(item.name, type);
        if (close > best) best = close, weighed = item.weight;
    }
    return weighed;
}

/* What a format is called here: event streams carry JSON under a type of their own. */
static struct base_text type_of(const struct app_ask *ask, unsigned format)
{
    const char *own = ask->route == NULL ? NULL : ask->route->content_type;
    return own == NULL ? TYPES[format] : (struct base_text){own, strlen(own)};
}

/* The problem of a format that the route does not have: what it has, by name or by type. */
static void refuse_format(const struct app_ask_rules *rules, struct base_text accept,
                          struct app_ask *ask)
{
    const bool is_named = app_params_has(&ask->params, APP_PARAMS_FORMAT);
    struct base_text names = base_text_of(app_params_rows()[APP_PARAMS_FORMAT].choices);
    struct app_problem problem = {
        .kind = APP_PROBLEM_NOT_ACCEPTABLE, .parameter = BASE_TEXT("Accept"), .got = accept};
    struct base_buf list = {.bytes = problem.choices,
                            .room = sizeof problem.choices - 1,
                            .max = sizeof problem.choices - 1};
    for (unsigned i = 0; i < APP_PARAMS_FORMATS; i++) {
        struct base_text name = base_text_cut(&names, ',');
        if (is_named && i == ask->params.format) {
            problem.parameter = BASE_TEXT("format");
            problem.got = name;
        }
        if (!(rules->formats >> i & 1u)) continue;
        if (list.used > 0) base_buf_append_string(&list, ", ");
        base_buf_append_text(&list, is_named ? name : TYPES[i]);
    }
    app_ask_add(ask, &problem);
}

/* Chooses the format: the parameter wins over Accept, and that over the route's default. */
static void choose_format(const struct app_ask_rules *rules, struct app_ask *ask)
{
    struct base_text accept = net_http_header(ask->request, BASE_TEXT("Accept"));
    int best = 0;
    ask->format = APP_PARAMS_FORMATS;
    for (unsigned i = 0; i < APP_PARAMS_FORMATS; i++) {
        if (!(rules->formats >> i & 1u)) continue;
        int weighed = accept.at == NULL ? 1000 : accepted(accept, type_of(ask, i));
        if (weighed > best) best = weighed, ask->format = (enum app_params_format)i;
    }
    if (app_params_has(&ask->params, APP_PARAMS_FORMAT)) {
        ask->format = (enum app_params_format)ask->params.format;
        if (rules->formats >> ask->format & 1u) return;
    } else if (ask->format < APP_PARAMS_FORMATS) {
        return;
    }
    refuse_format(rules, accept, ask);
}

/* ---- the place ----------------------------------------------------------------------------- */

/* The town of `place`, looked for once. */
static enum base_err find_town(struct app_params *params, struct app_towns_town *town,
                               struct app_problem *problem)
{
    if (params->town == 0) {
        enum base_err err = app_places_resolve(params->place, town, problem);
        if (err != BASE_ERR_OK) return err;
        params->town = town->row + 1;
    }
    *town = app_towns_town(params->town - 1);
    return BASE_ERR_OK;
}

/* The town of a place that stands alone. */
static enum base_err find_town_alone(struct app_params *params, struct app_towns_town *town,
                                     struct app_problem *problem)
{
    const uint64_t coordinates = P(LAT) | P(LON);
    if ((params->given & coordinates) == 0) return find_town(params, town, problem);
    *problem = (struct app_problem){.kind = APP_PROBLEM_PARAMETER_CONFLICT,
                                    .parameter = BASE_TEXT("place"),
                                    .got = params->place,
                                    .note = "is given beside lat or lon"};
    return BASE_ERR_FORMAT;
}

enum base_err app_ask_settle_place(struct app_params *params, struct app_problem *problem)
{
    struct app_towns_town town;
    if (!app_params_has(params, APP_PARAMS_PLACE)) return app_params_require_place(params, problem);
    enum base_err err = find_town_alone(params, &town, problem);
    if (err != BASE_ERR_OK) return err;
    params->lat_deg = town.lat_deg;
    params->lon_deg = town.lon_deg;
    params->given |= APP_PARAMS_BIT(LAT) | APP_PARAMS_BIT(LON);
    return BASE_ERR_OK;
}

/* All that is missing or wrong about the place. */
static void settle_place(const struct app_ask_rules *rules, struct app_ask *ask)
{
    struct app_params *params = &ask->params;
    struct app_problem problem;
    const bool has_place = app_params_has(params, APP_PARAMS_PLACE);
    if (has_place ? params->place.length == 0 : !rules->needs_place) return;
    if (app_ask_settle_place(params, &problem) == BASE_ERR_OK) return;
    const bool has_neither = (params->given & (P(LAT) | P(LON) | P(PLACE))) == 0;
    if (has_neither) problem.note = "lat and lon, or place, say where";
    app_ask_add(ask, &problem);
    if (!has_neither) return;
    problem = app_params_missing(APP_PARAMS_LON);
    app_ask_add(ask, &problem);
}

static bool has_column(const struct app_params *params, struct base_text name)
{
    return params->fields >> app_rows_column(name) & 1u;
}

/* Columns that a request cannot have: the name of an observer, and times without a zone. */
static void check_fields(struct app_ask *ask)
{
    const struct app_params *params = &ask->params;
    struct app_problem problem;
    if (params->fields == 0) return;
    if (has_column(params, BASE_TEXT("observer"))) {
        problem = (struct app_problem){.kind = APP_PROBLEM_PARAMETER_INVALID,
                                       .parameter = BASE_TEXT("fields"),
                                       .got = BASE_TEXT("observer"),
                                       .note = "only batches have it"};
        app_ask_add(ask, &problem);
    }
    if (has_column(params, BASE_TEXT("time_local")) && params->zone == NULL &&
        !(params->given & (P(TZ) | P(PLACE)))) {
        problem = app_params_missing(APP_PARAMS_TZ);
        problem.note = "time_local is that of tz, or of place";
        app_ask_add(ask, &problem);
    }
}

/* A town brings its zone, unless another one is asked for. */
static void take_zone(struct app_zones *zones, struct app_params *params)
{
    struct app_towns_town town;
    struct app_problem problem;
    if (app_params_has(params, APP_PARAMS_PLACE) && !app_params_has(params, APP_PARAMS_TZ) &&
        find_town(params, &town, &problem) == BASE_ERR_OK &&
        app_zones_get(zones, town.zone, &params->zone) != BASE_ERR_OK)
        params->zone = NULL; /* a system without the zone: UTC alone */
}

/* ---- the whole ----------------------------------------------------------------------------- */

bool app_ask_read(const struct app_store *store, struct app_zones *zones,
                  const struct app_ask_rules *rules, struct base_buf *scratch, struct app_ask *ask)
{
    struct pairs pairs; /* a value counts where its bit is set */
    pairs.given = 0;
    ask->params = (struct app_params){.zones = zones};
    ask->problem_count = 0;
    ask->unreadable = 0;
    ask->is_cut_short = false;
    base_buf_clear(scratch);
    find_pairs(rules, scratch, ask, &pairs);
    for (size_t i = 0; i < sizeof FIRST / sizeof *FIRST; i++)
        set_pair(store, &pairs, FIRST[i], ask);
    if (rules->known & APP_PARAMS_BIT(TZ)) take_zone(zones, &ask->params);
    while (pairs.given != 0)
        set_pair(store, &pairs, (enum app_params_name)__builtin_ctzll(pairs.given), ask);
    if (!ask->is_cut_short) {
        settle_place(rules, ask);
        check_fields(ask);
    }
    choose_format(rules, ask);
    return ask->problem_count == 0;
}

bool app_ask_is_now(const struct app_ask *ask)
{
    const struct app_params *p = &ask->params;
    const bool has_start = app_params_has(p, APP_PARAMS_START);
    const struct app_params_instant *from = has_start ? &p->start : &p->time;
    if (has_start && app_params_has(p, APP_PARAMS_STOP) && p->stop.is_now) return true;
    return !(has_start || app_params_has(p, APP_PARAMS_TIME)) || from->is_now;
}
