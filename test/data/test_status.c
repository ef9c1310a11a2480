/* data/status: the report on each part of the data. */
#include "data/status.h"

#include "check.h"
#include "data.h"

/* A part of DATA_DATASET_PART_LIST that another room omits has no bytes, or covers no time. */
static void test_status_knows_every_part(void **state)
{
    (void)state;
    static struct data_status status;
    char hashes[DATA_DATASET_PARTS][BASE_HASH_SHA256_HEX + 1];
    data_status_fill(data_store(), data_tt(2026, 3, 1, 0, 0, 0.0), &status);
    for (enum data_dataset_part part = 0; part < DATA_DATASET_PARTS; part++) {
        const struct data_status_item *item = &status.items[part];
        assert_int_equal(item->part, part);
        assert_true(item->name[0] != '\0' && item->is_embedded && !item->has_meta);
        assert_true(item->from.days < item->until.days);
        assert_true(item->measured_until.days <= item->until.days);
        assert_true(data_status_sha256(item, hashes[part]));
        assert_int_equal(strlen(hashes[part]), BASE_HASH_SHA256_HEX);
        for (enum data_dataset_part other = 0; other < part; other++)
            assert_string_not_equal(hashes[part], hashes[other]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status_knows_every_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
