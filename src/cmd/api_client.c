/* Reads and writes the forms of this program's API. The names of members are those that almanac/position_columns, almanac/sky_now and
 * server/handle_stream write; test/client/watch.test.mjs reads a real server.
 */
#include "cmd/api_client.h"

#include "base/err.h"
#include "base/num.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/time_text.h"
#include "format/json.h"
#include "server/handle_stream.h"
#include "sky/body.h"
#include "sky/sky.h"
#include "sky/time.h"

#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define FIELDS                                                                                     \
    "body,az_deg,alt_deg,alt_true_deg,distance_au,magnitude,angular_diameter_arcsec,"              \
    "illuminated_fraction,elongation_deg,constellation,alt_rate_arcsec_per_s"

#define FRAME_S       "0.1" /* between the instants of a run, as cmd/tui/timeline draws them */
#define DISTANCE_MAX  1e6   /* au */
#define MAGNITUDE_MAX 100.0 /* either sign */
#define SIZE_MAX_ASEC 1.3e6 /* the whole sky */
#define RATE_MAX_ASEC 1e6   /* a second, either sign */

/* ---- targets ------------------------------------------------------------------------------- */

bool cmd_api_client_is_address(const char *text)
{
    const size_t length = strlen(text);
    const size_t scheme = strncasecmp(text, "http://", 7) == 0    ? 7
                          : strncasecmp(text, "https://", 8) == 0 ? 8
                                                                  : 0;
    if (scheme == 0 || length > CMD_API_CLIENT_URL_MAX) return false;
    if (text[scheme] == '\0' || strchr("/?#:", text[scheme]) != NULL) return false;
    for (size_t i = scheme; i < length; i++)
        if ((unsigned char)text[i] <= ' ' || text[i] == 0x7f || strchr("?#\"<>\\", text[i]) != NULL)
            return false;
    return true;
}

static void append_number(struct base_buf *out, const char *name, double value)
{
    char number[BASE_NUM_MAX_CHARS];
    base_buf_append_format(out, "&%s=", name);
    base_buf_append(out, number, base_num_shortest(number, value));
}

/* The choice with this number in a list such as "standard,none,pyephem". */
static struct base_text choice_of(enum almanac_params_name name, unsigned number)
{
    struct base_text rest = base_text_of(almanac_params_rows()[name].choices);
    struct base_text choice = base_text_cut(&rest, ',');
    for (unsigned i = 0; i < number; i++) choice = base_text_cut(&rest, ',');
    return choice;
}

static void append_air(struct base_buf *out, const struct almanac_params *params)
{
    if (almanac_params_has(params, ALMANAC_PARAMS_ELEVATION))
        append_number(out, "elevation", params->elevation_m);
    if (almanac_params_has(params, ALMANAC_PARAMS_REFRACTION)) {
        base_buf_append_string(out, "&refraction=");
        base_buf_append_text(out, choice_of(ALMANAC_PARAMS_REFRACTION, params->refraction));
    }
    if (almanac_params_has(params, ALMANAC_PARAMS_PRESSURE))
        append_number(out, "pressure", params->pressure_hpa);
    if (almanac_params_has(params, ALMANAC_PARAMS_TEMPERATURE))
        append_number(out, "temperature", params->temp_c);
}

static void append_bodies(struct base_buf *out, const struct almanac_params *params)
{
    const unsigned bodies = params->bodies | 1u << SKY_BODY_SUN;
    const char *separator = "&bodies=";
    if (!almanac_params_has(params, ALMANAC_PARAMS_BODIES)) {
        base_buf_append_string(out, "&bodies=all");
        return;
    }
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        if (!(bodies >> body & 1u)) continue;
        base_buf_append_string(out, separator);
        base_buf_append_text(out, sky_body_info(body)->name);
        separator = ",";
    }
}

/* "&start=2026-10-30T21:00:00Z"; the plus of a far year would read as a blank. */
static void append_instant(struct base_buf *out, const struct data_dataset *dataset,
                           const char *name, struct sky_tt when)
{
    char text[40];
    struct base_buf time = {.bytes = text, .room = sizeof text, .max = sizeof text};
    data_time_text_append(&time, dataset, when, 6);
    assert(!time.has_overflowed);
    base_buf_append_format(out, "&%s=", name);
    for (size_t i = 0; i < time.used; i++)
        base_buf_append(out, text[i] == '+' ? "%2B" : &text[i], text[i] == '+' ? 3 : 1);
}

