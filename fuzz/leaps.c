/* Any text as a leap-seconds.list is refused at one of its bytes, or gives rows in order
 * from 1972. */
#include "data/leap_seconds.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct data_leap_seconds leaps;
    struct base_fault fault;
    enum base_err err = data_leap_seconds_parse((struct base_span){bytes, size}, &leaps, &fault);
    if (err != BASE_ERR_OK) {
        FUZZ_REQUIRE(fault.code == err && fault.offset <= size && fault.note != NULL);
        return 0;
    }
    FUZZ_REQUIRE(leaps.table.count >= 1 && leaps.table.count <= SKY_CIVIL_LEAPS_MAX);
    FUZZ_REQUIRE(leaps.table.rows[0].tai_utc_s == 10);
    for (int i = 1; i < leaps.table.count; i++) {
        FUZZ_REQUIRE(leaps.table.rows[i].day > leaps.table.rows[i - 1].day);
        FUZZ_REQUIRE(abs(leaps.table.rows[i].tai_utc_s - leaps.table.rows[i - 1].tai_utc_s) == 1);
    }
    return 0;
}
