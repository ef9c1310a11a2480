/* Lines are gathered in the thread and leave in whole: a pipe takes up to PIPE_BUF bytes at once or
 * not at all when poll() says that it takes some; a socket may take half a line, then the thread
 * keeps the sink until the other half has left.
 */
#include "server/middleware/access_log.h"

#include "base/num.h"
#include "base/units.h"
#include "format/json.h"
#include "format/url_query.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_FLAGS    (O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY)
#define FILE_MODE     0640
#define SCRATCH_BYTES (2 * SERVER_ACCESS_LOG_PATH_BYTES)

/* ---- the sink ----------------------------------------------------------------------------- */

enum base_err server_access_log_open(struct server_access_log_sink *sink, const char *where)
{
    assert(where != NULL);
    *sink = (struct server_access_log_sink){
        .fd = -1, .write_bytes = PIPE_BUF, .is_taken = ATOMIC_FLAG_INIT};
    if (strcmp(where, "off") == 0) return BASE_ERR_OK;
    bool is_stdout = strcmp(where, "-") == 0;
    int fd = is_stdout ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
                       : open(where, FILE_FLAGS, FILE_MODE);
    if (fd < 0) return is_stdout ? BASE_ERR_OK : BASE_ERR_SYSTEM; /* started without one: off */
    struct stat stat;
    bool is_known = fstat(fd, &stat) == 0;
    sink->is_socket = is_known && S_ISSOCK(stat.st_mode);
    if (is_known && (sink->is_socket || S_ISREG(stat.st_mode)))
        sink->write_bytes = SERVER_ACCESS_LOG_KEPT_BYTES;
    sink->fd = fd;
    sink->path = is_stdout ? NULL : where;
    return BASE_ERR_OK;
}

enum base_err server_access_log_reopen(struct server_access_log_sink *sink)
{
    if (sink->path == NULL) return BASE_ERR_OK;
    int fd = open(sink->path, FILE_FLAGS, FILE_MODE);
    if (fd < 0) return BASE_ERR_SYSTEM;
    /* In one step, so that no thread finds the descriptor closed. */
    int err = dup3(fd, sink->fd, O_CLOEXEC);
    close(fd);
    return err < 0 ? BASE_ERR_SYSTEM : BASE_ERR_OK;
}

void server_access_log_close(struct server_access_log_sink *sink)
{
    if (sink->fd >= 0) close(sink->fd);
    sink->fd = -1;
}

/* ---- writing ------------------------------------------------------------------------------ */

static void count_dropped(struct server_access_log *log, uint64_t lines)
{
    uint64_t value = atomic_load_explicit(&log->dropped, memory_order_relaxed);
    atomic_store_explicit(&log->dropped, value + lines, memory_order_relaxed);
}

/* The length of the whole lines among the first bytes; all of them when no line ends there. */
static size_t whole_lines(const struct base_buf *lines, size_t most)
{
    assert(most > 0);
    if (lines->used <= most) return lines->used;
    const char *end = memrchr(lines->bytes, '\n', most);
    return end != NULL ? (size_t)(end - lines->bytes) + 1 : most;
}

static ssize_t write_now(const struct server_access_log_sink *sink, const char *bytes, size_t count)
{
    assert(sink->fd >= 0 && count > 0);
    if (sink->is_socket) return send(sink->fd, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    struct pollfd poller = {.fd = sink->fd, .events = POLLOUT};
    if (poll(&poller, 1, 0) > 0) return write(sink->fd, bytes, count);
    errno = EAGAIN;
    return -1;
}

static void drop_all(struct server_access_log *log)
{
    uint64_t lines = 0;
    for (size_t i = 0; i < log->lines.used; i++) lines += log->lines.bytes[i] == '\n';
    count_dropped(log, lines);
    base_buf_clear(&log->lines);
    log->line_rest = 0;
}

/* Removes the bytes that have left. Records how much of a partly written line remains. */
static void forget(struct server_access_log *log, size_t sent)
{
    struct base_buf *lines = &log->lines;
    assert(sent > 0 && sent <= lines->used);
    bool ends_line = lines->bytes[sent - 1] == '\n';
    lines->used -= sent;
    memmove(lines->bytes, lines->bytes + sent, lines->used);
    const char *end = ends_line ? NULL : memchr(lines->bytes, '\n', lines->used);
    log->line_rest = end != NULL ? (size_t)(end - lines->bytes) + 1 : 0;
}

void server_access_log_flush(struct server_access_log *log)
{
    struct server_access_log_sink *sink = log->sink;
    assert(log->line_rest <= log->lines.used);
    if (log->lines.used == 0) return;
    bool is_ours = log->line_rest > 0;
    if (!is_ours && atomic_flag_test_and_set_explicit(&sink->is_taken, memory_order_acquire))
        return; /* another thread writes: the next tick comes soon */
    while (log->lines.used > 0) {
        ssize_t sent =
            write_now(sink, log->lines.bytes, whole_lines(&log->lines, sink->write_bytes));
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0 && errno != EAGAIN)
            drop_all(log); /* the reader has gone, or the disk is full */
        if (sent <= 0) break;
        forget(log, (size_t)sent);
    }
    if (log->line_rest == 0) atomic_flag_clear_explicit(&sink->is_taken, memory_order_release);
}

