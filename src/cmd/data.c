/* planettracker data: status, download and verification of data files. */
#include "almanac/data_report.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/units.h"
#include "cmd/client.h"
#include "cmd/commands.h"
#include "cmd/data_download.h"
#include "cmd/data_open.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/table.h"
#include "data/dataset.h"
#include "data/dir.h"
#include "data/status.h"
#include "data/time_text.h"
#include "data/verify.h"
#include "net/client.h"
#include "net/gather.h"
#include "net/task.h"
#include "sky/civil.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define FILES            DATA_DATASET_PARTS
#define AT_ONCE_HOST     2u
#define TOTAL_MS         (1000u * BASE_DAY_S) /* a day: DE441 on a slow line; a stall ends sooner */
#define PROGRESS_MS      200u
#define STATUS_MAX_BYTES 65536u
#define LINE_BYTES       160 /* of progress; a name has at most DATA_DIR_NAME_MAX */

struct run {
    const struct cmd_options *options;
    const char *kernel; /* as it was named, or NULL */
    bool is_quiet;
    char folder[DATA_DIR_PATH_MAX + 1];
    struct cmd_client client;
    bool is_terminal;
    unsigned lines_drawn;
    struct cmd_data_download files[FILES];
    int count;
};

/* ---- which files ---- */

static struct cmd_data_download *add_file(struct run *run, enum data_dataset_part part,
                                          const char *name)
{
    assert(run->count < FILES && strlen(name) <= DATA_DIR_NAME_MAX);
    struct cmd_data_download *file = &run->files[run->count++];
    *file = (struct cmd_data_download){.part = part, .folder = run->folder};
    snprintf(file->name, sizeof file->name, "%s", name);
    return file;
}

static bool is_url(const char *text)
{
    return strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0;
}

/* "de440s", "de440s.bsp" or a URL that ends in .bsp. */
static int add_kernel(struct run *run)
{
    const char *named = run->kernel;
    char name[DATA_DIR_NAME_MAX + 1];
    const char *slash = is_url(named) ? strrchr(named, '/') : NULL;
    const char *base = slash != NULL ? slash + 1 : named;
    size_t length = strcspn(base, "?#"), end = strlen(DATA_DIR_KERNEL_END);
    bool has_end = length > end && strncmp(base + length - end, DATA_DIR_KERNEL_END, end) == 0;
    if (slash != NULL && !has_end)
        return cmd_options_invalid_flag(run->options, CMD_TABLE_KERNEL, "a URL that ends in .bsp");
    int written = snprintf(name, sizeof name, "%.*s%s", (int)length, base,
                           has_end ? "" : DATA_DIR_KERNEL_END);
    if (written < 0 || written >= (int)sizeof name || strlen(named) > DATA_DIR_URL_MAX ||
        !data_dir_is_valid_name(base_text_of(name)))
        return cmd_options_invalid_flag(run->options, CMD_TABLE_KERNEL,
                                        "a kernel such as de440s, or the URL of one");
    struct cmd_data_download *file = add_file(run, DATA_DATASET_EPHEMERIS, name);
    if (slash == NULL) return -1;
    snprintf(file->urls[file->url_count++], DATA_DIR_URL_MAX + 1, "%s", named);
    return -1;
}

static int add_files(struct run *run)
{
#define NAME(part, name, file) file,
    static const char *const names[DATA_DATASET_PARTS] = {DATA_DATASET_PART_LIST(NAME)};
#undef NAME
    char name[DATA_DIR_NAME_MAX + 1];
    for (enum data_dataset_part part = 0; part < DATA_DATASET_PARTS; part++)
        if (*names[part] != '\0') add_file(run, part, names[part]);
    if (run->kernel != NULL && strcmp(run->kernel, "none") == 0) return -1;
    if (run->kernel != NULL) return add_kernel(run);
    if (data_dir_kernel(run->folder, name) == BASE_ERR_OK)
        add_file(run, DATA_DATASET_EPHEMERIS, name);
    return -1;
}

