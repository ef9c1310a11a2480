/* almanac/chart and almanac/chart_svg: what is drawn where. Expected places follow from the
 * drawing's own definition: what an observer sees lying on the back, head to the north. */
#include "almanac/chart_svg.h"

#include "data.h"
#include "random.h"

#include <string.h>

static struct almanac_chart chart;
static struct almanac_positions_frame cache;
static struct almanac_chart_svg_plan plan;

static const enum sky_body EVERY = SKY_BODY_COUNT;

/* Any sky: bodies at random places, or all within a few degrees. */
static void random_sky(struct random_source *source, double spread_deg)
{
    chart = (struct almanac_chart){.count = SKY_BODY_COUNT};
    chart.look.view = random_below(source, 2);
    chart.look.top = random_below(source, 2);
    chart.look.language = random_below(source, ALMANAC_I18N_LANGUAGES);
    double az_deg = random_between(source, 0.0, 360.0), alt_deg = random_between(source, 3.0, 87.0);
    for (enum sky_body body = 0; body < EVERY; body++) {
        struct almanac_chart_mark *mark = &chart.marks[body];
        mark->body = body;
        mark->has_magnitude = true;
        mark->magnitude = random_between(source, -5.0, 14.0);
        mark->illuminated_fraction = random_between(source, 0.0, 1.0);
        bool is_near = spread_deg > 0.0 && body >= SKY_BODY_MERCURY;
        mark->at.az_deg = is_near ? az_deg + random_between(source, -spread_deg, spread_deg) / 2.0 /
                                                 cos(alt_deg * SKY_RAD_PER_DEG)
                                  : random_between(source, 0.0, 360.0);
        mark->at.alt_deg = is_near
                               ? fmax(alt_deg + random_between(source, -0.5, 0.5) * spread_deg, 0.1)
                               : random_between(source, -90.0, 90.0);
    }
}

static struct format_label_layout_box disc(int i)
{
    double x = plan.marks[i].at.x, y = plan.marks[i].at.y, r = plan.marks[i].radius;
    return (struct format_label_layout_box){x - r, y - r, x + r, y + r};
}

static void check_labels_are_apart(void)
{
    almanac_chart_svg_arrange(&chart, &plan);
    for (int i = 0; i < chart.count; i++) {
        struct format_label_layout_label *label = &plan.marks[i].label;
        assert_true(label->is_shown || !plan.marks[i].is_up);
        if (!label->is_shown) continue;
        assert_true(label->box.left >= -ALMANAC_CHART_SVG_HALF);
        assert_true(label->box.right <= ALMANAC_CHART_SVG_HALF);
        for (int j = 0; j < chart.count; j++) {
            assert_false(format_label_layout_overlaps(label->box, disc(j)));
            if (j > i && plan.marks[j].label.is_shown)
                assert_false(format_label_layout_overlaps(label->box, plan.marks[j].label.box));
        }
        for (int j = 0; j < plan.star_name_count; j++)
            assert_false(format_label_layout_overlaps(label->box, plan.star_names[j].label.box));
    }
}

static void test_chart_svg_labels_never_overlap(void **state)
{
    (void)state;
    struct random_source source = random_seeded(500);
    for (int i = 0; i < 500; i++) {
        random_sky(&source, 0.0);
        check_labels_are_apart();
    }
}

static void test_chart_svg_labels_seven_planets_within_5_degrees(void **state)
{
    (void)state;
    struct random_source source = random_seeded(5);
    for (int i = 0; i < 500; i++) {
        random_sky(&source, 5.0);
        check_labels_are_apart();
    }
}

static void test_chart_svg_keeps_the_sunken_outside(void **state)
{
    (void)state;
    struct random_source source = random_seeded(90);
    for (int i = 0; i < 500; i++) {
        random_sky(&source, 0.0);
        almanac_chart_svg_arrange(&chart, &plan);
        for (int body = 0; body < chart.count; body++) {
            double from_zenith = hypot(plan.marks[body].at.x, plan.marks[body].at.y);
            bool is_up = chart.marks[body].at.alt_deg > 0.0;
            assert_int_equal(plan.marks[body].is_up, is_up);
            if (is_up) {
                assert_true(from_zenith < ALMANAC_CHART_SVG_RADIUS);
                continue;
            }
            assert_true(from_zenith - plan.marks[body].radius > ALMANAC_CHART_SVG_RADIUS);
            struct format_label_layout_box box = plan.marks[body].label.box;
            if (!plan.marks[body].label.is_shown) continue;
            double x = fmin(fmax(0.0, box.left), box.right);
            double y = fmin(fmax(0.0, box.top), box.bottom);
            assert_true(hypot(x, y) > ALMANAC_CHART_SVG_RADIUS);
        }
    }
}

