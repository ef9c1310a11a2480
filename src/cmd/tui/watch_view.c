/* The picture: sentence and time, dome, table, details, keys. Each part fills its box. */
#include "cmd/tui/watch_view.h"

#include "almanac/bodies.h"
#include "almanac/position_columns.h"
#include "base/buf.h"
#include "base/text.h"
#include "cmd/tui/braille_dome.h"
#include "cmd/tui/terminal_layout.h"
#include "data/time_text.h"
#include "format/document.h"
#include "sky/body.h"
#include "sky/const.h"
#include "sky/sky.h"
#include "sky/time.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define LINE_BYTES CMD_WATCH_VIEW_LINE_BYTES
#define GAP        3    /* between items of a line */
#define NEAR_AU    0.01 /* nearer distances are shown in kilometres: the Moon's */

static const struct cmd_watch_ink PLAIN = {CMD_WATCH_PLAIN, CMD_WATCH_HUE_NONE};
static const struct cmd_watch_ink DIM = {CMD_WATCH_DIM, CMD_WATCH_HUE_NONE};
static const struct cmd_watch_ink BOLD = {CMD_WATCH_BOLD, CMD_WATCH_HUE_NONE};

static const enum cmd_watch_hue HUES[SKY_BODY_COUNT] = {
    [SKY_BODY_SUN] = CMD_WATCH_HUE_YELLOW,     [SKY_BODY_MARS] = CMD_WATCH_HUE_RED,
    [SKY_BODY_JUPITER] = CMD_WATCH_HUE_YELLOW, [SKY_BODY_SATURN] = CMD_WATCH_HUE_YELLOW,
    [SKY_BODY_URANUS] = CMD_WATCH_HUE_CYAN,    [SKY_BODY_NEPTUNE] = CMD_WATCH_HUE_BLUE,
};
_Static_assert(CMD_WATCH_HUE_NONE == 0, "bodies that are not listed have no hue");

static const char *english_name(enum sky_body body)
{
    return almanac_bodies_name(body, ALMANAC_I18N_EN).at;
}

/* A symbol that the fonts of terminals have. */
static const char *symbol_of(enum sky_body body)
{
    if (body == SKY_BODY_URANUS) return "\u2645"; /* few have U+26E2 */
    if (body == SKY_BODY_MOON)
        return "\u263D"; /* the waxing crescent; the list has the waning one */
    return sky_body_info(body)->symbol;
}

static const struct {
    const char *keys, *meaning;
} KEYS[] = {
    {"q", "quit"},
    {"r", "red, for eyes used to the dark"},
    {"space", "stand still, or go on"},
    {"← →", "an hour back or ahead"},
    {"[ ]", "ten minutes back or ahead"},
    {"↓ ↑", "a day back or ahead"},
    {"n", "now, live"},
    {"- +", "slower or faster"},
    {"j k tab", "choose a body"},
    {"?", "this list"},
};
#define KEY_COUNT ((int)(sizeof KEYS / sizeof *KEYS))

static const char *const HINTS[] = {"q quit", "? help",   "←→ hour",  "↑↓ day",     "n now",
                                    "r red",  "+- speed", "j k body", "space pause"};

/* The columns of a text: its number of characters. */
static int width_of(const char *utf8)
{
    int width = 0;
    for (; *utf8 != '\0'; utf8++) width += ((unsigned char)*utf8 & 0xC0u) != 0x80u;
    return width;
}

/* The ink of a body: dim below the horizon, bold when it is selected. */
static struct cmd_watch_ink ink_of(const struct cmd_watch_sky *sky, int i)
{
    assert(i >= 0 && i < sky->count);
    enum cmd_watch_style style = i == sky->selected            ? CMD_WATCH_BOLD
                                 : sky->seen[i].alt_deg <= 0.0 ? CMD_WATCH_DIM
                                                               : CMD_WATCH_PLAIN;
    return (struct cmd_watch_ink){style, HUES[sky->bodies[i]]};
}

/* "Sun", or "The Sun" at the beginning of a sentence. */
static const char *article_of(enum sky_body body)
{
    return body == SKY_BODY_SUN || body == SKY_BODY_MOON ? "The " : "";
}

const char *cmd_watch_view_name(enum sky_body body)
{
    return english_name(body);
}

