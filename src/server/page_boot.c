/* The element that the page's scripts read first. It is no script to a browser, so the policy does not
 * see it. What it holds are texts and names of the tables, which have no "<" that could end it.
 */
#include "server/page_boot.h"

#include "format/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define PLACE_DECIMALS 4 /* 11 m */

/* The shortest of the usual lengths that reads back the same. */
static void append_number(struct base_buf *out, const char *name, double value)
{
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

static void append_place_object(struct base_buf *out, const struct server_page_boot *begun)
{
    base_buf_append_string(out, "{");
    append_number(out, "lat_deg", begun->lat_deg);
    append_number(out, "lon_deg", begun->lon_deg);
    append_number(out, "elevation_m", begun->elevation_m);
    base_buf_append_string(out, "\"name\": ");
    format_json_append_string(out, begun->name);
    base_buf_append_format(out, ", \"is_near\": %s, \"tz\": ", begun->is_near ? "true" : "false");
    append_string_or_null(out, begun->zone);
    base_buf_append_string(out, "}");
}

void server_page_boot_append(struct base_buf *out, const struct server_page_boot *begun)
{
    base_buf_append_format(out,
                           "<script id=\"begun\" type=\"application/json\">{\"lang\": \"%s\", "
                           "\"place\": ",
                           almanac_i18n_tag(begun->language).at);
    if (begun->has_place)
        append_place_object(out, begun);
    else
        base_buf_append_string(out, "null");
    base_buf_append_string(out, ", \"time\": ");
    append_string_or_null(out, begun->time);
    base_buf_append_string(out, ", \"reach\": ");
    if (begun->reach_from.length > 0) {
        base_buf_append_string(out, "{\"from\": ");
        format_json_append_string(out, begun->reach_from);
        base_buf_append_string(out, ", \"until\": ");
        format_json_append_string(out, begun->reach_until);
        base_buf_append_string(out, "}");
    } else {
        base_buf_append_string(out, "null");
    }
    base_buf_append_string(out, ", \"texts\": ");
    almanac_i18n_append_first_json(out, begun->language);
    base_buf_append_string(out, "}</script>");
}

/* "48.93° N": no more decimals than it has. */
static void append_angle(struct base_buf *out, const struct server_page_boot *begun, double deg,
                         const char *plus, const char *minus)
{
    char bytes[32];
    double unit = pow(10.0, PLACE_DECIMALS);
    snprintf(bytes, sizeof bytes, "%.10g", round(fabs(deg) * unit) / unit);
    for (char *at = bytes; *at != '\0'; at++)
        if (*at == '.' && begun->language != ALMANAC_I18N_EN) *at = ',';
    base_buf_append_format(out, "%s° ", bytes);
    base_buf_append_text(out, almanac_i18n_of(begun->language, deg < 0.0 ? minus : plus));
}

static void append_coordinates(struct base_buf *out, const struct server_page_boot *begun)
{
    double east_deg = begun->lon_deg > 180.0 ? begun->lon_deg - 360.0 : begun->lon_deg;
    append_angle(out, begun, begun->lat_deg, "N", "S");
    base_buf_append_string(out, ", ");
    append_angle(out, begun, east_deg, "E", "W");
}

void server_page_boot_append_whole_place(struct base_buf *out, const struct server_page_boot *begun)
{
    bool is_in_town = begun->name.length > 0 && !begun->is_near;
    if (!is_in_town) append_coordinates(out, begun);
    if (begun->is_near) base_buf_append_string(out, ", ");
    if (begun->name.length > 0) server_page_boot_append_place(out, begun);
}

void server_page_boot_append_place(struct base_buf *out, const struct server_page_boot *begun)
{
    const struct almanac_i18n_value name = {"name", begun->name};
    if (begun->name.length > 0 && begun->is_near) {
        almanac_i18n_append(out, begun->language, "near", &name, 1);
    } else if (begun->name.length > 0) {
        base_buf_append_text(out, begun->name);
    } else {
        append_coordinates(out, begun);
    }
}
