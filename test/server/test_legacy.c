/* server/legacy: the two routes of the original application, byte for byte. */
#include "server/legacy.h"

#include "check.h"
#include "server/asking.h"

#define OTWAY "lon=145.051&lat=-39.754&elevation=0&time=2018-10-31T03:22:47Z"

struct planet {
    double az, alt;
    char name[16];
};

/* Splits the answer; fails for anything that differs from the contract. */
static struct planet read_planet(const char *body)
{
    struct planet p;
    char az[64], alt[64], again[256];
    assert_int_equal(sscanf(body, "{\"az\": %60[^,], \"alt\": %60[^,], \"name\": \"%15[a-z]\"}", az,
                            alt, p.name),
                     3);
    snprintf(again, sizeof again, "{\"az\": %s, \"alt\": %s, \"name\": \"%s\"}", az, alt, p.name);
    assert_string_equal(body, again);
    p.az = strtod(az, NULL);
    p.alt = strtod(alt, NULL);
    const char *const texts[] = {az, alt};
    for (int i = 0; i < 2; i++) { /* the shortest decimal of its double, as Python prints it */
        char shortest[64];
        int digits = 1;
        do snprintf(shortest, sizeof shortest, "%.*g", digits, strtod(texts[i], NULL));
        while (strtod(shortest, NULL) != strtod(texts[i], NULL) && ++digits < 18);
        int significant = 0;
        for (const char *c = texts[i]; *c != '\0'; c++)
            significant += *c >= '0' && *c <= '9' && (significant > 0 || *c != '0');
        assert_true(significant <= digits || strstr(texts[i], ".0") != NULL);
        assert_non_null(strchr(texts[i], '.'));
    }
    return p;
}

static struct planet planet_of(const char *target)
{
    assert_int_equal(ask_get(&ask, target), 200);
    assert_true(ask_has_type(&ask, "application/json; charset=utf-8"));
    assert_true(ask_has_header(&ask, "Access-Control-Allow-Origin: *"));
    return read_planet(ask.body);
}

static void test_legacy_answers_as_the_original_did(void **state)
{
    (void)state;
    /* PyEphem's figures, as the article printed them; 0.001 deg is what the project promises. */
    struct planet mars = planet_of("/planets/mars?" OTWAY "&refraction=pyephem");
    CHECK_NEAR(mars.az, 102.30273048280189, 0.001);
    CHECK_NEAR(mars.alt, 11.690380174890928, 0.001);
    assert_string_equal(mars.name, "mars");
    assert_false(ask_has_header(&ask, "PlanetTracker-Location: default"));
    mars = planet_of("/planets/mars?lon=-0.0005&lat=51.4769&elevation=0&time=2018-10-17T12:32:04Z");
    CHECK_NEAR(mars.az, 92.90019644871396, 0.001);
    CHECK_NEAR(mars.alt, -23.146670983905302, 0.001);
}

static void test_legacy_air_is_pyephems_by_default(void **state)
{
    (void)state;
    double airless = planet_of("/planets/mars?" OTWAY "&refraction=none").alt;
    CHECK_NEAR(airless, 11.61602, 0.001); /* libastro, with pressure 0 */
    /* the smooth curve differs from the original's by 0.24' at most above the horizon */
    CHECK_NEAR(planet_of("/planets/mars?" OTWAY).alt, 11.690380174890928, 0.24 / 60.0);
    double vacuum = planet_of("/planets/mars?" OTWAY "&pressure=0").alt;
    CHECK_NEAR(vacuum, airless, 1e-12); /* the last decimal */
    double lift = planet_of("/planets/mars?" OTWAY "&pressure=1010&temperature=15").alt;
    CHECK_NEAR(lift, planet_of("/planets/mars?" OTWAY).alt, 0.0);
    assert_true(planet_of("/planets/mars?" OTWAY "&temperature=-40").alt > lift);
}

