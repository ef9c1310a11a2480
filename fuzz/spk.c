/* Any bytes as a kernel are refused at a byte within the file, or can be read at every instant. */
#include "fuzz.h"
#include "sky/ephem.h"

#define DAY_S 86400.0

static void read_at(const struct sky_spk *spk, double tdb_s)
{
    const struct sky_tdb when = {tdb_s / DAY_S};
    for (int i = 0; i < spk->count; i++) {
        const int target = spk->segments[i].target;
        const struct sky_spk_segment *found = sky_spk_find(spk, target, when);
        if (found == NULL) continue;
        FUZZ_REQUIRE(found->target == target);
        (void)sky_spk_state(found, when);
    }
    for (enum sky_body body = 0; body < SKY_BODY_COUNT; body++) {
        const struct sky_ephem ephem = {spk, when, NULL};
        struct sky_ephem_body found;
        struct sky_fault fault;
        enum base_err err = sky_ephem_body(&ephem, body, &found, &fault);
        FUZZ_REQUIRE(err == BASE_ERR_OK || err == fault.code);
        if (err == BASE_ERR_RANGE) FUZZ_REQUIRE(fault.valid_from.days <= fault.valid_until.days);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct sky_spk spk;
    struct base_fault fault = {BASE_ERR_OK, 0, NULL};
    enum base_err err = sky_spk_open((struct base_span){bytes, size}, &spk, &fault);
    if (err != BASE_ERR_OK) {
        FUZZ_REQUIRE(fault.code == err && fault.offset <= size && fault.note != NULL);
        return 0;
    }
    FUZZ_REQUIRE(spk.count > 0 && spk.count <= SKY_SPK_SEGMENTS_MAX);
    FUZZ_REQUIRE(strlen(spk.name) <= SKY_SPK_NAME_MAX);
    (void)sky_ephem_bodies(&spk);
    for (int i = 0; i < spk.count && i < 4; i++) {
        const struct sky_spk_segment *s = &spk.segments[i];
        for (double part = -0.25; part <= 1.25; part += 0.25)
            read_at(&spk, s->from_s + part * (s->until_s - s->from_s));
    }
    return 0;
}
