/* A real server in a thread and plain sockets to talk to it, for the tests of conn and server. */
#ifndef TEST_NET_LIVE_H
#define TEST_NET_LIVE_H

#include "net/server.h"

#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define LIVE_PATIENCE_S 20 /* far beyond any deadline a test sets: only a hang reaches it */
#define DATE            "Date: ***, ** *** **** **:**:** GMT\r\n"
#define DATE_CHARS      37u

struct live {
    struct net_server *server;
    pthread_t thread;
    enum base_err result; /* of net_server_run */
};

static inline void *live_run(void *argument)
{
    struct live *live = argument;
    live->result = net_server_run(live->server);
    return NULL;
}

static inline void live_start(struct live *live, const struct net_server_config *config)
{
    struct net_listen_fault fault = {0};
    enum base_err err = net_server_open(config, &live->server, &fault);
    if (err != BASE_ERR_OK) print_error("cannot %s: %s\n", fault.step, fault.cause);
    assert_int_equal(err, BASE_ERR_OK);
    assert_int_equal(pthread_create(&live->thread, NULL, live_run, live), 0);
}

/* Waits for a server that has been stopped. */
static inline void live_end(struct live *live)
{
    pthread_join(live->thread, NULL);
    assert_int_equal(live->result, BASE_ERR_OK);
    assert_int_equal(net_server_counts(live->server).open, 0);
    net_server_close(live->server);
}

static inline void live_stop(struct live *live)
{
    net_server_stop(live->server);
    live_end(live);
}

static inline int live_connect(const struct live *live)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    struct timeval patience = {.tv_sec = LIVE_PATIENCE_S};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)net_server_port(live->server)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static inline void live_send(int fd, const char *text)
{
    size_t length = strlen(text);
    assert_int_equal(send(fd, text, length, MSG_NOSIGNAL), (ssize_t)length);
}

/* Reads as many bytes as `want` has; the dates in them become stars. */
static inline void live_expect(int fd, const char *want)
{
    size_t length = strlen(want);
    size_t have = 0;
    char *got = calloc(1, length + 1);
    assert_non_null(got);
    while (have < length) {
        ssize_t count = recv(fd, got + have, length - have, 0);
        if (count <= 0) break;
        have += (size_t)count;
    }
    for (char *at = got; (at = strstr(at, "\r\nDate: ")) != NULL; at += DATE_CHARS)
        if (strlen(at) >= DATE_CHARS + 2) memcpy(at + 2, DATE, DATE_CHARS);
    assert_string_equal(got, want);
    free(got);
}

/* The server closes, in order or by a reset; it sends nothing before. */
static inline void live_expect_end(int fd)
{
    char byte;
    ssize_t count = recv(fd, &byte, 1, 0);
    if (count < 0) assert_int_equal(errno, ECONNRESET);
    assert_true(count <= 0);
    close(fd);
}

static inline void live_sleep_ms(long ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

/* Waits until this number of connections is open. */
static inline void live_await_open(const struct live *live, uint64_t open)
{
    for (int i = 0; i < LIVE_PATIENCE_S * 100; i++) {
        if (net_server_counts(live->server).open == open) return;
        live_sleep_ms(10);
    }
    assert_int_equal(net_server_counts(live->server).open, open);
}

/* Waits until this number of connections has been accepted; they may be closed again by then. */
static inline void live_await_accepted(const struct live *live, uint64_t accepted)
{
    for (int i = 0; i < LIVE_PATIENCE_S * 100; i++) {
        if (net_server_counts(live->server).connections >= accepted) return;
        live_sleep_ms(10);
    }
    assert_int_equal(net_server_counts(live->server).connections, accepted);
}

/* Ends a connection with a reset. */
static inline void live_reset(int fd)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(fd);
}

#endif
