/* cmd/tui/braille_dome: bodies and names on a grid of characters. Expected cells follow from the
 * drawing's own definition: what an observer sees lying on the back, head to the north. */
#include "cmd/tui/braille_dome.h"

#include "check.h"
#include "random.h"

#include <string.h>

static const char *const NAMES[] = {"Sun",     "Moon",   "Mercury", "Venus",   "Mars",
                                    "Jupiter", "Saturn", "Uranus",  "Neptune", "Pluto"};
enum { NAMED = sizeof NAMES / sizeof *NAMES };

static struct cmd_braille_dome_mark mark(const char *name, double az_deg, double alt_deg)
{
    return (struct cmd_braille_dome_mark){az_deg, alt_deg, base_text_of(name)};
}

static struct cmd_braille_dome lay(int rows, int columns, const struct cmd_braille_dome_mark *marks,
                                   int count)
{
    struct cmd_braille_dome dome;
    assert_true(cmd_braille_dome_arrange(rows, columns, marks, count, &dome));
    return dome;
}

static struct cmd_braille_dome_place placed(double az_deg, double alt_deg)
{
    struct cmd_braille_dome_mark one = mark("Mars", az_deg, alt_deg);
    return lay(21, 41, &one, 1).places[0];
}

static void test_braille_dome_has_the_zenith_in_the_middle(void **state)
{
    (void)state;
    for (double az_deg = 0.0; az_deg < 360.0; az_deg += 45.0) {
        struct cmd_braille_dome_place place = placed(az_deg, 90.0);
        assert_int_equal(place.symbol.row, 10);
        assert_int_equal(place.symbol.column, 20);
    }
}

static void test_braille_dome_has_east_on_the_left(void **state)
{
    (void)state;
    struct cmd_braille_dome dome = lay(21, 41, NULL, 0);
    assert_true(dome.winds[CMD_BRAILLE_DOME_EAST].column < dome.zenith.column);
    assert_true(dome.winds[CMD_BRAILLE_DOME_WEST].column > dome.zenith.column);
    assert_true(dome.winds[CMD_BRAILLE_DOME_NORTH].row < dome.zenith.row);
    assert_true(dome.winds[CMD_BRAILLE_DOME_SOUTH].row > dome.zenith.row);
    assert_true(placed(90.0, 30.0).symbol.column < 20);
    assert_true(placed(270.0, 30.0).symbol.column > 20);
    assert_true(placed(0.0, 30.0).symbol.row < 10);
    assert_true(placed(180.0, 30.0).symbol.row > 10);
    assert_int_equal(placed(90.0, 30.0).symbol.row, 10);
    assert_int_equal(placed(180.0, 30.0).symbol.column, 20);
}

/* Half way up is half the radius: 2 * 20 - 4 = 36 dots, so 18 of them, 9 columns or 4.5 rows. */
static void test_braille_dome_runs_evenly_from_horizon_to_zenith(void **state)
{
    (void)state;
    CHECK_NEAR(lay(21, 41, NULL, 0).radius_dots, 36.0, 0.0); /* whole dots: exact */
    assert_int_equal(placed(90.0, 45.0).symbol.column, 20 - 9);
    assert_int_equal(placed(270.0, 45.0).symbol.column, 20 + 9);
    assert_in_range(placed(180.0, 45.0).symbol.row, 10 + 4, 10 + 5);
}

static void test_braille_dome_is_absent_when_too_small(void **state)
{
    (void)state;
    struct cmd_braille_dome dome;
    assert_false(cmd_braille_dome_arrange(CMD_BRAILLE_DOME_ROWS_MIN - 1, 80, NULL, 0, &dome));
    assert_false(cmd_braille_dome_arrange(24, CMD_BRAILLE_DOME_COLUMNS_MIN - 1, NULL, 0, &dome));
    assert_false(cmd_braille_dome_arrange(0, 0, NULL, 0, &dome));
    assert_true(cmd_braille_dome_arrange(CMD_BRAILLE_DOME_ROWS_MIN, CMD_BRAILLE_DOME_COLUMNS_MIN,
                                         NULL, 0, &dome));
}

