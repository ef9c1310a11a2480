/* The glue between libcurl and libuv. A socket's handle is kept by its number and used again when
 * the kernel gives the number to another socket: libcurl drops and takes up a socket for every
 * transfer, and closing a libuv handle takes a turn.
 * Source: libcurl's documentation of CURLMOPT_SOCKETFUNCTION and CURLMOPT_TIMERFUNCTION.
 */
#include "net/curl_loop.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct watch {
    uv_poll_t poll;
    struct net_curl_loop *multi;
};

struct net_curl_loop {
    CURLM *curl;
    uv_loop_t *uv;
    uv_timer_t timer;
    bool is_in_timer;
    struct watch **watches; /* by the socket's number */
    size_t watch_count;
    unsigned closing; /* handles */
};

static void collect(struct net_curl_loop *multi)
{
    CURLMsg *message;
    int left;
    while ((message = net_curl_load_calls.multi_info_read(multi->curl, &left)) != NULL) {
        struct net_curl_loop_transfer *transfer;
        if (message->msg != CURLMSG_DONE) continue;
        CURLcode code = message->data.result;
        net_curl_load_calls.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        net_curl_load_calls.multi_remove_handle(multi->curl, transfer->easy);
        transfer->done(transfer->argument, code);
    }
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct watch *watch = poll->data;
    struct net_curl_loop *multi = watch->multi;
    int flags = status < 0 ? CURL_CSELECT_ERR : 0, running;
    if (events & UV_READABLE) flags |= CURL_CSELECT_IN;
    if (events & UV_WRITABLE) flags |= CURL_CSELECT_OUT;
    uv_os_fd_t fd;
    if (uv_fileno((uv_handle_t *)poll, &fd) != 0) return;
    net_curl_load_calls.multi_socket_action(multi->curl, fd, flags, &running);
    collect(multi);
}

static void on_timer(uv_timer_t *timer)
{
    struct net_curl_loop *multi = timer->data;
    int running;
    multi->is_in_timer = true;
    net_curl_load_calls.multi_socket_action(multi->curl, CURL_SOCKET_TIMEOUT, 0, &running);
    multi->is_in_timer = false;
    collect(multi);
}

/* While more keeps coming than is read at once, libcurl asks for "at once" again and again. libuv
 * would call such a timer back before it looks at anything else, so the next turn must do: else a
 * flood would keep signals and keys waiting for ever. */
static int set_timer(CURLM *curl, long timeout_ms, void *argument)
{
    struct net_curl_loop *multi = argument;
    (void)curl;
    if (timeout_ms < 0)
        uv_timer_stop(&multi->timer);
    else
        uv_timer_start(&multi->timer, on_timer,
                       multi->is_in_timer && timeout_ms == 0 ? 1 : (uint64_t)timeout_ms, 0);
    return 0;
}

/* Gives the handle for a socket's number, or NULL. */
static struct watch *watch_of(struct net_curl_loop *multi, curl_socket_t fd)
{
    size_t at = (size_t)fd;
    if (at >= multi->watch_count) {
        size_t count = (at + 1) * 2;
        struct watch **watches = realloc(multi->watches, count * sizeof *watches);
        if (watches == NULL) return NULL;
        memset(watches + multi->watch_count, 0, (count - multi->watch_count) * sizeof *watches);
        multi->watches = watches;
        multi->watch_count = count;
    }
    if (multi->watches[at] != NULL) return multi->watches[at];
    struct watch *watch = calloc(1, sizeof *watch);
    if (watch == NULL) return NULL;
    if (uv_poll_init_socket(multi->uv, &watch->poll, fd) != 0) {
        free(watch);
        return NULL;
    }
    watch->poll.data = watch;
    watch->multi = multi;
    return multi->watches[at] = watch;
}

static int set_socket(CURL *easy, curl_socket_t fd, int what, void *argument, void *unused)
{
    (void)easy, (void)unused;
    struct net_curl_loop *multi = argument;
    if (what == CURL_POLL_REMOVE) {
        if ((size_t)fd < multi->watch_count && multi->watches[fd] != NULL)
            uv_poll_stop(&multi->watches[fd]->poll);
        return 0;
    }
    struct watch *watch = watch_of(multi, fd);
    if (watch == NULL) return -1;
    int events = (what & CURL_POLL_IN ? UV_READABLE : 0) | (what & CURL_POLL_OUT ? UV_WRITABLE : 0);
    return uv_poll_start(&watch->poll, events, on_poll);
}

enum base_err net_curl_loop_open(uv_loop_t *uv, unsigned connections, struct net_curl_loop **opened)
{
    enum base_err err = net_curl_load_load();
    if (err != BASE_ERR_OK) return err;
    struct net_curl_loop *multi = calloc(1, sizeof *multi);
    if (multi == NULL) return BASE_ERR_MEMORY;
    multi->uv = uv;
    multi->curl = net_curl_load_calls.multi_init();
    if (multi->curl == NULL) {
        free(multi);
        return BASE_ERR_MEMORY;
    }
    uv_timer_init(uv, &multi->timer);
    multi->timer.data = multi;
    net_curl_load_calls.multi_setopt(multi->curl, CURLMOPT_SOCKETFUNCTION, set_socket);
    net_curl_load_calls.multi_setopt(multi->curl, CURLMOPT_SOCKETDATA, multi);
    net_curl_load_calls.multi_setopt(multi->curl, CURLMOPT_TIMERFUNCTION, set_timer);
    net_curl_load_calls.multi_setopt(multi->curl, CURLMOPT_TIMERDATA, multi);
    net_curl_load_calls.multi_setopt(multi->curl, CURLMOPT_MAXCONNECTS, (long)connections);
    *opened = multi;
    return BASE_ERR_OK;
}

static void on_closed(struct net_curl_loop *multi)
{
    if (--multi->closing > 0) return;
    for (size_t i = 0; i < multi->watch_count; i++) free(multi->watches[i]);
    free(multi->watches);
    free(multi);
}

static void on_timer_closed(uv_handle_t *handle)
{
    on_closed(handle->data);
}

static void on_poll_closed(uv_handle_t *handle)
{
    struct watch *watch = handle->data;
    on_closed(watch->multi);
}

void net_curl_loop_close(struct net_curl_loop *multi)
{
    net_curl_load_calls.multi_cleanup(multi->curl);
    multi->closing = 1;
    for (size_t i = 0; i < multi->watch_count; i++) {
        if (multi->watches[i] == NULL) continue;
        multi->closing++;
        uv_close((uv_handle_t *)&multi->watches[i]->poll, on_poll_closed);
    }
    uv_close((uv_handle_t *)&multi->timer, on_timer_closed);
}

enum base_err net_curl_loop_add(struct net_curl_loop *multi,
                                struct net_curl_loop_transfer *transfer)
{
    net_curl_load_calls.easy_setopt(transfer->easy, CURLOPT_PRIVATE, transfer);
    CURLMcode code = net_curl_load_calls.multi_add_handle(multi->curl, transfer->easy);
    if (code == CURLM_OK) return BASE_ERR_OK;
    return code == CURLM_OUT_OF_MEMORY ? BASE_ERR_MEMORY : BASE_ERR_SYSTEM;
}

void net_curl_loop_remove(struct net_curl_loop *multi, struct net_curl_loop_transfer *transfer)
{
    net_curl_load_calls.multi_remove_handle(multi->curl, transfer->easy);
}