static void check_spot(struct almanac_chart_look look, double az_deg, double alt_deg, double x,
                       double y)
{
    struct almanac_chart_svg_spot at =
        almanac_chart_svg_project(&look, (struct almanac_chart_point){az_deg, alt_deg});
    CHECK_NEAR(at.x, x, 1e-9); /* sine and cosine of whole quarters, times 1500 */
    CHECK_NEAR(at.y, y, 1e-9);
}

static void test_chart_svg_has_east_on_the_left_unless_a_map(void **state)
{
    (void)state;
    struct almanac_chart_look up = {0}, map = {.view = ALMANAC_CHART_MAP};
    struct almanac_chart_look south = {.top = ALMANAC_CHART_SOUTH_UP};
    struct almanac_chart_look both = {.view = ALMANAC_CHART_MAP, .top = ALMANAC_CHART_SOUTH_UP};
    check_spot(up, 0.0, 0.0, 0.0, -1500.0);
    check_spot(up, 90.0, 0.0, -1500.0, 0.0);
    check_spot(up, 180.0, 45.0, 0.0, 750.0); /* half way up is half the radius */
    check_spot(map, 90.0, 0.0, 1500.0, 0.0);
    check_spot(map, 0.0, 0.0, 0.0, -1500.0);
    check_spot(south, 0.0, 0.0, 0.0, 1500.0);
    check_spot(south, 90.0, 0.0, 1500.0, 0.0); /* turned, not mirrored */
    check_spot(both, 90.0, 0.0, -1500.0, 0.0);
    check_spot(up, 123.0, 90.0, 0.0, 0.0);
}

/* A mirrored map has the labels' discs mirrored, a turned one turned. */
static void test_chart_svg_flips_are_symmetric(void **state)
{
    (void)state;
    struct random_source source = random_seeded(8);
    for (int i = 0; i < 200; i++) {
        struct almanac_chart_point at = {random_between(&source, 0.0, 360.0),
                                         random_between(&source, 0.0, 90.0)};
        struct almanac_chart_look look = {0};
        struct almanac_chart_svg_spot up = almanac_chart_svg_project(&look, at);
        look.view = ALMANAC_CHART_MAP;
        check_spot(look, at.az_deg, at.alt_deg, -up.x, up.y);
        look.top = ALMANAC_CHART_SOUTH_UP;
        check_spot(look, at.az_deg, at.alt_deg, up.x, -up.y);
        look.view = ALMANAC_CHART_LOOKING_UP;
        check_spot(look, at.az_deg, at.alt_deg, -up.x, -up.y);
    }
}

static struct almanac_chart_query query_of(const struct sky_observer *observer, struct sky_tt when)
{
    return (struct almanac_chart_query){
        .observer = observer,
        .when = when,
        .air = sky_refract_standard_air(0.0),
        .bodies = (1u << SKY_BODY_COUNT) - 1,
        .path_of = SKY_BODY_COUNT,
    };
}

static void compute(const struct almanac_chart_query *query)
{
    struct sky_fault fault;
    assert_int_equal(almanac_chart_compute(data_store(), &cache, query, &chart, &fault),
                     BASE_ERR_OK);
}

static struct sky_vec direction(struct almanac_chart_point at)
{
    double az = at.az_deg * SKY_RAD_PER_DEG, alt = at.alt_deg * SKY_RAD_PER_DEG;
    return (struct sky_vec){cos(alt) * cos(az), cos(alt) * sin(az), sin(alt)};
}

/* The bright limb faces the Sun: by great circles of azimuth and altitude, that is by other
 * formulas than position angle and parallactic angle. */
