/* One stream of events. Every source yields its own in order of time; the earliest of their next
 * ones is given, so memory does not grow with the range.
 */
#include "almanac/events_merge.h"

#include "base/num.h"
#include "sky/frame.h"

#include <assert.h>
#include <stdlib.h>

/* A source and its next event. */
struct source {
    enum almanac_events_merge_sort sort;
    const char *up_name,
        *down_name; /* of a local source that is not a body's own horizon; NULL: the kind's */
    bool has_next;
    struct almanac_events_merge_event next;
    union {
        struct sky_events sky;
        struct sky_lunar_eclipse_search lunar;
        struct sky_solar_eclipse_search solar;
        struct sky_rise_sweep local;
    } search;
};

/* The best moment of an eclipse at a place is within 6 hours of the instant for the whole Earth. */
#define SEEN_REACH_DAYS 0.25

struct almanac_events_merge {
    const struct data_dataset *dataset;
    struct almanac_events_merge_query query;
    enum base_err err; /* of looking beyond the event given last */
    struct sky_fault fault;
    int count;
    struct source *sources[3 + SKY_BODY_COUNT * (1 + 2 * ALMANAC_EVENTS_MERGE_MARKS_MAX) + 3];
};

/* ---- types ---- */

static const struct {
    struct base_text name;
    struct base_text singular; /* it will do as well; empty where a single kind has that name */
    uint32_t kinds;
} GROUPS[] = {
#define GROUP(name, singular, kinds)                                                               \
    {{name, sizeof(name) - 1}, {singular, sizeof(singular) - 1}, kinds},
#define BIT(kind) SKY_EVENTS_BIT(SKY_EVENTS_##kind)
    /* clang-format off */
    GROUP("phases", "phase", SKY_EVENTS_PHASES)
    GROUP("seasons", "season", SKY_EVENTS_SEASONS)
    GROUP("oppositions", "", BIT(OPPOSITION))
    GROUP("conjunctions", "", BIT(SUPERIOR_CONJUNCTION) | BIT(INFERIOR_CONJUNCTION) | BIT(CONJUNCTION))
    GROUP("elongations", "elongation", BIT(ELONGATION_EAST) | BIT(ELONGATION_WEST))
    GROUP("stations", "station", BIT(STATION_RETROGRADE) | BIT(STATION_DIRECT))
    GROUP("apsides", "apsis", BIT(PERIHELION) | BIT(APHELION) | BIT(PERIGEE) | BIT(APOGEE))
    GROUP("approaches", "", BIT(APPROACH))
/* clang-format on */
#undef GROUP
#undef BIT
};
#define GROUP_COUNT (sizeof GROUPS / sizeof *GROUPS)

static bool add_group(struct base_text type, struct almanac_events_merge_query *query)
{
    for (size_t i = 0; i < GROUP_COUNT; i++)
        if (base_text_equals(type, GROUPS[i].name) ||
            (type.length > 0 && base_text_equals(type, GROUPS[i].singular))) {
            query->kinds |= GROUPS[i].kinds;
            return true;
        }
    enum sky_events_kind kind = sky_events_named(type);
    if (kind == SKY_EVENTS_KIND_COUNT) return false;
    query->kinds |= SKY_EVENTS_BIT(kind);
    return true;
}

static const enum sky_rise_kind LOCAL_KINDS[] = {SKY_RISE_UP, SKY_RISE_DOWN, SKY_RISE_TRANSIT,
                                                 SKY_RISE_ANTITRANSIT};
#define LOCAL_COUNT (sizeof LOCAL_KINDS / sizeof *LOCAL_KINDS)

static bool add_local(struct base_text type, struct almanac_events_merge_query *query)
{
    for (size_t i = 0; i < LOCAL_COUNT; i++)
        if (base_text_equals(type, sky_rise_kind_name(LOCAL_KINDS[i]))) {
            query->local |= 1u << LOCAL_KINDS[i];
            return true;
        }
    return false;
}

