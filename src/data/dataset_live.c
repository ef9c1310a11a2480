/* Datasets with a count of their holders. Files are compared by inode, size and time of
 * modification: a file that was replaced in one step (base/file) differs in all three.
 */
#include "data/dataset_live.h"

#include "data/dir.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define SENTENCE_MAX 2000
#define WATCHED      (3 + DATA_DATASET_PARTS) /* files, and three choices of files */

/* The paths of one opening; those of files that cannot be used are NULL. */
struct paths {
    char *rotation, *leaps, *kernel;
};

struct held {
    struct data_dataset dataset;
    unsigned holders; /* under the lock; the present dataset has one more */
};

struct file_state {
    ino_t inode;
    off_t size;
    struct timespec changed;
};

struct data_dataset_live {
    struct data_dataset_live_config config;
    pthread_mutex_t lock;
    struct held *present;
    atomic_uint generation;
    struct file_state states[WATCHED];
    sem_t wake;
    atomic_bool is_requested, is_ending;
    pthread_t watch;
};

static void report(const struct data_dataset_live_config *config, const char *path,
                   const char *what)
{
    char sentence[SENTENCE_MAX + 1];
    if (config->report == NULL) return;
    snprintf(sentence, sizeof sentence, "%.1400s: %.500s", path, what);
    config->report(config->context, sentence);
}

/* "file: why, at byte N; and_so" */
static void report_fault(const struct data_dataset_live_config *config,
                         const struct data_dataset_fault *fault, const char *and_so)
{
    char what[SENTENCE_MAX];
    if (fault->at.code == BASE_ERR_SYSTEM)
        snprintf(what, sizeof what, "%s; %s", strerror(errno), and_so);
    else
        snprintf(what, sizeof what, "%s, at byte %zu; %s", fault->at.note, fault->at.offset,
                 and_so);
    report(config, fault->path, what);
}

static void free_paths(struct paths *paths)
{
    free(paths->rotation);
    free(paths->leaps);
    free(paths->kernel);
}

/* The path of a file in the folder, or NULL if it does not exist, which is not reported. */
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
        report(config, config->folder, "the choice of a kernel is unreadable");
    return NULL;
}

static struct paths find_paths(const struct data_dataset_live_config *config)
{
    struct paths paths = {NULL, NULL, NULL};
    if (config->folder == NULL) return paths;
    paths.rotation = present_file(config->folder, DATA_DATASET_ROTATION_FILE);
    if (config->leap_seconds == NULL)
        paths.leaps = present_file(config->folder, DATA_DATASET_LEAPS_FILE);
    if (config->ephemeris == NULL) paths.kernel = chosen_kernel(config);
    return paths;
}

/* Reports and leaves out the file of the folder that is at fault; false if the fault is in another
 * file. */
static bool leave_out(const struct data_dataset_live_config *config,
                      const struct data_dataset_fault *fault, struct paths *paths)
{
    char **all[] = {&paths->rotation, &paths->leaps, &paths->kernel};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (*all[i] == NULL || fault->path != *all[i]) continue;
        report_fault(config, fault, "continuing with the embedded data");
        free(*all[i]);
        *all[i] = NULL;
        return true;
    }
    return false;
}

enum base_err data_dataset_live_fill(const struct data_dataset_live_config *config,
                                     struct data_dataset *dataset, struct data_dataset_fault *fault)
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
        err = data_dataset_open_files(&files, dataset, fault);
    } while (err != BASE_ERR_OK && leave_out(config, fault, &paths));
    free_paths(&paths);
    return err;
}

/* ---- the present dataset ---- */

static void read_state(const char *path, struct file_state *state)
{
    struct stat stat_of;
    memset(state, 0, sizeof *state);
    if (path == NULL || stat(path, &stat_of) != 0) return;
    state->inode = stat_of.st_ino;
    state->size = stat_of.st_size;
    state->changed = stat_of.st_mtim;
}

static void read_state_in(const char *folder, const char *name, struct file_state *state)
{
    char *path = data_dir_join(folder, name, "");
    read_state(path, state);
    free(path);
}

static void read_states(const struct data_dataset_live_config *config,
                        struct file_state states[WATCHED])
{
    char kernel[DATA_DIR_NAME_MAX + 1];
    memset(states, 0, WATCHED * sizeof *states);
    read_state(config->ephemeris, &states[0]);
    read_state(config->leap_seconds, &states[1]);
    if (config->folder == NULL) return;
    read_state_in(config->folder, DATA_DIR_KERNEL, &states[2]);
#define NAME(part, name, file) file,
    static const char *const names[DATA_DATASET_PARTS] = {DATA_DATASET_PART_LIST(NAME)};
#undef NAME
    for (int part = 0; part < DATA_DATASET_PARTS; part++)
        if (*names[part] != '\0') read_state_in(config->folder, names[part], &states[3 + part]);
    if (config->ephemeris == NULL && data_dir_kernel(config->folder, kernel) == BASE_ERR_OK)
        read_state_in(config->folder, kernel, &states[0]);
}

