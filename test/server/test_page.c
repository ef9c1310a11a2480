/* server/page: the page as the server makes it, requested as a browser without scripts would. */
#include "server/page.h"

#include "server/asking.h"
#include "server/assets.h"

#define SATURN "/?lat=48.93&lon=2.45&time=2026-10-30T21:04Z&body=saturn"

static void expect(const char *text)
{
    if (strstr(ask.body, text) == NULL) fail_msg("no %s in %s", text, ask.body);
}

static void expect_none(const char *text)
{
    if (strstr(ask.body, text) != NULL) fail_msg("%s in %s", text, ask.body);
}

static bool is_void(const char *name, size_t length)
{
    static const char *const names[] = {"meta", "link", "input", "br"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0) return true;
    return false;
}

/* Whether elements nest, ids are unique, and every & begins a reference. */
static void check_markup(void)
{
    const char *open[64], *at = ask.body;
    size_t lengths[64];
    int depth = 0;
    while (*at != '\0') {
        if (*at == '&') {
            size_t name = strcspn(at, ";");
            assert_true(name > 1 && name < 8 && at[name] == ';');
        }
        if (*at++ != '<') continue;
        if (*at == '!') {
            at += strncmp(at, "!--", 3) == 0 ? strstr(at, "-->") - at : 0;
            continue;
        }
        bool is_end = *at == '/';
        at += is_end;
        const char *name = at;
        size_t length = strcspn(at, " />\n");
        const char *end = strchr(at, '>');
        assert_non_null(end);
        bool is_empty = end[-1] == '/';
        if (!is_end && length == 6 && memcmp(name, "script", 6) == 0)
            end = strstr(at, "</script>") - 1;
        at = end + 1;
        if (is_end) {
            assert_true(depth > 0);
            assert_int_equal(lengths[depth - 1], length);
            assert_memory_equal(open[--depth], name, length);
        } else if (!is_empty && !is_void(name, length)) {
            assert_true(depth < 64);
            open[depth] = name;
            lengths[depth++] = length;
        }
        if (!is_end && length == 6 && memcmp(name, "script", 6) == 0)
            at = strstr(name, "</script>");
    }
    assert_int_equal(depth, 0);
    for (const char *id = ask.body; (id = strstr(id, " id=\"")) != NULL; id += 5) {
        char attribute[64];
        snprintf(attribute, sizeof attribute, "%.*s", (int)strcspn(id + 5, "\"") + 6, id);
        assert_null(strstr(id + 5, attribute));
    }
}

static void test_page_shows_a_sky_without_scripts(void **state)
{
    (void)state;
    assert_int_equal(ask_get(&ask, SATURN), 200);
    assert_true(ask_has_type(&ask, "text/html; charset=utf-8"));
    check_markup();
    /* JPL Horizons has Saturn at 163.9, 41.2 then */
    expect("Saturn is highest, 41° in the south-south-east.");
    expect(
        "<caption id=\"caption\">Sky of 48.93° N, 2.45° E, near Paris, 2026-10-30 22:04</caption>");
    expect("<th class=\"alt\" scope=\"col\" role=\"columnheader\">Altitude</th>");
    expect("<tr role=\"row\" data-body=\"saturn\" data-verdict=\"visible\" class=\"chosen\">");
    expect("<svg class=\"chart\"");
    expect("class=\"c-past\"");
    expect("<svg class=\"curves\"");
    expect("<form id=\"place-form\" method=\"get\"");
    expect("name=\"lat\" type=\"text\" spellcheck=\"false\" autocapitalize=\"off\" "
           "aria-describedby=\"lat-error\" value=\"48.93\"");
    expect("value=\"2026-10-30T22:04\""); /* local, as the field has it */
    expect_none("style=");
    expect_none("xmlns");
}

static void test_page_is_light_enough(void **state)
{
    (void)state;
    ask_get(&ask, SATURN "&lang=de");
    assert_true(strlen(ask.body) < 40000); /* 10 KB compressed; the browser test measures that */
}

