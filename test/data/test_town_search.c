/* data/town_search: towns by name, by distance, and the one town that a text means. */
#include "data/town_search.h"

#include "check.h"
#include "data/embedded.h"

#include <math.h>
#include <string.h>

/* The tables of tzdata, read by other code than the build's. */
DATA_EMBEDDED_BYTES(zone_tab, "data/zone.tab")
DATA_EMBEDDED_BYTES(zone1970_tab, "data/zone1970.tab")
DATA_EMBEDDED_BYTES(iso3166_tab, "data/iso3166.tab")

#define HITS_MAX 1000

static struct data_town_search_hit hits[HITS_MAX];

static struct data_town_table_town town(int hit)
{
    return data_town_table_town(hits[hit].row);
}

static const char *first_id(void)
{
    return town(0).id.at;
}

static int find(const char *text)
{
    const struct data_town_search_query query = {.text = base_text_of(text)};
    return data_town_search_find(&query, hits, HITS_MAX);
}

static int near(double lat_deg, double lon_deg)
{
    const struct data_town_search_query query = {
        .has_near = true, .near_lat_deg = lat_deg, .near_lon_deg = lon_deg};
    return data_town_search_find(&query, hits, HITS_MAX);
}

static void require_first(const char *text, const char *id)
{
    if (find(text) == 0) fail_msg("%s: nothing is found", text);
    if (strcmp(first_id(), id) != 0) fail_msg("%s: %s instead of %s", text, first_id(), id);
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
    const struct data_town_table_town place = town(0);
    assert_true(base_text_equals(place.zone, place.id));
    snprintf(text, sizeof text, "%.*s, %.2s", (int)last.length, last.at, place.country->code.at);
    int found = find(text), at = 0;
    while (at < found && town(at).id.at != place.id.at) at++; /* larger namesakes go before */
    assert_true(at < found);
    assert_int_equal(hits[at].match, DATA_TOWN_MATCH_NAME);
    struct base_text code = base_text_cut(&codes, ',');
    while (codes.length > 0 && !base_text_equals(place.country->code, code))
        code = base_text_cut(&codes, ',');
    assert_true(base_text_equals(place.country->code, code));
    /* the table is in whole seconds, places are rounded to 0.0001 deg */
    CHECK_NEAR(place.lat_deg, degrees(lat, 2), 0.5000001e-4);
    CHECK_NEAR(place.lon_deg, degrees(lon, 3), 0.5000001e-4);
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

static void test_town_search_finds_every_row_of_both_tables_by_its_name(void **state)
{
    (void)state;
    /* grep -vc '^#' of the files of tzdata 2026f */
    assert_int_equal(check_table(zone_tab_first, zone_tab_last), 418);
    assert_int_equal(check_table(zone1970_tab_first, zone1970_tab_last), 312);
}

static void test_town_search_finds_each_town_once_in_order_of_people(void **state)
{
    (void)state;
    const struct data_town_table towns = data_town_table_all();
    assert_true(towns.count > 5000);
    for (int i = 0; i < towns.count; i++) {
        const struct data_town_table_town place = data_town_table_town(i);
        assert_int_equal(find(place.id.at), 1);
        assert_int_equal(hits[0].row, i);
        assert_true(i == 0 || towns.rows[i].people <= towns.rows[i - 1].people);
        assert_true(place.name.length > 0 && place.id.length == strlen(place.id.at));
        assert_int_equal(strlen(place.name.at), place.name.length);
        assert_true(fabs(place.lat_deg) <= 90.0 && fabs(place.lon_deg) <= 180.0);
    }
}

/* Coordinates and time zones from an atlas, to 0.1 degrees: towns are that wide. */
static void test_town_search_knows_where_towns_are(void **state)
{
    (void)state;
    static const struct {
        const char *name, *country, *zone;
        double lat_deg, lon_deg;
    } towns[] = {
        {"Munich", "DE", "Europe/Berlin", 48.14, 11.58},
        {"München", "DE", "Europe/Berlin", 48.14, 11.58},
        {"Muenchen", "DE", "Europe/Berlin", 48.14, 11.58},
        {"Cologne", "DE", "Europe/Berlin", 50.94, 6.96},
        {"Lyon", "FR", "Europe/Paris", 45.76, 4.84},
        {"Florence", "IT", "Europe/Rome", 43.77, 11.25},
        {"Firenze", "IT", "Europe/Rome", 43.77, 11.25},
        {"Barcelona", "ES", "Europe/Madrid", 41.39, 2.17},
        {"Geneva", "CH", "Europe/Zurich", 46.20, 6.15},
        {"Genève", "CH", "Europe/Zurich", 46.20, 6.15},
        {"Gothenburg", "SE", "Europe/Stockholm", 57.71, 11.97},
        {"Edinburgh", "GB", "Europe/London", 55.95, -3.19},
        {"Kazan", "RU", "Europe/Moscow", 55.79, 49.12},
        {"St. Petersburg, Russia", "RU", "Europe/Moscow", 59.94, 30.31},
        {"Osaka", "JP", "Asia/Tokyo", 34.69, 135.50},
        {"Busan", "KR", "Asia/Seoul", 35.18, 129.08},
        {"Beijing", "CN", "Asia/Shanghai", 39.90, 116.40},
        {"Peking", "CN", "Asia/Shanghai", 39.90, 116.40},
        {"Lhasa", "CN", "Asia/Shanghai", 29.65, 91.10},
        {"Mumbai", "IN", "Asia/Kolkata", 19.07, 72.88},
        {"Bombay", "IN", "Asia/Kolkata", 19.07, 72.88},
        {"Bangalore", "IN", "Asia/Kolkata", 12.97, 77.59},
        {"Hanoi", "VN", "Asia/Ho_Chi_Minh", 21.03, 105.85},
        {"Astana", "KZ", "Asia/Almaty", 51.16, 71.45},
        {"Pristina", "XK", "Europe/Belgrade", 42.66, 21.17},
        {"Lagos", "NG", "Africa/Lagos", 6.52, 3.38},
        {"Cape Town", "ZA", "Africa/Johannesburg", -33.92, 18.42},
        {"Alexandria", "EG", "Africa/Cairo", 31.20, 29.92},
        {"San Francisco", "US", "America/Los_Angeles", 37.77, -122.42},
        {"Washington", "US", "America/New_York", 38.90, -77.04},
        {"Washington, DC", "US", "America/New_York", 38.90, -77.04},
        {"Boston", "US", "America/New_York", 42.36, -71.06},
        {"El Paso", "US", "America/Denver", 31.76, -106.49},
        {"Tucson", "US", "America/Phoenix", 32.22, -110.97},
        {"Springfield, Illinois", "US", "America/Chicago", 39.80, -89.64},
        {"Springfield IL", "US", "America/Chicago", 39.80, -89.64},
        {"Springfield, Massachusetts, USA", "US", "America/New_York", 42.10, -72.59},
        {"Montreal", "CA", "America/Toronto", 45.50, -73.57},
        {"London, CA", "CA", "America/Toronto", 42.98, -81.25},
        {"Rio de Janeiro", "BR", "America/Sao_Paulo", -22.91, -43.17},
        {"Guadalajara, MX", "MX", "America/Mexico_City", 20.67, -103.35},
        {"Ciudad Juárez", "MX", "America/Ciudad_Juarez", 31.74, -106.49},
        {"Cusco", "PE", "America/Lima", -13.52, -71.97},
        {"Cairns", "AU", "Australia/Brisbane", -16.92, 145.77},
        {"Newcastle, NSW", "AU", "Australia/Sydney", -32.92, 151.78},
        {"Christchurch", "NZ", "Pacific/Auckland", -43.53, 172.63},
    };
    for (size_t i = 0; i < sizeof towns / sizeof *towns; i++) {
        const struct data_town_search_result result =
            data_town_search_resolve(base_text_of(towns[i].name));
        const struct data_town_table_town found = result.town;
        if (result.outcome != DATA_TOWN_SEARCH_FOUND)
            fail_msg("%s is not known, or not alone", towns[i].name);
        if (strcmp(found.zone.at, towns[i].zone) != 0)
            fail_msg("%s: %s in %s", towns[i].name, found.id.at, found.zone.at);
        assert_true(base_text_equals(found.country->code, base_text_of(towns[i].country)));
        CHECK_NEAR(found.lat_deg, towns[i].lat_deg, 0.1); /* towns are wide */
        CHECK_NEAR(found.lon_deg, towns[i].lon_deg, 0.1);
    }
}

static void test_town_search_finds_every_country(void **state)
{
    (void)state;
    struct base_text rest = {(const char *)iso3166_tab_first,
                             (size_t)(iso3166_tab_last - iso3166_tab_first)};
    int found = 0, all = 0;
    while (rest.length > 0) {
        struct base_text name = base_text_cut(&rest, '\n');
        if (name.length == 0 || name.at[0] == '#') continue;
        struct base_text code = base_text_cut(&name, '\t');
        const struct data_town_search_query query = {.text = name};
        int count = data_town_search_find(&query, hits, HITS_MAX);
        for (int i = 0; i < count; i++)
            if (base_text_equals(town(i).country->code, code)) {
                found++;
                break;
            }
        all++;
    }
    /* Bouvet Island, Heard Island and McDonald Islands have no zone */
    assert_int_equal(all - found, 2);
}

static void test_town_search_forgives_case_accents_and_punctuation(void **state)
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
        {"port of spain, trinidad and tobago", "America/Port_of_Spain"},
        {"Port of Spain, Trinidad & Tobago", "America/Port_of_Spain"},
        {"Côte d'Ivoire", "Africa/Abidjan"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        require_first(pairs[i][0], pairs[i][1]);
}

static void test_town_search_knows_names_in_other_languages(void **state)
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
        assert_int_equal(hits[0].match, DATA_TOWN_MATCH_NAME);
    }
}