static struct held *fill_held(const struct data_dataset_live_config *config,
                              struct data_dataset_fault *fault, enum base_err *err)
{
    struct held *held = calloc(1, sizeof *held);
    *fault = (struct data_dataset_fault){"", {BASE_ERR_MEMORY, 0, base_err_text(BASE_ERR_MEMORY)}};
    *err = BASE_ERR_MEMORY;
    if (held == NULL) return NULL;
    *err = data_dataset_live_fill(config, &held->dataset, fault);
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
    struct data_dataset_live *live = calloc(1, sizeof *live);
    *fault = (struct data_dataset_fault){"", {err, 0, base_err_text(err)}};
    if (live == NULL) return err;
    live->config = *config;
    read_states(config, live->states);
    live->present = fill_held(config, fault, &err);
    if (live->present == NULL) {
        free(live);
        return err;
    }
    atomic_init(&live->generation, 1);
    pthread_mutex_init(&live->lock, NULL);
    sem_init(&live->wake, 0, 0);
    *opened = live;
    return BASE_ERR_OK;
}

/* Removes a holder; the caller does not have the lock. */
static void release(struct data_dataset_live *live, struct held *held)
{
    pthread_mutex_lock(&live->lock);
    assert(held->holders > 0);
    bool is_last = --held->holders == 0;
    pthread_mutex_unlock(&live->lock);
    if (!is_last) return;
    data_dataset_close(&held->dataset);
    free(held);
}

void data_dataset_live_close(struct data_dataset_live *live)
{
    assert(live->present->holders == 1); /* all others have released theirs */
    release(live, live->present);
    pthread_mutex_destroy(&live->lock);
    sem_destroy(&live->wake);
    free(live);
}

const struct data_dataset *data_dataset_live_acquire(struct data_dataset_live *live,
                                                     unsigned *generation)
{
    pthread_mutex_lock(&live->lock);
    struct held *held = live->present;
    assert(held->holders > 0);
    held->holders++;
    *generation = atomic_load(&live->generation);
    pthread_mutex_unlock(&live->lock);
    return &held->dataset;
}

static struct held *held_of(const struct data_dataset *dataset)
{
    _Static_assert(offsetof(struct held, dataset) == 0,
                   "a dataset has the address of what holds it");
    return (struct held *)(uintptr_t)dataset;
}

void data_dataset_live_retain(struct data_dataset_live *live, const struct data_dataset *dataset)
{
    pthread_mutex_lock(&live->lock);
    assert(held_of(dataset)->holders > 0);
    held_of(dataset)->holders++;
    pthread_mutex_unlock(&live->lock);
}

void data_dataset_live_release(struct data_dataset_live *live, const struct data_dataset *dataset)
{
    release(live, held_of(dataset));
}

unsigned data_dataset_live_generation(const struct data_dataset_live *live)
{
    return atomic_load_explicit(&live->generation, memory_order_acquire);
}

enum base_err data_dataset_live_reload(struct data_dataset_live *live)
{
    struct data_dataset_fault fault;
    enum base_err err;
    struct held *held = fill_held(&live->config, &fault, &err);
    if (held == NULL) {
        report_fault(&live->config, &fault, "continuing with the previous data");
        return err;
    }
    pthread_mutex_lock(&live->lock);
    struct held *before = live->present;
    live->present = held;
    atomic_fetch_add(&live->generation, 1);
    pthread_mutex_unlock(&live->lock);
    release(live, before);
    return BASE_ERR_OK;
}

/* ---- the watch ---- */

static bool has_changed(struct data_dataset_live *live)
{
    struct file_state now[WATCHED];
    read_states(&live->config, now);
    if (memcmp(now, live->states, sizeof now) == 0) return false;
    memcpy(live->states, now, sizeof now);
    return true;
}

static void wait_for_check(struct data_dataset_live *live)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += DATA_DATASET_LIVE_CHECK_MS / 1000;
    while (sem_timedwait(&live->wake, &until) != 0 && errno == EINTR) {
    }
}

static void *watch(void *argument)
{
    struct data_dataset_live *live = argument;
    for (;;) {
        wait_for_check(live);
        if (atomic_load(&live->is_ending)) return NULL;
        bool is_requested = atomic_exchange(&live->is_requested, false);
        if (!has_changed(live) && !is_requested) continue;
        if (data_dataset_live_reload(live) == BASE_ERR_OK)
            report(&live->config, "data", "read again");
    }
}

enum base_err data_dataset_live_watch_begin(struct data_dataset_live *live)
{
    int failure = pthread_create(&live->watch, NULL, watch, live);
    return failure == 0 ? BASE_ERR_OK : BASE_ERR_SYSTEM;
}

void data_dataset_live_watch_end(struct data_dataset_live *live)
{
    atomic_store(&live->is_ending, true);
    sem_post(&live->wake);
    pthread_join(live->watch, NULL);
}

void data_dataset_live_request_reload(struct data_dataset_live *live)
{
    atomic_store(&live->is_requested, true);
    sem_post(&live->wake);
}
