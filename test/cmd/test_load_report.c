/* cmd/load_report: counts, exact percentiles, both forms. */
#include "check.h"
#include "cmd/load_report.h"

static void fill(struct cmd_load_report *report, unsigned count)
{
    assert_int_equal(cmd_load_report_init(report, count), BASE_ERR_OK);
    for (unsigned i = count; i > 0; i--) cmd_load_report_add_answer(report, 200, i * 1000);
}

/* Nearest rank: the least value that this percentage does not exceed. */
static void test_load_report_percentiles_are_nearest_ranks(void **state)
{
    (void)state;
    struct cmd_load_report report;
    fill(&report, 200);
    assert_int_equal(cmd_load_report_latency_us(&report, 50.0), 100000);
    assert_int_equal(cmd_load_report_latency_us(&report, 90.0), 180000);
    assert_int_equal(cmd_load_report_latency_us(&report, 99.0), 198000);
    assert_int_equal(cmd_load_report_latency_us(&report, 99.9), 200000);
    assert_int_equal(cmd_load_report_latency_us(&report, 100.0), 200000);
    assert_int_equal(cmd_load_report_latency_us(&report, 0.1), 1000);
    cmd_load_report_fini(&report);
}

static void test_load_report_of_nothing_has_no_latency(void **state)
{
    (void)state;
    struct cmd_load_report report;
    fill(&report, 0);
    assert_int_equal(cmd_load_report_latency_us(&report, 50.0), 0);
    cmd_load_report_fini(&report);
}

static void check_text(struct cmd_load_report *report,
                       void (*append)(struct base_buf *, struct cmd_load_report *),
                       const char *want)
{
    struct base_buf out;
    base_buf_init(&out, 4096);
    append(&out, report);
    base_buf_append(&out, "", 1);
    assert_false(out.has_overflowed);
    assert_string_equal(out.bytes, want);
    base_buf_fini(&out);
}

static void test_load_report_has_the_same_figures_in_both_forms(void **state)
{
    (void)state;
    struct cmd_load_report report;
    assert_int_equal(cmd_load_report_init(&report, 4), BASE_ERR_OK);
    cmd_load_report_add_answer(&report, 404, 4000);
    cmd_load_report_add_answer(&report, 200, 1500);
    cmd_load_report_add_answer(&report, 1000, 2500); /* no status: counted as 0 */
    cmd_load_report_add_failure(&report, BASE_ERR_LATE);
    report.bytes = 77;
    report.connections = 2;
    report.retries = 1;
    report.elapsed_us = 1500000;
    assert_int_equal(cmd_load_report_refusals(&report), 1);
    check_text(&report, cmd_load_report_append_text,
               "4 requests in 1.500 s, 2 a second, over 2 connections\n"
               "status   0: 1  200: 1  404: 1  a deadline passed: 1\n"
               "bytes    77\n"
               "latency  median 2.50 ms  90 % 4.00 ms  99 % 4.00 ms  max 4.00 ms\n"
               "tried again once\n");
    check_text(&report, cmd_load_report_append_json,
               "{\"requests\":4,\"elapsed_s\":1.500000,\"requests_per_s\":2.0,"
               "\"status\":{\"0\":1,\"200\":1,\"404\":1},\"failed\":1,\"failures\":{\"late\":1},"
               "\"bytes\":77,\"connections\":2,\"retries\":1,\"latency_ms\":{\"min\":1.500,"
               "\"p50\":2.500,\"p90\":4.000,\"p99\":4.000,\"max\":4.000}}\n");
    cmd_load_report_fini(&report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_load_report_percentiles_are_nearest_ranks),
        cmocka_unit_test(test_load_report_of_nothing_has_no_latency),
        cmocka_unit_test(test_load_report_has_the_same_figures_in_both_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
