/* Instants and steps as text: what was read is written so that it reads back. */
#include "data/time_text.h"

#include "data/time_range.h"
#include "fuzz.h"

#include <math.h>

static const struct data_dataset *the_store(void)
{
    static struct data_dataset dataset;
    static bool is_open;
    struct base_fault fault;
    if (!is_open) FUZZ_REQUIRE(data_dataset_open(NULL, &dataset, &fault) == BASE_ERR_OK);
    is_open = true;
    return &dataset;
}

/* Written to the microsecond, it is the same instant to half of one; the doubles about the year
 * 20000 lie 80 microseconds apart, and civil time is computed from about four of them. */
static void round_trip(struct sky_tt when)
{
    const double tolerance_days = 1e-6 / 86400.0 + 4.0 * 0x1p-52 * fabs(when.days);
    struct base_buf out;
    struct base_fault fault;
    struct sky_tt again;
    bool is_now;
    base_buf_init(&out, 64);
    data_time_text_append(&out, the_store(), when, 6);
    FUZZ_REQUIRE(!out.has_overflowed);
    struct base_text text = {out.bytes, out.used};
    FUZZ_REQUIRE(data_time_text_parse(the_store(), text, &again, &is_now, &fault) == BASE_ERR_OK);
    FUZZ_REQUIRE(fabs(again.days - when.days) <= tolerance_days);
    base_buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct base_text text = fuzz_text(bytes, size);
    struct base_fault fault;
    struct sky_tt when;
    bool is_now;
    enum base_err err = data_time_text_parse(the_store(), text, &when, &is_now, &fault);
    if (err == BASE_ERR_OK)
        round_trip(when);
    else
        FUZZ_REQUIRE(fault.code == err && fault.offset <= size && fault.note != NULL);
    int64_t step_us;
    err = data_time_range_step(text, &step_us, &fault);
    if (err == BASE_ERR_OK)
        FUZZ_REQUIRE(step_us >= 1 && step_us <= INT64_C(36525) * 86400 * 1000000);
    else
        FUZZ_REQUIRE(fault.code == err && fault.offset <= size && fault.note != NULL);
    return 0;
}