void cmd_watch_view_sentence(const struct cmd_watch_sky *sky, int columns, const char *degree,
                             char text[CMD_WATCH_VIEW_LINE_BYTES])
{
    assert(sky->has_positions && sky->count > 0 && sky->count <= SKY_BODY_COUNT);
    int up = 0, highest = 0;
    for (int i = 0; i < sky->count; i++) {
        up += sky->seen[i].alt_deg > 0.0;
        if (sky->seen[i].alt_deg > sky->seen[highest].alt_deg) highest = i;
    }
    const char *name = english_name(sky->bodies[highest]);
    const struct sky_observation *seen = &sky->seen[highest];
    const char *wind = almanac_position_columns_direction(seen->az_deg);
    if (up == 0)
        snprintf(text, LINE_BYTES, sky->count == 1 ? "%s is down." : "None of them is up.", name);
    else
        snprintf(text, LINE_BYTES, "%d of %d %s up. %s%s is highest, %.0f%s in the %s.", up,
                 sky->count, up == 1 ? "is" : "are", article_of(sky->bodies[highest]), name,
                 seen->alt_deg, degree, wind);
    if (up > 0 && width_of(text) > columns)
        snprintf(text, LINE_BYTES, "%d up, %s %.0f%s %s", up, name, seen->alt_deg, degree, wind);
}

static void draw_sentence(const struct cmd_watch_sky *sky, int columns)
{
    char text[LINE_BYTES];
    if (sky->has_positions) cmd_watch_view_sentence(sky, columns, "°", text);
    cmd_watch_term_write(0, 0, columns, BOLD, sky->has_positions ? text : sky->lack);
}

void cmd_watch_view_time(const struct cmd_watch_sky *sky, struct sky_tt when, char text[48])
{
    struct base_buf out = {.bytes = text, .room = 40, .max = 40};
    data_time_text_append_local(&out, sky->dataset, sky->zone, when);
    assert(!out.has_overflowed && sky->zone != NULL);
    text[out.used] = '\0';
    char *letter = strchr(text, 'T');
    if (letter == NULL || strlen(letter) < 10) return;
    *letter = ' ';
    if (letter[9] == 'Z')
        memcpy(letter + 9, " UTC", 5);
    else
        memmove(letter + 10, letter + 9, strlen(letter + 9) + 1), letter[9] = ' ';
}

static void state_of(const struct cmd_timeline *travel, char text[24])
{
    if (travel->is_live)
        snprintf(text, 24, "live");
    else if (travel->is_paused)
        snprintf(text, 24, "paused");
    else
        snprintf(text, 24, "running ×%d", travel->speed);
}

/* Leaves out the zone, then the date of a time that does not fit. */
static void cut_time(char time[48], int columns)
{
    if (width_of(time) > columns) time[strcspn(time, " ") + 9] = '\0';
    if (width_of(time) > columns) memmove(time, strchr(time, ' ') + 1, 9);
}

static void draw_time(const struct cmd_watch_view *view, const struct cmd_watch_sky *sky,
                      const struct cmd_timeline *travel, int columns)
{
    char time[48], state[24], place[LINE_BYTES];
    cmd_watch_view_time(sky, sky->when, time);
    state_of(travel, state);
    const char *badge = view->badge != NULL ? view->badge : state;
    const int beside = GAP + width_of(badge), shortest = 8; /* hours to seconds */
    const bool has_room = columns >= beside + shortest;
    cut_time(time, has_room ? columns - beside : columns);
    if (!has_room && view->badge != NULL) time[0] = '\0'; /* the badge matters more than the time */
    snprintf(place, sizeof place, "%.4f° %c  %.4f° %c", fabs(sky->params.lat_deg),
             sky->params.lat_deg < 0.0 ? 'S' : 'N', fabs(sky->params.lon_deg),
             sky->params.lon_deg < 0.0 ? 'W' : 'E');
    const char *const items[] = {
        time,  badge,           sky->has_positions ? cmd_watch_sky_light(sky) : "",
        place, sky->zone->name, view->source != NULL ? view->source : ""};
    for (int i = 0, column = 0; i < (int)(sizeof items / sizeof *items); i++) {
        const struct cmd_watch_ink ink = {i == 1 ? CMD_WATCH_BOLD : CMD_WATCH_PLAIN,
                                          i == 1 ? view->badge_hue : CMD_WATCH_HUE_NONE};
        int width = width_of(items[i]);
        if (width == 0 || (column > 0 && column + width > columns)) continue;
        cmd_watch_term_write(1, column, columns - column, ink, items[i]);
        column += width + GAP;
    }
}

