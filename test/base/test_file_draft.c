/* base/file: drafts become files in one step or not at all. */
#include "base/file.h"
#include "check.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/planettracker-file-XXXXXX";
static char path[sizeof folder + 8];

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL) return -1;
    snprintf(path, sizeof path, "%s/it", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder); /* fails when a draft was left behind */
}

static void check_content(const char *want)
{
    struct base_span span;
    assert_int_equal(base_file_map(path, &span), BASE_ERR_OK);
    assert_int_equal(span.size, strlen(want));
    assert_memory_equal(span.bytes, want, span.size);
    base_file_unmap(span);
}

static int entries(void)
{
    int count = 0;
    DIR *open = opendir(folder);
    assert_non_null(open);
    while (readdir(open) != NULL) count++;
    closedir(open);
    return count - 2; /* . and .. */
}

static void test_file_draft_is_kept_whole(void **state)
{
    (void)state;
    struct base_file_draft draft;
    assert_int_equal(base_file_draft_open(path, &draft), BASE_ERR_OK);
    assert_int_equal(base_file_draft_write(&draft, 0, "abc", 3), BASE_ERR_OK);
    assert_int_equal(access(path, F_OK), -1); /* not to be seen yet */
    assert_int_equal(base_file_draft_write(&draft, 3, "def", 3), BASE_ERR_OK);
    assert_int_equal(base_file_draft_commit(&draft), BASE_ERR_OK);
    check_content("abcdef");
    assert_int_equal(entries(), 1);
}

static void test_file_draft_dropped_leaves_the_old_file(void **state)
{
    (void)state;
    struct base_file_draft draft;
    assert_int_equal(base_file_draft_open(path, &draft), BASE_ERR_OK);
    assert_int_equal(base_file_draft_write(&draft, 0, "new", 3), BASE_ERR_OK);
    base_file_draft_discard(&draft);
    check_content("abcdef");
    assert_int_equal(entries(), 1);
}

static void test_file_draft_begins_anew_at_zero(void **state)
{
    (void)state;
    struct base_file_draft draft, other;
    assert_int_equal(base_file_draft_open(path, &draft), BASE_ERR_OK);
    assert_int_equal(base_file_draft_open(path, &other), BASE_ERR_OK); /* two at once */
    assert_int_equal(base_file_draft_write(&draft, 0, "a long one", 10), BASE_ERR_OK);
    assert_int_equal(base_file_draft_write(&draft, 0, "short", 5), BASE_ERR_OK);
    base_file_draft_discard(&other);
    assert_int_equal(base_file_draft_commit(&draft), BASE_ERR_OK);
    check_content("short");
    assert_int_equal(entries(), 1);
}

static void test_file_draft_needs_its_folder(void **state)
{
    (void)state;
    struct base_file_draft draft;
    assert_int_equal(base_file_draft_open("/nowhere/at/all", &draft), BASE_ERR_SYSTEM);
}

static void test_file_draft_does_not_replace_what_is_not_a_file(void **state)
{
    (void)state;
    struct base_file_draft draft;
    char pipe[sizeof folder + 8];
    struct stat kept;
    assert_int_equal(base_file_draft_open(folder, &draft), BASE_ERR_FORMAT);
    snprintf(pipe, sizeof pipe, "%s/pipe", folder);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(base_file_draft_open(pipe, &draft), BASE_ERR_FORMAT);
    assert_int_equal(lstat(pipe, &kept), 0);
    assert_true(S_ISFIFO(kept.st_mode));
    unlink(pipe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_file_draft_is_kept_whole),
        cmocka_unit_test(test_file_draft_dropped_leaves_the_old_file),
        cmocka_unit_test(test_file_draft_begins_anew_at_zero),
        cmocka_unit_test(test_file_draft_needs_its_folder),
        cmocka_unit_test(test_file_draft_does_not_replace_what_is_not_a_file),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
