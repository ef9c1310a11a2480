/* Embedded tables, and files instead of them. A file that the caller names must be valid; one that
 * the data folder offers is used only if it is newer than the embedded data. */
#include "data/dataset.h"

#include "base/file.h"
#include "base/text.h"
#include "data/embedded.h"
#include "data/iers_finals.h"
#include "sky/ephem.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FWARD_BYTE 76 /* of a DAF file: the number of its first summary record */

static const char EMBEDDED[] = "the embedded data";

static enum base_err map(const char *path, struct base_span *file, struct base_fault *fault)
{
    enum base_err err = base_file_map(path, file);
    if (err == BASE_ERR_OK) return BASE_ERR_OK;
    const char *note = err == BASE_ERR_FORMAT ? "not a regular file" : base_err_text(err);
    *fault = (struct base_fault){err, 0, note};
    return err;
}

static enum base_err read_leaps(const char *path, struct data_leap_seconds *leaps,
                                struct base_fault *fault)
{
    if (path == NULL) return data_leap_seconds_parse(data_embedded_leap_seconds(), leaps, fault);
    struct base_span file;
    enum base_err err = map(path, &file, fault);
    if (err != BASE_ERR_OK) return err;
    err = data_leap_seconds_parse(file, leaps, fault);
    base_file_unmap(file);
    return err;
}

static void set_path(struct data_dataset *dataset, enum data_dataset_part part, const char *path)
{
    snprintf(dataset->path[part], sizeof dataset->path[part], "%s", path == NULL ? "" : path);
}

/* Reads the list that is named, or else the folder's if it expires later than the embedded one. */
static enum base_err choose_leaps(const struct data_dataset_files *files,
                                  struct data_dataset *dataset, struct data_dataset_fault *fault)
{
    fault->path = files->leap_seconds != NULL ? files->leap_seconds : EMBEDDED;
    enum base_err err = read_leaps(files->leap_seconds, &dataset->leaps, &fault->at);
    if (err != BASE_ERR_OK) return err;
    set_path(dataset, DATA_DATASET_LEAPS, files->leap_seconds);
    if (files->leap_seconds != NULL || files->offered_leaps == NULL) return BASE_ERR_OK;
    struct data_leap_seconds offered;
    fault->path = files->offered_leaps;
    err = read_leaps(files->offered_leaps, &offered, &fault->at);
    if (err != BASE_ERR_OK || offered.expires_day <= dataset->leaps.expires_day) return err;
    dataset->leaps = offered;
    set_path(dataset, DATA_DATASET_LEAPS, files->offered_leaps);
    return BASE_ERR_OK;
}

/* Joins the folder's measurements to the table if they are newer than the embedded ones. */
static enum base_err join_finals(const char *path, struct data_dataset *dataset,
                                 struct data_dataset_fault *fault)
{
    struct base_span file;
    struct data_iers_finals finals;
    fault->path = path;
    enum base_err err = map(path, &file, &fault->at);
    if (err != BASE_ERR_OK) return err;
    err = data_iers_finals_parse(file, &finals, &fault->at);
    base_file_unmap(file);
    if (err != BASE_ERR_OK) return err;
    if (data_iers_finals_are_newer(&finals, &dataset->sky.orient)) {
        err = data_iers_finals_join(&finals, &dataset->leaps, &dataset->sky.orient,
                                    &dataset->rotation, &fault->at);
        if (err == BASE_ERR_OK) set_path(dataset, DATA_DATASET_ROTATION, path);
    }
    data_iers_finals_free(&finals);
    return err;
}

/* Sets the source to the name of the file and the name inside the kernel: "de405.bsp (DE405)". */
static void name_source(const char *path, struct data_dataset *dataset)
{
    const char *slash = strrchr(path, '/'), *name = dataset->sky.spk.name;
    if (*name != '\0')
        snprintf(dataset->source, sizeof dataset->source, "%.120s (%s)", slash ? slash + 1 : path,
                 name);
    else
        snprintf(dataset->source, sizeof dataset->source, "%.120s", slash ? slash + 1 : path);
}

/* A kernel must have the Earth and the Sun; any other body may be missing. */
static enum base_err check_bodies(struct data_dataset *dataset, struct base_fault *fault)
{
    dataset->bodies = sky_ephem_bodies(&dataset->sky.spk);
    const char *note = NULL;
    if (dataset->bodies == 0)
        note = "the kernel has no Earth (399) tied to the barycentre (0)";
    else if (!(dataset->bodies >> SKY_BODY_SUN & 1u))
        note = "the kernel has no Sun (10) tied to the barycentre (0)";
    if (note == NULL) return BASE_ERR_OK;
    *fault = (struct base_fault){BASE_ERR_MISSING, FWARD_BYTE, note};
    return BASE_ERR_MISSING;
}

static enum base_err open_context(const struct data_dataset_files *files, struct base_span kernel,
                                  struct data_dataset *dataset, struct data_dataset_fault *fault)
{
    enum base_err err = choose_leaps(files, dataset, fault);
    if (err != BASE_ERR_OK) return err;
    fault->path = files->ephemeris != NULL ? files->ephemeris : EMBEDDED;
    const struct sky_context_data data = {kernel, data_embedded_cip(),
                                          data_embedded_earth_rotation(), &dataset->leaps.table};
    err = sky_context_init(&dataset->sky, &data, &fault->at);
    if (err == BASE_ERR_OK) err = check_bodies(dataset, &fault->at);
    if (err != BASE_ERR_OK || files->offered_finals == NULL) return err;
    return join_finals(files->offered_finals, dataset, fault);
}

enum base_err data_dataset_open_files(const struct data_dataset_files *files,
                                      struct data_dataset *dataset,
                                      struct data_dataset_fault *fault)
{
    struct base_span kernel = data_embedded_kernel();
    dataset->kernel_file = (struct base_span){NULL, 0};
    dataset->rotation = NULL;
    for (int part = 0; part < DATA_DATASET_PARTS; part++) dataset->path[part][0] = '\0';
    if (files->ephemeris != NULL) {
        fault->path = files->ephemeris;
        enum base_err err = map(files->ephemeris, &kernel, &fault->at);
        if (err != BASE_ERR_OK) return err;
        dataset->kernel_file = kernel;
    }
    enum base_err err = open_context(files, kernel, dataset, fault);
    if (err != BASE_ERR_OK) {
        data_dataset_close(dataset);
        return err;
    }
    set_path(dataset, DATA_DATASET_EPHEMERIS, files->ephemeris);
    if (files->ephemeris != NULL)
        name_source(files->ephemeris, dataset);
    else
        snprintf(dataset->source, sizeof dataset->source, "builtin-1900-2100/1");
    dataset->kernel = files->ephemeris == NULL
                          ? SKY_UNCERTAINTY_EMBEDDED
                          : sky_uncertainty_kernel_named(base_text_of(dataset->source));
    return BASE_ERR_OK;
}

enum base_err data_dataset_open(const char *leaps_path, struct data_dataset *dataset,
                                struct base_fault *fault)
{
    struct data_dataset_files files = {.leap_seconds = leaps_path};
    struct data_dataset_fault file_fault;
    enum base_err err = data_dataset_open_files(&files, dataset, &file_fault);
    if (err != BASE_ERR_OK) *fault = file_fault.at;
    return err;
}

void data_dataset_close(struct data_dataset *dataset)
{
    assert(dataset->kernel_file.bytes != NULL || dataset->kernel_file.size == 0);
    base_file_unmap(dataset->kernel_file);
    dataset->kernel_file = (struct base_span){NULL, 0};
    free(dataset->rotation);
    dataset->rotation = NULL;
}
