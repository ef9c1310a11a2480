/* Connects libcurl to libuv. A socket's handle is stored by the number of the socket and reused
 * when the kernel gives the number to another socket: libcurl removes and adds a socket for each
 * transfer, and closing a libuv handle takes one turn of the loop.
 * Source: libcurl's documentation of CURLMOPT_SOCKETFUNCTION and CURLMOPT_TIMERFUNCTION.
 */
#include "net/curl_loop.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct watch {
    uv_poll_t poll;
    struct net_curl_loop *loop;
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

static void collect(struct net_curl_loop *loop)
{
    CURLMsg *message;
    int left;
    while ((message = net_curl_load_calls.multi_info_read(loop->curl, &left)) != NULL) {
        struct net_curl_loop_transfer *transfer;
        if (message->msg != CURLMSG_DONE) continue;
        CURLcode code = message->data.result;
        net_curl_load_calls.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        net_curl_load_calls.multi_remove_handle(loop->curl, transfer->easy);
        transfer->done(transfer->argument, code);
    }
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct watch *watch = poll->data;
    struct net_curl_loop *loop = watch->loop;
    int flags = status < 0 ? CURL_CSELECT_ERR : 0, running;
    if (events & UV_READABLE) flags |= CURL_CSELECT_IN;
    if (events & UV_WRITABLE) flags |= CURL_CSELECT_OUT;
    uv_os_fd_t fd;
    if (uv_fileno((uv_handle_t *)poll, &fd) != 0) return;
    net_curl_load_calls.multi_socket_action(loop->curl, fd, flags, &running);
    collect(loop);
}

static void on_timer(uv_timer_t *timer)
{
    struct net_curl_loop *loop = timer->data;
    int running;
    loop->is_in_timer = true;
    net_curl_load_calls.multi_socket_action(loop->curl, CURL_SOCKET_TIMEOUT, 0, &running);
    loop->is_in_timer = false;
    collect(loop);
}

/* While data arrive faster than they are read, libcurl sets a timeout of 0 again and again. libuv
 * would run such a timer before anything else, and signals and keys would wait without end: so
 * within the timer's own callback 0 becomes the next turn. */
static int set_timer(CURLM *curl, long timeout_ms, void *argument)
{
    struct net_curl_loop *loop = argument;
    (void)curl;
    if (timeout_ms < 0)
        uv_timer_stop(&loop->timer);
    else
        uv_timer_start(&loop->timer, on_timer,
                       loop->is_in_timer && timeout_ms == 0 ? 1 : (uint64_t)timeout_ms, 0);
    return 0;
}

/* The handle for a socket's number; NULL: no memory. */
static struct watch *watch_of(struct net_curl_loop *loop, curl_socket_t fd)
{
    assert(fd >= 0);
    size_t at = (size_t)fd;
    if (at >= loop->watch_count) {
        size_t count = (at + 1) * 2;
        struct watch **watches = realloc(loop->watches, count * sizeof *watches);
        if (watches == NULL) return NULL;
        memset(watches + loop->watch_count, 0, (count - loop->watch_count) * sizeof *watches);
        loop->watches = watches;
        loop->watch_count = count;
    }
    if (loop->watches[at] != NULL) return loop->watches[at];
    struct watch *watch = calloc(1, sizeof *watch);
    if (watch == NULL) return NULL;
    if (uv_poll_init_socket(loop->uv, &watch->poll, fd) != 0) {
        free(watch);
        return NULL;
    }
    watch->poll.data = watch;
    watch->loop = loop;
    return loop->watches[at] = watch;
}

static int set_socket(CURL *easy, curl_socket_t fd, int what, void *argument, void *unused)
{
    (void)easy, (void)unused;
    struct net_curl_loop *loop = argument;
    if (what == CURL_POLL_REMOVE) {
        if ((size_t)fd < loop->watch_count && loop->watches[fd] != NULL)
            uv_poll_stop(&loop->watches[fd]->poll);
        return 0;
    }
    struct watch *watch = watch_of(loop, fd);
    if (watch == NULL) return -1;
    int events = (what & CURL_POLL_IN ? UV_READABLE : 0) | (what & CURL_POLL_OUT ? UV_WRITABLE : 0);
    return uv_poll_start(&watch->poll, events, on_poll);
}

enum base_err net_curl_loop_open(uv_loop_t *uv, unsigned connections, struct net_curl_loop **opened)
{
    enum base_err err = net_curl_load_load();
    if (err != BASE_ERR_OK) return err;
    struct net_curl_loop *loop = calloc(1, sizeof *loop);
    if (loop == NULL) return BASE_ERR_MEMORY;
    loop->uv = uv;
    loop->curl = net_curl_load_calls.multi_init();
    if (loop->curl == NULL) {
        free(loop);
        return BASE_ERR_MEMORY;
    }
    uv_timer_init(uv, &loop->timer);
    loop->timer.data = loop;
    net_curl_load_calls.multi_setopt(loop->curl, CURLMOPT_SOCKETFUNCTION, set_socket);
    net_curl_load_calls.multi_setopt(loop->curl, CURLMOPT_SOCKETDATA, loop);
    net_curl_load_calls.multi_setopt(loop->curl, CURLMOPT_TIMERFUNCTION, set_timer);
    net_curl_load_calls.multi_setopt(loop->curl, CURLMOPT_TIMERDATA, loop);
    net_curl_load_calls.multi_setopt(loop->curl, CURLMOPT_MAXCONNECTS, (long)connections);
    *opened = loop;
    return BASE_ERR_OK;
}

static void on_closed(struct net_curl_loop *loop)
{
    assert(loop->closing > 0);
    if (--loop->closing > 0) return;
    for (size_t i = 0; i < loop->watch_count; i++) free(loop->watches[i]);
    free(loop->watches);
    free(loop);
}

static void on_timer_closed(uv_handle_t *handle)
{
    on_closed(handle->data);
}

static void on_poll_closed(uv_handle_t *handle)
{
    struct watch *watch = handle->data;
    on_closed(watch->loop);
}

void net_curl_loop_close(struct net_curl_loop *loop)
{
    net_curl_load_calls.multi_cleanup(loop->curl);
    loop->closing = 1;
    for (size_t i = 0; i < loop->watch_count; i++) {
        if (loop->watches[i] == NULL) continue;
        loop->closing++;
        uv_close((uv_handle_t *)&loop->watches[i]->poll, on_poll_closed);
    }
    uv_close((uv_handle_t *)&loop->timer, on_timer_closed);
}

enum base_err net_curl_loop_add(struct net_curl_loop *loop, struct net_curl_loop_transfer *transfer)
{
    assert(transfer->easy != NULL && transfer->done != NULL);
    net_curl_load_calls.easy_setopt(transfer->easy, CURLOPT_PRIVATE, transfer);
    CURLMcode code = net_curl_load_calls.multi_add_handle(loop->curl, transfer->easy);
    if (code == CURLM_OK) return BASE_ERR_OK;
    return code == CURLM_OUT_OF_MEMORY ? BASE_ERR_MEMORY : BASE_ERR_SYSTEM;
}

void net_curl_loop_remove(struct net_curl_loop *loop, struct net_curl_loop_transfer *transfer)
{
    net_curl_load_calls.multi_remove_handle(loop->curl, transfer->easy);
}
