/* planettracker get: many requests at once, each worker a task that takes the next of them. */
#include "base/file.h"
#include "base/num.h"
#include "cmd/client.h"
#include "cmd/cmd.h"
#include "cmd/load_report.h"
#include "net/client.h"
#include "net/gather.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define REQUESTS_MAX     1000000u
#define AT_ONCE_MAX      1000u
#define AT_ONCE          100u
#define TRIES_MAX        100u
#define SECONDS_MAX      86400u
#define FAILURES_SAID    3u /* the report counts the others */
#define PROGRESS_MS      200u
#define REPORT_MAX_BYTES 65536u

enum target { TARGET_NOWHERE, TARGET_STDOUT, TARGET_FILE, TARGET_NAMED_FILES };

struct options {
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
    struct options options;
    char **urls;
    unsigned url_count;
    unsigned requests;
    unsigned next;
    unsigned said;
    bool has_file_failure;
    struct cmd_client client;
    struct cmd_load_report report;
};

/* One body on its way out. */
struct sink {
    enum target target;
    uint64_t written;
    struct base_file_draft draft;
};

static void print_help(void)
{
    puts(
        "planettracker get https://example.org/\n"
        "planettracker get -n 100 http://localhost:8000/planets/mars\n"
        "planettracker get -O https://example.org/a.bin https://example.org/b.bin\n"
        "\n"
        "Requests, many at once. The body of a single URL goes to standard output; of several, or "
        "with -n,\n"
        "nowhere: then a report of status counts, bytes and latencies is printed.\n"
        "\n"
        "  -n N             requests in all, the URLs in turn     (each URL once)\n"
        "  -c C             at once                               (100)\n"
        "  -o FILE          the body of the one URL into FILE, whole or not at all\n"
        "  -O               each body into a file named as the end of its URL\n"
        "  --json           the report as JSON on standard output\n"
        "  --ca-file FILE   certificates to trust instead of the system's\n"
        "  --tries N        of each request, with pauses between  (4)\n"
        "  --max-time S     seconds for each request              (600)\n"
        "  -q, --quiet      no progress line\n"
        "  -h, --help       this text\n"
        "\n"
        "http_proxy, https_proxy and no_proxy are heeded.\n"
        "Exit codes: 0 fine, 1 a status of 400 or more, or a file that cannot be written, 2 usage, "
        "5 network.");
}

/* ---- where bodies go ---- */

static enum base_err write_stdout(struct sink *sink, uint64_t at, const char *bytes, size_t count)
{
    if (at != sink->written) return BASE_ERR_SYSTEM; /* what is out cannot be taken back */
    sink->written += count;
    while (count > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, count);
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
        return write_stdout(sink, at, bytes, count);
    default:
        return base_file_draft_write(&sink->draft, at, bytes, count);
    }
}

/* The end of an URL's path as the name of a file: never a folder, never hidden. */
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

static enum base_err open_sink(const struct run *run, const char *url, struct sink *sink)
{
    *sink = (struct sink){.target = run->options.target};
    if (sink->target == TARGET_FILE) return base_file_draft_open(run->options.output, &sink->draft);
    if (sink->target != TARGET_NAMED_FILES) return BASE_ERR_OK;
    struct base_text name = name_of(url);
    char *path = strndup(name.at, name.length);
    if (path == NULL) return BASE_ERR_MEMORY;
    enum base_err err = base_file_draft_open(path, &sink->draft);
    free(path);
    return err;
}

static enum base_err close_sink(struct sink *sink, bool is_complete)
{
    if (sink->target != TARGET_FILE && sink->target != TARGET_NAMED_FILES) return BASE_ERR_OK;
    if (is_complete) return base_file_draft_keep(&sink->draft);
    base_file_draft_drop(&sink->draft);
    return BASE_ERR_OK;
}

/* ---- requests ---- */

static void clear_progress(const struct run *run)
{
    if (!run->options.is_quiet) fputs("\r\033[K", stderr);
}

