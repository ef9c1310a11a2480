/* The whole answer of a request: from its text to a status and bytes, without HTTP.
 *
 *     document = almanac_documents_find(text.path, &rest)        NULL: almanac_answer_refuse
 *     almanac_answer_read(work, document, rest, &text)           parameters, format, problems
 *     err = almanac_answer_begin(work, document, &out, &answer)  status, type, the first piece
 *     while (err == BASE_ERR_OK)
 *         err = almanac_answer_append(&answer, ...)              further pieces of a long answer
 *     almanac_answer_close(&answer)
 *
 * almanac_answer_whole does all of it at once.
 */
#ifndef ALMANAC_ANSWER_H
#define ALMANAC_ANSWER_H

#include "almanac/content.h"
#include "almanac/documents.h"
#include "almanac/problem.h"
#include "almanac/request.h"
#include "almanac/workspace.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

#define ALMANAC_ANSWER_WHOLE_MAX_BYTES                                                             \
    65536u /* a shorter answer is complete after its first piece */

struct almanac_answer {
    int status; /* of HTTP */
    struct base_text content_type;
    const char *caching; /* the value of Cache-Control */
    char file_name[40];  /* of a download; empty: to be shown */
    struct almanac_content content;
};

/* Reads and checks a request.
 *
 * Given  rest  of the path, as almanac_documents_find gives it
 * Gives  whether it can be answered; if not, work->ask has the problems. work->ask borrows from
 *        *text
 */
bool almanac_answer_read(struct almanac_workspace *work,
                         const struct almanac_documents_row *document, struct base_text rest,
                         const struct almanac_request_text *text);

/* Whether the request that was read always has the same answer. */
bool almanac_answer_is_fixed(const struct almanac_workspace *work,
                             const struct almanac_documents_row *document);

/* The value of Cache-Control for the answer of the request that was read. */
const char *almanac_answer_caching(const struct almanac_workspace *work,
                                   const struct almanac_documents_row *document);

/* Answers the request that was read: with its document, or with its problems (RFC 9457).
 *
 * Given  out  empty; receives the first piece, and all of a short answer
 * Gives  OK: more follows, the caller owns *answer and closes it. END: out holds all of it, *answer
 *        is closed
 * Cost   allocates nothing for a single instant once out and the scratch have grown
 */
BASE_ERR_CHECKED
enum base_err almanac_answer_begin(struct almanac_workspace *work,
                                   const struct almanac_documents_row *document,
                                   struct base_buf *out, struct almanac_answer *answer);

/* Appends the next piece, as almanac_content.append does. Public for its test. */
BASE_ERR_CHECKED
enum base_err almanac_answer_append(struct almanac_answer *answer, struct base_buf *out,
                                    size_t enough_bytes);

/* Frees what a long answer holds; may be called before its end. Public for its test. */
void almanac_answer_close(struct almanac_answer *answer);

/* Makes an answer of problems, replacing what out held before.
 *
 * Given  problems  count of them, 1 or more; the first decides the status
 */
void almanac_answer_refuse(const struct almanac_problem *problems, int count, struct base_buf *out,
                           struct almanac_answer *answer);

/* Answers a request from its text, all pieces at once: for callers without a connection.
 * Public for its test.
 *
 * Given  out  empty
 * Gives  *answer, closed
 * Fails  MEMORY when out is full; as append for a document that breaks off
 * Test   test_answer_of_each_document_is_complete
 */
BASE_ERR_CHECKED
enum base_err almanac_answer_whole(struct almanac_workspace *work,
                                   const struct almanac_request_text *text, struct base_buf *out,
                                   struct almanac_answer *answer);

#endif
