/* app/places: the towns of the time-zone database by name, by distance, as one that is meant. */
#include "app/places.h"

#include "app/embed.h"
#include "app/grammar.h"
#include "check.h"

#include <string.h>

/* The tables as they came from tzdata, read here in another way than the build does. */
APP_EMBED_BYTES(zone_tab, "data/zone.tab")
APP_EMBED_BYTES(zone1970_tab, "data/zone1970.tab")
APP_EMBED_BYTES(iso3166_tab, "data/iso3166.tab")

static struct app_places_hit hits[APP_PLACES_MAX];

static int find(const char *text)
{
    const struct app_places_query query = {.text = base_text_of(text)};
    return app_places_find(&query, hits, APP_PLACES_MAX);
}

static int near(double lat_deg, double lon_deg)
{
    const struct app_places_query query = {
        .has_near = true, .near_lat_deg = lat_deg, .near_lon_deg = lon_deg};
    return app_places_find(&query, hits, APP_PLACES_MAX);
}

static void require_first(const char *text, const char *id)
{
    if (find(text) == 0) fail_msg("%s: nothing is found", text);
    if (strcmp(hits[0].place->id.at, id) != 0)
        fail_msg("%s: %s instead of %s", text, hits[0].place->id.at, id);
}

static double degrees(const char *text, int digits)
{
    int whole = 0, minutes = 0, seconds = 0;
    char format[32];
    snprintf(format, sizeof format, "%%%dd%%2d%%2d", digits);
    assert_true(sscanf(text + 1, format, &whole, &minutes, &seconds) >= 2);
    return (text[0] == '-' ? -1.0 : 1.0) * (whole + minutes / 60.0 + seconds / 3600.0);
}

/* A row of a table: its town is found by its id, and by its own name with its country, which is one
 * of those that the row names. */
static void check_row(struct base_text line)
{
    struct base_text codes = base_text_cut(&line, '\t'), where = base_text_cut(&line, '\t');
    struct base_text id = base_text_cut(&line, '\t'), last = id;
    char text[100], lat[16], lon[16];
    assert_int_equal(sscanf(where.at, "%8[-+0-9]", lat), 1);
    size_t cut = 1 + strcspn(lat + 1, "+-");
    lat[cut] = '\0';
    snprintf(lon, sizeof lon, "%.*s", (int)(where.length - cut), where.at + cut);
    while (memchr(last.at, '/', last.length) != NULL) base_text_cut(&last, '/');
    snprintf(text, sizeof text, "%.*s", (int)id.length, id.at);
    require_first(text, text);
    const struct app_places_place *place = hits[0].place;
    snprintf(text, sizeof text, "%.*s, %.2s", (int)last.length, last.at, place->country->code.at);
    require_first(text, place->id.at);
    assert_int_equal(hits[0].match, APP_PLACES_NAME);
    struct base_text code = base_text_cut(&codes, ',');
    while (codes.length > 0 && !base_text_equals(place->country->code, code))
        code = base_text_cut(&codes, ',');
    assert_true(base_text_equals(place->country->code, code));
    /* the table is in whole seconds, places are rounded to 0.0001 deg */
    CHECK_NEAR(place->lat_deg, degrees(lat, 2), 0.5000001e-4);
    CHECK_NEAR(place->lon_deg, degrees(lon, 3), 0.5000001e-4);
}

static int check_table(const unsigned char *first, const unsigned char *last)
{
    struct base_text rest = {(const char *)first, (size_t)(last - first)};
    int rows = 0;
    while (rest.length > 0) {
        struct base_text line = base_text_cut(&rest, '\n');
        if (line.length == 0 || line.at[0] == '#') continue;
        check_row(line);
        rows++;
    }
    return rows;
}

static void test_places_finds_every_row_of_both_tables_by_its_name(void **state)
{
    (void)state;
    /* grep -vc '^#' of the files of tzdata 2026f */
    assert_int_equal(check_table(zone_tab_first, zone_tab_last), 418);
    assert_int_equal(check_table(zone1970_tab_first, zone1970_tab_last), 312);
    assert_int_equal(app_places_count(), 418);
}

