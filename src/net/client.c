/* Requests: a slot, a transfer, its deadlines, further tries. The deadlines are implemented here,
 * because libcurl has none for the first byte and does not report which one has passed. The queue
 * is in net/host_slots, waiting in net/task, the sockets in net/curl_loop.
 * Sources: RFC 9110 (13.1.5 If-Range, 14.4 Content-Range, 15.5.17 status 416, 10.2.3 Retry-After).
 */
#include "net/client.h"

#include "net/curl_load.h"
#include "net/curl_loop.h"
#include "net/host_slots.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SPARES_MAX      128u
#define RANGE_MAX_CHARS 32

struct net_client {
    struct net_client_config config;
    uv_loop_t *uv;
    struct net_curl_loop *multi;
    struct net_host_slots slots;
    uint64_t random;
    unsigned spare_count;
    CURL *spares[SPARES_MAX];
};

/* One request with all its tries. */
struct fetch {
    struct net_client *client;
    const struct net_client_request *request;
    struct net_client_reply *reply;
    struct net_task *task;
    uint64_t max_bytes;
    uint64_t have;                            /* bytes of the body that the caller has */
    char validator[NET_CLIENT_FIELD_MAX + 1]; /* of those bytes; empty: none */
    unsigned tries_left;
    /* of the present try */
    struct net_curl_loop_transfer transfer;
    CURLcode code;
    enum base_err err; /* why we aborted it */
    uint64_t started_ms;
    uint64_t last_byte_ms; /* 0: none yet */
    uint64_t discarded;
    bool may_resume; /* a retry asks for the rest only */
    bool is_done;
    bool is_begun; /* begin_body has examined the status */
    bool is_unwanted;
    bool has_range_at;
    uint64_t range_at; /* where Content-Range says that the body begins */
};

struct net_client_config net_client_config_default(void)
{
    return (struct net_client_config){
        .at_once = NET_CLIENT_AT_ONCE,
        .at_once_host = NET_CLIENT_AT_ONCE_HOST,
        .connect_ms = NET_CLIENT_CONNECT_MS,
        .first_byte_ms = NET_CLIENT_FIRST_BYTE_MS,
        .stall_ms = NET_CLIENT_STALL_MS,
        .total_ms = NET_CLIENT_TOTAL_MS,
        .redirects_max = NET_CLIENT_REDIRECTS_MAX,
        .tries = NET_CLIENT_TRIES,
        .back_off_ms = NET_CLIENT_BACK_OFF_MS,
        .back_off_max_ms = NET_CLIENT_BACK_OFF_MAX_MS,
        .retry_after_max_ms = NET_CLIENT_RETRY_AFTER_MAX_MS,
        .agent = "planettracker",
    };
}

const char *net_client_phase_text(enum net_client_phase phase)
{
#define PHASE_TEXT(name, text) [NET_CLIENT_PHASE_##name] = text,
    static const char *const TEXTS[] = {NET_CLIENT_PHASE_LIST(PHASE_TEXT)};
#undef PHASE_TEXT
    return phase < NET_CLIENT_PHASES ? TEXTS[phase] : "unknown";
}

enum base_err net_client_open(uv_loop_t *uv, const struct net_client_config *config,
                              struct net_client **opened)
{
    struct net_client *client = calloc(1, sizeof *client);
    if (client == NULL) return BASE_ERR_MEMORY;
    client->config = *config;
    client->uv = uv;
    net_host_slots_init(&client->slots, config->at_once, config->at_once_host);
    if (uv_random(NULL, NULL, &client->random, sizeof client->random, 0, NULL) != 0)
        client->random = uv_hrtime();
    client->random |= 1;
    enum base_err err = net_curl_loop_open(uv, config->at_once, &client->multi);
    if (err != BASE_ERR_OK) {
        free(client);
        return err;
    }
    *opened = client;
    return BASE_ERR_OK;
}

void net_client_close(struct net_client *client)
{
    assert(client->slots.taken == 0); /* no request is in progress */
    for (unsigned i = 0; i < client->spare_count; i++)
        net_curl_load_calls.easy_cleanup(client->spares[i]);
    net_curl_loop_close(client->multi);
    free(client);
}

static void set_note(struct fetch *fetch, const char *note)
{
    snprintf(fetch->reply->note, sizeof fetch->reply->note, "%s", note);
}

