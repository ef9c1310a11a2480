/* One sky in HTML. The elements, ids and classes are those that the page's own scripts make, so
 * that one style sheet serves both.
 */
#include "server/page_sky.h"

#include "almanac/altitude_plot.h"
#include "almanac/chart_svg.h"
#include "almanac/position_columns.h"
#include "almanac/time_columns.h"
#include "almanac/visibility.h"
#include "data/time_text.h"
#include "format/document.h"
#include "format/markup.h"
#include "sky/sky.h"
#include "sky/time.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MINUTES_PER_DAY 1440.0
#define LEAST_ALT_DEG   10.0 /* lower than this haze and houses hide most of the sky */

static struct base_text text_of(const struct server_page_sky *page, const char *key)
{
    return almanac_i18n_of(page->language, key);
}

static void append(struct base_buf *out, const struct server_page_sky *page, const char *key)
{
    format_markup_append_shown(out, text_of(page, key));
}

static struct base_text name_of(const struct server_page_sky *page, enum sky_body body)
{
    return text_of(page, sky_body_info(body)->name.at);
}

/* A number with the language's comma and a true minus sign.
 *
 * Gives  the text, in bytes */
static struct base_text number(const struct server_page_sky *page, double value, int decimals,
                               char bytes[24])
{
    double unit = pow(10.0, decimals), rounded = round(fabs(value) * unit) / unit;
    int used =
        snprintf(bytes, 24, "%s%.*f", value < 0.0 && rounded > 0.0 ? "−" : "", decimals, rounded);
    assert(used > 0 && used < 24);
    for (char *at = bytes; *at != '\0'; at++)
        if (*at == '.' && page->language != ALMANAC_I18N_EN) *at = ',';
    return (struct base_text){bytes, (size_t)used};
}

static struct base_text direction_words(const struct server_page_sky *page, double az_deg)
{
    char key[8];
    snprintf(key, sizeof key, "in_%s", almanac_position_columns_direction(az_deg));
    return text_of(page, key);
}

/* A time of day, with the date when it is a day or more away. */
static struct base_text coming(const struct server_page_sky *page, struct sky_tt when,
                               char bytes[48])
{
    struct base_buf out = {.bytes = bytes, .room = 48, .max = 48};
    const struct almanac_time_columns_clock *clock = &page->sky->instant.clock;
    if (fabs(when.days - page->sky->instant.when.days) >= 1.0) {
        almanac_time_columns_append_date(&out, clock, when);
        base_buf_append_string(&out, " ");
    }
    almanac_time_columns_append_minute(&out, clock, when);
    assert(!out.has_overflowed);
    return (struct base_text){bytes, out.used};
}

/* Fills in a text and escapes all of it. */
static void append_filled(struct base_buf *out, const struct server_page_sky *page, const char *key,
                          const struct almanac_i18n_value *values, size_t count)
{
    char bytes[512];
    struct base_buf plain = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    almanac_i18n_append(&plain, page->language, key, values, count);
    format_markup_append_shown(out, (struct base_text){bytes, plain.used});
}

/* ---- the sentence ---- */

static void append_up(struct base_buf *out, const struct server_page_sky *page)
{
    const struct almanac_sky_now_summary *of = &page->sky->summary;
    if (of->highest < 0) {
        append(out, page, "up_none");
        return;
    }
    assert(of->highest < page->sky->count && of->up > 0 && of->up <= of->count);
    const struct almanac_sky_now_body *highest = &page->sky->bodies[of->highest];
    char count[24], alt[24];
    const struct almanac_i18n_value values[] = {
        {"n", number(page, of->up, 0, count)},
        {"body", name_of(page, highest->body)},
        {"alt", number(page, highest->seen.alt_deg, 0, alt)},
        {"in", direction_words(page, highest->seen.az_deg)},
    };
    append_filled(out, page, of->up == 1 ? "up_one" : "up_many", values, 4);
}

