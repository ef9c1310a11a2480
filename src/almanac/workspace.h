/* The data and the memory with which one thread answers requests. Each request fills the same
 * structs again, so that an answer allocates nothing.
 */
#ifndef ALMANAC_WORKSPACE_H
#define ALMANAC_WORKSPACE_H

#include "almanac/chart.h"
#include "almanac/positions.h"
#include "almanac/request.h"
#include "almanac/sky_now.h"
#include "almanac/time_report.h"
#include "almanac/tonight.h"
#include "almanac/towns_report.h"
#include "base/buf.h"
#include "base/text.h"
#include "data/dataset.h"
#include "data/zone_cache.h"

struct almanac_workspace {
    const struct data_dataset
        *dataset; /* borrowed; the owner may replace it between two requests */
    struct almanac_positions_frame frame;
    struct base_text base_path; /* before the address of each link: "/sky"; or empty; borrowed */
    struct base_buf scratch;    /* decoded parts of the present request */
    struct data_zone_cache zones;
    struct almanac_request ask; /* the present request */
    struct almanac_positions positions;
    struct almanac_sky_now sky;
    struct almanac_tonight tonight;
    struct almanac_chart chart;
    struct almanac_time_report time;
    struct almanac_towns_report towns;
};

/* Fills a struct of zeros. Allocates nothing.
 *
 * Given  dataset  borrowed
 */
void almanac_workspace_init(struct almanac_workspace *work, const struct data_dataset *dataset);
void almanac_workspace_fini(struct almanac_workspace *work);

/* Replaces the data, and discards what was computed from the old ones. */
void almanac_workspace_change_data(struct almanac_workspace *work,
                                   const struct data_dataset *dataset);

/* The reader of requests for a workspace. */
struct almanac_request_reader almanac_workspace_reader(struct almanac_workspace *work);

#endif
