/* cmd/tui/terminal_layout: the parts of the screen at every size. */
#include "cmd/tui/terminal_layout.h"

#include "check.h"
#include "cmd/tui/braille_dome.h"

static void check_within(const struct cmd_terminal_layout_box *box, int rows, int columns)
{
    if (box->rows <= 0) return;
    assert_true(box->row >= 0 && box->column >= 0 && box->columns > 0);
    assert_true(box->row + box->rows <= rows && box->column + box->columns <= columns);
}

static bool is_apart(const struct cmd_terminal_layout_box *a,
                     const struct cmd_terminal_layout_box *b)
{
    return a->rows <= 0 || b->rows <= 0 || a->row + a->rows <= b->row ||
           b->row + b->rows <= a->row || a->column + a->columns <= b->column ||
           b->column + b->columns <= a->column;
}

static void check_parts(int rows, int columns, int bodies)
{
    const struct cmd_terminal_layout screen = cmd_terminal_layout_split(rows, columns, bodies);
    const struct cmd_terminal_layout_box *parts[] = {&screen.head, &screen.dome, &screen.table,
                                                     &screen.details, &screen.foot};
    for (int i = 0; i < 5; i++) {
        check_within(parts[i], rows, columns);
        for (int j = 0; j < i; j++) assert_true(is_apart(parts[i], parts[j]));
    }
    assert_int_equal(screen.table.rows > 0, rows > 0 && columns > 0);
    if (screen.dome.rows <= 0) return;
    assert_true(screen.dome.rows >= CMD_BRAILLE_DOME_ROWS_MIN);
    assert_true(screen.dome.columns >= CMD_BRAILLE_DOME_COLUMNS_MIN);
}

static void test_terminal_layout_parts_lie_apart_within_every_size(void **state)
{
    (void)state;
    for (int rows = 0; rows < 90; rows++)
        for (int columns = 0; columns < 250; columns++)
            for (int bodies = 1; bodies <= 10; bodies += 3) check_parts(rows, columns, bodies);
    check_parts(1000, 3000, 10);
}

static void test_terminal_layout_of_a_usual_terminal_has_everything(void **state)
{
    (void)state;
    const struct cmd_terminal_layout screen = cmd_terminal_layout_split(24, 80, 10);
    assert_int_equal(screen.head.rows, 2);
    assert_true(screen.dome.rows >= 18 && screen.dome.columns >= 36);
    assert_int_equal(screen.table.rows, 11);
    assert_true(screen.details.rows >= CMD_TERMINAL_LAYOUT_DETAILS_MIN);
    assert_int_equal(screen.foot.rows, 1);
}

static void test_terminal_layout_that_is_tall_has_the_dome_above(void **state)
{
    (void)state;
    const struct cmd_terminal_layout screen = cmd_terminal_layout_split(50, 45, 10);
    assert_true(screen.dome.rows > 0 && screen.dome.row + screen.dome.rows <= screen.table.row);
    assert_int_equal(screen.table.rows, 11);
}

static void test_terminal_layout_that_is_small_is_the_table_alone(void **state)
{
    (void)state;
    const struct cmd_terminal_layout screen = cmd_terminal_layout_split(5, 20, 10);
    assert_int_equal(screen.dome.rows, 0);
    assert_int_equal(screen.table.rows, 3);
    assert_int_equal(screen.table.columns, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terminal_layout_parts_lie_apart_within_every_size),
        cmocka_unit_test(test_terminal_layout_of_a_usual_terminal_has_everything),
        cmocka_unit_test(test_terminal_layout_that_is_tall_has_the_dome_above),
        cmocka_unit_test(test_terminal_layout_that_is_small_is_the_table_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
