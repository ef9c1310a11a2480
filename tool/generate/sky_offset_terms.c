/* How far moons shift the giant planets from their barycentres, as rows of C, one a planet:
 * sky_offset_terms HEADER OFFSETS
 *
 * Each quantity becomes a vector with a lane for each of up to four moons; lanes without a moon
 * hold 0. sky/ephem.c defines the struct that a row fills.
 */
#include "lib/table.h"
#include "sky/body.h"

#define MOONS_MAX    4
#define QUANTITIES   11 /* columns from cos1 to sin1_t3 */
#define COLUMNS      15
#define DEG_PER_TURN 360.0

enum quantity {
    COS1,
    SIN1,
    COS2,
    SIN2,
    CONSTANT,
    COS1_T1,
    SIN1_T1,
    COS1_T2,
    SIN1_T2,
    COS1_T3,
    SIN1_T3
};

struct moon {
    double rate_deg_per_day;
    struct base_text text[3][QUANTITIES]; /* as the table spells them */
    double constant_km[3];
    int axes; /* how many of x, y, z have been read */
};

struct planet {
    const char *name; /* as in enum sky_body, or NULL before the first row */
    struct moon moons[MOONS_MAX];
    int moon_count;
};

static void append_lanes(struct base_buf *out, const struct planet *planet, int axis,
                         enum quantity quantity)
{
    for (int i = 0; i < MOONS_MAX; i++) {
        base_buf_append_string(out, i == 0 ? "{" : ", ");
        base_buf_append_text(out, i < planet->moon_count ? planet->moons[i].text[axis][quantity]
                                                         : BASE_TEXT("0"));
    }
    base_buf_append_string(out, "}");
}

static void append_list(struct base_buf *out, const struct planet *planet, int axis,
                        const enum quantity quantities[4])
{
    for (int i = 0; i < 4; i++) {
        base_buf_append_string(out, i == 0 ? "{" : ", ");
        append_lanes(out, planet, axis, quantities[i]);
    }
    base_buf_append_string(out, "}, ");
}

static void append_axis(struct base_buf *out, const struct planet *planet, int axis)
{
    static const enum quantity cosines[] = {COS1, COS1_T1, COS1_T2, COS1_T3};
    static const enum quantity sines[] = {SIN1, SIN1_T1, SIN1_T2, SIN1_T3};
    double constant_km = 0.0;
    for (int i = 0; i < planet->moon_count; i++) constant_km += planet->moons[i].constant_km[axis];
    base_buf_append_string(out, "{");
    append_list(out, planet, axis, cosines);
    append_list(out, planet, axis, sines);
    append_lanes(out, planet, axis, COS2);
    base_buf_append_string(out, ", ");
    append_lanes(out, planet, axis, SIN2);
    base_buf_append_format(out, ", %.17g}", constant_km);
}

static void append_planet(struct base_buf *out, const struct table_file *file,
                          const struct planet *planet)
{
    base_buf_append_format(out, "{SKY_BODY_%s, ", planet->name);
    for (int i = 0; i < MOONS_MAX; i++) {
        const double turns =
            i < planet->moon_count ? planet->moons[i].rate_deg_per_day / DEG_PER_TURN : 0.0;
        if (i < planet->moon_count && planet->moons[i].axes != 3)
            table_fail(file, "%s: term %d has not three axes", planet->name, i);
        base_buf_append_format(out, "%s%.17g", i == 0 ? "{" : ", ", turns);
    }
    base_buf_append_string(out, "}, {");
    for (int axis = 0; axis < 3; axis++) {
        append_axis(out, planet, axis);
        base_buf_append_string(out, axis < 2 ? ", " : "}},\n");
    }
}

static const char *body_named(const struct table_file *file, struct base_text name)
{
    static const struct {
        const char *text, *enumerator;
    } bodies[] = {
#define BODY(enumerator, text, ...) {text, #enumerator},
        SKY_BODY_LIST(BODY)
#undef BODY
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (base_text_equals_any_case(base_text_of(bodies[i].text), name))
            return bodies[i].enumerator;
    table_fail(file, "\"%.*s\" is not a body", (int)name.length, name.at);
}

static void read_term(const struct table_file *file, const struct base_text *column,
                      struct planet *planet)
{
    const int term = (int)table_number(file, column[1], 0.0, MOONS_MAX - 1);
    if (term == planet->moon_count) planet->moons[planet->moon_count++] = (struct moon){0};
    if (term != planet->moon_count - 1) table_fail(file, "term %d is not the next", term);
    struct moon *moon = &planet->moons[term];
    const int axis = moon->axes++;
    if (axis > 2 || !base_text_equals(column[3], (struct base_text){&"xyz"[axis], 1}))
        table_fail(file, "the axes are not x, y, z");
    moon->rate_deg_per_day = table_number(file, column[2], -1e4, 1e4);
    for (int i = 0; i < QUANTITIES; i++) {
        table_number(file, column[4 + i], -1e6, 1e6);
        moon->text[axis][i] = column[4 + i];
    }
    moon->constant_km[axis] = table_number(file, column[4 + CONSTANT], -1e6, 1e6);
}

static void require_names(const struct table_file *file, struct base_text line)
{
    if (!base_text_equals(line, BASE_TEXT("body,term,rate_deg_per_day,axis,cos1,sin1,cos2,sin2,"
                                          "constant,cos1_t1,sin1_t1,cos1_t2,sin1_t2,cos1_t3,"
                                          "sin1_t3")))
        table_fail(file, "the columns have other names");
}

int main(int argc, char **argv)
{
    static struct planet planet;
    if (argc != 3) table_fail_path(argv[0], "expects HEADER data/barycentre-offsets.csv");
    struct table_file file = table_open(argv[2]);
    struct base_text line, column[COLUMNS];
    struct base_buf out;
    base_buf_init(&out, TABLE_OUTPUT_MAX_BYTES);
    table_append_notice(&out, "sky_offset_terms", "data/barycentre-offsets.csv");
    if (!table_next_row(&file, &line)) table_fail(&file, "the table is empty");
    require_names(&file, line);
    while (table_next_row(&file, &line)) {
        table_columns(&file, line, ',', column, COLUMNS);
        const char *name = body_named(&file, column[0]);
        if (planet.name != name) {
            if (planet.name != NULL) append_planet(&out, &file, &planet);
            planet = (struct planet){.name = name};
        }
        read_term(&file, column, &planet);
    }
    if (planet.name == NULL) table_fail(&file, "the table has no rows");
    append_planet(&out, &file, &planet);
    table_write(argv[1], &out);
    return 0;
}
