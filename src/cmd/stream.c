/* planettracker stream: prints the events of a server as lines until the stream ends. */
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "cmd/api_client.h"
#include "cmd/client.h"
#include "cmd/commands.h"
#include "cmd/exit.h"
#include "cmd/options.h"
#include "cmd/table.h"
#include "format/json.h"
#include "net/client.h"
#include "net/sse.h"
#include "net/task.h"

#include <assert.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define TRIES 10u /* connections in a row without an event */

#define PROBLEM         "application/problem+json"
#define WHY_MAX_BYTES   65536 /* of a problem document */
#define WHY_DEADLINE_MS 3000

struct run {
    const char *url;
    const char *types;
    const char *last_id;
    const char *ca_file;
    unsigned count, tries;
    bool is_bare, is_quiet;
    unsigned taken;
    bool has_output_failed;
    struct base_buf line;
    struct net_client_reply reply;
    struct cmd_client client;
    bool has_problem; /* the line is a document that says what is wrong */
};

/* ---- events ---- */

static bool is_wanted(const char *types, struct base_text type)
{
    if (types == NULL) return true;
    struct base_text rest = base_text_of(types);
    while (rest.length > 0)
        if (base_text_equals(base_text_cut(&rest, ','), type)) return true;
    return false;
}

/* Whether data can be copied into a line of JSON unchanged: an object on one line. */
static bool is_object(struct base_text data)
{
    return data.length >= 2 && data.at[0] == '{' && data.at[data.length - 1] == '}' &&
           memchr(data.at, '\n', data.length) == NULL;
}

static void append_event(struct base_buf *line, const struct net_sse_event *event)
{
    assert(event->type.length > 0);
    base_buf_append_string(line, "{\"event\": ");
    format_json_append_string(line, event->type);
    base_buf_append_string(line, ", \"id\": ");
    format_json_append_string(line, event->id);
    base_buf_append_string(line, ", \"data\": ");
    if (is_object(event->data))
        base_buf_append_text(line, event->data);
    else
        format_json_append_string(line, event->data);
    base_buf_append_string(line, "}");
}

/* PlanetTracker servers send "bye" before they close a stream for good, or because they restart. */
static bool is_end(const struct net_sse_event *event)
{
    char reason[CMD_API_CLIENT_TEXT_MAX + 1];
    return base_text_equals(event->type, BASE_TEXT("bye")) &&
           cmd_api_client_read_bye(event->data, reason);
}

static enum base_err on_event(void *argument, const struct net_sse_event *event)
{
    struct run *run = argument;
    enum base_err end = is_end(event) ? BASE_ERR_END : BASE_ERR_OK;
    if (!is_wanted(run->types, event->type)) return end;
    base_buf_clear(&run->line);
    if (run->is_bare)
        base_buf_append_text(&run->line, event->data);
    else
        append_event(&run->line, event);
    base_buf_append_string(&run->line, "\n");
    if (run->line.has_overflowed) return BASE_ERR_LIMIT;
    run->has_output_failed =
        fwrite(run->line.bytes, 1, run->line.used, stdout) != run->line.used || fflush(stdout) != 0;
    if (run->has_output_failed) return BASE_ERR_END;
    return ++run->taken == run->count ? BASE_ERR_END : end;
}

static void on_pause(void *argument, enum base_err err, const char *why, uint64_t wait_ms)
{
    const struct run *run = argument;
    (void)err;
    if (run->is_quiet) return;
    fprintf(stderr, "planettracker stream: %s; again in %.1f s\n", why, (double)wait_ms * 1e-3);
}

/* ---- the program ---- */

/* Requests the problem document (RFC 9457) of a server that refused: following a stream reads the
 * content of status 200 only. The document is parsed later, outside the task, because a task's stack
 * is too small for deeply nested JSON. */
static void ask_why(struct run *run, struct net_client *client)
{
    static const char *const headers[] = {"Accept: text/event-stream", NULL};
    struct net_client_reply reply;
    base_buf_clear(&run->line);
    const struct net_client_request request = {
        .url = run->url, .headers = headers, .body = &run->line, .max_bytes = WHY_MAX_BYTES};
    uint64_t before = net_task_deadline_begin(WHY_DEADLINE_MS);
    enum base_err err = net_client_fetch(client, &request, &reply);
    net_task_deadline_end(before);
    run->has_problem = err == BASE_ERR_OK;
}

