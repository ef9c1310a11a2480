/* The access log: one JSON object per line, one line per request.
 *
 *     sink (the file, one for all threads)  <-  lines of each thread, written when 16 KiB have
 *                                               collected, and at each tick
 *
 * A loop never waits for the log's reader: lines that cannot be written stay with the thread; when
 * its buffer is full, lines are dropped and counted. Only whole lines reach the sink, even when
 * several threads write.
 */
#ifndef SERVER_ACCESS_LOG_H
#define SERVER_ACCESS_LOG_H

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SERVER_ACCESS_LOG_WRITE_BYTES 16384u /* written as soon as this many have collected */
#define SERVER_ACCESS_LOG_KEPT_BYTES                                                               \
    65536u /* of a thread, while the reader is slow; further lines are dropped */
#define SERVER_ACCESS_LOG_LINE_BYTES   8192u /* longer than any line */
#define SERVER_ACCESS_LOG_PATH_BYTES   512u  /* of a path and of a query; the rest is omitted */
#define SERVER_ACCESS_LOG_AGENT_BYTES  120u
#define SERVER_ACCESS_LOG_LAST_WAIT_MS 500 /* for the reader, when the server stops */

struct server_access_log_sink {
    int fd;             /* -1: off */
    const char *path;   /* borrowed; NULL when it is not a file */
    size_t write_bytes; /* at once: what a pipe accepts without blocking after poll() */
    bool is_socket;
    atomic_flag is_taken; /* by the thread that writes; held while part of its line has left */
};

/* Opens the destination of the log.
 *
 * Given  where  "-" for the standard output, "off", or a file to append to; borrowed while it is
 *        open
 * Fails  SYSTEM (errno says why)
 */
BASE_ERR_CHECKED
enum base_err server_access_log_open(struct server_access_log_sink *sink, const char *where);

/* Opens the file again by its name, for log rotation; other sinks stay. Lines written meanwhile
 * reach the old or the new file. Any thread may call it.
 *
 * Fails  SYSTEM: the old file stays open
 */
BASE_ERR_CHECKED
enum base_err server_access_log_reopen(struct server_access_log_sink *sink);

void server_access_log_close(struct server_access_log_sink *sink);

/* The lines of one thread that are not written yet. */
struct server_access_log {
    struct server_access_log_sink *sink; /* borrowed */
    struct base_buf lines;
    size_t line_rest;         /* bytes at the front: the end of a line whose beginning has left */
    _Atomic uint64_t dropped; /* lines; written by the thread, read by any */
    int64_t stamp_s;          /* the second of the stamp */
    char stamp[20];           /* "2026-10-30T21:00:02", unterminated from 19 on */
};

/* Fills the caller's struct. Allocates nothing when the sink is off. */
void server_access_log_init(struct server_access_log *log, struct server_access_log_sink *sink);

/* Writes the remaining lines, waits at most SERVER_ACCESS_LOG_LAST_WAIT_MS for the reader, and
 * frees. */
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
 * Cost  a microsecond, including the write; nothing when the sink is off
 * Test  test_access_log_rounds_places_to_a_tenth_of_a_degree
 */
void server_access_log_request(struct server_access_log *log,
                               const struct server_access_log_entry *entry);

/* Appends a query as the log shows it: the values of lat, lon, near, place and of names that start
 * like these are rounded to one decimal, with "?" in place of what is not a number; other values
 * are unchanged. Public for its test.
 */
void server_access_log_append_query(struct base_buf *out, struct base_text query);

/* Writes what the reader accepts without blocking; called at each tick. */
void server_access_log_flush(struct server_access_log *log);

#endif