static void append_question(struct base_buf *out, const char *address, const char *route,
                            const struct almanac_params *params)
{
    assert(cmd_api_client_is_address(address));
    size_t length = strlen(address);
    while (address[length - 1] == '/') length--;
    base_buf_append(out, address, length);
    base_buf_append_format(out, "/api/v1/%s?", route);
    char number[BASE_NUM_MAX_CHARS];
    base_buf_append_string(out, "lat=");
    base_buf_append(out, number, base_num_shortest(number, params->lat_deg));
    append_number(out, "lon", params->lon_deg);
    append_air(out, params);
    append_bodies(out, params);
}

void cmd_api_client_append_stream(struct base_buf *out, const struct data_dataset *dataset,
                                  const char *address, const struct almanac_params *params,
                                  const struct cmd_api_client_course *course)
{
    assert(course->speed >= 1 || course->is_live || course->is_still);
    append_question(out, address, "stream", params);
    base_buf_append_string(out, "&fields=" FIELDS);
    if (course->is_live) return;
    append_instant(out, dataset, "start", course->from);
    if (course->is_still)
        base_buf_append_string(out, "&count=1");
    else if (course->speed > 1)
        base_buf_append_format(out, "&speed=%d&interval=" FRAME_S, course->speed);
}

void cmd_api_client_append_sky(struct base_buf *out, const struct data_dataset *dataset,
                               const char *address, const struct almanac_params *params,
                               struct sky_tt when)
{
    append_question(out, address, "sky", params);
    append_instant(out, dataset, "time", when);
}

/* ---- texts --------------------------------------------------------------------------------- */

/* U+0080 to U+009F are control characters as well. */
static bool is_control(struct base_text character)
{
    assert(character.length > 0);
    const unsigned char first = (unsigned char)character.at[0];
    return character.length == 1 ? first < ' ' || first == 0x7f
                                 : first == 0xc2 && (unsigned char)character.at[1] < 0xa0;
}

void cmd_api_client_sanitise(struct base_text from, char text[CMD_API_CLIENT_TEXT_MAX + 1])
{
    size_t used = 0;
    while (from.length > 0) {
        const size_t length = base_text_utf8_length(from);
        const struct base_text character = {from.at, length > 0 ? length : 1};
        if (used + character.length > CMD_API_CLIENT_TEXT_MAX) break;
        if (length == 0)
            text[used++] = '?';
        else if (is_control(character))
            text[used++] = ' ';
        else
            for (size_t i = 0; i < length; i++) text[used++] = character.at[i];
        from.at += character.length;
        from.length -= character.length;
    }
    assert(used <= CMD_API_CLIENT_TEXT_MAX);
    text[used] = '\0';
}

static json_t *load(struct base_text json)
{
    return json_loadb(json.at, json.length, 0, NULL);
}

static bool read_member(struct base_text json, const char *name,
                        char text[CMD_API_CLIENT_TEXT_MAX + 1])
{
    json_t *document = load(json);
    json_t *member = json_object_get(document, name);
    const bool has = json_is_string(member);
    text[0] = '\0';
    if (has)
        cmd_api_client_sanitise(
            (struct base_text){json_string_value(member), json_string_length(member)}, text);
    json_decref(document);
    return has;
}

bool cmd_api_client_read_problem(struct base_text json, char text[CMD_API_CLIENT_TEXT_MAX + 1])
{
    return read_member(json, "detail", text);
}

bool cmd_api_client_read_bye(struct base_text json, char text[CMD_API_CLIENT_TEXT_MAX + 1])
{
    return !read_member(json, "reason", text) || strcmp(text, SERVER_HANDLE_STREAM_STOPS) != 0;
}

/* ---- documents ----------------------------------------------------------------------------- */

/* A number within limits. */
static bool read_number(const json_t *row, const char *name, double least, double most,
                        double *number)
{
    assert(least <= most);
    const json_t *member = json_object_get(row, name);
    const double value = json_number_value(member);
    if (!json_is_number(member) || !(value >= least && value <= most)) return false;
    *number = value;
    return true;
}

/* Accepts a number, null or an absent member; false for anything else. */
static bool read_maybe(const json_t *row, const char *name, double most, bool *has, double *number)
{
    const json_t *member = json_object_get(row, name);
    *has = member != NULL && !json_is_null(member);
    return !*has || read_number(row, name, -most, most, number);
}

static bool read_instant(const struct data_dataset *dataset, const json_t *object,
                         struct sky_tt *when)
{
    const char *text = json_string_value(json_object_get(object, "time"));
    bool is_now;
    struct base_fault fault;
    return text != NULL &&
           data_time_text_parse(dataset, base_text_of(text), when, &is_now, &fault) ==
               BASE_ERR_OK &&
           !is_now;
}

