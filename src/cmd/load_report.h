/* A report on many requests: counts and latencies, as text for people and JSON for programs.
 *
 * Percentiles are exact: each latency is kept, 4 bytes a request, and sorted once. (A histogram
 * such as HdrHistogram's would cost as much for 10,000 requests and round them, and Debian 12 does
 * not package its C library.)
 */
#ifndef CMD_LOAD_REPORT_H
#define CMD_LOAD_REPORT_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

#define CMD_LOAD_REPORT_STATUS_MAX 599

struct cmd_load_report {
    uint64_t answers;  /* with a status */
    uint64_t failures; /* without */
    uint64_t by_status[CMD_LOAD_REPORT_STATUS_MAX + 1];
    uint64_t by_error[BASE_ERR_COUNT]; /* of the failures */
    uint64_t bytes;                    /* of bodies */
    uint64_t connections;              /* opened */
    uint64_t retries;
    uint64_t elapsed_us;
    uint32_t *latencies_us; /* of the answers, owned */
    uint64_t room;
};

/* Empties the caller's struct.
 *
 * Given  requests  at most this many will be counted
 * Fails  MEMORY
 */
BASE_ERR_CHECKED
enum base_err cmd_load_report_init(struct cmd_load_report *report, uint64_t requests);
void cmd_load_report_fini(struct cmd_load_report *report);

/* Counts an answer; a status outside 0 to CMD_LOAD_REPORT_STATUS_MAX counts as 0. */
void cmd_load_report_add_answer(struct cmd_load_report *report, int status, uint64_t latency_us);
void cmd_load_report_add_failure(struct cmd_load_report *report, enum base_err err);

/* Answers with a status from 400 on. */
uint64_t cmd_load_report_refusals(const struct cmd_load_report *report);

/* The least latency that `percent` of the answers did not exceed. Sorts the latencies. Public for
 * its test.
 *
 * Given  percent  (0, 100]
 * Gives  0 when there was no answer
 */
uint64_t cmd_load_report_latency_us(struct cmd_load_report *report, double percent);

/* Append the report. More answers may be counted afterwards. */
void cmd_load_report_append_text(struct base_buf *out, struct cmd_load_report *report);
void cmd_load_report_append_json(struct base_buf *out, struct cmd_load_report *report);

#endif
