/* A download writes a draft beside its file, "NAME.part-XXXXXX", and beside the draft a note of its
 * origin and validator. A later run finds both and requests the rest. A killed program leaves no
 * draft, a draft with its note, or a draft without one, which the next run removes.
 */
#include "cmd/data_download.h"

#include "base/bytes.h"
#include "base/err.h"
#include "base/file.h"
#include "base/hash.h"
#include "data/dataset.h"
#include "net/task.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PREVIOUS_END ".previous"

/* ---- where files are published ---- */

static const struct {
    enum data_dataset_part part;
    const char *folder; /* of the file, with its slash */
} PLACES[] = {
    {DATA_DATASET_ROTATION, "https://datacenter.iers.org/products/eop/rapid/standard/"},
    {DATA_DATASET_ROTATION, "https://maia.usno.navy.mil/ser7/"},
    {DATA_DATASET_ROTATION, "https://data.iers.org/products/eop/rapid/standard/"},
    {DATA_DATASET_ROTATION,
     "https://raw.githubusercontent.com/astropy/astropy-iers-data/main/astropy_iers_data/data/"},
    {DATA_DATASET_LEAPS, "https://hpiers.obspm.fr/iers/bul/bulc/ntp/"},
    {DATA_DATASET_LEAPS, "https://data.iana.org/time-zones/tzdb/"},
    {DATA_DATASET_LEAPS, "https://raw.githubusercontent.com/eggert/tz/main/"},
    {DATA_DATASET_EPHEMERIS, "https://ssd.jpl.nasa.gov/ftp/eph/planets/bsp/"},
    {DATA_DATASET_EPHEMERIS, "https://naif.jpl.nasa.gov/pub/naif/generic_kernels/spk/planets/"},
    {DATA_DATASET_EPHEMERIS,
     "https://naif.jpl.nasa.gov/pub/naif/generic_kernels/spk/planets/a_old_versions/"},
};

/* JPL publishes no hashes; this one was computed from the published file. */
static const struct {
    const char *name, *sha256;
} KNOWN[] = {
    {"de440s.bsp", "c1c7feeab882263fc493a9d5a5b2ddd71b54826cdf65d8d17a76126b260a49f2"},
};

static void add_url(struct cmd_data_download *update, const char *folder, const char *slash)
{
    if (update->url_count == CMD_DATA_DOWNLOAD_URLS_MAX) return;
    int length = snprintf(update->urls[update->url_count], DATA_DIR_URL_MAX + 1, "%s%s%s", folder,
                          slash, update->name);
    if (length > 0 && length <= DATA_DIR_URL_MAX) update->url_count++;
}

void cmd_data_download_fill_urls(struct cmd_data_download *update, const char *mirror)
{
    assert((unsigned)update->part < DATA_DATASET_PARTS && update->name[0] != '\0');
    if (update->url_count > 0) return;
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++)
        if (update->sha256[0] == '\0' && strcmp(KNOWN[i].name, update->name) == 0)
            memcpy(update->sha256, KNOWN[i].sha256, sizeof update->sha256);
    if (mirror != NULL && *mirror != '\0') {
        add_url(update, mirror, mirror[strlen(mirror) - 1] == '/' ? "" : "/");
        return;
    }
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++)
        if (PLACES[i].part == update->part) add_url(update, PLACES[i].folder, "");
}

/* ---- a draft and its note ---- */

/* The attempt at one mirror. */
struct turn {
    struct cmd_data_download *update;
    uv_loop_t *uv;
    char *path;
    bool is_conditional; /* 304 is accepted */
    bool has_draft;
    struct base_file_draft draft;
    struct net_client_reply reply;
};

static void drop_draft(struct turn *turn)
{
    if (!turn->has_draft) return;
    data_dir_meta_remove(turn->draft.temp);
    base_file_draft_discard(&turn->draft);
    turn->has_draft = false;
}

static void leave_draft(struct turn *turn)
{
    if (turn->has_draft) base_file_draft_detach(&turn->draft);
    turn->has_draft = false;
}

/* Resumes a draft that came from this URL, or removes it. */
static uint64_t adopt(struct turn *turn, const char *temp, char *validator)
{
    struct data_dir_meta meta;
    uint64_t size = 0;
    const char *url = turn->update->urls[turn->update->url];
    if (data_dir_meta_of_draft(temp, &meta) != BASE_ERR_OK) {
        unlink(temp);
        return 0;
    }
    if (strcmp(meta.url, url) != 0 || turn->has_draft) return 0;
    if (base_file_draft_adopt(turn->path, temp, &turn->draft, &size) != BASE_ERR_OK) return 0;
    turn->has_draft = true;
    snprintf(validator, DATA_DIR_TAG_MAX + 1, "%s",
             meta.etag[0] != '\0' ? meta.etag : meta.last_modified);
    return validator[0] != '\0' ? size : 0;
}

