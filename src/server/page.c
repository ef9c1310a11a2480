/* From an address to the page. The address is read leniently where the API is strict: people edit
 * addresses by hand, and the page should still open.
 */
#include "server/page.h"

#include "almanac/chart.h"
#include "almanac/i18n.h"
#include "almanac/palette.h"
#include "almanac/params.h"
#include "almanac/place_name.h"
#include "almanac/problem.h"
#include "almanac/sky_now.h"
#include "almanac/time_columns.h"
#include "almanac/tonight.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "data/time_text.h"
#include "data/town_search.h"
#include "data/town_table.h"
#include "data/zone_cache.h"
#include "format/markup.h"
#include "format/url_query.h"
#include "net/http.h"
#include "net/http_head.h"
#include "server/assets.h"
#include "server/middleware/etag.h"
#include "server/page_boot.h"
#include "server/page_sky.h"
#include "server/reply.h"
#include "server/worker.h"
#include "sky/body.h"
#include "sky/ephem.h"
#include "sky/horizon.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define REGION_NAME_MAX  16
#define LOCAL_TIME_BYTES 16 /* "2026-10-30T21:04" */

/* One request for the page. */
struct view {
    struct server_worker *worker;
    enum almanac_i18n_language language;
    struct base_text values[ALMANAC_PARAMS_TOTAL]; /* as given, decoded; empty: not given */
    struct almanac_params params;
    bool has_problem;
    struct almanac_problem problem;
    bool has_place;
    struct server_page_boot boot;
    char place[120], whole_place[160]; /* in words: for the title, for captions */
    char query[512];                   /* of this view without body, escaped */
    struct sky_observer observer;
    struct almanac_chart chart;
    bool has_sky;
    struct server_page_sky sky;
};

/* ---- reading the address ---- */

static void read_values(struct view *view, struct base_text query)
{
    struct base_text name, value;
    base_buf_clear(&view->worker->work.scratch);
    enum base_err err;
    while ((err = format_url_query_next(&query, &view->worker->work.scratch, &name, &value)) ==
           BASE_ERR_OK) {
        enum almanac_params_name which = almanac_params_named(name);
        if (which < ALMANAC_PARAMS_TOTAL && view->values[which].length == 0)
            view->values[which] = value;
    }
    if (err == BASE_ERR_END) return;
    view->has_problem = true;
    view->problem = almanac_params_unreadable(query);
}

static void set_value(struct view *view, enum almanac_params_name which, struct base_text value)
{
    assert((unsigned)which < ALMANAC_PARAMS_TOTAL);
    struct almanac_problem problem;
    if (value.length == 0) return;
    if (almanac_params_set(view->worker->work.dataset, almanac_params_rows()[which].name, value,
                           &view->params, &problem) == BASE_ERR_OK ||
        view->has_problem)
        return;
    view->has_problem = true;
    view->problem = problem;
}

static void set_parameter(struct view *view, enum almanac_params_name which)
{
    set_value(view, which, view->values[which]);
}

/* Finds the town at or near the coordinates, for its name and zone. */
static void name_coordinates(struct view *view, struct base_text *zone)
{
    assert(fabs(view->params.lat_deg) <= 90.0 && fabs(view->params.lon_deg) <= 360.0);
    struct data_town_search_query query = {.has_near = true,
                                           .near_lat_deg = view->params.lat_deg,
                                           .near_lon_deg = view->params.lon_deg};
    struct data_town_search_hit hit;
    if (data_town_search_find(&query, &hit, 1) == 0) return;
    *zone = data_town_table_town(hit.row).zone;
    data_town_search_landmark(view->params.lat_deg, view->params.lon_deg, &hit);
    if (hit.distance_km >= SERVER_PAGE_NEAR_TOWN_KM) return;
    view->boot.name = data_town_table_town(hit.row).name;
    view->boot.is_near = hit.distance_km > SERVER_PAGE_IN_TOWN_KM;
}

