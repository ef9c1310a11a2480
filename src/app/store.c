/* The immutable data: embedded tables, and files in their place. */
#include "app/store.h"

#include "app/embed.h"
#include "app/finals.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char EMBEDDED[] = "the embedded data";

static enum base_err map(const char *path, struct base_span *file, struct base_fault *fault)
{
    enum base_err err = base_file_map(path, file);
    if (err == BASE_ERR_OK) return BASE_ERR_OK;
    const char *note = err == BASE_ERR_FORMAT ? "not a regular file" : base_err_text(err);
    *fault = (struct base_fault){err, 0, note};
    return err;
}

static enum base_err read_leaps(const char *path, struct app_leaps *leaps, struct base_fault *fault)
{
    if (path == NULL) return app_leaps_parse(app_embed_leap_seconds(), leaps, fault);
    struct base_span file;
    enum base_err err = map(path, &file, fault);
    if (err != BASE_ERR_OK) return err;
    err = app_leaps_parse(file, leaps, fault);
    base_file_unmap(file);
    return err;
}

static void keep_path(struct app_store *store, enum app_store_part part, const char *path)
{
    snprintf(store->path[part], sizeof store->path[part], "%s", path == NULL ? "" : path);
}

/* The list that is named; else what the folder offers, when it holds for longer than ours. */
static enum base_err choose_leaps(const struct app_store_files *files, struct app_store *store,
                                  struct app_store_fault *fault)
{
    fault->path = files->leap_seconds != NULL ? files->leap_seconds : EMBEDDED;
    enum base_err err = read_leaps(files->leap_seconds, &store->leaps, &fault->at);
    if (err != BASE_ERR_OK) return err;
    keep_path(store, APP_STORE_LEAPS, files->leap_seconds);
    if (files->leap_seconds != NULL || files->offered_leaps == NULL) return BASE_ERR_OK;
    struct app_leaps offered;
    fault->path = files->offered_leaps;
    err = read_leaps(files->offered_leaps, &offered, &fault->at);
    if (err != BASE_ERR_OK || offered.expires_day <= store->leaps.expires_day) return err;
    store->leaps = offered;
    keep_path(store, APP_STORE_LEAPS, files->offered_leaps);
    return BASE_ERR_OK;
}

/* Puts the folder's measurements into the context when they are newer than ours. */
static enum base_err join_finals(const char *path, struct app_store *store,
                                 struct app_store_fault *fault)
{
    struct base_span file;
    struct app_finals finals;
    fault->path = path;
    enum base_err err = map(path, &file, &fault->at);
    if (err != BASE_ERR_OK) return err;
    err = app_finals_parse(file, &finals, &fault->at);
    base_file_unmap(file);
    if (err != BASE_ERR_OK) return err;
    if (app_finals_are_newer(&finals, &store->sky.orient)) {
        err = app_finals_join(&finals, &store->leaps, &store->sky.orient, &store->rotation,
                              &fault->at);
        if (err == BASE_ERR_OK) keep_path(store, APP_STORE_ROTATION, path);
    }
    app_finals_free(&finals);
    return err;
}

/* "de405.bsp (DE405)": the file's own name without its folders, and what the kernel calls itself.
 */
static void name_source(const char *path, struct app_store *store)
{
    const char *slash = strrchr(path, '/'), *name = store->sky.spk.name;
    if (*name != '\0')
        snprintf(store->source, sizeof store->source, "%.120s (%s)", slash ? slash + 1 : path,
                 name);
    else
        snprintf(store->source, sizeof store->source, "%.120s", slash ? slash + 1 : path);
}

/* A kernel without Earth or Sun gives nothing at all; any other body may be missing. */
static enum base_err check_bodies(struct app_store *store, struct base_fault *fault)
{
    store->bodies = sky_ephem_bodies(&store->sky.spk);
    const char *note = NULL;
    if (store->bodies == 0)
        note = "the kernel has no Earth (399) tied to the barycentre (0)";
    else if (!(store->bodies >> SKY_BODY_SUN & 1u))
        note = "the kernel has no Sun (10) tied to the barycentre (0)";
    if (note == NULL) return BASE_ERR_OK;
    *fault = (struct base_fault){BASE_ERR_MISSING, 76, note}; /* where the summaries are told of */
    return BASE_ERR_MISSING;
}

static enum base_err open_context(const struct app_store_files *files, struct base_span kernel,
                                  struct app_store *store, struct app_store_fault *fault)
{
    enum base_err err = choose_leaps(files, store, fault);
    if (err != BASE_ERR_OK) return err;
    fault->path = files->ephemeris != NULL ? files->ephemeris : EMBEDDED;
    err = sky_context_init(&store->sky, kernel, app_embed_cip(), app_embed_earth_rotation(),
                           &store->leaps.table, &fault->at);
    if (err == BASE_ERR_OK) err = check_bodies(store, &fault->at);
    if (err != BASE_ERR_OK || files->offered_finals == NULL) return err;
    return join_finals(files->offered_finals, store, fault);
}

enum base_err app_store_open_files(const struct app_store_files *files, struct app_store *store,
                                   struct app_store_fault *fault)
{
    struct base_span kernel = app_embed_kernel();
    store->kernel_file = (struct base_span){NULL, 0};
    store->rotation = NULL;
    for (int part = 0; part < APP_STORE_PARTS; part++) store->path[part][0] = '\0';
    if (files->ephemeris != NULL) {
        fault->path = files->ephemeris;
        enum base_err err = map(files->ephemeris, &kernel, &fault->at);
        if (err != BASE_ERR_OK) return err;
        store->kernel_file = kernel;
    }
    enum base_err err = open_context(files, kernel, store, fault);
    if (err != BASE_ERR_OK) {
        app_store_close(store);
        return err;
    }
    keep_path(store, APP_STORE_EPHEMERIS, files->ephemeris);
    if (files->ephemeris != NULL)
        name_source(files->ephemeris, store);
    else
        snprintf(store->source, sizeof store->source, "builtin-1900-2100/1");
    store->kernel = files->ephemeris == NULL ? SKY_DOUBT_EMBEDDED
                                             : sky_doubt_kernel_named(base_text_of(store->source));
    return BASE_ERR_OK;
}

enum base_err app_store_open(const char *leaps_path, struct app_store *store,
                             struct base_fault *fault)
{
    struct app_store_files files = {.leap_seconds = leaps_path};
    struct app_store_fault file_fault;
    enum base_err err = app_store_open_files(&files, store, &file_fault);
    if (err != BASE_ERR_OK) *fault = file_fault.at;
    return err;
}

void app_store_close(struct app_store *store)
{
    base_file_unmap(store->kernel_file);
    store->kernel_file = (struct base_span){NULL, 0};
    free(store->rotation);
    store->rotation = NULL;
}