static void test_legacy_knows_ten_bodies(void **state)
{
    (void)state;
    static const char *const names[] = {"mercury", "venus",   "mars", "jupiter", "saturn",
                                        "uranus",  "neptune", "sun",  "moon",    "pluto"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char target[128];
        snprintf(target, sizeof target, "/planets/%s?" OTWAY, names[i]);
        struct planet p = planet_of(target);
        assert_string_equal(p.name, names[i]);
        assert_true(p.az >= 0.0 && p.az < 360.0 && p.alt >= -90.0 && p.alt <= 90.0);
    }
}

/* Any of the three missing: Greenwich, exactly as the original, and a header that reports it. */
static void test_legacy_without_a_whole_place_is_greenwich(void **state)
{
    (void)state;
    char greenwich[256];
    (void)planet_of("/planets/mars?lon=-0.0005&lat=51.4769&elevation=0&time=2018-10-17T12:32:04Z");
    memcpy(greenwich, ask.body, sizeof greenwich);
    static const char *const targets[] = {
        "/planets/mars?time=2018-10-17T12:32:04Z",
        "/planets/mars?lon=10&lat=20&time=2018-10-17T12:32:04Z",
        "/planets/mars?lon=10&elevation=20&time=2018-10-17T12:32:04Z",
        "/planets/mars?elevation=10&lat=20&time=2018-10-17T12:32:04Z",
    };
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        (void)planet_of(targets[i]);
        assert_true(ask_has_header(&ask, "PlanetTracker-Location: default"));
        assert_string_equal(ask.body, greenwich);
    }
}

static void test_legacy_accepts_0_as_a_value(void **state)
{
    (void)state;
    struct planet zero =
        planet_of("/planets/mars?lon=0&lat=0&elevation=0&time=2018-10-31T03:22:47Z");
    assert_false(ask_has_header(&ask, "PlanetTracker-Location: default"));
    struct planet near =
        planet_of("/planets/mars?lon=1e-7&lat=-1e-7&elevation=0&time=2018-10-31T03:22:47Z");
    CHECK_NEAR(zero.az, near.az, 1e-6); /* the step of 1e-7 deg */
    CHECK_NEAR(zero.alt, near.alt, 1e-6);
}

static void test_legacy_reads_sexagesimal_places(void **state)
{
    (void)state;
    struct planet decimal =
        planet_of("/planets/mars?lon=-0.5&lat=51.47688888888889&elevation=0&time=@1539779524");
    struct planet sexagesimal =
        planet_of("/planets/mars?lon=-0:30&lat=51:28:36.8&elevation=0&time=@1539779524");
    CHECK_NEAR(sexagesimal.az, decimal.az, 1e-11); /* decimals of the answer, and of 51:28:36.8 */
    CHECK_NEAR(sexagesimal.alt, decimal.alt, 1e-11);
    struct planet escaped =
        planet_of("/planets/mars?lon=-0%3A30&lat=%35%31:28:36.8&elevation=0&time=@1539779524");
    assert_true(escaped.az == sexagesimal.az && escaped.alt == sexagesimal.alt);
}

static void test_legacy_ignores_unknown_parameters(void **state)
{
    (void)state;
    (void)planet_of("/planets/mars?" OTWAY);
    char plain[256];
    memcpy(plain, ask.body, sizeof plain);
    (void)planet_of("/planets/mars?_=1539779524&" OTWAY "&bodies=nonsense&elevaton=5&&x");
    assert_string_equal(ask.body, plain);
}

static void test_legacy_answers_head_like_get_without_content(void **state)
{
    (void)state;
    assert_int_equal(ask_with(&ask, "HEAD", "/planets/mars?" OTWAY, ""), 200);
    assert_string_equal(ask.body, "");
    assert_true(ask.reply.body.used > 40); /* as Content-Length says */
    assert_true(ask_has_type(&ask, "application/json; charset=utf-8"));
}