static void draw_circle(const struct cmd_braille_dome *dome,
                        const struct cmd_terminal_layout_box *box)
{
    for (int row = 0; row < box->rows; row++)
        for (int column = 0; column < box->columns; column++) {
            unsigned dots =
                cmd_braille_dome_dots(dome, (struct cmd_braille_dome_cell){row, column});
            if (dots != 0)
                cmd_watch_term_write_dots(box->row + row, box->column + column, PLAIN, dots);
        }
    cmd_watch_term_write(box->row + dome->zenith.row, box->column + dome->zenith.column, 1, DIM,
                         "+");
    static const char *const letters[CMD_BRAILLE_DOME_WINDS] = {"N", "E", "S", "W"};
    for (int i = 0; i < CMD_BRAILLE_DOME_WINDS; i++)
        cmd_watch_term_write(box->row + dome->winds[i].row, box->column + dome->winds[i].column, 1,
                             BOLD, letters[i]);
}

/* Writes a long sentence over several rows, broken at blanks. */
static void draw_wrapped(const char *text, const struct cmd_terminal_layout_box *box)
{
    for (int row = 0; row < box->rows && *text != '\0'; row++) {
        size_t length = strlen(text), cut = length;
        const size_t room = (size_t)box->columns;
        if (length > room)
            for (cut = room; cut > 0 && text[cut] != ' ';) cut--;
        if (cut == 0) cut = room; /* one long word */
        char line[LINE_BYTES];
        snprintf(line, sizeof line, "%.*s", (int)cut, text);
        cmd_watch_term_write(box->row + row, box->column, box->columns, PLAIN, line);
        text += cut;
        text += *text == ' ';
    }
}

/* Sorts the selected body first, then those that are up, so that these keep their names. */
static int order_of(const struct cmd_watch_sky *sky, int order[SKY_BODY_COUNT])
{
    assert(sky->selected >= 0 && sky->selected < sky->count);
    int count = 0;
    order[count++] = sky->selected;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < sky->count; i++)
            if (i != sky->selected && (sky->seen[i].alt_deg > 0.0) == (pass == 0))
                order[count++] = i;
    return count;
}

static void draw_dome(const struct cmd_watch_sky *sky, const struct cmd_terminal_layout_box *box)
{
    int order[SKY_BODY_COUNT], count = order_of(sky, order);
    struct cmd_braille_dome_mark marks[SKY_BODY_COUNT];
    struct cmd_braille_dome dome;
    for (int i = 0; i < count; i++)
        marks[i] =
            (struct cmd_braille_dome_mark){sky->seen[order[i]].az_deg, sky->seen[order[i]].alt_deg,
                                           base_text_of(english_name(sky->bodies[order[i]]))};
    if (!cmd_braille_dome_arrange(box->rows, box->columns, marks, count, &dome)) return;
    draw_circle(&dome, box);
    for (int i = 0; i < count; i++) {
        const struct cmd_braille_dome_place *place = &dome.places[i];
        const struct cmd_watch_ink ink = ink_of(sky, order[i]);
        if (!place->is_shown) continue;
        cmd_watch_term_write(box->row + place->symbol.row, box->column + place->symbol.column, 1,
                             ink, symbol_of(sky->bodies[order[i]]));
        cmd_watch_term_write(box->row + place->label.row, box->column + place->label.column,
                             place->label_chars, ink, marks[i].name.at);
    }
}