static void set_place(struct view *view, struct base_text *zone)
{
    struct data_town_table_town town;
    struct almanac_problem problem;
    if (view->values[ALMANAC_PARAMS_PLACE].length == 0) {
        set_parameter(view, ALMANAC_PARAMS_LAT);
        set_parameter(view, ALMANAC_PARAMS_LON);
        view->has_place = almanac_params_has(&view->params, ALMANAC_PARAMS_LAT) &&
                          almanac_params_has(&view->params, ALMANAC_PARAMS_LON);
        if (view->has_place) name_coordinates(view, zone);
    } else if (almanac_place_name_resolve(view->values[ALMANAC_PARAMS_PLACE], &town, &problem) ==
               BASE_ERR_OK) {
        view->params.lat_deg = town.lat_deg;
        view->params.lon_deg = town.lon_deg;
        view->params.given |= ALMANAC_PARAMS_BIT(LAT) | ALMANAC_PARAMS_BIT(LON);
        view->has_place = true;
        *zone = town.zone;
        view->boot.name = town.name;
    } else {
        view->has_problem = true;
        view->problem = problem;
    }
}

static void read_address(struct view *view, const struct net_http_request *request)
{
    struct base_text zone = {NULL, 0};
    struct base_text lang = view->values[ALMANAC_PARAMS_LANG];
    view->params.zones = &view->worker->work.zones;
    view->language = almanac_i18n_language(lang);
    if (view->language == ALMANAC_I18N_LANGUAGES)
        view->language =
            almanac_i18n_accepted(net_http_header(request, BASE_TEXT("Accept-Language")));
    assert((unsigned)view->language < ALMANAC_I18N_LANGUAGES);
    set_place(view, &zone);
    set_parameter(view, ALMANAC_PARAMS_ELEVATION);
    view->boot.has_place = view->has_place && !view->has_problem;
    if (view->values[ALMANAC_PARAMS_TZ].length > 0)
        set_parameter(view, ALMANAC_PARAMS_TZ);
    else if (zone.length > 0 &&
             data_zone_cache_get(&view->worker->work.zones, zone, &view->params.zone) ==
                 BASE_ERR_OK) /* without tzdata: UTC */
        view->params.given |= ALMANAC_PARAMS_BIT(TZ);
    set_value(view, ALMANAC_PARAMS_AMBIGUOUS, BASE_TEXT("first"));
    set_value(view, ALMANAC_PARAMS_NONEXISTENT, BASE_TEXT("forward"));
    set_parameter(view, ALMANAC_PARAMS_TIME);
    set_parameter(view, ALMANAC_PARAMS_BODY);
    const struct almanac_params before = view->params;
    bool had_problem = view->has_problem; /* a wrong view or up does not hide the sky */
    set_parameter(view, ALMANAC_PARAMS_VIEW);
    set_parameter(view, ALMANAC_PARAMS_UP);
    if (view->has_problem && !had_problem) {
        view->params = before;
        view->has_problem = false;
    }
    view->params.theme = base_text_equals(view->values[ALMANAC_PARAMS_THEME], BASE_TEXT("red"))
                             ? ALMANAC_PALETTE_RED
                             : ALMANAC_PALETTE_DARK;
}

/* Prepares what the scripts start with, and the place in words. */
static void prepare_boot(struct view *view)
{
    struct base_buf out = {
        .bytes = view->place, .room = sizeof view->place - 1, .max = sizeof view->place - 1};
    view->boot.language = view->language;
    view->boot.lat_deg = view->params.lat_deg;
    view->boot.lon_deg = view->params.lon_deg;
    view->boot.elevation_m = view->params.elevation_m;
    if (view->params.zone != NULL) view->boot.zone = base_text_of(view->params.zone->name);
    if (view->boot.has_place) server_page_boot_append_place(&out, &view->boot);
    view->place[out.used] = '\0';
    out = (struct base_buf){.bytes = view->whole_place,
                            .room = sizeof view->whole_place - 1,
                            .max = sizeof view->whole_place - 1};
    if (view->boot.has_place) server_page_boot_append_whole_place(&out, &view->boot);
    view->whole_place[out.used] = '\0';
}

static bool is_of_now(const struct view *view)
{
    return !almanac_params_has(&view->params, ALMANAC_PARAMS_TIME) || view->params.time.is_now;
}

/* Writes the address of this view, for links that choose a body. */
static void write_query(struct view *view)
{
    struct base_buf out = {
        .bytes = view->query, .room = sizeof view->query - 1, .max = sizeof view->query - 1};
    base_buf_append_format(&out, "?lat=%.10g&amp;lon=%.10g", view->params.lat_deg,
                           view->params.lon_deg);
    if (almanac_params_has(&view->params, ALMANAC_PARAMS_ELEVATION))
        base_buf_append_format(&out, "&amp;elevation=%.10g", view->params.elevation_m);
    if (!is_of_now(view)) {
        base_buf_append_string(&out, "&amp;time=");
        base_buf_append_string(&out, view->worker->work.sky.instant.time);
    }
    if (almanac_i18n_language(view->values[ALMANAC_PARAMS_LANG]) < ALMANAC_I18N_LANGUAGES)
        base_buf_append_format(&out, "&amp;lang=%s", almanac_i18n_tag(view->language).at);
    if (view->params.theme == ALMANAC_PALETTE_RED) base_buf_append_string(&out, "&amp;theme=red");
    assert(!out.has_overflowed);
    view->query[out.used] = '\0';
}

