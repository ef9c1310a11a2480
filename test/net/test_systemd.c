/* net/systemd: reading the environment, and notifications. */
#include "net/systemd.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define PID 1234

static const char *const *variables; /* name, value, name, value, NULL */

static char *look_up(const char *name)
{
    for (size_t i = 0; variables[i] != NULL; i += 2)
        if (strcmp(variables[i], name) == 0) return (char *)(uintptr_t)variables[i + 1];
    return NULL;
}

static struct net_systemd read_these(const char *const these[])
{
    struct net_systemd systemd;
    variables = these;
    net_systemd_read(look_up, PID, &systemd);
    return systemd;
}

#define READ(...) read_these((const char *const[]){__VA_ARGS__, NULL})

static void test_systemd_passes_sockets_to_one_process(void **state)
{
    (void)state;
    struct net_systemd systemd = READ("LISTEN_PID", "1234", "LISTEN_FDS", "2");
    assert_int_equal(systemd.socket_count, 2);
    assert_int_equal(systemd.sockets[0], 3);
    assert_int_equal(systemd.sockets[1], 4);
    assert_int_equal(READ("LISTEN_PID", "1235", "LISTEN_FDS", "2").socket_count, 0);
    assert_int_equal(READ("LISTEN_FDS", "2").socket_count, 0);
    assert_int_equal(READ("LISTEN_PID", "1234", "LISTEN_FDS", "-2").socket_count, 0);
    assert_int_equal(READ("LISTEN_PID", "1234x", "LISTEN_FDS", "2").socket_count, 0);
    assert_int_equal(READ("LISTEN_PID", "1234", "LISTEN_FDS", "300").socket_count, 300);
}

static void test_systemd_wants_a_watchdog_or_not(void **state)
{
    (void)state;
    assert_true(READ("WATCHDOG_USEC", "3000000").wants_watchdog);
    assert_true(READ("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "1234").wants_watchdog);
    assert_false(READ("WATCHDOG_USEC", "3000000", "WATCHDOG_PID", "1").wants_watchdog);
    assert_true(READ("WATCHDOG_USEC", "36000000000").wants_watchdog); /* ten hours */
    assert_false(READ("WATCHDOG_USEC", "0").wants_watchdog);
    assert_false(READ("WATCHDOG_USEC", "1x").wants_watchdog);
    assert_false(READ("WATCHDOG_PID", "1234").wants_watchdog);
}

/* Binds a datagram socket at a name, tells it something, reads it again. */
static void check_telling(const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, name, strlen(name));
    if (name[0] == '@') address.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address,
                          (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name))),
                     0);
    struct net_systemd systemd = READ("NOTIFY_SOCKET", name);
    assert_int_equal(net_systemd_notify(&systemd, "READY=1"), BASE_ERR_OK);
    char got[20] = "";
    assert_int_equal(recv(fd, got, sizeof got, MSG_DONTWAIT), 7);
    assert_string_equal(got, "READY=1");
    close(fd);
    assert_int_equal(net_systemd_notify(&systemd, "READY=1"),
                     BASE_ERR_SYSTEM); /* the receiver has gone */
}

static void test_systemd_is_notified(void **state)
{
    (void)state;
    char folder[] = "/tmp/net_systemd_XXXXXX";
    char name[sizeof folder + 8];
    assert_non_null(mkdtemp(folder));
    snprintf(name, sizeof name, "%s/notify", folder);
    check_telling(name);
    unlink(name);
    rmdir(folder);
    snprintf(name, sizeof name, "@test%ld", (long)getpid());
    check_telling(name);
}

static void test_systemd_is_not_notified_without_a_socket(void **state)
{
    (void)state;
    static char long_name[200] = "/";
    memset(long_name + 1, 'x', sizeof long_name - 2);
    const char *const names[] = {"", "/", "relative", "vsock:2:1234", long_name};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct net_systemd systemd = READ("NOTIFY_SOCKET", names[i]);
        assert_int_equal(systemd.notify_length, 0);
        assert_int_equal(net_systemd_notify(&systemd, "READY=1"), BASE_ERR_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_systemd_passes_sockets_to_one_process),
        cmocka_unit_test(test_systemd_wants_a_watchdog_or_not),
        cmocka_unit_test(test_systemd_is_notified),
        cmocka_unit_test(test_systemd_is_not_notified_without_a_socket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
