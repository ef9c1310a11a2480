/* The access log: one JSON object a line, one line a request.
 *
 *     sink (the file, one for all threads)  <-  lines of each thread, written when 16 KiB are full
 *                                               and at every tick
 *
 * The loop never waits for a reader: what it does not take stays with the thread, and when that is
 * full too, lines are dropped and counted. Whole lines only reach the sink, however many threads
 * write.
 */
#ifndef SERVER_ACCESS_LOG_H
#define SERVER_ACCESS_LOG_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

#include <stdatomic.h>
#include <stdint.h>

#define SERVER_ACCESS_LOG_WRITE_BYTES 16384u /* written as soon as so many are there */
#define SERVER_ACCESS_LOG_KEPT_BYTES                                                               \
    65536u /* of a thread, while the reader is slow; beyond: dropped */
#define SERVER_ACCESS_LOG_LINE_BYTES   8192u /* more than any line */
#define SERVER_ACCESS_LOG_PATH_BYTES   512u  /* of a path and of a query; the rest is cut off */
#define SERVER_ACCESS_LOG_AGENT_BYTES  120u
#define SERVER_ACCESS_LOG_LAST_WAIT_MS 500 /* for the reader, when the server ends */

struct server_access_log_sink {
    int fd;           /* -1: off */
    const char *path; /* borrowed; NULL when it is no file of ours */
    size_t
        write_bytes; /* at once: what a pipe takes without waiting once poll() says it takes some */
    bool is_socket;
    atomic_flag is_taken; /* by the thread that writes; kept while half a line of its has left */
};

/* Opens where the log goes.
 *
 * Given  where  "-" for the standard output, "off", or a file to append to; borrowed while it is
 *        open
 * Fails  SYSTEM (errno says why)
 */
BASE_ERR_CHECKED
enum base_err server_access_log_open(struct server_access_log_sink *sink, const char *where);

/* Opens the file again by its name, as log rotation wants it; other sinks stay. What is written
 * meanwhile lands in the old or in the new file. Any thread may ask.
 *
 * Fails  SYSTEM: the old file is kept
 */
BASE_ERR_CHECKED
enum base_err server_access_log_reopen(struct server_access_log_sink *sink);

void server_access_log_close(struct server_access_log_sink *sink);

/* What one thread has not written yet. */
struct server_access_log {
    struct server_access_log_sink *sink; /* borrowed */
    struct base_buf lines;
    size_t line_rest;         /* bytes at the front that end a line of which the rest has left */
    _Atomic uint64_t dropped; /* lines; written by the thread, read by any */
    int64_t stamp_s;          /* of the stamp */
    char stamp[20];           /* "2026-10-30T21:00:02", unterminated from 19 on */
};

/* Fills the caller's struct. Allocates nothing when the sink is off. */
void server_access_log_init(struct server_access_log *log, struct server_access_log_sink *sink);

/* Writes what is left, waiting SERVER_ACCESS_LOG_LAST_WAIT_MS for the reader, and frees. */
void server_access_log_fini(struct server_access_log *log);

/* One request. Texts are as received; an empty one is written as null. */
struct server_access_log_entry {
    int64_t unix_ms; /* when it was answered */
    struct base_text request_id, method, path, query, route, peer, user_agent;
    unsigned status;
    uint64_t bytes; /* of content */
    uint64_t duration_us;
};

/* Adds a line. Coordinates in the query are rounded to 0.1 degrees.
 *
 * Cost  a microsecond, the writing counted; nothing when the sink is off
 * Test  test_log_never_shows_a_place_finer_than_a_tenth_of_a_degree
 */
void server_access_log_request(struct server_access_log *log,
                               const struct server_access_log_entry *entry);

/* Appends a query as the log shows it: the values of lat, lon, near, place and of what begins like
 * these rounded to one decimal, with "?" in the place of what is no number there; the rest as
 * given.
 */
void server_access_log_append_query(struct base_buf *out, struct base_text query);

/* Writes what the reader takes without waiting: for the tick. */
void server_access_log_flush(struct server_access_log *log);

#endif