/* ---- computing ---- */

static bool compute_chart(struct view *view)
{
    assert(view->has_place);
    struct server_worker *worker = view->worker;
    struct sky_fault fault;
    view->observer =
        sky_horizon_observer(view->params.lat_deg, view->params.lon_deg, view->params.elevation_m);
    struct almanac_chart_query query =
        almanac_chart_query(worker->work.dataset, &view->params, &view->observer, view->language);
    query.when = worker->work.sky.instant.when;
    query.look.use = ALMANAC_CHART_INSIDE;
    query.look.language = view->language;
    if (almanac_chart_compute(worker->work.dataset, &worker->work.frame, &query, &view->chart,
                              &fault) == BASE_ERR_OK)
        return true;
    view->problem = almanac_params_out_of_range(worker->work.dataset, &fault,
                                                view->values[ALMANAC_PARAMS_TIME]);
    return false;
}

/* Computes the sky of the view. Gives whether there is one to show. */
static bool compute(struct view *view)
{
    assert(view->params.bodies >> SKY_BODY_COUNT == 0);
    struct server_worker *worker = view->worker;
    if (view->has_problem || !view->has_place) return false;
    view->has_problem =
        almanac_sky_now_compute(worker->work.dataset, &worker->work.frame, &view->params,
                                &worker->work.sky, &view->problem) != BASE_ERR_OK ||
        almanac_tonight_compute(worker->work.dataset, &worker->work.frame, &view->params,
                                &worker->work.tonight, &view->problem) != BASE_ERR_OK ||
        !compute_chart(view);
    if (view->has_problem) return false;
    write_query(view);
    if (!is_of_now(view)) view->boot.time = base_text_of(worker->work.sky.instant.time);
    view->sky = (struct server_page_sky){
        .language = view->language,
        .place = base_text_of(view->whole_place),
        .is_of_now = is_of_now(view),
        .query = base_text_of(view->query),
        .sky = &worker->work.sky,
        .tonight = &worker->work.tonight,
        .chart = &view->chart,
        .body = view->params.body == 0 ? SKY_BODY_COUNT
                                       : (enum sky_body)__builtin_ctz(view->params.body),
    };
    return true;
}

/* ---- the regions ---- */

static void append_text(struct base_buf *out, const struct view *view, const char *key)
{
    format_markup_append_shown(out, almanac_i18n_of(view->language, key));
}

/* The range of dates that the data cover. */
static void append_reach(struct base_buf *out, const struct view *view)
{
    const struct almanac_i18n_value values[] = {{"from", view->boot.reach_from},
                                                {"until", view->boot.reach_until}};
    almanac_i18n_append(out, view->language, "out_of_reach", values, 2);
}

static void append_note(struct base_buf *out, const struct view *view)
{
    static const struct {
        const char *parameter, *key;
    } known[] = {{"lat", "bad_lat"},
                 {"lon", "bad_lon"},
                 {"elevation", "bad_elevation"},
                 {"time", "bad_time"},
                 {"place", "search_none"}};
    if (!view->has_problem) return;
    if (view->problem.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE) {
        append_reach(out, view);
        return;
    }
    if (view->problem.kind != ALMANAC_PROBLEM_PLACE_AMBIGUOUS) {
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
            if (!base_text_equals(view->problem.parameter, base_text_of(known[i].parameter)))
                continue;
            append_text(out, view, known[i].key);
            return;
        }
    }
    char bytes[1024];
    struct base_buf plain = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    almanac_problem_append_sentence(&plain, &view->problem);
    format_markup_append_shown(out, (struct base_text){bytes, plain.used});
}

