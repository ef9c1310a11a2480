/* The protocols between a supervisor such as systemd and a service: inherited sockets, "ready",
 * "stopping", "alive". They consist of a few environment variables and one datagram, so no library
 * is needed.
 *
 * Source  the manual pages sd_listen_fds(3), sd_notify(3), sd_watchdog_enabled(3)
 */
#ifndef NET_SYSTEMD_H
#define NET_SYSTEMD_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/un.h>

#define NET_SYSTEMD_FIRST_FD    3
#define NET_SYSTEMD_SOCKETS_MAX 8u

struct net_systemd {
    int sockets[NET_SYSTEMD_SOCKETS_MAX]; /* inherited, listening */
    unsigned socket_count;     /* may exceed the array: then the caller should refuse to start */
    struct sockaddr_un notify; /* where notifications go */
    unsigned notify_length;    /* 0: no notifications are wanted */
    bool wants_watchdog;       /* expects WATCHDOG=1 regularly */
};

/* Reads LISTEN_FDS and LISTEN_PID, NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID. Ignores values
 * that are malformed or meant for another process.
 *
 * Given  env  looks up an environment variable, NULL when it is not set: getenv except in tests
 *        pid  of this process
 */
void net_systemd_read(char *(*env)(const char *name), long pid, struct net_systemd *systemd);

/* Sends a notification, such as "READY=1", if the supervisor wants any. Does not block.
 *
 * Fails  SYSTEM
 */
enum base_err net_systemd_notify(const struct net_systemd *systemd, const char *text);

#endif
