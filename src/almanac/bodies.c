/* The bodies as data. Numbers are sky/body's, sky/ephem's and sky/uncertainty's; here are the names. */
#include "almanac/bodies.h"

#include "base/spelling.h"
#include "data/time_text.h"
#include "format/json.h"
#include "sky/const.h"

#include <assert.h>

#define ONE(...) +1
_Static_assert(0 ALMANAC_BODIES_LIST(ONE) == SKY_BODY_COUNT, "each body has a row");
#undef ONE

const struct almanac_bodies_facts *almanac_bodies_facts(enum sky_body body)
{
    static const struct almanac_bodies_facts rows[SKY_BODY_COUNT] = {
#define ROW(name, latin, model) [SKY_BODY_##name] = {latin, model},
        ALMANAC_BODIES_LIST(ROW)
#undef ROW
    };
    assert((unsigned)body < SKY_BODY_COUNT);
    return &rows[body];
}

struct base_text almanac_bodies_name(enum sky_body body, enum almanac_i18n_language language)
{
    return almanac_i18n_of(language, sky_body_info(body)->name.at);
}

static void narrow(const struct sky_fault *limits, struct almanac_bodies_body *b)
{
    /* TDB and TT are 2 ms apart: rounded to seconds below. */
    if (limits->valid_from.days > b->valid_from.days) b->valid_from.days = limits->valid_from.days;
    if (limits->valid_until.days < b->valid_until.days)
        b->valid_until.days = limits->valid_until.days;
}

struct almanac_bodies_body almanac_bodies_of(const struct data_dataset *store, enum sky_body body)
{
    const struct sky_body_info *info = sky_body_info(body);
    const struct sky_spk *spk = &store->sky.spk;
    struct almanac_bodies_body b = {.body = body,
                                    .is_available = store->bodies >> body & 1u,
                                    .valid_from = {-200.0 * SKY_CENTURY_DAYS},
                                    .valid_until = {200.0 * SKY_CENTURY_DAYS}};
    if (!b.is_available) return b;
    struct sky_fault limits = {.naif_id = info->naif_id};
    if (sky_ephem_limits(spk, info->naif_id, &limits) == BASE_ERR_MISSING) {
        b.is_barycentre = true;
        limits.naif_id = info->barycentre_id;
        (void)!sky_ephem_limits(spk, info->barycentre_id, &limits);
    }
    sky_ephem_narrow(spk, SKY_EPHEM_EARTH_ID, &limits);
    sky_ephem_narrow(spk, sky_body_info(SKY_BODY_SUN)->naif_id, &limits);
    narrow(&limits, &b);
    b.typical_error_arcsec =
        sky_uncertainty_direction_arcsec(store->kernel, body, (struct sky_tt){0.0});
    return b;
}

/* ---- writing ---- */

/* A limit to the second, rounded towards the inside. */
static void append_limit(struct base_buf *out, const struct data_dataset *store,
                         struct sky_tt limit, double inwards)
{
    data_time_text_append(out, store, (struct sky_tt){limit.days + inwards * 0.502 / SKY_DAY_S}, 0);
}

static void append_names(struct base_buf *out, enum sky_body body)
{
    base_buf_append_string(out, ", \"names\": {");
    for (enum almanac_i18n_language i = 0; i < ALMANAC_I18N_LANGUAGES; i++) {
        almanac_report_parts_append_text(out, almanac_i18n_tag(i).at,
                                         almanac_bodies_name(body, i).at);
        base_buf_append_string(out, ", ");
    }
    almanac_report_parts_append_text(out, "la", almanac_bodies_facts(body)->latin);
    base_buf_append_string(out, "}");
}

