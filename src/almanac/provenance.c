/* Warnings, meta and links of every document. */
#include "almanac/provenance.h"

#include "base/num.h"
#include "base/version.h"
#include "format/json.h"
#include "format/votable.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* A base path, and the longest address: all fields of positions, or a search of towns. */
#define SELF_MAX_BYTES 8192

static void append_warning_object(struct almanac_provenance_warnings *warnings, const char *code,
                                  const char *body, const char *detail)
{
    assert(code[0] != '\0' && detail[0] != '\0');
    struct base_buf *out = warnings->out;
    base_buf_append_string(out, warnings->count > 0 ? ", {\"code\": \"" : "{\"code\": \"");
    base_buf_append_string(out, code);
    if (body != NULL) base_buf_append_format(out, "\", \"body\": \"%s", body);
    base_buf_append_string(out, "\", \"detail\": \"");
    base_buf_append_string(out, detail);
    base_buf_append_string(out, "\"}");
}

static void append_warning_info(struct base_buf *out, const char *code, const char *body,
                                const char *detail)
{
    char text[256];
    int length = snprintf(text, sizeof text, "%s: %s%s%s", code, body != NULL ? body : "",
                          body != NULL ? ": " : "", detail);
    assert(length > 0 && (size_t)length < sizeof text);
    format_votable_append_info(out, "warning", (struct base_text){text, (size_t)length}, NULL);
}

void almanac_provenance_warn(struct almanac_provenance_warnings *warnings, const char *code,
                             const char *body, const char *detail)
{
    assert(warnings->format == FORMAT_ROWS_JSON || warnings->format == FORMAT_ROWS_VOTABLE);
    if (warnings->format == FORMAT_ROWS_VOTABLE)
        append_warning_info(warnings->out, code, body, detail);
    else
        append_warning_object(warnings, code, body, detail);
    warnings->count++;
}

static void append_warnings(struct base_buf *out, const struct almanac_provenance *provenance,
                            enum format_rows_format format)
{
    struct almanac_provenance_warnings warnings = {.out = out, .format = format};
    if (provenance->append_warnings != NULL)
        provenance->append_warnings(&warnings, provenance->document);
}

/* ---- JSON ---- */

void almanac_provenance_append_source(struct base_buf *out, const struct data_dataset *dataset)
{
    base_buf_append_string(out, "\"source\": ");
    format_json_append_string(out, base_text_of(dataset->source));
    base_buf_append_string(out, ", \"time_scale\": \"UTC\", \"version\": \"" BASE_VERSION "\"");
}

void almanac_provenance_append_number(struct base_buf *out, const char *name, double value,
                                      int decimals)
{
    const size_t length = strlen(name);
    char *at = base_buf_reserve(out, length + 4 + BASE_NUM_MAX_CHARS);
    if (at == NULL) return;
    *at = '"';
    memcpy(at + 1, name, length);
    memcpy(at + 1 + length, "\": ", 3);
    out->used += length + 4;
    out->used += base_num_fixed(at + length + 4, value, decimals);
}

void almanac_provenance_append_horizontal(struct base_buf *out, const struct sky_air *air)
{
    base_buf_append_string(out, "\"refraction\": {\"model\": \"");
    base_buf_append_string(out, almanac_provenance_refraction(air->model));
    base_buf_append_string(out, "\", ");
    almanac_provenance_append_number(out, "pressure_hpa", air->pressure_hpa, 2);
    base_buf_append_string(out, ", ");
    almanac_provenance_append_number(out, "temperature_c", air->temp_c, 2);
    base_buf_append_string(out, "}, \"azimuth\": \"north-through-east\"");
}

const char *almanac_provenance_ut1_source(enum sky_earth_orientation_source source)
{
    switch (source) {
    case SKY_EARTH_ORIENTATION_MEASURED:
        return "iers-measured";
    case SKY_EARTH_ORIENTATION_PREDICTED:
        return "iers-predicted";
    case SKY_EARTH_ORIENTATION_HISTORIC:
        return "delta-t-historic";
    case SKY_EARTH_ORIENTATION_MODEL:
        return "delta-t-model";
    case SKY_EARTH_ORIENTATION_HELD:
        break;
    }
    return "held";
}

const char *almanac_provenance_refraction(enum sky_refract_model model)
{
    switch (model) {
    case SKY_REFRACT_NONE:
        return "none";
    case SKY_REFRACT_PYEPHEM:
        return "pyephem";
    case SKY_REFRACT_HORIZONS:
        return "horizons";
    case SKY_REFRACT_STANDARD:
        break;
    }
    return "standard";
}

static void begin_links(struct base_buf *out, struct base_text base_path)
{
    assert(base_path.length == 0 || base_path.at[0] == '/');
    base_buf_append_string(out, "\"links\": {\"self\": \"");
    base_buf_append_text(out, base_path);
}

void almanac_provenance_append_json(struct base_buf *out,
                                    const struct almanac_provenance *provenance)
{
    assert(provenance->append_meta != NULL && provenance->append_self != NULL);
    base_buf_append_string(out, "\"warnings\": [");
    append_warnings(out, provenance, FORMAT_ROWS_JSON);
    base_buf_append_string(out, "], \"meta\": {");
    provenance->append_meta(out, provenance->document);
    base_buf_append_string(out, "}, ");
    begin_links(out, provenance->base_path);
    provenance->append_self(out, provenance->document);
    base_buf_append_string(out, "\"}");
}

void almanac_provenance_append_links(struct base_buf *out, struct base_text base_path,
                                     const char *path)
{
    assert(path[0] == '/');
    begin_links(out, base_path);
    base_buf_append_string(out, path);
    base_buf_append_string(out, "\"}");
}

/* ---- VOTable ---- */

static void append_self_info(struct base_buf *out, const struct almanac_provenance *provenance)
{
    char bytes[SELF_MAX_BYTES];
    struct base_buf self = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    base_buf_append_text(&self, provenance->base_path);
    provenance->append_self(&self, provenance->document);
    assert(!self.has_overflowed);
    format_votable_append_info(out, "self", (struct base_text){bytes, self.used},
                               provenance->self_note != NULL
                                   ? provenance->self_note
                                   : "this request with explicit instants");
}

void almanac_provenance_open_votable(struct base_buf *out,
                                     const struct almanac_provenance *provenance)
{
    assert(provenance->about != NULL && provenance->name != NULL && provenance->source != NULL);
    format_votable_open(out, provenance->about);
    format_votable_append_info(out, "version", BASE_TEXT(BASE_VERSION), NULL);
    format_votable_append_info(out, "source", base_text_of(provenance->source),
                               provenance->source_note != NULL ? provenance->source_note
                                                               : "the ephemeris");
    if (provenance->append_self != NULL) append_self_info(out, provenance);
    format_votable_begin_table(out, provenance->name);
}

void almanac_provenance_close_votable(struct base_buf *out,
                                      const struct almanac_provenance *provenance)
{
    format_votable_end_rows(out);
    if (provenance->ut1_source != NULL)
        format_votable_append_info(out, "ut1_source", base_text_of(provenance->ut1_source), NULL);
    append_warnings(out, provenance, FORMAT_ROWS_VOTABLE);
    format_votable_close(out);
}