/* The next set of a body that is up, or the next rise if none is up, within a day. */
static void append_next(struct base_buf *out, const struct server_page_sky *page)
{
    const struct almanac_sky_now_summary *of = &page->sky->summary;
    if (of->next < 0) return;
    assert(of->next < page->sky->count);
    const struct almanac_sky_now_body *next = &page->sky->bodies[of->next];
    bool is_set = of->highest >= 0;
    assert(next->next[is_set ? ALMANAC_SKY_NOW_SET : ALMANAC_SKY_NOW_RISE].has);
    const struct sky_tt when =
        next->next[is_set ? ALMANAC_SKY_NOW_SET : ALMANAC_SKY_NOW_RISE].at.tt;
    if (when.days - page->sky->instant.when.days >= 1.0) return;
    char time[48];
    const struct almanac_i18n_value values[] = {{"body", name_of(page, next->body)},
                                                {"time", coming(page, when, time)}};
    base_buf_append_string(out, " ");
    append_filled(out, page, is_set ? "next_set" : "next_rise", values, 2);
}

void server_page_sky_append_sentence(struct base_buf *out, const struct server_page_sky *page)
{
    static const char *const lights[ALMANAC_SKY_NOW_LIGHTS] = {
#define LIGHT(name, text) "light_" text,
        ALMANAC_SKY_NOW_LIGHT_LIST(LIGHT)
#undef LIGHT
    };
    assert((unsigned)page->sky->light < ALMANAC_SKY_NOW_LIGHTS);
    append_up(out, page);
    append_next(out, page);
    base_buf_append_string(out, " ");
    append(out, page, lights[page->sky->light]);
}

/* ---- the table ---- */

/* The instant whose nearest minute is shown. A running clock shows the minute that has started. */
static struct sky_tt shown(const struct server_page_sky *page)
{
    struct sky_tt when = page->sky->instant.when;
    if (page->is_of_now) when.days -= 0.5 / MINUTES_PER_DAY;
    return when;
}

void server_page_sky_append_clock(struct base_buf *out, const struct server_page_sky *page)
{
    const struct almanac_time_columns_clock *clock = &page->sky->instant.clock;
    base_buf_append_string(out, "<span class=\"date\">");
    almanac_time_columns_append_date(out, clock, shown(page));
    base_buf_append_string(out, ", </span><span>");
    almanac_time_columns_append_minute(out, clock, shown(page));
    base_buf_append_string(out, "</span>");
}