/* ---- the reply ---- */

static enum base_err abort_with(struct fetch *fetch, enum base_err err, const char *note)
{
    if (fetch->err == BASE_ERR_OK) {
        fetch->err = err;
        set_note(fetch, note);
    }
    return err;
}

/* The value of a header line if its name is `name`; otherwise .at is NULL. */
static struct base_text field_value(struct base_text line, struct base_text name)
{
    struct base_text value = {NULL, 0};
    if (line.length <= name.length || line.at[name.length] != ':' ||
        strncasecmp(line.at, name.at, name.length) != 0)
        return value;
    const char *at = line.at + name.length + 1, *end = line.at + line.length;
    while (at < end && (*at == ' ' || *at == '\t')) at++;
    while (end > at && (unsigned char)end[-1] <= ' ') end--;
    return (struct base_text){at, (size_t)(end - at)};
}

static void copy_field(struct base_text line, struct base_text name, char *field)
{
    struct base_text value = field_value(line, name);
    if (value.at == NULL || value.length > NET_CLIENT_FIELD_MAX) return;
    memcpy(field, value.at, value.length);
    field[value.length] = '\0';
}

/* "bytes 100-199/200" */
static void read_content_range(struct fetch *fetch, struct base_text line)
{
    struct base_text value = field_value(line, BASE_TEXT("Content-Range"));
    uint64_t at = 0;
    size_t i = 6;
    if (value.at == NULL || value.length < 8 || strncasecmp(value.at, "bytes ", 6) != 0) return;
    for (; i < value.length && i < 24 && value.at[i] >= '0' && value.at[i] <= '9'; i++)
        at = at * 10 + (uint64_t)(value.at[i] - '0');
    fetch->has_range_at = i > 6 && i < value.length && value.at[i] == '-';
    fetch->range_at = at;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *argument)
{
    struct fetch *fetch = argument;
    struct net_client_reply *reply = fetch->reply;
    struct base_text line = {bytes, size * count};
    fetch->last_byte_ms = uv_now(fetch->client->uv);
    if (line.length > 5 && memcmp(bytes, "HTTP/", 5) == 0) { /* a new head, also after a redirect */
        reply->content_type[0] = reply->etag[0] = reply->last_modified[0] = '\0';
        fetch->has_range_at = false;
        return line.length;
    }
    copy_field(line, BASE_TEXT("Content-Type"), reply->content_type);
    copy_field(line, BASE_TEXT("ETag"), reply->etag);
    copy_field(line, BASE_TEXT("Last-Modified"), reply->last_modified);
    read_content_range(fetch, line);
    return line.length;
}

static bool is_temporary(long status)
{
    return status == 408 || status == 429 || status == 502 || status == 503 || status == 504;
}

static bool may_try_again(const struct fetch *fetch)
{
    return fetch->tries_left > 0 && fetch->request->post.at == NULL;
}

/* A retry may resume only with a strong validator. RFC 9110, 13.1.5: the date serves when there is
 * no entity tag. */
static void copy_validator(struct fetch *fetch)
{
    const struct net_client_reply *reply = fetch->reply;
    const char *validator = reply->etag[0] == '"' ? reply->etag : "";
    if (reply->etag[0] == '\0') validator = reply->last_modified;
    snprintf(fetch->validator, sizeof fetch->validator, "%s", validator);
    fetch->may_resume = validator[0] != '\0';
}

/* Decides before the first byte of a body whether it is wanted, and at which offset it starts. */
static enum base_err begin_body(struct fetch *fetch)
{
    long status = 0;
    net_curl_load_calls.easy_getinfo(fetch->transfer.easy, CURLINFO_RESPONSE_CODE, &status);
    fetch->is_begun = true;
    fetch->is_unwanted = (is_temporary(status) && may_try_again(fetch)) ||
                         (fetch->request->write != NULL && (status < 200 || status > 299));
    if (fetch->is_unwanted) return BASE_ERR_OK;
    if (status == 206) {
        if (fetch->has_range_at && fetch->range_at == fetch->have) return BASE_ERR_OK;
        return abort_with(fetch, BASE_ERR_FORMAT, "the server sent a range that was not requested");
    }
    fetch->have = 0;
    fetch->reply->from = 0;
    if (fetch->request->body != NULL) base_buf_clear(fetch->request->body);
    if (status == 200) copy_validator(fetch);
    return BASE_ERR_OK;
}

