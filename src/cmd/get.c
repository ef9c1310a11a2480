/* planettracker get: many requests at once. Each worker is a task that sends the next one. */
#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/text.h"
#include "cmd/client.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/load_report.h"
#include "cmd/options.h"
#include "cmd/table.h"
#include "net/client.h"
#include "net/gather.h"
#include "net/task.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define AT_ONCE          100u
#define FAILURES_PRINTED 3u /* the report counts the others */
#define PROGRESS_MS      200u
#define REPORT_MAX_BYTES 65536u

/* A stream is a device, a pipe or the standard output: it is written, not replaced. */
enum target { TARGET_NOWHERE, TARGET_STDOUT, TARGET_FILE, TARGET_NAMED_FILES, TARGET_STREAM };

struct settings {
    unsigned requests; /* 0: each URL once */
    unsigned at_once;
    unsigned tries;
    unsigned max_time_s;
    enum target target;
    const char *output;
    const char *ca_file;
    bool is_json;
    bool is_quiet;
};

struct run {
    struct settings settings;
    const struct cmd_options *options;
    const char **urls;
    unsigned url_count;
    unsigned requests;
    unsigned next;
    unsigned printed;
    bool has_file_failure;
    struct cmd_client client;
    struct cmd_load_report report;
};

/* Where the body of one request is written. */
struct sink {
    enum target target;
    int stream; /* of TARGET_STDOUT and TARGET_STREAM */
    uint64_t written;
    struct base_file_draft draft;
};

/* ---- where bodies go ---- */

