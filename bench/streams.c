/* Thousands of readers of one event stream: memory and CPU of the server, how late a tick arrives.
 *
 *     streams [COUNT [SECONDS]]                    a server of net/ alone that sends 500 bytes a
 *     second streams COUNT SECONDS PORT PID TARGET        a server that runs already; {lat} and
 *                                                  {lon} in TARGET become other places for every
 *                                                  reader
 *
 * One process is the server, this one all the readers, on one epoll. Lateness is the time from the
 * second that an event's id names to the moment its bytes were read here, so it counts our own
 * work, too. The CPU time that other programs used meanwhile is printed too, because readers
 * that wait for a processor are late.
 */

#include "net/server.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EVENT_BYTES 500
#define WARM_UP_S   3
#define US_PER_S    1000000
#define MINUTE_US   (60 * US_PER_S)
#define LATE_MAX_MS 60000

struct reading {
    unsigned count, seconds, port;
    pid_t pid;
    const char *target;
};

static int64_t clock_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * US_PER_S + now.tv_nsec / 1000;
}

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* ---- the server ------------------------------------------------------------------------- */

static enum base_err produce(void *state, struct net_http_turn *turn)
{
    static const char filling[EVENT_BYTES];
    int64_t *due_us = state;
    if (turn->is_ending) return BASE_ERR_END;
    if (*due_us == 0) *due_us = turn->now_us / US_PER_S * US_PER_S;
    base_buf_append_format(turn->out, "id: %02dZ\ndata: ", (int)(*due_us / US_PER_S % 60));
    base_buf_append(turn->out, filling, sizeof filling - turn->out->used);
    *due_us += US_PER_S;
    turn->wake_us = *due_us;
    return BASE_ERR_AGAIN;
}

static void answer(void *state, const struct net_http_request *request,
                   struct net_http_reply *reply)
{
    (void)state;
    (void)request;
    reply->content_type = BASE_TEXT("text/event-stream");
    reply->stream = (struct net_http_stream){produce, free, calloc(1, sizeof(int64_t))};
}

/* Runs in a child; its port comes through a pipe. */
static pid_t start_server(unsigned *port)
{
    int ends[2];
    if (pipe(ends) != 0) die("pipe");
    pid_t pid = fork();
    if (pid == 0) {
        struct net_server *server;
        struct net_listen_fault fault;
        struct net_server_config config = net_server_config_default(answer);
        config.signals = NET_SERVER_SIGNALS_CATCH;
        if (net_server_open(&config, &server, &fault) != BASE_ERR_OK) _exit(1);
        *port = net_server_port(server);
        if (write(ends[1], port, sizeof *port) != sizeof *port) _exit(1);
        enum base_err err = net_server_run(server);
        net_server_close(server);
        _exit(err == BASE_ERR_OK ? 0 : 1);
    }
    if (pid < 0 || read(ends[0], port, sizeof *port) != sizeof *port) die("the server");
    return pid;
}

/* ---- what the system knows -------------------------------------------------------------- */

static double resident_kib(pid_t pid)
{
    char path[64];
    long pages = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL || fscanf(file, "%*s %ld", &pages) != 1) die(path);
    fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1024;
}

static double cpu_s(pid_t pid)
{
    char path[64];
    unsigned long user = 0, kernel = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL ||
        fscanf(file, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
               &kernel) != 2)
        die(path);
    fclose(file);
    return (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
}

/* The time that processors were busy with anything but the server and us. */
static double others_s(pid_t server)
{
    unsigned long long user = 0, nice = 0, kernel = 0;
    struct tms own;
    FILE *file = fopen("/proc/stat", "r");
    if (file == NULL || fscanf(file, "cpu %llu %llu %llu", &user, &nice, &kernel) != 3)
        die("/proc/stat");
    fclose(file);
    times(&own);
    const double ticks = (double)(user + nice + kernel) - (double)(own.tms_utime + own.tms_stime);
    return ticks / (double)sysconf(_SC_CLK_TCK) - cpu_s(server);
}

/* ---- the readers ------------------------------------------------------------------------ */

/* The place of a reader, spread evenly: steps of the golden ratio in longitude. */
static void write_target(const char *target, unsigned reader, unsigned count, char out[1024])
{
    const double lat_deg = -80.0 + 160.0 * reader / count, turns = reader * 0.6180339887498949;
    char *at = out, *end = out + 1000;
    while (*target != '\0' && at < end) {
        const int is_lat = strncmp(target, "{lat}", 5) == 0,
                  is_lon = strncmp(target, "{lon}", 5) == 0;
        if (is_lat || is_lon) {
            at += sprintf(at, "%.4f", is_lat ? lat_deg : 360.0 * (turns - (unsigned)turns) - 180.0);
            target += 5;
        } else {
            *at++ = *target++;
        }
    }
    *at = '\0';
}