/* The file that "NAME=VALUE" is about, or NULL; *value is what follows. */
static struct cmd_data_download *file_of(struct run *run, const char *text, const char **value)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL) return NULL;
    *value = equals + 1;
    struct base_text name = {text, (size_t)(equals - text)};
    for (int i = 0; i < run->count; i++)
        if (base_text_equals(name, base_text_of(run->files[i].name))) return &run->files[i];
    return NULL;
}

static int set_url(struct run *run, const struct cmd_options_given *given)
{
    const char *value;
    struct cmd_data_download *file = file_of(run, given->value, &value);
    if (file == NULL || !is_url(value) || strlen(value) > DATA_DIR_URL_MAX ||
        file->url_count == CMD_DATA_DOWNLOAD_URLS_MAX)
        return cmd_options_invalid(run->options, given,
                                   "NAME=URL with a file that is downloaded, such as "
                                   "finals2000A.all=https://example.org/finals2000A.all");
    snprintf(file->urls[file->url_count++], DATA_DIR_URL_MAX + 1, "%s", value);
    return -1;
}

static int set_sha256(struct run *run, const struct cmd_options_given *given)
{
    const char *value;
    struct cmd_data_download *file = file_of(run, given->value, &value);
    if (file == NULL || strlen(value) != BASE_HASH_SHA256_HEX ||
        strspn(value, "0123456789abcdefABCDEF") != BASE_HASH_SHA256_HEX)
        return cmd_options_invalid(run->options, given,
                                   "NAME=HEX with 64 digits and a file that is downloaded");
    for (int i = 0; i < BASE_HASH_SHA256_HEX; i++)
        file->sha256[i] = (char)(value[i] | (value[i] >= 'A' ? 0x20 : 0));
    return -1;
}

/* Applies the options that name a file, after the files are known. -1 when all is well. */
static int set_named(struct run *run)
{
    int code = -1;
    for (int i = 0; i < run->options->given_count && code < 0; i++) {
        const struct cmd_options_given *given = &run->options->given[i];
        if (given->option->flag == CMD_TABLE_FILE_URL) code = set_url(run, given);
        if (given->option->flag == CMD_TABLE_SHA256) code = set_sha256(run, given);
    }
    return code;
}

/* ---- progress ---- */

static double rate_of(const struct cmd_data_download *file)
{
    uint64_t now_ms = uv_now(net_task_uv());
    if (file->begun_ms == 0 || now_ms <= file->begun_ms || file->have < file->from) return 0.0;
    return (double)(file->have - file->from) * 1e3 / (double)(now_ms - file->begun_ms);
}

static void append_bytes(struct base_buf *out, double bytes)
{
    if (bytes >= 1e9)
        base_buf_append_format(out, "%6.2f GB", bytes * 1e-9);
    else if (bytes >= 1e6)
        base_buf_append_format(out, "%6.1f MB", bytes * 1e-6);
    else
        base_buf_append_format(out, "%6.1f kB", bytes * 1e-3);
}

static void append_fetching(struct base_buf *out, const struct cmd_data_download *file)
{
    const double rate = rate_of(file);
    append_bytes(out, (double)file->have);
    if (file->total > 0)
        base_buf_append_format(out, " %3.0f %%", (double)file->have * 100.0 / (double)file->total);
    append_bytes(out, rate);
    base_buf_append_string(out, "/s");
    if (rate > 0.0 && file->total > file->have)
        base_buf_append_format(out, "  %.0f s left", (double)(file->total - file->have) / rate);
}

/* The columns of a line of progress: a line that the terminal breaks would count as two when the
 * cursor moves up. */
static int line_columns(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return LINE_BYTES;
    return size.ws_col < LINE_BYTES ? size.ws_col - 1 : LINE_BYTES;
}