static void append_range(struct base_buf *out, const struct data_dataset *store,
                         const struct almanac_bodies_body *b)
{
    if (!b->is_available) {
        base_buf_append_string(out, ", \"is_available\": false, \"valid_from\": null, "
                                    "\"valid_until\": null, \"source\": null, "
                                    "\"centre\": null, \"typical_error_arcsec\": null");
        return;
    }
    base_buf_append_string(out, ", \"is_available\": true, \"valid_from\": \"");
    append_limit(out, store, b->valid_from, 1.0);
    base_buf_append_string(out, "\", \"valid_until\": \"");
    append_limit(out, store, b->valid_until, -1.0);
    base_buf_append_string(out, "\", ");
    almanac_report_parts_append_text(out, "source", store->source);
    base_buf_append_format(out, ", \"centre\": \"%s\", ",
                           b->is_barycentre ? "barycentre-and-offset" : "kernel");
    almanac_report_parts_append_number(out, "typical_error_arcsec", b->typical_error_arcsec, 3);
}

static void append_members(struct base_buf *out, const struct data_dataset *store,
                           const struct almanac_bodies_body *b)
{
    const struct sky_body_info *info = sky_body_info(b->body);
    base_buf_append_format(out, "\"body\": \"%s\", \"naif_id\": %d, \"aliases\": [\"%d\"], ",
                           info->name.at, info->naif_id, info->naif_id);
    almanac_report_parts_append_text(out, "kind", sky_body_kind_name(info->kind));
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_text(out, "symbol", info->symbol);
    append_names(out, b->body);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "equatorial_radius_km", info->equatorial_radius_km, 2);
    base_buf_append_string(out, ", ");
    almanac_report_parts_append_number(out, "polar_radius_km", info->polar_radius_km, 2);
    append_range(out, store, b);
    base_buf_append_format(out, ", \"has_phase\": %s, \"has_rings\": %s, ",
                           b->body != SKY_BODY_SUN ? "true" : "false",
                           b->body == SKY_BODY_SATURN ? "true" : "false");
    almanac_report_parts_append_text(out, "magnitude_model",
                                     almanac_bodies_facts(b->body)->magnitude_model);
}

static void append_json(struct base_buf *out, const struct data_dataset *store, enum sky_body body)
{
    const struct almanac_bodies_body b = almanac_bodies_of(store, body);
    base_buf_append_string(out, "{");
    append_members(out, store, &b);
    base_buf_append_string(out, "}");
}

static void append_csv(struct base_buf *out, const struct data_dataset *store, enum sky_body body)
{
    const struct almanac_bodies_body b = almanac_bodies_of(store, body);
    const struct sky_body_info *info = sky_body_info(body);
    base_buf_append_format(out, "%s,%d,%s,%s,", info->name.at, info->naif_id,
                           sky_body_kind_name(info->kind), info->symbol);
    for (enum almanac_i18n_language i = 0; i < ALMANAC_I18N_LANGUAGES; i++)
        base_buf_append_format(out, "%s,", almanac_bodies_name(body, i).at);
    base_buf_append_format(out, "%s,", almanac_bodies_facts(body)->latin);
    format_json_append_number(out, info->equatorial_radius_km, 2);
    base_buf_append_string(out, ",");
    format_json_append_number(out, info->polar_radius_km, 2);
    base_buf_append_string(out, b.is_available ? ",true," : ",false,");
    if (b.is_available) append_limit(out, store, b.valid_from, 1.0);
    base_buf_append_string(out, ",");
    if (b.is_available) append_limit(out, store, b.valid_until, -1.0);
    base_buf_append_string(out, ",");
    if (b.is_available) almanac_report_parts_append_csv(out, base_text_of(store->source));
    base_buf_append_string(out, ",");
    if (b.is_available) format_json_append_number(out, b.typical_error_arcsec, 3);
    base_buf_append_format(out, ",%s\r\n", almanac_bodies_facts(body)->magnitude_model);
}

