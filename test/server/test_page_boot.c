/* server/page_boot: what the scripts of the page find in it. */
#include "server/page_boot.h"

#include "check.h"

#include <jansson.h>
#include <string.h>

static char bytes[32768];
static struct base_buf out;

static int clear(void **state)
{
    (void)state;
    memset(bytes, 0, sizeof bytes);
    out = (struct base_buf){.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes - 1};
    return 0;
}

#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

static const struct server_page_boot PARIS = {
    .language = ALMANAC_I18N_FR,
    .has_place = true,
    .lat_deg = 48.8667,
    .lon_deg = 2.3333,
    .elevation_m = 35.5,
    .name = TEXT("Paris"),
    .zone = TEXT("Europe/Paris"),
    .time = TEXT("2026-10-30T21:04:00Z"),
};

static json_t *parse(void)
{
    char *from = strchr(bytes, '{'), *end = strstr(bytes, "</script>");
    assert_non_null(from);
    assert_non_null(end);
    assert_null(memchr(from, '<', (size_t)(end - from))); /* nothing can end the element early */
    *end = '\0';
    json_error_t error;
    json_t *json = json_loads(from, 0, &error);
    if (json == NULL) fail_msg("%s", error.text);
    return json;
}

static void test_page_boot_is_json_with_place_and_instant(void **state)
{
    (void)state;
    server_page_boot_append(&out, &PARIS);
    json_t *json = parse(), *place = json_object_get(json, "place");
    assert_string_equal(json_string_value(json_object_get(json, "lang")), "fr");
    assert_string_equal(json_string_value(json_object_get(json, "time")), "2026-10-30T21:04:00Z");
    assert_string_equal(json_string_value(json_object_get(place, "name")), "Paris");
    assert_string_equal(json_string_value(json_object_get(place, "tz")), "Europe/Paris");
    assert_true(json_is_false(json_object_get(place, "is_near")));
    CHECK_NEAR(json_number_value(json_object_get(place, "lat_deg")), 48.8667,
               0.0); /* exactly that double */
    CHECK_NEAR(json_number_value(json_object_get(place, "elevation_m")), 35.5, 0.0);
    json_decref(json);
}

static void test_page_boot_has_the_texts_of_one_language(void **state)
{
    (void)state;
    for (int i = 0; i < ALMANAC_I18N_LANGUAGES; i++) {
        static const char *const suns[ALMANAC_I18N_LANGUAGES] = {"Sun", "Soleil", "Sonne", "Sol"};
        if (suns[i] == NULL) fail_msg("add the Sun's name in language %d", i);
        clear(NULL);
        server_page_boot_append(
            &out, &(struct server_page_boot){.language = (enum almanac_i18n_language)i});
        json_t *json = parse(), *texts = json_object_get(json, "texts");
        assert_true(json_is_null(json_object_get(json, "place")));
        assert_true(json_is_null(json_object_get(json, "time")));
        assert_string_equal(json_string_value(json_object_get(texts, "sun")), suns[i]);
        assert_null(json_object_get(texts, "share_copy")); /* sent with the later texts */
        json_decref(json);
    }
}

static void test_page_boot_names_places_as_people_do(void **state)
{
    (void)state;
    static const struct {
        struct server_page_boot begun;
        const char *head, *caption;
    } cases[] = {
        {{.language = ALMANAC_I18N_EN, .name = TEXT("Paris")}, "Paris", "Paris"},
        {{.language = ALMANAC_I18N_DE,
          .lat_deg = 48.93,
          .lon_deg = 2.45,
          .name = TEXT("Paris"),
          .is_near = true},
         "bei Paris",
         "48,93° N, 2,45° O, bei Paris"},
        {{.language = ALMANAC_I18N_FR, .lat_deg = -33.85678, .lon_deg = 208.8},
         "33,8568° S, 151,2° O",
         "33,8568° S, 151,2° O"},
        {{.language = ALMANAC_I18N_EN}, "0° N, 0° E", "0° N, 0° E"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        clear(NULL);
        server_page_boot_append_place(&out, &cases[i].begun);
        assert_string_equal(bytes, cases[i].head);
        clear(NULL);
        server_page_boot_append_whole_place(&out, &cases[i].begun);
        assert_string_equal(bytes, cases[i].caption);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_page_boot_is_json_with_place_and_instant, clear),
        cmocka_unit_test_setup(test_page_boot_has_the_texts_of_one_language, clear),
        cmocka_unit_test_setup(test_page_boot_names_places_as_people_do, clear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