static enum base_err write_stream(struct sink *sink, uint64_t at, const char *bytes, size_t count)
{
    assert(sink->stream >= 0);
    if (at != sink->written) return BASE_ERR_SYSTEM; /* what was written cannot be undone */
    sink->written += count;
    while (count > 0) {
        ssize_t written = write(sink->stream, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return BASE_ERR_SYSTEM;
        bytes += written;
        count -= (size_t)written;
    }
    return BASE_ERR_OK;
}

static enum base_err write_body(void *argument, uint64_t at, const char *bytes, size_t count)
{
    struct sink *sink = argument;
    switch (sink->target) {
    case TARGET_NOWHERE:
        return BASE_ERR_OK;
    case TARGET_STDOUT:
    case TARGET_STREAM:
        return write_stream(sink, at, bytes, count);
    default:
        return base_file_draft_write(&sink->draft, at, bytes, count);
    }
}

/* The end of a URL's path as the name of a file: not a folder and not hidden. */
static struct base_text name_of(const char *url)
{
    const char *slashes = strstr(url, "://");
    const char *path = slashes == NULL ? url : slashes + 3;
    size_t length = strcspn(path, "?#");
    size_t begin = length;
    while (begin > 0 && path[begin - 1] != '/') begin--;
    if (begin == 0 || begin == length || path[begin] == '.') return BASE_TEXT("index.html");
    return (struct base_text){path + begin, length - begin};
}

/* Opens a draft of a file, or what is at the path itself when it is not a regular file. */
static enum base_err open_file(const char *path, struct sink *sink)
{
    enum base_err err = base_file_draft_open(path, &sink->draft);
    if (err != BASE_ERR_FORMAT) return err;
    sink->target = TARGET_STREAM;
    sink->stream = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    return sink->stream >= 0 ? BASE_ERR_OK : BASE_ERR_SYSTEM;
}

static enum base_err open_sink(const struct run *run, const char *url, struct sink *sink)
{
    *sink = (struct sink){.target = run->settings.target, .stream = STDOUT_FILENO};
    if (sink->target == TARGET_FILE) return open_file(run->settings.output, sink);
    if (sink->target != TARGET_NAMED_FILES) return BASE_ERR_OK;
    struct base_text name = name_of(url);
    char *path = strndup(name.at, name.length);
    if (path == NULL) return BASE_ERR_MEMORY;
    enum base_err err = open_file(path, sink);
    free(path);
    return err;
}

static enum base_err close_sink(struct sink *sink, bool is_complete)
{
    if (sink->target == TARGET_STREAM)
        return close(sink->stream) == 0 ? BASE_ERR_OK : BASE_ERR_SYSTEM;
    if (sink->target != TARGET_FILE && sink->target != TARGET_NAMED_FILES) return BASE_ERR_OK;
    if (is_complete) return base_file_draft_commit(&sink->draft);
    base_file_draft_discard(&sink->draft);
    return BASE_ERR_OK;
}

/* ---- requests ---- */

static void clear_progress(const struct run *run)
{
    if (!run->settings.is_quiet) fputs("\r\033[K", stderr);
}

static void print_failure(struct run *run, const char *url, const char *what, const char *why)
{
    if (run->printed++ >= FAILURES_PRINTED) return;
    clear_progress(run);
    fprintf(stderr, "planettracker get: %s: %s%s%s\n", url, what, why[0] == '\0' ? "" : ": ", why);
}

static void count(struct run *run, const char *url, enum base_err err,
                  const struct net_client_reply *reply, uint64_t latency_us)
{
    run->report.bytes += reply->body_bytes;
    run->report.connections += reply->connections;
    run->report.retries += reply->tries > 1 ? reply->tries - 1 : 0;
    if (err == BASE_ERR_OK) {
        cmd_load_report_add_answer(&run->report, reply->status, latency_us);
        char status[32];
        snprintf(status, sizeof status, "status %d", reply->status);
        if (reply->status >= 400) print_failure(run, url, status, "");
        return;
    }
    cmd_load_report_add_failure(&run->report, err);
    if (err == BASE_ERR_CANCELLED) return;
    print_failure(run, url, base_err_text(err),
                  err == BASE_ERR_LATE ? net_client_phase_text(reply->phase) : reply->note);
}

static void request_one(struct run *run, const char *url)
{
    struct sink sink;
    struct net_client_reply reply;
    enum base_err err = open_sink(run, url, &sink);
    if (err != BASE_ERR_OK) {
        run->has_file_failure = true;
        print_failure(run, url, "cannot create the file", strerror(errno));
        cmd_load_report_add_failure(&run->report, err);
        return;
    }
    const struct net_client_request request = {.url = url, .write = write_body, .argument = &sink};
    uint64_t from_ns = uv_hrtime();
    err = net_client_fetch(run->client.http, &request, &reply);
    uint64_t latency_us = (uv_hrtime() - from_ns) / 1000;
    bool is_complete = err == BASE_ERR_OK && reply.status >= 200 && reply.status < 300;
    if (err == BASE_ERR_SYSTEM) run->has_file_failure = true;
    if (close_sink(&sink, is_complete) != BASE_ERR_OK) {
        run->has_file_failure = true;
        err = BASE_ERR_SYSTEM;
    }
    count(run, url, err, &reply, latency_us);
}

static enum base_err work(void *argument)
{
    struct run *run = argument;
    assert(run->url_count > 0);
    while (run->next < run->requests) {
        unsigned at = run->next++;
        request_one(run, run->urls[at % run->url_count]);
        enum base_err err = net_task_check();
        if (err != BASE_ERR_OK) return err;
    }
    return BASE_ERR_OK;
}

static enum base_err show_progress(void *argument)
{
    const struct run *run = argument;
    for (;;) {
        enum base_err err = net_task_sleep_ms(PROGRESS_MS);
        if (err != BASE_ERR_OK) return err;
        fprintf(stderr, "\r\033[K%llu of %u, %llu failed, %.1f MB",
                (unsigned long long)(run->report.answers + run->report.failures), run->requests,
                (unsigned long long)run->report.failures, (double)run->report.bytes * 1e-6);
    }
}

static enum base_err gather_workers(struct run *run)
{
    unsigned count = run->settings.at_once < run->requests ? run->settings.at_once : run->requests;
    assert(count > 0);
    struct net_gather_job *jobs = calloc(count, sizeof *jobs);
    struct net_task *progress = NULL;
    if (jobs == NULL) return BASE_ERR_MEMORY;
    for (unsigned i = 0; i < count; i++)
        jobs[i] = (struct net_gather_job){.function = work, .argument = run};
    enum base_err err = BASE_ERR_OK;
    if (!run->settings.is_quiet) err = net_task_spawn(show_progress, run, &progress);
    if (err == BASE_ERR_OK) err = net_gather_all(jobs, count, count);
    if (progress != NULL) {
        net_task_cancel(progress);
        (void)net_task_join(progress);
        clear_progress(run);
    }
    free(jobs);
    return err;
}

/* ---- the program ---- */

static enum base_err run_requests(void *argument)
{
    struct run *run = argument;
    struct net_client_config config = net_client_config_default();
    config.at_once = config.at_once_host = run->settings.at_once;
    config.tries = run->settings.tries;
    config.total_ms = run->settings.max_time_s * 1000;
    config.ca_file = run->settings.ca_file;
    enum base_err err = cmd_client_open(&run->client, &config);
    if (err != BASE_ERR_OK) return err;
    uint64_t from_ns = uv_hrtime();
    err = gather_workers(run);
    run->report.elapsed_us = (uv_hrtime() - from_ns) / 1000;
    cmd_client_close(&run->client);
    return err;
}

static bool print_report(struct run *run)
{
    struct base_buf out;
    base_buf_init(&out, REPORT_MAX_BYTES);
    if (run->settings.is_json)
        cmd_load_report_append_json(&out, &run->report);
    else
        cmd_load_report_append_text(&out, &run->report);
    bool is_written = !out.has_overflowed && fwrite(out.bytes, 1, out.used, stdout) == out.used &&
                      fflush(stdout) == 0;
    base_buf_fini(&out);
    if (!is_written) perror("planettracker get: standard output");
    return is_written;
}

static bool is_http(const char *url)
{
    return strstr(url, "://") == NULL || strncasecmp(url, "http://", 7) == 0 ||
           strncasecmp(url, "https://", 8) == 0;
}

/* Prints that options do not go together. */
static int refuse(const char *what, const char *expected)
{
    fprintf(stderr, "planettracker get: %s; expected %s\n", what, expected);
    return CMD_EXIT_USAGE;
}

/* Whether a path leads to the standard output, as /dev/stdout does. */
static bool is_stdout(const char *path)
{
    struct stat file, out;
    return stat(path, &file) == 0 && fstat(STDOUT_FILENO, &out) == 0 && file.st_dev == out.st_dev &&
           file.st_ino == out.st_ino;
}

static void read_settings(const struct cmd_options *options, struct settings *settings)
{
    *settings = (struct settings){
        .requests = (unsigned)cmd_options_number(options, CMD_TABLE_REQUESTS, 0),
        .at_once = (unsigned)cmd_options_number(options, CMD_TABLE_AT_ONCE, AT_ONCE),
        .tries = (unsigned)cmd_options_number(options, CMD_TABLE_TRIES, NET_CLIENT_TRIES),
        .max_time_s =
            (unsigned)cmd_options_number(options, CMD_TABLE_MAX_TIME, NET_CLIENT_TOTAL_MS / 1000),
        .output = cmd_options_value(options, CMD_TABLE_OUTPUT_FILE),
        .ca_file = cmd_options_value(options, CMD_TABLE_CA_FILE),
        .is_json = cmd_options_is_set(options, CMD_TABLE_JSON),
        .is_quiet = cmd_options_is_set(options, CMD_TABLE_QUIET) || !isatty(STDERR_FILENO),
    };
    for (int i = 0; i < options->given_count; i++) { /* the last one of -o and -O counts */
        const enum cmd_table_flag flag = options->given[i].option->flag;
        if (flag == CMD_TABLE_OUTPUT_FILE) settings->target = TARGET_FILE;
        if (flag == CMD_TABLE_REMOTE_NAMES) settings->target = TARGET_NAMED_FILES;
    }
    assert(settings->target != TARGET_FILE || settings->output != NULL); /* -o has an argument */
}

/* Checks the schemes of the addresses; -1 when all is well. */
static int check_urls(const struct run *run)
{
    for (unsigned i = 0; i < run->url_count; i++)
        if (!is_http(run->urls[i]))
            return cmd_options_invalid_word(run->options, (int)i,
                                            "an address that begins with http:// or https://");
    return -1;
}

/* Checks what the options mean together; -1 when all is well. */
static int check_settings(struct run *run)
{
    struct settings *settings = &run->settings;
    const bool has_files = settings->target != TARGET_NOWHERE;
    const int code = check_urls(run);
    if (code >= 0) return code;
    if (has_files && settings->requests > 0)
        return refuse("-n with -o or -O", "one of them: the bodies would be the same");
    if (settings->target == TARGET_FILE && run->url_count > 1)
        return refuse("-o with several URLs", "-O");
    if (settings->target == TARGET_FILE && is_stdout(settings->output))
        settings->target = TARGET_STDOUT;
    run->requests = settings->requests > 0 ? settings->requests : run->url_count;
    if (run->url_count == 1 && settings->requests == 0 && !has_files && !settings->is_json)
        settings->target = TARGET_STDOUT;
    return -1;
}

static int exit_code(const struct run *run)
{
    const struct cmd_load_report *report = &run->report;
    if (run->printed > FAILURES_PRINTED)
        fprintf(stderr, "planettracker get: and %u more\n", run->printed - FAILURES_PRINTED);
    if (run->has_file_failure || report->by_error[BASE_ERR_CANCELLED] > 0) return CMD_EXIT_FAILURE;
    if (report->failures > 0) return CMD_EXIT_NETWORK;
    return cmd_load_report_refusals(report) > 0 ? CMD_EXIT_FAILURE : CMD_EXIT_OK;
}

int cmd_get(const struct cmd_options *options)
{
    struct run run = {
        .options = options, .urls = options->words, .url_count = (unsigned)options->word_count};
    read_settings(options, &run.settings);
    int code = check_settings(&run);
    if (code >= 0) return code;
    code = CMD_EXIT_FAILURE;
    if (cmd_load_report_init(&run.report, run.requests) != BASE_ERR_OK) goto done;
    signal(SIGPIPE, SIG_IGN);
    enum base_err err = net_task_run(run_requests, &run);
    if (err == BASE_ERR_MEMORY ||
        (err == BASE_ERR_SYSTEM && run.report.answers == 0 && run.report.failures == 0)) {
        fprintf(stderr, "planettracker get: %s\n", base_err_text(err));
        goto done;
    }
    code = exit_code(&run);
    if (run.settings.target != TARGET_STDOUT && !print_report(&run)) code = CMD_EXIT_FAILURE;
done:
    cmd_load_report_fini(&run.report);
    return code;
}