static void draw_row(const struct cmd_watch_sky *sky, int i, int row,
                     const struct cmd_terminal_layout_box *box)
{
    assert(i >= 0 && i < sky->count);
    const struct sky_observation *seen = &sky->seen[i];
    const char *arrow = !seen->has_rates ? "·" : seen->alt_rate_arcsec_per_s >= 0.0 ? "↑" : "↓";
    const char *wind = almanac_position_columns_direction(seen->az_deg);
    char text[LINE_BYTES], magnitude[16] = "    —";
    const char *name = english_name(sky->bodies[i]), *symbol = symbol_of(sky->bodies[i]);
    if (seen->has_magnitude) snprintf(magnitude, sizeof magnitude, "%+5.1f", seen->magnitude);
    if (box->columns >= CMD_TERMINAL_LAYOUT_TABLE_COLUMNS)
        snprintf(text, sizeof text, "%s%s %-7s %6.1f° %+6.1f° %-3s %s %s",
                 i == sky->selected ? "▸" : " ", symbol, name,
                 format_document_turn(seen->az_deg, 1), seen->alt_deg, wind, arrow, magnitude);
    else
        snprintf(text, sizeof text, "%s%s%-7s %+5.1f %-3s%s", i == sky->selected ? "▸" : " ",
                 symbol, name, seen->alt_deg, wind, arrow);
    cmd_watch_term_write(row, box->column, box->columns, ink_of(sky, i), text);
}

static void draw_table(const struct cmd_watch_sky *sky, const struct cmd_terminal_layout_box *box)
{
    int row = box->row, rows = box->rows, first = 0;
    if (rows > sky->count) {
        cmd_watch_term_write(row++, box->column, box->columns, DIM,
                             box->columns >= CMD_TERMINAL_LAYOUT_TABLE_COLUMNS
                                 ? "  Body    Azimuth Altitude  To    Mag"
                                 : "  Body      Alt To");
        rows--;
    }
    if (sky->selected >= rows) first = sky->selected - rows + 1;
    for (int i = first; i < sky->count && i - first < rows; i++) draw_row(sky, i, row++, box);
}

/* "21:04", or "10-31 06:12" on another day than what is shown. */
static void event_time(const struct cmd_watch_sky *sky, const struct cmd_watch_next *next,
                       char text[24])
{
    static const char *const OTHERWISE[] = {[CMD_WATCH_NEVER] = "not in 400 days",
                                            [CMD_WATCH_UNKNOWN] = "unknown",
                                            [CMD_WATCH_ASKED] = "asked for"};
    char shown[48], event[48];
    if (next->state != CMD_WATCH_IS) {
        assert((unsigned)next->state < sizeof OTHERWISE / sizeof *OTHERWISE);
        snprintf(text, 24, "%s", OTHERWISE[next->state]);
        return;
    }
    cmd_watch_view_time(sky, sky->when, shown);
    cmd_watch_view_time(sky, (struct sky_tt){next->tt.days + 30.0 / SKY_DAY_S},
                        event); /* to the minute */
    size_t date = strcspn(event, " ");
    assert(date > 5);
    const bool is_same_year = strncmp(event, shown, date - 5) == 0;
    const bool is_same_day = strncmp(event, shown, date + 1) == 0;
    const char *from = is_same_day ? event + date + 1 : is_same_year ? event + date - 5 : event;
    snprintf(text, 24, "%.*s", (int)(event + date + 6 - from), from);
}

static void draw_event(const struct cmd_watch_sky *sky, const struct cmd_terminal_layout_box *box,
                       int row, const char *what, const struct cmd_watch_next *next)
{
    char time[24], text[LINE_BYTES];
    if (row >= box->rows) return;
    event_time(sky, next, time);
    snprintf(text, sizeof text, "%-8s %s", what, time);
    cmd_watch_term_write(box->row + row, box->column, box->columns, PLAIN, text);
}

static void draw_lines(const struct cmd_watch_sky *sky, const struct cmd_terminal_layout_box *box,
                       int row)
{
    const struct sky_observation *seen = &sky->seen[sky->selected];
    const double size_arcsec = seen->angular_diameter_arcsec;
    char lines[3][LINE_BYTES];
    int count = 0;
    if (seen->distance_au < NEAR_AU)
        snprintf(lines[count++], LINE_BYTES, "distance %.0f km", seen->distance_au * SKY_AU_KM);
    else
        snprintf(lines[count++], LINE_BYTES, "distance %.4f au", seen->distance_au);
    if (size_arcsec >= 120.0)
        snprintf(lines[count++], LINE_BYTES, "size     %.1f′", size_arcsec / 60.0);
    else
        snprintf(lines[count++], LINE_BYTES, "size     %.1f″", size_arcsec);
    if (seen->has_phase)
        snprintf(lines[count++], LINE_BYTES, "lit      %.0f %%, %.0f° %s of the Sun",
                 100.0 * seen->illuminated_fraction, fabs(seen->elongation_deg),
                 seen->elongation_deg < 0.0 ? "west" : "east");
    for (int i = 0; i < count && row < box->rows; i++)
        cmd_watch_term_write(box->row + row++, box->column, box->columns, PLAIN, lines[i]);
}

