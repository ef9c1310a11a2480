/* almanac/events_report: the document of events in pieces, and its formats. */
#include "almanac/events_report.h"

#include "data.h"
#include "format/grammar.h"

static struct base_buf out;

static struct almanac_events_report_request asked(const char *types,
                                                  enum almanac_params_format format, double days)
{
    struct almanac_events_report_request request = {
        .clock = {.dataset = data_store(), .zone = NULL},
        .format = format,
        .query = {.from = data_tt(2026, 8, 1, 0, 0, 0.0), .bodies = data_store()->bodies},
        .has_place = true,
        .place = {48.93, 2.45, 0.0},
        .types = base_text_of(types),
    };
    struct almanac_problem problem;
    request.query.until.days = request.query.from.days + days;
    assert_int_equal(almanac_events_report_types(request.types, &request.query, &problem),
                     BASE_ERR_OK);
    assert_int_equal(almanac_events_report_check(&request, true, &problem), BASE_ERR_OK);
    return request;
}

/* Writes a whole document in pieces of a given size; gives the number of pieces. */
static int write_all(const struct almanac_events_report_request *request, size_t piece)
{
    struct almanac_events_report *report;
    struct sky_fault fault;
    int pieces = 0;
    base_buf_init(&out, 16u << 20);
    assert_int_equal(almanac_events_report_open(request, &report, &fault), BASE_ERR_OK);
    enum base_err err = BASE_ERR_OK;
    while (err == BASE_ERR_OK) {
        size_t before = out.used;
        err = almanac_events_report_append(report, &out, piece, &fault);
        assert_true(out.used - before < piece + 4096);
        pieces++;
    }
    assert_int_equal(err, BASE_ERR_END);
    size_t whole = out.used;
    assert_int_equal(almanac_events_report_append(report, &out, piece, &fault), BASE_ERR_END);
    assert_int_equal(out.used, whole); /* and stays at the end */
    almanac_events_report_close(report);
    base_buf_append(&out, "", 1);
    assert_false(out.has_overflowed);
    return pieces;
}

static void test_events_report_is_the_same_bytes_in_any_pieces(void **state)
{
    (void)state;
    for (enum almanac_params_format format = ALMANAC_PARAMS_JSON; format <= ALMANAC_PARAMS_ICS;
         format++) {
        const struct almanac_events_report_request request =
            asked("phases,eclipses,rise,set,twilight", format, 31.0);
        assert_int_equal(write_all(&request, 1u << 20), 1);
        char *whole = out.bytes;
        assert_true(write_all(&request, 1000) > 20);
        assert_string_equal(out.bytes, whole);
        free(whole);
        base_buf_fini(&out);
    }
}

/* Members of the outermost object of a line. */
static int count_members(const char *line)
{
    int depth = 0, count = 0;
    for (const char *at = line; *at != '\0'; at++) {
        depth += (*at == '{') - (*at == '}');
        count += depth == 1 && strncmp(at, "\": ", 3) == 0;
    }
    return count;
}

