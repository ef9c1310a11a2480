/* Constellations. */
#include "sky/constellation.h"

#include "check.h"

#include <erfa.h>
#include <string.h>

static struct sky_vec direction(double ra_deg, double dec_deg)
{
    double ra_rad = ra_deg * SKY_RAD_PER_DEG, dec_rad = dec_deg * SKY_RAD_PER_DEG;
    return (struct sky_vec){cos(dec_rad) * cos(ra_rad), cos(dec_rad) * sin(ra_rad), sin(dec_rad)};
}

/* From the mean equator and equinox of a Besselian year to the ICRS, with ERFA. */
static struct sky_vec icrs_of(double besselian_year, struct sky_vec v)
{
    double jd1, jd2, m[3][3], p[3] = {v.x, v.y, v.z}, icrs[3];
    eraEpb2jd(besselian_year, &jd1, &jd2);
    eraPmat06(jd1, jd2, m);
    eraTrxp(m, p, icrs);
    return (struct sky_vec){icrs[0], icrs[1], icrs[2]};
}

/* The sample of Roman 1987 (CDS VI/42): B1950 hours and degrees. */
static void test_constellation_gives_romans_own_examples(void **state)
{
    (void)state;
    static const struct {
        double ra_h, dec_deg;
        const char *name;
    } rows[] = {
        {9.0, 65.0, "UMa"},     {23.5, -20.0, "Aqr"},      {5.12, 9.12, "Ori"},
        {9.4555, -19.9, "Hya"}, {12.8888, 22.0, "Com"},    {15.6687, -12.1234, "Lib"},
        {19.0, -40.0, "CrA"},   {6.2222, -81.1234, "Men"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(sky_constellation_name(
                                icrs_of(1950.0, direction(rows[i].ra_h * 15.0, rows[i].dec_deg))),
                            rows[i].name);
}

/* Hipparcos places of stars that carry their constellation's name. The last is none: it lies
 * half a degree from Rho Aquilae, which crossed into the Dolphin in 1992. */
static void test_constellation_holds_the_stars_named_after_it(void **state)
{
    (void)state;
    static const struct {
        double ra_deg, dec_deg;
        const char *name;
    } stars[] = {
        {101.2872, -16.7161, "CMa"}, {279.2347, 38.7837, "Lyr"},  {37.9546, 89.2641, "UMi"},
        {186.6496, -63.0991, "Cru"}, {95.9880, -52.6957, "Car"},  {317.1953, -88.9565, "Oct"},
        {263.7336, 12.5600, "Oph"},  {247.3519, -26.4320, "Sco"}, {152.0930, 11.9672, "Leo"},
        {201.2982, -11.1613, "Vir"}, {68.9802, 16.5093, "Tau"},   {344.4128, -29.6222, "PsA"},
        {310.3580, 45.2803, "Cyg"},  {79.1723, 45.9980, "Aur"},   {113.6494, 31.8883, "Gem"},
        {34.8366, -2.9776, "Cet"},   {2.0969, 29.0904, "And"},    {304.0, 15.0, "Del"},
    };
    for (size_t i = 0; i < sizeof stars / sizeof *stars; i++)
        assert_string_equal(sky_constellation_name(direction(stars[i].ra_deg, stars[i].dec_deg)),
                            stars[i].name);
}

/* The constant matrix is IAU 2006's: a zone's corner is met from the right side. The boundary of
 * Ursa Minor lies at +88 deg of 1875 all around. */
static void test_constellation_boundaries_stand_in_1875(void **state)
{
    (void)state;
    for (double ra_deg = 0.0; ra_deg < 100.0; ra_deg += 10.0) {
        const double arcsec = 1.0 / 3600.0;
        struct sky_vec above = icrs_of(1875.0, direction(ra_deg, 88.0 + arcsec));
        struct sky_vec below = icrs_of(1875.0, direction(ra_deg, 88.0 - arcsec));
        assert_string_equal(sky_constellation_name(above), "UMi");
        assert_string_equal(sky_constellation_name(below), "Cep");
    }
}

static void test_constellation_there_are_88(void **state)
{
    (void)state;
    char seen[100][4] = {0};
    int count = 0;
    for (double dec_deg = -90.0; dec_deg <= 90.0; dec_deg += 0.5) {
        for (double ra_deg = 0.0; ra_deg < 360.0; ra_deg += 0.5) {
            const char *name = sky_constellation_name(direction(ra_deg, dec_deg));
            int i = 0;
            while (i < count && strcmp(seen[i], name) != 0) i++;
            if (i < count) continue;
            assert_true(count < 99);
            memcpy(seen[count++], name, 4);
        }
    }
    assert_int_equal(count, 88);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_constellation_gives_romans_own_examples),
        cmocka_unit_test(test_constellation_holds_the_stars_named_after_it),
        cmocka_unit_test(test_constellation_boundaries_stand_in_1875),
        cmocka_unit_test(test_constellation_there_are_88),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