static void test_places_are_each_there_once_in_order(void **state)
{
    (void)state;
    for (int i = 0; i < app_places_count(); i++) {
        for (int j = 0; j < i; j++)
            assert_string_not_equal(app_places_row(i)->id.at, app_places_row(j)->id.at);
        assert_true(app_places_row(i)->name.length > 0);
        assert_int_equal(strlen(app_places_row(i)->name.at), app_places_row(i)->name.length);
    }
}

/* The build folds by a script, the search in C. */
static void test_places_keys_are_folded_names(void **state)
{
    (void)state;
    for (int i = 0; i < app_places_count(); i++) {
        const struct app_places_place *place = app_places_row(i);
        struct base_text keys = place->keys;
        bool is_first = true;
        while (keys.length > 0) {
            struct base_text key = base_text_cut(&keys, '|');
            struct app_places_folded again = app_places_fold(key);
            assert_true(again.is_whole);
            assert_true(base_text_equals((struct base_text){again.letters, again.length}, key));
            struct app_places_folded name = app_places_fold(place->name);
            if (is_first)
                assert_true(base_text_equals((struct base_text){name.letters, name.length}, key));
            is_first = false;
        }
    }
}

static void test_places_finds_every_country(void **state)
{
    (void)state;
    struct base_text rest = {(const char *)iso3166_tab_first,
                             (size_t)(iso3166_tab_last - iso3166_tab_first)};
    int found = 0, all = 0;
    while (rest.length > 0) {
        struct base_text name = base_text_cut(&rest, '\n');
        if (name.length == 0 || name.at[0] == '#') continue;
        struct base_text code = base_text_cut(&name, '\t');
        const struct app_places_query query = {.text = name};
        int count = app_places_find(&query, hits, APP_PLACES_MAX);
        for (int i = 0; i < count; i++)
            if (base_text_equals(hits[i].place->country->code, code)) {
                found++;
                break;
            }
        all++;
    }
    /* Bouvet Island, Heard Island and McDonald Islands have no zone */
    assert_int_equal(all - found, 2);
}

static void test_places_forgives_case_accents_and_punctuation(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"PARIS", "Europe/Paris"},
        {"  paris  ", "Europe/Paris"},
        {"são paulo", "America/Sao_Paulo"},
        {"SÃO PAULO", "America/Sao_Paulo"},
        {"Sa\xCC\x83o Paulo", "America/Sao_Paulo"}, /* a and a combining tilde */
        {"Sao_Paulo", "America/Sao_Paulo"},
        {"Zürich", "Europe/Zurich"},
        {"Zuerich", "Europe/Zurich"},
        {"Reykjavík", "Atlantic/Reykjavik"},
        {"Bogotá", "America/Bogota"},
        {"ASUNCIÓN", "America/Asuncion"},
        {"København", "Europe/Copenhagen"},
        {"Tórshavn", "Atlantic/Faroe"},
        {"İstanbul", "Europe/Istanbul"},
        {"Chișinău", "Europe/Chisinau"},
        {"Hồ Chí Minh", "Asia/Ho_Chi_Minh"},
        {"Sài Gòn", "Asia/Ho_Chi_Minh"},
        {"N'Djamena", "Africa/Ndjamena"},
        {"N’Djamena", "Africa/Ndjamena"},
        {"Port au Prince", "America/Port-au-Prince"},
        {"port-au-prince", "America/Port-au-Prince"},
        {"st johns, canada", "America/St_Johns"},
        {"Saint John's, CA", "America/St_Johns"},
        {"saint lu", "America/St_Lucia"},
        {"dumont d'urville", "Antarctica/DumontDUrville"},
        {"trinidad and tobago", "America/Port_of_Spain"},
        {"Trinidad & Tobago", "America/Port_of_Spain"},
        {"Côte d'Ivoire", "Africa/Abidjan"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        require_first(pairs[i][0], pairs[i][1]);
}

static void test_places_folds_letters_of_europe(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"ß", "ss"},
        {"ø", "o"},
        {"Æ", "ae"},
        {"œ", "oe"},
        {"Þór", "thor"},
        {"Łódź", "lodz"},
        {"Đà Nẵng", "da nang"},
        {"ĳ", "ij"},
        {"ı", "i"},
        {"ŵ", "w"},
        {"ẞ", "ss"},
        {"Å", "a"},
        {"Ʊ", "Ʊ"},
        {"東京", "東京"},
        {"a—b", "a b"},
        {"a\xFFz", "a z"},
        {"", ""},
        {"...", ""},
        {" - ", ""},
        {"A&B", "a and b"},
        {"ÿ", "y"},
        {"\xC2\xA0x\xC2\xA0", "x"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct app_places_folded folded = app_places_fold(base_text_of(pairs[i][0]));
        if (folded.length != strlen(pairs[i][1]) ||
            memcmp(folded.letters, pairs[i][1], folded.length) != 0)
            fail_msg("%s folds to %.*s", pairs[i][0], (int)folded.length, folded.letters);
    }
}