/* "altitude:30" or "azimuth:180" */
static enum base_err add_mark(struct base_text type, struct almanac_events_merge_query *query)
{
    struct base_text value = type, name = base_text_cut(&value, ':');
    bool is_azimuth = base_text_equals(name, BASE_TEXT("azimuth"));
    int *count = is_azimuth ? &query->azimuth_count : &query->altitude_count;
    assert(*count >= 0 && *count <= ALMANAC_EVENTS_MERGE_MARKS_MAX);
    double deg;
    struct base_fault fault;
    if (!is_azimuth && !base_text_equals(name, BASE_TEXT("altitude"))) return BASE_ERR_FORMAT;
    if (base_num_parse(value, &deg, &fault) != BASE_ERR_OK) return BASE_ERR_FORMAT;
    if (is_azimuth ? !(deg >= 0.0 && deg <= 360.0) : !(deg >= -90.0 && deg <= 90.0))
        return BASE_ERR_FORMAT;
    if (*count == ALMANAC_EVENTS_MERGE_MARKS_MAX) return BASE_ERR_LIMIT;
    (is_azimuth ? query->azimuths_deg : query->altitudes_deg)[(*count)++] = deg;
    return BASE_ERR_OK;
}

enum base_err almanac_events_merge_type(struct base_text type,
                                        struct almanac_events_merge_query *query)
{
    if (base_text_equals(type, BASE_TEXT("eclipses")) ||
        base_text_equals(type, BASE_TEXT("eclipse"))) {
        query->wants_lunar = query->wants_solar = true;
        return BASE_ERR_OK;
    }
    if (base_text_equals(type, BASE_TEXT("twilight"))) {
        query->wants_twilight = true;
        return BASE_ERR_OK;
    }
    if (add_group(type, query) || add_local(type, query)) return BASE_ERR_OK;
    return add_mark(type, query);
}