/* Calls a function for every draft of this file; gives the sum of its results. */
static uint64_t each_draft(struct turn *turn, char *validator,
                           uint64_t (*act)(struct turn *turn, const char *temp, char *validator))
{
    uint64_t sum = 0;
    DIR *entries = opendir(turn->update->folder);
    if (entries == NULL) return 0;
    for (const struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        if (!base_file_is_draft(entry->d_name, turn->update->name)) continue;
        char *temp = data_dir_join(turn->update->folder, entry->d_name, "");
        if (temp != NULL) sum += act(turn, temp, validator);
        free(temp);
    }
    closedir(entries);
    return sum;
}

static uint64_t remove_other(struct turn *turn, const char *temp, char *validator)
{
    (void)validator;
    if (turn->has_draft && strcmp(temp, turn->draft.temp) == 0) return 0;
    data_dir_meta_remove(temp);
    unlink(temp);
    return 0;
}

/* Creates an empty draft and its note when a body begins. */
static enum base_err begin_draft(struct turn *turn)
{
    assert(turn->update->url < turn->update->url_count);
    const struct net_client_reply *reply = &turn->reply;
    enum base_err err = BASE_ERR_OK;
    if (!turn->has_draft) err = base_file_draft_open(turn->path, &turn->draft);
    if (err != BASE_ERR_OK) return err;
    turn->has_draft = true;
    err = base_file_draft_write(&turn->draft, 0, "", 0);
    if (err != BASE_ERR_OK) return err;
    struct data_dir_meta note = {.fetched_s = time(NULL)};
    bool is_strong = reply->etag[0] == '"'; /* RFC 9110, 13.1.5: ranges need a strong validator */
    snprintf(note.url, sizeof note.url, "%s", turn->update->urls[turn->update->url]);
    snprintf(note.etag, sizeof note.etag, "%s", is_strong ? reply->etag : "");
    if (reply->etag[0] == '\0')
        snprintf(note.last_modified, sizeof note.last_modified, "%s", reply->last_modified);
    err = data_dir_meta_write(turn->draft.temp, turn->draft.temp, &note);
    if (err == BASE_ERR_OK) each_draft(turn, NULL, remove_other);
    return err;
}

static enum base_err take_piece(void *argument, uint64_t at, const char *bytes, size_t count)
{
    struct turn *turn = argument;
    struct cmd_data_download *update = turn->update;
    if (at == 0) {
        enum base_err err = begin_draft(turn);
        if (err != BASE_ERR_OK) return err;
        update->from = 0;
    }
    assert(turn->has_draft);
    if (update->begun_ms == 0) update->begun_ms = uv_now(turn->uv);
    update->have = at + count;
    if (count == 0) return BASE_ERR_OK;
    /* Offset 0 truncates the draft, which is empty. */
    return base_file_draft_write(&turn->draft, at, bytes, count);
}

static void take_progress(void *argument, uint64_t have, uint64_t total)
{
    struct turn *turn = argument;
    turn->update->have = have;
    turn->update->total = total;
}

/* ---- check and hash, on another thread ---- */

/* Owned by libuv's thread pool until the work is done, then by the task; freed by the pool when the
 * task has given up. */
struct proving {
    uv_work_t work;
    struct net_task *task; /* NULL: given up */
    bool is_over;
    char *path;
    enum data_dataset_part part;
    enum base_err err;
    struct base_fault fault;
    struct data_verify proof;
    char sha256[BASE_HASH_SHA256_HEX + 1];
};

static enum base_err prove_file(const char *path, enum data_dataset_part part,
                                struct data_verify *proof, char *sha256, struct base_fault *fault)
{
    struct base_span file;
    enum base_err err = base_file_map(path, &file);
    if (err != BASE_ERR_OK) {
        *fault = (struct base_fault){err, 0, base_err_text(err)};
        return err;
    }
    err = data_verify_file(part, file, proof, fault);
    if (err == BASE_ERR_OK) base_hash_sha256(file, sha256);
    base_file_unmap(file);
    return err;
}

static void on_work(uv_work_t *work)
{
    struct proving *p = work->data;
    p->err = prove_file(p->path, p->part, &p->proof, p->sha256, &p->fault);
}

static void free_proving(struct proving *p)
{
    free(p->path);
    free(p);
}