static void test_places_knows_names_in_other_languages(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Wien", "Europe/Vienna"},
        {"Roma", "Europe/Rome"},
        {"Praha", "Europe/Prague"},
        {"Warszawa", "Europe/Warsaw"},
        {"Moskva", "Europe/Moscow"},
        {"Lisboa", "Europe/Lisbon"},
        {"Kiev", "Europe/Kyiv"},
        {"Calcutta", "Asia/Kolkata"},
        {"Saigon", "Asia/Ho_Chi_Minh"},
        {"Bruxelles", "Europe/Brussels"},
        {"Honiara", "Pacific/Guadalcanal"},
        {"Doha", "Asia/Qatar"},
        {"NYC", "America/New_York"},
        {"Oslo", "Europe/Oslo"},
        {"Amsterdam", "Europe/Amsterdam"},
        {"Stockholm", "Europe/Stockholm"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        require_first(pairs[i][0], pairs[i][1]);
        assert_int_equal(hits[0].match, APP_PLACES_NAME);
    }
}

static void test_places_finds_beginnings_words_and_countries(void **state)
{
    (void)state;
    require_first("amst", "Europe/Amsterdam");
    assert_int_equal(hits[0].match, APP_PLACES_PREFIX);
    require_first("aires", "America/Argentina/Buenos_Aires");
    assert_int_equal(hits[0].match, APP_PLACES_WORD);
    assert_int_equal(find("france"), 2); /* and Fort-de-France */
    assert_string_equal(hits[0].place->id.at, "Europe/Paris");
    assert_int_equal(hits[0].match, APP_PLACES_COUNTRY);
    require_first("india", "Asia/Kolkata"); /* not Indianapolis */
    require_first("pa", "Pacific/Pago_Pago");
    assert_int_equal(hits[0].match, APP_PLACES_PREFIX); /* not the code */
    assert_int_equal(find("NZ"), 2);
    assert_int_equal(hits[0].match, APP_PLACES_AREA);
    assert_int_equal(find("usa"), 29); /* grep -c '^US' zone.tab */
    assert_int_equal(find("paris, germany"), 0);
    require_first("louisville kentucky", "America/Kentucky/Louisville");
    require_first("paris fra", "Europe/Paris");
    assert_int_equal(hits[0].match, APP_PLACES_PREFIX);
    assert_int_equal(find(""), app_places_count());
}