static enum base_err follow(void *argument)
{
    struct run *run = argument;
    struct net_client_config config = net_sse_config();
    config.ca_file = run->ca_file;
    enum base_err err = cmd_client_open(&run->client, &config);
    if (err != BASE_ERR_OK) return err;
    const struct net_sse_source source = {
        .url = run->url,
        .last_id = run->last_id,
        .tries = run->tries,
        .receive = on_event,
        .argument = run,
        .on_pause = on_pause,
    };
    err = net_sse_follow(run->client.http, &source, &run->reply);
    if (err == BASE_ERR_FORMAT && strncmp(run->reply.content_type, PROBLEM, strlen(PROBLEM)) == 0)
        ask_why(run, run->client.http);
    cmd_client_close(&run->client);
    return err;
}

static int exit_code(const struct run *run, enum base_err err)
{
    if (run->has_output_failed) return CMD_EXIT_FAILURE;
    if (err == BASE_ERR_OK || err == BASE_ERR_CANCELLED) return CMD_EXIT_OK;
    const struct net_client_reply *reply = &run->reply;
    char text[CMD_API_CLIENT_TEXT_MAX + 1];
    const struct base_text line = {run->line.bytes, run->line.used};
    fprintf(stderr, "planettracker stream: %s: ", run->url);
    if (err == BASE_ERR_FORMAT && reply->status >= 300) {
        const bool has_detail = run->has_problem && cmd_api_client_read_problem(line, text);
        fprintf(stderr, "status %d%s%s\n", reply->status, has_detail ? ": " : "",
                has_detail ? text : "");
    } else if (err == BASE_ERR_FORMAT && reply->status > 0) {
        cmd_api_client_sanitise(base_text_of(reply->content_type), text);
        fprintf(stderr, "not an event stream but \"%s\"\n", text);
    } else
        fprintf(stderr, "%s: %s\n", base_err_text(err),
                err == BASE_ERR_LATE ? net_client_phase_text(reply->phase) : reply->note);
    return CMD_EXIT_NETWORK;
}

static bool is_http(const char *url)
{
    return strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0;
}

/* Whether a list has no empty item, which no event could match. */
static bool is_list(const char *types)
{
    for (struct base_text rest = base_text_of(types); rest.length > 0;)
        if (base_text_cut(&rest, ',').length == 0) return false;
    return types[strlen(types) - 1] != ',';
}

int cmd_stream(const struct cmd_options *options)
{
    assert(options->word_count > 0);
    struct run run = {
        .url = options->words[0],
        .types = cmd_options_value(options, CMD_TABLE_EVENT_TYPES),
        .last_id = cmd_options_value(options, CMD_TABLE_LAST_ID),
        .ca_file = cmd_options_value(options, CMD_TABLE_CA_FILE),
        .count = (unsigned)cmd_options_number(options, CMD_TABLE_COUNT, 0),
        .tries = (unsigned)cmd_options_number(options, CMD_TABLE_TRIES, TRIES),
        .is_bare = cmd_options_is_set(options, CMD_TABLE_DATA_ALONE),
        .is_quiet = cmd_options_is_set(options, CMD_TABLE_QUIET),
    };
    if (!is_http(run.url))
        return cmd_options_invalid_word(options, 0,
                                        "an address that begins with http:// or https://");
    if (run.types != NULL && !is_list(run.types)) {
        const struct cmd_table_option *option =
            cmd_table_option_of(options->table, options->command, CMD_TABLE_EVENT_TYPES);
        return cmd_options_invalid_flag(options, CMD_TABLE_EVENT_TYPES,
                                        cmd_table_expected(&option->value));
    }
    if (run.last_id != NULL &&
        (strlen(run.last_id) > NET_SSE_ID_MAX_BYTES || strpbrk(run.last_id, "\r\n") != NULL))
        return cmd_options_invalid_flag(options, CMD_TABLE_LAST_ID, "an id of one line");
    signal(SIGPIPE, SIG_IGN);
    base_buf_init(&run.line, 8 * (size_t)NET_SSE_DATA_MAX_BYTES);
    const int code = exit_code(&run, net_task_run(follow, &run));
    base_buf_fini(&run.line);
    return code;
}
