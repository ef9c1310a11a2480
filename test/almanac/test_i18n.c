/* almanac/i18n: languages, filling in, escaping. */
#include "almanac/i18n.h"

#include "check.h"
#include "sky/body.h"

static enum almanac_i18n_language accepted(const char *accept)
{
    return almanac_i18n_accepted(base_text_of(accept));
}

static void test_i18n_language_follows_the_readers_weights(void **state)
{
    (void)state;
    assert_int_equal(accepted(""), ALMANAC_I18N_EN);
    assert_int_equal(accepted("fr"), ALMANAC_I18N_FR);
    assert_int_equal(accepted("de-AT,de;q=0.9,en;q=0.5"), ALMANAC_I18N_DE);
    assert_int_equal(accepted("en;q=0.5, ES-mx ;q=0.7, ja"), ALMANAC_I18N_ES);
    assert_int_equal(accepted("tlh, ja;q=0.8, *;q=0.1"), ALMANAC_I18N_EN);
    assert_int_equal(accepted("fr;q=0, es;q=0.001"), ALMANAC_I18N_ES);
    assert_int_equal(accepted("frr"), ALMANAC_I18N_EN);
    assert_int_equal(accepted("fr;q=0"), ALMANAC_I18N_EN);
    assert_int_equal(accepted(",;,;;q=,fr;q=x"), ALMANAC_I18N_EN);
}

static void check_filled(const char *key, const struct almanac_i18n_value *values, size_t count,
                         const char *want)
{
    struct base_buf out;
    base_buf_init(&out, 4096);
    almanac_i18n_append(&out, ALMANAC_I18N_EN, key, values, count);
    base_buf_append(&out, "", 1);
    assert_string_equal(out.bytes, want);
    base_buf_fini(&out);
}

static void test_i18n_fills_in_texts_by_name(void **state)
{
    (void)state;
    const struct almanac_i18n_value values[] = {{"time", {"02:41", 5}}, {"body", {"Saturn", 6}}};
    check_filled("next_set", values, 2, "Saturn sets at 02:41.");
    check_filled("next_set", values, 1, "{body} sets at 02:41.");
    check_filled("no such key", values, 2, "no such key");
}

static void test_i18n_has_every_body_in_every_language(void **state)
{
    (void)state;
    for (int language = 0; language < ALMANAC_I18N_LANGUAGES; language++)
        for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
            const struct base_text key = sky_body_info(body)->name;
            const struct base_text name =
                almanac_i18n_of((enum almanac_i18n_language)language, key.at);
            if (base_text_equals(name, key)) fail_msg("%s has no name", key.at);
        }
    assert_true(base_text_equals(almanac_i18n_of(ALMANAC_I18N_DE, "mercury"), BASE_TEXT("Merkur")));
    assert_true(base_text_equals(almanac_i18n_of(ALMANAC_I18N_FR, "W"), BASE_TEXT("O")));
    assert_true(base_text_equals(almanac_i18n_of(ALMANAC_I18N_EN, "in_ESE"),
                                 BASE_TEXT("in the east-south-east")));
}

/* What almanac/chart_svg, curves, page and page_sky look up: an absent key would itself
 * be shown. */
static void test_i18n_has_what_the_server_says(void **state)
{
    (void)state;
    static const char *const keys[] = {
        "always_up",
        "bad_elevation",
        "bad_lat",
        "bad_lon",
        "caption",
        "col_alt",
        "col_mag",
        "col_name",
        "col_rise",
        "col_set",
        "col_transit",
        "col_verdict",
        "col_where",
        "curves_say",
        "dome_map",
        "dome_name",
        "dome_says",
        "dome_up",
        "elevation",
        "fist",
        "fist_none",
        "fists",
        "group_below",
        "group_up",
        "language",
        "lat",
        "light_day",
        "light_night",
        "lon",
        "near",
        "never_up",
        "next_rise",
        "next_set",
        "none",
        "place",
        "reason_low",
        "rising",
        "search_none",
        "show",
        "sinking",
        "sun_does_not_rise",
        "sun_does_not_set",
        "sun_sets",
        "sun_sets_bright",
        "time",
        "title",
        "tonight",
        "up_many",
        "up_none",
        "up_one",
        "verdict_difficult",
        "verdict_hidden",
        "verdict_telescope",
        "verdict_visible",
        "welcome",
        "light_civil_twilight",
        "light_nautical_twilight",
        "light_astronomical_twilight",
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (base_text_equals(almanac_i18n_of(ALMANAC_I18N_FR, keys[i]), base_text_of(keys[i])))
            fail_msg("no text for %s", keys[i]); /* no French text is its own key */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_i18n_language_follows_the_readers_weights),
        cmocka_unit_test(test_i18n_fills_in_texts_by_name),
        cmocka_unit_test(test_i18n_has_every_body_in_every_language),
        cmocka_unit_test(test_i18n_has_what_the_server_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
