/* almanac/events_merge: events of every sort in one stream. */
#include "almanac/events_merge.h"

#include "check.h"
#include "data.h"

#include <string.h>

#define LIST_MAX 16384

struct list {
    int count;
    struct {
        const char *kind;
        double days;
        enum sky_body body, other;
    } events[LIST_MAX];
};

static const struct sky_observer *paris(void)
{
    static struct sky_observer observer;
    observer = sky_horizon_observer(48.93, 2.45, 0.0);
    return &observer;
}

/* A query of types with commas between. */
static struct almanac_events_merge_query asked(const char *types, struct sky_tt from, double days)
{
    struct almanac_events_merge_query query = {
        .from = from,
        .until = {from.days + days},
        .bodies = data_store()->bodies,
        .air = {1013.25, 15.0, SKY_REFRACT_STANDARD},
    };
    struct base_text rest = base_text_of(types);
    while (rest.length > 0)
        assert_int_equal(almanac_events_merge_type(base_text_cut(&rest, ','), &query), BASE_ERR_OK);
    if (almanac_events_merge_needs_place(&query)) query.observer = paris();
    return query;
}

/* Appends all events of a query. */
static void collect(const struct almanac_events_merge_query *query, struct list *list)
{
    struct almanac_events_merge *merge;
    struct almanac_events_merge_event event;
    struct sky_fault fault;
    enum base_err err;
    assert_int_equal(almanac_events_merge_open(data_store(), query, &merge, &fault), BASE_ERR_OK);
    while ((err = almanac_events_merge_next(merge, &event, &fault)) == BASE_ERR_OK) {
        assert_true(list->count < LIST_MAX);
        list->events[list->count].kind = event.kind;
        list->events[list->count].days = event.when.days;
        list->events[list->count].body = event.body;
        list->events[list->count++].other = event.other;
    }
    assert_int_equal(err, BASE_ERR_END);
    assert_int_equal(almanac_events_merge_next(merge, &event, &fault),
                     BASE_ERR_END); /* and stays at the end */
    almanac_events_merge_close(merge);
}

static int count_of(const struct list *list, const char *kind)
{
    int count = 0;
    for (int i = 0; i < list->count; i++) count += strcmp(list->events[i].kind, kind) == 0;
    return count;
}

#define EVERYTHING                                                                                 \
    "phases,seasons,oppositions,conjunctions,elongations,stations,apsides,approaches,eclipses,"    \
    "rise,set,transit,antitransit,twilight,altitude:30,altitude:-5,azimuth:180,azimuth:90"

static void test_events_merge_is_in_order_of_time_over_all_sources(void **state)
{
    (void)state;
    static struct list list;
    list.count = 0;
    struct almanac_events_merge_query query =
        asked(EVERYTHING, data_tt(2026, 8, 1, 0, 0, 0.0), 40.0);
    collect(&query, &list);
    for (int i = 0; i < list.count; i++) {
        assert_true(list.events[i].days >= query.from.days);
        assert_true(list.events[i].days <= query.until.days);
        if (i > 0) assert_true(list.events[i].days >= list.events[i - 1].days);
    }
    /* The sorts that a 40 day stretch must hold; the two eclipses of August 2026 are NASA's. */
    assert_int_equal(count_of(&list, "solar_eclipse"), 1);
    assert_int_equal(count_of(&list, "lunar_eclipse"), 1);
    assert_true(count_of(&list, "new_moon") >= 1 && count_of(&list, "perigee") >= 1);
    assert_int_equal(count_of(&list, "civil_dawn"), 40); /* Paris has one every day of August */
    assert_int_equal(count_of(&list, "civil_dusk"), 40);
    /* each of ten bodies rises 40 times, give or take the slip of stars and Moon against the Sun */
    const int rises = count_of(&list, "rise");
    assert_true(rises >= 390 && rises <= 420);
    assert_true(count_of(&list, "altitude_up") > 300 && count_of(&list, "azimuth") > 300);
}

static void test_events_merge_of_a_split_range_is_the_same(void **state)
{
    (void)state;
    static struct list whole, parts;
    const struct sky_tt from = data_tt(2026, 1, 1, 0, 0, 0.0);
    /* at no event's instant: the parts do not share one */
    const double cuts[] = {0.0, 12.3456, 45.6789, 46.0123, 120.0};
    for (int types = 0; types < 2; types++) {
        const char *list = types == 0 ? EVERYTHING : "phases,eclipses,apsides,stations";
        whole.count = parts.count = 0;
        struct almanac_events_merge_query query = asked(list, from, 120.0);
        collect(&query, &whole);
        for (int i = 0; i < 4; i++) {
            query.from.days = from.days + cuts[i];
            query.until.days = from.days + cuts[i + 1];
            collect(&query, &parts);
        }
        assert_int_equal(parts.count, whole.count);
        for (int i = 0; i < whole.count; i++) {
            /* Brackets differ: roots agree within their tolerance, some 1e-8 days; where the
             * altitude is flattest, at a culmination or an approach, within seconds. */
            CHECK_NEAR(parts.events[i].days, whole.events[i].days, 1e-4);
        }
        for (int i = 0; i < whole.count; i++) {
            if (i > 0 && whole.events[i].days - whole.events[i - 1].days < 1e-4) continue;
            if (i + 1 < whole.count && whole.events[i + 1].days - whole.events[i].days < 1e-4)
                continue;
            assert_string_equal(parts.events[i].kind, whole.events[i].kind);
            assert_int_equal(parts.events[i].body, whole.events[i].body);
            assert_int_equal(parts.events[i].other, whole.events[i].other);
        }
    }
}

