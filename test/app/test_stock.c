/* Stores that are replaced while threads use them, and the folder they come from. */
#include "app/folder.h"
#include "app/stock.h"
#include "check.h"
#include "finals.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static char folder[64], said[4000];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/test_stock_XXXXXX");
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
    struct finals_text text = finals_make(60900, measured, 100, 0);
    put(APP_FOLDER_ROTATION, text.bytes, text.size);
    free(text.bytes);
}

static const struct app_stock_config CONFIG = {.folder = folder, .say = say};

static void test_stock_reload_gives_a_new_store_and_keeps_the_old_for_its_holders(void **state)
{
    (void)state;
    struct app_stock *stock;
    struct app_store_fault fault;
    unsigned first, second;
    assert_int_equal(app_stock_open(&CONFIG, &stock, &fault), BASE_ERR_OK);
    const struct app_store *old = app_stock_take(stock, &first);
    int measured = old->sky.orient.spin.last_measured_mjd;
    put_finals(100);
    assert_int_equal(app_stock_reload(stock), BASE_ERR_OK);
    assert_int_not_equal(app_stock_generation(stock), first);
    const struct app_store *new = app_stock_take(stock, &second);
    assert_int_equal(second, app_stock_generation(stock));
    assert_int_equal(new->sky.orient.spin.last_measured_mjd, 60999);
    assert_int_equal(old->sky.orient.spin.last_measured_mjd, measured); /* as it was */
    assert_string_equal(old->path[APP_STORE_ROTATION], "");
    assert_non_null(strstr(new->path[APP_STORE_ROTATION], APP_FOLDER_ROTATION));
    app_stock_give_back(stock, old);
    app_stock_give_back(stock, new);
    app_stock_close(stock);
    assert_string_equal(said, "");
}

static void test_stock_goes_on_with_the_embedded_data_when_a_file_is_damaged(void **state)
{
    (void)state;
    static struct app_store store;
    struct app_store_fault fault;
    put(APP_FOLDER_ROTATION, "<html>", 6);
    put(APP_FOLDER_LEAPS, "2272060800 10\n", 14);
    put("a.bsp", "DAF/SPK ", 8);
    put(APP_FOLDER_KERNEL, "a.bsp\n", 6);
    assert_int_equal(app_stock_fill(&CONFIG, &store, &fault), BASE_ERR_OK);
    for (int part = 0; part < APP_STORE_PARTS; part++) assert_string_equal(store.path[part], "");
    assert_non_null(strstr(said, "finals2000A.all: a page of HTML or XML, at byte 0; going on"));
    assert_non_null(strstr(said, "leap-seconds.list: "));
    assert_non_null(strstr(said, "a.bsp: "));
    app_store_close(&store);
    put(APP_FOLDER_KERNEL, "b.bsp\n", 6); /* chosen, and not there */
    said[0] = '\0';
    assert_int_equal(app_stock_fill(&CONFIG, &store, &fault), BASE_ERR_OK);
    assert_non_null(strstr(said, "b.bsp: No such file"));
    app_store_close(&store);
}

/* 200 days after the embedded table begins to predict is more; 5 days are less, and stay out. */
static void test_stock_leaves_out_what_is_older_than_the_embedded_data(void **state)
{
    (void)state;
    static struct app_store store;
    struct app_store_fault fault;
    put_finals(5);
    assert_int_equal(app_stock_fill(&CONFIG, &store, &fault), BASE_ERR_OK);
    assert_string_equal(store.path[APP_STORE_ROTATION], "");
    app_store_close(&store);
    assert_string_equal(said, "");
}

#define READERS 3

static struct app_stock *shared;
static atomic_bool is_over;

/* As a thread of the server does: a load for each request, a change of stores between two. */
static void *read_on(void *count)
{
    unsigned generation;
    const struct app_store *store = app_stock_take(shared, &generation);
    while (!atomic_load(&is_over)) {
        if (app_stock_generation(shared) != generation) {
            app_stock_give_back(shared, store);
            store = app_stock_take(shared, &generation);
            ++*(int *)count;
        }
        int last = store->sky.orient.spin.last_measured_mjd;
        struct sky_tt when = {last - 51544.5};
        assert_int_equal(sky_orient_spin(&store->sky.orient, when).source, SKY_ORIENT_MEASURED);
    }
    app_stock_give_back(shared, store);
    return NULL;
}

static void test_stock_is_changed_under_readers(void **state)
{
    (void)state;
    struct app_store_fault fault;
    pthread_t readers[READERS];
    int counts[READERS] = {0};
    atomic_store(&is_over, false);
    assert_int_equal(app_stock_open(&CONFIG, &shared, &fault), BASE_ERR_OK);
    for (int i = 0; i < READERS; i++) pthread_create(&readers[i], NULL, read_on, &counts[i]);
    for (int i = 0; i < 50; i++) {
        put_finals(20 + i);
        assert_int_equal(app_stock_reload(shared), BASE_ERR_OK);
        usleep(2000);
    }
    atomic_store(&is_over, true);
    for (int i = 0; i < READERS; i++) {
        pthread_join(readers[i], NULL);
        assert_true(counts[i] > 0);
    }
    app_stock_close(shared);
}

static void await_generation(unsigned generation)
{
    for (int i = 0; i < 1000 && app_stock_generation(shared) < generation; i++) usleep(10000);
    assert_true(app_stock_generation(shared) >= generation);
}