/* The local time in the form's field, "2026-10-30T21:04". */
static void append_local_time(struct base_buf *out, const struct view *view)
{
    const struct almanac_time_columns_clock *clock = &view->worker->work.sky.instant.clock;
    if (is_of_now(view) || view->params.zone == NULL || view->has_problem || !view->has_place) {
        if (view->values[ALMANAC_PARAMS_TIME].length ==
            LOCAL_TIME_BYTES) /* a text with a zone is not a local time */
            format_markup_append_shown(out, view->values[ALMANAC_PARAMS_TIME]);
        return;
    }
    size_t before = out->used;
    data_time_text_append_local(out, clock->dataset, view->params.zone,
                                view->worker->work.sky.instant.when);
    if (out->used > before + LOCAL_TIME_BYTES) out->used = before + LOCAL_TIME_BYTES;
}

static void append_field(struct base_buf *out, const struct view *view,
                         enum almanac_params_name which, const char *otherwise)
{
    assert((unsigned)which < ALMANAC_PARAMS_TOTAL);
    const char *name = almanac_params_rows()[which].name.at;
    base_buf_append_format(out, "<div class=\"field\"><label for=\"%s\" data-t=\"%s\">", name,
                           name);
    append_text(out, view, name);
    base_buf_append_format(out,
                           "</label><input id=\"%s\" name=\"%s\" type=\"text\" "
                           "spellcheck=\"false\" autocapitalize=\"off\" "
                           "aria-describedby=\"%s-error\" value=\"",
                           name, name, name);
    bool is_of_place = view->values[ALMANAC_PARAMS_PLACE].length > 0 && view->has_place;
    if (is_of_place && which == ALMANAC_PARAMS_LAT)
        base_buf_append_format(out, "%.10g", view->params.lat_deg);
    else if (is_of_place && which == ALMANAC_PARAMS_LON)
        base_buf_append_format(out, "%.10g", view->params.lon_deg);
    else if (view->values[which].length > 0)
        format_markup_append_shown(out, view->values[which]);
    else
        base_buf_append_string(out, otherwise);
    base_buf_append_string(out, "\"></div>\n");
}

static void append_languages(struct base_buf *out, const struct view *view)
{
    base_buf_append_string(out, "<div class=\"field no-js\"><label for=\"no-js-lang\">");
    append_text(out, view, "language");
    base_buf_append_string(out, "</label><select id=\"no-js-lang\" name=\"lang\">");
    for (int i = 0; i < ALMANAC_I18N_LANGUAGES; i++)
        base_buf_append_format(out, "<option value=\"%s\" lang=\"%s\"%s>%s</option>",
                               almanac_i18n_tag((enum almanac_i18n_language)i).at,
                               almanac_i18n_tag((enum almanac_i18n_language)i).at,
                               i == (int)view->language ? " selected" : "",
                               almanac_i18n_own_name((enum almanac_i18n_language)i));
    base_buf_append_string(out, "</select></div>\n");
}

/* Fields for readers without scripts. */
static void append_plain_fields(struct base_buf *out, const struct view *view)
{
    base_buf_append_string(out, "<div class=\"field no-js\"><label for=\"no-js-place\">");
    append_text(out, view, "place");
    base_buf_append_string(out, "</label><input id=\"no-js-place\" name=\"place\" type=\"text\" "
                                "placeholder=\"Paris\" value=\"");
    if (!view->has_place) format_markup_append_shown(out, view->values[ALMANAC_PARAMS_PLACE]);
    base_buf_append_string(out,
                           "\"></div>\n<div class=\"field wide no-js\"><label for=\"no-js-time\">");
    append_text(out, view, "time");
    base_buf_append_string(out, "</label><input id=\"no-js-time\" name=\"time\" "
                                "type=\"datetime-local\" value=\"");
    append_local_time(out, view);
    base_buf_append_string(out, "\"></div>\n");
    append_languages(out, view);
}

static void append_form(struct base_buf *out, const struct view *view)
{
    base_buf_append_string(out, "<form id=\"place-form\" method=\"get\" action=\"./\" "
                                "autocomplete=\"off\" novalidate>\n");
    append_field(out, view, ALMANAC_PARAMS_LON, view->has_place ? "" : "-0.0005");
    append_field(out, view, ALMANAC_PARAMS_LAT, view->has_place ? "" : "51.4769");
    append_field(out, view, ALMANAC_PARAMS_ELEVATION, "0");
    append_plain_fields(out, view);
    base_buf_append_string(out, "<button id=\"reset\" class=\"js-only\" type=\"button\">"
                                "Reset Geo Location</button>\n"
                                "<button id=\"show\" class=\"no-js\" data-t=\"show\">");
    append_text(out, view, "show");
    base_buf_append_string(out, "</button></form>\n");
}