static void on_worked(uv_work_t *work, int status)
{
    struct proving *p = work->data;
    (void)status;
    p->is_over = true;
    if (p->task == NULL)
        free_proving(p);
    else
        net_task_wake(p->task);
}

/* Checks a file while other tasks run. The caller frees *proving when the result is OK. */
static enum base_err prove_aside(const char *path, enum data_dataset_part part,
                                 struct proving **proving)
{
    struct proving *p = calloc(1, sizeof *p);
    if (p == NULL) return BASE_ERR_MEMORY;
    p->path = strdup(path);
    p->part = part;
    p->task = net_task_self();
    p->work.data = p;
    if (p->path == NULL || uv_queue_work(net_task_uv(), &p->work, on_work, on_worked) != 0) {
        free_proving(p);
        return BASE_ERR_MEMORY;
    }
    while (!p->is_over) {
        enum base_err err = net_task_wait_ms(NET_TASK_FOREVER);
        if (err == BASE_ERR_OK || p->is_over) continue;
        p->task = NULL;
        return err;
    }
    *proving = p;
    return BASE_ERR_OK;
}

/* ---- from a draft to the file ---- */

static void enter(struct cmd_data_download *update, enum cmd_data_download_state state)
{
    update->state = state;
    if (update->on_change != NULL) update->on_change(update->context, update);
}

static enum base_err fail(struct cmd_data_download *update, enum base_err err, const char *note)
{
    size_t used = strlen(update->note);
    update->err = err;
    snprintf(update->note + used, sizeof update->note - used, "%s%s: %.200s", used > 0 ? "; " : "",
             update->urls[update->url], note);
    return err;
}

/* Keeps the present file under a second name; its own name never disappears. */
static bool keep_previous(const char *path)
{
    char *previous = NULL, *step = NULL;
    bool is_kept = asprintf(&previous, "%s" PREVIOUS_END, path) >= 0 &&
                   asprintf(&step, "%s" PREVIOUS_END ".part-000000", path) >= 0;
    if (is_kept && access(path, F_OK) == 0) {
        unlink(step);
        is_kept = link(path, step) == 0
                      ? rename(step, previous) == 0
                      : rename(path, previous) == 0; /* a file system without links */
    }
    free(previous);
    free(step);
    return is_kept;
}

static enum base_err install(struct turn *turn)
{
    assert(turn->has_draft);
    struct cmd_data_download *update = turn->update;
    char *temp = strdup(turn->draft.temp);
    if (temp == NULL) return BASE_ERR_MEMORY;
    enum base_err err = keep_previous(turn->path) ? BASE_ERR_OK : BASE_ERR_SYSTEM;
    if (err == BASE_ERR_OK) err = data_dir_meta_write(turn->path, temp, &update->meta);
    if (err == BASE_ERR_OK) {
        err = base_file_draft_commit(&turn->draft);
        turn->has_draft = false;
        data_dir_meta_remove(temp);
    }
    free(temp);
    return err == BASE_ERR_OK ? err : fail(update, BASE_ERR_SYSTEM, strerror(errno));
}

static void note_origin(struct turn *turn, const char *sha256)
{
    struct data_dir_meta *meta = &turn->update->meta;
    *meta = (struct data_dir_meta){.fetched_s = time(NULL), .checked_s = time(NULL)};
    snprintf(meta->url, sizeof meta->url, "%s", turn->update->urls[turn->update->url]);
    snprintf(meta->etag, sizeof meta->etag, "%s", turn->reply.etag);
    snprintf(meta->last_modified, sizeof meta->last_modified, "%s", turn->reply.last_modified);
    snprintf(meta->sha256, sizeof meta->sha256, "%s", sha256);
}

/* Whether a file covers less than the present one. */
static bool is_older(const struct data_verify *new, const struct data_verify *old)
{
    if (new->measured_until_days != old->measured_until_days)
        return new->measured_until_days < old->measured_until_days;
    return new->until_days < old->until_days;
}

static enum base_err judge(struct turn *turn, const struct proving *draft,
                           const struct proving *current)
{
    struct cmd_data_download *update = turn->update;
    char note[CMD_DATA_DOWNLOAD_NOTE_MAX + 1];
    if (draft->err != BASE_ERR_OK) {
        snprintf(note, sizeof note, "not %s: %s, at byte %zu", update->name, draft->fault.note,
                 draft->fault.offset);
        return fail(update, BASE_ERR_FORMAT, note);
    }
    if (update->sha256[0] != '\0' && strcmp(update->sha256, draft->sha256) != 0) {
        snprintf(note, sizeof note, "SHA-256 is %s", draft->sha256);
        return fail(update, BASE_ERR_FORMAT, note);
    }
    if (current != NULL && update->part != DATA_DATASET_EPHEMERIS &&
        is_older(&draft->proof, &current->proof))
        return fail(update, BASE_ERR_AGAIN, "older than the file that is here");
    update->proof = draft->proof;
    note_origin(turn, draft->sha256);
    return BASE_ERR_OK;
}