size_t almanac_events_merge_type_names(struct base_text names[ALMANAC_EVENTS_MERGE_TYPE_NAMES_MAX])
{
    static const struct base_text others[] = {
        {"eclipses", 8}, {"twilight", 8}, {"altitude:30", 11}, {"azimuth:180", 11}};
    _Static_assert(GROUP_COUNT + LOCAL_COUNT + sizeof others / sizeof *others <=
                       ALMANAC_EVENTS_MERGE_GROUPS_MAX,
                   "the list of names has room for another group");
    size_t count = 0;
    for (size_t i = 0; i < GROUP_COUNT; i++) names[count++] = GROUPS[i].name;
    for (size_t i = 0; i < LOCAL_COUNT; i++) names[count++] = sky_rise_kind_name(LOCAL_KINDS[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) names[count++] = others[i];
    for (enum sky_events_kind kind = 0; kind < SKY_EVENTS_KIND_COUNT; kind++)
        names[count++] = sky_events_name(kind);
    return count;
}

bool almanac_events_merge_needs_place(const struct almanac_events_merge_query *query)
{
    return query->local != 0 || query->wants_twilight || query->altitude_count > 0 ||
           query->azimuth_count > 0;
}

/* ---- sources ---- */

static struct source *add_source(struct almanac_events_merge *merge,
                                 enum almanac_events_merge_sort sort)
{
    assert(merge->count < (int)(sizeof merge->sources / sizeof *merge->sources));
    struct source *source = calloc(1, sizeof *source);
    if (source == NULL) return NULL;
    source->sort = sort;
    merge->sources[merge->count++] = source;
    return source;
}

static enum base_err add_sweep(struct almanac_events_merge *merge,
                               const struct sky_rise_search *search, const char *up_name,
                               const char *down_name)
{
    assert((up_name == NULL) == (down_name == NULL));
    struct source *source = add_source(merge, ALMANAC_EVENTS_MERGE_LOCAL);
    if (source == NULL) return BASE_ERR_MEMORY;
    source->up_name = up_name;
    source->down_name = down_name;
    sky_rise_sweep(&source->search.local, search, merge->query.from, merge->query.until);
    return BASE_ERR_OK;
}

static struct sky_rise_horizon horizon_of(const struct almanac_events_merge_query *query,
                                          enum sky_body body)
{
    const struct sky_rise_choice choice = {query->definition, query->air, query->horizon_deg,
                                           query->eye_height_m};
    return sky_rise_chosen(body, &choice);
}

/* What one body does in the sky of the place. */
static enum base_err add_body(struct almanac_events_merge *merge, enum sky_body body)
{
    assert(merge->query.observer != NULL && (unsigned)body < SKY_BODY_COUNT);
    const struct almanac_events_merge_query *query = &merge->query;
    const unsigned crossings = 1u << SKY_RISE_UP | 1u << SKY_RISE_DOWN;
    struct sky_rise_search search = {
        .context = &merge->dataset->sky,
        .body = body,
        .observer = query->observer,
        .horizon = horizon_of(query, body),
        .wanted = query->local,
    };
    enum base_err err = BASE_ERR_OK;
    if (search.wanted != 0) err = add_sweep(merge, &search, NULL, NULL);
    for (int i = 0; i < query->altitude_count && err == BASE_ERR_OK; i++) {
        search.horizon = sky_rise_lifted_centre(&query->air, query->altitudes_deg[i]);
        search.wanted = crossings;
        err = add_sweep(merge, &search, "altitude_up", "altitude_down");
    }
    for (int i = 0; i < query->azimuth_count && err == BASE_ERR_OK; i++) {
        search.az_deg = query->azimuths_deg[i];
        search.wanted = 1u << SKY_RISE_AZIMUTH;
        err = add_sweep(merge, &search, NULL, NULL);
    }
    return err;
}

static enum base_err add_twilights(struct almanac_events_merge *merge)
{
    assert(merge->query.observer != NULL);
    static const struct {
        double alt_deg;
        const char *dawn, *dusk;
    } levels[] = {
        {SKY_RISE_CIVIL_DEG, "civil_dawn", "civil_dusk"},
        {SKY_RISE_NAUTICAL_DEG, "nautical_dawn", "nautical_dusk"},
        {SKY_RISE_ASTRONOMICAL_DEG, "astronomical_dawn", "astronomical_dusk"},
    };
    enum base_err err = BASE_ERR_OK;
    for (size_t i = 0; i < sizeof levels / sizeof *levels && err == BASE_ERR_OK; i++) {
        struct sky_rise_search search = {
            .context = &merge->dataset->sky,
            .body = SKY_BODY_SUN,
            .observer = merge->query.observer,
            .horizon = sky_rise_centre(levels[i].alt_deg),
            .wanted = 1u << SKY_RISE_UP | 1u << SKY_RISE_DOWN,
        };
        err = add_sweep(merge, &search, levels[i].dawn, levels[i].dusk);
    }
    return err;
}

/* Begins the search for eclipses of one sort whose greatest instant is in the range. */
static enum base_err init_eclipses(struct almanac_events_merge *merge, struct source *source,
                                   double reach_days, struct sky_fault *fault)
{
    assert(reach_days >= 0.0);
    const struct sky_tt from = {merge->query.from.days - reach_days};
    const struct sky_tt until = {merge->query.until.days + reach_days};
    const struct sky_context *sky = &merge->dataset->sky;
    if (source->sort == ALMANAC_EVENTS_MERGE_SOLAR)
        return sky_solar_eclipse_init(&source->search.solar, sky, from, until, fault);
    const struct sky_lunar_eclipse_query lunar = {from, until, SKY_LUNAR_ECLIPSE_DANJON};
    return sky_lunar_eclipse_init(&source->search.lunar, sky, &lunar, fault);
}

/* With an observer the range is that of best moments there, so that the search begins before it and
 * ends after it, as far as the ephemeris allows. */
static enum base_err add_eclipses(struct almanac_events_merge *merge,
                                  enum almanac_events_merge_sort sort, struct sky_fault *fault)
{
    struct source *source = add_source(merge, sort);
    if (source == NULL) return BASE_ERR_MEMORY;
    if (merge->query.observer != NULL &&
        init_eclipses(merge, source, SEEN_REACH_DAYS, fault) == BASE_ERR_OK)
        return BASE_ERR_OK;
    return init_eclipses(merge, source, 0.0, fault);
}

static enum base_err add_sky(struct almanac_events_merge *merge, struct sky_fault *fault)
{
    const struct almanac_events_merge_query *query = &merge->query;
    struct source *source;
    enum base_err err = BASE_ERR_OK;
    if (query->kinds != 0) {
        const struct sky_events_query events = {query->from, query->until, query->kinds,
                                                query->bodies, 180.0};
        if ((source = add_source(merge, ALMANAC_EVENTS_MERGE_SKY)) == NULL) return BASE_ERR_MEMORY;
        err = sky_events_init(&source->search.sky, &merge->dataset->sky, &events, fault);
    }
    if (err == BASE_ERR_OK && query->wants_lunar)
        err = add_eclipses(merge, ALMANAC_EVENTS_MERGE_LUNAR, fault);
    if (err == BASE_ERR_OK && query->wants_solar)
        err = add_eclipses(merge, ALMANAC_EVENTS_MERGE_SOLAR, fault);
    return err;
}

/* ---- the next event of one source ---- */

static struct sky_rise_search place_of(const struct almanac_events_merge *merge, enum sky_body body)
{
    const struct almanac_events_merge_query *query = &merge->query;
    return (struct sky_rise_search){
        .context = &merge->dataset->sky,
        .body = body,
        .observer = query->observer,
        .horizon = horizon_of(query, body),
    };
}

static enum base_err next_lunar(struct almanac_events_merge *merge, struct source *source,
                                struct almanac_events_merge_event *event, struct sky_fault *fault)
{
    assert(source->sort == ALMANAC_EVENTS_MERGE_LUNAR);
    enum base_err err = sky_lunar_eclipse_next(&source->search.lunar, &event->lunar, fault);
    if (err != BASE_ERR_OK) return err;
    event->kind = "lunar_eclipse";
    event->when = event->lunar.contacts[SKY_LUNAR_ECLIPSE_GREATEST];
    event->body = SKY_BODY_MOON;
    if (merge->query.observer == NULL) return BASE_ERR_OK;
    const struct sky_rise_search place = place_of(merge, SKY_BODY_MOON);
    err = sky_lunar_eclipse_local(place.context, &event->lunar, place.observer, event->lunar_local,
                                  fault);
    if (err == BASE_ERR_OK)
        err =
            sky_eclipse_view_lunar(&place, &event->lunar, &event->view, &event->lunar_seen, fault);
    return err;
}

static enum base_err next_solar(struct almanac_events_merge *merge, struct source *source,
                                struct almanac_events_merge_event *event, struct sky_fault *fault)
{
    assert(source->sort == ALMANAC_EVENTS_MERGE_SOLAR);
    enum base_err err = sky_solar_eclipse_next(&source->search.solar, &event->solar, fault);
    if (err != BASE_ERR_OK) return err;
    event->kind = "solar_eclipse";
    event->when = event->solar.greatest;
    event->body = SKY_BODY_SUN;
    if (merge->query.observer == NULL) return BASE_ERR_OK;
    const struct sky_rise_search place = place_of(merge, SKY_BODY_SUN);
    err = sky_solar_eclipse_local(place.context, event->when, place.observer, &event->solar_local,
                                  fault);
    if (err == BASE_ERR_OK)
        err = sky_eclipse_view_solar(&place, &event->solar_local, &event->view, &event->solar_seen,
                                     fault);
    return err;
}

/* The next eclipse of the range. With an observer its instant is the best moment there, if it is
 * seen. Eclipses are weeks apart, so their order stays. */
static enum base_err next_eclipse(struct almanac_events_merge *merge, struct source *source,
                                  struct sky_fault *fault)
{
    for (;;) {
        struct almanac_events_merge_event *event = &source->next;
        enum base_err err = source->sort == ALMANAC_EVENTS_MERGE_LUNAR
                                ? next_lunar(merge, source, event, fault)
                                : next_solar(merge, source, event, fault);
        if (err != BASE_ERR_OK) return err;
        if (event->view.moment != SKY_ECLIPSE_VIEW_NONE) event->when = event->view.best;
        if (event->when.days > merge->query.from.days &&
            event->when.days <= merge->query.until.days)
            return BASE_ERR_OK;
    }
}

static enum base_err next_local(struct source *source, struct almanac_events_merge_event *event,
                                struct sky_fault *fault)
{
    assert(source->sort == ALMANAC_EVENTS_MERGE_LOCAL);
    enum base_err err = sky_rise_step(&source->search.local, &event->local, fault);
    if (err != BASE_ERR_OK) return err;
    event->when = event->local.tt;
    event->body = source->search.local.search.body;
    event->kind = sky_rise_kind_name(event->local.kind).at;
    if (event->local.kind == SKY_RISE_UP && source->up_name != NULL) event->kind = source->up_name;
    if (event->local.kind == SKY_RISE_DOWN && source->down_name != NULL)
        event->kind = source->down_name;
    return BASE_ERR_OK;
}

static enum base_err next_sky(struct source *source, struct almanac_events_merge_event *event,
                              struct sky_fault *fault)
{
    assert(source->sort == ALMANAC_EVENTS_MERGE_SKY);
    enum base_err err = sky_events_next(&source->search.sky, &event->sky, fault);
    if (err != BASE_ERR_OK) return err;
    event->when = event->sky.when;
    event->body = event->sky.body;
    event->other = event->sky.other;
    event->kind = sky_events_name(event->sky.kind).at;
    return BASE_ERR_OK;
}

/* Computes a source's next event; a source that has ended has none. */
static enum base_err advance(struct almanac_events_merge *merge, struct source *source,
                             struct sky_fault *fault)
{
    source->next =
        (struct almanac_events_merge_event){.sort = source->sort, .other = SKY_BODY_COUNT};
    enum base_err err = BASE_ERR_END;
    switch (source->sort) {
    case ALMANAC_EVENTS_MERGE_SKY:
        err = next_sky(source, &source->next, fault);
        break;
    case ALMANAC_EVENTS_MERGE_LUNAR:
    case ALMANAC_EVENTS_MERGE_SOLAR:
        err = next_eclipse(merge, source, fault);
        break;
    case ALMANAC_EVENTS_MERGE_LOCAL:
        err = next_local(source, &source->next, fault);
        break;
    }
    source->has_next = err == BASE_ERR_OK;
    return err == BASE_ERR_END ? BASE_ERR_OK : err;
}

/* ---- the stream ---- */

static enum base_err fill(struct almanac_events_merge *merge, struct sky_fault *fault)
{
    enum base_err err = add_sky(merge, fault);
    if (err == BASE_ERR_OK && merge->query.wants_twilight) err = add_twilights(merge);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT && err == BASE_ERR_OK; body++)
        if (merge->query.observer != NULL && merge->query.bodies >> body & 1u)
            err = add_body(merge, body);
    for (int i = 0; i < merge->count && err == BASE_ERR_OK; i++)
        err = advance(merge, merge->sources[i], fault);
    return err;
}