/* For readers without scripts who have not given a place. */
static void append_welcome(struct base_buf *out, const struct view *view)
{
    base_buf_append_string(out, "<noscript>");
    append_text(out, view, "welcome");
    base_buf_append_string(out, "</noscript>");
}

static void append_sentence(struct base_buf *out, const struct view *view)
{
    if (view->has_sky)
        server_page_sky_append_sentence(out, &view->sky);
    else
        append_welcome(out, view);
}

static void append_boot(struct base_buf *out, const struct view *view)
{
    server_page_boot_append(out, &view->boot);
}

static void append_place(struct base_buf *out, const struct view *view)
{
    if (view->boot.has_place) format_markup_append_shown(out, base_text_of(view->place));
}

#define PART_OF_SKY(part)                                                                          \
    static void append_##part(struct base_buf *out, const struct view *view)                       \
    {                                                                                              \
        if (view->has_sky) server_page_sky_append_##part(out, &view->sky);                         \
    }
PART_OF_SKY(clock)
PART_OF_SKY(table)
PART_OF_SKY(dome)
PART_OF_SKY(curves)
#undef PART_OF_SKY

/* When what the file has between the marks of a region is replaced; otherwise it follows. */
enum replaced { WITH_SKY, WITH_PLACE, ALWAYS };

static bool is_replaced(const struct view *view, enum replaced replaced)
{
    return replaced == ALWAYS || view->has_sky || (replaced == WITH_PLACE && view->boot.has_place);
}

/* Fills a region. Gives whether it replaces what the file has there. */
static bool append_region(struct base_buf *out, const struct view *view, struct base_text name)
{
    static const struct {
        const char *name;
        void (*append)(struct base_buf *out, const struct view *view);
        enum replaced replaced;
    } REGIONS[] = {
        {"form", append_form, ALWAYS},           {"note", append_note, WITH_SKY},
        {"sentence", append_sentence, WITH_SKY}, {"begun", append_boot, WITH_SKY},
        {"place", append_place, WITH_PLACE},     {"clock", append_clock, WITH_SKY},
        {"table", append_table, WITH_SKY},       {"dome", append_dome, WITH_SKY},
        {"curves", append_curves, WITH_SKY},
    };
    for (size_t i = 0; i < sizeof REGIONS / sizeof *REGIONS; i++) {
        if (!base_text_equals(name, base_text_of(REGIONS[i].name))) continue;
        REGIONS[i].append(out, view);
        return is_replaced(view, REGIONS[i].replaced);
    }
    return view->has_sky;
}

/* ---- the file ---- */

/* Splits a text at the first occurrence of a mark: gives the part before it; *rest is the part
 * after it. Without the mark gives the whole text. */
static struct base_text cut_at(struct base_text *rest, struct base_text mark, bool *is_found)
{
    const char *at = memmem(rest->at, rest->length, mark.at, mark.length);
    struct base_text before = *rest;
    *is_found = at != NULL;
    if (at == NULL) {
        *rest = (struct base_text){rest->at + rest->length, 0};
        return before;
    }
    before.length = (size_t)(at - rest->at);
    assert(mark.length > 0 && mark.length <= rest->length - before.length);
    *rest = (struct base_text){at + mark.length, rest->length - before.length - mark.length};
    return before;
}

/* Copies a text up to and including a mark; *rest is the part after it. */
static bool copy_past(struct base_buf *out, struct base_text *rest, struct base_text mark)
{
    bool is_found;
    base_buf_append_text(out, cut_at(rest, mark, &is_found));
    if (is_found) base_buf_append_text(out, mark);
    return is_found;
}

static void append_key_text(struct base_buf *out, const struct view *view, struct base_text key)
{
    char name[40];
    snprintf(name, sizeof name, "%.*s", (int)key.length, key.at);
    append_text(out, view, name);
}

/* Appends markup of the file in the reader's language: it translates the text of each element with
 * data-t="KEY" and the label of each with data-t-label="KEY" aria-label="...". */