static void test_legacy_refuses_with_a_problem(void **state)
{
    (void)state;
    static const struct {
        const char *target;
        unsigned status;
        const char *code;
    } cases[] = {
        {"/planets/marz?" OTWAY, 404, "body-unknown"},
        {"/planets/Mars", 404, "body-unknown"},
        {"/planets/", 404, "body-unknown"},
        {"/planets/earth", 404, "body-unknown"},
        {"/planets/mars/x", 404, "body-unknown"},
        {"/planets/499", 404, "body-unknown"},
        {"/planets", 404, "route-unknown"},
        {"/planets/mars?lat=91&lon=0&elevation=0", 400, "parameter-invalid"},
        {"/planets/mars?lat=-90.0000001&lon=0&elevation=0", 400, "parameter-invalid"},
        {"/planets/mars?lat=NaN&lon=0&elevation=0", 400, "parameter-invalid"},
        {"/planets/mars?lat=0&lon=Infinity&elevation=0", 400, "parameter-invalid"},
        {"/planets/mars?lat=0&lon=361&elevation=0", 400, "parameter-invalid"},
        {"/planets/mars?lat=0&lon=0&elevation=1e9", 400, "parameter-invalid"},
        {"/planets/mars?lat=&lon=0&elevation=0", 400, "parameter-invalid"},
        {"/planets/mars?lat=1%", 400, "parameter-invalid"},
        {"/planets/mars?lat=1&lat=1&lon=0&elevation=0", 400, "parameter-conflict"},
        {"/planets/mars?time=2018-10-31T03:22:47", 400, "time-zone-missing"},
        {"/planets/mars?time=yesterday", 400, "parameter-invalid"},
        {"/planets/mars?refraction=thick", 400, "parameter-invalid"},
        {"/planets/mars?time=1899-12-01T00:00:00Z", 422, "time-out-of-range"},
        {"/planets/mars?time=2101-01-01T00:00:00Z", 422, "time-out-of-range"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ask_get(&ask, cases[i].target);
        ask_expect_problem(&ask, cases[i].status, cases[i].code);
    }
    ask_get(&ask, "/planets/marz");
    assert_non_null(strstr(ask.body, "\"did_you_mean\": \"mars\""));
    ask_with(&ask, "POST", "/planets/mars", "Content-Length: 0\r\n");
    ask_expect_problem(&ask, 405, "method-not-allowed");
    assert_true(ask_has_header(&ask, "Allow: GET, HEAD, OPTIONS"));
}

/* Copies a member of the last answer, 20 characters of RFC 3339. */
static void read_limit(const char *member, char limit[21])
{
    const char *at = strstr(ask.body, member);
    assert_non_null(at);
    memcpy(limit, at + strlen(member), 20);
    limit[20] = '\0';
}

/* A refusal states the limits of what is covered, and at those limits there is an answer. The first
 * limits may be the Earth's, the next ones the body's own. */
static void test_legacy_limits_are_inside(void **state)
{
    (void)state;
    static const char *const outside[] = {"1850-06-01T00:00:00Z", "2150-06-01T00:00:00Z"};
    static const char *const members[] = {"\"valid_from\": \"", "\"valid_to\": \""};
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        for (size_t k = 0; k < 2; k++) {
            char target[128], limit[21];
            memcpy(limit, outside[k], sizeof limit);
            for (int asked = 0;; asked++) {
                snprintf(target, sizeof target, "/planets/%s?time=%s", sky_body_info(body)->name.at,
                         limit);
                if (ask_get(&ask, target) == 200) break;
                ask_expect_problem(&ask, 422, "time-out-of-range");
                assert_true(asked < 2);
                read_limit(members[k], limit);
            }
        }
    }
}