static int connect_reader(const struct reading *reading, unsigned reader, int loop)
{
    char target[1024], request[1100];
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)reading->port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0) die("connect");
    write_target(reading->target, reader, reading->count, target);
    int length =
        snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: bench\r\n\r\n", target);
    if (send(fd, request, (size_t)length, MSG_NOSIGNAL) != length) die("send");
    fcntl(fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(loop, EPOLL_CTL_ADD, fd, &event) != 0) die("epoll");
    return fd;
}

struct lateness {
    unsigned long events;
    int64_t largest_us, sum_us;
    unsigned long by_ms[LATE_MAX_MS]; /* how many were late by that number of whole milliseconds */
};

/* The events that begin in what was read now: their ids end with the second and a Z. */
static void count_events(const char *bytes, size_t length, struct lateness *late)
{
    const int64_t now_us = clock_us() % MINUTE_US;
    const char *end = bytes + length, *at = bytes, *stop;
    while ((at = memmem(at, (size_t)(end - at), "id: ", 4)) != NULL &&
           (stop = memchr(at, 'Z', (size_t)(end - at))) != NULL) {
        const int64_t due_us = ((stop[-2] - '0') * 10 + (stop[-1] - '0')) * (int64_t)US_PER_S;
        const int64_t late_us = (now_us - due_us + MINUTE_US) % MINUTE_US;
        late->events++;
        late->sum_us += late_us;
        late->by_ms[late_us / 1000]++;
        if (late_us > late->largest_us) late->largest_us = late_us;
        at = stop;
    }
}

/* Reads what arrives until an instant. */
static void read_until(int loop, int64_t end_us, struct lateness *late)
{
    static char sink[65536];
    struct epoll_event events[256];
    memset(late, 0, sizeof *late);
    for (int64_t now_us; (now_us = clock_us()) < end_us;) {
        int count = epoll_wait(loop, events, 256, (int)((end_us - now_us) / 1000) + 1);
        for (int i = 0; i < count; i++) {
            ssize_t got = recv(events[i].data.fd, sink, sizeof sink, 0);
            if (got == 0 || (got < 0 && errno != EAGAIN)) die("a stream has ended");
            if (got > 0) count_events(sink, (size_t)got, late);
        }
    }
}

/* The lateness that all readers stay below, except a given share. */
static double percentile_ms(const struct lateness *late, double share)
{
    unsigned long left = (unsigned long)((double)late->events * share);
    int ms = 0;
    while (ms < LATE_MAX_MS - 1 && left >= late->by_ms[ms]) left -= late->by_ms[ms++];
    return ms + 1;
}

static void report(const struct reading *reading, const struct lateness *late, double grown_kib,
                   double cpu, double others)
{
    const unsigned long wanted = (unsigned long)reading->count * reading->seconds;
    printf("%u streams, %u s: %.2f KiB a stream; %.1f us CPU an event, %.0f ms a second; "
           "%lu of %lu events came, after their second %.0f ms on average, %.0f ms for 99 %%, "
           "%.0f ms at most; other programs took %.0f %% of the machine\n",
           reading->count, reading->seconds, grown_kib / reading->count,
           cpu * 1e6 / (double)late->events, cpu * 1e3 / reading->seconds, late->events, wanted,
           (double)late->sum_us / 1e3 / (double)late->events, percentile_ms(late, 0.99),
           (double)late->largest_us / 1e3, 100.0 * others);
}

static void measure(const struct reading *reading)
{
    static struct lateness late;
    int loop = epoll_create1(0);
    double before_kib = resident_kib(reading->pid);
    int *fds = calloc(reading->count, sizeof *fds);
    if (fds == NULL) die("memory");
    for (unsigned i = 0; i < reading->count; i++) fds[i] = connect_reader(reading, i, loop);
    /* Whole seconds, half way between two ticks. */
    int64_t begin_us = (clock_us() / US_PER_S + WARM_UP_S) * US_PER_S + US_PER_S / 2;
    read_until(loop, begin_us, &late);
    double cpu = cpu_s(reading->pid), others = others_s(reading->pid);
    read_until(loop, begin_us + (int64_t)reading->seconds * US_PER_S, &late);
    cpu = cpu_s(reading->pid) - cpu;
    others = others_s(reading->pid) - others;
    report(reading, &late, resident_kib(reading->pid) - before_kib, cpu,
           others / reading->seconds / (double)sysconf(_SC_NPROCESSORS_ONLN));
    for (unsigned i = 0; i < reading->count; i++) close(fds[i]);
    free(fds);
    close(loop);
}

int main(int argc, char **argv)
{
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    struct reading reading = {.count = 10000, .seconds = 10, .target = "/"};
    if (argc > 1) reading.count = (unsigned)atoi(argv[1]);
    if (argc > 2) reading.seconds = (unsigned)atoi(argv[2]);
    if (argc > 5) {
        reading.port = (unsigned)atoi(argv[3]);
        reading.pid = (pid_t)atoi(argv[4]);
        reading.target = argv[5];
        measure(&reading);
        return 0;
    }
    reading.pid = start_server(&reading.port);
    measure(&reading);
    kill(reading.pid, SIGTERM);
    int status = 0;
    waitpid(reading.pid, &status, 0);
    return status == 0 ? 0 : 1;
}
