/* Writes the seeds of fuzz/corpus/spk: kernels of a few KiB laid out as JPL's are. Run by make
 * fuzz-seeds; the other corpora are text, or files of tzdata. */
#include "fuzz.h"
#include "sky/daf.h"

#define DAY_S 86400.0

static void save(const char *folder, const char *name, const struct daf *daf)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s.bsp", folder, name);
    FILE *file = fopen(path, "wb");
    FUZZ_REQUIRE(file != NULL && fwrite(daf->bytes, daf->size, 1, file) == 1);
    fclose(file);
}

int main(int argc, char **argv)
{
    static struct daf daf;
    static const int planets[] = {199, 299, 4, 599, 5, 6, 7, 8, 9};
    if (argc != 2) return 2;
    daf_init(&daf);
    daf_add(&daf, (struct daf_segment){301, 3, 2, 5, 4, 0.0, 4 * DAY_S, 1e5});
    daf_add(&daf, (struct daf_segment){399, 3, 3, 4, 2, 0.0, 8 * DAY_S, 2e5});
    daf_add(&daf, (struct daf_segment){3, 0, 2, 9, 1, 0.0, 16 * DAY_S, 3e5});
    daf_add(&daf, (struct daf_segment){10, 0, 2, 1, 1, 0.0, 16 * DAY_S, 4e5});
    save(argv[1], "chains", &daf);
    daf_add(&daf, (struct daf_segment){301, 0, 2, 2, 1, 2 * DAY_S, 4 * DAY_S, 9e5});
    daf_add(&daf, (struct daf_segment){4, 0, 5, 2, 1, 0.0, 4 * DAY_S, 9e5});
    save(argv[1], "overlap-and-foreign-type", &daf);
    daf_init(&daf);
    daf_add(&daf, (struct daf_segment){399, 0, 2, 3, 2, -8 * DAY_S, 8 * DAY_S, 2e5});
    daf_add(&daf, (struct daf_segment){10, 0, 3, 2, 2, -8 * DAY_S, 8 * DAY_S, 4e5});
    for (size_t i = 0; i < sizeof planets / sizeof *planets; i++)
        daf_add(&daf, (struct daf_segment){planets[i], 0, 2, 2, 1, -8 * DAY_S, 16 * DAY_S, 1e6});
    save(argv[1], "planets", &daf);
    daf_init(&daf);
    save(argv[1], "empty", &daf);
    return 0;
}
