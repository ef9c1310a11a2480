/* data/dataset_live, data/dir: datasets that are replaced while threads use them, and their folder.
 */
#include "check.h"
#include "data/dataset_live.h"
#include "data/dir.h"
#include "data/finals.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static char folder[64], said[4000];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/test_dataset_live_XXXXXX");
    said[0] = '\0';
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -r %s", folder);
    return system(command);
}

static void say(void *context, const char *sentence)
{
    (void)context;
    snprintf(said + strlen(said), sizeof said - strlen(said), "%s\n", sentence);
}

static void put(const char *name, const char *bytes, size_t size)
{
    char path[128], temp[140];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(temp, sizeof temp, "%s.new", path);
    FILE *file = fopen(temp, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
    assert_int_equal(rename(temp, path), 0);
}

static void put_finals(int measured)
{
    struct finals_text text = finals_make(61200, measured, 100, 0);
    put(DATA_DATASET_ROTATION_FILE, text.bytes, text.size);
    free(text.bytes);
}

static const struct data_dataset_live_config CONFIG = {.folder = folder, .report = say};

static void test_dataset_live_reload_keeps_the_old_dataset_for_its_holders(void **state)
{
    (void)state;
    struct data_dataset_live *stock;
    struct data_dataset_fault fault;
    unsigned first, second;
    assert_int_equal(data_dataset_live_open(&CONFIG, &stock, &fault), BASE_ERR_OK);
    const struct data_dataset *old = data_dataset_live_acquire(stock, &first);
    int measured = old->sky.orient.spin.last_measured_mjd;
    put_finals(100);
    assert_int_equal(data_dataset_live_reload(stock), BASE_ERR_OK);
    assert_int_not_equal(data_dataset_live_generation(stock), first);
    const struct data_dataset *new = data_dataset_live_acquire(stock, &second);
    assert_int_equal(second, data_dataset_live_generation(stock));
    assert_int_equal(new->sky.orient.spin.last_measured_mjd, 61299);
    assert_int_equal(old->sky.orient.spin.last_measured_mjd, measured); /* as it was */
    assert_string_equal(old->path[DATA_DATASET_ROTATION], "");
    assert_non_null(strstr(new->path[DATA_DATASET_ROTATION], DATA_DATASET_ROTATION_FILE));
    data_dataset_live_release(stock, old);
    data_dataset_live_release(stock, new);
    data_dataset_live_close(stock);
    assert_string_equal(said, "");
}

static void test_dataset_live_uses_the_embedded_data_when_a_file_is_damaged(void **state)
{
    (void)state;
    static struct data_dataset dataset;
    struct data_dataset_fault fault;
    put(DATA_DATASET_ROTATION_FILE, "<html>", 6);
    put(DATA_DATASET_LEAPS_FILE, "2272060800 10\n", 14);
    put("a.bsp", "DAF/SPK ", 8);
    put(DATA_DIR_KERNEL, "a.bsp\n", 6);
    assert_int_equal(data_dataset_live_fill(&CONFIG, &dataset, &fault), BASE_ERR_OK);
    for (int part = 0; part < DATA_DATASET_PARTS; part++)
        assert_string_equal(dataset.path[part], "");
    assert_non_null(strstr(said, "finals2000A.all: a page of HTML or XML, at byte 0; continuing"));
    assert_non_null(strstr(said, "leap-seconds.list: "));
    assert_non_null(strstr(said, "a.bsp: "));
    data_dataset_close(&dataset);
    put(DATA_DIR_KERNEL, "b.bsp\n", 6); /* chosen, and not there */
    said[0] = '\0';
    assert_int_equal(data_dataset_live_fill(&CONFIG, &dataset, &fault), BASE_ERR_OK);
    assert_non_null(strstr(said, "b.bsp: No such file"));
    data_dataset_close(&dataset);
}

/* The files of `data update` are used: a damaged file of any part is reported. */
static void test_dataset_live_reads_the_file_of_every_part(void **state)
{
    (void)state;
#define NAME(part, name, file) file,
    static const char *const names[DATA_DATASET_PARTS] = {DATA_DATASET_PART_LIST(NAME)};
#undef NAME
    static struct data_dataset dataset;
    struct data_dataset_fault fault;
    for (int part = 0; part < DATA_DATASET_PARTS; part++)
        if (*names[part] != '\0') put(names[part], "<html>", 6);
    assert_int_equal(data_dataset_live_fill(&CONFIG, &dataset, &fault), BASE_ERR_OK);
    data_dataset_close(&dataset);
    for (int part = 0; part < DATA_DATASET_PARTS; part++)
        if (strstr(said, names[part]) == NULL) fail_msg("%s is not read", names[part]);
}

/* Measurements of 200 days after those of the embedded table are newer; of 5 days, they are not
 * used. */
static void test_dataset_live_ignores_files_older_than_the_embedded_data(void **state)
{
    (void)state;
    static struct data_dataset dataset;
    struct data_dataset_fault fault;
    put_finals(5);
    assert_int_equal(data_dataset_live_fill(&CONFIG, &dataset, &fault), BASE_ERR_OK);
    assert_string_equal(dataset.path[DATA_DATASET_ROTATION], "");
    data_dataset_close(&dataset);
    assert_string_equal(said, "");
}

#define READERS 3

static struct data_dataset_live *shared;
static atomic_bool is_over;

/* Like a thread of the server: it reads the generation for each request, and changes the dataset
 * between two requests. */
static void *read_on(void *count)
{
    unsigned generation;
    const struct data_dataset *dataset = data_dataset_live_acquire(shared, &generation);
    while (!atomic_load(&is_over)) {
        if (data_dataset_live_generation(shared) != generation) {
            data_dataset_live_release(shared, dataset);
            dataset = data_dataset_live_acquire(shared, &generation);
            ++*(int *)count;
        }
        int last = dataset->sky.orient.spin.last_measured_mjd;
        struct sky_tt when = {last - 51544.5};
        assert_int_equal(sky_earth_orientation_spin(&dataset->sky.orient, when).source,
                         SKY_EARTH_ORIENTATION_MEASURED);
    }
    data_dataset_live_release(shared, dataset);
    return NULL;
}

static void test_dataset_live_can_be_replaced_while_threads_read_it(void **state)
{
    (void)state;
    struct data_dataset_fault fault;
    pthread_t readers[READERS];
    int counts[READERS] = {0};
    atomic_store(&is_over, false);
    assert_int_equal(data_dataset_live_open(&CONFIG, &shared, &fault), BASE_ERR_OK);
    for (int i = 0; i < READERS; i++) pthread_create(&readers[i], NULL, read_on, &counts[i]);
    for (int i = 0; i < 50; i++) {
        put_finals(20 + i);
        assert_int_equal(data_dataset_live_reload(shared), BASE_ERR_OK);
        usleep(2000);
    }
    atomic_store(&is_over, true);
    for (int i = 0; i < READERS; i++) {
        pthread_join(readers[i], NULL);
        assert_true(counts[i] > 0);
    }
    data_dataset_live_close(shared);
}

static void await_generation(unsigned generation)
{
    for (int i = 0; i < 1000 && data_dataset_live_generation(shared) < generation; i++)
        usleep(10000);
    assert_true(data_dataset_live_generation(shared) >= generation);
}

static void test_dataset_live_watch_reloads_for_new_files_and_on_request(void **state)
{
    (void)state;
    struct data_dataset_fault fault;
    unsigned generation;
    assert_int_equal(data_dataset_live_open(&CONFIG, &shared, &fault), BASE_ERR_OK);
    assert_int_equal(data_dataset_live_watch_begin(shared), BASE_ERR_OK);
    put_finals(150);
    await_generation(2); /* within a second or so, by itself */
    data_dataset_live_request_reload(shared);
    await_generation(3); /* though nothing has changed */
    put(DATA_DATASET_ROTATION_FILE, "cut", 3);
    await_generation(4); /* the embedded data again */
    data_dataset_live_watch_end(shared);
    const struct data_dataset *dataset = data_dataset_live_acquire(shared, &generation);
    assert_string_equal(dataset->path[DATA_DATASET_ROTATION], "");
    data_dataset_live_release(shared, dataset);
    data_dataset_live_close(shared);
    assert_non_null(strstr(said, "data: read again"));
    assert_non_null(strstr(said, "continuing with the embedded data"));
}

/* ---- the folder ---- */

static const char *named, *data_home, *home;

static char *env(const char *name)
{
    const char *value = NULL;
    if (strcmp(name, DATA_DIR_ENV) == 0) value = named;
    if (strcmp(name, "XDG_DATA_HOME") == 0) value = data_home;
    if (strcmp(name, "HOME") == 0) value = home;
    return (char *)(uintptr_t)value;
}

static void test_dir_is_that_of_the_option_then_of_the_environment(void **state)
{
    (void)state;
    char path[DATA_DIR_PATH_MAX + 1];
    named = data_home = home = NULL;
    assert_int_equal(data_dir_path(NULL, env, path), BASE_ERR_MISSING);
    home = "/home/me";
    assert_int_equal(data_dir_path(NULL, env, path), BASE_ERR_OK);
    assert_string_equal(path, "/home/me/.local/share/planettracker");
    data_home = "relative"; /* counts as unset */
    assert_int_equal(data_dir_path(NULL, env, path), BASE_ERR_OK);
    assert_string_equal(path, "/home/me/.local/share/planettracker");
    data_home = "/data";
    assert_int_equal(data_dir_path(NULL, env, path), BASE_ERR_OK);
    assert_string_equal(path, "/data/planettracker");
    named = "here";
    assert_int_equal(data_dir_path(NULL, env, path), BASE_ERR_OK);
    assert_string_equal(path, "here");
    assert_int_equal(data_dir_path("there", env, path), BASE_ERR_OK);
    assert_string_equal(path, "there");
    assert_int_equal(data_dir_path("none", env, path), BASE_ERR_MISSING);
}

static void test_dir_refuses_names_that_lead_elsewhere(void **state)
{
    (void)state;
    static const char *const bad[] = {"", ".", "..", ".lock", "a/b", "../a.bsp", "a b", "a\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(data_dir_is_valid_name(base_text_of(bad[i])));
    assert_true(data_dir_is_valid_name(BASE_TEXT("de441_part-1.bsp")));
    put(DATA_DIR_KERNEL, "../../etc/passwd\n", 17);
    char name[DATA_DIR_NAME_MAX + 1];
    assert_int_equal(data_dir_kernel(folder, name), BASE_ERR_FORMAT);
}

static void test_dir_records_the_source_of_a_file(void **state)
{
    (void)state;
    char path[100];
    snprintf(path, sizeof path, "%s/f", folder);
    put("f", "abc", 3);
    struct data_dir_meta meta = {.fetched_s = 1800000000, .checked_s = 1800000001}, read;
    strcpy(meta.url, "https://example.org/f?a=b:c");
    strcpy(meta.etag, "W/\"a: b\"");
    assert_int_equal(data_dir_meta_write(path, path, &meta), BASE_ERR_OK);
    assert_int_equal(data_dir_meta_read(path, &read), BASE_ERR_OK);
    assert_string_equal(read.url, meta.url);
    assert_string_equal(read.etag, meta.etag);
    assert_string_equal(read.last_modified, "");
    assert_int_equal(read.checked_s, 1800000001);
    put("f", "abd", 3); /* another file, about which nothing is recorded */
    assert_int_equal(data_dir_meta_read(path, &read), BASE_ERR_MISSING);
}

static void test_dir_lock_is_held_by_one_process(void **state)
{
    (void)state;
    char path[100];
    int lock, second;
    snprintf(path, sizeof path, "%s/a/b", folder); /* made on the way */
    assert_int_equal(data_dir_lock(path, &lock), BASE_ERR_OK);
    assert_int_equal(data_dir_lock(path, &second), BASE_ERR_AGAIN);
    data_dir_unlock(lock);
    assert_int_equal(data_dir_lock(path, &lock), BASE_ERR_OK);
    data_dir_unlock(lock);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_dataset_live_reload_keeps_the_old_dataset_for_its_holders),
        TEST(test_dataset_live_uses_the_embedded_data_when_a_file_is_damaged),
        TEST(test_dataset_live_reads_the_file_of_every_part),
        TEST(test_dataset_live_ignores_files_older_than_the_embedded_data),
        TEST(test_dataset_live_can_be_replaced_while_threads_read_it),
        TEST(test_dataset_live_watch_reloads_for_new_files_and_on_request),
        TEST(test_dir_is_that_of_the_option_then_of_the_environment),
        TEST(test_dir_refuses_names_that_lead_elsewhere),
        TEST(test_dir_records_the_source_of_a_file),
        TEST(test_dir_lock_is_held_by_one_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