static void test_town_search_finds_beginnings_words_and_countries(void **state)
{
    (void)state;
    require_first("amst", "Europe/Amsterdam");
    assert_int_equal(hits[0].match, DATA_TOWN_MATCH_PREFIX);
    require_first("aires", "America/Argentina/Buenos_Aires");
    assert_int_equal(hits[0].match, DATA_TOWN_MATCH_WORD);
    assert_true(find("france") > 50);
    assert_string_equal(first_id(), "Europe/Paris");
    assert_int_equal(hits[0].match, DATA_TOWN_MATCH_COUNTRY);
    require_first("india", "IN/Maharashtra/Mumbai"); /* not Indianapolis */
    require_first("pa", "Europe/Paris");
    assert_int_equal(hits[0].match, DATA_TOWN_MATCH_PREFIX); /* not the code */
    assert_true(find("NL") > 20);
    assert_int_equal(hits[0].match, DATA_TOWN_MATCH_AREA);
    require_first("usa", "America/New_York");
    require_first("california", "America/Los_Angeles");
    assert_int_equal(hits[0].match, DATA_TOWN_MATCH_COUNTRY);
    require_first("Richmond, CA", "CA/British_Columbia/Richmond"); /* a country before a state */
    require_first("Richmond, California", "US/California/Richmond");
    assert_int_equal(find("paris, germany"), 0);
    require_first("louisville kentucky", "America/Kentucky/Louisville");
    require_first("paris fra", "Europe/Paris");
    assert_int_equal(hits[0].match, DATA_TOWN_MATCH_PREFIX);
    assert_int_equal(find(""), data_town_table_all().count);
}

