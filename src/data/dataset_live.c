/* Stores under a count of their holders. What is open is told by the files' inodes, sizes and
 * times: a file that was replaced in one step (base/file) has all of them new.
 */
#include "data/dataset_live.h"

#include "data/dir.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define SENTENCE_MAX 2000
#define WATCHED      5

/* The paths of one opening; what is of no use has been freed and is NULL. */
struct paths {
    char *rotation, *leaps, *kernel;
};

struct held {
    struct data_dataset store;
    unsigned holders; /* under the lock; the stock itself is one of them while it is present */
};

struct seen {
    ino_t inode;
    off_t size;
    struct timespec changed;
};

struct data_dataset_live {
    struct data_dataset_live_config config;
    pthread_mutex_t lock;
    struct held *present;
    atomic_uint generation;
    struct seen seen[WATCHED];
    sem_t wake;
    atomic_bool is_hurried, is_ending;
    pthread_t watch;
};

static void say(const struct data_dataset_live_config *config, const char *path, const char *what)
{
    char sentence[SENTENCE_MAX + 1];
    if (config->say == NULL) return;
    snprintf(sentence, sizeof sentence, "%.1400s: %.500s", path, what);
    config->say(config->context, sentence);
}

/* "file: why, at byte N; and_so" */
static void say_fault(const struct data_dataset_live_config *config,
                      const struct data_dataset_fault *fault, const char *and_so)
{
    char what[SENTENCE_MAX];
    if (fault->at.code == BASE_ERR_SYSTEM)
        snprintf(what, sizeof what, "%s; %s", strerror(errno), and_so);
    else
        snprintf(what, sizeof what, "%s, at byte %zu; %s", fault->at.note, fault->at.offset,
                 and_so);
    say(config, fault->path, what);
}

static void free_paths(struct paths *paths)
{
    free(paths->rotation);
    free(paths->leaps);
    free(paths->kernel);
}

/* NULL for a file that is not there: nothing to say about it. */
static char *present_file(const char *folder, const char *name)
{
    struct stat stat_of;
    char *path = data_dir_join(folder, name, "");
    if (path != NULL && stat(path, &stat_of) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
        free(path);
        path = NULL;
    }
    return path;
}

static char *chosen_kernel(const struct data_dataset_live_config *config)
{
    char name[DATA_DIR_NAME_MAX + 1];
    enum base_err err = data_dir_kernel(config->folder, name);
    if (err == BASE_ERR_OK) return data_dir_join(config->folder, name, "");
    if (err != BASE_ERR_MISSING)
        say(config, config->folder, "the choice of a kernel is unreadable");
    return NULL;
}

static struct paths find_paths(const struct data_dataset_live_config *config)
{
    struct paths paths = {NULL, NULL, NULL};
    if (config->folder == NULL) return paths;
    paths.rotation = present_file(config->folder, DATA_DIR_ROTATION);
    if (config->leap_seconds == NULL) paths.leaps = present_file(config->folder, DATA_DIR_LEAPS);
    if (config->ephemeris == NULL) paths.kernel = chosen_kernel(config);
    return paths;
}

/* Leaves out the folder's file that is at fault; false when it is none of them. */
static bool leave_out(const struct data_dataset_live_config *config,
                      const struct data_dataset_fault *fault, struct paths *paths)
{
    char **all[] = {&paths->rotation, &paths->leaps, &paths->kernel};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (*all[i] == NULL || fault->path != *all[i]) continue;
        say_fault(config, fault, "going on with the data inside the program");
        free(*all[i]);
        *all[i] = NULL;
        return true;
    }
    return false;
}

enum base_err data_dataset_live_fill(const struct data_dataset_live_config *config,
                                     struct data_dataset *store, struct data_dataset_fault *fault)
{
    struct paths paths = find_paths(config);
    enum base_err err;
    do {
        struct data_dataset_files files = {
            .ephemeris = config->ephemeris != NULL ? config->ephemeris : paths.kernel,
            .leap_seconds = config->leap_seconds,
            .offered_leaps = paths.leaps,
            .offered_finals = paths.rotation,
        };
        err = data_dataset_open_files(&files, store, fault);
    } while (err != BASE_ERR_OK && leave_out(config, fault, &paths));
    free_paths(&paths);
    return err;
}

/* ---- a stock ---- */

static void look_at(const char *path, struct seen *seen)
{
    struct stat stat_of;
    memset(seen, 0, sizeof *seen);
    if (path == NULL || stat(path, &stat_of) != 0) return;
    seen->inode = stat_of.st_ino;
    seen->size = stat_of.st_size;
    seen->changed = stat_of.st_mtim;
}

static void look_in_folder(const char *folder, const char *name, struct seen *seen)
{
    char *path = data_dir_join(folder, name, "");
    look_at(path, seen);
    free(path);
}

static void look(const struct data_dataset_live_config *config, struct seen seen[WATCHED])
{
    char kernel[DATA_DIR_NAME_MAX + 1];
    memset(seen, 0, WATCHED * sizeof *seen);
    look_at(config->ephemeris, &seen[0]);
    look_at(config->leap_seconds, &seen[1]);
    if (config->folder == NULL) return;
    look_in_folder(config->folder, DATA_DIR_ROTATION, &seen[2]);
    look_in_folder(config->folder, DATA_DIR_LEAPS, &seen[3]);
    look_in_folder(config->folder, DATA_DIR_KERNEL, &seen[4]);
    if (config->ephemeris == NULL && data_dir_kernel(config->folder, kernel) == BASE_ERR_OK)
        look_in_folder(config->folder, kernel, &seen[0]);
}

