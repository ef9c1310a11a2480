/* Compares a kernel with published vectors: judge KERNEL VECTORS_FOLDER
 * Prints for each table the root mean square and the largest difference in mas: as angles at the vector's own origin on all rows and on the
 * others, which `integrate` does not fit; and on these as seen from the Earth.
 */
#include "base/file.h"
#include "rows.h"
#include "sky/const.h"
#include "sky/ephem.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define MAS_PER_RAD     (180.0 * 3600e3 / M_PI)
#define LINE_MAX        512
#define SUN             10
#define EARTH           399
#define MOON            301
#define EMB             3
#define EARTH_OVER_MOON 81.3005682214972 /* DE440 */

static const struct table {
    const char *file;
    int target, centre;
    enum sky_body
        body; /* whose centre the vectors mean; the Sun for others than the giant planets */
} tables[] = {
    {"heliostate_Mercury", 199, SUN, SKY_BODY_SUN},
    {"heliostate_Venus", 299, SUN, SKY_BODY_SUN},
    {"heliostate_EMB", EMB, SUN, SKY_BODY_SUN},
    {"heliostate_Earth", EARTH, SUN, SKY_BODY_SUN},
    {"heliostate_Mars", 4, SUN, SKY_BODY_SUN},
    {"heliostate_Jupiter", 5, SUN, SKY_BODY_JUPITER},
    {"heliostate_Saturn", 6, SUN, SKY_BODY_SATURN},
    {"heliostate_Uranus", 7, SUN, SKY_BODY_URANUS},
    {"heliostate_Neptune", 8, SUN, SKY_BODY_NEPTUNE},
    {"heliostate_Pluto", 9, SUN, SKY_BODY_SUN},
    {"barystate_GeoMoon", MOON, EARTH, SKY_BODY_SUN},
    {"6h_geo_moon", MOON, EARTH, SKY_BODY_SUN},
};

static struct sky_vec position(const struct sky_spk *spk, int id, struct sky_tdb when)
{
    struct sky_state state;
    if (id == EMB && spk->last[EMB] == 0) {
        struct sky_vec earth = position(spk, EARTH, when);
        struct sky_vec moon = sky_vec_difference(position(spk, MOON, when), earth);
        return sky_vec_plus_scaled(earth, 1.0 / (1.0 + EARTH_OVER_MOON), moon);
    }
    if (id == 199 && spk->last[id] == 0) id = 1;
    if (id == 299 && spk->last[id] == 0) id = 2;
    if (sky_ephem_state(spk, id, when, NULL, &state) != BASE_ERR_OK)
        return (struct sky_vec){NAN, NAN, NAN};
    return state.pos_icrs_au;
}

struct sum {
    double squares, worst;
    int count;
};

static void add(struct sum *sum, double mas)
{
    sum->squares += mas * mas;
    sum->worst = fmax(sum->worst, mas);
    sum->count++;
}

/* The difference of the kernel from a vector. */
static struct sky_vec difference(const struct sky_spk *spk, const struct table *table,
                                 struct sky_tdb when, struct sky_vec right)
{
    struct sky_vec is =
        sky_vec_difference(position(spk, table->target, when), position(spk, table->centre, when));
    if (table->body != SKY_BODY_SUN)
        is = sky_vec_plus_scaled(is, 1.0, sky_ephem_offset_au(table->body, when));
    return sky_vec_difference(is, right);
}

/* The distance of a target from the Earth; of the Earth itself, from the Sun. */
static double distance_au(const struct sky_spk *spk, const struct table *table, struct sky_tdb when)
{
    const int other = table->target == EARTH || table->target == EMB ? SUN : EARTH;
    return sky_vec_length(
        sky_vec_difference(position(spk, table->target, when), position(spk, other, when)));
}

static void judge(const struct sky_spk *spk, const char *folder, const struct table *table)
{
    char path[LINE_MAX], line[LINE_MAX];
    struct sum all = {0}, others = {0}, seen = {0};
    snprintf(path, sizeof path, "%s/state_%s.csv", folder, table->file);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    for (int row = 0; fgets(line, sizeof line, file) != NULL;) {
        double jd;
        struct sky_vec right;
        if (sscanf(line, "%lf,%lf,%lf,%lf", &jd, &right.x, &right.y, &right.z) != 4) continue;
        struct sky_tdb when = {jd - 2451545.0};
        const double off = sky_vec_length(difference(spk, table, when, right));
        if (isnan(off)) { /* outside of the kernel */
            row++;
            continue;
        }
        add(&all, off / sky_vec_length(right) * MAS_PER_RAD);
        if (rows_is_fitted(row++)) continue;
        add(&others, off / sky_vec_length(right) * MAS_PER_RAD);
        add(&seen, off / distance_au(spk, table, when) * MAS_PER_RAD);
    }
    fclose(file);
    printf("%-18s %5d %8.4f %8.4f   %6d %8.4f %8.4f   %8.4f %8.4f\n", table->file, all.count,
           sqrt(all.squares / all.count), all.worst, others.count,
           sqrt(others.squares / others.count), others.worst, sqrt(seen.squares / seen.count),
           seen.worst);
}

int main(int argc, char *argv[])
{
    static struct sky_spk spk;
    struct base_span bytes;
    struct base_fault fault;
    if (argc != 3 || base_file_map(argv[1], &bytes) != BASE_ERR_OK ||
        sky_spk_open(bytes, &spk, &fault) != BASE_ERR_OK) {
        fprintf(stderr, "usage: judge KERNEL VECTORS_FOLDER\n");
        return 2;
    }
    printf("%-18s %5s %8s %8s   %6s %8s %8s   %8s %8s\n", "mas", "all", "rms", "max", "others",
           "rms", "max", "seen rms", "max");
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) judge(&spk, argv[2], &tables[i]);
    return 0;
}
