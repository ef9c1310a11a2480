/* server/routes: which route has a path, and what the flags of the table promise. */
#include "check.h"
#include "server/routes.h"

#include <stdio.h>
#include <string.h>

static bool starts_with(struct base_text text, const char *start)
{
    return text.length >= strlen(start) && memcmp(text.at, start, strlen(start)) == 0;
}

static void test_routes_that_compute_are_limited(void **state)
{
    (void)state;
    const struct server_route_table *table = server_routes_table();
    for (size_t i = 0; i < table->count; i++) {
        const struct server_route *route = &table->rows[i];
        const struct base_text path = route->document->path;
        bool computes = starts_with(path, "/api/") || starts_with(path, "/planets/") ||
                        starts_with(path, "/geo_location");
        assert_int_equal((route->flags & SERVER_ROUTE_LIMITED) != 0, computes);
        bool is_of_api = starts_with(path, "/api/") || starts_with(path, "/openapi.json");
        assert_int_equal((route->flags & SERVER_ROUTE_API) != 0, is_of_api);
    }
}

static void test_routes_that_are_cached_read_their_parameters_and_may_be_stored(void **state)
{
    (void)state;
    const struct server_route_table *table = server_routes_table();
    for (size_t i = 0; i < table->count; i++) {
        const struct almanac_documents_row *document = table->rows[i].document;
        if ((table->rows[i].flags & SERVER_ROUTE_CACHEABLE) == 0) continue;
        assert_int_not_equal(document->rules.formats, 0);
        if (document->caching != NULL) assert_string_not_equal(document->caching, "no-store");
    }
}

static void test_routes_without_a_handler_are_documents_of_the_almanac(void **state)
{
    (void)state;
    const struct server_route_table *table = server_routes_table();
    for (size_t i = 0; i < table->count; i++)
        if (table->rows[i].handler == NULL) assert_true(table->rows[i].document->open != NULL);
}

static void test_routes_include_every_document_of_the_almanac(void **state)
{
    (void)state;
    for (int i = 0; i < ALMANAC_DOCUMENTS_COUNT; i++) {
        const struct almanac_documents_row *row = &almanac_documents_all[i];
        struct base_text rest;
        char path[80];
        if (row->path.length == 0) fail_msg("document %d has no row", i);
        snprintf(path, sizeof path, "%s%s", row->path.at, row->rest_name != NULL ? "mars" : "");
        if (server_routes_find(base_text_of(path), &rest)->document != row)
            fail_msg("%s is not a route", path);
    }
}

static void test_routes_accept_every_parameter_somewhere(void **state)
{
    (void)state;
    const struct server_route_table *table = server_routes_table();
    uint64_t accepted = 0;
    for (size_t i = 0; i < table->count; i++) accepted |= table->rows[i].document->rules.known;
    for (int i = 0; i < ALMANAC_PARAMS_TOTAL; i++)
        if (!(accepted >> i & 1u))
            fail_msg("no route accepts %s", almanac_params_rows()[i].name.at);
}

static const char *path_of(const char *path, struct base_text *rest)
{
    return server_routes_find(base_text_of(path), rest)->document->path.at;
}

static void test_routes_ignore_a_slash_at_the_end(void **state)
{
    (void)state;
    struct base_text rest;
    assert_string_equal(path_of("/api/v1/bodies/", &rest), "/api/v1/bodies");
    assert_string_equal(path_of("/openapi.json/", &rest), "/openapi.json");
    assert_string_equal(path_of("/geo_location/", &rest), "/geo_location");
    assert_string_equal(path_of("/planets/mars", &rest), "/planets/");
    assert_true(base_text_equals(rest, BASE_TEXT("mars")));
}

static void test_routes_give_unknown_paths_the_last_row(void **state)
{
    (void)state;
    struct base_text rest;
    const struct server_route_table *table = server_routes_table();
    static const char *const paths[] = {"/", "/app.js", "/api", "/api/", "/api/v2/sky", "/planets"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const struct server_route *route = server_routes_find(base_text_of(paths[i]), &rest);
        assert_int_equal(server_routes_row(route), table->count - 1);
        assert_true(base_text_equals(rest, base_text_of(paths[i])));
        bool is_limited = (route->flags & SERVER_ROUTE_LIMITED) != 0;
        assert_int_equal(is_limited, strncmp(paths[i], "/api/", 5) == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_routes_that_compute_are_limited),
        cmocka_unit_test(test_routes_that_are_cached_read_their_parameters_and_may_be_stored),
        cmocka_unit_test(test_routes_without_a_handler_are_documents_of_the_almanac),
        cmocka_unit_test(test_routes_include_every_document_of_the_almanac),
        cmocka_unit_test(test_routes_accept_every_parameter_somewhere),
        cmocka_unit_test(test_routes_ignore_a_slash_at_the_end),
        cmocka_unit_test(test_routes_give_unknown_paths_the_last_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
