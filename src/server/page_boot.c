/* The element that the page's scripts read first. It is no script to a browser, so the policy does
 * not see it. What it holds are texts and names of the tables, which have no "<" that could end it.
 */
#include "server/page_boot.h"

#include "format/json.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define PLACE_DECIMALS 4 /* 11 m */

/* The shortest of the usual lengths that reads back the same. */
static void append_number(struct base_buf *out, const char *name, double value)
{
    assert(isfinite(value));
    char bytes[32];
    snprintf(bytes, sizeof bytes, "%.15g", value);
    if (strtod(bytes, NULL) != value) snprintf(bytes, sizeof bytes, "%.17g", value);
    base_buf_append_format(out, "\"%s\": %s, ", name, bytes);
}

static void append_string_or_null(struct base_buf *out, struct base_text text)
{
    if (text.length == 0)
        base_buf_append_string(out, "null");
    else
        format_json_append_string(out, text);
}

static void append_place_object(struct base_buf *out, const struct server_page_boot *boot)
{
    base_buf_append_string(out, "{");
    append_number(out, "lat_deg", boot->lat_deg);
    append_number(out, "lon_deg", boot->lon_deg);
    append_number(out, "elevation_m", boot->elevation_m);
    base_buf_append_string(out, "\"name\": ");
    format_json_append_string(out, boot->name);
    base_buf_append_format(out, ", \"is_near\": %s, \"tz\": ", boot->is_near ? "true" : "false");
    append_string_or_null(out, boot->zone);
    base_buf_append_string(out, "}");
}

void server_page_boot_append(struct base_buf *out, const struct server_page_boot *boot)
{
    base_buf_append_format(out,
                           "<script id=\"begun\" type=\"application/json\">{\"lang\": \"%s\", "
                           "\"place\": ",
                           almanac_i18n_tag(boot->language).at);
    if (boot->has_place)
        append_place_object(out, boot);
    else
        base_buf_append_string(out, "null");
    base_buf_append_string(out, ", \"time\": ");
    append_string_or_null(out, boot->time);
    base_buf_append_string(out, ", \"reach\": ");
    if (boot->reach_from.length > 0) {
        base_buf_append_string(out, "{\"from\": ");
        format_json_append_string(out, boot->reach_from);
        base_buf_append_string(out, ", \"until\": ");
        format_json_append_string(out, boot->reach_until);
        base_buf_append_string(out, "}");
    } else {
        base_buf_append_string(out, "null");
    }
    base_buf_append_string(out, ", \"texts\": ");
    almanac_i18n_append_first_json(out, boot->language);
    base_buf_append_string(out, "}</script>");
}

/* "48.93° N": no more decimals than it has. */
static void append_angle(struct base_buf *out, const struct server_page_boot *boot, double deg,
                         const char *plus, const char *minus)
{
    assert(fabs(deg) <= 360.0);
    char bytes[32];
    double unit = pow(10.0, PLACE_DECIMALS);
    snprintf(bytes, sizeof bytes, "%.10g", round(fabs(deg) * unit) / unit);
    for (char *at = bytes; *at != '\0'; at++)
        if (*at == '.' && boot->language != ALMANAC_I18N_EN) *at = ',';
    base_buf_append_format(out, "%s° ", bytes);
    base_buf_append_text(out, almanac_i18n_of(boot->language, deg < 0.0 ? minus : plus));
}

static void append_coordinates(struct base_buf *out, const struct server_page_boot *boot)
{
    double east_deg = boot->lon_deg > 180.0 ? boot->lon_deg - 360.0 : boot->lon_deg;
    append_angle(out, boot, boot->lat_deg, "N", "S");
    base_buf_append_string(out, ", ");
    append_angle(out, boot, east_deg, "E", "W");
}

void server_page_boot_append_whole_place(struct base_buf *out, const struct server_page_boot *boot)
{
    assert(!boot->is_near || boot->name.length > 0);
    bool is_in_town = boot->name.length > 0 && !boot->is_near;
    if (!is_in_town) append_coordinates(out, boot);
    if (boot->is_near) base_buf_append_string(out, ", ");
    if (boot->name.length > 0) server_page_boot_append_place(out, boot);
}

void server_page_boot_append_place(struct base_buf *out, const struct server_page_boot *boot)
{
    const struct almanac_i18n_value name = {"name", boot->name};
    if (boot->name.length > 0 && boot->is_near) {
        almanac_i18n_append(out, boot->language, "near", &name, 1);
    } else if (boot->name.length > 0) {
        base_buf_append_text(out, boot->name);
    } else {
        append_coordinates(out, boot);
    }
}