static void test_chart_moon_shines_towards_the_sun(void **state)
{
    (void)state;
    struct random_source source = random_seeded(30);
    for (int i = 0; i < 200; i++) {
        struct sky_observer observer = sky_horizon_observer(
            random_between(&source, -80.0, 80.0), random_between(&source, -180.0, 180.0), 0.0);
        struct almanac_chart_query query =
            query_of(&observer, (struct sky_tt){random_between(&source, 0.0, 10000.0)});
        query.air.model = SKY_REFRACT_NONE;
        compute(&query);
        struct sky_vec moon = direction(chart.marks[SKY_BODY_MOON].at);
        struct sky_vec sun = direction(chart.marks[SKY_BODY_SUN].at), zenith = {0.0, 0.0, 1.0};
        if (fabs(moon.z) > 0.99 || fabs(sky_vec_dot(moon, sun)) > 0.99) continue;
        /* at the north point the west is a quarter counterclockwise from the zenith: (1, 0, 0), (0,
         * -1, 0) and (0, 0, 1) fix the sign */
        struct sky_vec to_sun = sky_vec_cross(moon, sun), to_zenith = sky_vec_cross(moon, zenith);
        double angle_deg = atan2(sky_vec_dot(moon, sky_vec_cross(to_zenith, to_sun)),
                                 sky_vec_dot(to_zenith, to_sun)) *
                           SKY_DEG_PER_RAD;
        double turn_deg = remainder(chart.marks[SKY_BODY_MOON].bright_limb_deg - angle_deg, 360.0);
        CHECK_NEAR(turn_deg, 0.0, 0.5); /* the pole of date against polar motion: far less */
    }
}

static void test_chart_path_runs_from_noon_to_noon_through_the_body(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(48.93, 2.45, 0.0);
    struct almanac_chart_query query = query_of(&observer, data_tt(2026, 10, 30, 21, 4, 0.0));
    query.path_of = SKY_BODY_SATURN;
    compute(&query);
    assert_int_equal(chart.path_count, ALMANAC_CHART_PATH_MAX);
    const struct almanac_chart_point *now = &chart.path[chart.path_now];
    const struct almanac_chart_point *saturn = &chart.marks[SKY_BODY_SATURN].at;
    CHECK_NEAR(now->az_deg, saturn->az_deg, 1e-6); /* the same instant, two functions */
    CHECK_NEAR(now->alt_deg, saturn->alt_deg, 1e-6);
    /* 20 minutes turn the sky by 5 degrees; below the horizon the lift by the air fades, 0.6 deg */
    for (int i = 1; i < chart.path_count; i++)
        assert_true(sky_vec_angle_rad(direction(chart.path[i - 1]), direction(chart.path[i])) <
                    5.7 * SKY_RAD_PER_DEG);
    /* a day later it is at the same point, apart from its own motion and 4 minutes of
     * sidereal day */
    const struct almanac_chart_point *last = &chart.path[chart.path_count - 1];
    assert_true(sky_vec_angle_rad(direction(chart.path[0]), direction(*last)) <
                1.5 * SKY_RAD_PER_DEG);
}

/* Polaris is within 0.7 degrees of the pole, whose altitude is the latitude, due north. */
static void test_chart_has_the_pole_star_at_the_pole(void **state)
{
    (void)state;
    struct sky_observer observer = sky_horizon_observer(48.93, 2.45, 0.0);
    struct almanac_chart_query query = query_of(&observer, data_tt(2026, 10, 30, 23, 0, 0.0));
    compute(&query);
    int count, polaris = -1;
    const struct data_star_table_row *rows = data_star_table_rows(&count);
    for (int i = 0; i < count; i++)
        if (strcmp(rows[i].name, "Polaris") == 0) polaris = i;
    assert_true(polaris >= 0);
    CHECK_NEAR(chart.stars[polaris].alt_deg, 48.93, 0.7);
    CHECK_NEAR(remainder(chart.stars[polaris].az_deg, 360.0), 0.0, 1.1); /* 0.65 deg / cos 49 */
    assert_int_equal(chart.star_count, count);
}

/* ---- the bytes ---- */

/* Whether tags nest, attributes are quoted and nothing else holds a < or a bare &: everything that
 * our own writer could get wrong. */
static void check_is_well_formed(const char *at)
{
    const char *open[32];
    size_t lengths[32];
    int depth = 0;
    while (*at != '\0') {
        if (*at == '&') {
            size_t name = strcspn(at, ";");
            assert_true(name > 1 && name < 7 && at[name] == ';');
        }
        assert_true(*at != '>');
        if (*at++ != '<') continue;
        bool is_end = *at == '/';
        at += is_end;
        const char *name = at;
        size_t length = strcspn(at, " />\n");
        at += length;
        if (is_end) {
            assert_true(depth > 0 && lengths[depth - 1] == length);
            assert_memory_equal(open[--depth], name, length);
        }
        while (*at == ' ') {
            at += strcspn(at, "=") + 1;
            assert_true(*at == '"');
            size_t value = strcspn(at + 1, "\"");
            assert_true(strcspn(at + 1, "<") >= value);
            at += value + 2;
        }
        bool is_empty = *at == '/';
        at += is_empty;
        assert_true(*at++ == '>');
        if (is_end || is_empty) continue;
        assert_true(depth < 32);
        open[depth] = name;
        lengths[depth++] = length;
    }
    assert_int_equal(depth, 0);
}