static struct held *fill_held(const struct data_dataset_live_config *config,
                              struct data_dataset_fault *fault, enum base_err *err)
{
    struct held *held = calloc(1, sizeof *held);
    *fault = (struct data_dataset_fault){"", {BASE_ERR_MEMORY, 0, base_err_text(BASE_ERR_MEMORY)}};
    *err = BASE_ERR_MEMORY;
    if (held == NULL) return NULL;
    *err = data_dataset_live_fill(config, &held->store, fault);
    if (*err != BASE_ERR_OK) {
        free(held);
        return NULL;
    }
    held->holders = 1;
    return held;
}

enum base_err data_dataset_live_open(const struct data_dataset_live_config *config,
                                     struct data_dataset_live **opened,
                                     struct data_dataset_fault *fault)
{
    enum base_err err = BASE_ERR_MEMORY;
    struct data_dataset_live *stock = calloc(1, sizeof *stock);
    *fault = (struct data_dataset_fault){"", {err, 0, base_err_text(err)}};
    if (stock == NULL) return err;
    stock->config = *config;
    look(config, stock->seen);
    stock->present = fill_held(config, fault, &err);
    if (stock->present == NULL) {
        free(stock);
        return err;
    }
    atomic_init(&stock->generation, 1);
    pthread_mutex_init(&stock->lock, NULL);
    sem_init(&stock->wake, 0, 0);
    *opened = stock;
    return BASE_ERR_OK;
}

/* One holder less; called without the lock. */
static void release(struct data_dataset_live *stock, struct held *held)
{
    pthread_mutex_lock(&stock->lock);
    bool is_last = --held->holders == 0;
    pthread_mutex_unlock(&stock->lock);
    if (!is_last) return;
    data_dataset_close(&held->store);
    free(held);
}

void data_dataset_live_close(struct data_dataset_live *stock)
{
    release(stock, stock->present);
    pthread_mutex_destroy(&stock->lock);
    sem_destroy(&stock->wake);
    free(stock);
}

const struct data_dataset *data_dataset_live_acquire(struct data_dataset_live *stock,
                                                     unsigned *generation)
{
    pthread_mutex_lock(&stock->lock);
    struct held *held = stock->present;
    held->holders++;
    *generation = atomic_load(&stock->generation);
    pthread_mutex_unlock(&stock->lock);
    return &held->store;
}

static struct held *held_of(const struct data_dataset *store)
{
    _Static_assert(offsetof(struct held, store) == 0, "a store's address is its holder's");
    return (struct held *)(uintptr_t)store;
}

void data_dataset_live_retain(struct data_dataset_live *stock, const struct data_dataset *store)
{
    pthread_mutex_lock(&stock->lock);
    held_of(store)->holders++;
    pthread_mutex_unlock(&stock->lock);
}

void data_dataset_live_release(struct data_dataset_live *stock, const struct data_dataset *store)
{
    release(stock, held_of(store));
}

unsigned data_dataset_live_generation(const struct data_dataset_live *stock)
{
    return atomic_load_explicit(&stock->generation, memory_order_acquire);
}

enum base_err data_dataset_live_reload(struct data_dataset_live *stock)
{
    struct data_dataset_fault fault;
    enum base_err err;
    struct held *held = fill_held(&stock->config, &fault, &err);
    if (held == NULL) {
        say_fault(&stock->config, &fault, "going on with the data as they were");
        return err;
    }
    pthread_mutex_lock(&stock->lock);
    struct held *before = stock->present;
    stock->present = held;
    atomic_fetch_add(&stock->generation, 1);
    pthread_mutex_unlock(&stock->lock);
    release(stock, before);
    return BASE_ERR_OK;
}

/* ---- the watch ---- */

static bool has_changed(struct data_dataset_live *stock)
{
    struct seen now[WATCHED];
    look(&stock->config, now);
    if (memcmp(now, stock->seen, sizeof now) == 0) return false;
    memcpy(stock->seen, now, sizeof now);
    return true;
}

static void wait_a_while(struct data_dataset_live *stock)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += DATA_DATASET_LIVE_CHECK_MS / 1000;
    while (sem_timedwait(&stock->wake, &until) != 0 && errno == EINTR) {
    }
}

static void *watch(void *argument)
{
    struct data_dataset_live *stock = argument;
    for (;;) {
        wait_a_while(stock);
        if (atomic_load(&stock->is_ending)) return NULL;
        bool is_hurried = atomic_exchange(&stock->is_hurried, false);
        if (!has_changed(stock) && !is_hurried) continue;
        if (data_dataset_live_reload(stock) == BASE_ERR_OK)
            say(&stock->config, "data", "read again");
    }
}

enum base_err data_dataset_live_watch_begin(struct data_dataset_live *stock)
{
    int failure = pthread_create(&stock->watch, NULL, watch, stock);
    return failure == 0 ? BASE_ERR_OK : BASE_ERR_SYSTEM;
}

void data_dataset_live_watch_end(struct data_dataset_live *stock)
{
    atomic_store(&stock->is_ending, true);
    sem_post(&stock->wake);
    pthread_join(stock->watch, NULL);
}

void data_dataset_live_request_reload(struct data_dataset_live *stock)
{
    atomic_store(&stock->is_hurried, true);
    sem_post(&stock->wake);
}
