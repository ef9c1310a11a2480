/* What a supervisor such as systemd and a service say to each other: sockets handed over, "ready",
 * "stopping", "alive". The protocols are a few environment variables and one datagram, so no
 * library is needed.
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
    int sockets[NET_SYSTEMD_SOCKETS_MAX]; /* handed over, listening */
    unsigned socket_count;                /* may be more than fit: then the caller should refuse */
    struct sockaddr_un notify;            /* where to tell; */
    unsigned notify_length;               /* 0: nobody wants to know */
    bool wants_watchdog;                  /* to be told WATCHDOG=1 now and then */
};

/* Reads LISTEN_FDS and LISTEN_PID, NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID. What makes no
 * sense or is meant for another process is not there.
 *
 * Given  env  looks up an environment variable, NULL when it is not set: getenv outside of tests
 *        pid  of this process
 */
void net_systemd_read(char *(*env)(const char *name), long pid, struct net_systemd *systemd);

/* Tells the supervisor, such as "READY=1". Does nothing when nobody wants to know. Does not block.
 *
 * Fails  SYSTEM
 */
enum base_err net_systemd_notify(const struct net_systemd *systemd, const char *text);

#endif
