/* Counting, and the text for Prometheus. */
#include "server/middleware/metrics.h"

#include "base/version.h"
#include "sky/const.h"
#include "sky/earth_orientation.h"
#include "sky/ephem.h"

#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define UNIX_S_OF_MJD_0 (-3506716800.0) /* 1858-11-17 */
#define UNIX_S_OF_1972  63072000.0
#define UNIX_S_OF_2000  946684800.0 /* 2000-01-01T00:00 */
#define UNIX_S_OF_J2000 946728000.0 /* 2000-01-01T12:00; TDB and UTC differ by a minute */

/* ---- counting ----------------------------------------------------------------------------- */

struct server_metrics_thread *server_metrics_add_thread(struct server_metrics *metrics)
{
    assert(metrics->route_count <= SERVER_METRICS_ROUTES_MAX);
    if (metrics->thread_count == SERVER_METRICS_THREADS_MAX) return NULL;
    struct server_metrics_thread *thread = aligned_alloc(64, sizeof *thread);
    if (thread == NULL) return NULL;
    memset(thread, 0, sizeof *thread);
    metrics->threads[metrics->thread_count++] = thread;
    return thread;
}

void server_metrics_fini(struct server_metrics *metrics)
{
    while (metrics->thread_count > 0) free(metrics->threads[--metrics->thread_count]);
}

/* Most answers are 200, the first case. */
static unsigned status_index(unsigned status)
{
    enum {
#define INDEX(status) INDEX_##status,
        SERVER_METRICS_STATUSES(INDEX)
#undef INDEX
    };
    switch (status) {
#define CASE(status)                                                                               \
    case status:                                                                                   \
        return INDEX_##status;
        SERVER_METRICS_STATUSES(CASE)
#undef CASE
    default:
        return SERVER_METRICS_STATUS_COUNT - 1;
    }
}

static unsigned bucket_index(uint64_t duration_us)
{
    static const uint32_t ends_us[] = {
#define END(end, text) end,
        SERVER_METRICS_BUCKETS(END)
#undef END
    };
    unsigned i = 0;
    while (i < SERVER_METRICS_BUCKET_COUNT - 1 && duration_us > ends_us[i]) i++;
    return i;
}

void server_metrics_request(struct server_metrics_thread *thread, unsigned route, unsigned status,
                            uint64_t bytes, uint64_t duration_us)
{
    assert(route < SERVER_METRICS_ROUTES_MAX);
    server_metrics_add(&thread->requests[route][status_index(status)], 1);
    server_metrics_add(&thread->buckets[route][bucket_index(duration_us)], 1);
    server_metrics_add(&thread->duration_us[route], duration_us);
    server_metrics_add(&thread->bytes, bytes);
}

/* The sum over all threads of the counter at an offset of struct server_metrics_thread. */
static uint64_t sum_at(const struct server_metrics *metrics, size_t offset)
{
    uint64_t sum = 0;
    assert(offset <= sizeof(struct server_metrics_thread) - sizeof sum);
    for (unsigned i = 0; i < metrics->thread_count; i++) {
        const char *base = (const char *)metrics->threads[i];
        sum += atomic_load_explicit((const _Atomic uint64_t *)(const void *)(base + offset),
                                    memory_order_relaxed);
    }
    return sum;
}

static size_t offset_of(const struct server_metrics *metrics, const _Atomic uint64_t *counter)
{
    assert(metrics->thread_count > 0);
    return (size_t)((const char *)counter - (const char *)metrics->threads[0]);
}

uint64_t server_metrics_requests(const struct server_metrics *metrics)
{
    uint64_t sum = 0;
    for (size_t route = 0; route < metrics->route_count && metrics->thread_count > 0; route++)
        for (size_t i = 0; i < SERVER_METRICS_BUCKET_COUNT; i++)
            sum += sum_at(metrics, offset_of(metrics, &metrics->threads[0]->buckets[route][i]));
    return sum;
}

uint64_t server_metrics_streams(const struct server_metrics *metrics)
{
    if (metrics->thread_count == 0) return 0;
    return sum_at(metrics, offset_of(metrics, &metrics->threads[0]->streams_open));
}

/* ---- text --------------------------------------------------------------------------------- */

