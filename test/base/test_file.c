/* base/file: files as spans of memory. */
#include "base/file.h"

#include "check.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_file_maps_what_a_file_holds(void **state)
{
    (void)state;
    char path[] = "/tmp/test_file_XXXXXX";
    int file = mkstemp(path);
    struct base_span span = {NULL, 42};
    assert_int_equal(base_file_map(path, &span), BASE_ERR_OK); /* empty */
    assert_int_equal(span.size, 0);
    base_file_unmap(span);
    for (int i = 0; i < 5000; i++) assert_int_equal(write(file, "planets ", 8), 8);
    close(file);
    assert_int_equal(base_file_map(path, &span), BASE_ERR_OK);
    unlink(path); /* the mapping outlives the name */
    assert_int_equal(span.size, 40000);
    assert_memory_equal(span.bytes + 39992, "planets ", 8);
    base_file_unmap(span);
}

static void test_file_maps_regular_files_alone(void **state)
{
    (void)state;
    char folder[] = "/tmp/test_file_XXXXXX", fifo[64];
    assert_non_null(mkdtemp(folder));
    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    struct base_span span = {NULL, 42};
    assert_int_equal(base_file_map(folder, &span), BASE_ERR_FORMAT);
    assert_int_equal(base_file_map(fifo, &span), BASE_ERR_FORMAT); /* and does not hang */
    assert_int_equal(base_file_map("/dev/null", &span), BASE_ERR_FORMAT);
    unlink(fifo);
    rmdir(folder);
    errno = 0;
    assert_int_equal(base_file_map(fifo, &span), BASE_ERR_SYSTEM);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(span.size, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file_maps_what_a_file_holds),
        cmocka_unit_test(test_file_maps_regular_files_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
