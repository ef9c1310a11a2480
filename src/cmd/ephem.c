/* planettracker ephem: rows for bodies over a range of instants, streamed: memory does not grow
 * with the range. */
#include "sky/ephem.h"
#include "almanac/params.h"
#include "almanac/positions.h"
#include "almanac/problem.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "cmd/table.h"
#include "data/dataset.h"
#include "sky/time.h"

#include <assert.h>
#include <stdio.h>
#include <unistd.h>

#define CHUNK_BYTES (256u * 1024u) /* written out at once */
#define ROOM_BYTES  (CHUNK_BYTES + 65536u)

struct job {
    const struct data_dataset *dataset;
    const struct cmd_options *options;
    struct cmd_request *request;
    enum almanac_params_format format;
    struct base_buf out;
    struct almanac_positions_frame cache;
    struct almanac_positions positions;
};

/* --from, --to and --step are start, stop and step. */
static int read_range(struct job *job)
{
    struct cmd_request *request = job->request;
    const struct sky_tt from = cmd_request_instant(request, job->dataset, ALMANAC_PARAMS_START);
    const struct sky_tt to = cmd_request_instant(request, job->dataset, ALMANAC_PARAMS_STOP);
    if (!almanac_params_has(&request->params, ALMANAC_PARAMS_STEP))
        return cmd_options_missing(job->options, CMD_TABLE_STEP);
    if (to.days < from.days)
        return cmd_options_invalid_flag(job->options, CMD_TABLE_TO, "an instant not before --from");
    if (request->zone->name[0] != '\0') request->params.zone = request->zone;
    return -1;
}

/* Any other instant at fault belongs to the beginning of the range. */
static void name_instant(struct almanac_problem *problem)
{
    if (!base_text_equals(problem->parameter, BASE_TEXT("stop")))
        problem->parameter = BASE_TEXT("start");
}

static void show_progress(const struct almanac_positions *p)
{
    assert(p->index >= 1 && p->index <= p->range.count);
    if (isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO))
        fprintf(stderr, "\r%5.1f %% of %lld instants%s",
                100.0 * (double)p->index / (double)p->range.count, (long long)p->range.count,
                p->index == p->range.count ? "\n" : "");
}

/* Rows until the end, or until one cannot be computed: that one is explained. */
static int stream_rows(struct job *job)
{
    struct almanac_problem problem;
    struct almanac_positions *p = &job->positions;
    if (almanac_positions_open(job->dataset, &job->cache, &job->request->params, p, &problem) !=
        BASE_ERR_OK) {
        if (problem.kind == ALMANAC_PROBLEM_TIME_OUT_OF_RANGE) name_instant(&problem);
        return cmd_options_problem(job->options, &problem);
    }
    for (;;) {
        struct sky_fault fault;
        enum base_err err =
            almanac_positions_append(p, job->format, &job->out, CHUNK_BYTES, &fault);
        if (!cmd_request_flush(&job->out)) return CMD_EXIT_FAILURE; /* main says why */
        show_progress(p);
        if (err == BASE_ERR_END) return CMD_EXIT_OK;
        if (err != BASE_ERR_OK) return cmd_request_fault(job->options, job->dataset, err, &fault);
    }
}

static int write_range(struct job *job)
{
    int code = cmd_options_format(job->options, &job->format);
    if (code < 0) code = cmd_request_read_placed(job->options, job->dataset, job->request);
    if (code < 0) code = read_range(job);
    if (code >= 0) return code;
    cmd_request_default_bodies(job->request, job->dataset);
    base_buf_init(&job->out, ROOM_BYTES);
    code = stream_rows(job);
    base_buf_fini(&job->out);
    return code;
}

static int run(const struct cmd_options *options, const struct data_dataset *dataset,
               struct cmd_request *request)
{
    static struct job job;
    job.dataset = dataset;
    job.options = options;
    job.request = request;
    return write_range(&job);
}

int cmd_ephem(const struct cmd_options *options)
{
    return cmd_request_run(options, run);
}
