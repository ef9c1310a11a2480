/* Listening sockets.
 *
 * The TCP sockets we make have SO_REUSEPORT: the kernel distributes clients over the threads'
 * sockets. A shared socket is one that all threads poll; the first to call accept gets the client.
 */
#include "net/listen.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#define HOST_MAX_CHARS 254u /* a name in the DNS has at most 253 */
#define UNIX_MODE      0660 /* for the owner, and for a proxy in its group */

enum base_err net_listen_fail(struct net_listen_fault *fault, const char *step, int system_errno)
{
    assert(system_errno > 0);
    *fault = (struct net_listen_fault){step, uv_strerror(-system_errno), system_errno};
    return system_errno == ENOMEM ? BASE_ERR_MEMORY : BASE_ERR_SYSTEM;
}

enum base_err net_listen_fail_format(struct net_listen_fault *fault, const char *step,
                                     const char *cause)
{
    *fault = (struct net_listen_fault){step, cause, 0};
    return BASE_ERR_FORMAT;
}

static int set_option(int fd, int level, int option)
{
    int one = 1;
    return setsockopt(fd, level, option, &one, sizeof one);
}

static int listen_now(int fd)
{
    return listen(fd, NET_LISTEN_BACKLOG);
}

/* ---- TCP sockets we make ---------------------------------------------------------------- */

/* Chooses the first IPv4 address, or the first address if there is none: "localhost" is then the
 * one address that every client tries, and 127.0.0.1 works too. */
static void choose_address(const struct addrinfo *list, struct net_listen *listen)
{
    const struct addrinfo *chosen = list;
    assert(chosen != NULL);
    for (const struct addrinfo *it = list; it != NULL; it = it->ai_next) {
        if (it->ai_family != AF_INET) continue;
        chosen = it;
        break;
    }
    assert(chosen->ai_addrlen <= sizeof listen->address);
    memcpy(&listen->address, chosen->ai_addr, chosen->ai_addrlen);
    listen->address_length = chosen->ai_addrlen;
}

static enum base_err resolve(const char *host, struct net_listen *listen,
                             struct net_listen_fault *fault)
{
    char name[HOST_MAX_CHARS + 1];
    size_t length = strlen(host);
    bool has_brackets = length >= 2 && host[0] == '[' && host[length - 1] == ']';
    if (has_brackets) {
        host++;
        length -= 2;
    }
    if (length == 0 || length > HOST_MAX_CHARS)
        return net_listen_fail_format(fault, "use the host", "it is empty or too long");
    memcpy(name, host, length);
    name[length] = '\0';
    /* "localhost" is the loopback address, whatever /etc/hosts says: RFC 6761, section 6.3. */
    if (strcmp(name, "localhost") == 0) memcpy(name, "127.0.0.1", sizeof "127.0.0.1");
    struct addrinfo *list = NULL;
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    if (has_brackets) {
        hints.ai_family = AF_INET6;
        hints.ai_flags |= AI_NUMERICHOST;
    }
    int err = getaddrinfo(name, NULL, &hints, &list);
    if (err != 0) return net_listen_fail_format(fault, "resolve the host", gai_strerror(err));
    choose_address(list, listen);
    freeaddrinfo(list);
    return BASE_ERR_OK;
}

static unsigned port_of(const struct sockaddr_storage *address)
{
    if (address->ss_family == AF_INET6)
        return ntohs(((const struct sockaddr_in6 *)address)->sin6_port);
    if (address->ss_family == AF_INET)
        return ntohs(((const struct sockaddr_in *)address)->sin_port);
    return 0;
}

static void set_port(struct sockaddr_storage *address, unsigned port)
{
    if (address->ss_family == AF_INET6)
        ((struct sockaddr_in6 *)address)->sin6_port = htons((uint16_t)port);
    else
        ((struct sockaddr_in *)address)->sin_port = htons((uint16_t)port);
}

enum sharing { ALONE, SHARED };