static void print_progress(const struct cmd_data_download *file, int columns)
{
    assert(columns >= 0 && columns <= LINE_BYTES);
    char text[LINE_BYTES];
    struct base_buf line = {.bytes = text, .room = sizeof text, .max = sizeof text};
    base_buf_append_format(&line, "%-18s ", file->name);
    switch (file->state) {
    case CMD_DATA_DOWNLOAD_FETCHING:
        append_fetching(&line, file);
        break;
    case CMD_DATA_DOWNLOAD_PROVING:
        base_buf_append_string(&line, "proving");
        break;
    case CMD_DATA_DOWNLOAD_WAITING:
        base_buf_append_string(&line, "waiting");
        break;
    case CMD_DATA_DOWNLOAD_FAILED:
        base_buf_append_string(&line, "failed");
        break;
    default:
        base_buf_append_string(&line, "done");
    }
    fprintf(stderr, "\033[K%.*s\n", line.used < (size_t)columns ? (int)line.used : columns, text);
}

static void clear_progress(struct run *run)
{
    if (run->lines_drawn > 0) fprintf(stderr, "\033[%uA\033[J", run->lines_drawn);
    run->lines_drawn = 0;
}

/* Without a terminal: prints one line when the download of a file begins. */
static void print_begin(void *context, const struct cmd_data_download *file)
{
    (void)context;
    if (file->state != CMD_DATA_DOWNLOAD_FETCHING) return;
    fprintf(stderr, "%s: %s", file->name, file->urls[file->url]);
    if (file->from > 0) fprintf(stderr, ", from byte %llu on", (unsigned long long)file->from);
    fputc('\n', stderr);
}

static enum base_err show_progress(void *argument)
{
    struct run *run = argument;
    for (;;) {
        enum base_err err = net_task_sleep_ms(PROGRESS_MS);
        clear_progress(run);
        const int columns = line_columns();
        for (int i = 0; i < run->count; i++) print_progress(&run->files[i], columns);
        run->lines_drawn = (unsigned)run->count;
        if (err != BASE_ERR_OK) return err;
    }
}

/* ---- update ---- */

static enum base_err gather_files(struct run *run)
{
    assert(run->count > 0 && run->count <= FILES);
    struct net_gather_job jobs[FILES];
    struct net_task *progress = NULL;
    for (int i = 0; i < run->count; i++) {
        run->files[i].client = run->client.http;
        if (!run->is_terminal && !run->is_quiet) run->files[i].on_change = print_begin;
        jobs[i] =
            (struct net_gather_job){.function = cmd_data_download_run, .argument = &run->files[i]};
    }
    enum base_err err = BASE_ERR_OK;
    if (run->is_terminal && !run->is_quiet) err = net_task_spawn(show_progress, run, &progress);
    if (err == BASE_ERR_OK) err = net_gather_all(jobs, (size_t)run->count, (size_t)run->count);
    if (progress != NULL) {
        net_task_cancel(progress);
        (void)net_task_join(progress);
        clear_progress(run);
    }
    return err;
}

static enum base_err fetch_files(void *argument)
{
    struct run *run = argument;
    struct net_client_config config = net_client_config_default();
    config.at_once_host = AT_ONCE_HOST;
    config.total_ms =
        1000u * (unsigned)cmd_options_number(run->options, CMD_TABLE_MAX_TIME, TOTAL_MS / 1000u);
    config.tries = (unsigned)cmd_options_number(run->options, CMD_TABLE_TRIES, config.tries);
    config.ca_file = cmd_options_value(run->options, CMD_TABLE_CA_FILE);
    enum base_err err = cmd_client_open(&run->client, &config);
    if (err != BASE_ERR_OK) return err;
    err = gather_files(run);
    cmd_client_close(&run->client);
    return err;
}

static void print_day(double days)
{
    struct sky_civil date = sky_civil_date((int32_t)(days + 0.5));
    printf("%04d-%02d-%02d", date.year, date.month, date.day);
}