static void draw(struct base_buf *out)
{
    base_buf_clear(out);
    almanac_chart_svg_append(out, &chart);
    assert_false(out->has_overflowed);
    assert_true(out->used < 25 * 1024);
    base_buf_append(out, "", 1);
    check_is_well_formed(out->bytes);
    assert_null(strstr(out->bytes, "<script"));
    assert_null(strstr(out->bytes, "href"));
    assert_null(strstr(out->bytes, "style"));
}

static void test_chart_svg_is_small_whole_and_the_same_again(void **state)
{
    (void)state;
    struct random_source source = random_seeded(25);
    struct base_buf once, again;
    base_buf_init(&once, 1 << 20);
    base_buf_init(&again, 1 << 20);
    for (int i = 0; i < 100; i++) {
        struct sky_observer observer = sky_horizon_observer(
            random_between(&source, -90.0, 90.0), random_between(&source, -180.0, 180.0), 0.0);
        struct almanac_chart_query query =
            query_of(&observer, (struct sky_tt){random_between(&source, -36000.0, 36000.0)});
        query.path_of = random_below(&source, SKY_BODY_COUNT);
        query.look.theme = random_below(&source, 3);
        query.look.view = random_below(&source, 2);
        query.look.top = random_below(&source, 2);
        query.look.stars = ALMANAC_CHART_STARS_ALL;
        query.look.language = random_below(&source, ALMANAC_I18N_LANGUAGES);
        compute(&query);
        draw(&once);
        compute(&query);
        draw(&again);
        assert_int_equal(once.used, again.used);
        assert_memory_equal(once.bytes, again.bytes, once.used);
    }
    base_buf_fini(&once);
    base_buf_fini(&again);
}

static void test_chart_svg_in_red_is_red_on_black_alone(void **state)
{
    (void)state;
    struct random_source source = random_seeded(1);
    struct base_buf out;
    base_buf_init(&out, 1 << 20);
    random_sky(&source, 0.0);
    chart.look.theme = ALMANAC_PALETTE_RED;
    draw(&out);
    int colours = 0;
    for (const char *at = out.bytes; (at = strstr(at, "\"#")) != NULL; at += 2, colours++)
        assert_memory_equal(at + 4, "0000", 4);
    assert_true(colours > 10);
    base_buf_fini(&out);
}

static void test_chart_svg_says_in_words_what_is_up(void **state)
{
    (void)state;
    struct base_buf out;
    base_buf_init(&out, 1 << 20);
    chart = (struct almanac_chart){.count = 2,
                                   .time = "2026-10-30T21:04:00Z",
                                   .marks = {{.body = SKY_BODY_SATURN, .at = {158.0, 41.2}},
                                             {.body = SKY_BODY_MARS, .at = {20.0, -12.0}}}};
    draw(&out);
    assert_non_null(strstr(out.bytes, "Up: Saturn 41° in the south-south-east. Below the horizon: "
                                      "Mars.</desc>"));
    assert_non_null(strstr(out.bytes, "<title>Mars −12° in the north-north-east</title>"));
    chart.count = 0;
    draw(&out);
    assert_non_null(strstr(out.bytes, "Up: none. Below the horizon: none."));
    base_buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chart_svg_labels_never_overlap),
        cmocka_unit_test(test_chart_svg_labels_seven_planets_within_5_degrees),
        cmocka_unit_test(test_chart_svg_keeps_the_sunken_outside),
        cmocka_unit_test(test_chart_svg_has_east_on_the_left_unless_a_map),
        cmocka_unit_test(test_chart_svg_flips_are_symmetric),
        cmocka_unit_test(test_chart_moon_shines_towards_the_sun),
        cmocka_unit_test(test_chart_path_runs_from_noon_to_noon_through_the_body),
        cmocka_unit_test(test_chart_has_the_pole_star_at_the_pole),
        cmocka_unit_test(test_chart_svg_is_small_whole_and_the_same_again),
        cmocka_unit_test(test_chart_svg_in_red_is_red_on_black_alone),
        cmocka_unit_test(test_chart_svg_says_in_words_what_is_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