/* Each cell may be used once: a picture of the grid, filled in. */
static char grid[512][512];

static void use(struct cmd_braille_dome_cell cell, int chars, const struct cmd_braille_dome *dome)
{
    assert_in_range(cell.row, 0, dome->rows - 1);
    assert_true(cell.column >= 0 && cell.column + chars <= dome->columns);
    for (int i = 0; i < chars; i++) {
        assert_int_equal(grid[cell.row][cell.column + i], 0);
        grid[cell.row][cell.column + i] = 1;
    }
}

static void check_layout(const struct cmd_braille_dome *dome,
                         const struct cmd_braille_dome_mark *marks)
{
    memset(grid, 0, sizeof grid);
    for (int i = 0; i < CMD_BRAILLE_DOME_WINDS; i++) {
        use(dome->winds[i], 1, dome);
        assert_false(cmd_braille_dome_is_inside(dome, dome->winds[i]));
        assert_int_equal(cmd_braille_dome_dots(dome, dome->winds[i]), 0);
    }
    for (int i = 0; i < dome->count; i++) {
        const struct cmd_braille_dome_place *place = &dome->places[i];
        assert_int_equal(place->is_up, marks[i].alt_deg > 0.0);
        if (!place->is_shown) {
            assert_int_equal(place->label_chars, 0);
            continue;
        }
        use(place->symbol, 1, dome);
        assert_int_equal(cmd_braille_dome_is_inside(dome, place->symbol), place->is_up);
    }
    for (int i = 0; i < dome->count; i++) {
        const struct cmd_braille_dome_place *place = &dome->places[i];
        use(place->label, place->label_chars, dome);
        for (int c = 0; c < place->label_chars && !place->is_up; c++)
            assert_false(cmd_braille_dome_is_inside(
                dome, (struct cmd_braille_dome_cell){place->label.row, place->label.column + c}));
        assert_true(place->label_chars == 0 || place->label_chars == CMD_BRAILLE_DOME_SHORT_CHARS ||
                    place->label_chars == (int)marks[i].name.length);
    }
}

static void
test_braille_dome_labels_never_overlap_and_stay_on_their_side_of_the_horizon(void **state)
{
    (void)state;
    struct random_source source = random_seeded(20261122);
    for (int round = 0; round < 20000; round++) {
        const int rows = CMD_BRAILLE_DOME_ROWS_MIN + (int)random_below(&source, 60);
        const int columns = CMD_BRAILLE_DOME_COLUMNS_MIN + (int)random_below(&source, 150);
        const bool is_crowded = random_below(&source, 3) == 0; /* all within some degrees */
        const double az_deg = random_between(&source, 0.0, 360.0);
        const double alt_deg = random_between(&source, -90.0, 90.0);
        struct cmd_braille_dome_mark marks[NAMED];
        for (int i = 0; i < NAMED; i++)
            marks[i] = is_crowded ? mark(NAMES[i], az_deg + random_between(&source, -5.0, 5.0),
                                         fmax(-90.0, fmin(90.0, alt_deg + (double)i - 5.0)))
                                  : mark(NAMES[i], random_between(&source, 0.0, 360.0),
                                         random_between(&source, -90.0, 90.0));
        struct cmd_braille_dome dome = lay(rows, columns, marks, NAMED);
        check_layout(&dome, marks);
    }
}

static void test_braille_dome_shows_every_body_of_ordinary_skies(void **state)
{
    (void)state;
    struct random_source source = random_seeded(4);
    int named = 0;
    enum { ROUNDS = 5000 };
    for (int round = 0; round < ROUNDS; round++) {
        struct cmd_braille_dome_mark marks[NAMED];
        for (int i = 0; i < NAMED; i++)
            marks[i] = mark(NAMES[i], random_between(&source, 0.0, 360.0),
                            random_between(&source, -90.0, 90.0));
        struct cmd_braille_dome dome = lay(19, 60, marks, NAMED);
        for (int i = 0; i < NAMED; i++) {
            assert_true(dome.places[i].is_shown);
            named += dome.places[i].label_chars > 0;
        }
    }
    assert_true(named > ROUNDS * NAMED * 9 / 10); /* the table beside has the rest */
}