static void test_places_forgives_small_misspellings(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Tokio", "Asia/Tokyo"},
        {"Viena", "Europe/Vienna"},
        {"Londn", "Europe/London"},
        {"Berln", "Europe/Berlin"},
        {"Pairs", "Europe/Paris"},
        {"Stokholm", "Europe/Stockholm"},
        {"Copenhagn", "Europe/Copenhagen"},
        {"new yrok", "America/New_York"},
        {"newyork", "America/New_York"},
        {"los angelos", "America/Los_Angeles"},
        {"Johanesburg", "Africa/Johannesburg"},
        {"londno, uk", "Europe/London"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        require_first(pairs[i][0], pairs[i][1]);
}

static void test_places_finds_nothing_where_nothing_is(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "qqqq",
        "zzz",
        "x",
        "Atlantis",
        "pqris, de",
        "tky",
        "Parisparisparis",
        "....",
        ",",
        " ",
        "/",
        "Europe/",
        "Europe/Nowhere",
        "Mars/Paris",
        "America/Paris",
        "東京",
        "\xFF\xFE",
        "%",
        "|",
        "a very long name that nobody has ever given to a town and that no table would hold",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (find(texts[i]) != 0) fail_msg("%s: %s", texts[i], hits[0].place->id.at);
}

static void test_places_gives_the_best_when_few_fit(void **state)
{
    (void)state;
    const struct app_places_query query = {.text = BASE_TEXT("san")};
    int all = app_places_find(&query, hits, APP_PLACES_MAX);
    struct app_places_hit few[3], none[1] = {{0}};
    assert_true(all > 3);
    assert_int_equal(app_places_find(&query, few, 3), all);
    for (int i = 0; i < 3; i++) assert_ptr_equal(few[i].place, hits[i].place);
    for (int i = 1; i < all; i++) assert_true(hits[i].match >= hits[i - 1].match);
    assert_int_equal(app_places_find(&query, none, 0), all);
    assert_null(none[0].place);
}

static void test_places_distances_are_those_of_a_sphere(void **state)
{
    (void)state;
    const double quarter_km = 3.14159265358979323846 / 2.0 * APP_PLACES_EARTH_KM;
    /* exact by geometry; 1e-6 km: asin near 1 loses half of a double's digits */
    CHECK_NEAR(app_places_distance_km(90.0, 0.0, -90.0, 0.0), 2.0 * quarter_km, 1e-6);
    CHECK_NEAR(app_places_distance_km(90.0, 10.0, 0.0, 123.0), quarter_km, 1e-6);
    CHECK_NEAR(app_places_distance_km(0.0, 0.0, 0.0, 180.0), 2.0 * quarter_km, 1e-6);
    CHECK_NEAR(app_places_distance_km(0.0, 179.5, 0.0, -179.5), quarter_km / 90.0, 1e-6);
    CHECK_NEAR(app_places_distance_km(0.0, -180.0, 0.0, 540.0), 0.0, 1e-6);
    CHECK_NEAR(app_places_distance_km(12.5, 77.0, 12.5, 77.0), 0.0, 0.0);
    /* London to New York, 5570 km on the ellipsoid (Vincenty); the sphere is within 0.5 % */
    CHECK_NEAR(app_places_distance_km(51.5083, -0.1253, 40.7142, -74.0064), 5570.0, 28.0);
}

/* The law: the order is that of the angle between directions. */
static void test_places_near_is_in_order_of_angle(void **state)
{
    (void)state;
    static const double points[][2] = {{0, 0},    {90, 0},    {-90, 77},     {0, 180},
                                       {0, -180}, {-16, 179}, {48.93, 2.45}, {66, -169}};
    const double rad = 3.14159265358979323846 / 180.0;
    for (size_t p = 0; p < sizeof points / sizeof *points; p++) {
        assert_int_equal(near(points[p][0], points[p][1]), app_places_count());
        double last = 2.0;
        for (int i = 0; i < app_places_count(); i++) {
            double lat = points[p][0] * rad, other = hits[i].place->lat_deg * rad;
            double cosine =
                sin(lat) * sin(other) +
                cos(lat) * cos(other) * cos((points[p][1] - hits[i].place->lon_deg) * rad);
            assert_true(cosine <= last + 1e-12); /* rounding of a sum of products near 1 */
            last = cosine;
            assert_true(hits[i].has_distance);
        }
    }
    near(-17.0, -179.9); /* Suva at +178.4 lies beyond the date line */
    assert_string_equal(hits[0].place->id.at, "Pacific/Fiji");
    near(90.0, 33.0);
    assert_string_equal(hits[0].place->id.at, "Arctic/Longyearbyen");
    near(0.0, 0.0);
    assert_string_equal(hits[0].place->id.at, "Africa/Accra");
}

static void test_places_near_orders_equal_matches(void **state)
{
    (void)state;
    const struct app_places_query query = {
        .text = BASE_TEXT("san juan"), .has_near = true, .near_lat_deg = -33, .near_lon_deg = -70};
    assert_int_equal(app_places_find(&query, hits, APP_PLACES_MAX), 2);
    assert_string_equal(hits[0].place->id.at, "America/Argentina/San_Juan");
    const struct app_places_query exact = {
        .text = BASE_TEXT("dawson"), .has_near = true, .near_lat_deg = 55, .near_lon_deg = -120};
    assert_int_equal(app_places_find(&exact, hits, APP_PLACES_MAX), 2);
    assert_string_equal(hits[0].place->id.at, "America/Dawson"); /* the name before the nearer */
}

static void test_places_resolves_what_is_meant(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Paris", "Europe/Paris"},
        {"paris,FR", "Europe/Paris"},
        {"paris, france", "Europe/Paris"},
        {"Europe/Paris", "Europe/Paris"},
        {"EUROPE/PARIS", "Europe/Paris"},
        {"San Juan,AR", "America/Argentina/San_Juan"},
        {"San Juan, Puerto Rico", "America/Puerto_Rico"},
        {"Asia/Calcutta", "Asia/Kolkata"}, /* former ids, as browsers still give them */
        {"Asia/Katmandu", "Asia/Kathmandu"},
        {"Asia/Rangoon", "Asia/Yangon"},
        {"Europe/Kiev", "Europe/Kyiv"},
        {"America/Godthab", "America/Nuuk"},
        {"America/Buenos_Aires", "America/Argentina/Buenos_Aires"},
        {"America/Indianapolis", "America/Indiana/Indianapolis"},
        {"Atlantic/Faeroe", "Atlantic/Faroe"},
        {"Pacific/Truk", "Pacific/Chuuk"},
        {"Dawson", "America/Dawson"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct app_places_place *place;
        struct app_problem problem;
        if (app_places_resolve(base_text_of(pairs[i][0]), &place, &problem) != BASE_ERR_OK)
            fail_msg("%s is not known", pairs[i][0]);
        assert_string_equal(place->id.at, pairs[i][1]);
    }
}

static void test_places_says_what_is_unknown_and_what_was_meant(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Londn", "London"}, {"lond", "London"}, {"france", "Paris"},   {"qqqq", ""}, {"", ""},
        {"paris,DE", ""},    {"48.9,2.4", ""},   {"Par", "Paramaribo"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct app_places_place *place = NULL;
        struct app_problem problem;
        assert_int_equal(app_places_resolve(base_text_of(pairs[i][0]), &place, &problem),
                         BASE_ERR_MISSING);
        assert_null(place);
        assert_int_equal(problem.kind, APP_PROBLEM_PLACE_UNKNOWN);
        assert_int_equal(app_problem_status(&problem), 404);
        assert_true(base_text_equals(problem.parameter, BASE_TEXT("place")));
        assert_true(base_text_equals(problem.got, base_text_of(pairs[i][0])));
        if (!base_text_equals(problem.did_you_mean, base_text_of(pairs[i][1])))
            fail_msg("%s: %.*s", pairs[i][0], (int)problem.did_you_mean.length,
                     problem.did_you_mean.at);
    }
}

static void test_places_lists_namesakes(void **state)
{
    (void)state;
    static const char *const names[] = {"San Juan", "Kingston", "St. John's", "saint johns"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct app_places_place *place;
        struct app_problem problem;
        char bytes[2048];
        struct base_buf out = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
        assert_int_equal(app_places_resolve(base_text_of(names[i]), &place, &problem),
                         BASE_ERR_MISSING);
        assert_int_equal(problem.kind, APP_PROBLEM_PLACE_AMBIGUOUS);
        assert_int_equal(app_problem_status(&problem), 409);
        struct base_text ids = base_text_of(problem.choices);
        int count = 0;
        while (ids.length > 0) { /* each of them is an answer */
            struct base_text id = base_text_cut(&ids, ',');
            if (ids.length > 0) ids.at++, ids.length--;
            struct app_problem other;
            assert_int_equal(app_places_resolve(id, &place, &other), BASE_ERR_OK);
            count++;
        }
        assert_int_equal(count, 2);
        app_problem_append_json(&out, &problem, 1);
        bytes[out.used] = '\0';
        assert_true(grammar_is_json(bytes));
        assert_non_null(strstr(bytes, problem.choices));
    }
}

static void test_places_reads_a_point(void **state)
{
    (void)state;
    struct app_places_query query = {0};
    struct app_problem problem;
    assert_int_equal(app_places_read_near(BASE_TEXT("-39:45:14, 145.051"), &query, &problem),
                     BASE_ERR_OK);
    CHECK_NEAR(query.near_lat_deg, -(39.0 + 45.0 / 60.0 + 14.0 / 3600.0), 1e-12); /* rounding */
    CHECK_NEAR(query.near_lon_deg, 145.051, 0.0);
    static const char *const bad[] = {"",      "1",     "1,",  ",1",  "91,0",
                                      "0,361", "1,2,3", "a,b", "1;2", "nan,0"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct app_places_query untouched = {0};
        assert_int_equal(app_places_read_near(base_text_of(bad[i]), &untouched, &problem),
                         BASE_ERR_FORMAT);
        assert_int_equal(problem.kind, APP_PROBLEM_PARAMETER_INVALID);
        assert_false(untouched.has_near);
    }
}

static char text[1 << 18];

static const char *written(void (*append)(struct base_buf *, const struct app_places_list *),
                           const char *words, bool has_near, int limit)
{
    static struct app_places_list list;
    const struct app_places_query query = {.text = base_text_of(words),
                                           .has_near = has_near,
                                           .near_lat_deg = 48.93,
                                           .near_lon_deg = 2.45};
    struct base_buf out = {.bytes = text, .room = sizeof text - 1, .max = sizeof text - 1};
    app_places_search(&query, limit, &list);
    append(&out, &list);
    assert_false(out.has_overflowed);
    text[out.used] = '\0';
    return text;
}

static void test_places_are_written_as_documents(void **state)
{
    (void)state;
    assert_string_equal(
        written(app_places_append_json, "Paris", false, 10),
        "{\"places\": [{\"id\": \"Europe/Paris\", \"name\": \"Paris\", \"country\": \"FR\", "
        "\"country_name\": \"France\", \"lat_deg\": 48.8667, \"lon_deg\": 2.3333, "
        "\"tz\": \"Europe/Paris\"}], \"found\": 1, \"warnings\": [], "
        "\"meta\": {\"source\": \"tzdata 2026f\", \"places\": 418, "
        "\"earth_radius_km\": 6371.0088}, "
        "\"links\": {\"self\": \"/api/v1/places?q=Paris&limit=10\"}}\n");
    /* 0.0633 deg north, 0.1167 deg cos 48.9 deg east: 7.04 and 8.53 km, 11.06 km together */
    assert_string_equal(written(app_places_append_csv, "", true, 1),
                        "id,name,country,country_name,lat_deg,lon_deg,tz,distance_km\r\n"
                        "Europe/Paris,Paris,FR,France,48.8667,2.3333,Europe/Paris,11.1\r\n");
    assert_true(grammar_is_json(written(app_places_append_json, "", true, 1000)));
    assert_true(grammar_is_json(written(app_places_append_json, "q\"q\\q\xFF q", true, 5)));
    assert_non_null(strstr(text, "q=q%22q%5Cq%FF%20q&near=48.93,2.45&limit=5"));
    assert_non_null(strstr(text, "{\"places\": [], \"found\": 0"));
}

static void test_places_written_in_full_have_all_rows(void **state)
{
    (void)state;
    int lines = 0;
    for (const char *at = written(app_places_append_ndjson, "", false, 1000); *at != '\0'; at++)
        lines += *at == '\n';
    assert_int_equal(lines, app_places_count());
    lines = 0;
    for (const char *at = written(app_places_append_csv, "", true, 1000); *at != '\0'; at++) {
        lines += *at == '\n';
        assert_true(*at != '\n' || at[-1] == '\r');
    }
    assert_int_equal(lines, app_places_count() + 1);
    assert_null(strchr(text, '"'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places_finds_every_row_of_both_tables_by_its_name),
        cmocka_unit_test(test_places_are_each_there_once_in_order),
        cmocka_unit_test(test_places_keys_are_folded_names),
        cmocka_unit_test(test_places_finds_every_country),
        cmocka_unit_test(test_places_forgives_case_accents_and_punctuation),
        cmocka_unit_test(test_places_folds_letters_of_europe),
        cmocka_unit_test(test_places_knows_names_in_other_languages),
        cmocka_unit_test(test_places_finds_beginnings_words_and_countries),
        cmocka_unit_test(test_places_forgives_small_misspellings),
        cmocka_unit_test(test_places_finds_nothing_where_nothing_is),
        cmocka_unit_test(test_places_gives_the_best_when_few_fit),
        cmocka_unit_test(test_places_distances_are_those_of_a_sphere),
        cmocka_unit_test(test_places_near_is_in_order_of_angle),
        cmocka_unit_test(test_places_near_orders_equal_matches),
        cmocka_unit_test(test_places_resolves_what_is_meant),
        cmocka_unit_test(test_places_says_what_is_unknown_and_what_was_meant),
        cmocka_unit_test(test_places_lists_namesakes),
        cmocka_unit_test(test_places_reads_a_point),
        cmocka_unit_test(test_places_are_written_as_documents),
        cmocka_unit_test(test_places_written_in_full_have_all_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
