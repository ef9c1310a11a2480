/* One path for every document: read, check, open, first piece. Only what differs between documents is
 * in their rows.
 */
#include "almanac/answer.h"

#include "format/media.h"

#include <assert.h>
#include <stdio.h>

bool almanac_answer_read(struct almanac_workspace *work,
                         const struct almanac_documents_row *document, struct base_text rest,
                         const struct almanac_request_text *text)
{
    const struct almanac_request_reader reader = almanac_workspace_reader(work);
    struct almanac_request *ask = &work->ask;
    assert(work->dataset != NULL && document->rules.formats != 0);
    ask->rest = rest;
    const bool is_read = almanac_request_read(&reader, &document->rules, text, ask);
    if (document->check == NULL || ask->is_cut_short) return is_read;
    document->check(work->dataset, ask);
    return ask->problem_count == 0;
}

bool almanac_answer_is_fixed(const struct almanac_workspace *work,
                             const struct almanac_documents_row *document)
{
    assert(work->ask.problem_count == 0); /* else the answer is a refusal */
    return document->caching == NULL && !almanac_request_is_now(&work->ask);
}

const char *almanac_answer_caching(const struct almanac_workspace *work,
                                   const struct almanac_documents_row *document)
{
    assert(work->ask.problem_count == 0);
    if (document->caching != NULL) return document->caching;
    return almanac_request_is_now(&work->ask) ? "public, max-age=1" : "public, max-age=86400";
}

void almanac_answer_refuse(const struct almanac_problem *problems, int count, struct base_buf *out,
                           struct almanac_answer *answer)
{
    assert(count > 0);
    *answer = (struct almanac_answer){.status = almanac_problem_status(problems),
                                      .content_type = BASE_TEXT("application/problem+json"),
                                      .caching = "no-store"};
    base_buf_clear(out);
    almanac_problem_append_json(out, problems, count);
}

static enum base_err refuse_request(struct almanac_request *ask, struct base_buf *out,
                                    struct almanac_answer *answer)
{
    const struct almanac_problem internal = {.kind = ALMANAC_PROBLEM_INTERNAL};
    if (ask->problem_count == 0) almanac_request_add(ask, &internal);
    almanac_answer_refuse(ask->problems, ask->problem_count, out, answer);
    return BASE_ERR_END;
}

/* What is known of an answer before its first byte. */
static void fill_head(const struct almanac_workspace *work,
                      const struct almanac_documents_row *document, struct almanac_answer *answer)
{
    assert(work->ask.problem_count == 0);
    const struct almanac_request *ask = &work->ask;
    answer->status = 200;
    answer->content_type = format_media_row(ask->format)->content_type;
    answer->caching = almanac_answer_caching(work, document);
    answer->file_name[0] = '\0';
    if (ask->params.download == 0) return;
    int length = snprintf(answer->file_name, sizeof answer->file_name, "%s.%s",
                          answer->content.name, format_media_row(ask->format)->ending);
    assert(length > 0 && (size_t)length < sizeof answer->file_name);
    (void)length;
}

enum base_err almanac_answer_begin(struct almanac_workspace *work,
                                   const struct almanac_documents_row *document,
                                   struct base_buf *out, struct almanac_answer *answer)
{
    struct almanac_request *ask = &work->ask;
    assert(out->used == 0);
    answer->content = (struct almanac_content){0};
    if (ask->problem_count == 0) document->open(work, &answer->content);
    if (answer->content.append == NULL) return refuse_request(ask, out, answer);
    assert(ask->problem_count == 0);
    fill_head(work, document, answer);
    if (ask->format == ALMANAC_PARAMS_CSV && ask->params.bom != 0)
        base_buf_append_string(out, "\xEF\xBB\xBF");
    enum base_err err = almanac_answer_append(answer, out, ALMANAC_ANSWER_WHOLE_MAX_BYTES);
    if (err == BASE_ERR_OK) return BASE_ERR_OK;
    almanac_answer_close(answer);
    return err == BASE_ERR_END ? BASE_ERR_END : refuse_request(ask, out, answer);
}

enum base_err almanac_answer_append(struct almanac_answer *answer, struct base_buf *out,
                                    size_t enough_bytes)
{
    assert(answer->content.append != NULL);
    return answer->content.append(answer->content.state, out, enough_bytes);
}

void almanac_answer_close(struct almanac_answer *answer)
{
    if (answer->content.close != NULL) answer->content.close(answer->content.state);
    answer->content = (struct almanac_content){0};
}

enum base_err almanac_answer_whole(struct almanac_workspace *work,
                                   const struct almanac_request_text *text, struct base_buf *out,
                                   struct almanac_answer *answer)
{
    struct base_text rest;
    const struct almanac_documents_row *document = almanac_documents_find(text->path, &rest);
    if (document == NULL) {
        const struct almanac_problem problem = {.kind = ALMANAC_PROBLEM_ROUTE_UNKNOWN,
                                                .got = text->path};
        almanac_answer_refuse(&problem, 1, out, answer);
        return out->has_overflowed ? BASE_ERR_MEMORY : BASE_ERR_OK;
    }
    almanac_answer_read(work, document, rest, text);
    enum base_err err = almanac_answer_begin(work, document, out, answer);
    while (err == BASE_ERR_OK && !out->has_overflowed)
        err = almanac_answer_append(answer, out, out->used + ALMANAC_ANSWER_WHOLE_MAX_BYTES);
    almanac_answer_close(answer);
    if (out->has_overflowed) return BASE_ERR_MEMORY;
    return err == BASE_ERR_END ? BASE_ERR_OK : err;
}