/* Makes a bound socket. The sockets it accepts inherit TCP_NODELAY, which saves a call for each. */
static enum base_err bind_tcp(const struct net_listen *listen, enum sharing sharing, int *bound_fd,
                              struct net_listen_fault *fault)
{
    const struct sockaddr *address = (const struct sockaddr *)&listen->address;
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return net_listen_fail(fault, "make a socket", errno);
    if (set_option(fd, SOL_SOCKET, SO_REUSEADDR) != 0 ||
        set_option(fd, IPPROTO_TCP, TCP_NODELAY) != 0 ||
        (sharing == SHARED && set_option(fd, SOL_SOCKET, SO_REUSEPORT) != 0) ||
        bind(fd, address, listen->address_length) != 0) {
        enum base_err err = net_listen_fail(fault, "bind the address", errno);
        close(fd);
        return err;
    }
    *bound_fd = fd;
    return BASE_ERR_OK;
}

/* Resolves the host and makes sure that nothing listens there, not even with SO_REUSEPORT. */
static enum base_err open_tcp(const struct net_listen_config *config, struct net_listen *listen,
                              struct net_listen_fault *fault)
{
    int fd = -1;
    enum base_err err = resolve(config->host, listen, fault);
    if (err != BASE_ERR_OK) return err;
    set_port(&listen->address, config->port);
    if (config->port == 0) return BASE_ERR_OK;
    err = bind_tcp(listen, ALONE, &fd, fault);
    if (err == BASE_ERR_OK) close(fd);
    return err;
}

/* Makes a TCP socket for one thread. The first one finds out the port for all of them. */
static enum base_err make_tcp(struct net_listen *listen, int *made_fd,
                              struct net_listen_fault *fault)
{
    int fd = -1;
    enum base_err err = bind_tcp(listen, SHARED, &fd, fault);
    if (err != BASE_ERR_OK) return err;
    struct sockaddr_storage bound = {0};
    socklen_t length = sizeof bound;
    if (listen_now(fd) != 0 || getsockname(fd, (struct sockaddr *)&bound, &length) != 0) {
        err = net_listen_fail(fault, "listen", errno);
        close(fd);
        return err;
    }
    set_port(&listen->address, port_of(&bound));
    *made_fd = fd;
    return BASE_ERR_OK;
}

/* ---- a Unix socket ---------------------------------------------------------------------- */

/* Checks whether a file at our path is a socket that no server uses any more.
 *
 * Gives  0, or an errno that says why the file must not be replaced
 */
static int check_stale(const struct sockaddr_un *path)
{
    struct stat file;
    if (lstat(path->sun_path, &file) != 0) return errno == ENOENT ? 0 : errno;
    if (!S_ISSOCK(file.st_mode)) return EEXIST;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return errno;
    int err = connect(fd, (const struct sockaddr *)path, sizeof *path) == 0 ? 0 : errno;
    close(fd);
    if (err == ECONNREFUSED || err == ENOENT) return 0;
    return err == EACCES ? EACCES : EADDRINUSE;
}

static int bind_unix(int fd, const struct sockaddr_un *path)
{
    const struct sockaddr *address = (const struct sockaddr *)path;
    if (bind(fd, address, sizeof *path) == 0) return 0;
    if (errno != EADDRINUSE) return errno;
    int err = check_stale(path);
    if (err != 0) return err;
    unlink(path->sun_path);
    return bind(fd, address, sizeof *path) == 0 ? 0 : errno;
}

/* Sets the mode before it listens: no client can connect while the permissions are others. */
static enum base_err open_unix(const char *name, struct net_listen *listen,
                               struct net_listen_fault *fault)
{
    struct sockaddr_un path = {.sun_family = AF_UNIX};
    size_t length = strlen(name);
    if (length == 0 || length >= sizeof path.sun_path)
        return net_listen_fail_format(fault, "use the path", "it is empty or too long");
    memcpy(path.sun_path, name, length + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return net_listen_fail(fault, "make a socket", errno);
    listen->shared[listen->shared_count++] = fd;
    int err = bind_unix(fd, &path);
    if (err != 0) return net_listen_fail(fault, "bind the path", err);
    listen->path = path;
    struct stat file;
    if (lstat(path.sun_path, &file) != 0 || chmod(path.sun_path, UNIX_MODE) != 0)
        return net_listen_fail(fault, "set the mode of the socket", errno);
    listen->device = file.st_dev;
    listen->inode = file.st_ino;
    return listen_now(fd) == 0 ? BASE_ERR_OK : net_listen_fail(fault, "listen", errno);
}

/* ---- inherited sockets ------------------------------------------------------------------ */

static enum base_err set_inherited_flags(int fd, int domain)
{
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK) != 0 ||
        (domain != AF_UNIX && set_option(fd, IPPROTO_TCP, TCP_NODELAY) != 0))
        return BASE_ERR_SYSTEM;
    return BASE_ERR_OK;
}