static void append_head(struct base_buf *out, const char *name, const char *type, const char *help)
{
    base_buf_append_format(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* A label's value: backslash, quote and line feed are escaped. */
static void append_label(struct base_buf *out, struct base_text value)
{
    for (size_t i = 0; i < value.length; i++) {
        char c = value.at[i];
        if (c == '\\' || c == '"') base_buf_append(out, "\\", 1);
        if (c == '\n')
            base_buf_append(out, "\\n", 2);
        else
            base_buf_append(out, &c, 1);
    }
}

static void append_gauge(struct base_buf *out, const char *name, const char *help, double value)
{
    append_head(out, name, "gauge", help);
    base_buf_append_format(out, "%s %.15g\n", name, value);
}

static void append_counter(struct base_buf *out, const char *name, const char *help, uint64_t value)
{
    append_head(out, name, "counter", help);
    base_buf_append_format(out, "%s %llu\n", name, (unsigned long long)value);
}

static void append_requests(struct base_buf *out, const struct server_metrics *metrics)
{
    static const char *const names[] = {
#define NAME(status) #status,
        SERVER_METRICS_STATUSES(NAME)
#undef NAME
            "other"};
    append_head(out, "planettracker_http_requests_total", "counter",
                "Requests answered, by route and status.");
    for (size_t route = 0; route < metrics->route_count; route++) {
        for (size_t i = 0; i < SERVER_METRICS_STATUS_COUNT; i++) {
            uint64_t count =
                sum_at(metrics, offset_of(metrics, &metrics->threads[0]->requests[route][i]));
            if (count == 0) continue;
            base_buf_append_string(out, "planettracker_http_requests_total{route=\"");
            append_label(out, metrics->routes[route]);
            base_buf_append_format(out, "\",status=\"%s\"} %llu\n", names[i],
                                   (unsigned long long)count);
        }
    }
}

#define DURATION "planettracker_http_request_duration_seconds"

static void append_route_series(struct base_buf *out, const char *part, struct base_text route,
                                const char *end)
{
    base_buf_append_format(out, DURATION "_%s{route=\"", part);
    append_label(out, route);
    base_buf_append(out, "\"", 1);
    if (end != NULL) base_buf_append_format(out, ",le=\"%s\"", end);
    base_buf_append_string(out, "} ");
}

/* Buckets are cumulative; the last one and the count are the same sum, so that they always
 * agree. */
static void append_durations(struct base_buf *out, const struct server_metrics *metrics)
{
    static const char *const ends[] = {
#define NAME(end, text) text,
        SERVER_METRICS_BUCKETS(NAME)
#undef NAME
            "+Inf"};
    append_head(out, DURATION, "histogram",
                "Time from the complete request to the complete answer, without the network.");
    for (size_t route = 0; route < metrics->route_count; route++) {
        const struct server_metrics_thread *first = metrics->threads[0];
        uint64_t counts[SERVER_METRICS_BUCKET_COUNT], sum = 0;
        for (size_t i = 0; i < SERVER_METRICS_BUCKET_COUNT; i++) {
            sum += sum_at(metrics, offset_of(metrics, &first->buckets[route][i]));
            counts[i] = sum;
        }
        if (sum == 0) continue;
        uint64_t us = sum_at(metrics, offset_of(metrics, &first->duration_us[route]));
        for (size_t i = 0; i < SERVER_METRICS_BUCKET_COUNT; i++) {
            append_route_series(out, "bucket", metrics->routes[route], ends[i]);
            base_buf_append_format(out, "%llu\n", (unsigned long long)counts[i]);
        }
        append_route_series(out, "sum", metrics->routes[route], NULL);
        base_buf_append_format(out, "%.6f\n", (double)us * 1e-6);
        append_route_series(out, "count", metrics->routes[route], NULL);
        base_buf_append_format(out, "%llu\n", (unsigned long long)sum);
    }
}

static void append_plain(struct base_buf *out, const struct server_metrics *metrics)
{
#define APPEND(field, name, type, help)                                                            \
    append_head(out, name, type, help);                                                            \
    base_buf_append_format(                                                                        \
        out, name " %llu\n",                                                                       \
        (unsigned long long)sum_at(metrics, offset_of(metrics, &metrics->threads[0]->field)));
    SERVER_METRICS_PLAIN(APPEND)
#undef APPEND
    uint64_t dropped = 0;
    for (unsigned i = 0; i < metrics->thread_count; i++)
        if (metrics->threads[i]->log_dropped != NULL)
            dropped += atomic_load_explicit(metrics->threads[i]->log_dropped, memory_order_relaxed);
    append_counter(out, "planettracker_log_lines_dropped_total",
                   "Lines of the access log dropped because its reader was slow.", dropped);
}

/* ---- data --------------------------------------------------------------------------------- */

struct server_metrics_ages server_metrics_ages_of(const struct data_dataset *dataset)
{
    const struct sky_earth_orientation *orient = &dataset->sky.orient;
    struct sky_fault limits = {0};
    struct server_metrics_ages ages = {
        .leaps_from_s = UNIX_S_OF_1972,
        .ut1_from_s = UNIX_S_OF_MJD_0 + SKY_DAY_S * orient->spin.first_mjd,
        .leaps_until_s = UNIX_S_OF_2000 + SKY_DAY_S * dataset->leaps.expires_day,
        .ut1_measured_until_s = UNIX_S_OF_MJD_0 + SKY_DAY_S * orient->spin.last_measured_mjd,
        .ut1_predicted_until_s =
            UNIX_S_OF_MJD_0 + SKY_DAY_S * (orient->spin.first_mjd + orient->spin.days - 1),
    };
    if (sky_ephem_limits(&dataset->sky.spk, 399, &limits) == BASE_ERR_RANGE) {
        ages.kernel_from_s = UNIX_S_OF_J2000 + SKY_DAY_S * limits.valid_from.days;
        ages.kernel_until_s = UNIX_S_OF_J2000 + SKY_DAY_S * limits.valid_until.days;
    }
    return ages;
}

static void append_ages(struct base_buf *out, const struct data_dataset *dataset, int64_t unix_s)
{
    const struct server_metrics_ages ages = server_metrics_ages_of(dataset);
    const struct {
        const char *data;
        double until_s;
    } rows[] = {
        {"leap_seconds", ages.leaps_until_s},
        {"ut1_measured", ages.ut1_measured_until_s},
        {"ut1_predicted", ages.ut1_predicted_until_s},
        {"ephemeris", ages.kernel_until_s},
    };
    append_head(out, "planettracker_data_until_timestamp_seconds", "gauge",
                "The instant up to which data are valid, in seconds since 1970-01-01.");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        base_buf_append_format(out,
                               "planettracker_data_until_timestamp_seconds{data=\"%s\"} %.15g\n",
                               rows[i].data, rows[i].until_s);
    append_head(out, "planettracker_data_remaining_seconds", "gauge",
                "Seconds until the data expire; negative once they have expired.");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        base_buf_append_format(out, "planettracker_data_remaining_seconds{data=\"%s\"} %.15g\n",
                               rows[i].data, rows[i].until_s - (double)unix_s);
    append_gauge(out, "planettracker_ut1_age_seconds",
                 "Since the last day for which IERS measured UT1.",
                 (double)unix_s - ages.ut1_measured_until_s);
}

/* ---- the process -------------------------------------------------------------------------- */

/* The listing itself uses one descriptor. */
static unsigned open_descriptors(void)
{
    unsigned count = 0;
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL) return 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count - 1;
}

static double resident_bytes(void)
{
    char bytes[128] = "";
    unsigned long size, resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file == NULL) return 0;
    if (fgets(bytes, sizeof bytes, file) == NULL || sscanf(bytes, "%lu %lu", &size, &resident) != 2)
        resident = 0;
    fclose(file);
    return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

static void append_process(struct base_buf *out, const struct server_metrics *metrics)
{
    struct rusage usage = {0};
    struct rlimit files = {0};
    getrusage(RUSAGE_SELF, &usage);
    getrlimit(RLIMIT_NOFILE, &files);
    double cpu_s = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                   1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    append_head(out, "process_cpu_seconds_total", "counter", "CPU time, user and system.");
    base_buf_append_format(out, "process_cpu_seconds_total %.6f\n", cpu_s);
    append_gauge(out, "process_start_time_seconds", "Start, in seconds since 1970-01-01.",
                 (double)metrics->start_unix_s);
    append_gauge(out, "process_resident_memory_bytes", "Memory in use.", resident_bytes());
    append_gauge(out, "process_open_fds", "Open descriptors.", open_descriptors());
    append_gauge(out, "process_max_fds", "Descriptors that may be open.", (double)files.rlim_cur);
    append_gauge(out, "planettracker_threads", "Event loops.", metrics->thread_count);
}

void server_metrics_append(struct base_buf *out, const struct server_metrics *metrics,
                           const struct server_metrics_connections *connections,
                           const struct data_dataset *dataset, int64_t unix_s)
{
    assert(metrics->thread_count == 0 || metrics->routes != NULL);
    if (metrics->thread_count > 0) {
        append_requests(out, metrics);
        append_durations(out, metrics);
        append_plain(out, metrics);
    }
    append_counter(out, "planettracker_connections_total", "Connections accepted.",
                   connections->accepted);
    append_gauge(out, "planettracker_connections_open", "Connections open now.",
                 (double)connections->open);
    append_counter(out, "planettracker_refusals_total",
                   "Requests refused before they were complete: malformed, too large or too late.",
                   connections->refused);
    append_ages(out, dataset, unix_s);
    append_head(out, "planettracker_build_info", "gauge", "The program.");
    base_buf_append_string(out, "planettracker_build_info{version=\"" BASE_VERSION "\",source=\"");
    append_label(out, base_text_of(dataset->source));
    base_buf_append_string(out, "\"} 1\n");
    append_process(out, metrics);
}
