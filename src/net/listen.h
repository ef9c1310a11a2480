/* The sockets a server listens on: its own TCP address, with one socket for each thread; or a Unix
 * socket, or sockets inherited from a supervisor, which all threads share.
 */
#ifndef NET_LISTEN_H
#define NET_LISTEN_H

#include "base/err.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#define NET_LISTEN_BACKLOG       1024 /* clients waiting to be accepted, for each thread */
#define NET_LISTEN_INHERITED_MAX 8u   /* inherited sockets */

/* Where to listen. One of: inherited sockets, if there are any; the Unix socket, if it has a path;
 * host and port. */
struct net_listen_config {
    const char *host; /* IPv4, IPv6 with or without brackets, or a name: its first IPv4 address */
    unsigned port;    /* 0: any free port, see net_listen_port */
    const char *unix_path; /* or NULL; made with mode 0660; replaces the file of a server that is
                              gone, but not of one that runs; removed by net_listen_close */
    const int *inherited;  /* sockets that listen already, TCP or Unix; taken */
    unsigned inherited_count;
};

/* Why a server could not start, as text for people: "cannot <step>: <cause>". */
struct net_listen_fault {
    const char *step;  /* constant text */
    const char *cause; /* constant text */
    int system_errno;  /* EADDRINUSE, EACCES ...; 0 when no system call failed */
};

/* The fields below are private. */
struct net_listen {
    struct sockaddr_storage address; /* of the TCP sockets we make */
    socklen_t address_length;
    int shared[NET_LISTEN_INHERITED_MAX];
    unsigned shared_count;   /* 0: TCP sockets we make */
    struct sockaddr_un path; /* of the Unix socket we made; "" when there is none */
    dev_t device;            /* its file, which is removed only if it is still the same */
    ino_t inode;
};

/* Fills in *fault. Gives SYSTEM, or MEMORY for ENOMEM. */
enum base_err net_listen_fail(struct net_listen_fault *fault, const char *step, int system_errno);
/* Fills in *fault. Gives FORMAT. */
enum base_err net_listen_fail_format(struct net_listen_fault *fault, const char *step,
                                     const char *cause);

/* Prepares to listen: resolves the host and makes sure that nothing else uses the address, or makes
 * the Unix socket, or checks the inherited sockets.
 *
 * Given  config  borrowed until return
 * Gives  *listen to be closed with net_listen_close, also after a failure
 * Fails  FORMAT  the host is neither an address nor a known name, the path is too long, or an
 *                inherited socket is not a listening stream socket
 *        SYSTEM  fault->system_errno says why: EADDRINUSE also when the other server is one of
 *                ours, because the address is first bound without SO_REUSEPORT. (Two servers that
 *                start in the same millisecond can both pass that test and would share the port.)
 *        MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_listen_open(const struct net_listen_config *config, struct net_listen *listen,
                              struct net_listen_fault *fault);

/* How many sockets each thread listens on. */
unsigned net_listen_count(const struct net_listen *listen);

/* Makes a socket for one thread: a TCP socket of its own, or a duplicate of a shared one.
 *
 * Given  which  below net_listen_count
 * Gives  *fd, which listens and does not block; the caller closes it
 * Fails  SYSTEM, MEMORY
 */
BASE_ERR_CHECKED
enum base_err net_listen_socket(struct net_listen *listen, unsigned which, int *fd,
                                struct net_listen_fault *fault);

/* The port of the TCP sockets, or of the first inherited socket; 0 for a Unix socket. */
unsigned net_listen_port(const struct net_listen *listen);

/* Closes the shared sockets and removes the file of the Unix socket. */
void net_listen_close(struct net_listen *listen);

#endif
