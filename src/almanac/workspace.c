/* Begin, end and change of data of a workspace. */
#include "almanac/workspace.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

#define SCRATCH_MAX_BYTES 131072u

void almanac_workspace_init(struct almanac_workspace *work, const struct data_dataset *dataset)
{
    assert(dataset != NULL && work->dataset == NULL && work->scratch.bytes == NULL);
    work->dataset = dataset;
    base_buf_init(&work->scratch, SCRATCH_MAX_BYTES);
}

void almanac_workspace_fini(struct almanac_workspace *work)
{
    base_buf_fini(&work->scratch);
    data_zone_cache_close(&work->zones);
}

void almanac_workspace_change_data(struct almanac_workspace *work,
                                   const struct data_dataset *dataset)
{
    assert(dataset != NULL);
    work->dataset = dataset;
    work->frame.has_frame = work->frame.has_instant = false;
}

struct almanac_request_reader almanac_workspace_reader(struct almanac_workspace *work)
{
    return (struct almanac_request_reader){work->dataset, &work->zones, &work->scratch,
                                           work->base_path};
}
