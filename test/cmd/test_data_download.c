/* cmd/data_download: where files are published. The downloads themselves are in test/client/data.test.mjs. */
#include "cmd/data_download.h"

#include "check.h"

#include <string.h>

static void test_data_download_has_an_address_for_every_part(void **state)
{
    (void)state;
    for (enum data_dataset_part part = 0; part < DATA_DATASET_PARTS; part++) {
        static struct cmd_data_download download;
        download = (struct cmd_data_download){.part = part, .name = "a.file"};
        cmd_data_download_fill_urls(&download, NULL);
        assert_in_range(download.url_count, 1, CMD_DATA_DOWNLOAD_URLS_MAX);
        for (int i = 0; i < download.url_count; i++) {
            const char *end = strrchr(download.urls[i], '/');
            assert_int_equal(strncmp(download.urls[i], "https://", 8), 0);
            assert_string_equal(end, "/a.file");
        }
    }
}

static void test_data_download_from_a_mirror_asks_the_mirror_alone(void **state)
{
    (void)state;
    static struct cmd_data_download download = {.part = DATA_DATASET_LEAPS, .name = "a.file"};
    cmd_data_download_fill_urls(&download, "http://localhost/files");
    assert_int_equal(download.url_count, 1);
    assert_string_equal(download.urls[0], "http://localhost/files/a.file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_data_download_has_an_address_for_every_part),
        cmocka_unit_test(test_data_download_from_a_mirror_asks_the_mirror_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
