/* sky/ephem: chains of segments, limits, and the giants' centres. */
#include "sky/ephem.h"

#include "check.h"
#include "data.h"
#include "random.h"
#include "sky/const.h"
#include "sky/daf.h"

#define DAY_S 86400.0

static const struct sky_tdb NOON = {3.5};

static void open_daf(const struct daf *daf, struct sky_spk *spk)
{
    struct base_fault fault;
    assert_int_equal(sky_spk_open(daf_span(daf), spk, &fault), BASE_ERR_OK);
}

/* As JPL ties them: 301 to 3 to 0, 399 to 3 to 0. */
static void open_jpl(struct daf *daf, struct sky_spk *spk)
{
    daf_init(daf);
    daf_add(daf, (struct daf_segment){3, 0, 2, 3, 2, 0.0, 8 * DAY_S, 3e8});
    daf_add(daf, (struct daf_segment){301, 3, 2, 4, 4, 0.0, 4 * DAY_S, 1e5});
    daf_add(daf, (struct daf_segment){399, 3, 3, 5, 1, 0.0, 16 * DAY_S, 2e3});
    open_daf(daf, spk);
}

static struct sky_state state_of(const struct sky_spk *spk, int id, const struct sky_state *earth)
{
    struct sky_state state;
    assert_int_equal(sky_ephem_state(spk, id, NOON, earth, &state), BASE_ERR_OK);
    return state;
}

static void check_sum(struct sky_state got, struct sky_state a, struct sky_state b)
{
    /* one rounding of 2 au */
    struct sky_vec pos = sky_vec_sum(a.pos_icrs_au, b.pos_icrs_au),
                   vel = sky_vec_sum(a.vel_icrs_au_per_day, b.vel_icrs_au_per_day);
    CHECK_NEAR(sky_vec_length(sky_vec_difference(got.pos_icrs_au, pos)), 0.0, 5e-16);
    CHECK_NEAR(sky_vec_length(sky_vec_difference(got.vel_icrs_au_per_day, vel)), 0.0, 5e-16);
}

static void test_ephem_follows_jpls_chains(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    open_jpl(&daf, &spk);
    struct sky_state emb = state_of(&spk, 3, NULL), earth = state_of(&spk, 399, NULL);
    check_sum(state_of(&spk, 301, NULL), emb, sky_spk_state(&spk.segments[1], NOON));
    check_sum(earth, emb, sky_spk_state(&spk.segments[2], NOON));
    struct sky_state origin = state_of(&spk, 0, NULL);
    assert_true(sky_vec_length(origin.pos_icrs_au) == 0.0);
}

/* Ours: 301 to 399 to 0; a known Earth ends the chain there with the same bits. */
static void test_ephem_ends_a_chain_at_a_known_earth(void **state)
{
    (void)state;
    const struct sky_spk *spk = &data_sky()->spk;
    struct sky_state earth = state_of(spk, 399, NULL);
    struct sky_state whole = state_of(spk, 301, NULL), ended = state_of(spk, 301, &earth);
    assert_memory_equal(&whole, &ended, sizeof whole);
}

static void test_ephem_refuses_chains_that_end_nowhere(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    struct sky_state out = {.pos_icrs_au = {42.0, 0.0, 0.0}};
    daf_init(&daf);
    daf_add(&daf, (struct daf_segment){301, 399, 2, 3, 1, 0.0, 16 * DAY_S, 1.0});
    daf_add(&daf, (struct daf_segment){399, 301, 2, 3, 1, 0.0, 16 * DAY_S, 1.0}); /* a circle */
    daf_add(&daf, (struct daf_segment){10, 10, 2, 3, 1, 0.0, 16 * DAY_S, 1.0});   /* itself */
    daf_add(&daf, (struct daf_segment){4, 3, 2, 3, 1, 0.0, 16 * DAY_S, 1.0}); /* 3 is not there */
    open_daf(&daf, &spk);
    static const int ids[] = {301, 399, 10, 4, 3, 599};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        assert_int_equal(sky_ephem_state(&spk, ids[i], NOON, NULL, &out), BASE_ERR_RANGE);
    assert_true(out.pos_icrs_au.x == 42.0); /* outs stay untouched */
    assert_int_equal(sky_ephem_bodies(&spk), 0);
}