static enum sky_body body_of(const json_t *row)
{
    const char *name = json_string_value(json_object_get(row, "body"));
    return name != NULL ? sky_body_named(base_text_of(name)) : SKY_BODY_COUNT;
}

/* Three letters, because they are printed on the terminal. */
static bool read_constellation(const json_t *row, char name[4])
{
    const char *text = json_string_value(json_object_get(row, "constellation"));
    if (text == NULL || strlen(text) > 3) return false;
    for (size_t i = 0; text[i] != '\0'; i++)
        if (!((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z')) return false;
    memcpy(name, text, strlen(text) + 1);
    return true;
}

static bool read_row(const json_t *row, struct sky_observation *seen)
{
    *seen = (struct sky_observation){.has_horizon = true};
    return read_number(row, "az_deg", 0.0, 360.0, &seen->az_deg) &&
           read_number(row, "alt_deg", -91.0, 91.0, &seen->alt_deg) &&
           read_number(row, "alt_true_deg", -91.0, 91.0, &seen->alt_true_deg) &&
           read_number(row, "distance_au", 0.0, DISTANCE_MAX, &seen->distance_au) &&
           read_number(row, "angular_diameter_arcsec", 0.0, SIZE_MAX_ASEC,
                       &seen->angular_diameter_arcsec) &&
           read_number(row, "elongation_deg", -180.0, 180.0, &seen->elongation_deg) &&
           read_maybe(row, "magnitude", MAGNITUDE_MAX, &seen->has_magnitude, &seen->magnitude) &&
           read_maybe(row, "illuminated_fraction", 1.0, &seen->has_phase,
                      &seen->illuminated_fraction) &&
           read_maybe(row, "alt_rate_arcsec_per_s", RATE_MAX_ASEC, &seen->has_rates,
                      &seen->alt_rate_arcsec_per_s) &&
           read_constellation(row, seen->constellation);
}

static bool read_positions(const json_t *positions, struct cmd_api_client_rows *rows)
{
    unsigned bodies = 0;
    size_t index;
    json_t *row;
    json_array_foreach(positions, index, row)
    {
        const enum sky_body body = body_of(row);
        if (body == SKY_BODY_COUNT && json_is_object(row)) continue;
        if (body == SKY_BODY_COUNT || bodies >> body & 1u) return false;
        assert(rows->count < SKY_BODY_COUNT);
        if (!read_row(row, &rows->seen[rows->count])) return false;
        bodies |= 1u << body;
        rows->bodies[rows->count] = body;
        if (body == SKY_BODY_SUN) rows->sun_alt_deg = rows->seen[rows->count].alt_true_deg;
        rows->count++;
    }
    return bodies >> SKY_BODY_SUN & 1u;
}

enum base_err cmd_api_client_read_rows(const struct data_dataset *dataset, struct base_text json,
                                       struct cmd_api_client_rows *rows)
{
    struct cmd_api_client_rows read = {.count = 0};
    json_t *document = load(json);
    const bool is_sound = read_instant(dataset, document, &read.when) &&
                          read_positions(json_object_get(document, "positions"), &read);
    json_decref(document);
    if (!is_sound) return BASE_ERR_FORMAT;
    *rows = read;
    return BASE_ERR_OK;
}

static bool read_nexts(const struct data_dataset *dataset, const json_t *row,
                       struct cmd_api_client_nexts *nexts)
{
    static const char *const names[CMD_API_CLIENT_EVENTS] = {"next_rise", "next_transit",
                                                             "next_set"};
    const enum sky_body body = body_of(row);
    if (body == SKY_BODY_COUNT) return json_is_object(row);
    for (int i = 0; i < CMD_API_CLIENT_EVENTS; i++) {
        const json_t *event = json_object_get(row, names[i]);
        nexts->next[body][i].has = json_is_object(event);
        if (!json_is_object(event) && !json_is_null(event)) return false;
        if (json_is_object(event) && !read_instant(dataset, event, &nexts->next[body][i].tt))
            return false;
    }
    nexts->bodies |= 1u << body;
    return true;
}

enum base_err cmd_api_client_read_nexts(const struct data_dataset *dataset, struct base_text json,
                                        struct cmd_api_client_nexts *nexts)
{
    struct cmd_api_client_nexts read = {.bodies = 0};
    json_t *document = load(json), *bodies = json_object_get(document, "bodies"), *row;
    bool is_sound = json_is_array(bodies);
    size_t index;
    json_array_foreach(bodies, index, row)
    {
        is_sound = is_sound && read_nexts(dataset, row, &read);
    }
    json_decref(document);
    if (!is_sound) return BASE_ERR_FORMAT;
    *nexts = read;
    return BASE_ERR_OK;
}