static void append_text(struct base_buf *out, const struct data_dataset *store, enum sky_body body)
{
    const struct almanac_bodies_body b = almanac_bodies_of(store, body);
    const struct sky_body_info *info = sky_body_info(body);
    base_buf_append_format(out, "%s  %-8s %4d %10.2f  ", info->symbol, info->name.at, info->naif_id,
                           info->equatorial_radius_km);
    if (!b.is_available) {
        base_buf_append_string(out, "not in the ephemeris\n");
        return;
    }
    append_limit(out, store, b.valid_from, 1.0);
    base_buf_append_string(out, "  ");
    append_limit(out, store, b.valid_until, -1.0);
    base_buf_append_format(out, "  %.3f\n", b.typical_error_arcsec);
}

static void append_tail(struct base_buf *out, const struct data_dataset *store, const char *path)
{
    base_buf_append_string(out, "\"warnings\": [], \"meta\": {");
    almanac_report_parts_append_made(out, store);
    base_buf_append_format(out, "}, \"links\": {\"self\": \"/api/v1/bodies%s\"}}\n", path);
}

static void append_head(struct base_buf *out, enum almanac_params_format format)
{
    if (format == ALMANAC_PARAMS_JSON) base_buf_append_string(out, "{\"bodies\": [\n");
    if (format == ALMANAC_PARAMS_CSV) {
        base_buf_append_string(out, "body,naif_id,kind,symbol,");
        for (enum almanac_i18n_language i = 0; i < ALMANAC_I18N_LANGUAGES; i++)
            base_buf_append_format(out, "name_%s,", almanac_i18n_tag(i).at);
        base_buf_append_string(out, "name_la,equatorial_radius_km,polar_radius_km,is_available,"
                                    "valid_from,valid_until,source,typical_error_arcsec,"
                                    "magnitude_model\r\n");
    }
    if (format == ALMANAC_PARAMS_TEXT)
        base_buf_append_string(out,
                               "   body       id  radius_km  from                  until       "
                               "          error_arcsec\n");
}

void almanac_bodies_append(struct base_buf *out, const struct data_dataset *store, unsigned bodies,
                           enum almanac_params_format format)
{
    const char *between = "";
    append_head(out, format);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(bodies >> body & 1u)) continue;
        if (format == ALMANAC_PARAMS_JSON) base_buf_append_string(out, between);
        if (format == ALMANAC_PARAMS_CSV)
            append_csv(out, store, body);
        else if (format == ALMANAC_PARAMS_TEXT)
            append_text(out, store, body);
        else
            append_json(out, store, body);
        if (format == ALMANAC_PARAMS_NDJSON) base_buf_append_string(out, "\n");
        between = ",\n";
    }
    if (format != ALMANAC_PARAMS_JSON) return;
    base_buf_append_string(out, "\n], ");
    append_tail(out, store, "");
}

void almanac_bodies_append_one(struct base_buf *out, const struct data_dataset *store,
                               enum sky_body body)
{
    char path[40];
    struct base_buf self = {.bytes = path, .room = sizeof path - 1, .max = sizeof path - 1};
    base_buf_append_format(&self, "/%s", sky_body_info(body)->name.at);
    path[self.used] = '\0';
    const struct almanac_bodies_body b = almanac_bodies_of(store, body);
    base_buf_append_string(out, "{");
    append_members(out, store, &b);
    base_buf_append_string(out, ", ");
    append_tail(out, store, path);
}

/* ---- the request ---- */

void almanac_bodies_check_one(const struct data_dataset *store, struct almanac_request *ask)
{
    (void)store;
    if (almanac_params_body(ask->rest) < SKY_BODY_COUNT) return;
    struct base_text names[SKY_BODY_COUNT];
    for (enum sky_body b = 0; b < SKY_BODY_COUNT; b++) names[b] = sky_body_info(b)->name;
    const struct almanac_problem problem = {
        .kind = ALMANAC_PROBLEM_BODY_UNKNOWN,
        .parameter = BASE_TEXT("body"),
        .got = ask->rest,
        .expected = BASE_TEXT("a name or NAIF id of /api/v1/bodies"),
        .did_you_mean = base_spelling_nearest(ask->rest, names, SKY_BODY_COUNT)};
    almanac_request_add(ask, &problem);
}