/* DE440's ties (399 to 3 to 0) in two parts of time, as DE441 comes. */
static void test_ephem_follows_chains_through_parts_of_time(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    struct sky_state got;
    struct sky_fault limits;
    daf_init(&daf);
    daf_add(&daf, (struct daf_segment){3, 0, 2, 1, 1, -10 * DAY_S, 10 * DAY_S, 1e8});
    daf_add(&daf, (struct daf_segment){399, 3, 2, 1, 1, -10 * DAY_S, 10 * DAY_S, 1e3});
    daf_add(&daf, (struct daf_segment){3, 0, 2, 1, 1, 0.0, 20 * DAY_S, 2e8});
    daf_add(&daf, (struct daf_segment){399, 3, 2, 1, 1, 0.0, 15 * DAY_S, 2e3});
    daf_add(&daf, (struct daf_segment){10, 0, 2, 1, 1, -5 * DAY_S, 25 * DAY_S, 7.0});
    daf_add(&daf, (struct daf_segment){199, 1, 2, 1, 1, -5 * DAY_S, 25 * DAY_S, 7.0});
    open_daf(&daf, &spk);
    const struct {
        double days, x_km;
    } points[] = {{-3.0, 1e8 + 1e3}, {3.0, 2e8 + 2e3}};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sky_ephem_state(&spk, 399, (struct sky_tdb){points[i].days}, NULL, &got),
                         BASE_ERR_OK);
        CHECK_NEAR(got.pos_icrs_au.x * SKY_AU_KM, points[i].x_km, 1e-6); /* a sum of two doubles */
    }
    assert_int_equal(sky_ephem_state(&spk, 399, (struct sky_tdb){17.0}, NULL, &got),
                     BASE_ERR_RANGE);
    assert_int_equal(sky_ephem_limits(&spk, 399, &limits), BASE_ERR_RANGE);
    CHECK_NEAR(limits.valid_from.days, -10.0, 0.0); /* both links, both parts */
    CHECK_NEAR(limits.valid_until.days, 15.0, 0.0);
    sky_ephem_narrow(&spk, 10, &limits);
    CHECK_NEAR(limits.valid_from.days, -5.0, 0.0);                            /* the Sun is later */
    assert_int_equal(sky_ephem_limits(&spk, 199, &limits), BASE_ERR_MISSING); /* 1 is not there */
    assert_int_equal(sky_ephem_bodies(&spk), 1u << SKY_BODY_SUN);
}

/* Nor beyond 4000 au or faster than 10 au a day: Sedna turns at 900 au, light runs 173 a day. */
static void test_ephem_takes_no_numbers_that_are_none(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    struct sky_state got;
    const double values_km[] = {NAN, INFINITY, 1e30, 4001 * SKY_AU_KM};
    for (int i = 0; i < 4; i++) {
        daf_init(&daf);
        daf_add(&daf, (struct daf_segment){399, 0, 2, 1, 1, 0.0, 16 * DAY_S, values_km[i]});
        open_daf(&daf, &spk);
        assert_int_equal(sky_ephem_state(&spk, 399, NOON, NULL, &got), BASE_ERR_RANGE);
    }
    daf_init(&daf); /* one term of velocity, in km/s: 20 000 are 11.6 au a day */
    daf_add(&daf, (struct daf_segment){399, 0, 3, 1, 1, 0.0, 16 * DAY_S, 2e4});
    open_daf(&daf, &spk);
    assert_int_equal(sky_ephem_state(&spk, 399, NOON, NULL, &got), BASE_ERR_RANGE);
}

static void test_ephem_tells_what_a_kernel_covers(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    struct sky_fault fault;
    daf_init(&daf);
    daf_add(&daf, (struct daf_segment){4, 0, 2, 3, 2, -20 * DAY_S, 8 * DAY_S, 1.0});
    daf_add(&daf, (struct daf_segment){4, 0, 2, 3, 2, 5 * DAY_S, 8 * DAY_S, 1.0});
    daf_add(&daf, (struct daf_segment){4, 0, 2, 3, 1, 0.0, 1 * DAY_S, 1.0});
    open_daf(&daf, &spk);
    assert_int_equal(sky_ephem_limits(&spk, 4, &fault), BASE_ERR_RANGE);
    assert_true(fault.valid_from.days == -20.0 && fault.valid_until.days == 21.0);
    assert_int_equal(sky_ephem_limits(&spk, 5, &fault), BASE_ERR_MISSING);
}