static enum base_err store(struct fetch *fetch, const char *bytes, size_t count)
{
    const struct net_client_request *request = fetch->request;
    if (count > fetch->max_bytes || fetch->have > fetch->max_bytes - count)
        return abort_with(fetch, BASE_ERR_LIMIT, "the body is too large");
    if (request->write != NULL) {
        enum base_err err = request->write(request->argument, fetch->have, bytes, count);
        if (err != BASE_ERR_OK)
            return abort_with(fetch, err,
                              err == BASE_ERR_SYSTEM ? strerror(errno)
                                                     : "the body could not be stored");
    } else if (request->body != NULL) {
        base_buf_append(request->body, bytes, count);
        if (request->body->has_overflowed)
            return abort_with(fetch, BASE_ERR_LIMIT, "the body is too large");
    }
    fetch->have += count;
    assert(fetch->have <= fetch->max_bytes);
    return BASE_ERR_OK;
}

static void report_progress(struct fetch *fetch, uint64_t begin)
{
    curl_off_t length = -1;
    if (fetch->request->progress == NULL) return;
    net_curl_load_calls.easy_getinfo(fetch->transfer.easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T,
                                     &length);
    fetch->request->progress(fetch->request->argument, fetch->have,
                             length < 0 ? 0 : begin + (uint64_t)length);
}

static size_t on_body(char *bytes, size_t size, size_t count, void *argument)
{
    struct fetch *fetch = argument;
    size_t length = size * count;
    fetch->last_byte_ms = uv_now(fetch->client->uv);
    if (!fetch->is_begun && begin_body(fetch) != BASE_ERR_OK) return 0;
    if (fetch->is_unwanted) {
        fetch->discarded += length;
        return fetch->discarded > fetch->max_bytes ? 0 : length;
    }
    if (store(fetch, bytes, length) != BASE_ERR_OK) return 0;
    report_progress(fetch, fetch->has_range_at ? fetch->range_at : 0);
    return length;
}

static void on_done(void *argument, CURLcode code)
{
    struct fetch *fetch = argument;
    assert(!fetch->is_done);
    fetch->code = code;
    fetch->is_done = true;
    net_task_wake(fetch->task);
}

/* ---- one try ---- */

static CURL *allocate_easy(struct net_client *client)
{
    if (client->spare_count > 0) return client->spares[--client->spare_count];
    return net_curl_load_calls.easy_init();
}

static void release_easy(struct net_client *client, CURL *easy)
{
    assert(client->spare_count <= SPARES_MAX);
    if (client->spare_count == SPARES_MAX) {
        net_curl_load_calls.easy_cleanup(easy);
        return;
    }
    net_curl_load_calls.easy_reset(easy);
    client->spares[client->spare_count++] = easy;
}

static void set_connection(CURL *easy, const struct net_client_config *config, const char *url)
{
    net_curl_load_calls.easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
    /* A cancelled request does not wait for the resolver. */
    net_curl_load_calls.easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
    net_curl_load_calls.easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    net_curl_load_calls.easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    net_curl_load_calls.easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)config->connect_ms);
    net_curl_load_calls.easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    /* With TLS the first connection shows whether the others can share it. */
    if (strncasecmp(url, "https:", 6) == 0)
        net_curl_load_calls.easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
    net_curl_load_calls.easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
    net_curl_load_calls.easy_setopt(easy, CURLOPT_MAXREDIRS, (long)config->redirects_max);
    if (config->ca_file != NULL) {
        net_curl_load_calls.easy_setopt(easy, CURLOPT_CAINFO, config->ca_file);
        net_curl_load_calls.easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
    if (config->agent != NULL)
        net_curl_load_calls.easy_setopt(easy, CURLOPT_USERAGENT, config->agent);
}