static void test_page_without_a_place_has_a_form_and_no_sky(void **state)
{
    (void)state;
    assert_int_equal(ask_get(&ask, "/"), 200);
    check_markup();
    expect("<noscript>Enter a place");
    expect("<form id=\"place-form\"");
    expect_none("<svg");
    expect_none("<table");
    assert_int_equal(ask_get(&ask, "/index.html?lat=&lon=&time="), 200);
    expect_none("<svg");
}

static void test_page_is_in_the_readers_language(void **state)
{
    (void)state;
    ask_with(&ask, "GET", SATURN, "Accept-Language: de-CH, en;q=0.5\r\n");
    expect("<html lang=\"de\"");
    expect("Am höchsten steht Saturn, 41° im Südsüdosten.");
    expect("<td class=\"alt\" role=\"cell\" title=\"etwa 4 Fäuste über dem Horizont\">41,2°</td>");
    assert_true(ask_has_header(&ask, "Vary: Accept-Language, Accept-Encoding"));
    ask_with(&ask, "GET", SATURN "&lang=es", "Accept-Language: de\r\n");
    expect("<html lang=\"es\"");
    expect("<option value=\"es\" lang=\"es\" selected>Español</option>");
    check_markup();
}

static void test_page_names_places_and_their_zones(void **state)
{
    (void)state;
    ask_get(&ask, "/?place=Tokyo&lat=1&lon=1&time=2026-01-01T00:00Z"); /* place wins */
    expect("Sky of Tokyo, 2026-01-01 09:00</caption>");
    expect("value=\"139.7447\"");
    ask_get(&ask, "/?lat=0&lon=-30&time=2026-01-01T00:00Z&tz=Asia/Kolkata"); /* mid-ocean */
    expect("Sky of 0° N, 30° W, 2026-01-01 05:30</caption>");
    ask_get(&ask, "/?place=Paris&time=2026-07-01T22:00"); /* by the clocks of the place */
    expect("Sky of Paris, 2026-07-01 22:00</caption>");
}

