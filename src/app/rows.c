/* Rows of answers. Every column stands once in a list; the writers differ in what they put between.
 */
#include "app/rows.h"

#include "app/json.h"

/* kind, name, value, decimals. Angles to 1e-8 deg (0.04 mas), distances to 0.15 m, light time to
 * 1e-6 s: ten times finer than what is computed is exact to. */
#define COLUMNS(TEXT, WHOLE, TRUTH, NUMBER)                                                        \
    TEXT("body", sky_body_info(row->body)->name)                                                   \
    WHOLE("naif_id", sky_body_info(row->body)->naif_id)                                            \
    TEXT("time", row->time)                                                                        \
    NUMBER("az_deg", az_deg, 8)                                                                    \
    NUMBER("alt_deg", alt_deg, 8)                                                                  \
    NUMBER("alt_true_deg", alt_true_deg, 8)                                                        \
    NUMBER("refraction_deg", refraction_deg, 8)                                                    \
    TEXT("direction", base_text_of(app_rows_direction(row->seen.az_deg)))                          \
    TRUTH("above_horizon", row->seen.alt_deg > 0.0)                                                \
    NUMBER("ra_deg", ra_deg, 8)                                                                    \
    NUMBER("dec_deg", dec_deg, 8)                                                                  \
    NUMBER("ra_icrs_deg", ra_icrs_deg, 8)                                                          \
    NUMBER("dec_icrs_deg", dec_icrs_deg, 8)                                                        \
    NUMBER("distance_au", distance_au, 12)                                                         \
    NUMBER("light_time_s", light_time_s, 6)

const char *app_rows_direction(double az_deg)
{
    static const char winds[16][4] = {"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE",
                                      "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"};
    return winds[(int)(az_deg / 22.5 + 0.5) % 16];
}

double app_rows_turn(double deg, int decimals)
{
    if (deg < 359.0) return deg;
    double unit = 1.0;
    for (int i = 0; i < decimals; i++) unit /= 10.0;
    return deg >= 360.0 - 0.5000001 * unit ? 0.0 : deg;
}

static struct app_rows_row without_full_turns(const struct app_rows_row *row)
{
    struct app_rows_row settled = *row;
    double *const turns[] = {&settled.seen.az_deg, &settled.seen.ra_deg, &settled.seen.ra_icrs_deg};
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++)
        *turns[i] = app_rows_turn(*turns[i], 8);
    return settled;
}

static void append_literal(struct base_buf *out, const char *literal, size_t length)
{
    base_buf_append(out, literal, length);
}

static void append_truth(struct base_buf *out, bool value)
{
    base_buf_append_string(out, value ? "true" : "false");
}

/* Uncertainty is one object in JSON and two columns in CSV. */
#define DOUBT_DECIMALS 4
static const char DOUBT_COLUMNS[] = ",az_uncertainty_arcsec,alt_uncertainty_arcsec";

static void append_doubt(struct base_buf *out, const struct sky_doubt *doubt)
{
    base_buf_append_string(out, ", \"uncertainty\": {\"az_arcsec\": ");
    app_json_append_number(out, doubt->az_arcsec, DOUBT_DECIMALS);
    base_buf_append_string(out, ", \"alt_arcsec\": ");
    app_json_append_number(out, doubt->alt_arcsec, DOUBT_DECIMALS);
    base_buf_append_string(out, ", \"cause\": \"");
    base_buf_append_string(out, sky_doubt_cause_name(doubt->cause));
    base_buf_append_string(out, "\"}");
}

static void append_doubt_csv(struct base_buf *out, const struct sky_doubt *doubt)
{
    append_literal(out, ",", 1);
    app_json_append_number(out, doubt->az_arcsec, DOUBT_DECIMALS);
    append_literal(out, ",", 1);
    app_json_append_number(out, doubt->alt_arcsec, DOUBT_DECIMALS);
}

void app_rows_append_json(struct base_buf *out, const struct app_rows_row *given)
{
    const struct app_rows_row settled = without_full_turns(given), *row = &settled;
#define LITERAL(text)      append_literal(out, text, sizeof(text) - 1)
#define NAME(name)         LITERAL(", \"" name "\": ")
#define TEXT(name, value)  NAME(name), app_json_append_string(out, value);
#define WHOLE(name, value) NAME(name), app_json_append_number(out, value, 0);
#define TRUTH(name, value) NAME(name), append_truth(out, value);
#define NUMBER(name, field, decimals)                                                              \
    NAME(name), app_json_append_number(out, row->seen.field, decimals);
    size_t first = out->used;
    COLUMNS(TEXT, WHOLE, TRUTH, NUMBER)
    if (!out->has_overflowed) { /* the first ", " becomes "{" */
        out->bytes[first] = '{';
        memmove(out->bytes + first + 1, out->bytes + first + 2, out->used - first - 2);
        out->used--;
    }
    append_doubt(out, &row->doubt);
    LITERAL("}");
#undef TEXT
#undef WHOLE
#undef TRUTH
#undef NUMBER
#undef NAME
}

void app_rows_append_csv_header(struct base_buf *out)
{
#define NAME(name, ...) "," name
    static const char names[] = COLUMNS(NAME, NAME, NAME, NAME);
    append_literal(out, names + 1, sizeof names - 2);
    append_literal(out, DOUBT_COLUMNS, sizeof DOUBT_COLUMNS - 1);
    LITERAL("\r\n");
#undef NAME
}

void app_rows_append_csv(struct base_buf *out, const struct app_rows_row *given)
{
    const struct app_rows_row settled = without_full_turns(given), *row = &settled;
#define TEXT(name, value)  LITERAL(","), base_buf_append_text(out, value);
#define WHOLE(name, value) LITERAL(","), app_json_append_number(out, value, 0);
#define TRUTH(name, value) LITERAL(","), append_truth(out, value);
#define NUMBER(name, field, decimals)                                                              \
    LITERAL(","), app_json_append_number(out, row->seen.field, decimals);
    size_t first = out->used;
    COLUMNS(TEXT, WHOLE, TRUTH, NUMBER)
    if (!out->has_overflowed) {
        memmove(out->bytes + first, out->bytes + first + 1,
                out->used - first - 1); /* the first comma */
        out->used--;
    }
    append_doubt_csv(out, &row->doubt);
    LITERAL("\r\n");
}