static void print_result(const struct cmd_data_download *file)
{
    if (file->state == CMD_DATA_DOWNLOAD_FAILED) {
        fprintf(stderr, "planettracker data: %s: %s; the old file stays\n", file->name,
                file->note[0] != '\0' ? file->note : base_err_text(file->err));
        return;
    }
    if (file->note[0] != '\0')
        fprintf(stderr, "planettracker data: %s: %s\n", file->name, file->note);
    printf("%s: %s, until ", file->name,
           file->state == CMD_DATA_DOWNLOAD_NEW ? "new" : "up to date");
    print_day(file->proof.until_days);
    if (file->part == DATA_DATASET_ROTATION) {
        printf(", measured until ");
        print_day(file->proof.measured_until_days);
    }
    if (file->state == CMD_DATA_DOWNLOAD_NEW && file->proof.published != NULL)
        printf(", %s agrees", file->proof.published);
    if (file->state == CMD_DATA_DOWNLOAD_NEW && file->sha256[0] != '\0') printf(", sha256 agrees");
    putchar('\n');
}

/* The exit code of the worst result. */
static int exit_code(struct run *run)
{
    int code = CMD_EXIT_OK;
    for (int i = 0; i < run->count; i++) {
        const struct cmd_data_download *file = &run->files[i];
        print_result(file);
        if (file->state != CMD_DATA_DOWNLOAD_FAILED) continue;
        int this = CMD_EXIT_FAILURE;
        if (file->err == BASE_ERR_FORMAT || file->err == BASE_ERR_MISSING) this = CMD_EXIT_DATA;
        if (file->err == BASE_ERR_NETWORK || file->err == BASE_ERR_LATE ||
            file->err == BASE_ERR_LIMIT || file->err == BASE_ERR_AGAIN)
            this = CMD_EXIT_NETWORK;
        if (this > code) code = this;
    }
    return code;
}

/* Selects a kernel after its download has succeeded; "none" selects the embedded one. */
static int choose_kernel(struct run *run)
{
    const char *kernel = run->kernel, *name = NULL;
    if (kernel == NULL) return CMD_EXIT_OK;
    if (strcmp(kernel, "none") != 0) {
        assert(run->count > 0);
        const struct cmd_data_download *file = &run->files[run->count - 1];
        if (file->state == CMD_DATA_DOWNLOAD_FAILED) return CMD_EXIT_OK; /* reported already */
        name = file->name;
    }
    if (data_dir_choose_kernel(run->folder, name) == BASE_ERR_OK) return CMD_EXIT_OK;
    fprintf(stderr, "planettracker data: %s: %s\n", run->folder, strerror(errno));
    return CMD_EXIT_FAILURE;
}

/* Locks the folder; gives false after printing why it cannot. */
static bool lock_folder(const struct run *run, int *lock)
{
    const enum base_err err = data_dir_lock(run->folder, lock);
    if (err == BASE_ERR_OK) return true;
    fprintf(stderr, "planettracker data: %s: %s\n", run->folder,
            err == BASE_ERR_AGAIN ? "another update is running" : strerror(errno));
    return false;
}

static int check_files(struct run *run);

/* Without a network: reports what is missing or damaged, and uses the kernel if it is sound. */
static int update_offline(struct run *run)
{
    int lock;
    const int code = check_files(run);
    const struct cmd_data_download *kernel = &run->files[run->count - 1];
    if (run->kernel == NULL) return code;
    if (kernel->part == DATA_DATASET_EPHEMERIS && kernel->state == CMD_DATA_DOWNLOAD_FAILED) {
        fprintf(stderr,
                "planettracker data: --kernel: %s is missing or damaged in %s, and --offline "
                "downloads nothing; the kernel in use stays\n",
                kernel->name, run->folder);
        return code;
    }
    if (!lock_folder(run, &lock)) return CMD_EXIT_FAILURE;
    const int chosen = choose_kernel(run);
    data_dir_unlock(lock);
    return code != CMD_EXIT_OK ? code : chosen;
}