static void append_caption(struct base_buf *out, const struct server_page_sky *page)
{
    char time[64];
    struct base_buf text = {.bytes = time, .room = sizeof time, .max = sizeof time};
    const struct almanac_time_columns_clock *clock = &page->sky->instant.clock;
    almanac_time_columns_append_date(&text, clock, shown(page));
    base_buf_append_string(&text, " ");
    almanac_time_columns_append_minute(&text, clock, shown(page));
    assert(!text.has_overflowed);
    const struct almanac_i18n_value values[] = {{"place", page->place},
                                                {"time", {time, text.used}}};
    base_buf_append_string(out, "<caption id=\"caption\">");
    append_filled(out, page, "caption", values, 2);
    base_buf_append_string(out, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
    static const char *const columns[] = {"name", "where",   "alt", "mag",
                                          "rise", "transit", "set", "verdict"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        char key[16];
        snprintf(key, sizeof key, "col_%s", columns[i]);
        base_buf_append_format(out, "<th class=\"%s\" scope=\"col\" role=\"columnheader\">",
                               columns[i]);
        append(out, page, key);
        base_buf_append_string(out, "</th>");
    }
    base_buf_append_string(out, "</tr></thead>\n");
}

static void append_name(struct base_buf *out, const struct server_page_sky *page,
                        const struct almanac_sky_now_body *row)
{
    const char *name = sky_body_info(row->body)->name.at;
    base_buf_append_format(
        out, "<tr role=\"row\" data-body=\"%s\" data-verdict=\"%s\"%s>", name,
        row->seen.alt_deg > 0.0 ? almanac_visibility_grade_name(row->verdict.grade).at : "hidden",
        row->body == page->body ? " class=\"chosen\"" : "");
    base_buf_append_format(out,
                           "<th class=\"name\" scope=\"row\" role=\"rowheader\"><span "
                           "class=\"swatch %s\"></span><a class=\"body-button\" href=\"",
                           name);
    base_buf_append_text(out, page->query);
    base_buf_append_format(out, "&amp;body=%s\">", name);
    format_markup_append_shown(out, name_of(page, row->body));
    base_buf_append_string(out, "</a></th>");
}

static void append_motion(struct base_buf *out, const struct server_page_sky *page,
                          const struct almanac_sky_now_body *body)
{
    if (!body->seen.has_rates) return;
    bool is_rising = body->seen.alt_rate_arcsec_per_s > 0.0;
    base_buf_append_format(out, "<span class=\"motion\" aria-hidden=\"true\">%s</span>",
                           is_rising ? "↑" : "↓");
    base_buf_append_string(out, "<span class=\"unseen\"> ");
    append(out, page, is_rising ? "rising" : "sinking");
    base_buf_append_string(out, " </span>");
}

static void append_fists(struct base_buf *out, const struct server_page_sky *page, double alt_deg)
{
    int fists = (int)lround(alt_deg / 10.0);
    char bytes[24];
    const struct almanac_i18n_value values[] = {{"n", number(page, fists, 0, bytes)}};
    if (alt_deg <= 0.0)
        append(out, page, "group_below");
    else if (fists < 2)
        append(out, page, fists == 0 ? "fist_none" : "fist");
    else
        append_filled(out, page, "fists", values, 1);
}

/* Direction, height, brightness. */
static void append_place_cells(struct base_buf *out, const struct server_page_sky *page,
                               const struct almanac_sky_now_body *body)
{
    const struct sky_observation *seen = &body->seen;
    char bytes[24];
    base_buf_append_string(out, "<td class=\"where\" role=\"cell\"><span class=\"direction\">");
    append(out, page, almanac_position_columns_direction(seen->az_deg));
    base_buf_append_string(out, "</span>");
    append_motion(out, page, body);
    base_buf_append_string(out, "<span class=\"azimuth\">");
    base_buf_append_text(out, number(page, format_document_turn(seen->az_deg, 1), 1, bytes));
    base_buf_append_string(out, "°</span></td><td class=\"alt\" role=\"cell\" title=\"");
    append_fists(out, page, seen->alt_deg);
    base_buf_append_string(out, "\">");
    base_buf_append_text(out, number(page, seen->alt_deg, 1, bytes));
    base_buf_append_string(out, "°</td><td class=\"mag\" role=\"cell\">");
    base_buf_append_text(out, seen->has_magnitude ? number(page, seen->magnitude, 1, bytes)
                                                  : BASE_TEXT("—"));
    base_buf_append_string(out, "</td>");
}

static void append_event_cell(struct base_buf *out, const struct server_page_sky *page,
                              const struct almanac_sky_now_body *body,
                              enum almanac_sky_now_event_kind kind)
{
    static const char *const classes[] = {"rise", "transit", "set"};
    assert((unsigned)kind < sizeof classes / sizeof *classes);
    const struct almanac_sky_now_event *event = &body->next[kind];
    char bytes[48];
    base_buf_append_format(out, "<td class=\"%s\" role=\"cell\">", classes[kind]);
    if (event->has)
        base_buf_append_text(out, coming(page, event->at.tt, bytes));
    else if (kind == ALMANAC_SKY_NOW_SET && body->status == SKY_DAY_ALWAYS_UP)
        append(out, page, "always_up");
    else if (kind == ALMANAC_SKY_NOW_RISE && body->status == SKY_DAY_NEVER_UP)
        append(out, page, "never_up");
    else
        base_buf_append_string(out, "—");
    base_buf_append_string(out, "</td>");
}

static void append_reason(struct base_buf *out, const struct server_page_sky *page,
                          const struct almanac_visibility *verdict)
{
    char key[40], alt[24], sun[24], elongation[24], magnitude[24];
    snprintf(key, sizeof key, "reason_%s", almanac_visibility_code_name(verdict->code).at);
    assert(strlen(key) < sizeof key - 1);
    if (base_text_equals(text_of(page, key), base_text_of(key))) { /* not in the table: English */
        almanac_visibility_append_reason(out, &page->sky->instant.clock, verdict);
        return;
    }
    const struct almanac_i18n_value values[] = {
        {"alt", number(page, fabs(verdict->alt_deg), 0, alt)},
        {"sun_alt", number(page, fabs(verdict->sun_alt_deg), 0, sun)},
        {"elongation", number(page, verdict->elongation_deg, 0, elongation)},
        {"magnitude", number(page, verdict->magnitude, 1, magnitude)},
    };
    append_filled(out, page, key, values, 4);
}

static void append_verdict_cell(struct base_buf *out, const struct server_page_sky *page,
                                const struct almanac_sky_now_body *body)
{
    char key[24];
    base_buf_append_string(out, "<td class=\"verdict\" role=\"cell\">");
    if (body->seen.alt_deg > 0.0) {
        snprintf(key, sizeof key, "verdict_%s",
                 almanac_visibility_grade_name(body->verdict.grade).at);
        base_buf_append_string(out, "<span class=\"word\">");
        append(out, page, key);
        base_buf_append_string(out, "</span> <span class=\"reason\">");
        append_reason(out, page, &body->verdict);
        base_buf_append_string(out, "</span>");
    } else {
        base_buf_append_string(out, "—");
    }
    base_buf_append_string(out, "</td></tr>\n");
}

/* The order of the table: the highest first; of those below the horizon, the next to rise. */
static bool is_before(const struct almanac_sky_now_body *a, const struct almanac_sky_now_body *b)
{
    if (a->seen.alt_deg > 0.0) return a->seen.alt_deg > b->seen.alt_deg;
    const struct almanac_sky_now_event *rise = &a->next[ALMANAC_SKY_NOW_RISE];
    const struct almanac_sky_now_event *other = &b->next[ALMANAC_SKY_NOW_RISE];
    return rise->has && (!other->has || rise->at.tt.days < other->at.tt.days);
}

static void append_group(struct base_buf *out, const struct server_page_sky *page, bool is_up)
{
    assert(page->sky->count >= 0 && page->sky->count <= SKY_BODY_COUNT);
    const struct almanac_sky_now_body *order[SKY_BODY_COUNT];
    int count = 0;
    for (int i = 0; i < page->sky->count; i++) {
        const struct almanac_sky_now_body *body = &page->sky->bodies[i];
        if ((body->seen.alt_deg > 0.0) != is_up) continue;
        int at = count++;
        for (; at > 0 && is_before(body, order[at - 1]); at--) order[at] = order[at - 1];
        order[at] = body;
    }
    if (count == 0) return;
    base_buf_append_format(
        out,
        "<tbody id=\"%s\" role=\"rowgroup\"><tr class=\"group\" role=\"row\"><th colspan=\"8\" "
        "scope=\"colgroup\" role=\"columnheader\">",
        is_up ? "rows-up" : "rows-below");
    append(out, page, is_up ? "group_up" : "group_below");
    base_buf_append_string(out, "</th></tr>\n");
    for (int i = 0; i < count; i++) {
        append_name(out, page, order[i]);
        append_place_cells(out, page, order[i]);
        for (int kind = 0; kind < ALMANAC_SKY_NOW_EVENTS; kind++)
            append_event_cell(out, page, order[i], (enum almanac_sky_now_event_kind)kind);
        append_verdict_cell(out, page, order[i]);
    }
    base_buf_append_string(out, "</tbody>\n");
}

void server_page_sky_append_table(struct base_buf *out, const struct server_page_sky *page)
{
    base_buf_append_string(out, "<table id=\"table\" role=\"table\">");
    append_caption(out, page);
    append_group(out, page, true);
    append_group(out, page, false);
    base_buf_append_string(out, "</table>");
}

/* ---- the pictures ---- */

void server_page_sky_append_dome(struct base_buf *out, const struct server_page_sky *page)
{
    assert(page->chart->look.use == ALMANAC_CHART_INSIDE);
    almanac_chart_svg_append(out, page->chart);
    base_buf_append_string(out, "<figcaption class=\"note\">");
    append(out, page, page->chart->look.view == ALMANAC_CHART_MAP ? "dome_map" : "dome_up");
    base_buf_append_string(out, "</figcaption>");
}

/* The samples of the night from an hour before sunset to an hour after sunrise, or all of them. */
static void choose_hours(const struct almanac_tonight *tonight,
                         struct almanac_altitude_plot *curves, int *first_sample)
{
    assert(tonight->samples > 1 && tonight->samples <= ALMANAC_TONIGHT_SAMPLES_MAX);
    const int hour = 3600 / ALMANAC_TONIGHT_STEP_S;
    *curves = (struct almanac_altitude_plot){.step_s = ALMANAC_TONIGHT_STEP_S,
                                             .count = tonight->samples,
                                             .sun_alt_deg = tonight->sun_alt_deg};
    struct almanac_altitude_plot_dusk sun = almanac_altitude_plot_dusk(curves, 0.0);
    int first = 0, last = tonight->samples - 1;
    if (sun.has_dusk && sun.has_dawn && sun.dusk_s < sun.dawn_s) {
        first = (int)fmax(first, floor(sun.dusk_s / ALMANAC_TONIGHT_STEP_S) - hour);
        last = (int)fmin(last, ceil(sun.dawn_s / ALMANAC_TONIGHT_STEP_S) + hour);
    }
    assert(first >= 0 && first < last && last < tonight->samples);
    curves->start_posix_s = (tonight->curve.start_us + first * tonight->curve.step_us) / 1000000;
    curves->count = last - first + 1;
    curves->sun_alt_deg += first;
    *first_sample = first;
}

void server_page_sky_append_curves(struct base_buf *out, const struct server_page_sky *page)
{
    const struct almanac_tonight *tonight = page->tonight;
    assert(tonight->count <= SKY_BODY_COUNT);
    const struct almanac_time_columns_clock *clock = &tonight->instant.clock;
    struct almanac_altitude_plot curves;
    int first;
    choose_hours(tonight, &curves, &first);
    curves.theme = page->chart->look.theme;
    curves.language = page->language;
    curves.zone = almanac_time_columns_has_zone(clock) ? clock->zone : NULL;
    curves.moon_illuminated = tonight->moon_illuminated;
    curves.least_alt_deg = LEAST_ALT_DEG;
    curves.has_now = true;
    curves.now_s = (double)data_time_text_posix_us(clock->dataset, page->sky->instant.when) / 1e6 -
                   (double)curves.start_posix_s;
    for (int i = 0; i < tonight->count; i++) {
        const struct almanac_tonight_body *body = &tonight->bodies[i];
        if (body->day.body == SKY_BODY_MOON) curves.moon_alt_deg = body->curve_alt_deg + first;
        curves.lines[curves.line_count++] =
            (struct almanac_altitude_plot_line){body->day.body, body->curve_alt_deg + first};
    }
    base_buf_append_string(out, "<h2>");
    append(out, page, "tonight");
    base_buf_append_string(out, "</h2><p class=\"note\">");
    almanac_altitude_plot_append_sun(out, &curves);
    base_buf_append_string(out, "</p>");
    almanac_altitude_plot_append(out, &curves);
}