static void append_translated(struct base_buf *out, const struct view *view,
                              struct base_text markup)
{
    bool is_found;
    while (copy_past(out, &markup, BASE_TEXT(" data-t"))) {
        bool is_label = markup.length > 6 && memcmp(markup.at, "-label", 6) == 0;
        if (!copy_past(out, &markup, BASE_TEXT("=\""))) return;
        struct base_text key = cut_at(&markup, BASE_TEXT("\""), &is_found);
        base_buf_append_text(out, key);
        base_buf_append_string(out, "\"");
        struct base_text tag = markup;
        tag.length = cut_at(&tag, BASE_TEXT(">"), &is_found).length;
        if (is_label && memmem(markup.at, tag.length, "aria-label=\"", 12) == NULL) continue;
        if (!copy_past(out, &markup, is_label ? BASE_TEXT("aria-label=\"") : BASE_TEXT(">")))
            return;
        append_key_text(out, view, key);
        cut_at(&markup, is_label ? BASE_TEXT("\"") : BASE_TEXT("<"), &is_found);
        base_buf_append_string(out, is_label ? "\"" : "<");
    }
}

/* The theme of the page's style sheet: a known one, or "auto" for the system's. */
static const char *theme_of(const struct view *view)
{
    static const char *const themes[] = {
#define THEME(name) name,
        SERVER_PAGE_THEMES(THEME)
#undef THEME
    };
    for (size_t i = 0; i < sizeof themes / sizeof *themes; i++)
        if (base_text_equals(view->values[ALMANAC_PARAMS_THEME], base_text_of(themes[i])))
            return themes[i];
    return "auto";
}

/* Appends the file with its head and its regions filled in. */
static void append_page(struct base_buf *out, const struct view *view, struct base_text file)
{
    bool is_found;
    base_buf_append_text(out, cut_at(&file, BASE_TEXT("<html lang=\"en\""), &is_found));
    if (is_found)
        base_buf_append_format(out, "<html lang=\"%s\" data-theme=\"%s\"",
                               almanac_i18n_tag(view->language).at, theme_of(view));
    if (copy_past(out, &file, BASE_TEXT("<title>"))) {
        if (view->boot.has_place) {
            format_markup_append_shown(out, base_text_of(view->place));
            base_buf_append_string(out, " · ");
        }
        append_text(out, view, "title");
        cut_at(&file, BASE_TEXT("</title>"), &is_found);
        base_buf_append_string(out, "</title>");
    }
    while (file.length > 0) {
        append_translated(out, view, cut_at(&file, BASE_TEXT("<!--"), &is_found));
        if (!is_found) break;
        struct base_text name = cut_at(&file, BASE_TEXT("-->"), &is_found);
        char end[REGION_NAME_MAX + 16];
        int length = snprintf(end, sizeof end, "<!--/%.*s-->",
                              (int)(name.length < REGION_NAME_MAX ? name.length : 0), name.at);
        assert(length > 0 && (size_t)length < sizeof end);
        if (memmem(file.at, file.length, end, (size_t)length) == NULL) continue; /* a comment */
        struct base_text inside = cut_at(&file, (struct base_text){end, (size_t)length}, &is_found);
        base_buf_append_format(out, "<!--%.*s-->", (int)name.length, name.at);
        if (!append_region(out, view, name)) append_translated(out, view, inside);
        base_buf_append_string(out, end);
    }
}

static void store_reach(struct view *view)
{
    assert(view->problem.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE);
    struct base_text from = base_text_of(view->problem.valid_from);
    struct base_text until = base_text_of(view->problem.valid_until);
    view->boot.reach_from = base_text_cut(&from, 'T');
    view->boot.reach_until = base_text_cut(&until, 'T');
}

void server_page_answer(struct server_worker *worker, const struct net_http_request *request,
                        struct net_http_reply *reply)
{
    struct server_assets_file file;
    if (!server_assets_find(BASE_TEXT("/"), &file)) return;
    struct view view = {.worker = worker};
    read_values(&view, request->query);
    read_address(&view, request);
    prepare_boot(&view);
    view.has_sky = compute(&view);
    if (view.has_problem && view.problem.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE)
        store_reach(&view);
    append_page(&reply->body, &view, file.content);
    char etag[SERVER_ETAG_WEAK_CHARS];
    const struct server_etag_offer offer = {.tags = {{etag, sizeof etag}}, .exists = true};
    server_etag_make_weak((struct base_text){reply->body.bytes, reply->body.used}, etag);
    reply->content_type = file.content_type;
    net_http_reply_header(reply, BASE_TEXT("ETag"), offer.tags[0]);
    net_http_reply_header(reply, BASE_TEXT("Vary"), BASE_TEXT("Accept-Language, Accept-Encoding"));
    server_reply_set_caching(reply, "no-cache");
    (void)server_etag_decide(worker->exchange.if_none_match, &offer, reply);
}
