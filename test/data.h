/* The data inside the program, opened once for a test program. */
#ifndef TEST_DATA_H
#define TEST_DATA_H

#include "check.h"
#include "data/dataset.h"

static inline const struct data_dataset *data_store(void)
{
    static struct data_dataset dataset;
    static bool is_open;
    if (!is_open) {
        struct base_fault fault;
        assert_int_equal(data_dataset_open(NULL, &dataset, &fault), BASE_ERR_OK);
        is_open = true;
    }
    return &dataset;
}

static inline const struct sky_context *data_sky(void)
{
    return &data_store()->sky;
}

/* TT of a civil time UTC that exists. */
static inline struct sky_tt data_tt(int year, int month, int day, int hour, int minute,
                                    double second)
{
    struct sky_tt tt;
    struct sky_civil civil = {year, month, day, hour, minute, second};
    assert_int_equal(sky_civil_tt(&data_sky()->leaps, &data_sky()->orient, civil, &tt),
                     BASE_ERR_OK);
    return tt;
}

#endif