void server_access_log_init(struct server_access_log *log, struct server_access_log_sink *sink)
{
    *log = (struct server_access_log){.sink = sink, .stamp_s = INT64_MIN};
    base_buf_init(&log->lines, SERVER_ACCESS_LOG_KEPT_BYTES + SERVER_ACCESS_LOG_LINE_BYTES);
}

void server_access_log_fini(struct server_access_log *log)
{
    for (int i = 0; log->lines.used > 0 && i < SERVER_ACCESS_LOG_LAST_WAIT_MS / 10; i++) {
        struct pollfd poller = {.fd = log->sink->fd, .events = POLLOUT};
        poll(&poller, 1, 10);
        server_access_log_flush(log);
    }
    if (log->lines.used > 0) drop_all(log);
    base_buf_fini(&log->lines);
}

/* ---- one line ----------------------------------------------------------------------------- */

/* Names of places, case-insensitive: a name that only starts like one of ours is a misspelling. */
static bool is_place_name(struct base_text name)
{
    static const char *const beginnings[] = {"lat", "lon",      "lng",   "near", "place",
                                             "pos", "observer", "coord", "geo",  "loc"};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        struct base_text beginning = base_text_of(beginnings[i]);
        if (name.length < beginning.length) continue;
        name.length = name.length > 64 ? 64 : name.length;
        if (base_text_equals_any_case((struct base_text){name.at, beginning.length}, beginning))
            return true;
    }
    return false;
}

static bool has_digit(struct base_text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] >= '0' && text.at[i] <= '9') return true;
    return false;
}

/* "48.8566,2.3522" to "48.9,2.4". Towns keep their names; what has digits and is no number could be
 * a place in another form, such as degrees and minutes. */
static void append_place(struct base_buf *out, struct base_text value)
{
    while (value.length > 0) {
        struct base_text part = base_text_cut(&value, ',');
        double degrees;
        struct base_fault fault;
        char *at = base_buf_reserve(out, BASE_NUM_MAX_CHARS);
        if (at == NULL) return;
        if (base_num_parse(part, &degrees, &fault) == BASE_ERR_OK && degrees > -1e6 &&
            degrees < 1e6)
            out->used += base_num_fixed(at, degrees, 1);
        else if (has_digit(part))
            base_buf_append_string(out, "?");
        else
            base_buf_append_text(out, part);
        if (value.length > 0) base_buf_append_string(out, ",");
    }
}

/* Appends one pair unchanged, or with its value rounded. */
static void append_pair(struct base_buf *out, struct base_text pair)
{
    char bytes[SCRATCH_BYTES];
    struct base_buf scratch = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    struct base_text rest = pair, name, value;
    if (pair.length == 0) return;
    if (format_url_query_next(&rest, &scratch, &name, &value) != BASE_ERR_OK || rest.length > 0)
        base_buf_append_string(out, "?");
    else if (!is_place_name(name))
        base_buf_append_text(out, pair);
    else {
        base_buf_append_text(out, name);
        base_buf_append_string(out, "=");
        append_place(out, value);
    }
}

void server_access_log_append_query(struct base_buf *out, struct base_text query)
{
    if (query.length > SERVER_ACCESS_LOG_PATH_BYTES) query.length = SERVER_ACCESS_LOG_PATH_BYTES;
    while (query.length > 0) {
        append_pair(out, base_text_cut(&query, '&'));
        if (query.length > 0) base_buf_append_string(out, "&");
    }
}

#define ADD(out, literal) base_buf_append(out, literal, sizeof(literal) - 1)

static void append_text(struct base_buf *out, struct base_text text, size_t most)
{
    if (text.length == 0) {
        ADD(out, "null");
        return;
    }
    if (text.length > most) text.length = most;
    format_json_append_string(out, text);
}