static enum base_err adopt(int fd, struct net_listen *listen, struct net_listen_fault *fault)
{
    int listens = 0, type = 0, domain = 0;
    socklen_t length = sizeof listens;
    assert(listen->shared_count < NET_LISTEN_INHERITED_MAX);
    if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) != 0 ||
        getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) != 0 ||
        getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) != 0)
        return net_listen_fail(fault, "use the inherited socket", errno);
    bool is_tcp = domain == AF_INET || domain == AF_INET6;
    if (!listens || type != SOCK_STREAM || (!is_tcp && domain != AF_UNIX))
        return net_listen_fail_format(fault, "use the inherited socket",
                                      "it is not a listening stream socket, TCP or Unix");
    if (set_inherited_flags(fd, domain) != BASE_ERR_OK)
        return net_listen_fail(fault, "use the inherited socket", errno);
    listen->shared[listen->shared_count++] = fd;
    return BASE_ERR_OK;
}

static enum base_err adopt_all(const struct net_listen_config *config, struct net_listen *listen,
                               struct net_listen_fault *fault)
{
    if (config->inherited_count > NET_LISTEN_INHERITED_MAX)
        return net_listen_fail_format(fault, "use the inherited sockets", "there are too many");
    enum base_err err = BASE_ERR_OK;
    for (unsigned i = 0; err == BASE_ERR_OK && i < config->inherited_count; i++)
        err = adopt(config->inherited[i], listen, fault);
    socklen_t length = sizeof listen->address;
    if (err == BASE_ERR_OK)
        getsockname(listen->shared[0], (struct sockaddr *)&listen->address, &length);
    return err;
}

/* ---- the public functions --------------------------------------------------------------- */

enum base_err net_listen_open(const struct net_listen_config *config, struct net_listen *listen,
                              struct net_listen_fault *fault)
{
    assert(config->inherited_count == 0 || config->inherited != NULL);
    assert(config->port <= UINT16_MAX);
    *listen = (struct net_listen){.shared_count = 0};
    if (config->inherited_count > 0) return adopt_all(config, listen, fault);
    if (config->unix_path != NULL) return open_unix(config->unix_path, listen, fault);
    return open_tcp(config, listen, fault);
}

unsigned net_listen_count(const struct net_listen *listen)
{
    return listen->shared_count > 0 ? listen->shared_count : 1;
}

enum base_err net_listen_socket(struct net_listen *listen, unsigned which, int *fd,
                                struct net_listen_fault *fault)
{
    assert(which < net_listen_count(listen));
    if (listen->shared_count == 0) return make_tcp(listen, fd, fault);
    int copy = fcntl(listen->shared[which], F_DUPFD_CLOEXEC, 0);
    if (copy < 0) return net_listen_fail(fault, "share the socket", errno);
    *fd = copy;
    return BASE_ERR_OK;
}

unsigned net_listen_port(const struct net_listen *listen)
{
    return port_of(&listen->address);
}

void net_listen_close(struct net_listen *listen)
{
    struct stat file;
    const char *path = listen->path.sun_path;
    if (path[0] != '\0' && lstat(path, &file) == 0 && file.st_dev == listen->device &&
        file.st_ino == listen->inode)
        unlink(path);
    for (unsigned i = 0; i < listen->shared_count; i++) close(listen->shared[i]);
    *listen = (struct net_listen){.shared_count = 0};
}