/* Every word that the list of types promises. */
static void test_events_merge_accepts_what_it_says_it_expects(void **state)
{
    (void)state;
    char expected[] = ALMANAC_EVENTS_MERGE_EXPECTED;
    int count = 0;
    for (char *word = strtok(expected, ", "); word != NULL; word = strtok(NULL, ", ")) {
        if (strcmp(word, "or") == 0) break; /* what follows is prose with an example */
        char *number = strstr(word, "DEG");
        if (number != NULL) memcpy(number, "12\0", 3);
        struct almanac_events_merge_query query = {0};
        if (almanac_events_merge_type(base_text_of(word), &query) != BASE_ERR_OK)
            fail_msg("%s", word);
        assert_true(query.kinds != 0 || query.wants_lunar || query.local != 0 ||
                    query.wants_twilight || query.altitude_count + query.azimuth_count == 1);
        count++;
    }
    assert_int_equal(count, 16);
#define NAME(kind, text) text,
    static const char *const kinds[] = {SKY_EVENTS_KIND_LIST(NAME)};
#undef NAME
    for (unsigned kind = 0; kind < SKY_EVENTS_KIND_COUNT; kind++) {
        struct almanac_events_merge_query query = {0};
        assert_int_equal(almanac_events_merge_type(base_text_of(kinds[kind]), &query), BASE_ERR_OK);
        assert_int_equal(query.kinds, SKY_EVENTS_BIT(kind));
    }
}

/* Kinds in right ascension are requested only by name. */
static void test_events_merge_has_every_kind_in_a_group(void **state)
{
    (void)state;
    struct base_text names[ALMANAC_EVENTS_MERGE_TYPE_NAMES_MAX];
    const size_t count = almanac_events_merge_type_names(names);
    struct almanac_events_merge_query query = {0};
    for (size_t i = 0; i < count; i++)
        if (sky_events_named(names[i]) == SKY_EVENTS_KIND_COUNT)
            assert_int_equal(almanac_events_merge_type(names[i], &query), BASE_ERR_OK);
    for (enum sky_events_kind kind = 0; kind < SKY_EVENTS_KIND_COUNT; kind++) {
        const struct base_text name = sky_events_name(kind);
        const bool is_of_ra = name.length > 3 && memcmp(name.at + name.length - 3, "_ra", 3) == 0;
        if ((query.kinds >> kind & 1u) == is_of_ra) fail_msg("%s is in no group", name.at);
    }
}

static void test_events_merge_refuses_other_types(void **state)
{
    (void)state;
    static const char *const names[] = {"",
                                        "phas",
                                        "rise ",
                                        " rise",
                                        "Rise",
                                        "eclips",
                                        "altitude",
                                        "altitude:",
                                        "altitude:x",
                                        "altitude:91",
                                        "altitude:-90.1",
                                        "azimuth:-1",
                                        "azimuth:361",
                                        "azimuth:nan",
                                        "altitude:nan",
                                        "altitude:inf",
                                        "height:30",
                                        "altitude:30:4",
                                        "full_moon,new_moon",
                                        "azimuth"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct almanac_events_merge_query query = {0}, empty = {0};
        if (almanac_events_merge_type(base_text_of(names[i]), &query) != BASE_ERR_FORMAT)
            fail_msg("%s", names[i]);
        assert_memory_equal(&query, &empty, sizeof query);
    }
    struct almanac_events_merge_query query = {0};
    for (int i = 0; i < ALMANAC_EVENTS_MERGE_MARKS_MAX; i++) {
        assert_int_equal(almanac_events_merge_type(BASE_TEXT("altitude:90"), &query), BASE_ERR_OK);
        assert_int_equal(almanac_events_merge_type(BASE_TEXT("azimuth:360"), &query), BASE_ERR_OK);
    }
    assert_int_equal(almanac_events_merge_type(BASE_TEXT("altitude:1"), &query), BASE_ERR_LIMIT);
    assert_int_equal(almanac_events_merge_type(BASE_TEXT("azimuth:1"), &query), BASE_ERR_LIMIT);
    assert_int_equal(query.altitude_count, ALMANAC_EVENTS_MERGE_MARKS_MAX);
}

static void test_events_merge_knows_what_needs_a_place(void **state)
{
    (void)state;
    static const char *const local[] = {"rise",     "set",        "transit",  "antitransit",
                                        "twilight", "altitude:0", "azimuth:0"};
    static const char *const sky[] = {"phases", "eclipses", "approaches", "full_moon"};
    for (size_t i = 0; i < sizeof local / sizeof *local; i++) {
        struct almanac_events_merge_query query = {0};
        assert_int_equal(almanac_events_merge_type(base_text_of(local[i]), &query), BASE_ERR_OK);
        assert_true(almanac_events_merge_needs_place(&query));
    }
    for (size_t i = 0; i < sizeof sky / sizeof *sky; i++) {
        struct almanac_events_merge_query query = {0};
        assert_int_equal(almanac_events_merge_type(base_text_of(sky[i]), &query), BASE_ERR_OK);
        assert_false(almanac_events_merge_needs_place(&query));
    }
}