/* Gives the list of headers, to be freed with curl_slist_free_all after the try. */
static struct curl_slist *set_headers(CURL *easy, const struct fetch *fetch)
{
    const struct net_client_request *request = fetch->request;
    struct curl_slist *list = NULL;
    char line[NET_CLIENT_FIELD_MAX + 32];
    for (const char *const *at = request->headers; at != NULL && *at != NULL; at++)
        list = net_curl_load_calls.slist_append(list, *at);
    if (request->post.at != NULL) {
        list = net_curl_load_calls.slist_append(list,
                                                "Expect:"); /* does not wait a second for a 100 */
        if (request->content_type != NULL) {
            snprintf(line, sizeof line, "Content-Type: %s", request->content_type);
            list = net_curl_load_calls.slist_append(list, line);
        }
        net_curl_load_calls.easy_setopt(easy, CURLOPT_POSTFIELDS, request->post.at);
        net_curl_load_calls.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                                        (curl_off_t)request->post.length);
    }
    if (fetch->have > 0) {
        char range[RANGE_MAX_CHARS];
        snprintf(range, sizeof range, "%llu-", (unsigned long long)fetch->have);
        net_curl_load_calls.easy_setopt(easy, CURLOPT_RANGE, range);
        snprintf(line, sizeof line, "If-Range: %s", fetch->validator);
        if (fetch->validator[0] != '\0') list = net_curl_load_calls.slist_append(list, line);
    }
    if (list != NULL) net_curl_load_calls.easy_setopt(easy, CURLOPT_HTTPHEADER, list);
    return list;
}

static void set_callbacks(CURL *easy, struct fetch *fetch, char *error)
{
    net_curl_load_calls.easy_setopt(easy, CURLOPT_URL, fetch->request->url);
    net_curl_load_calls.easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    net_curl_load_calls.easy_setopt(easy, CURLOPT_WRITEDATA, fetch);
    net_curl_load_calls.easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    net_curl_load_calls.easy_setopt(easy, CURLOPT_HEADERDATA, fetch);
    net_curl_load_calls.easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
}

/* When the present phase of a transfer must have ended. */
static uint64_t phase_end_ms(const struct fetch *fetch, enum net_client_phase *phase)
{
    const struct net_client_config *config = &fetch->client->config;
    curl_off_t ready_us = 0;
    if (fetch->last_byte_ms != 0) {
        *phase = NET_CLIENT_PHASE_STALL;
        return fetch->last_byte_ms + config->stall_ms;
    }
    net_curl_load_calls.easy_getinfo(fetch->transfer.easy, CURLINFO_PRETRANSFER_TIME_T, &ready_us);
    *phase = ready_us > 0 ? NET_CLIENT_PHASE_FIRST_BYTE : NET_CLIENT_PHASE_CONNECT;
    return fetch->started_ms + (uint64_t)ready_us / 1000 +
           (ready_us > 0 ? config->first_byte_ms : config->connect_ms);
}

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Waits until the transfer has ended. Checks as often as the shortest phase may last, so that no
 * deadline is noticed late: phases start without waking the task. */
static enum base_err wait_for_transfer(struct fetch *fetch)
{
    const struct net_client_config *config = &fetch->client->config;
    unsigned check_ms = smaller(config->first_byte_ms, config->stall_ms);
    while (!fetch->is_done) {
        enum net_client_phase phase;
        uint64_t end_ms = phase_end_ms(fetch, &phase);
        uint64_t now_ms = uv_now(fetch->client->uv);
        if (end_ms <= now_ms) {
            fetch->reply->phase = phase;
            return BASE_ERR_LATE;
        }
        uint64_t wait_ms = end_ms - now_ms < check_ms ? end_ms - now_ms : check_ms;
        (void)!net_task_wait_ms(wait_ms);
        enum base_err err = net_task_check(); /* OK when only wait_ms has passed */
        if (err == BASE_ERR_LATE) fetch->reply->phase = NET_CLIENT_PHASE_TOTAL;
        if (err != BASE_ERR_OK && !fetch->is_done) return err;
    }
    return BASE_ERR_OK;
}

static enum base_err result_of(struct fetch *fetch, const char *error)
{
    if (fetch->code == CURLE_OK) return BASE_ERR_OK;
    if (fetch->err != BASE_ERR_OK) return fetch->err;
    set_note(fetch, error[0] != '\0' ? error : net_curl_load_calls.easy_strerror(fetch->code));
    switch (fetch->code) {
    case CURLE_TOO_MANY_REDIRECTS:
    case CURLE_FILESIZE_EXCEEDED:
        return BASE_ERR_LIMIT;
    case CURLE_OPERATION_TIMEDOUT:
        fetch->reply->phase = NET_CLIENT_PHASE_CONNECT; /* the only deadline that libcurl has */
        return BASE_ERR_LATE;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return BASE_ERR_FORMAT;
    case CURLE_OUT_OF_MEMORY:
        return BASE_ERR_MEMORY;
    default:
        return BASE_ERR_NETWORK;
    }
}