static void test_page_reports_what_is_wrong_with_the_address(void **state)
{
    (void)state;
    static const struct {
        const char *target, *says;
    } cases[] = {
        {"/?lat=91&lon=0", "Latitude: a number from -90 to 90"},
        {"/?lat=1&lon=east", "Longitude: a number"},
        {"/?place=Nowhere", "No such place"},
        {"/?lat=1&lon=1&time=yesterday", "Time: a date and a time such as"},
        {"/?lat=1&lon=1&time=3000-01-01T00:00Z", "The data cover 1899-12-12 to"},
        {"/?lat=1&lon=1&time=3000-01-01T00:00Z&lang=fr",
         "Les données couvrent seulement la période du 1899-12-12 au"},
        {"/?lat=1&lon=1&time=3000-01-01T00:00Z&lang=de", "Daten gibt es nur von 1899-12-12"},
        {"/?lat=1&lon=1&time=3000-01-01T00:00Z&lang=es", "Solo hay datos del 1899-12-12"},
        {"/?lat=1&lon=1&body=vulcan", "vulcan"},
        {"/?lat=%zz", "without two hexadecimal digits"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(ask_get(&ask, cases[i].target), 200);
        check_markup();
        expect(cases[i].says);
        expect("<form id=\"place-form\"");
        expect_none("<svg");
        /* scripts do not receive a place that cannot be used */
        if (i < 3) expect("\"place\": null");
    }
    ask_get(&ask, "/?place=Paris&time=3000-01-01T00:00Z"); /* the place is still right */
    expect("<!--place-->Paris<!--/place-->");
    expect("\"reach\": {\"from\": \"1899-12-12\"");
    ask_get(&ask, "/?lat=1&lon=1&utm_source=x&dim=2&theme=pink&view=sideways"); /* ignored */
    expect("<svg class=\"chart\"");
}

static void test_page_escapes_everything_in_the_address(void **state)
{
    (void)state;
    static const char *const evil = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E%3Cb%20x='";
    static const char *const names[] = {"lat",  "lon",  "place", "time", "tz",   "elevation",
                                        "body", "lang", "theme", "view", "other"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char target[300];
        snprintf(target, sizeof target, "/?lat=1&lon=1&%s=%s", names[i], evil);
        if (i < 2) snprintf(target, sizeof target, "/?%s=%s&%s=1", names[i], evil, names[1 - i]);
        assert_int_equal(ask_get(&ask, target), 200);
        check_markup();
        expect_none("alert(1)</script>");
        expect_none("<b x");
    }
}

static void test_page_answers_304_to_its_own_etag(void **state)
{
    (void)state;
    ask_get(&ask, SATURN);
    const char *line = strstr(ask.reply.headers.bytes, "ETag: ");
    assert_non_null(line);
    char again[100];
    snprintf(again, sizeof again, "If-None-Match: \"x\", %.20s\r\n", line + 6);
    assert_int_equal(ask_with(&ask, "GET", SATURN, again), 304);
    assert_int_equal(ask_with(&ask, "GET", SATURN "&lang=fr", again), 200);
    assert_true(ask_has_header(&ask, "Cache-Control: no-cache"));
}

static void test_page_keeps_the_strict_policy(void **state)
{
    (void)state;
    ask_get(&ask, SATURN);
    char line[600];
    struct base_text policy = server_assets_policy();
    snprintf(line, sizeof line, "Content-Security-Policy: %.*s", (int)policy.length, policy.at);
    assert_true(ask_has_header(&ask, line));
    assert_true(ask_has_header(&ask, "X-Content-Type-Options: nosniff"));
}

static void test_page_shows_a_sky_at_the_poles_and_in_polar_day(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "/?lat=90&lon=0&time=2026-06-21T00:00Z",        "/?lat=-90&lon=0&time=2026-06-21T00:00Z",
        "/?lat=78.2&lon=15.6&time=2026-06-21T00:04Z",   "/?lat=0&lon=180&time=2026-03-20T12:00Z",
        "/?lat=-33.9&lon=151.2&time=1900-01-01T00:00Z", "/?lat=1&lon=2&time=2099-12-31T00:00Z",
    };
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        assert_int_equal(ask_get(&ask, targets[i]), 200);
        check_markup();
        expect("<svg class=\"chart\"");
        expect("<svg class=\"curves\"");
        expect_none("nan");
        expect_none("inf ");
    }
    /* Venus sets three weeks later: the sentence is of this night. */
    ask_get(&ask, "/?lat=78.2&lon=15.6&time=2026-06-21T22:00Z&lang=en");
    expect("in the north-west. The Sun is up.");
    expect("<td class=\"set\" role=\"cell\">never sets</td>");
    expect_none("<td class=\"rise\" role=\"cell\">never sets</td>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_page_shows_a_sky_without_scripts, ask_open, ask_close),
        cmocka_unit_test_setup_teardown(test_page_is_light_enough, ask_open, ask_close),
        cmocka_unit_test_setup_teardown(test_page_without_a_place_has_a_form_and_no_sky, ask_open,
                                        ask_close),
        cmocka_unit_test_setup_teardown(test_page_is_in_the_readers_language, ask_open, ask_close),
        cmocka_unit_test_setup_teardown(test_page_names_places_and_their_zones, ask_open,
                                        ask_close),
        cmocka_unit_test_setup_teardown(test_page_reports_what_is_wrong_with_the_address, ask_open,
                                        ask_close),
        cmocka_unit_test_setup_teardown(test_page_escapes_everything_in_the_address, ask_open,
                                        ask_close),
        cmocka_unit_test_setup_teardown(test_page_answers_304_to_its_own_etag, ask_open, ask_close),
        cmocka_unit_test_setup_teardown(test_page_keeps_the_strict_policy, ask_open, ask_close),
        cmocka_unit_test_setup_teardown(test_page_shows_a_sky_at_the_poles_and_in_polar_day,
                                        ask_open, ask_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