static int update(struct run *run)
{
    int lock;
    if (cmd_options_is_set(run->options, CMD_TABLE_OFFLINE)) return update_offline(run);
    const char *mirror = cmd_options_value(run->options, CMD_TABLE_MIRROR);
    for (int i = 0; i < run->count; i++) cmd_data_download_fill_urls(&run->files[i], mirror);
    if (!lock_folder(run, &lock)) return CMD_EXIT_FAILURE;
    signal(SIGPIPE, SIG_IGN);
    run->is_terminal = isatty(STDERR_FILENO);
    const enum base_err err = net_task_run(fetch_files, run);
    int code = exit_code(run);
    if (err == BASE_ERR_CANCELLED || (err == BASE_ERR_MEMORY && code == CMD_EXIT_OK))
        code = CMD_EXIT_FAILURE;
    int chosen = choose_kernel(run);
    data_dir_unlock(lock);
    return code != CMD_EXIT_OK ? code : chosen;
}

/* ---- verify, status ---- */

static int check_file(const struct run *run, const struct cmd_data_download *file)
{
    struct data_verify proof;
    struct data_dir_meta meta;
    struct base_fault fault;
    char *path = data_dir_join(run->folder, file->name, "");
    if (path == NULL) return CMD_EXIT_FAILURE;
    enum base_err err = cmd_data_download_verify(path, file->part, &proof, &meta, &fault);
    if (err != BASE_ERR_OK) {
        printf("%s: %s", file->name, fault.note);
        if (err == BASE_ERR_FORMAT) printf(", at byte %zu", fault.offset);
        putchar('\n');
    } else {
        printf("%s: sound, until ", file->name);
        print_day(proof.until_days);
        printf(", sha256 %s%s\n", meta.sha256, meta.size >= 0 ? " as fetched" : "");
    }
    free(path);
    return err == BASE_ERR_OK ? CMD_EXIT_OK : CMD_EXIT_DATA;
}

static int check_files(struct run *run)
{
    int code = CMD_EXIT_OK;
    for (int i = 0; i < run->count; i++) {
        if (check_file(run, &run->files[i]) == CMD_EXIT_OK) continue;
        run->files[i].state = CMD_DATA_DOWNLOAD_FAILED;
        code = CMD_EXIT_DATA;
    }
    return code;
}

static int status(const struct cmd_options *options)
{
    static struct data_dataset dataset;
    static struct data_status inventory;
    struct base_buf out;
    int code = cmd_data_open(options, &dataset);
    if (code != CMD_EXIT_OK) return code;
    data_status_fill(&dataset, data_time_text_now(&dataset, 1000), &inventory);
    base_buf_init(&out, STATUS_MAX_BYTES);
    if (cmd_options_is_set(options, CMD_TABLE_JSON))
        almanac_data_report_append_json(&out, &inventory);
    else
        almanac_data_report_append_text(&out, &inventory);
    fwrite(out.bytes, 1, out.used, stdout);
    base_buf_fini(&out);
    for (int i = 0; i < DATA_DATASET_PARTS && cmd_options_is_set(options, CMD_TABLE_STRICT); i++) {
        if (!inventory.items[i].is_expired) continue;
        fprintf(stderr, "planettracker data: --strict: %s has expired\n", inventory.items[i].name);
        code = CMD_EXIT_DATA;
    }
    data_dataset_close(&dataset);
    return code;
}

/* ---- the command ---- */

enum action { ACTION_STATUS, ACTION_UPDATE, ACTION_VERIFY }; /* in the order of the choices */

int cmd_data(const struct cmd_options *options)
{
    static struct run run;
    const enum action action = (enum action)cmd_options_word_choice(options, 0);
    if (action == ACTION_STATUS) return status(options);
    run.options = options;
    run.kernel = cmd_options_value(options, CMD_TABLE_KERNEL);
    run.is_quiet = cmd_options_is_set(options, CMD_TABLE_QUIET);
    if (data_dir_path(cmd_options_value(options, CMD_TABLE_DATA_DIR), getenv, run.folder) !=
        BASE_ERR_OK) {
        fputs("planettracker data: the folder of data is \"none\"; expected --data-dir DIR\n",
              stderr);
        return CMD_EXIT_USAGE;
    }
    int code = add_files(&run);
    if (code < 0) code = set_named(&run);
    if (code >= 0) return code;
    return action == ACTION_UPDATE ? update(&run) : check_files(&run);
}