static void test_stock_watch_sees_new_files_and_obeys_a_hurry(void **state)
{
    (void)state;
    struct app_store_fault fault;
    unsigned generation;
    assert_int_equal(app_stock_open(&CONFIG, &shared, &fault), BASE_ERR_OK);
    assert_int_equal(app_stock_watch_begin(shared), BASE_ERR_OK);
    put_finals(150);
    await_generation(2); /* within a second or so, by itself */
    app_stock_hurry(shared);
    await_generation(3); /* though nothing has changed */
    put(APP_FOLDER_ROTATION, "cut", 3);
    await_generation(4); /* the embedded data again */
    app_stock_watch_end(shared);
    const struct app_store *store = app_stock_take(shared, &generation);
    assert_string_equal(store->path[APP_STORE_ROTATION], "");
    app_stock_give_back(shared, store);
    app_stock_close(shared);
    assert_non_null(strstr(said, "data: read again"));
    assert_non_null(strstr(said, "going on with the data inside the program"));
}

/* ---- the folder ---- */

static const char *named, *data_home, *home;

static char *env(const char *name)
{
    const char *value = NULL;
    if (strcmp(name, APP_FOLDER_ENV) == 0) value = named;
    if (strcmp(name, "XDG_DATA_HOME") == 0) value = data_home;
    if (strcmp(name, "HOME") == 0) value = home;
    return (char *)(uintptr_t)value;
}

static void test_folder_is_where_the_first_to_say_so_says(void **state)
{
    (void)state;
    char path[APP_FOLDER_PATH_MAX + 1];
    named = data_home = home = NULL;
    assert_int_equal(app_folder_path(NULL, env, path), BASE_ERR_MISSING);
    home = "/home/me";
    assert_int_equal(app_folder_path(NULL, env, path), BASE_ERR_OK);
    assert_string_equal(path, "/home/me/.local/share/planettracker");
    data_home = "relative"; /* counts as unset */
    assert_int_equal(app_folder_path(NULL, env, path), BASE_ERR_OK);
    assert_string_equal(path, "/home/me/.local/share/planettracker");
    data_home = "/data";
    assert_int_equal(app_folder_path(NULL, env, path), BASE_ERR_OK);
    assert_string_equal(path, "/data/planettracker");
    named = "here";
    assert_int_equal(app_folder_path(NULL, env, path), BASE_ERR_OK);
    assert_string_equal(path, "here");
    assert_int_equal(app_folder_path("there", env, path), BASE_ERR_OK);
    assert_string_equal(path, "there");
    assert_int_equal(app_folder_path("none", env, path), BASE_ERR_MISSING);
}

static void test_folder_names_lead_nowhere_else(void **state)
{
    (void)state;
    static const char *const bad[] = {"", ".", "..", ".lock", "a/b", "../a.bsp", "a b", "a\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(app_folder_may_be_named(base_text_of(bad[i])));
    assert_true(app_folder_may_be_named(BASE_TEXT("de441_part-1.bsp")));
    put(APP_FOLDER_KERNEL, "../../etc/passwd\n", 17);
    char name[APP_FOLDER_NAME_MAX + 1];
    assert_int_equal(app_folder_kernel(folder, name), BASE_ERR_FORMAT);
}

static void test_folder_keeps_where_a_file_came_from(void **state)
{
    (void)state;
    char path[100];
    snprintf(path, sizeof path, "%s/f", folder);
    put("f", "abc", 3);
    struct app_folder_meta meta = {.fetched_s = 1800000000, .checked_s = 1800000001}, read;
    strcpy(meta.url, "https://example.org/f?a=b:c");
    strcpy(meta.etag, "W/\"a: b\"");
    assert_int_equal(app_folder_meta_write(path, path, &meta), BASE_ERR_OK);
    assert_int_equal(app_folder_meta_read(path, &read), BASE_ERR_OK);
    assert_string_equal(read.url, meta.url);
    assert_string_equal(read.etag, meta.etag);
    assert_string_equal(read.last_modified, "");
    assert_int_equal(read.checked_s, 1800000001);
    put("f", "abd", 3); /* another file: of it nothing is known */
    assert_int_equal(app_folder_meta_read(path, &read), BASE_ERR_MISSING);
}

static void test_folder_lock_is_for_one(void **state)
{
    (void)state;
    char path[100];
    int lock, second;
    snprintf(path, sizeof path, "%s/a/b", folder); /* made on the way */
    assert_int_equal(app_folder_lock(path, &lock), BASE_ERR_OK);
    assert_int_equal(app_folder_lock(path, &second), BASE_ERR_AGAIN);
    app_folder_unlock(lock);
    assert_int_equal(app_folder_lock(path, &lock), BASE_ERR_OK);
    app_folder_unlock(lock);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_stock_reload_gives_a_new_store_and_keeps_the_old_for_its_holders),
        TEST(test_stock_goes_on_with_the_embedded_data_when_a_file_is_damaged),
        TEST(test_stock_leaves_out_what_is_older_than_the_embedded_data),
        TEST(test_stock_is_changed_under_readers),
        TEST(test_stock_watch_sees_new_files_and_obeys_a_hurry),
        TEST(test_folder_is_where_the_first_to_say_so_says),
        TEST(test_folder_names_lead_nowhere_else),
        TEST(test_folder_keeps_where_a_file_came_from),
        TEST(test_folder_lock_is_for_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