static void read_totals(struct fetch *fetch)
{
    struct net_client_reply *reply = fetch->reply;
    CURL *easy = fetch->transfer.easy;
    long status = 0, redirects = 0, connects = 0, version = 0;
    curl_off_t first_us = 0, total_us = 0;
    net_curl_load_calls.easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    net_curl_load_calls.easy_getinfo(easy, CURLINFO_REDIRECT_COUNT, &redirects);
    net_curl_load_calls.easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &connects);
    net_curl_load_calls.easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
    net_curl_load_calls.easy_getinfo(easy, CURLINFO_STARTTRANSFER_TIME_T, &first_us);
    net_curl_load_calls.easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &total_us);
    reply->status = (int)status;
    reply->redirects = (unsigned)redirects;
    reply->connections += (unsigned)connects;
    reply->http_version = version == CURL_HTTP_VERSION_2_0   ? 20
                          : version == CURL_HTTP_VERSION_1_1 ? 11
                                                             : 10;
    reply->first_byte_us = (uint64_t)first_us;
    reply->total_us = (uint64_t)total_us;
    reply->body_bytes = fetch->have;
}

/* Makes one try. *retry_after_ms is what the server sent, or 0. */
static enum base_err attempt(struct fetch *fetch, uint64_t *retry_after_ms)
{
    struct net_client *client = fetch->client;
    char error[CURL_ERROR_SIZE] = "";
    CURL *easy = allocate_easy(client);
    if (easy == NULL) return BASE_ERR_MEMORY;
    fetch->transfer = (struct net_curl_loop_transfer){easy, on_done, fetch};
    fetch->err = BASE_ERR_OK;
    fetch->is_done = fetch->is_begun = fetch->is_unwanted = fetch->has_range_at = false;
    fetch->last_byte_ms = fetch->discarded = 0;
    fetch->started_ms = uv_now(fetch->client->uv);
    fetch->reply->phase = NET_CLIENT_PHASE_NONE;
    fetch->reply->note[0] = '\0';
    set_connection(easy, &client->config, fetch->request->url);
    set_callbacks(easy, fetch, error);
    net_curl_load_calls.easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)fetch->max_bytes);
    struct curl_slist *headers = set_headers(easy, fetch);
    enum base_err err = net_curl_loop_add(client->multi, &fetch->transfer);
    if (err == BASE_ERR_OK) {
        err = wait_for_transfer(fetch);
        if (!fetch->is_done) net_curl_loop_remove(client->multi, &fetch->transfer);
        if (err == BASE_ERR_OK) err = result_of(fetch, error);
        if (err == BASE_ERR_OK && !fetch->is_begun) err = begin_body(fetch); /* an empty body */
        curl_off_t wait_s = 0;
        net_curl_load_calls.easy_getinfo(easy, CURLINFO_RETRY_AFTER, &wait_s);
        *retry_after_ms = wait_s > 0 ? (uint64_t)wait_s * 1000 : 0;
        read_totals(fetch);
    }
    net_curl_load_calls.easy_setopt(easy, CURLOPT_HTTPHEADER, NULL);
    net_curl_load_calls.slist_free_all(headers);
    release_easy(client, easy);
    return err;
}

/* ---- all tries ---- */

/* Whether another try may succeed. */
static bool is_temporary_failure(const struct fetch *fetch, enum base_err err)
{
    if (err == BASE_ERR_LATE) return fetch->reply->phase != NET_CLIENT_PHASE_TOTAL;
    if (err != BASE_ERR_NETWORK) return false;
    switch (fetch->code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_WEIRD_SERVER_REPLY:
        return false;
    default:
        return true;
    }
}

/* Up to half of the pause is random, so that many clients do not return at the same time. */
static uint64_t back_off_ms(struct net_client *client, unsigned tries)
{
    assert(tries > 0 && client->random != 0); /* xorshift stays at 0 */
    uint64_t pause = client->config.back_off_ms;
    for (unsigned i = 1; i < tries && pause < client->config.back_off_max_ms; i++) pause *= 2;
    if (pause > client->config.back_off_max_ms) pause = client->config.back_off_max_ms;
    client->random ^= client->random << 13; /* xorshift64, Marsaglia 2003 */
    client->random ^= client->random >> 7;
    client->random ^= client->random << 17;
    return pause - client->random % (pause / 2 + 1);
}

