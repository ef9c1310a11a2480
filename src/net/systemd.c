/* The service's side of systemd's protocols. */
#include "net/systemd.h"

#include "base/num.h"
#include "base/text.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool read_whole(const char *text, unsigned most, unsigned *value)
{
    struct base_fault fault;
    return text != NULL &&
           base_num_parse_whole(base_text_of(text), most, value, &fault) == BASE_ERR_OK;
}

static void read_sockets(char *(*env)(const char *), long pid, struct net_systemd *systemd)
{
    unsigned count, target_pid;
    if (!read_whole(env("LISTEN_PID"), INT32_MAX, &target_pid) || target_pid != (unsigned long)pid)
        return;
    if (!read_whole(env("LISTEN_FDS"), INT16_MAX, &count)) return;
    systemd->socket_count = count;
    for (unsigned i = 0; i < count && i < NET_SYSTEMD_SOCKETS_MAX; i++)
        systemd->sockets[i] = NET_SYSTEMD_FIRST_FD + (int)i;
}

/* Whether it is a positive integer. base/num is not used: microseconds can exceed its range. */
static bool is_positive(const char *text)
{
    size_t digits = text != NULL ? strspn(text, "0123456789") : 0;
    return digits > 0 && text[digits] == '\0' && strspn(text, "0") < digits;
}

/* "/run/...", or "@name" in Linux' abstract namespace: a zero byte replaces the "@". */
static void read_address(const char *name, struct net_systemd *systemd)
{
    if (name == NULL || (name[0] != '/' && name[0] != '@')) return;
    size_t length = strlen(name);
    if (length < 2 || length >= sizeof systemd->notify.sun_path) return;
    systemd->notify.sun_family = AF_UNIX;
    memcpy(systemd->notify.sun_path, name, length);
    if (name[0] == '@') systemd->notify.sun_path[0] = '\0';
    systemd->notify_length = (unsigned)(offsetof(struct sockaddr_un, sun_path) + length);
}

void net_systemd_read(char *(*env)(const char *name), long pid, struct net_systemd *systemd)
{
    unsigned number;
    assert(env != NULL && pid > 0);
    *systemd = (struct net_systemd){.socket_count = 0};
    read_sockets(env, pid, systemd);
    read_address(env("NOTIFY_SOCKET"), systemd);
    const char *target_pid = env("WATCHDOG_PID");
    bool is_ours = target_pid == NULL ||
                   (read_whole(target_pid, INT32_MAX, &number) && number == (unsigned long)pid);
    systemd->wants_watchdog = is_ours && is_positive(env("WATCHDOG_USEC"));
}

enum base_err net_systemd_notify(const struct net_systemd *systemd, const char *text)
{
    assert(text != NULL && systemd->notify_length <= sizeof systemd->notify);
    if (systemd->notify_length == 0) return BASE_ERR_OK;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return BASE_ERR_SYSTEM;
    ssize_t sent = sendto(fd, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT,
                          (const struct sockaddr *)&systemd->notify, systemd->notify_length);
    close(fd);
    return sent >= 0 ? BASE_ERR_OK : BASE_ERR_SYSTEM;
}