enum base_err almanac_events_merge_open(const struct data_dataset *dataset,
                                        const struct almanac_events_merge_query *query,
                                        struct almanac_events_merge **merge,
                                        struct sky_fault *fault)
{
    assert(query->bodies >> SKY_BODY_COUNT == 0 && query->from.days <= query->until.days);
    assert(query->observer != NULL || !almanac_events_merge_needs_place(query));
    struct almanac_events_merge *opened = calloc(1, sizeof *opened);
    if (opened == NULL) return BASE_ERR_MEMORY;
    opened->dataset = dataset;
    opened->query = *query;
    enum base_err err = fill(opened, fault);
    if (err == BASE_ERR_OK)
        *merge = opened;
    else
        almanac_events_merge_close(opened);
    return err;
}

enum base_err almanac_events_merge_next(struct almanac_events_merge *merge,
                                        struct almanac_events_merge_event *event,
                                        struct sky_fault *fault)
{
    struct source *first = NULL;
    if (merge->err != BASE_ERR_OK) {
        *fault = merge->fault;
        return merge->err;
    }
    for (int i = 0; i < merge->count; i++) {
        struct source *source = merge->sources[i];
        if (source->has_next && (first == NULL || source->next.when.days < first->next.when.days))
            first = source;
    }
    if (first == NULL) return BASE_ERR_END;
    assert(first->sort == first->next.sort && first->next.kind != NULL);
    *event = first->next;
    merge->err = advance(merge, first, &merge->fault);
    return BASE_ERR_OK;
}

void almanac_events_merge_close(struct almanac_events_merge *merge)
{
    for (int i = 0; i < merge->count; i++) free(merge->sources[i]);
    free(merge);
}
