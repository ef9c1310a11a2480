/* The sockets a server listens on: TCP of its own, one for each thread; a unix socket or sockets
 * that somebody handed over, shared by all threads. Behind the door of net/server.
 */
#ifndef NET_LISTEN_H
#define NET_LISTEN_H

#include "net/server.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

struct net_listen {
    struct sockaddr_storage address; /* of TCP of our own */
    socklen_t address_length;
    int shared[NET_SERVER_INHERITED_MAX];
    unsigned shared_count;   /* 0: TCP of our own */
    struct sockaddr_un path; /* of the unix socket that we made; "" when there is none */
    dev_t device;            /* its file, to be removed if it is still that one */
    ino_t inode;
};

/* Fills *fault and gives SYSTEM, or MEMORY for ENOMEM; step and cause are constant texts. */
enum base_err net_listen_fail(struct net_server_fault *fault, const char *step, int system_errno);
/* The same, giving FORMAT. */
enum base_err net_listen_fail_format(struct net_server_fault *fault, const char *step,
                                     const char *cause);

/* Finds out where to listen: resolves the host and makes sure that nobody is there, or makes the
 * unix socket, or looks at what was handed over.
 *
 * Gives  *listen to be closed with net_listen_close, also after a failure
 * Fails  as net_server_open
 */
BASE_ERR_CHECKED
enum base_err net_listen_open(const struct net_server_config *config, struct net_listen *listen,
                              struct net_server_fault *fault);

/* How many sockets each thread listens on. */
unsigned net_listen_count(const struct net_listen *listen);

/* A socket for one thread.
 *
 * Given  which  below net_listen_count
 * Gives  *fd, which listens, does not block, and is the caller's to close
 */
BASE_ERR_CHECKED
enum base_err net_listen_take(struct net_listen *listen, unsigned which, int *fd,
                              struct net_server_fault *fault);

/* The port of TCP of our own, or of the first socket handed over; 0: none. */
unsigned net_listen_port(const struct net_listen *listen);

/* Closes what is shared and removes the file of the unix socket. */
void net_listen_close(struct net_listen *listen);

#endif
