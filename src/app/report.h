/* What became of many requests: counts and latencies, as text for people and JSON for programs.
 *
 * Percentiles are exact: each latency is kept, 4 bytes a request, and sorted once. (A histogram
 * such as HdrHistogram's would cost as much for 10,000 requests and round them; Debian 12 has no
 * package of its C library either.)
 */
#ifndef APP_REPORT_H
#define APP_REPORT_H

#include "base/buf.h"
#include "base/err.h"

#include <stdint.h>

#define APP_REPORT_STATUS_MAX 599

struct app_report {
    uint64_t answers;  /* with a status */
    uint64_t failures; /* without */
    uint64_t by_status[APP_REPORT_STATUS_MAX + 1];
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
 * Given  requests  as many as there will be at most
 * Fails  MEMORY
 */
BASE_ERR_CHECKED
enum base_err app_report_init(struct app_report *report, uint64_t requests);
void app_report_fini(struct app_report *report);

/* Counts an answer; a status that cannot be counts as 0. */
void app_report_add_answer(struct app_report *report, int status, uint64_t latency_us);
void app_report_add_failure(struct app_report *report, enum base_err err);

/* Answers with a status from 400 on. */
uint64_t app_report_refusals(const struct app_report *report);

/* The least latency that `percent` of the answers did not exceed. Sorts them.
 *
 * Given  percent  (0, 100]
 * Gives  0 when there was no answer
 */
uint64_t app_report_latency_us(struct app_report *report, double percent);

/* Append the report; more answers may follow. */
void app_report_append_text(struct base_buf *out, struct app_report *report);
void app_report_append_json(struct base_buf *out, struct app_report *report);

#endif