/* Checks, hashes and renames a complete draft. */
static enum base_err finish(struct turn *turn, const struct proving *current)
{
    assert(turn->has_draft);
    struct cmd_data_download *update = turn->update;
    struct proving *draft;
    enter(update, CMD_DATA_DOWNLOAD_PROVING);
    enum base_err err = prove_aside(turn->draft.temp, update->part, &draft);
    if (err != BASE_ERR_OK) return err;
    err = judge(turn, draft, current);
    bool is_same = current != NULL && strcmp(draft->sha256, current->sha256) == 0;
    free_proving(draft);
    if (err == BASE_ERR_OK && is_same) {
        drop_draft(turn);
        enter(update, CMD_DATA_DOWNLOAD_CURRENT);
        (void)!data_dir_meta_write(turn->path, turn->path, &update->meta);
        return BASE_ERR_OK;
    }
    if (err == BASE_ERR_OK) err = install(turn);
    if (err == BASE_ERR_OK) enter(update, CMD_DATA_DOWNLOAD_NEW);
    drop_draft(turn);
    return err;
}

/* ---- one mirror ---- */

/* The headers of a conditional request. A validator is sent only to the server that issued it. */
static void set_conditions(const struct turn *turn, const struct proving *current,
                           char lines[2][160], const char *headers[3])
{
    const struct data_dir_meta *meta = &turn->update->meta;
    int count = 0;
    if (current != NULL && strcmp(meta->url, turn->update->urls[turn->update->url]) == 0) {
        if (meta->etag[0] != '\0') {
            snprintf(lines[count], 160, "If-None-Match: %s", meta->etag);
            headers[count] = lines[count], count++;
        }
        if (meta->last_modified[0] != '\0') {
            snprintf(lines[count], 160, "If-Modified-Since: %s", meta->last_modified);
            headers[count] = lines[count], count++;
        }
    }
    headers[count] = NULL;
}

/* Status 304: the present file is the newest. */
static enum base_err confirm(struct turn *turn, const struct proving *current)
{
    struct cmd_data_download *update = turn->update;
    if (current == NULL || !turn->is_conditional)
        return fail(update, BASE_ERR_FORMAT, "status 304, which was not requested");
    enter(update, CMD_DATA_DOWNLOAD_CURRENT);
    update->proof = current->proof;
    update->meta.checked_s = time(NULL);
    (void)!data_dir_meta_write(turn->path, turn->path, &update->meta);
    return BASE_ERR_OK;
}

static enum base_err answer(struct turn *turn, enum base_err err, const struct proving *current)
{
    struct cmd_data_download *update = turn->update;
    char note[NET_CLIENT_NOTE_MAX + 64];
    int status = turn->reply.status;
    if (err != BASE_ERR_OK) {
        leave_draft(turn);
        if (err == BASE_ERR_CANCELLED) return fail(update, err, "cancelled");
        const char *why =
            err == BASE_ERR_LATE ? net_client_phase_text(turn->reply.phase) : turn->reply.note;
        snprintf(note, sizeof note, "%s: %s", base_err_text(err), why);
        return fail(update, err, note);
    }
    if (status == 304) return confirm(turn, current);
    if (status == 200 || status == 206) {
        if (turn->has_draft) return finish(turn, current);
        return fail(update, BASE_ERR_FORMAT, "an empty answer");
    }
    leave_draft(turn);
    snprintf(note, sizeof note, "status %d", status);
    return fail(update, BASE_ERR_NETWORK, note);
}

static enum base_err ask(struct turn *turn, const struct proving *current)
{
    struct cmd_data_download *update = turn->update;
    char lines[2][160], validator[DATA_DIR_TAG_MAX + 1] = "";
    const char *headers[3] = {NULL, NULL, NULL};
    uint64_t size = each_draft(turn, validator, adopt);
    if (size == 0) set_conditions(turn, current, lines, headers);
    turn->is_conditional = headers[0] != NULL;
    /* Requests the last byte again, so that a draft that is already complete gets an answer. */
    update->from = update->have = size > 0 ? size - 1 : 0;
    update->total = update->begun_ms = 0;
    enter(update, CMD_DATA_DOWNLOAD_FETCHING);
    const struct net_client_request request = {
        .url = update->urls[update->url],
        .headers = headers,
        .write = take_piece,
        .progress = take_progress,
        .argument = turn,
        .max_bytes = update->part == DATA_DATASET_EPHEMERIS ? CMD_DATA_DOWNLOAD_KERNEL_MAX_BYTES
                                                            : CMD_DATA_DOWNLOAD_TEXT_MAX_BYTES,
        .from = update->from,
        .if_range = size > 0 ? validator : NULL,
    };
    return net_client_fetch(update->client, &request, &turn->reply);
}