static void append_whole(struct base_buf *out, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    base_buf_append(out, digits + at, sizeof digits - at);
}

/* RFC 3339; the part to the second is kept for the requests that follow. */
static void append_time(struct server_access_log *log, int64_t unix_ms)
{
    assert(unix_ms >= 0);
    int64_t second = unix_ms / 1000;
    if (second != log->stamp_s) {
        int64_t day = second / BASE_DAY_S, of_day = second % BASE_DAY_S;
        /* Days to a date: Richards 2013, as in net/http. */
        int64_t j = day + 2440588, f = j + 1401 + (4 * j + 274277) / 146097 * 3 / 4 - 38;
        int64_t e = 4 * f + 3, h = 5 * (e % 1461 / 4) + 2;
        int64_t month = (h / 153 + 2) % 12 + 1, year = e / 1461 - 4716 + (14 - month) / 12;
        const int64_t parts[] = {year / 100,    year % 100,       month,      h % 153 / 5 + 1,
                                 of_day / 3600, of_day / 60 % 60, of_day % 60};
        char *at = log->stamp;
        for (int i = 0; i < 7; i++) {
            *at++ = (char)('0' + parts[i] / 10 % 10);
            *at++ = (char)('0' + parts[i] % 10);
            if (i > 0 && i < 6) *at++ = "--T::"[i - 1];
        }
        log->stamp_s = second;
    }
    int ms = (int)(unix_ms % 1000);
    char fraction[4] = {'.', (char)('0' + ms / 100), (char)('0' + ms / 10 % 10),
                        (char)('0' + ms % 10)};
    base_buf_append(&log->lines, log->stamp, 19);
    base_buf_append(&log->lines, fraction, sizeof fraction);
}

static void append_query_member(struct base_buf *out, struct base_text query)
{
    char bytes[4 * SERVER_ACCESS_LOG_PATH_BYTES];
    struct base_buf shown = {.bytes = bytes, .room = sizeof bytes, .max = sizeof bytes};
    server_access_log_append_query(&shown, query);
    ADD(out, ", \"query\": ");
    append_text(out, (struct base_text){bytes, shown.used}, sizeof bytes);
}

static void append_line(struct server_access_log *log, const struct server_access_log_entry *entry)
{
    assert(entry->status >= 100 && entry->status <= 599);
    struct base_buf *out = &log->lines;
    ADD(out, "{\"time\": \"");
    append_time(log, entry->unix_ms);
    ADD(out, "Z\", \"request_id\": ");
    append_text(out, entry->request_id, SERVER_ACCESS_LOG_AGENT_BYTES);
    ADD(out, ", \"method\": ");
    append_text(out, entry->method, SERVER_ACCESS_LOG_AGENT_BYTES);
    ADD(out, ", \"path\": ");
    append_text(out, entry->path, SERVER_ACCESS_LOG_PATH_BYTES);
    append_query_member(out, entry->query);
    ADD(out, ", \"route\": ");
    append_text(out, entry->route, SERVER_ACCESS_LOG_PATH_BYTES);
    ADD(out, ", \"status\": ");
    append_whole(out, entry->status);
    ADD(out, ", \"bytes\": ");
    append_whole(out, entry->bytes);
    ADD(out, ", \"duration_us\": ");
    append_whole(out, entry->duration_us);
    ADD(out, ", \"peer\": ");
    append_text(out, entry->peer, SERVER_ACCESS_LOG_AGENT_BYTES);
    ADD(out, ", \"user_agent\": ");
    append_text(out, entry->user_agent, SERVER_ACCESS_LOG_AGENT_BYTES);
    ADD(out, "}\n");
}

void server_access_log_request(struct server_access_log *log,
                               const struct server_access_log_entry *entry)
{
    if (log->sink->fd < 0) return;
    size_t before = log->lines.used;
    if (before > SERVER_ACCESS_LOG_KEPT_BYTES) {
        server_access_log_flush(log);
        before = log->lines.used;
    }
    if (before <= SERVER_ACCESS_LOG_KEPT_BYTES) append_line(log, entry);
    if (before > SERVER_ACCESS_LOG_KEPT_BYTES || log->lines.has_overflowed) {
        log->lines.used = before;
        log->lines.has_overflowed = false;
        count_dropped(log, 1);
        return;
    }
    if (log->lines.used >= SERVER_ACCESS_LOG_WRITE_BYTES && before < SERVER_ACCESS_LOG_WRITE_BYTES)
        server_access_log_flush(log);
}