static void test_town_search_forgives_small_misspellings(void **state)
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

static void test_town_search_finds_nothing_for_unknown_names(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "qqqq",
        "zzz",
        "Atlantiss, de",
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
        if (find(texts[i]) != 0) fail_msg("%s: %s", texts[i], first_id());
}

static void test_town_search_gives_the_best_of_many_hits(void **state)
{
    (void)state;
    const struct data_town_search_query query = {.text = BASE_TEXT("san")};
    int all = data_town_search_find(&query, hits, HITS_MAX);
    struct data_town_search_hit few[3], none[1] = {{.row = -1}};
    assert_true(all > 3);
    assert_int_equal(data_town_search_find(&query, few, 3), all);
    for (int i = 0; i < 3; i++) assert_int_equal(few[i].row, hits[i].row);
    for (int i = 1; i < all; i++) assert_true(hits[i].match >= hits[i - 1].match);
    assert_int_equal(data_town_search_find(&query, none, 0), all);
    assert_int_equal(none[0].row, -1);
}

static void test_town_search_distances_are_those_of_a_sphere(void **state)
{
    (void)state;
    const double quarter_km = 3.14159265358979323846 / 2.0 * DATA_TOWN_SEARCH_EARTH_KM;
    /* exact by geometry; 1e-6 km: asin near 1 loses half of a double's digits */
    CHECK_NEAR(data_town_search_distance_km(90.0, 0.0, -90.0, 0.0), 2.0 * quarter_km, 1e-6);
    CHECK_NEAR(data_town_search_distance_km(90.0, 10.0, 0.0, 123.0), quarter_km, 1e-6);
    CHECK_NEAR(data_town_search_distance_km(0.0, 0.0, 0.0, 180.0), 2.0 * quarter_km, 1e-6);
    CHECK_NEAR(data_town_search_distance_km(0.0, 179.5, 0.0, -179.5), quarter_km / 90.0, 1e-6);
    CHECK_NEAR(data_town_search_distance_km(0.0, -180.0, 0.0, 540.0), 0.0, 1e-6);
    CHECK_NEAR(data_town_search_distance_km(12.5, 77.0, 12.5, 77.0), 0.0, 0.0);
    /* London to New York, 5570 km on the ellipsoid (Vincenty); the sphere is within 0.5 % */
    CHECK_NEAR(data_town_search_distance_km(51.5083, -0.1253, 40.7142, -74.0064), 5570.0, 28.0);
}

