/* planettracker bodies: what one may ask for, and from when until when. */
#include "almanac/bodies.h"
#include "almanac/params.h"
#include "base/buf.h"
#include "base/text.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "data/dataset.h"
#include "sky/body.h"

#include <stdbool.h>

static int write_bodies(const struct cmd_options *options, const struct data_dataset *dataset,
                        struct cmd_request *request)
{
    enum almanac_params_format format;
    int code = cmd_options_format(options, &format);
    if (code < 0) code = cmd_request_read(options, dataset, request);
    if (code >= 0) return code;
    const unsigned bodies =
        options->word_count > 0 ? request->params.bodies : (1u << SKY_BODY_COUNT) - 1u;
    struct base_buf out;
    base_buf_init(&out, 65536);
    if (format == ALMANAC_PARAMS_JSON && __builtin_popcount(bodies) == 1)
        almanac_bodies_append_one(&out, dataset, (enum sky_body)__builtin_ctz(bodies),
                                  (struct base_text){"", 0});
    else
        almanac_bodies_append(&out, dataset, bodies, format, (struct base_text){"", 0});
    bool is_written = cmd_request_flush(&out);
    base_buf_fini(&out);
    return is_written ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}

int cmd_bodies(const struct cmd_options *options)
{
    return cmd_request_run(options, write_bodies);
}