static enum base_err try_mirror(struct cmd_data_download *update, const struct proving *current)
{
    assert(update->url >= 0 && update->url < update->url_count);
    struct turn turn = {.update = update,
                        .uv = net_task_uv(),

                        .path = data_dir_join(update->folder, update->name, "")};
    if (turn.path == NULL) return BASE_ERR_MEMORY;
    enum base_err err = ask(&turn, current);
    if (err == BASE_ERR_OK && turn.reply.status == 416) { /* shorter than the draft: start over */
        drop_draft(&turn);
        err = ask(&turn, current);
    }
    err = answer(&turn, err, current);
    leave_draft(&turn);
    free(turn.path);
    return err;
}

/* ---- all mirrors ---- */

/* The present file and its metadata when it is sound; NULL otherwise. */
static enum base_err prove_current(struct cmd_data_download *update, struct proving **current)
{
    char *path = data_dir_join(update->folder, update->name, "");
    if (path == NULL) return BASE_ERR_MEMORY;
    struct proving *found = NULL;
    enum base_err err = BASE_ERR_OK;
    if (access(path, R_OK) == 0) err = prove_aside(path, update->part, &found);
    if (data_dir_meta_read(path, &update->meta) != BASE_ERR_OK)
        update->meta = (struct data_dir_meta){.size = -1};
    free(path);
    if (found != NULL &&
        (found->err != BASE_ERR_OK ||
         (update->meta.size >= 0 && strcmp(update->meta.sha256, found->sha256) != 0))) {
        free_proving(found);
        found = NULL;
    }
    if (err == BASE_ERR_OK) *current = found;
    return err;
}

static enum base_err try_mirrors(struct cmd_data_download *update, const struct proving *current)
{
    enum base_err first = BASE_ERR_MISSING;
    bool is_old_everywhere = update->url_count > 0;
    for (update->url = 0; update->url < update->url_count; update->url++) {
        enum base_err err = try_mirror(update, current);
        if (err == BASE_ERR_OK || err == BASE_ERR_CANCELLED || err == BASE_ERR_SYSTEM ||
            err == BASE_ERR_MEMORY)
            return err;
        is_old_everywhere = is_old_everywhere && err == BASE_ERR_AGAIN;
        if (first != BASE_ERR_FORMAT) first = err; /* a wrong file explains more than no answer */
    }
    if (!is_old_everywhere || current == NULL) return first;
    enter(update, CMD_DATA_DOWNLOAD_CURRENT);
    update->proof = current->proof;
    return BASE_ERR_OK;
}

enum base_err cmd_data_download_run(void *argument)
{
    struct cmd_data_download *update = argument;
    assert(update->client != NULL && update->folder != NULL);
    struct proving *current = NULL;
    enum base_err err = prove_current(update, &current);
    if (err == BASE_ERR_OK) err = try_mirrors(update, current);
    if (err != BASE_ERR_OK) {
        enter(update, CMD_DATA_DOWNLOAD_FAILED);
        update->err = err;
    }
    if (current != NULL) free_proving(current);
    return err;
}

enum base_err cmd_data_download_verify(const char *path, enum data_dataset_part part,
                                       struct data_verify *proof, struct data_dir_meta *meta,
                                       struct base_fault *fault)
{
    char sha256[BASE_HASH_SHA256_HEX + 1];
    if (access(path, F_OK) != 0) {
        *fault = (struct base_fault){BASE_ERR_MISSING, 0, base_err_text(BASE_ERR_MISSING)};
        return BASE_ERR_MISSING;
    }
    bool is_known = data_dir_meta_read(path, meta) == BASE_ERR_OK;
    if (!is_known) *meta = (struct data_dir_meta){.size = -1};
    enum base_err err = prove_file(path, part, proof, sha256, fault);
    if (err != BASE_ERR_OK) return err;
    if (is_known && strcmp(meta->sha256, sha256) != 0) {
        *fault =
            (struct base_fault){BASE_ERR_FORMAT, 0, "not the bytes that were fetched: SHA-256"};
        return BASE_ERR_FORMAT;
    }
    memcpy(meta->sha256, sha256, sizeof sha256);
    return BASE_ERR_OK;
}
