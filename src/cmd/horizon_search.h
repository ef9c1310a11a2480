/* A body, a place and a horizon: the search of is-up and wait. */
#ifndef CMD_HORIZON_SEARCH_H
#define CMD_HORIZON_SEARCH_H

#include "cmd/options.h"
#include "cmd/request.h"
#include "data/dataset.h"
#include "sky/horizon.h"
#include "sky/rise.h"

struct cmd_horizon_search {
    struct sky_observer observer;
    struct sky_rise_search rise; /* borrows the observer */
};

/* Reads the body, which is the first word, the place and the horizon by the rule of almanacs.
 *
 * Given  request  starts as {0}
 *        search   stays where it is as long as it is used
 * Gives  -1 to go on, or an exit code after printing the problem
 */
int cmd_horizon_search_read(const struct cmd_options *options, const struct data_dataset *dataset,
                            struct cmd_request *request, struct cmd_horizon_search *search);

#endif