static void say_failure(struct run *run, const char *url, const char *what, const char *why)
{
    if (run->said++ >= FAILURES_SAID) return;
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
        if (reply->status >= 400) say_failure(run, url, status, "");
        return;
    }
    cmd_load_report_add_failure(&run->report, err);
    if (err == BASE_ERR_CANCELLED) return;
    say_failure(run, url, base_err_text(err),
                err == BASE_ERR_LATE ? net_client_phase_text(reply->phase) : reply->note);
}

static void request_one(struct run *run, const char *url)
{
    struct sink sink;
    struct net_client_reply reply;
    enum base_err err = open_sink(run, url, &sink);
    if (err != BASE_ERR_OK) {
        run->has_file_failure = true;
        say_failure(run, url, "no file for it", strerror(errno));
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
    unsigned count = run->options.at_once < run->requests ? run->options.at_once : run->requests;
    struct net_gather_job *jobs = calloc(count, sizeof *jobs);
    struct net_task *progress = NULL;
    if (jobs == NULL) return BASE_ERR_MEMORY;
    for (unsigned i = 0; i < count; i++)
        jobs[i] = (struct net_gather_job){.function = work, .argument = run};
    enum base_err err = BASE_ERR_OK;
    if (!run->options.is_quiet) err = net_task_spawn(show_progress, run, &progress);
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
    config.at_once = config.at_once_host = run->options.at_once;
    config.tries = run->options.tries;
    config.total_ms = run->options.max_time_s * 1000;
    config.ca_file = run->options.ca_file;
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
    if (run->options.is_json)
        cmd_load_report_append_json(&out, &run->report);
    else
        cmd_load_report_append_text(&out, &run->report);
    bool is_written = !out.has_overflowed && fwrite(out.bytes, 1, out.used, stdout) == out.used &&
                      fflush(stdout) == 0;
    base_buf_fini(&out);
    if (!is_written) perror("planettracker get: standard output");
    return is_written;
}

static int say_usage(const char *name, const char *got, const char *expected)
{
    fprintf(stderr, "planettracker get: %s", name);
    if (got != NULL) fprintf(stderr, " is \"%s\"", got);
    fprintf(stderr, "; expected %s\n", expected);
    return CMD_EXIT_USAGE;
}

/* Options with a whole number: what it may be, and where it goes. */
static const struct number_option {
    const char *name;
    const char *expected;
    unsigned max;
    size_t offset; /* in struct options */
} NUMBERS[] = {
    {"-n", "a number from 1 to 1000000", REQUESTS_MAX, offsetof(struct options, requests)},
    {"-c", "a number from 1 to 1000", AT_ONCE_MAX, offsetof(struct options, at_once)},
    {"--tries", "a number from 1 to 100", TRIES_MAX, offsetof(struct options, tries)},
    {"--max-time", "seconds from 1 to 86400", SECONDS_MAX, offsetof(struct options, max_time_s)},
};

/* Gives -1 when all is well. */
static int set_number(const struct number_option *option, const char *value,
                      struct options *options)
{
    unsigned number = 0;
    struct base_fault fault;
    if (value == NULL ||
        base_num_parse_whole(base_text_of(value), option->max, &number, &fault) != BASE_ERR_OK ||
        number == 0)
        return say_usage(option->name, value, option->expected);
    memcpy((char *)options + option->offset, &number, sizeof number);
    return -1;
}

/* An option with its value, *at moves over it; -1 when all is well. */
static int set_valued(int count, char **argv, int *at, struct options *options)
{
    const char *name = argv[*at], *value = *at + 1 < count ? argv[*at + 1] : NULL;
    ++*at;
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
        if (strcmp(name, NUMBERS[i].name) == 0) return set_number(&NUMBERS[i], value, options);
    const char **text = NULL;
    if (strcmp(name, "-o") == 0) text = &options->output;
    if (strcmp(name, "--ca-file") == 0) text = &options->ca_file;
    if (text == NULL) return say_usage(name, NULL, "one of the options that --help lists");
    if (value == NULL) return say_usage(name, NULL, "a file");
    *text = value;
    if (text == &options->output) options->target = TARGET_FILE;
    return -1;
}

static int parse(int count, char **argv, struct run *run)
{
    struct options *options = &run->options;
    for (int i = 0; i < count; i++) {
        const char *word = argv[i];
        if (strcmp(word, "--json") == 0) {
            options->is_json = true;
        } else if (strcmp(word, "-q") == 0 || strcmp(word, "--quiet") == 0) {
            options->is_quiet = true;
        } else if (strcmp(word, "-O") == 0) {
            options->target = TARGET_NAMED_FILES;
        } else if (word[0] == '-') {
            int code = set_valued(count, argv, &i, options);
            if (code >= 0) return code;
        } else {
            run->urls[run->url_count++] = argv[i];
        }
    }
    return -1;
}

static bool is_http(const char *url)
{
    return strstr(url, "://") == NULL || strncasecmp(url, "http://", 7) == 0 ||
           strncasecmp(url, "https://", 8) == 0;
}

/* What the options mean together; -1 when all is well. */
static int settle(struct run *run)
{
    struct options *options = &run->options;
    bool has_files = options->target == TARGET_FILE || options->target == TARGET_NAMED_FILES;
    if (run->url_count == 0) return say_usage("no URL", NULL, "at least one");
    for (unsigned i = 0; i < run->url_count; i++)
        if (!is_http(run->urls[i])) return say_usage("URL", run->urls[i], "http or https");
    if (has_files && options->requests > 0)
        return say_usage("-n with -o or -O", NULL, "one of them: the bodies would be the same");
    if (options->target == TARGET_FILE && run->url_count > 1)
        return say_usage("-o with several URLs", NULL, "-O");
    run->requests = options->requests > 0 ? options->requests : run->url_count;
    if (run->url_count == 1 && options->requests == 0 && !has_files && !options->is_json)
        options->target = TARGET_STDOUT;
    if (!isatty(STDERR_FILENO)) options->is_quiet = true;
    return -1;
}

static int verdict(const struct run *run)
{
    const struct cmd_load_report *report = &run->report;
    if (run->said > FAILURES_SAID)
        fprintf(stderr, "planettracker get: and %u more\n", run->said - FAILURES_SAID);
    if (run->has_file_failure || report->by_error[BASE_ERR_CANCELLED] > 0) return CMD_EXIT_FAILURE;
    if (report->failures > 0) return CMD_EXIT_NETWORK;
    return cmd_load_report_refusals(report) > 0 ? CMD_EXIT_FAILURE : CMD_EXIT_OK;
}

int cmd_get(int count, char **argv)
{
    struct run run = {.options = {.at_once = AT_ONCE,
                                  .tries = NET_CLIENT_TRIES,
                                  .max_time_s = NET_CLIENT_TOTAL_MS / 1000}};
    for (int i = 0; i < count; i++) {
        if (strcmp(argv[i], "--help") != 0 && strcmp(argv[i], "-h") != 0) continue;
        print_help();
        return CMD_EXIT_OK;
    }
    int code = CMD_EXIT_FAILURE;
    run.urls = calloc((size_t)count + 1, sizeof *run.urls);
    if (run.urls == NULL) goto done;
    code = parse(count, argv, &run);
    if (code < 0) code = settle(&run);
    if (code >= 0) goto done;
    code = CMD_EXIT_FAILURE;
    if (cmd_load_report_init(&run.report, run.requests) != BASE_ERR_OK) goto done;
    signal(SIGPIPE, SIG_IGN);
    enum base_err err = net_task_run(run_requests, &run);
    if (err == BASE_ERR_MEMORY ||
        (err == BASE_ERR_SYSTEM && run.report.answers == 0 && run.report.failures == 0)) {
        fprintf(stderr, "planettracker get: %s\n", base_err_text(err));
        goto done;
    }
    code = verdict(&run);
    if (run.options.target != TARGET_STDOUT && !print_report(&run)) code = CMD_EXIT_FAILURE;
done:
    cmd_load_report_fini(&run.report);
    free(run.urls);
    return code;
}
