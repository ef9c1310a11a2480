/* The bodies as data. Numbers are sky/body's, sky/ephem's and sky/uncertainty's; here are
 * the names. */
#include "almanac/bodies.h"

#include "almanac/params.h"
#include "almanac/problem.h"
#include "almanac/provenance.h"
#include "base/spelling.h"
#include "data/time_text.h"
#include "format/document.h"
#include "format/json.h"
#include "format/rows.h"
#include "format/text_table.h"
#include "sky/const.h"
#include "sky/ephem.h"
#include "sky/spk.h"
#include "sky/uncertainty.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

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

struct almanac_bodies_body almanac_bodies_of(const struct data_dataset *dataset, enum sky_body body)
{
    assert((unsigned)body < SKY_BODY_COUNT);
    const struct sky_body_info *info = sky_body_info(body);
    const struct sky_spk *spk = &dataset->sky.spk;
    struct almanac_bodies_body b = {.body = body,
                                    .is_available = dataset->bodies >> body & 1u,
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
        sky_uncertainty_direction_arcsec(dataset->kernel, body, (struct sky_tt){0.0});
    return b;
}

/* ---- writing ---- */

/* A limit to the second, rounded towards the inside. */
static void append_limit(struct base_buf *out, const struct data_dataset *dataset,
                         struct sky_tt limit, double inwards)
{
    data_time_text_append(out, dataset, (struct sky_tt){limit.days + inwards * 0.502 / SKY_DAY_S},
                          0);
}

/* A body as the writers read it. */
struct cells {
    struct base_text body, kind, symbol, latin, source, centre, magnitude_model;
    struct base_text names[ALMANAC_I18N_LANGUAGES];
    struct base_text aliases;
    int naif_id;
    bool is_available, has_phase, has_rings;
    double equatorial_radius_km, polar_radius_km, typical_error_arcsec;
    char aliases_bytes[24], valid_from[40], valid_until[40];
    char from_shown[40], error_shown[24]; /* for people */
};

#define AT(member) offsetof(struct cells, member)
#define VALUE(name, kind, in, member, decimals, ...)                                               \
    FORMAT_DOCUMENT_COLUMN(name, kind, FORMAT_DOCUMENT_##in, AT(member), FORMAT_DOCUMENT_ALWAYS,   \
                           decimals, __VA_ARGS__)
#define COVERED(name, kind, in, member, decimals, ...)                                             \
    FORMAT_DOCUMENT_COLUMN(name, kind, FORMAT_DOCUMENT_##in, AT(member), AT(is_available),         \
                           decimals, __VA_ARGS__)
#define NAME_IN_JSON(id, tag, ...)                                                                 \
    VALUE(tag, TEXT, NESTED, names[ALMANAC_I18N_##id], -1, "", "", "", ""),
#define NAME_IN_TABLE(id, tag, ...)                                                                \
    VALUE("name_" tag, TEXT, FLAT, names[ALMANAC_I18N_##id], -1, "", "meta.id", "",                \
          "its name in the language of this tag (BCP 47)"),

static const struct format_document_column COLUMNS[] = {
    VALUE("body", WORD, BOTH, body, -1, "", "meta.id;meta.main", "",
          "Sun, Moon or planet, in lower case"),
    VALUE("naif_id", WHOLE, BOTH, naif_id, -1, "", "meta.id.cross", "", "its number in NAIF SPICE"),
    VALUE("aliases", MADE, NESTED, aliases, -1, "", "", "", ""),
    VALUE("kind", WORD, BOTH, kind, -1, "", "src.class", "", "star, moon, planet or dwarf_planet"),
    VALUE("symbol", TEXT, BOTH, symbol, -1, "", "meta.id", "", "its astronomical symbol"),
    FORMAT_DOCUMENT_BEGIN("names", FORMAT_DOCUMENT_ALWAYS),
    ALMANAC_I18N_LANGUAGE_LIST(NAME_IN_JSON) VALUE("la", TEXT, NESTED, latin, -1, "", "", "", ""),
    FORMAT_DOCUMENT_END,
    ALMANAC_I18N_LANGUAGE_LIST(NAME_IN_TABLE)
        VALUE("name_la", TEXT, FLAT, latin, -1, "", "meta.id", "", "its name in Latin"),
    VALUE("equatorial_radius_km", NUMBER, BOTH, equatorial_radius_km, 2, "km", "phys.size.radius",
          "", "radius of its equator (IAU WGCCRE 2015)"),
    VALUE("polar_radius_km", NUMBER, BOTH, polar_radius_km, 2, "km", "phys.size.radius", "",
          "distance of its poles from its centre (IAU WGCCRE 2015)"),
    VALUE("is_available", TRUTH, BOTH, is_available, -1, "", "meta.code", "",
          "whether the ephemeris has it"),
    COVERED("valid_from", CODE, BOTH, valid_from, -1, "", "time.start", "utc",
            "the first instant that can be computed"),
    COVERED("valid_until", CODE, BOTH, valid_until, -1, "", "time.end", "utc",
            "the last instant that can be computed"),
    VALUE("source", TEXT, BOTH, source, -1, "", "meta.ref", "", "the ephemeris"),
    VALUE("centre", WORD, NESTED, centre, -1, "", "", "", ""),
    COVERED("typical_error_arcsec", NUMBER, BOTH, typical_error_arcsec, 3, "arcsec",
            "stat.error;pos", "", "bound on the error of its direction in 2000"),
    VALUE("has_phase", TRUTH, NESTED, has_phase, -1, "", "", "", ""),
    VALUE("has_rings", TRUTH, NESTED, has_rings, -1, "", "", "", ""),
    VALUE("magnitude_model", TEXT, BOTH, magnitude_model, -1, "", "meta.ref", "",
          "whose model of its magnitude"),
};

static const struct format_text_table_column LAYOUT[] = {
    FORMAT_TEXT_TABLE_COLUMN("", TEXT, AT(symbol), -1, -1, 0),
    FORMAT_TEXT_TABLE_COLUMN("body", WORD, AT(body), -1, -8, 2),
    FORMAT_TEXT_TABLE_COLUMN("id", WHOLE, AT(naif_id), -1, 4, 1),
    FORMAT_TEXT_TABLE_COLUMN("radius_km", NUMBER, AT(equatorial_radius_km), 2, 10, 1),
    FORMAT_TEXT_TABLE_COLUMN("from", CODE, AT(from_shown), -1, -20, 2),
    FORMAT_TEXT_TABLE_COLUMN("until", CODE, AT(valid_until), -1, -20, 2),
    FORMAT_TEXT_TABLE_COLUMN("error_arcsec", CODE, AT(error_shown), -1, 0, 2),
};

static void write_limit(const struct data_dataset *dataset, struct sky_tt limit, double inwards,
                        char out[40])
{
    struct base_buf text = {.bytes = out, .room = 39, .max = 39};
    append_limit(&text, dataset, limit, inwards);
    assert(!text.has_overflowed);
    out[text.used] = '\0';
}

/* What only a body has that the ephemeris covers. */
static void fill_range(const struct data_dataset *dataset, const struct almanac_bodies_body *b,
                       struct cells *cells)
{
    assert((unsigned)b->body < SKY_BODY_COUNT);
    cells->is_available = b->is_available;
    cells->source = cells->centre = (struct base_text){NULL, 0};
    cells->valid_until[0] = cells->error_shown[0] = '\0';
    snprintf(cells->from_shown, sizeof cells->from_shown, "not in the ephemeris");
    if (!b->is_available) return;
    write_limit(dataset, b->valid_from, 1.0, cells->valid_from);
    write_limit(dataset, b->valid_until, -1.0, cells->valid_until);
    memcpy(cells->from_shown, cells->valid_from, sizeof cells->from_shown);
    cells->source = base_text_of(dataset->source);
    cells->centre = b->is_barycentre ? BASE_TEXT("barycentre-and-offset") : BASE_TEXT("kernel");
    cells->typical_error_arcsec = b->typical_error_arcsec;
    snprintf(cells->error_shown, sizeof cells->error_shown, "%.3f", b->typical_error_arcsec);
}

static void fill(const struct data_dataset *dataset, enum sky_body body, struct cells *cells)
{
    const struct almanac_bodies_body b = almanac_bodies_of(dataset, body);
    const struct sky_body_info *info = sky_body_info(body);
    cells->body = info->name;
    cells->naif_id = info->naif_id;
    const int length =
        snprintf(cells->aliases_bytes, sizeof cells->aliases_bytes, "[\"%d\"]", info->naif_id);
    assert(length > 0 && (size_t)length < sizeof cells->aliases_bytes);
    cells->aliases = (struct base_text){cells->aliases_bytes, (size_t)length};
    cells->kind = base_text_of(sky_body_kind_name(info->kind));
    cells->symbol = base_text_of(info->symbol);
    for (enum almanac_i18n_language i = 0; i < ALMANAC_I18N_LANGUAGES; i++)
        cells->names[i] = almanac_bodies_name(body, i);
    cells->latin = base_text_of(almanac_bodies_facts(body)->latin);
    cells->magnitude_model = base_text_of(almanac_bodies_facts(body)->magnitude_model);
    cells->equatorial_radius_km = info->equatorial_radius_km;
    cells->polar_radius_km = info->polar_radius_km;
    cells->has_phase = body != SKY_BODY_SUN;
    cells->has_rings = body == SKY_BODY_SATURN;
    fill_range(dataset, &b, cells);
}

/* The document of bodies, a bit for each; of one body it has an address of its own. */
struct list {
    const struct data_dataset *dataset;
    unsigned bodies;
};

static void append_meta(struct base_buf *out, const void *document)
{
    const struct list *list = document;
    almanac_provenance_append_source(out, list->dataset);
}

static void append_self(struct base_buf *out, const void *document)
{
    const struct list *list = document;
    assert(list->bodies >> SKY_BODY_COUNT == 0);
    base_buf_append_string(out, "/api/v1/bodies");
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++)
        if (list->bodies == 1u << body)
            base_buf_append_format(out, "/%s", sky_body_info(body)->name.at);
}

static struct almanac_provenance provenance(const struct list *list, struct base_text base_path)
{
    return (struct almanac_provenance){
        .document = list,
        .append_meta = append_meta,
        .append_self = append_self,
        .base_path = base_path,
        .about = "The bodies whose positions can be requested, by PlanetTracker",
        .name = "bodies",
        .source = list->dataset->source,
    };
}

void almanac_bodies_append(struct base_buf *out, const struct data_dataset *dataset,
                           unsigned bodies, enum almanac_params_format format,
                           struct base_text base_path)
{
    assert(almanac_params_has_rows(format));
    assert(bodies >> SKY_BODY_COUNT == 0);
    struct format_rows rows = {.format = almanac_params_rows_format(format),
                               .layout = LAYOUT,
                               .layout_count = sizeof LAYOUT / sizeof *LAYOUT,
                               .between = ",\n"};
    struct cells cells;
    rows.view = format_document_view_of(COLUMNS, sizeof COLUMNS / sizeof *COLUMNS,
                                        format_rows_way(rows.format), 0);
    const struct list list = {dataset, bodies};
    const struct almanac_provenance from = provenance(&list, base_path);
    if (rows.format == FORMAT_ROWS_JSON) base_buf_append_string(out, "{\"bodies\": [\n");
    if (rows.format == FORMAT_ROWS_VOTABLE) almanac_provenance_open_votable(out, &from);
    format_rows_begin(out, &rows);
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(bodies >> body & 1u)) continue;
        fill(dataset, body, &cells);
        format_rows_append(out, &rows, &cells);
    }
    if (rows.format == FORMAT_ROWS_VOTABLE) almanac_provenance_close_votable(out, &from);
    if (rows.format != FORMAT_ROWS_JSON) return;
    base_buf_append_string(out, "\n], ");
    almanac_provenance_append_json(out, &from);
    base_buf_append_string(out, "}\n");
}

void almanac_bodies_append_one(struct base_buf *out, const struct data_dataset *dataset,
                               enum sky_body body, struct base_text base_path)
{
    assert((unsigned)body < SKY_BODY_COUNT);
    struct cells cells;
    const struct format_document_view view = format_document_view_of(
        COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, FORMAT_DOCUMENT_NESTED, 0);
    const struct list list = {dataset, 1u << body};
    const struct almanac_provenance from = provenance(&list, base_path);
    fill(dataset, body, &cells);
    base_buf_append_string(out, "{");
    format_json_append_members(out, &view, &cells);
    base_buf_append_string(out, ", ");
    almanac_provenance_append_json(out, &from);
    base_buf_append_string(out, "}\n");
}

/* ---- the request ---- */

void almanac_bodies_check_one(const struct data_dataset *dataset, struct almanac_request *ask)
{
    (void)dataset;
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