static void test_braille_dome_names_a_body_that_is_alone(void **state)
{
    (void)state;
    struct random_source source = random_seeded(5);
    for (int round = 0; round < 5000; round++) {
        struct cmd_braille_dome_mark one = mark("Mercury", random_between(&source, 0.0, 360.0),
                                                random_between(&source, -90.0, 90.0));
        assert_int_equal(lay(19, 60, &one, 1).places[0].label_chars, 7);
    }
}

static void test_braille_dome_draws_bodies_at_the_very_horizon_on_their_side(void **state)
{
    (void)state;
    const double alts_deg[] = {1e-9, 0.0, -1e-9, 90.0, -90.0};
    for (int rows = CMD_BRAILLE_DOME_ROWS_MIN; rows < 40; rows++)
        for (double az_deg = 0.0; az_deg <= 360.0; az_deg += 7.5)
            for (size_t i = 0; i < sizeof alts_deg / sizeof *alts_deg; i++) {
                struct cmd_braille_dome_mark one = mark("Neptune", az_deg, alts_deg[i]);
                struct cmd_braille_dome dome = lay(rows, 3 * rows, &one, 1);
                assert_true(dome.places[0].is_shown);
                check_layout(&dome, &one);
            }
}

/* At the pole all bodies keep their altitude through the day and every direction is south or
 * north; the drawing has no special case for it. */
static void test_braille_dome_of_the_pole_is_a_ring_of_one_altitude(void **state)
{
    (void)state;
    for (double az_deg = 0.0; az_deg < 360.0; az_deg += 30.0) {
        struct cmd_braille_dome_place place = placed(az_deg, 23.4);
        double right = 2.0 * (place.symbol.column - 20), down = 4.0 * (place.symbol.row - 10);
        /* the middle of a cell is at most half its diagonal, 2.24 dots, from the point */
        CHECK_NEAR(hypot(right, down), 36.0 * (90.0 - 23.4) / 90.0, 2.24);
    }
}

static void test_braille_dome_circle_is_closed_and_round(void **state)
{
    (void)state;
    struct cmd_braille_dome dome = lay(25, 60, NULL, 0);
    unsigned rows_with_dots = 0, dots = 0;
    for (int row = 0; row < dome.rows; row++) {
        bool has = false;
        for (int column = 0; column < dome.columns; column++) {
            unsigned bits =
                cmd_braille_dome_dots(&dome, (struct cmd_braille_dome_cell){row, column});
            has |= bits != 0;
            dots += (unsigned)__builtin_popcount(bits);
            /* mirrored about the zenith's column: bits of left and right swap */
            unsigned other = cmd_braille_dome_dots(
                &dome, (struct cmd_braille_dome_cell){row, 2 * dome.zenith.column - column});
            assert_int_equal(__builtin_popcount(bits), __builtin_popcount(other));
        }
        rows_with_dots += has;
    }
    assert_int_equal(rows_with_dots, 23); /* 44 dots up and down: 11 rows and the middle one */
    CHECK_NEAR(dots, 2.0 * 3.14159265 * dome.radius_dots, 0.1 * dots); /* a line one dot wide */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_braille_dome_has_the_zenith_in_the_middle),
        cmocka_unit_test(test_braille_dome_has_east_on_the_left),
        cmocka_unit_test(test_braille_dome_runs_evenly_from_horizon_to_zenith),
        cmocka_unit_test(test_braille_dome_is_absent_when_too_small),
        cmocka_unit_test(
            test_braille_dome_labels_never_overlap_and_stay_on_their_side_of_the_horizon),
        cmocka_unit_test(test_braille_dome_shows_every_body_of_ordinary_skies),
        cmocka_unit_test(test_braille_dome_names_a_body_that_is_alone),
        cmocka_unit_test(test_braille_dome_draws_bodies_at_the_very_horizon_on_their_side),
        cmocka_unit_test(test_braille_dome_of_the_pole_is_a_ring_of_one_altitude),
        cmocka_unit_test(test_braille_dome_circle_is_closed_and_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