static void draw_details(const struct cmd_watch_sky *sky, const struct cmd_terminal_layout_box *box)
{
    assert(sky->selected >= 0 && sky->selected < sky->count);
    const struct sky_observation *seen = &sky->seen[sky->selected];
    const enum sky_body body = sky->bodies[sky->selected];
    char text[LINE_BYTES], magnitude[24] = "";
    if (seen->has_magnitude) snprintf(magnitude, sizeof magnitude, ", mag %+.2f", seen->magnitude);
    snprintf(text, sizeof text, "%s in %s%s", english_name(body), seen->constellation, magnitude);
    cmd_watch_term_write(box->row, box->column, box->columns, BOLD, text);
    draw_event(sky, box, 1, "rises", &sky->events.rise);
    draw_event(sky, box, 2, "transits", &sky->events.transit);
    draw_event(sky, box, 3, "sets", &sky->events.set);
    draw_lines(sky, box, 4);
}

static void draw_foot(const struct cmd_watch_view *view, const struct cmd_terminal_layout_box *box)
{
    if (view->note != NULL) {
        cmd_watch_term_write(box->row, 0, box->columns, BOLD, view->note);
        return;
    }
    for (int i = 0, column = 0; i < (int)(sizeof HINTS / sizeof *HINTS); i++) {
        int width = width_of(HINTS[i]);
        if (column + width > box->columns) break;
        cmd_watch_term_write(box->row, column, width, DIM, HINTS[i]);
        column += width + GAP;
    }
}

static void draw_help(int columns)
{
    cmd_watch_term_write(0, 0, columns, BOLD, "Keys");
    for (int i = 0; i < KEY_COUNT; i++) {
        cmd_watch_term_write(i + 1, 0, columns, BOLD, KEYS[i].keys);
        cmd_watch_term_write(i + 1, 9, columns - 9, PLAIN, KEYS[i].meaning);
    }
    cmd_watch_term_write(KEY_COUNT + 2, 0, columns, DIM, "Any key goes back to the sky.");
    cmd_watch_term_write(KEY_COUNT + 4, 0, columns, PLAIN,
                         "The dome is the sky as seen looking up: east is on the left.");
    cmd_watch_term_write(KEY_COUNT + 5, 0, columns, PLAIN,
                         "Bodies outside of the circle are below the horizon.");
}

void cmd_watch_view_draw(const struct cmd_watch_view *view, const struct cmd_watch_sky *sky,
                         const struct cmd_timeline *travel)
{
    int rows, columns;
    cmd_watch_term_size(&rows, &columns);
    const struct cmd_terminal_layout screen = cmd_terminal_layout_split(rows, columns, sky->count);
    cmd_watch_term_clear();
    if (view->is_help) {
        draw_help(columns);
        cmd_watch_term_show();
        return;
    }
    if (screen.head.rows == 1 && view->badge != NULL)
        cmd_watch_term_write(0, 0, columns, BOLD, view->badge);
    else if (screen.head.rows > 0)
        draw_sentence(sky, columns);
    if (screen.head.rows > 1) draw_time(view, sky, travel, columns);
    if (!sky->has_positions) {
        const struct cmd_terminal_layout_box whole = {
            screen.head.rows, 0, rows - screen.head.rows - screen.foot.rows, columns};
        draw_wrapped(sky->problem, &whole);
    } else {
        if (screen.dome.rows > 0) draw_dome(sky, &screen.dome);
        draw_table(sky, &screen.table);
        if (screen.details.rows > 0) draw_details(sky, &screen.details);
    }
    if (screen.foot.rows > 0) draw_foot(view, &screen.foot);
    cmd_watch_term_show();
}