/* The law: the order is that of the angle between directions. */
static void test_town_search_near_is_in_order_of_angle(void **state)
{
    (void)state;
    static const double points[][2] = {{0, 0},    {90, 0},    {-90, 77},     {0, 180},
                                       {0, -180}, {-16, 179}, {48.93, 2.45}, {66, -169}};
    const double rad = 3.14159265358979323846 / 180.0;
    for (size_t p = 0; p < sizeof points / sizeof *points; p++) {
        assert_int_equal(near(points[p][0], points[p][1]), data_town_table_all().count);
        double last = 2.0;
        for (int i = 0; i < HITS_MAX; i++) {
            double lat = points[p][0] * rad, other = town(i).lat_deg * rad;
            double cosine = sin(lat) * sin(other) +
                            cos(lat) * cos(other) * cos((points[p][1] - town(i).lon_deg) * rad);
            assert_true(cosine <= last + 1e-12); /* rounding of a sum of products near 1 */
            last = cosine;
            assert_true(hits[i].has_distance);
        }
    }
    near(-17.0, -179.9); /* Fiji, at +179, lies beyond the date line */
    assert_string_equal(town(0).zone.at, "Pacific/Fiji");
    near(90.0, 33.0);
    assert_string_equal(first_id(), "Arctic/Longyearbyen");
    near(0.0, 0.0);
    assert_string_equal(town(0).zone.at, "Africa/Accra");
}

static void test_town_search_near_orders_equal_matches(void **state)
{
    (void)state;
    const struct data_town_search_query query = {
        .text = BASE_TEXT("san juan"), .has_near = true, .near_lat_deg = 18, .near_lon_deg = -66};
    assert_true(data_town_search_find(&query, hits, HITS_MAX) > 2);
    assert_string_equal(first_id(), "America/Puerto_Rico");
    assert_string_equal(town(1).id.at, "America/Argentina/San_Juan");
    const struct data_town_search_query exact = {
        .text = BASE_TEXT("dawson"), .has_near = true, .near_lat_deg = 55, .near_lon_deg = -120};
    assert_int_equal(data_town_search_find(&exact, hits, HITS_MAX), 2);
    assert_string_equal(first_id(), "America/Dawson"); /* the better name before the nearer town */
}

/* A suburb is described by its city, a city by itself, a place at sea by the nearest town. */
static void test_town_search_landmark_is_a_well_known_town(void **state)
{
    (void)state;
    static const struct {
        double lat_deg, lon_deg;
        const char *name;
    } points[] = {
        {48.93, 2.45, "Paris"},          /* Drancy is nearer */
        {48.80, 2.13, "Paris"},          /* Versailles is 90,000 */
        {40.65, -73.95, "New York"},     /* Brooklyn */
        {51.48, 0.0, "London"},          /* Greenwich */
        {34.10, -118.33, "Los Angeles"}, /* Hollywood */
        {35.44, 139.64, "Yokohama"},     /* beside Tokyo, 3.5 million */
        {37.80, -122.27, "Oakland"},     /* beside San Francisco */
        {48.14, 11.58, "Munich"},         {78.2, 15.6, "Longyearbyen"},
        {-27.1, -109.4, "Easter Island"},
    };
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        struct data_town_search_hit hit;
        data_town_search_landmark(points[i].lat_deg, points[i].lon_deg, &hit);
        assert_string_equal(data_town_table_town(hit.row).name.at, points[i].name);
        assert_true(hit.has_distance && hit.distance_km < DATA_TOWN_SEARCH_LANDMARK_KM);
    }
    near(0.0, -30.0);
    struct data_town_search_hit far;
    data_town_search_landmark(0.0, -30.0, &far);
    assert_int_equal(far.row, hits[0].row);
}

/* London, Ontario has a tenth of London's people; none of the Springfields three times another's.
 */