static void test_legacy_echoes_a_location(void **state)
{
    (void)state;
    static const struct {
        const char *form, *answer;
    } cases[] = {
        {"lat=48.93&lon=2.45&elevation=0",
         "{\"lon\": \"2.45\", \"lat\": \"48.93\", \"elevation\": 0.0}"},
        {"elevation=35&lon=%2B2.45&lat=-0",
         "{\"lon\": \"+2.45\", \"lat\": \"-0\", \"elevation\": 35.0}"},
        {"lat=51:28:36.8&lon=-0%3A0%3A1.8&elevation=47.15",
         "{\"lon\": \"-0:0:1.8\", \"lat\": \"51:28:36.8\", \"elevation\": 47.15}"},
        {"lat=0&lon=0&elevation=-0.5", "{\"lon\": \"0\", \"lat\": \"0\", \"elevation\": -0.5}"},
        {"lat=1.50&lon=002&elevation=1e-5&more=ignored",
         "{\"lon\": \"002\", \"lat\": \"1.50\", \"elevation\": 1e-05}"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(ask_post(&ask, "/geo_location", cases[i].form), 200);
        assert_true(ask_has_type(&ask, "application/json; charset=utf-8"));
        assert_string_equal(ask.body, cases[i].answer);
    }
}

static void test_legacy_refuses_half_a_location(void **state)
{
    (void)state;
    static const struct {
        const char *form, *code, *parameter;
    } cases[] = {
        {"", "parameter-missing", "lat"},
        {"lat=1&lon=2", "parameter-missing", "elevation"},
        {"lat=1&elevation=2", "parameter-missing", "lon"},
        {"lon=1&elevation=2", "parameter-missing", "lat"},
        {"lat=&lon=1&elevation=2", "parameter-invalid", "lat"},
        {"lat=north&lon=1&elevation=2", "parameter-invalid", "lat"},
        {"lat=91&lon=1&elevation=2", "parameter-invalid", "lat"},
        {"lat=1&lon=nan&elevation=2", "parameter-invalid", "lon"},
        {"lat=1&lon=2&elevation=inf", "parameter-invalid", "elevation"},
        {"lat=1&lon=2&elevation=3&lat=1", "parameter-conflict", "lat"},
        {"lat=1%zz&lon=2&elevation=3", "parameter-invalid", "query"},
        {"lat=1&lon=2&elevation=3&x=%4", "parameter-invalid", "query"},
        {"{\"lat\": 1, \"lon\": 2, \"elevation\": 3}", "parameter-missing", "lat"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char member[64];
        ask_post(&ask, "/geo_location", cases[i].form);
        ask_expect_problem(&ask, 400, cases[i].code);
        snprintf(member, sizeof member, "\"parameter\": \"%s\"", cases[i].parameter);
        if (strstr(ask.body, member) == NULL) fail_msg("no %s in %s", member, ask.body);
    }
    ask_get(&ask, "/geo_location");
    ask_expect_problem(&ask, 405, "method-not-allowed");
    assert_true(ask_has_header(&ask, "Allow: POST, OPTIONS"));
}

/* Nothing is stored: the next request without a place is still for Greenwich. */
static void test_legacy_forgets_a_location(void **state)
{
    (void)state;
    (void)planet_of("/planets/mars?time=2018-10-17T12:32:04Z");
    char before[256];
    memcpy(before, ask.body, sizeof before);
    assert_int_equal(ask_post(&ask, "/geo_location", "lat=48.93&lon=2.45&elevation=0"), 200);
    (void)planet_of("/planets/mars?time=2018-10-17T12:32:04Z");
    assert_string_equal(ask.body, before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_legacy_answers_as_the_original_did),
        cmocka_unit_test(test_legacy_air_is_pyephems_by_default),
        cmocka_unit_test(test_legacy_knows_ten_bodies),
        cmocka_unit_test(test_legacy_without_a_whole_place_is_greenwich),
        cmocka_unit_test(test_legacy_accepts_0_as_a_value),
        cmocka_unit_test(test_legacy_reads_sexagesimal_places),
        cmocka_unit_test(test_legacy_ignores_unknown_parameters),
        cmocka_unit_test(test_legacy_answers_head_like_get_without_content),
        cmocka_unit_test(test_legacy_refuses_with_a_problem),
        cmocka_unit_test(test_legacy_limits_are_inside),
        cmocka_unit_test(test_legacy_echoes_a_location),
        cmocka_unit_test(test_legacy_refuses_half_a_location),
        cmocka_unit_test(test_legacy_forgets_a_location),
    };
    return cmocka_run_group_tests(tests, ask_open, ask_close);
}
