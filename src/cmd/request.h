/* The options of a command that stand for parameters of requests, read by almanac/params. */
#ifndef CMD_REQUEST_H
#define CMD_REQUEST_H

#include "almanac/params.h"
#include "base/buf.h"
#include "base/err.h"
#include "cmd/options.h"
#include "data/dataset.h"
#include "data/zone.h"
#include "data/zone_cache.h"
#include "sky/ephem.h"
#include "sky/time.h"

#include <stdbool.h>

struct cmd_request {
    struct almanac_params params;
    struct data_zone_cache zones;
    const struct data_zone *zone; /* of --tz, or else of --place; one without a name otherwise */
};

/* Reads every option and word of the command that is a parameter. --place gives lat and lon. A time
 * without a zone belongs to the zone of --tz, or else of --place.
 *
 * Given  request  starts as {0}
 *        dataset    may be NULL for a command that has neither times nor bodies
 * Gives  -1 to go on, or an exit code after printing the problem. params.zone and params.zones are
 *        NULL: a command that shows local times passes request->zone on
 */
int cmd_request_read(const struct cmd_options *options, const struct data_dataset *dataset,
                     struct cmd_request *request);

/* The same, and a place is required: --place, or --lat and --lon. */
int cmd_request_read_placed(const struct cmd_options *options, const struct data_dataset *dataset,
                            struct cmd_request *request);
void cmd_request_close(struct cmd_request *request);

/* Opens the data of a command, acts with them and a request that is not yet read, closes both.
 *
 * Gives  the exit code of the command
 */
int cmd_request_run(const struct cmd_options *options,
                    int (*act)(const struct cmd_options *options,
                               const struct data_dataset *dataset, struct cmd_request *request));

/* Whether --place, --lat or --lon is given. */
bool cmd_request_has_place(const struct cmd_options *options);

/* Asks for all bodies of the ephemeris unless some were named. */
void cmd_request_default_bodies(struct cmd_request *request, const struct data_dataset *dataset);

/* The instant of a parameter, START or STOP or TIME: now unless it was given. */
struct sky_tt cmd_request_instant(struct cmd_request *request, const struct data_dataset *dataset,
                                  enum almanac_params_name name);

/* Prints that the ephemeris or memory ends; gives the exit code. */
int cmd_request_fault(const struct cmd_options *options, const struct data_dataset *dataset,
                      enum base_err err, const struct sky_fault *fault);

/* Writes a buffer to the standard output and empties it; false when not all of it was accepted,
 * which main explains, or when the buffer did not hold all, which is printed on stderr. */
bool cmd_request_flush(struct base_buf *out);

#endif