static enum base_err pause_before_next(struct fetch *fetch, uint64_t retry_after_ms)
{
    uint64_t pause_ms = back_off_ms(fetch->client, fetch->reply->tries);
    if (retry_after_ms > pause_ms) pause_ms = retry_after_ms;
    enum base_err err = net_task_sleep_ms(pause_ms);
    if (err == BASE_ERR_LATE) fetch->reply->phase = NET_CLIENT_PHASE_TOTAL;
    return err;
}

/* Whether the resumed bytes no longer exist on the server: then the next try fetches everything. */
static bool has_stale_range(const struct fetch *fetch, enum base_err err)
{
    return err == BASE_ERR_OK && fetch->reply->status == 416 && fetch->may_resume &&
           fetch->request->from == 0;
}

/* Makes one try in a slot. */
static enum base_err attempt_in_slot(struct fetch *fetch, struct base_text host_name)
{
    struct net_host_slots *slots = &fetch->client->slots;
    struct net_host_slots_host *host;
    fetch->reply->phase = NET_CLIENT_PHASE_QUEUE;
    enum base_err err = net_host_slots_acquire(slots, host_name, &host);
    if (err != BASE_ERR_OK) {
        fetch->tries_left = 0; /* cancelled, late or out of memory: not worth another try */
        return err;
    }
    fetch->reply->tries++;
    fetch->tries_left--;
    fetch->reply->retry_after_ms = 0;
    err = attempt(fetch, &fetch->reply->retry_after_ms);
    net_host_slots_release(slots, host);
    return err;
}

static enum base_err fetch_with_tries(struct fetch *fetch, struct base_text host_name)
{
    assert(fetch->tries_left > 0 && fetch->task != NULL);
    for (;;) {
        enum base_err err = attempt_in_slot(fetch, host_name);
        bool is_stale = has_stale_range(fetch, err);
        bool is_due = is_stale || (err == BASE_ERR_OK ? is_temporary(fetch->reply->status)
                                                      : is_temporary_failure(fetch, err));
        if (!is_due || !may_try_again(fetch)) return err;
        if (is_stale) fetch->may_resume = false;
        uint64_t retry_after_ms = fetch->reply->retry_after_ms;
        if (retry_after_ms > fetch->client->config.retry_after_max_ms) return err;
        enum base_err paused = pause_before_next(fetch, retry_after_ms);
        if (paused != BASE_ERR_OK) return paused;
        if (!fetch->may_resume) fetch->have = 0;
    }
}

/* "http://host:port" of a URL: the name under which its requests are counted. */
static struct base_text host_name_of(const char *url)
{
    const char *slashes = strstr(url, "://");
    if (slashes == NULL) return base_text_of(url);
    return (struct base_text){url, (size_t)(slashes - url) + 3 + strcspn(slashes + 3, "/?#")};
}

enum base_err net_client_fetch(struct net_client *client, const struct net_client_request *request,
                               struct net_client_reply *reply)
{
    assert(request->url != NULL && net_task_self() != NULL);
    assert(request->body == NULL || request->write == NULL); /* the body goes to one of them */
    *reply = (struct net_client_reply){.from = request->from};
    struct fetch fetch = {.client = client,
                          .request = request,
                          .reply = reply,
                          .task = net_task_self(),
                          .max_bytes = request->max_bytes > 0 ? request->max_bytes
                                                              : NET_CLIENT_BODY_MAX_BYTES,
                          .have = request->from,
                          .may_resume = request->from > 0,
                          .tries_left = client->config.tries > 0 ? client->config.tries : 1};
    if (request->if_range != NULL)
        snprintf(fetch.validator, sizeof fetch.validator, "%s", request->if_range);
    uint64_t before = net_task_deadline_begin(client->config.total_ms);
    enum base_err err = fetch_with_tries(&fetch, host_name_of(request->url));
    net_task_deadline_end(before);
    return err;
}

enum base_err net_client_get(struct net_client *client, const char *url, struct base_buf *body,
                             struct net_client_reply *reply)
{
    return net_client_fetch(client, &(struct net_client_request){.url = url, .body = body}, reply);
}