static void test_ephem_prefers_a_planets_centre_to_its_barycentre(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    struct sky_ephem_body got;
    struct sky_fault fault;
    daf_init(&daf);
    daf_add(&daf, (struct daf_segment){5, 0, 2, 3, 1, 0.0, 16 * DAY_S, 7e8});
    open_daf(&daf, &spk);
    assert_int_equal(
        sky_ephem_body(&(struct sky_ephem){&spk, NOON, NULL}, SKY_BODY_JUPITER, &got, &fault),
        BASE_ERR_OK);
    assert_true(got.is_barycentre);
    daf_add(&daf, (struct daf_segment){599, 5, 2, 3, 1, 0.0, 4 * DAY_S, 1e2});
    open_daf(&daf, &spk);
    assert_int_equal(
        sky_ephem_body(&(struct sky_ephem){&spk, NOON, NULL}, SKY_BODY_JUPITER, &got, &fault),
        BASE_ERR_OK);
    assert_false(got.is_barycentre);
    check_sum(got.state, sky_spk_state(&spk.segments[0], NOON),
              sky_spk_state(&spk.segments[1], NOON));
}

static void test_ephem_body_faults_name_body_and_limits(void **state)
{
    (void)state;
    static struct daf daf;
    static struct sky_spk spk;
    struct sky_ephem_body got;
    struct sky_fault fault = {0};
    daf_init(&daf);
    daf_add(&daf, (struct daf_segment){5, 0, 2, 3, 1, 0.0, 16 * DAY_S, 7e8});
    open_daf(&daf, &spk);
    assert_int_equal(sky_ephem_body(&(struct sky_ephem){&spk, (struct sky_tdb){17.0}, NULL},
                                    SKY_BODY_JUPITER, &got, &fault),
                     BASE_ERR_RANGE);
    assert_int_equal(fault.code, BASE_ERR_RANGE);
    assert_int_equal(fault.naif_id, 599);
    assert_true(fault.valid_from.days == 0.0 && fault.valid_until.days == 16.0);
    assert_int_equal(
        sky_ephem_body(&(struct sky_ephem){&spk, NOON, NULL}, SKY_BODY_SUN, &got, &fault),
        BASE_ERR_MISSING);
    assert_int_equal(fault.naif_id, 10);
    assert_int_equal(
        sky_ephem_body(&(struct sky_ephem){&spk, NOON, NULL}, SKY_BODY_PLUTO, &got, &fault),
        BASE_ERR_MISSING);
}

/* JPL Horizons, VECTORS of the planets' centres from the Sun (DE441 era, jup365, sat441, ura116,
 * nep097), ICRF, geometric, au; generated 2021-11-14, in cosinekitty/astronomy generate/heliostate.
 */
static const struct {
    enum sky_body body;
    double jd_tdb;
    struct sky_vec heliocentric_au;
} VECTORS[] = {
    {SKY_BODY_JUPITER,
     2439220.500000000,
     {-5.283928023908712E-01, 4.708774419183927E+00, 2.031431133317938E+00}},
    {SKY_BODY_JUPITER,
     2469520.500000000,
     {-2.871675353106489E-01, 4.712623773926729E+00, 2.026787911646066E+00}},
    {SKY_BODY_SATURN,
     2439220.500000000,
     {9.493954278035751E+00, -1.211519898230612E+00, -9.082633805315410E-01}},
    {SKY_BODY_SATURN,
     2469520.500000000,
     {3.395021331671096E+00, -8.658016155087502E+00, -3.723116955883377E+00}},
    {SKY_BODY_URANUS,
     2439220.500000000,
     {-1.791086161651845E+01, 3.270180092626684E+00, 1.685989124965452E+00}},
    {SKY_BODY_URANUS,
     2469520.500000000,
     {-1.752649457717564E+01, 4.688007598803249E+00, 2.300897481508642E+00}},
    {SKY_BODY_NEPTUNE,
     2439220.500000000,
     {-1.904676724940356E+01, -2.199848224721399E+01, -8.530094025013252E+00}},
    {SKY_BODY_NEPTUNE,
     2469520.500000000,
     {1.812850124816008E+01, 2.206325959954725E+01, 8.579324158705919E+00}},
};