static void test_events_merge_of_nothing_ends_at_once(void **state)
{
    (void)state;
    static struct list list;
    struct almanac_events_merge_query query = asked("", data_tt(2026, 1, 1, 0, 0, 0.0), 365.0);
    collect(&query, &list);
    query = asked("phases,eclipses,seasons", data_tt(2026, 1, 5, 0, 0, 0.0), 0.0);
    collect(&query, &list);
    assert_int_equal(list.count, 0);
}

/* Events before the end of the ephemeris, 2100-02-04, are given before the end is reported. */
static void test_events_merge_gives_the_last_event_before_the_ephemeris_ends(void **state)
{
    (void)state;
    struct almanac_events_merge_query query =
        asked("rise,set", data_tt(2100, 2, 1, 0, 0, 0.0), 30.0);
    query.bodies = 1u << SKY_BODY_SUN;
    struct sky_observer observer = sky_horizon_observer(0.0, 0.0, 0.0);
    query.observer = &observer;
    struct almanac_events_merge *merge;
    struct almanac_events_merge_event event;
    struct sky_fault fault;
    enum base_err err;
    int count = 0;
    assert_int_equal(almanac_events_merge_open(data_store(), &query, &merge, &fault), BASE_ERR_OK);
    while ((err = almanac_events_merge_next(merge, &event, &fault)) == BASE_ERR_OK) count++;
    assert_int_equal(err, BASE_ERR_RANGE);
    assert_int_equal(almanac_events_merge_next(merge, &event, &fault), BASE_ERR_RANGE);
    assert_true(count >= 7); /* the Sun rises and sets at the equator on each of four days */
    almanac_events_merge_close(merge);
    query = asked("phases", data_tt(2150, 1, 1, 0, 0, 0.0), 30.0);
    assert_int_equal(almanac_events_merge_open(data_store(), &query, &merge, &fault),
                     BASE_ERR_RANGE);
}

/* With an observer eclipses have the instants of their best moments there; each belongs to exactly
 * one of adjacent ranges, also where the whole Earth's greatest instant is in another one. */
static void test_events_merge_dates_eclipses_by_what_the_place_sees(void **state)
{
    (void)state;
    static struct list whole, parts;
    const struct sky_observer gibraltar = sky_horizon_observer(36.14, -5.35, 0.0);
    struct almanac_events_merge_query query =
        asked("eclipses", data_tt(2027, 8, 2, 7, 30, 0.0), 146.0 / 1440.0);
    query.observer = &gibraltar;
    collect(&query, &whole); /* greatest at 10:06:34, 8:47:49 here */
    assert_int_equal(whole.count, 1);
    CHECK_NEAR(whole.events[0].days, data_tt(2027, 8, 2, 8, 47, 49.0).days, 1.0 / 86400.0);
    whole.count = 0;
    query = asked("eclipses", data_tt(2020, 1, 1, 0, 0, 0.0), 4000.0);
    query.observer = &gibraltar;
    collect(&query, &whole);
    for (int i = 1; i < whole.count; i++)
        assert_true(whole.events[i].days > whole.events[i - 1].days);
    const double step = 4000.0 / 997.0, from = query.from.days;
    for (int i = 0; i < 997; i++) {
        query.from.days = from + i * step;
        query.until.days = i == 996 ? from + 4000.0 : from + (i + 1) * step;
        collect(&query, &parts);
    }
    assert_int_equal(parts.count, whole.count);
    for (int i = 0; i < whole.count; i++)
        CHECK_NEAR(parts.events[i].days, whole.events[i].days, 0.0);
    for (int i = 0; i < whole.count; i++) { /* ranges that meet 3 hours beside each of them */
        static struct list halves;
        halves.count = 0;
        query.from.days = whole.events[i].days - 0.125;
        query.until.days = whole.events[i].days;
        collect(&query, &halves);
        query.from.days = query.until.days;
        query.until.days += 0.125;
        collect(&query, &halves);
        assert_int_equal(halves.count, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events_merge_is_in_order_of_time_over_all_sources),
        cmocka_unit_test(test_events_merge_of_a_split_range_is_the_same),
        cmocka_unit_test(test_events_merge_accepts_what_it_says_it_expects),
        cmocka_unit_test(test_events_merge_has_every_kind_in_a_group),
        cmocka_unit_test(test_events_merge_refuses_other_types),
        cmocka_unit_test(test_events_merge_knows_what_needs_a_place),
        cmocka_unit_test(test_events_merge_of_nothing_ends_at_once),
        cmocka_unit_test(test_events_merge_dates_eclipses_by_what_the_place_sees),
        cmocka_unit_test(test_events_merge_gives_the_last_event_before_the_ephemeris_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