static void test_town_search_prefers_a_much_larger_namesake(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"London", "Europe/London"},
        {"London, CA", "CA/Ontario/London"},
        {"Birmingham", "GB/England/Birmingham"},
        {"Kingston", "America/Jamaica"},
        {"Saint Petersburg", "RU/St-Petersburg/Saint_Petersburg"},
        {"Monaco", "Europe/Monaco"}, /* Munich in Italian, shortened */
        {"Barcelona", "ES/Catalonia/Barcelona"},
        {"Colombo", "Asia/Colombo"}, /* a third of its people: Colombo in Brazil */
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct data_town_search_result result =
            data_town_search_resolve(base_text_of(pairs[i][0]));
        if (result.outcome != DATA_TOWN_SEARCH_FOUND)
            fail_msg("%s is not known, or not alone", pairs[i][0]);
        assert_string_equal(result.town.id.at, pairs[i][1]);
    }
}

static void test_town_search_resolves_names_and_former_ids(void **state)
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
        const struct data_town_search_result result =
            data_town_search_resolve(base_text_of(pairs[i][0]));
        if (result.outcome != DATA_TOWN_SEARCH_FOUND) fail_msg("%s is not known", pairs[i][0]);
        assert_string_equal(result.town.id.at, pairs[i][1]);
    }
}

static void test_town_search_suggests_a_name_for_what_is_unknown(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Lodnon", "London"}, {"lond", "London"}, {"france", "Paris"},    {"qqqq", ""}, {"", ""},
        {"paris,DE", ""},     {"48.9,2.4", ""},   {"Yokoha", "Yokohama"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct data_town_search_result result =
            data_town_search_resolve(base_text_of(pairs[i][0]));
        assert_int_equal(result.outcome, DATA_TOWN_SEARCH_UNKNOWN);
        assert_int_equal(result.namesake_count, 0);
        if (!base_text_equals(result.suggestion, base_text_of(pairs[i][1])))
            fail_msg("%s: %.*s", pairs[i][0], (int)result.suggestion.length, result.suggestion.at);
    }
}

static void test_town_search_lists_namesakes_the_largest_first(void **state)
{
    (void)state;
    static const char *const names[] = {"San Juan", "Springfield", "Springfield, US", "San José",
                                        "saint johns"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct data_town_search_result result =
            data_town_search_resolve(base_text_of(names[i]));
        assert_int_equal(result.outcome, DATA_TOWN_SEARCH_AMBIGUOUS);
        assert_in_range(result.namesake_count, 2, DATA_TOWN_SEARCH_NAMESAKES_MAX);
        for (int k = 0; k < result.namesake_count; k++) {
            if (k > 0) assert_true(result.namesakes[k - 1] < result.namesakes[k]);
            const struct base_text id = data_town_table_town(result.namesakes[k]).id;
            const struct data_town_search_result alone = data_town_search_resolve(id);
            assert_int_equal(alone.outcome, DATA_TOWN_SEARCH_FOUND);
            assert_int_equal(alone.town.row, result.namesakes[k]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_town_search_finds_every_row_of_both_tables_by_its_name),
        cmocka_unit_test(test_town_search_finds_each_town_once_in_order_of_people),
        cmocka_unit_test(test_town_search_knows_where_towns_are),
        cmocka_unit_test(test_town_search_finds_every_country),
        cmocka_unit_test(test_town_search_forgives_case_accents_and_punctuation),
        cmocka_unit_test(test_town_search_knows_names_in_other_languages),
        cmocka_unit_test(test_town_search_finds_beginnings_words_and_countries),
        cmocka_unit_test(test_town_search_forgives_small_misspellings),
        cmocka_unit_test(test_town_search_finds_nothing_for_unknown_names),
        cmocka_unit_test(test_town_search_gives_the_best_of_many_hits),
        cmocka_unit_test(test_town_search_distances_are_those_of_a_sphere),
        cmocka_unit_test(test_town_search_near_is_in_order_of_angle),
        cmocka_unit_test(test_town_search_near_orders_equal_matches),
        cmocka_unit_test(test_town_search_landmark_is_a_well_known_town),
        cmocka_unit_test(test_town_search_prefers_a_much_larger_namesake),
        cmocka_unit_test(test_town_search_resolves_names_and_former_ids),
        cmocka_unit_test(test_town_search_suggests_a_name_for_what_is_unknown),
        cmocka_unit_test(test_town_search_lists_namesakes_the_largest_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