static void test_ephem_giants_are_where_horizons_has_their_centres(void **state)
{
    (void)state;
    const struct sky_spk *spk = &data_sky()->spk;
    for (size_t i = 0; i < sizeof VECTORS / sizeof *VECTORS; i++) {
        struct sky_tdb when = {VECTORS[i].jd_tdb - 2451545.0};
        struct sky_state planet, sun, earth;
        int id = sky_body_info(VECTORS[i].body)->barycentre_id;
        assert_int_equal(sky_ephem_state(spk, id, when, NULL, &planet), BASE_ERR_OK);
        assert_int_equal(sky_ephem_state(spk, 10, when, NULL, &sun), BASE_ERR_OK);
        assert_int_equal(sky_ephem_state(spk, 399, when, NULL, &earth), BASE_ERR_OK);
        struct sky_vec centre =
            sky_vec_sum(planet.pos_icrs_au, sky_ephem_offset_au(VECTORS[i].body, when));
        struct sky_vec off = sky_vec_difference(sky_vec_difference(centre, sun.pos_icrs_au),
                                                VECTORS[i].heliocentric_au);
        double distance = sky_vec_length(sky_vec_difference(centre, earth.pos_icrs_au));
        /* 3 mas as seen from the Earth is what the project promises; the offset is up to 84 */
        CHECK_NEAR(sky_vec_length(off) / distance / SKY_RAD_PER_ARCSEC * 1000.0, 0.0, 3.0);
    }
}

/* How far moons can pull their planet, mass ratio times distance summed: the Galilean moons 220 km,
 * Titan 2.4e-4 of 1.22e6 km and the others 320, Triton 2.1e-4 of 3.5e5 km 74; Charon, 0.109 of
 * 19 596 km, Pluto by 2128 km at any time. In other millennia no further. */
static void test_ephem_offsets_are_of_the_giants_and_pluto_alone(void **state)
{
    (void)state;
    static const double most_km[SKY_BODY_COUNT] = {
        [SKY_BODY_JUPITER] = 230.0, [SKY_BODY_SATURN] = 320.0, [SKY_BODY_URANUS] = 60.0,
        [SKY_BODY_NEPTUNE] = 100.0, [SKY_BODY_PLUTO] = 2140.0,
    };
    struct random_source random = random_seeded(1610);
    for (int i = 0; i < 40000; i++) {
        const double reach_days = i % 2 ? 5e6 : 36500.0;
        struct sky_tdb when = {random_between(&random, -reach_days, reach_days)};
        for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
            double km = sky_vec_length(sky_ephem_offset_au(body, when)) * SKY_AU_KM;
            assert_true(km <= most_km[body]);
            assert_true(body != SKY_BODY_PLUTO || km >= 2115.0);
        }
    }
}

/* Law: the velocity is the slope of the offset, in other millennia too. */
static void test_ephem_offsets_move_as_fast_as_they_say(void **state)
{
    (void)state;
    struct random_source random = random_seeded(1978);
    const double half_days = 1e-3;
    for (int i = 0; i < 20000; i++) {
        const double reach_days = i % 2 ? 5e6 : 36500.0;
        double days = random_between(&random, -reach_days, reach_days);
        for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
            struct sky_vec before = sky_ephem_offset_au(body, (struct sky_tdb){days - half_days}),
                           after = sky_ephem_offset_au(body, (struct sky_tdb){days + half_days});
            struct sky_vec slope =
                sky_vec_scaled(sky_vec_difference(after, before), 0.5 / half_days);
            struct sky_vec off = sky_vec_difference(
                slope, sky_ephem_offset_vel_au_per_day(body, (struct sky_tdb){days}));
            /* Io turns once in 1.77 days: 4e-6 of the slope by the step. The slow changes of the
             * amplitudes, left out, are 100 km a century: 0.003 km a day. */
            CHECK_NEAR(sky_vec_length(off) * SKY_AU_KM, 0.0, 0.02);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ephem_follows_jpls_chains),
        cmocka_unit_test(test_ephem_ends_a_chain_at_a_known_earth),
        cmocka_unit_test(test_ephem_refuses_chains_that_end_nowhere),
        cmocka_unit_test(test_ephem_follows_chains_through_parts_of_time),
        cmocka_unit_test(test_ephem_takes_no_numbers_that_are_none),
        cmocka_unit_test(test_ephem_tells_what_a_kernel_covers),
        cmocka_unit_test(test_ephem_prefers_a_planets_centre_to_its_barycentre),
        cmocka_unit_test(test_ephem_body_faults_name_body_and_limits),
        cmocka_unit_test(test_ephem_giants_are_where_horizons_has_their_centres),
        cmocka_unit_test(test_ephem_offsets_are_of_the_giants_and_pluto_alone),
        cmocka_unit_test(test_ephem_offsets_move_as_fast_as_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