static void test_events_report_is_json_with_every_column_in_every_row(void **state)
{
    (void)state;
    struct data_zone zone;
    assert_int_equal(data_zone_open(NULL, BASE_TEXT("Europe/Paris"), &zone), BASE_ERR_OK);
    struct almanac_events_report_request request =
        asked("phases,eclipses,apsides,approaches,rise,azimuth:180", ALMANAC_PARAMS_JSON, 31.0);
    request.clock.zone = &zone;
    write_all(&request, 65536);
    assert_true(grammar_is_json(out.bytes));
    base_buf_fini(&out);
    request.format = ALMANAC_PARAMS_NDJSON;
    write_all(&request, 65536);
    int names = 0;
    for (char *line = strtok(out.bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        assert_true(grammar_is_json(line));
        const int count = count_members(line);
        if (names == 0) names = count;
        assert_int_equal(count, names);
    }
    assert_int_equal(names, 26 + 4); /* four local times */
    base_buf_fini(&out);
    data_zone_close(&zone);
}

/* RFC 5545, sections 3.1 and 3.6: what a strict reader of lines requires. */
static void check_calendar(const char *at)
{
    int depth = 0, events = 0, needed = 0;
    char line[4096];
    while (*at != '\0') {
        size_t length = 0, octets = 0;
        for (;; at++) { /* unfolds a content line */
            if (at[0] == '\r' && at[1] == '\n' && at[2] == ' ') {
                assert_true(octets <= 75);
                octets = 0;
                at += 2;
                octets = 1;
                continue;
            }
            if (at[0] == '\r' && at[1] == '\n') break;
            assert_true((unsigned char)*at >= ' ' && length < sizeof line - 1);
            line[length++] = *at;
            octets++;
        }
        assert_true(octets <= 75);
        at += 2;
        line[length] = '\0';
        size_t name = strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
        assert_true(name > 0 && line[name] == ':');
        if (strcmp(line, "BEGIN:VCALENDAR") == 0) assert_int_equal(depth++, 0);
        if (strcmp(line, "BEGIN:VEVENT") == 0) assert_int_equal(depth++, 1), needed = 0, events++;
        if (strncmp(line, "UID:", 4) == 0 || strncmp(line, "DTSTART:", 8) == 0 ||
            strncmp(line, "DTSTAMP:", 8) == 0)
            needed++;
        if (strncmp(line, "DT", 2) == 0) {
            assert_true(length == name + 17);
            assert_true(line[name + 9] == 'T' && line[name + 16] == 'Z');
        }
        if (strcmp(line, "END:VEVENT") == 0) assert_int_equal(needed, 3), depth--;
        if (strcmp(line, "END:VCALENDAR") == 0) assert_int_equal(--depth, 0);
    }
    assert_int_equal(depth, 0);
    assert_true(events > 100);
}

static void test_events_report_is_a_calendar(void **state)
{
    (void)state;
    const struct almanac_events_report_request request = asked(
        "phases,eclipses,apsides,approaches,rise,twilight,altitude:30", ALMANAC_PARAMS_ICS, 31.0);
    write_all(&request, 65536);
    check_calendar(out.bytes);
    base_buf_fini(&out);
}

static void expect_problem(struct almanac_events_report_request request, enum base_err want,
                           enum almanac_problem_kind kind, const char *parameter)
{
    struct almanac_problem problem;
    assert_int_equal(almanac_events_report_check(&request, true, &problem), want);
    assert_int_equal(problem.kind, kind);
    assert_true(base_text_equals(problem.parameter, base_text_of(parameter)));
}

static void test_events_report_refuses_what_it_cannot_grant(void **state)
{
    (void)state;
    struct almanac_events_report_request request = asked("rise", ALMANAC_PARAMS_JSON, 3652.0);
    request.has_place = false;
    expect_problem(request, BASE_ERR_MISSING, ALMANAC_PROBLEM_PARAMETER_MISSING, "lat");
    request.has_place = true;
    request.query.until.days += 2.0;
    expect_problem(request, BASE_ERR_RANGE, ALMANAC_PROBLEM_PARAMETER_CONFLICT, "stop");
    request.query.until.days = request.query.from.days - 1.0;
    expect_problem(request, BASE_ERR_RANGE, ALMANAC_PROBLEM_PARAMETER_CONFLICT, "stop");
    request = asked("phases", ALMANAC_PARAMS_ICS, 1.0);
    request.query.from.days = -4000.0 * 365.25;
    request.query.until.days = request.query.from.days + 1.0;
    expect_problem(request, BASE_ERR_FORMAT, ALMANAC_PROBLEM_PARAMETER_CONFLICT, "start");
    struct almanac_problem problem;
    struct almanac_events_merge_query query = {0};
    assert_int_equal(almanac_events_report_types(BASE_TEXT("phases,eclipsse"), &query, &problem),
                     BASE_ERR_FORMAT);
    assert_true(base_text_equals(problem.did_you_mean, BASE_TEXT("eclipses")));
}

/* The half days that a search needs must lie in the ephemeris; otherwise the error comes before the
 * first byte. */
static void test_events_report_refuses_what_lies_beyond_the_ephemeris_first(void **state)
{
    (void)state;
    struct almanac_events_report_request request = asked("rise", ALMANAC_PARAMS_JSON, 1.0);
    struct almanac_events_report *report;
    struct sky_fault fault = {0};
    request.query.from = data_tt(2099, 6, 1, 0, 0, 0.0);
    request.query.until = data_tt(2101, 6, 1, 0, 0, 0.0);
    assert_int_equal(almanac_events_report_open(&request, &report, &fault), BASE_ERR_RANGE);
    assert_int_equal(fault.code, BASE_ERR_RANGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events_report_is_the_same_bytes_in_any_pieces),
        cmocka_unit_test(test_events_report_is_json_with_every_column_in_every_row),
        cmocka_unit_test(test_events_report_is_a_calendar),
        cmocka_unit_test(test_events_report_refuses_what_it_cannot_grant),
        cmocka_unit_test(test_events_report_refuses_what_lies_beyond_the_ephemeris_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
