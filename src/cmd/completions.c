/* planettracker completions: writes the completion script of a shell. */
#include "base/buf.h"
#include "cmd/commands.h"
#include "cmd/completion.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/request.h"
#include "cmd/table.h"

#include <stdbool.h>

#define OUTPUT_MAX_BYTES (1u << 20)

int cmd_completions(const struct cmd_options *options)
{
    static void (*const writers[])(struct base_buf *, const struct cmd_table *) = {
        cmd_completion_append_bash, cmd_completion_append_zsh,
        cmd_completion_append_fish}; /* in the order of the choices */
    struct base_buf out;
    base_buf_init(&out, OUTPUT_MAX_BYTES);
    writers[cmd_options_word_choice(options, 0)](&out, options->table);
    const bool is_written = cmd_request_flush(&out);
    base_buf_fini(&out);
    return is_written ? CMD_EXIT_OK : CMD_EXIT_FAILURE;
}
